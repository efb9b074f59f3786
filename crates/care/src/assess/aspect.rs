//! Needs and strengths: what a person lacks and what carries them, by side of life.
//!
//! The client's words ([`Words`](super::Words)) are kept as said. A need or a
//! strength is what the two made of them: it can be met, reworded and taken out.

use attune_catalog::Domain;
use attune_ids::{AspectId, EntryId, IdSource};
use serde::{Deserialize, Serialize};

use super::kept::{self, Kept, Lasting};
use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// A need or a strength.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aspect {
    /// Stays the same when the wording changes.
    pub id: AspectId,
    /// Which part of life.
    pub domain: Domain,
    /// Which of the two, and for a need whether it is met.
    pub sort: AspectSort,
    /// In a few words.
    pub words: String,
    /// Whose view it is.
    pub said_by: SaidBy,
}

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AspectSort {
    /// Something that is lacking, or was.
    Need(Met),
    /// Something that helps or carries.
    Strength,
}

impl AspectSort {
    /// Every sort, in the order offered: a need is first of all not met.
    pub const ALL: [Self; 4] = [
        Self::Need(Met::NotYet),
        Self::Need(Met::Partly),
        Self::Need(Met::Yes),
        Self::Strength,
    ];

    /// The stable code used in form fields.
    pub fn code(self) -> &'static str {
        match self {
            Self::Need(Met::NotYet) => "need",
            Self::Need(Met::Partly) => "need-partly-met",
            Self::Need(Met::Yes) => "need-met",
            Self::Strength => "strength",
        }
    }

    /// The sort with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Need(Met::NotYet) => "a need, not met",
            Self::Need(Met::Partly) => "a need, partly met",
            Self::Need(Met::Yes) => "a need, met",
            Self::Strength => "a strength",
        }
    }
}

/// Whether a need is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// Not so far.
    NotYet,
    /// In part.
    Partly,
    /// It is. It stays on the page: what was got is worth seeing.
    Yes,
}

impl Met {
    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotYet => "not met",
            Self::Partly => "partly met",
            Self::Yes => "met",
        }
    }
}

/// Whose view a need or a strength is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SaidBy {
    /// The client's.
    Client,
    /// The clinician's.
    Clinician,
    /// Agreed between the two.
    Both,
    /// Somebody else's: family, a colleague, an office.
    Others,
}

impl SaidBy {
    /// Every view, in the order offered.
    pub const ALL: [Self; 4] = [Self::Client, Self::Both, Self::Clinician, Self::Others];

    /// The stable code used in form fields.
    pub fn code(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Clinician => "clinician",
            Self::Both => "both",
            Self::Others => "others",
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Client => "the client says so",
            Self::Clinician => "the clinician's view",
            Self::Both => "both say so",
            Self::Others => "others say so",
        }
    }
}

impl Lasting for Aspect {
    const WHAT: &'static str = "need or strength";
    type Id = AspectId;

    fn id(&self) -> AspectId {
        self.id
    }

    fn set_by(body: &Body) -> Option<&Self> {
        match body {
            Body::AspectSet(aspect) => Some(aspect),
            _ => None,
        }
    }
}

/// A need or a strength as it was typed.
#[derive(Debug, Clone, Copy)]
pub struct AspectInput<'a> {
    /// Which part of life; none if it was not said.
    pub domain: Option<Domain>,
    /// Which of the two; none if it was not said.
    pub sort: Option<AspectSort>,
    /// In a few words.
    pub words: &'a str,
    /// Whose view; none if it was not said.
    pub said_by: Option<SaidBy>,
}

/// Names a need or a strength, or changes the one with `id`. Nothing is written if
/// nothing is new.
///
/// # Errors
/// [`Refusal::Missing`] for what was not said, [`Refusal::NotThere`] if the one to
/// change was taken out.
pub fn set_aspect(
    record: &Record,
    id: Option<AspectId>,
    input: AspectInput<'_>,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let known = id
        .map(|id| kept::standing(&record.aspects, id))
        .transpose()?;
    let aspect = Aspect {
        id: known.map_or_else(|| AspectId::new(ids), |kept| kept.item.id),
        domain: input.domain.ok_or(Refusal::Missing {
            field: "the part of life",
        })?,
        sort: input.sort.ok_or(Refusal::Missing {
            field: "whether it is a need or a strength",
        })?,
        words: required(input.words, "the need or the strength in a few words")?,
        said_by: input.said_by.ok_or(Refusal::Missing {
            field: "who says so",
        })?,
    };
    if known.is_some_and(|kept| kept.item == aspect) {
        return Ok(Vec::new());
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::AspectSet(aspect),
    }])
}

/// Takes a need or a strength out, with a word why. It stays readable, and
/// [`put_back`](super::put_back) brings it back.
///
/// # Errors
/// [`Refusal::Missing`] without a reason, [`Refusal::NotThere`] if it is out already.
pub fn void_aspect(
    record: &Record,
    id: AspectId,
    because: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let known = kept::standing(&record.aspects, id)?;
    let because = required(because, "why it is taken out")?;
    Ok(kept::take_out(known, &because, entry, ids))
}

/// Takes the last change of a need or a strength back. `last` is the change that was
/// seen, so that a newer one is not taken back by mistake.
///
/// # Errors
/// [`Refusal::AlreadyDone`] if `last` is not the last change.
pub fn undo_aspect_change(
    record: &Record,
    id: AspectId,
    last: EntryId,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let known = kept::standing(&record.aspects, id)?;
    kept::step_back(known, last, entry, ids)
}

/// Needs first that are not met, then partly, then met; strengths after them. In each
/// the order in which they were named.
pub fn aspects_of(record: &Record, domain: Domain) -> Vec<&Kept<Aspect>> {
    let mut found: Vec<&Kept<Aspect>> = record
        .aspects
        .iter()
        .filter(|kept| kept.item.domain == domain)
        .collect();
    let place = |kept: &&Kept<Aspect>| {
        AspectSort::ALL
            .iter()
            .position(|sort| *sort == kept.item.sort)
    };
    found.sort_by_key(place);
    found
}
