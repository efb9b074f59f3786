//! The store itself: connecting, and the one way to write.

use std::sync::Arc;

use attune_vault::Vault;
use uuid::Uuid;

use crate::audit::{Told, chain};
use crate::db::{Connection, Pools, ReadPool, Tx, on_db, statements};
use crate::error::StoreError;
use crate::location::Location;
use crate::schema;

statements! {
    CLAIM_PRACTICE = "INSERT INTO practice (one, install, settings, version) VALUES (1, $1, NULL, 0)
        ON CONFLICT (one) DO NOTHING";
    SELECT_INSTALL = "SELECT install FROM practice WHERE one = 1";
}

/// The practice's data. Cheap to clone; every clone uses the same connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    pools: Pools,
    vault: Arc<Vault>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Connects, makes or updates the tables, and checks that database and keyring belong together.
    ///
    /// # Errors
    /// [`BadLocation`](StoreError::BadLocation) for an unsafe place, [`OtherInstall`](StoreError::OtherInstall)
    /// for another practice's database, [`NewerSchema`](StoreError::NewerSchema) for a newer release's, and
    /// [`Unavailable`](StoreError::Unavailable) if nothing answers there.
    pub async fn connect(location: &Location, vault: Arc<Vault>) -> Result<Self, StoreError> {
        let pools = Pools::open(location).await?;
        schema::bring_up_to_date(&pools).await?;
        let store = Self::over(pools, vault);

        let mut tx = store.inner.pools.begin().await?;
        let install = store.vault().install();
        on_db!(tx.connection(), connection => sqlx::query(CLAIM_PRACTICE).bind(install).execute(connection).await.map(drop))?;
        let found: Uuid = on_db!(tx.connection(), connection => sqlx::query_scalar(SELECT_INSTALL).fetch_one(connection).await)?;
        if found != install {
            return Err(StoreError::OtherInstall);
        }
        tx.commit().await?;
        Ok(store)
    }

    /// Waits for running work and closes every connection. Clones of this store answer nothing afterwards.
    pub async fn close(&self) {
        self.inner.pools.close().await;
    }

    pub(crate) fn over(pools: Pools, vault: Arc<Vault>) -> Self {
        Self {
            inner: Arc::new(Inner { pools, vault }),
        }
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    pub(crate) fn pools(&self) -> &Pools {
        &self.inner.pools
    }

    pub(crate) fn read(&self) -> ReadPool<'_> {
        self.inner.pools.read()
    }

    /// Begins a write that the audit tells of. The lines come first: so none is forgotten, the writers queue up at
    /// the end of the chain in the order in which they will commit, and whatever fails later takes them back.
    pub(crate) async fn write(&self, lines: &[Told<'_>]) -> Result<Writing, StoreError> {
        let mut tx = self.inner.pools.begin().await?;
        let last_line = chain::append(&mut tx, self.vault(), lines).await?;
        Ok(Writing { tx, last_line })
    }

    /// Begins a write of housekeeping that no audit line tells of, in the same queue.
    pub(crate) async fn write_unaudited(&self) -> Result<Writing, StoreError> {
        self.write(&[]).await
    }
}

/// A write under way. Dropped without [`commit`](Writing::commit), nothing of it is kept.
pub(crate) struct Writing {
    tx: Tx,
    last_line: u64,
}

impl Writing {
    pub(crate) fn connection(&mut self) -> Connection<'_> {
        self.tx.connection()
    }

    pub(crate) fn transaction(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// The number of the last audit line of this write: larger than that of every write committed before.
    pub(crate) fn last_line(&self) -> u64 {
        self.last_line
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.tx.commit().await
    }
}
