use std::path::{Path, PathBuf};
use std::sync::Arc;

use attune_record::{Location, Store, StoreError};
use attune_vault::{Argon2Cost, Vault};
use tempfile::TempDir;

use crate::postgres;

/// The passphrase of every test keyring.
pub const PASSPHRASE: &str = "four plain words here";

/// An empty database of its own for one test, with a keyring of its own.
#[derive(Debug)]
pub struct TestDatabase {
    location: Location,
    vault: Arc<Vault>,
    folder: TempDir,
}

impl TestDatabase {
    /// On SQLite, in a temporary folder.
    pub fn sqlite() -> Self {
        let folder = temporary_folder();
        let location = Location::Sqlite(folder.path().join("record.sqlite"));
        Self::new(folder, location)
    }

    /// On a private PostgreSQL; `None` if `ATTUNE_TESTS_WITHOUT_POSTGRES` is set.
    ///
    /// # Panics
    /// If PostgreSQL is not installed, with how to install it.
    pub fn postgres() -> Option<Self> {
        let url = postgres::new_database()?;
        Some(Self::new(temporary_folder(), Location::Postgres(url)))
    }

    fn new(folder: TempDir, location: Location) -> Self {
        let cost = Argon2Cost::lowered_for_tests();
        let (vault, _recovery_code) =
            Vault::create(&folder.path().join("keyring"), PASSPHRASE, cost)
                .unwrap_or_else(|error| panic!("no keyring for a test: {error}"));
        Self {
            location,
            vault: Arc::new(vault),
            folder,
        }
    }

    /// Where the database is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The keyring, unlocked.
    pub fn vault(&self) -> &Arc<Vault> {
        &self.vault
    }

    /// A folder that goes with the database.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Connects, as the program does.
    pub async fn connect(&self) -> Result<Store, StoreError> {
        Store::connect(&self.location, Arc::clone(&self.vault)).await
    }

    /// Connects, for tests about something else.
    ///
    /// # Panics
    /// If that fails.
    pub async fn store(&self) -> Store {
        self.connect()
            .await
            .unwrap_or_else(|error| panic!("no store for a test: {error}"))
    }

    /// A second, empty database of the same kind under the same keyring.
    ///
    /// # Panics
    /// As [`postgres`](Self::postgres).
    pub fn another_location(&self, name: &str) -> Location {
        match &self.location {
            Location::Sqlite(_) => Location::Sqlite(self.folder.path().join(name)),
            Location::Postgres(_) => Location::Postgres(
                postgres::new_database().unwrap_or_else(|| panic!("PostgreSQL is gone")),
            ),
        }
    }

    /// The file to which PostgreSQL logs every statement.
    pub fn postgres_log(&self) -> Option<PathBuf> {
        match &self.location {
            Location::Sqlite(_) => None,
            Location::Postgres(url) => postgres::log_file(url),
        }
    }
}

fn temporary_folder() -> TempDir {
    tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"))
}

/// Runs each named `async fn name(database: TestDatabase)` as a test on SQLite and as one on PostgreSQL.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name($crate::TestDatabase::sqlite()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(database) = $crate::TestDatabase::postgres() {
                    super::$name(database).await;
                }
            }
        }
    )+};
}
