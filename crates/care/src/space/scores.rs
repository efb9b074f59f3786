use attune_ids::EntryId;
use serde::{Deserialize, Serialize};

use crate::{Body, NewEntry, Record, Refusal};

/// Whether the client sees how answers add up over time. Some would rather not be
/// measured at themselves; client and clinician can each switch it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoresShown {
    /// They are shown.
    pub shown: bool,
}

/// Shows scores in the space, or shows them no more.
pub fn show_scores(record: &Record, shown: bool, entry: EntryId) -> Result<Vec<NewEntry>, Refusal> {
    if record.space.shows_scores() == shown {
        return Err(Refusal::AlreadyDone {
            what: "It is like this already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::ScoresShown(ScoresShown { shown }),
    }])
}
