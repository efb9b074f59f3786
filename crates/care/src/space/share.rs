use attune_ids::EntryId;
use serde::{Deserialize, Serialize};

use crate::{Body, Entry, NewEntry, Record, Refusal};

/// What kind of thing is shared; one of each at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A plan version.
    Plan,
    /// The map of what keeps the trouble going.
    Map,
}

/// Exactly what is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Shareable {
    /// This plan version.
    Plan {
        /// See [`PlanVersion::number`](crate::plan::PlanVersion::number).
        number: u32,
    },
    /// The map as it was drawn after so many entries of the record.
    Map {
        /// See [`Record::version`].
        version: u64,
    },
}

impl Shareable {
    /// Its kind.
    pub fn kind(self) -> Kind {
        match self {
            Self::Plan { .. } => Kind::Plan,
            Self::Map { .. } => Kind::Map,
        }
    }
}

/// Something is shown to the client from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// What.
    #[serde(flatten)]
    pub shared: Shareable,
}

/// Something is not shown to the client any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsharing {
    /// What.
    pub of: Kind,
}

/// Shares what the clinician has looked at: this version, and nothing that came after it.
pub fn share(record: &Record, what: Shareable, entry: EntryId) -> Result<Vec<NewEntry>, Refusal> {
    match what {
        Shareable::Plan { number } => {
            if !record.plans.iter().any(|plan| plan.item.number == number) {
                return Err(Refusal::NotThere {
                    what: "plan version",
                });
            }
        }
        Shareable::Map { version } => {
            if record.formulation.factors.is_empty() || version > record.version {
                return Err(Refusal::NotThere { what: "drawing" });
            }
        }
    }
    let shared = record.space.shared(what.kind());
    if shared.is_some_and(|shared| shared.item.shared == what) {
        return Err(Refusal::AlreadyDone {
            what: "This is shared already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::Shared(Sharing { shared: what }),
    }])
}

/// Takes what is shared out of the client's space.
pub fn unshare(record: &Record, of: Kind, entry: EntryId) -> Result<Vec<NewEntry>, Refusal> {
    if record.space.shared(of).is_none() {
        return Err(Refusal::AlreadyDone {
            what: "This is not shared any more.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::Unshared(Unsharing { of }),
    }])
}

/// The record as it stood when this was shared, to show the words of that time. What was
/// taken back as a mistake since then stays as it was shown: only unsharing changes it.
pub fn as_shared(record: &Record, entries: &[Entry], shared: &crate::Dated<Sharing>) -> Record {
    let until = match shared.item.shared {
        Shareable::Map { version } => usize::try_from(version).unwrap_or(usize::MAX),
        Shareable::Plan { .. } => entries
            .iter()
            .position(|entry| entry.id == shared.entry)
            .unwrap_or(entries.len()),
    };
    record.after(&entries[..until.min(entries.len())])
}
