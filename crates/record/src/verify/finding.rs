use attune_ids::{AccountId, ClientId};
use uuid::Uuid;

use crate::access::Relation;
use crate::audit::Head;
use crate::error::What;

/// What a verification looked at and what it found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerifyReport {
    /// What is wrong; nothing if the store is sound.
    pub findings: Vec<Finding>,
    /// How much was looked at.
    pub counted: Counted,
    /// The end of the audit chain, to be kept elsewhere for the next time.
    pub head: Option<Head>,
}

impl VerifyReport {
    /// Nothing was found.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// How much a verification looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Clients, the erased ones included.
    pub clients: u64,
    /// Clients whose keys were destroyed: their rows are there, and nobody can read them.
    pub erased: u64,
    /// Entries.
    pub entries: u64,
    /// Drafts.
    pub drafts: u64,
    /// Accounts.
    pub accounts: u64,
    /// Lines of the audit.
    pub audit_lines: u64,
}

/// One thing that is wrong. Ids are random and tell nothing by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Finding {
    /// The database reports damage of its own.
    Database {
        /// In its words.
        says: String,
    },
    /// The check could not go on from here; what comes after is unchecked.
    Stopped {
        /// At what.
        what: What,
        /// Why.
        reason: String,
    },
    /// A sealed value was changed, cut, or moved from another place.
    Unreadable {
        /// What it is.
        what: What,
        /// Whose, if a client's.
        client: Option<ClientId>,
        /// The row's id, or a position as text.
        row: String,
    },
    /// The keyring has no keys for a client whom the audit does not tell to be erased.
    KeysMissing {
        /// Who.
        client: ClientId,
    },
    /// Entries are missing from a record.
    EntriesMissing {
        /// Whose.
        client: ClientId,
        /// The first missing position.
        from: u64,
        /// The last.
        to: u64,
    },
    /// A record has entries its client's row does not know of.
    EntriesBeyond {
        /// Whose.
        client: ClientId,
        /// The first such position.
        from: u64,
    },
    /// A row the audit tells of is gone.
    Missing {
        /// What it is.
        what: What,
        /// Its id.
        id: Uuid,
    },
    /// A row is older than the audit tells.
    RolledBack {
        /// What it is.
        what: What,
        /// Its id.
        id: Uuid,
        /// The version the audit tells.
        told: u64,
        /// The version there is.
        found: u64,
    },
    /// A row is newer than the audit tells: lines are missing at its end, or someone wrote around it.
    NotTold {
        /// What it is.
        what: What,
        /// Its id.
        id: Uuid,
        /// The version the audit tells; 0 if it tells of none.
        told: u64,
        /// The version there is.
        found: u64,
    },
    /// A permission to open a record that nobody gave.
    AccessForged {
        /// Whose record.
        client: ClientId,
        /// Who could open it.
        account: AccountId,
        /// As what.
        relation: Relation,
    },
    /// A permission to open a record was removed without being taken back.
    AccessMissing {
        /// Whose record.
        client: ClientId,
        /// Who should be able to open it.
        account: AccountId,
        /// As what.
        relation: Relation,
    },
    /// Lines of the audit are missing.
    AuditLinesMissing {
        /// The first.
        from: u64,
        /// The last.
        to: u64,
    },
    /// A line of the audit was changed, or one before it was exchanged.
    AuditLineChanged {
        /// Which.
        seq: u64,
    },
    /// The end of the audit is not that of its last line.
    AuditHeadChanged,
    /// A head that was kept elsewhere does not belong to this audit: it was rewritten or cut, or the database is an
    /// older copy.
    HeadUnknown {
        /// The line it was the head at.
        seq: u64,
    },
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Database { says } => write!(f, "the database reports: {says}"),
            Self::Stopped { what, reason } => write!(f, "stopped at {what}: {reason}"),
            Self::Unreadable { what, client, row } => {
                write!(f, "{what} {row}")?;
                if let Some(client) = client {
                    write!(f, " of client {client}")?;
                }
                f.write_str(" was changed, cut or moved")
            }
            Self::KeysMissing { client } => {
                write!(f, "client {client} was not erased, but has no keys")
            }
            Self::EntriesMissing { client, from, to } => {
                write!(f, "entries {from} to {to} of client {client} are missing")
            }
            Self::EntriesBeyond { client, from } => {
                write!(
                    f,
                    "client {client} has entries from {from} on that its row does not know of"
                )
            }
            Self::Missing { what, id } => write!(f, "{what} {} is gone", id.simple()),
            Self::RolledBack {
                what,
                id,
                told,
                found,
            } => {
                write!(
                    f,
                    "{what} {} was put back from version {told} to {found}",
                    id.simple()
                )
            }
            Self::NotTold {
                what,
                id,
                told,
                found,
            } => {
                write!(
                    f,
                    "{what} {} is at version {found}, but the audit ends at {told}",
                    id.simple()
                )
            }
            Self::AccessForged {
                client, account, ..
            } => {
                write!(
                    f,
                    "account {account} may open client {client}, but nobody allowed it"
                )
            }
            Self::AccessMissing {
                client, account, ..
            } => {
                write!(
                    f,
                    "account {account} may not open client {client}, but nobody took that back"
                )
            }
            Self::AuditLinesMissing { from, to } => {
                write!(f, "lines {from} to {to} of the audit are missing")
            }
            Self::AuditLineChanged { seq } => write!(f, "line {seq} of the audit was changed"),
            Self::AuditHeadChanged => f.write_str("the end of the audit was changed"),
            Self::HeadUnknown { seq } => {
                write!(
                    f,
                    "the head kept at line {seq} does not belong to this audit"
                )
            }
        }
    }
}
