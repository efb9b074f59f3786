use attune_ids::{AccountId, ClientId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::line::AuditLine;
use crate::access::Relation;

/// What a write left behind, told in its sealed audit line. The verification compares it with what is there now: rows
/// that were put back to an older state, taken away, or added by someone who can write to the database but does
/// not hold the keys, are found by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Wrote {
    Record {
        client: ClientId,
        /// The number of entries.
        seq: u64,
        /// The version of the identity, if this write changed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        identity: Option<u64>,
    },
    Access {
        client: ClientId,
        account: AccountId,
        relation: Relation,
        /// Given, or taken back.
        given: bool,
    },
    Account {
        id: AccountId,
        version: u64,
    },
    Link {
        id: Uuid,
        version: u64,
    },
    Settings {
        version: u64,
    },
    Content {
        /// The number of the value that was added.
        seq: u64,
    },
    WayIn {
        client: ClientId,
        version: u64,
    },
}

/// An audit line together with what its write leaves behind.
pub(crate) struct Told<'a> {
    pub(crate) line: &'a AuditLine,
    pub(crate) wrote: Vec<Wrote>,
}

impl AuditLine {
    /// This line, for a write that leaves this behind.
    pub(crate) fn telling(&self, wrote: impl Into<Vec<Wrote>>) -> Told<'_> {
        Told {
            line: self,
            wrote: wrote.into(),
        }
    }

    /// This line, for something that leaves nothing behind a verification could compare.
    pub(crate) fn alone(&self) -> Told<'_> {
        self.telling([])
    }
}
