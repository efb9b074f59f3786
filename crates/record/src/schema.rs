//! The tables: made, brought up to date, or refused.

use sqlx::migrate::{MigrateError, Migrator};

use crate::db::{Db, Pools};
use crate::error::StoreError;
use crate::location;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Where the migrations that were run are noted.
const MIGRATIONS_TABLE: &str = "_sqlx_migrations";

// Each understood by one kind of database alone.
const SQLITE_TABLES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table'";
const POSTGRES_TABLES: &str = "SELECT table_name::text FROM information_schema.tables
    WHERE table_schema = current_schema()";

/// Runs the migrations that are missing, each in its own transaction.
pub(crate) async fn bring_up_to_date(pools: &Pools) -> Result<(), StoreError> {
    let outcome = match pools {
        Db::Sqlite(pools) => SQLITE.run(pools.writer()).await,
        Db::Postgres(pool) => POSTGRES.run(pool).await,
    };
    outcome.map_err(|error| match error {
        MigrateError::VersionMissing(version) if version > newest() => StoreError::NewerSchema,
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            location::on_connecting(error)
        }
        other => StoreError::ForeignSchema(other.to_string()),
    })
}

/// The number of the newest migration this program knows.
pub(crate) fn newest() -> i64 {
    SQLITE.iter().map(|file| file.version).max().unwrap_or(0)
}

/// Refuses a database in which something else than this program made tables.
pub(crate) async fn refuse_foreign_tables(pools: &Pools) -> Result<(), StoreError> {
    let tables: Vec<String> = match pools {
        Db::Sqlite(pools) => {
            sqlx::query_scalar(SQLITE_TABLES)
                .fetch_all(pools.writer())
                .await?
        }
        Db::Postgres(pool) => sqlx::query_scalar(POSTGRES_TABLES).fetch_all(pool).await?,
    };
    if tables.is_empty() || tables.iter().any(|table| table == MIGRATIONS_TABLE) {
        Ok(())
    } else {
        Err(StoreError::TargetNotEmpty)
    }
}
