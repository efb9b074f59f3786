use attune_ids::{EntryId, IdSource};
use serde::{Deserialize, Serialize};

use super::{Kind, Shareable};
use crate::plan::{Cosigning, cosigned};
use crate::{Body, NewEntry, Record, Refusal};

/// The longest remark, in letters: several pages of a phone.
const LONGEST: usize = 4000;

/// What the client says about something that was shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The sharing it is about.
    pub shared: EntryId,
    /// The client agrees to it as it stands there.
    pub agreed: bool,
    /// The client's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Keeps that the client agrees, or has something to say. It is about what they were looking
/// at: if something else was shared meanwhile, they are asked to look again.
pub fn remark(
    record: &Record,
    of: Kind,
    shared: EntryId,
    agreed: bool,
    words: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let now = record.space.shared(of);
    if now.is_none_or(|now| now.entry != shared) {
        return Err(Refusal::NotThere {
            what: "page as you saw it",
        });
    }
    let words = words.trim();
    if words.chars().count() > LONGEST {
        return Err(Refusal::Invalid {
            field: "Your words",
            expected: "at most 4000 letters at a time",
        });
    }
    if words.is_empty() && !agreed {
        return Err(Refusal::Missing {
            field: "your words",
        });
    }
    if words.is_empty() && record.space.agreed(of).is_some() {
        return Err(Refusal::AlreadyDone {
            what: "You have agreed to this already.",
        });
    }
    let mut entries = vec![NewEntry {
        id: entry,
        body: Body::RemarkMade(Remark {
            shared,
            agreed,
            words: (!words.is_empty()).then(|| words.to_owned()),
        }),
    }];
    // To agree to a plan is to co-sign that version of it.
    if let Some(Shareable::Plan { number }) = now.map(|now| now.item.shared)
        && agreed
        && cosigned(record, number).is_none()
    {
        entries.push(NewEntry::new(Body::PlanCosigned(Cosigning { number }), ids));
    }
    Ok(entries)
}
