use attune_catalog::Catalog;
use attune_ids::{EntryId, SessionId, StrandId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::record::Dated;
use crate::refusal::required;
use crate::session::{Amendment, Note};
use crate::together::MetTogether;
use crate::{Body, NewEntry, Record, Refusal};

/// Where the meeting was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingKind {
    /// In the same room.
    InPerson,
    /// By video.
    Video,
    /// By telephone.
    Telephone,
}

impl MeetingKind {
    /// Every kind, in the order offered.
    pub const ALL: [Self; 3] = [Self::InPerson, Self::Video, Self::Telephone];

    /// The code in forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::Video => "video",
            Self::Telephone => "telephone",
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::InPerson => "in person",
            Self::Video => "by video",
            Self::Telephone => "by telephone",
        }
    }
}

/// A session that took place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// Everything about the session refers to it.
    pub id: SessionId,
    /// The day.
    pub on: Date,
    /// Where.
    pub how: MeetingKind,
}

/// Something done in a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Work {
    /// In which session.
    pub session: SessionId,
    /// The strand of the plan it belongs to, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strand: Option<StrandId>,
    /// Catalogue id of the technique.
    pub technique: String,
    /// How it went, in words.
    pub how_it_went: String,
}

/// A session as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct SessionState {
    /// The entry that recorded it.
    pub entry: EntryId,
    /// The meeting.
    pub meeting: Meeting,
    /// What was done, in order.
    pub work: Vec<Dated<Work>>,
    /// The locked note.
    pub note: Option<Dated<Note>>,
    /// Amendments to it, oldest first.
    pub amendments: Vec<Dated<Amendment>>,
    /// Set where others were there as well.
    pub together: Option<MetTogether>,
}

/// Records that a session took place.
pub fn hold(
    id: SessionId,
    on: Date,
    how: MeetingKind,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    if on > today {
        return Err(Refusal::Invalid {
            field: "The day of the session",
            expected: "today or earlier",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::SessionHeld(Meeting { id, on, how }),
    }])
}

/// Records what was done in a session.
pub fn record_work(
    record: &Record,
    catalog: &Catalog,
    work: Work,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    record
        .session(work.session)
        .ok_or(Refusal::NotThere { what: "session" })?;
    catalog.technique(&work.technique).ok_or(Refusal::Invalid {
        field: "What was done",
        expected: "a technique from the list",
    })?;
    if let Some(strand) = work.strand {
        let known = record
            .plan()
            .is_some_and(|plan| plan.strands.iter().any(|line| line.id == strand));
        if !known {
            return Err(Refusal::NotThere { what: "strand" });
        }
    }
    let how_it_went = required(&work.how_it_went, "how it went")?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::WorkDone(Work {
            how_it_went,
            ..work
        }),
    }])
}
