//! Where the database is, and which places are refused.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPool, PgSslMode};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use crate::error::StoreError;

/// Where the database is. Its `Debug` and `Display` never show a password.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A file; made if it is not there. Its folder must exist.
    Sqlite(PathBuf),
    /// A PostgreSQL URL, `postgres://user:password@host/database?sslmode=verify-full`.
    Postgres(String),
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "the SQLite file {}", path.display()),
            Self::Postgres(url) => match PgConnectOptions::from_str(url) {
                Ok(options) => write!(
                    f,
                    "the PostgreSQL database {} at {}",
                    options.get_database().unwrap_or(options.get_username()),
                    server(&options),
                ),
                Err(_) => f.write_str("a PostgreSQL database"),
            },
        }
    }
}

impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Location({self})")
    }
}

fn server(options: &PgConnectOptions) -> String {
    options.get_socket().map_or_else(
        || format!("{}:{}", options.get_host(), options.get_port()),
        |socket| socket.display().to_string(),
    )
}

/// How long a writer waits for another process before it gives up.
const BUSY: Duration = Duration::from_secs(10);

/// The settings of every connection to the SQLite file.
///
/// `FULL` because in WAL mode `NORMAL` may lose an acknowledged save in a power cut; `secure_delete` because
/// a removed draft shall not linger in free pages.
pub(crate) fn sqlite_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("secure_delete", "ON")
        .pragma("cell_size_check", "ON")
        .pragma("trusted_schema", "OFF")
}

/// The settings of a connection to a backup: one file, nothing beside it, never written.
pub(crate) fn backup_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(true)
        .pragma("cell_size_check", "ON")
        .pragma("trusted_schema", "OFF")
}

/// The settings of the connection that writes a new backup.
pub(crate) fn new_backup_options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .foreign_keys(true)
}

/// Makes the file, readable for its owner alone, if it is not there. SQLite gives its side files the same mode.
pub(crate) fn create_private_file(path: &Path) -> Result<(), StoreError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::file("create", path)(error)),
    }
}

/// The settings of every connection to PostgreSQL, or why this place is refused.
pub(crate) fn postgres_options(url: &str) -> Result<PgConnectOptions, StoreError> {
    let refuse = |problem: String, fix: &str| StoreError::BadLocation {
        problem,
        fix: fix.to_owned(),
    };
    // The parser's own message is left out: it may repeat parts of the URL.
    let options = PgConnectOptions::from_str(url).map_err(|_| {
        refuse(
            "the database URL cannot be read".to_owned(),
            "write it as postgres://user:password@host/database",
        )
    })?;
    if !is_this_machine(&options) {
        if options.to_url_lossy().password().is_none_or(str::is_empty) {
            return Err(refuse(
                format!(
                    "no password is set for the database at {}",
                    server(&options)
                ),
                "give its role a password and put it into the URL, PGPASSWORD or ~/.pgpass",
            ));
        }
        // `prefer`, the default, silently falls back to plain text when someone in the middle asks for it.
        if matches!(options.get_ssl_mode(), PgSslMode::Prefer | PgSslMode::Allow) {
            return Err(refuse(
                format!(
                    "the way to the database at {} may be unencrypted",
                    server(&options)
                ),
                "add ?sslmode=verify-full to the URL, or sslmode=disable if that network is yours alone",
            ));
        }
    }
    Ok(options.application_name("attune").options([
        // A writer that hangs must not keep all others waiting for ever.
        ("lock_timeout", "20s"),
        ("idle_in_transaction_session_timeout", "60s"),
    ]))
}

/// What to do about a database that answers, but not as it should.
pub(crate) fn on_connecting(error: sqlx::Error) -> StoreError {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    let distrusted = match &error {
        sqlx::Error::Tls(_) => true,
        sqlx::Error::Io(error) => error.kind() == std::io::ErrorKind::InvalidData,
        _ => false,
    };
    // PostgreSQL's codes have five characters, SQLite's fewer.
    let (problem, fix) = match code.as_deref() {
        _ if distrusted => (
            "no trusted, encrypted connection to the database can be made",
            "name the authority that signed its certificate with sslrootcert= in the URL",
        ),
        Some("28P01" | "28000") => (
            "the database refuses this role or its password",
            "check both in the URL, PGPASSWORD or ~/.pgpass",
        ),
        Some("3D000") => (
            "the server has no database of this name",
            "make it first, for instance with createdb",
        ),
        Some("42501") => (
            "the role may not make tables",
            "make it the owner of the database",
        ),
        Some("8" | "1544" | "14") => (
            "the database file cannot be opened for writing",
            "let the account that runs the program own the file and its folder",
        ),
        _ => return error.into(),
    };
    StoreError::BadLocation {
        problem: problem.to_owned(),
        fix: fix.to_owned(),
    }
}

/// Refuses a server that acknowledges saves before they are on its disk.
pub(crate) async fn refuse_to_lose(pool: &PgPool) -> Result<(), StoreError> {
    const SYNCHRONOUS_COMMIT: &str = "SELECT current_setting('synchronous_commit')";
    let setting: String = sqlx::query_scalar(SYNCHRONOUS_COMMIT)
        .fetch_one(pool)
        .await?;
    if setting == "off" {
        return Err(StoreError::BadLocation {
            problem:
                "this PostgreSQL may lose saves it has acknowledged (synchronous_commit = off)"
                    .to_owned(),
            fix: "turn synchronous_commit on for the server, the database or the role".to_owned(),
        });
    }
    Ok(())
}

fn is_this_machine(options: &PgConnectOptions) -> bool {
    options.get_socket().is_some()
        || options.get_host().starts_with('/')
        || options.get_host() == "localhost"
        || options
            .get_host()
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;

    #[tokio::test]
    async fn sqlite_runs_with_the_settings_that_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.sqlite");
        create_private_file(&path).unwrap();
        let mut connection = sqlite_options(&path).connect().await.unwrap();
        let journal: String = sqlx::query_scalar("PRAGMA journal_mode")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(journal, "wal");
        for (pragma, expected) in [
            ("PRAGMA synchronous", 2_i64),
            ("PRAGMA foreign_keys", 1),
            ("PRAGMA secure_delete", 1),
            ("PRAGMA busy_timeout", 10_000),
        ] {
            let value: i64 = sqlx::query_scalar(pragma)
                .fetch_one(&mut connection)
                .await
                .unwrap();
            assert_eq!(value, expected, "{pragma}");
        }
    }
}
