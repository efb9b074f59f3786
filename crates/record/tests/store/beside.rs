//! Someone with access to the database and without keys.

use attune_record::Location;
use attune_testkit::TestDatabase;
use sqlx::{Connection, PgConnection, SqliteConnection};
use uuid::Uuid;

/// A connection beside the store's own, on which foreign keys are not enforced.
pub(crate) enum Beside {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Beside {
    pub(crate) async fn connect(database: &TestDatabase) -> Self {
        let mut beside = match database.location() {
            Location::Sqlite(path) => {
                let url = format!("sqlite:{}", path.display());
                Self::Sqlite(SqliteConnection::connect(&url).await.unwrap())
            }
            Location::Postgres(url) => Self::Postgres(PgConnection::connect(url).await.unwrap()),
        };
        let unchecked = match &beside {
            Self::Sqlite(_) => "PRAGMA foreign_keys = OFF",
            Self::Postgres(_) => "SET session_replication_role = replica",
        };
        beside.run(unchecked).await;
        beside
    }

    pub(crate) async fn run(&mut self, statement: &'static str) {
        match self {
            Self::Sqlite(connection) => sqlx::query(statement).execute(connection).await.map(drop),
            Self::Postgres(connection) => {
                sqlx::query(statement).execute(connection).await.map(drop)
            }
        }
        .unwrap();
    }

    /// Runs `statement` with `$1` bound.
    pub(crate) async fn run_with(&mut self, statement: &'static str, bytes: &[u8]) {
        match self {
            Self::Sqlite(connection) => sqlx::query(statement)
                .bind(bytes)
                .execute(connection)
                .await
                .map(drop),
            Self::Postgres(connection) => sqlx::query(statement)
                .bind(bytes)
                .execute(connection)
                .await
                .map(drop),
        }
        .unwrap();
    }

    /// Runs `statement` with `$1` and `$2` bound.
    pub(crate) async fn run_with_ids(&mut self, statement: &'static str, one: Uuid, two: Uuid) {
        match self {
            Self::Sqlite(connection) => sqlx::query(statement)
                .bind(one)
                .bind(two)
                .execute(connection)
                .await
                .map(drop),
            Self::Postgres(connection) => sqlx::query(statement)
                .bind(one)
                .bind(two)
                .execute(connection)
                .await
                .map(drop),
        }
        .unwrap();
    }

    pub(crate) async fn bytes(&mut self, statement: &'static str) -> Vec<u8> {
        match self {
            Self::Sqlite(connection) => sqlx::query_scalar(statement).fetch_one(connection).await,
            Self::Postgres(connection) => sqlx::query_scalar(statement).fetch_one(connection).await,
        }
        .unwrap()
    }
}
