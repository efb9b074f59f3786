//! A look into an SQLite file past the program.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};

/// The bytes in the first row and column that a query finds, as they are stored. Not for use inside an async test.
///
/// # Panics
/// If the file cannot be read or nothing is found.
pub fn first_value(database: &Path, query: &'static str) -> Vec<u8> {
    let options = SqliteConnectOptions::new()
        .filename(database)
        .read_only(true);
    let found = tokio::runtime::Runtime::new()
        .map_err(sqlx::Error::Io)
        .and_then(|runtime| {
            runtime.block_on(async {
                let mut connection = SqliteConnection::connect_with(&options).await?;
                let found = sqlx::query_scalar(query).fetch_one(&mut connection).await?;
                connection.close().await?;
                Ok(found)
            })
        });
    found.unwrap_or_else(|error| panic!("{} has no answer: {error}", database.display()))
}
