//! The tables: made, brought up to date, or refused.

use sqlx::migrate::{MigrateError, Migrator};

use crate::db::{Db, Pools};
use crate::error::StoreError;

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Runs the migrations that are missing, each in its own transaction.
pub(crate) async fn bring_up_to_date(pools: &Pools) -> Result<(), StoreError> {
    let outcome = match pools {
        Db::Sqlite(pools) => SQLITE.run(pools.writer()).await,
        Db::Postgres(pool) => POSTGRES.run(pool).await,
    };
    outcome.map_err(|error| match error {
        MigrateError::VersionMissing(version) if version > newest() => StoreError::NewerSchema,
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => error.into(),
        other => StoreError::ForeignSchema(other.to_string()),
    })
}

/// The number of the newest migration this program knows.
pub(crate) fn newest() -> i64 {
    SQLITE.iter().map(|file| file.version).max().unwrap_or(0)
}
