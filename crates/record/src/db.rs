//! One SQL text on two databases.
//!
//! [`Db`] is the same thing on one database or the other: pools, a pool to read from, a transaction. [`on_db!`]
//! runs one body on whichever it is; the body is compiled twice, so the types of every column and parameter are
//! checked for both drivers.

use std::path::Path;

use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{Database, PgConnection, Pool, Postgres, Sqlite, SqliteConnection, Transaction};

use crate::error::StoreError;
use crate::location::{self, Location};

/// The same thing on SQLite or on PostgreSQL.
#[derive(Debug)]
pub(crate) enum Db<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// Runs `$body` with `$inner` bound to what is inside of a [`Db`].
macro_rules! on_db {
    ($db:expr, $inner:ident => $body:expr) => {
        match $db {
            $crate::db::Db::Sqlite($inner) => $body,
            $crate::db::Db::Postgres($inner) => $body,
        }
    };
}
pub(crate) use on_db;

/// Declares the SQL of a module and the list of it, which a test prepares on both databases.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:literal;)+) => {
        $($(#[$doc])* pub(crate) const $name: &str = $sql;)+
        /// Every statement of this module.
        pub(crate) const STATEMENTS: &[&str] = &[$($name),+];
    };
}
pub(crate) use statements;

/// SQLite allows one writer at a time. A pool of one makes the others wait in line here, in order and without
/// polling, while readers go on beside it.
#[derive(Debug)]
pub(crate) struct SqlitePools {
    reader: SqlitePool,
    writer: SqlitePool,
}

impl SqlitePools {
    pub(crate) fn writer(&self) -> &SqlitePool {
        &self.writer
    }
}

/// The connections of a store.
pub(crate) type Pools = Db<SqlitePools, PgPool>;
/// A pool to read from, outside of a transaction.
pub(crate) type ReadPool<'a> = Db<&'a SqlitePool, &'a PgPool>;
/// The connection of a running transaction.
pub(crate) type Connection<'a> = Db<&'a mut SqliteConnection, &'a mut PgConnection>;

const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

impl Pools {
    /// Opens the connections. The SQLite file is made if need be; nothing else is written.
    pub(crate) async fn open(location: &Location) -> Result<Self, StoreError> {
        match location {
            Location::Sqlite(path) => {
                location::create_private_file(path)?;
                let options = location::sqlite_options(path);
                // First the writer: it turns the file to WAL, which a reader may not.
                // A connection to a file does not break while it waits, so it need not be tried before each use.
                let writer = SqlitePoolOptions::new()
                    .max_connections(1)
                    .test_before_acquire(false)
                    .connect_with(options.clone())
                    .await
                    .map_err(location::on_connecting)?;
                let reader = SqlitePoolOptions::new()
                    .max_connections(READERS)
                    .test_before_acquire(false)
                    .connect_lazy_with(options.pragma("query_only", "ON"));
                Ok(Self::Sqlite(SqlitePools { reader, writer }))
            }
            Location::Postgres(url) => {
                let pool = PgPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .connect_with(location::postgres_options(url)?)
                    .await
                    .map_err(location::on_connecting)?;
                location::refuse_to_lose(&pool).await?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    /// Makes a new file for a backup. Until its manifest is written it counts for nothing, so it is written without
    /// a journal and brought to the disk at the end.
    pub(crate) async fn create_backup(path: &Path) -> Result<Self, StoreError> {
        location::create_private_file(path)?;
        Self::single(location::new_backup_options(path)).await
    }

    /// Opens a backup to read it.
    pub(crate) async fn open_backup(path: &Path) -> Result<Self, StoreError> {
        Self::single(location::backup_options(path)).await
    }

    async fn single(options: SqliteConnectOptions) -> Result<Self, StoreError> {
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await?;
        Ok(Self::Sqlite(SqlitePools {
            reader: pool.clone(),
            writer: pool,
        }))
    }

    pub(crate) fn read(&self) -> ReadPool<'_> {
        match self {
            Self::Sqlite(pools) => Db::Sqlite(&pools.reader),
            Self::Postgres(pool) => Db::Postgres(pool),
        }
    }

    /// A transaction that writes. On SQLite it holds the write lock from the start, so that it never fails half
    /// way because another process wrote first.
    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx(match self {
            Self::Sqlite(pools) => Db::Sqlite(begin(&pools.writer, "BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Db::Postgres(begin(pool, "BEGIN").await?),
        }))
    }

    /// A transaction that sees one moment of the whole database, whatever is written meanwhile.
    pub(crate) async fn snapshot(&self) -> Result<Tx, StoreError> {
        const OF_ONE_MOMENT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(Tx(match self {
            Self::Sqlite(pools) => Db::Sqlite(begin(&pools.reader, "BEGIN").await?),
            Self::Postgres(pool) => Db::Postgres(begin(pool, OF_ONE_MOMENT).await?),
        }))
    }

    /// Waits for running work and closes every connection.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(pools) => {
                pools.reader.close().await;
                // Last, so that SQLite folds the write-ahead log into the file.
                pools.writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Begins in a task of its own, which goes on if the caller is dropped in the middle (a browser that goes away drops
/// its request). Otherwise the driver would give a connection back to the pool on which a transaction has begun and
/// that it believes to be free; a transaction that has begun and is then dropped it rolls back well.
async fn begin<D: Database>(
    pool: &Pool<D>,
    statement: &'static str,
) -> Result<Transaction<'static, D>, sqlx::Error> {
    let pool = pool.clone();
    tokio::spawn(async move { pool.begin_with(statement).await })
        .await
        .unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

/// A running transaction. Dropped without [`commit`](Tx::commit) it leaves no trace.
#[derive(Debug)]
pub(crate) struct Tx(Db<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>);

impl Tx {
    pub(crate) fn connection(&mut self) -> Connection<'_> {
        match &mut self.0 {
            Db::Sqlite(transaction) => Db::Sqlite(&mut **transaction),
            Db::Postgres(transaction) => Db::Postgres(&mut **transaction),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        Ok(on_db!(self.0, transaction => transaction.commit().await)?)
    }
}
