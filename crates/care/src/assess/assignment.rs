use attune_catalog::{AskedBy, Catalog, Measure, Purpose};
use attune_ids::{AssignmentId, EntryId, IdSource, SessionId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::assess::{Battery, MeasureRef};
use crate::{Body, NewEntry, Record, Refusal};

/// How a measure is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// On the clinician's device or read aloud, together.
    InRoom,
    /// By the client, through a link.
    Link,
    /// On paper, typed in afterwards.
    Paper,
}

impl Way {
    /// The stable code used in form fields.
    pub fn code(self) -> &'static str {
        match self {
            Self::InRoom => "in_room",
            Self::Link => "link",
            Self::Paper => "paper",
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::InRoom => "in the room",
            Self::Link => "through a link",
            Self::Paper => "on paper",
        }
    }
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
    /// What it was asked together with, if anything, and by which schedule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub battery: Option<Battery>,
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
    /// Days on which the client was reminded of it by mail.
    pub reminded: Vec<Date>,
}

impl AssignmentState {
    /// Still waiting for answers.
    pub fn is_open(&self) -> bool {
        self.answered_by.is_none() && !self.withdrawn
    }
}

/// Measures that a client can be asked: the newest version of each whose wording is here and that the practice has
/// not taken out of use. One that a clinician has to ask in person is not among them.
pub fn askable(catalog: &Catalog) -> impl Iterator<Item = &Measure> {
    in_use(catalog).filter(|measure| measure.asked_by == AskedBy::Client)
}

/// Measures that can be asked in this way: in the room also those that a clinician has to ask.
pub fn askable_by(catalog: &Catalog, way: Way) -> impl Iterator<Item = &Measure> {
    in_use(catalog).filter(move |measure| way == Way::InRoom || measure.asked_by == AskedBy::Client)
}

/// The newest version of each measure that is in use and has its wording here.
fn in_use(catalog: &Catalog) -> impl Iterator<Item = &Measure> {
    newest(catalog)
        .filter(|measure| !measure.items.is_empty() && !measure.texts.is_empty())
        .filter(|measure| measure.purpose != Purpose::Personal)
        .filter(|measure| !catalog.retired.contains(&measure.id))
}

/// The newest version of each measure.
pub(super) fn newest(catalog: &Catalog) -> impl Iterator<Item = &Measure> {
    catalog.measures.iter().filter(|measure| {
        catalog.measure(&measure.id).map(|newest| &newest.version) == Some(&measure.version)
    })
}

/// The measure with this id, if it can be asked in this way: one that a clinician has to ask only in the room.
pub(super) fn offered<'a>(catalog: &'a Catalog, id: &str, way: Way) -> Option<&'a Measure> {
    askable_by(catalog, way).find(|measure| measure.id == id)
}

/// What is to be asked, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// Catalogue id of the measure.
    pub measure: String,
    /// See [`Assignment::way`].
    pub way: Way,
    /// See [`Assignment::session`].
    pub session: Option<SessionId>,
}

/// Asks the client to answer a measure.
pub fn assign(
    record: &Record,
    catalog: &Catalog,
    asking: &Asking,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<(Assignment, Vec<NewEntry>), Refusal> {
    if asking
        .session
        .is_some_and(|session| record.session(session).is_none())
    {
        return Err(Refusal::NotThere { what: "session" });
    }
    let personal = record
        .personal_measure(&asking.measure)
        .is_some_and(|state| !state.ended);
    let measure = if personal {
        catalog.measure(&asking.measure)
    } else {
        offered(catalog, &asking.measure, asking.way)
    };
    let measure = measure.ok_or_else(|| Refusal::UnknownMeasure {
        id: asking.measure.clone(),
    })?;
    let assignment = Assignment {
        id: AssignmentId::new(ids),
        measure: MeasureRef {
            // A personal measure keeps its own id; the form behind it is the same for all.
            id: asking.measure.clone(),
            ..MeasureRef::of(measure)
        },
        way: asking.way,
        on: today,
        session: asking.session,
        battery: None,
    };
    let entries = vec![NewEntry {
        id: entry,
        body: Body::MeasureAssigned(assignment.clone()),
    }];
    Ok((assignment, entries))
}

/// The request with this id, if it still waits for an answer in this way.
pub fn waiting(
    record: &Record,
    assignment: AssignmentId,
    way: Way,
) -> Result<&Assignment, Refusal> {
    let state = record
        .assignment(assignment)
        .filter(|state| state.assignment.way == way)
        .ok_or(Refusal::NotThere {
            what: "questionnaire",
        })?;
    if !state.is_open() {
        return Err(Refusal::AlreadyDone {
            what: "This questionnaire is answered or withdrawn already.",
        });
    }
    Ok(&state.assignment)
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
