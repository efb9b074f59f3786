//! Checking everything: that every sealed value opens at its place, that no entry is missing, that the audit chain
//! is whole, and that the rows are in the state the audit last told of.

mod chain;
mod finding;
mod practice;
mod records;

use std::collections::{HashMap, HashSet};

use attune_ids::{AccountId, ClientId};
use attune_vault::{Key, Place, Sealed, VaultError};
use uuid::Uuid;

pub use finding::{Counted, Finding, VerifyReport};

use crate::access::Relation;
use crate::audit::{Head, Wrote};
use crate::db::{Db, Tx};
use crate::error::{StoreError, What};
use crate::store::Store;

pub(crate) const STATEMENTS: &[&[&str]] =
    &[chain::STATEMENTS, practice::STATEMENTS, records::STATEMENTS];

/// Understood by SQLite alone, as is the next.
const INTEGRITY_CHECK: &str = "PRAGMA integrity_check(20)";
const FOREIGN_KEY_CHECK: &str = "PRAGMA foreign_key_check";

/// Rows read at a time: large enough to be quick, small enough to hold in memory.
const PAGE: i64 = 1000;

impl Store {
    /// Checks the whole store as it is at one moment, while others go on writing. `kept` are heads of the audit
    /// that were kept elsewhere; without any, a rewrite by someone who holds the keys goes unnoticed.
    ///
    /// # Errors
    /// Only if the check itself could not go on; what it found is in the report.
    pub async fn verify(&self, kept: &[Head]) -> Result<VerifyReport, StoreError> {
        let mut verification = Verification::begin(self).await?;
        match verification.everything(kept).await {
            // The database cannot be read any further. That is a finding, and what was found before still counts.
            Err(StoreError::Damaged { what, reason }) => {
                verification.found(Finding::Stopped { what, reason });
            }
            other => other?,
        }
        Ok(verification.report)
    }

    /// Checks the audit chain alone.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub async fn verify_audit(&self, kept: &[Head]) -> Result<VerifyReport, StoreError> {
        let mut verification = Verification::begin(self).await?;
        verification.audit_chain(kept).await?;
        Ok(verification.report)
    }
}

/// A check under way.
struct Verification<'a> {
    store: &'a Store,
    tx: Tx,
    report: VerifyReport,
    told: LastTold,
}

/// What the audit says the rows should be like.
#[derive(Default)]
struct LastTold {
    entries: HashMap<ClientId, u64>,
    identities: HashMap<ClientId, u64>,
    access: HashSet<(ClientId, AccountId, Relation)>,
    accounts: HashMap<AccountId, u64>,
    links: HashMap<Uuid, u64>,
    ways_in: HashMap<ClientId, u64>,
    settings: u64,
    content: u64,
    erased: HashSet<ClientId>,
}

impl LastTold {
    fn learn(&mut self, wrote: &Wrote) {
        match *wrote {
            Wrote::Record {
                client,
                seq,
                identity,
            } => {
                self.entries.insert(client, seq);
                self.identities
                    .extend(identity.map(|version| (client, version)));
            }
            Wrote::Access {
                client,
                account,
                relation,
                given,
            } => {
                if given {
                    self.access.insert((client, account, relation));
                } else {
                    self.access.remove(&(client, account, relation));
                }
            }
            Wrote::Account { id, version } => {
                self.accounts.insert(id, version);
            }
            Wrote::Link { id, version } => {
                self.links.insert(id, version);
            }
            Wrote::Settings { version } => self.settings = version,
            Wrote::Content { seq } => self.content = seq,
            Wrote::WayIn { client, version } => {
                self.ways_in.insert(client, version);
            }
        }
    }
}

impl<'a> Verification<'a> {
    async fn begin(store: &'a Store) -> Result<Self, StoreError> {
        Ok(Self {
            store,
            tx: store.pools().snapshot().await?,
            report: VerifyReport::default(),
            told: LastTold::default(),
        })
    }

    async fn everything(&mut self, kept: &[Head]) -> Result<(), StoreError> {
        self.database_itself().await?;
        self.audit_chain(kept).await?;
        self.practice().await?;
        self.records().await
    }

    /// What the database knows of its own pages. PostgreSQL has no such check built in; its page checksums are
    /// compared as the rows are read.
    async fn database_itself(&mut self) -> Result<(), StoreError> {
        let Db::Sqlite(connection) = self.tx.connection() else {
            return Ok(());
        };
        let says: Vec<String> = sqlx::query_scalar(INTEGRITY_CHECK)
            .fetch_all(&mut *connection)
            .await?;
        let orphans = sqlx::query(FOREIGN_KEY_CHECK)
            .fetch_all(connection)
            .await?
            .len();
        for text in says.into_iter().filter(|text| text != "ok") {
            self.found(Finding::Database { says: text });
        }
        if orphans > 0 {
            let says = format!("{orphans} rows refer to a row that is gone");
            self.found(Finding::Database { says });
        }
        Ok(())
    }

    fn found(&mut self, finding: Finding) {
        self.report.findings.push(finding);
    }

    /// Whether a sealed value opens; `None` if the keys of its client are gone.
    fn opens(
        &self,
        (key, place): (Key, Place<'_>),
        sealed: Vec<u8>,
    ) -> Result<Option<bool>, StoreError> {
        match self
            .store
            .vault()
            .open(key, &place, &Sealed::from_stored(sealed))
        {
            Ok(_) => Ok(Some(true)),
            Err(VaultError::UnknownClient(_)) => Ok(None),
            Err(error @ VaultError::Io { .. }) => Err(error.into()),
            Err(_) => Ok(Some(false)),
        }
    }

    /// Compares a version with what the audit told of it.
    fn compare(&mut self, what: What, id: Uuid, told: Option<u64>, found: u64) {
        match told {
            Some(told) if told == found => {}
            Some(told) if told > found => self.found(Finding::RolledBack {
                what,
                id,
                told,
                found,
            }),
            told => self.found(Finding::NotTold {
                what,
                id,
                told: told.unwrap_or(0),
                found,
            }),
        }
    }
}

/// Moves the key that pages are read after. In a damaged index rows come out of order, and a check that went on from
/// them would never end.
fn advance<K: PartialOrd>(last: &mut K, next: K) -> Result<(), StoreError> {
    if next > *last {
        *last = next;
        Ok(())
    } else {
        Err(StoreError::damaged(
            What::Database,
            "its rows do not come in their order",
        ))
    }
}

/// For [`on_db!`] in this module: one page of rows after a key.
macro_rules! page {
    ($tx:expr, $statement:expr, $($key:expr),+) => {
        on_db!($tx.connection(), connection => sqlx::query_as($statement)
            $(.bind($key))+.bind(PAGE).fetch_all(connection).await)?
    };
}
use page;
