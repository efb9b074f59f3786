use attune_catalog::Catalog;
use attune_ids::{EntryId, SessionId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::refusal::required;
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// Something may have come between client and therapist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuptureNoted {
    /// The day it showed.
    pub on: Date,
    /// The session in which it showed, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// The form whose fall raised the question; none if a person noticed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<EntryId>,
    /// What was noticed.
    pub what: String,
}

/// What the two of them make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    /// Something did come between them.
    Confirmed,
    /// It was something else.
    NotOne,
    /// They are well again with each other.
    Repaired,
    /// It stands between them still, and is not being worked on.
    Unrepaired,
}

impl Judged {
    /// All of them, in the order offered.
    pub const ALL: [Self; 4] = [
        Self::Confirmed,
        Self::Repaired,
        Self::Unrepaired,
        Self::NotOne,
    ];

    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::NotOne => "not_one",
            Self::Repaired => "repaired",
            Self::Unrepaired => "unrepaired",
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|judged| judged.code() == code)
    }
}

/// An episode was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuptureJudged {
    /// The entry that noted it.
    pub rupture: EntryId,
    /// What was made of it.
    pub judged: Judged,
    /// The day.
    pub on: Date,
    /// In a word; needed to say that it was none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Something was tried to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairTried {
    /// The entry that noted the episode.
    pub rupture: EntryId,
    /// The day.
    pub on: Date,
    /// The session it was tried in, if it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// Catalogue id of what was tried.
    pub approach: String,
    /// How it went, in words.
    pub how_it_went: String,
}

/// An episode as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct RuptureState {
    /// How it was noticed.
    pub noted: Dated<RuptureNoted>,
    /// What was made of it, oldest first; the last one counts.
    pub judged: Vec<Dated<RuptureJudged>>,
    /// What was tried, oldest first.
    pub tried: Vec<Dated<RepairTried>>,
}

/// Where an episode stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    /// Noticed, and not talked about yet.
    Suspected,
    /// Something did come between them.
    Confirmed,
    /// It stands between them still.
    Unrepaired,
    /// They are well again with each other.
    Repaired,
    /// It was something else.
    NotOne,
}

impl Stand {
    /// "suspected".
    pub const fn label(self) -> &'static str {
        match self {
            Self::Suspected => "suspected",
            Self::Confirmed => "confirmed",
            Self::Unrepaired => "unrepaired",
            Self::Repaired => "repaired",
            Self::NotOne => "was none",
        }
    }
}

impl RuptureState {
    /// Where it stands.
    pub fn stand(&self) -> Stand {
        match self.judged.last().map(|judged| judged.item.judged) {
            None => Stand::Suspected,
            Some(Judged::Confirmed) => Stand::Confirmed,
            Some(Judged::NotOne) => Stand::NotOne,
            Some(Judged::Repaired) => Stand::Repaired,
            Some(Judged::Unrepaired) => Stand::Unrepaired,
        }
    }

    /// Not settled one way or the other.
    pub fn is_open(&self) -> bool {
        matches!(
            self.stand(),
            Stand::Suspected | Stand::Confirmed | Stand::Unrepaired
        )
    }

    /// What may be said next: first whether it was one, then how it ended. Nothing is final: what was repaired can
    /// break again, and what was taken for something else can turn out to be one.
    pub fn next(&self) -> &'static [Judged] {
        match self.stand() {
            Stand::Suspected => &[Judged::Confirmed, Judged::NotOne],
            Stand::Confirmed => &[Judged::Repaired, Judged::Unrepaired, Judged::NotOne],
            Stand::Unrepaired => &[Judged::Repaired, Judged::Confirmed],
            Stand::Repaired | Stand::NotOne => &[Judged::Confirmed],
        }
    }
}

/// Writes down that something may have come between them. One that a form raised is written down once.
///
/// # Errors
/// - [`Refusal::Missing`]: nothing said about what was noticed.
/// - [`Refusal::Invalid`]: a day to come.
/// - [`Refusal::NotThere`]: no such session, no such form.
/// - [`Refusal::AlreadyDone`]: an episode of this form is there.
pub fn note_rupture(
    record: &Record,
    noted: &RuptureNoted,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let what = required(&noted.what, "what you noticed")?;
    not_to_come(noted.on, today)?;
    session_there(record, noted.session)?;
    if let Some(form) = noted.form {
        record
            .response(form)
            .ok_or(Refusal::NotThere { what: "form" })?;
        let of_it = |state: &RuptureState| state.noted.item.form == Some(form);
        if record.ruptures.iter().any(of_it) {
            return Err(Refusal::AlreadyDone {
                what: "This was written down already.",
            });
        }
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::RuptureNoted(RuptureNoted { what, ..*noted }),
    }])
}

/// Says what became of an episode.
///
/// # Errors
/// - [`Refusal::NotThere`]: no such episode.
/// - [`Refusal::Invalid`]: a day to come; a step that [`RuptureState::next`] does not offer.
/// - [`Refusal::Missing`]: "it was none" without a word why.
pub fn judge_rupture(
    record: &Record,
    judged: &RuptureJudged,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .rupture(judged.rupture)
        .ok_or(Refusal::NotThere { what: "episode" })?;
    not_to_come(judged.on, today)?;
    if !state.next().contains(&judged.judged) {
        return Err(Refusal::Invalid {
            field: "What became of it",
            expected: "first whether something did come between you, then how it ended",
        });
    }
    let words = match judged.judged {
        Judged::NotOne => required(&judged.words, "what it was instead")?,
        Judged::Confirmed | Judged::Repaired | Judged::Unrepaired => judged.words.trim().to_owned(),
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::RuptureJudged(RuptureJudged { words, ..*judged }),
    }])
}

/// Writes down what was tried to mend it.
///
/// # Errors
/// - [`Refusal::NotThere`]: no such episode, no such session.
/// - [`Refusal::Invalid`]: a day to come, an approach that is not in the list.
/// - [`Refusal::Missing`]: nothing said about how it went.
pub fn try_repair(
    record: &Record,
    catalog: &Catalog,
    tried: RepairTried,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    record
        .rupture(tried.rupture)
        .ok_or(Refusal::NotThere { what: "episode" })?;
    session_there(record, tried.session)?;
    not_to_come(tried.on, today)?;
    catalog.repair(&tried.approach).ok_or(Refusal::Invalid {
        field: "What was tried",
        expected: "one of the list",
    })?;
    let how_it_went = required(&tried.how_it_went, "how it went")?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::RepairTried(RepairTried {
            how_it_went,
            ..tried
        }),
    }])
}

fn session_there(record: &Record, session: Option<SessionId>) -> Result<(), Refusal> {
    match session {
        Some(id) if record.session(id).is_none() => Err(Refusal::NotThere { what: "session" }),
        Some(_) | None => Ok(()),
    }
}

fn not_to_come(on: Date, today: Date) -> Result<(), Refusal> {
    if on > today {
        return Err(Refusal::Invalid {
            field: "The day",
            expected: "today or earlier",
        });
    }
    Ok(())
}
