use attune_catalog::Catalog;
use attune_ids::{EntryId, IdSource, ReviewId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::again::{Cause, again_after, causes};
use super::progress::courses;
use super::shown::shown;
use crate::refusal::required;
use crate::session::alliance;
use crate::{Body, NewEntry, Record, Refusal};

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
    /// The alarms that stood when it was held; none if somebody simply looked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<Cause>,
    /// After how many sessions the decision is looked at again by itself, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_after: Option<u32>,
}

/// What is known of a review when it ends, whichever way.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReviewInput {
    /// See [`Review::shown`].
    pub shown: String,
    /// See [`Review::words`].
    pub words: String,
    /// See [`Review::causes`].
    pub causes: Vec<Cause>,
    /// See [`Review::again_after`]; none to let the alarms decide.
    pub again_after: Option<u32>,
}

impl ReviewInput {
    /// With what the program shows now.
    pub fn now(
        record: &Record,
        catalog: &Catalog,
        words: String,
        again_after: Option<u32>,
    ) -> Self {
        Self {
            shown: shown(record, catalog),
            words,
            causes: causes(&courses(record, catalog), &alliance(record, catalog)),
            again_after,
        }
    }

    /// The finished review.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] if it is to be looked at again at another time than offered.
    pub(crate) fn end(
        &self,
        id: ReviewId,
        on: Date,
        decision: Decision,
    ) -> Result<Review, Refusal> {
        Ok(Review {
            id,
            on,
            shown: self.shown.clone(),
            words: self.words.trim().to_owned(),
            decision,
            causes: self.causes.clone(),
            again_after: again_after(self.again_after, &self.causes)?,
        })
    }
}

/// Ends a review with "no change, because ...".
pub fn no_change(
    input: &ReviewInput,
    because: &str,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let because = required(because, "no change, because")?;
    let review = input.end(ReviewId::new(ids), today, Decision::NoChange { because })?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::ReviewHeld(review),
    }])
}
