use attune_ids::{EntryId, IdSource, ReviewId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::refusal::required;
use crate::{Body, NewEntry, Refusal};

/// How a review ended. There is no third way: a review without a decision is
/// a review that has not been held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "snake_case")]
pub enum Decision {
    /// A new plan version came out of it.
    NewPlan {
        /// Its number.
        version: u32,
    },
    /// The plan stays, because ...
    NoChange {
        /// In a sentence.
        because: String,
    },
}

/// A look at how therapy goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The plan version that came out of it refers to it.
    pub id: ReviewId,
    /// The day.
    pub on: Date,
    /// What the program showed at that time, in one sentence, so that the
    /// decision can be understood later.
    pub shown: String,
    /// What clinician and client made of it.
    #[serde(default)]
    pub words: String,
    /// How it ended.
    pub decision: Decision,
}

/// Ends a review with "no change, because ...".
pub fn no_change(
    shown: &str,
    words: &str,
    because: &str,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let because = required(because, "no change, because")?;
    let review = Review {
        id: ReviewId::new(ids),
        on: today,
        shown: shown.to_owned(),
        words: words.trim().to_owned(),
        decision: Decision::NoChange { because },
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::ReviewHeld(review),
    }])
}
