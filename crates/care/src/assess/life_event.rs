//! What happened in a life: losses, moves, relationships, treatments and all else
//! that marks a before and an after.
//!
//! One type serves two pictures: the axis of a course, where an event is a mark
//! beside the scores, and a line through the whole life, where it can last for years
//! and has a side of good or hard.

use attune_catalog::Domain;
use attune_ids::{EntryId, FactorId, IdSource, LifeEventId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::kept::{self, Lasting};
use super::when::When;
use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeEvent {
    /// Stays the same when it is told better.
    pub id: LifeEventId,
    /// What happened, in a few words.
    pub what: String,
    /// When it happened or began, as exactly as anybody knows.
    pub when: When,
    /// When it ended, if it lasted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<When>,
    /// The age it was told by, "when I was seven"; `when` is then that year of life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
    /// What kind of event it was.
    pub sort: LifeEventSort,
    /// The part of life it belongs to most.
    pub domain: Domain,
    /// How it was, if it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub felt: Option<Felt>,
    /// How it was, in the client's words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Factors of the formulation that began after it. After is not because: it is a
    /// question to ask. May be empty, and may name factors that were removed since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub began_after: Vec<FactorId>,
}

/// The kind of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeEventSort {
    /// Somebody or something was lost.
    Loss,
    /// A move to another home or country.
    Move,
    /// A relationship began, changed or ended.
    Relationship,
    /// A therapy, a medicine, a stay in hospital.
    Treatment,
    /// Work, school or money.
    Work,
    /// Illness, accident, birth: the body.
    Body,
    /// Something was done to the person.
    Harm,
    /// Anything else.
    Other,
    /// Something good that happened.
    Joy,
    /// Something that carried, or was found out to carry.
    Strength,
}

impl LifeEventSort {
    /// Every kind, in the order offered.
    pub const ALL: [Self; 10] = [
        Self::Loss,
        Self::Move,
        Self::Relationship,
        Self::Treatment,
        Self::Work,
        Self::Body,
        Self::Harm,
        Self::Joy,
        Self::Strength,
        Self::Other,
    ];

    /// The stable code used in form fields.
    pub fn code(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Move => "move",
            Self::Relationship => "relationship",
            Self::Treatment => "treatment",
            Self::Work => "work",
            Self::Body => "body",
            Self::Harm => "harm",
            Self::Other => "other",
            Self::Joy => "joy",
            Self::Strength => "strength",
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Loss => "a loss",
            Self::Move => "a move",
            Self::Relationship => "a relationship",
            Self::Treatment => "a treatment",
            Self::Work => "work, school or money",
            Self::Body => "illness, accident or birth",
            Self::Harm => "harm done by others",
            Self::Other => "something else",
            Self::Joy => "a joy",
            Self::Strength => "a strength, something that carried",
        }
    }
}

/// How an event was for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Felt {
    /// Hard.
    Hard,
    /// Hard and good at once.
    Mixed,
    /// Good.
    Good,
}

impl Felt {
    /// Every side, in the order offered.
    pub const ALL: [Self; 3] = [Self::Hard, Self::Mixed, Self::Good];

    /// The stable code used in form fields.
    pub fn code(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Mixed => "mixed",
            Self::Good => "good",
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Mixed => "hard and good at once",
            Self::Good => "good",
        }
    }
}

impl Lasting for LifeEvent {
    const WHAT: &'static str = "life event";
    type Id = LifeEventId;

    fn id(&self) -> LifeEventId {
        self.id
    }

    fn set_by(body: &Body) -> Option<&Self> {
        match body {
            Body::LifeEventSet(event) => Some(event),
            _ => None,
        }
    }
}

impl LifeEvent {
    /// "spring 2019", "aged 7 (1997/98)", or "May 2019 to 2021" for what lasted.
    pub fn when_words(&self) -> String {
        let began = match self.age {
            Some(age) => format!("aged {age} ({})", self.when.words()),
            None => self.when.words(),
        };
        match self.until {
            Some(until) => format!("{began} to {}", until.words()),
            None => began,
        }
    }

    /// The first and the last day it can have touched.
    pub fn span(&self) -> (Date, Date) {
        let (first, last) = self.when.span();
        let last = self.until.map_or(last, |until| until.span().1.max(last));
        (first, last)
    }
}

/// A life event as it was typed.
#[derive(Debug, Clone)]
pub struct LifeEventInput<'a> {
    /// What happened.
    pub what: &'a str,
    /// When it happened or began; none if it was not said.
    pub when: Option<When>,
    /// When it ended.
    pub until: Option<When>,
    /// The age it was told by, if it was; `when` is that year of life.
    pub age: Option<u8>,
    /// What kind; none if it was not said.
    pub sort: Option<LifeEventSort>,
    /// Which part of life; none if it was not said.
    pub domain: Option<Domain>,
    /// How it was.
    pub felt: Option<Felt>,
    /// The same in words.
    pub words: &'a str,
    /// Factors that began after it.
    pub began_after: Vec<FactorId>,
}

/// Writes an event down, or tells the one with `id` better. Nothing is written if
/// nothing is new.
///
/// # Errors
/// [`Refusal::Missing`] for what was not said, [`Refusal::Invalid`] if it would end
/// before it began, [`Refusal::NotThere`] for a factor that is not drawn or an event
/// that was taken out.
pub fn set_life_event(
    record: &Record,
    id: Option<LifeEventId>,
    input: LifeEventInput<'_>,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let known = id
        .map(|id| kept::standing(&record.life_events, id))
        .transpose()?;
    let what = required(input.what, "what happened")?;
    let when = input.when.ok_or(Refusal::Missing {
        field: "at least the year in which it happened, or the age",
    })?;
    if input
        .until
        .is_some_and(|until| until.span().1 < when.span().0)
    {
        return Err(Refusal::Invalid {
            field: "Until",
            expected: "not before it began",
        });
    }
    let mut began_after = input.began_after;
    began_after.sort();
    began_after.dedup();
    // A link that was there before stays, also to a factor that was removed since.
    let linked =
        |factor: &FactorId| known.is_some_and(|kept| kept.item.began_after.contains(factor));
    if began_after
        .iter()
        .any(|factor| record.formulation.factor(*factor).is_none() && !linked(factor))
    {
        return Err(Refusal::NotThere { what: "factor" });
    }
    let event = LifeEvent {
        id: known.map_or_else(|| LifeEventId::new(ids), |kept| kept.item.id),
        what,
        when,
        until: input.until,
        age: input.age,
        sort: input.sort.ok_or(Refusal::Missing {
            field: "what kind of event it was",
        })?,
        domain: input.domain.ok_or(Refusal::Missing {
            field: "the part of life",
        })?,
        felt: input.felt,
        words: input.words.trim().to_owned(),
        began_after,
    };
    if known.is_some_and(|kept| kept.item == event) {
        return Ok(Vec::new());
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::LifeEventSet(event),
    }])
}

/// Takes an event out, with a word why. It stays readable, and
/// [`put_back`](super::put_back) brings it back.
///
/// # Errors
/// [`Refusal::Missing`] without a reason, [`Refusal::NotThere`] if it is out already.
pub fn void_life_event(
    record: &Record,
    id: LifeEventId,
    because: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let known = kept::standing(&record.life_events, id)?;
    let because = required(because, "why it is taken out")?;
    Ok(kept::take_out(known, &because, entry, ids))
}

/// Takes the last change of an event back. `last` is the change that was seen.
///
/// # Errors
/// [`Refusal::AlreadyDone`] if `last` is not the last change.
pub fn undo_life_event_change(
    record: &Record,
    id: LifeEventId,
    last: EntryId,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let known = kept::standing(&record.life_events, id)?;
    kept::step_back(known, last, entry, ids)
}

/// The events in the order of a life: by the first day each can have been, what is
/// known more exactly first.
pub fn life_in_order(record: &Record) -> Vec<&kept::Kept<LifeEvent>> {
    let mut events: Vec<&kept::Kept<LifeEvent>> = record.life_events.iter().collect();
    events.sort_by_key(|kept| kept.item.when.span());
    events
}

/// The events a factor began after, as told, in the order of a life. After is not because.
pub fn began_after(record: &Record, factor: FactorId) -> Vec<&LifeEvent> {
    let events = life_in_order(record).into_iter().map(|kept| &kept.item);
    events
        .filter(|event| event.began_after.contains(&factor))
        .collect()
}

/// Those that can have touched the days from `from` to `to`. A course of months is
/// not stretched over a childhood; what lies before it stands in words beside it.
pub fn events_between(record: &Record, from: Date, to: Date) -> Vec<&LifeEvent> {
    life_in_order(record)
        .into_iter()
        .map(|kept| &kept.item)
        .filter(|event| {
            let (first, last) = event.span();
            first <= to && last >= from
        })
        .collect()
}
