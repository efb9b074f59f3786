use attune_catalog::Catalog;
use attune_ids::{AssignmentId, EntryId, IdSource, SessionId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::assess::MeasureRef;
use crate::{Body, NewEntry, Record, Refusal};

/// How a measure is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// On the clinician's device or read aloud, together.
    InRoom,
    /// By the client, through a link.
    Link,
}

/// A request to answer one measure. The response carries its id, so that it is
/// always known which battery an answer belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    /// The id a response refers to.
    pub id: AssignmentId,
    /// What is asked.
    pub measure: MeasureRef,
    /// How.
    pub way: Way,
    /// Asked on.
    pub on: Date,
    /// The session it is feedback on, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
}

/// A request taken back before it was answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Which request.
    pub assignment: AssignmentId,
}

/// An assignment as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct AssignmentState {
    /// The request.
    pub assignment: Assignment,
    /// The entry that answered it.
    pub answered_by: Option<EntryId>,
    /// Taken back.
    pub withdrawn: bool,
}

impl AssignmentState {
    /// Still waiting for answers.
    pub fn is_open(&self) -> bool {
        self.answered_by.is_none() && !self.withdrawn
    }
}

/// Asks the client to answer a measure.
pub fn assign(
    catalog: &Catalog,
    measure: &str,
    way: Way,
    session: Option<SessionId>,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<(Assignment, Vec<NewEntry>), Refusal> {
    let measure = catalog
        .measure(measure)
        .filter(|found| !found.items.is_empty() && !found.texts.is_empty())
        .ok_or_else(|| Refusal::UnknownMeasure {
            id: measure.to_owned(),
        })?;
    let assignment = Assignment {
        id: AssignmentId::new(ids),
        measure: MeasureRef::of(measure),
        way,
        on: today,
        session,
    };
    let entries = vec![NewEntry {
        id: entry,
        body: Body::MeasureAssigned(assignment.clone()),
    }];
    Ok((assignment, entries))
}

/// Takes an open request back.
pub fn withdraw(
    record: &Record,
    assignment: AssignmentId,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record.assignment(assignment).ok_or(Refusal::NotThere {
        what: "questionnaire",
    })?;
    if !state.is_open() {
        return Err(Refusal::AlreadyDone {
            what: "This questionnaire is answered or withdrawn already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::AssignmentWithdrawn(Withdrawal { assignment }),
    }])
}
