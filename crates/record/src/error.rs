//! What can go wrong, in words that say what the caller can do.

use std::path::PathBuf;

use attune_vault::VaultError;

/// Why the store refused or failed. No text in it is clinical, and no variant carries a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Someone else saved first. Nothing was written: read again, show both, and repeat.
    #[error(
        "the {what} changed meanwhile: expected version {expected}, found {actual}; read again and repeat"
    )]
    Conflict {
        /// What changed: for a record, its [`Client`](What::Client) row.
        what: What,
        /// The version the caller had seen.
        expected: u64,
        /// The version stored now.
        actual: u64,
    },
    /// An id in the request is in use elsewhere. Nothing was written, and where it is in use is not told:
    /// make new ids and repeat.
    #[error("an id of this request is already in use; make a new one and repeat")]
    IdTaken,
    /// The thing to be made exists. Nothing was written.
    #[error("this {0} is already there")]
    AlreadyThere(What),
    /// There is no such thing.
    #[error("there is no such {0}")]
    NotFound(What),
    /// The database did not answer. A write may or may not have been kept: repeat it with the same ids,
    /// which is harmless if it was.
    #[error("the database does not answer; repeat the same request in a moment")]
    Unavailable(#[source] sqlx::Error),
    /// No room. Nothing was written.
    #[error("the disk of the database is full; nothing was saved; make room and repeat")]
    Full(#[source] sqlx::Error),
    /// A row is not what was written. Nothing was changed: run a verification, restore from a backup.
    #[error("{what} is damaged: {reason}; verify the store and restore from a backup")]
    Damaged {
        /// Where.
        what: What,
        /// Why it counts as damaged, without any of its content.
        reason: String,
    },
    /// The vault could not seal or open.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The database belongs to another install than the unlocked keyring.
    #[error("this database belongs to another keyring; unlock the keyring that was made with it")]
    OtherInstall,
    /// The database was written by a newer program.
    #[error("this database was written by a newer release of the program; use that release")]
    NewerSchema,
    /// The schema in the database is not what this program once created.
    #[error(
        "the tables of this database were changed by something else: {0}; restore from a backup"
    )]
    ForeignSchema(String),
    /// The configured place of the database cannot be used.
    #[error("{problem}; {fix}")]
    BadLocation {
        /// What is wrong with it, without repeating any secret of it.
        problem: String,
        /// What to change.
        fix: String,
    },
    /// A file could not be read or written.
    #[error("could not {doing} {}", path.display())]
    File {
        /// What was tried, as a verb.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A backup that must not be restored. Nothing was changed.
    #[error("this backup cannot be used: {0}; nothing was restored; use another one")]
    BadBackup(String),
    /// A backup is only restored into an empty database. Nothing was changed.
    #[error("the database to restore into is not empty; name a new one")]
    TargetNotEmpty,
    /// A value could not be turned into bytes.
    #[error("a {what} could not be written as bytes")]
    Unwritable {
        /// What kind of value.
        what: What,
        /// Why.
        source: serde_json::Error,
    },
}

/// The kinds of things kept here, for errors and reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum What {
    /// The practice's one row.
    Practice,
    /// Something the practice wrote for itself, such as a questionnaire.
    Content,
    /// A person who signs in as staff.
    Account,
    /// A client's row.
    Client,
    /// A client's name and contact.
    Identity,
    /// The small summary of a record.
    Headline,
    /// One event in a record.
    Entry,
    /// A permission to open a record.
    Access,
    /// Unfinished text.
    Draft,
    /// A signed-in browser of staff.
    Session,
    /// A link or portal session of a client.
    Link,
    /// A client's ways into their own space.
    WayIn,
    /// A counter of failed attempts.
    Throttle,
    /// A mail in the outbox.
    Mail,
    /// A line of the audit.
    AuditLine,
    /// The end of the audit chain.
    AuditHead,
    /// The whole database file.
    Database,
    /// A backup file.
    Backup,
}

impl std::fmt::Display for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Practice => "practice",
            Self::Content => "content of the practice",
            Self::Account => "account",
            Self::Client => "client",
            Self::Identity => "identity",
            Self::Headline => "headline",
            Self::Entry => "entry",
            Self::Access => "access",
            Self::Draft => "draft",
            Self::Session => "session",
            Self::Link => "link",
            Self::WayIn => "way in",
            Self::Throttle => "throttle counter",
            Self::Mail => "mail",
            Self::AuditLine => "audit line",
            Self::AuditHead => "end of the audit",
            Self::Database => "database",
            Self::Backup => "backup",
        })
    }
}

impl StoreError {
    pub(crate) fn damaged(what: What, reason: impl Into<String>) -> Self {
        Self::Damaged {
            what,
            reason: reason.into(),
        }
    }

    /// For `map_err`: names what was tried and on which file.
    pub(crate) fn file<'a>(
        doing: &'static str,
        path: &'a std::path::Path,
    ) -> impl FnOnce(std::io::Error) -> Self + use<'a> {
        move |source| Self::File {
            doing,
            path: path.to_path_buf(),
            source,
        }
    }
}

/// What a database says about itself when it fails.
enum Trouble {
    Full,
    Corrupt,
    Other,
}

/// SQLite: the low byte of the extended code (<https://www.sqlite.org/rescode.html>).
/// PostgreSQL: appendix A of its manual.
fn trouble(error: &sqlx::Error) -> Trouble {
    const SQLITE_CORRUPT: u32 = 11;
    const SQLITE_FULL: u32 = 13;
    const SQLITE_NOT_A_DATABASE: u32 = 26;

    let Some(error) = error.as_database_error() else {
        return Trouble::Other;
    };
    let Some(code) = error.code() else {
        return Trouble::Other;
    };
    if error
        .try_downcast_ref::<sqlx::sqlite::SqliteError>()
        .is_some()
    {
        return match code.parse::<u32>().map(|code| code & 0xff) {
            Ok(SQLITE_FULL) => Trouble::Full,
            Ok(SQLITE_CORRUPT | SQLITE_NOT_A_DATABASE) => Trouble::Corrupt,
            _ => Trouble::Other,
        };
    }
    match code.as_ref() {
        "53100" => Trouble::Full,
        "XX001" | "XX002" => Trouble::Corrupt,
        _ => Trouble::Other,
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match (trouble(&error), error) {
            (Trouble::Full, error) => Self::Full(error),
            (Trouble::Corrupt, _) => {
                Self::damaged(What::Database, "the database itself reports corruption")
            }
            (Trouble::Other, sqlx::Error::ColumnDecode { index, .. }) => Self::damaged(
                What::Database,
                format!("column {index} does not hold what it should"),
            ),
            (Trouble::Other, error) => Self::Unavailable(error),
        }
    }
}

/// Turns "this key is taken" into `taken` and "this refers to nothing" into `missing`.
pub(crate) fn on_violation(
    error: sqlx::Error,
    taken: StoreError,
    missing: StoreError,
) -> StoreError {
    match error
        .as_database_error()
        .map(sqlx::error::DatabaseError::kind)
    {
        Some(sqlx::error::ErrorKind::UniqueViolation) => taken,
        Some(sqlx::error::ErrorKind::ForeignKeyViolation) => missing,
        _ => error.into(),
    }
}
