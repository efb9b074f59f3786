use attune_ids::{EntryId, FactorId, IdSource};
use serde::{Deserialize, Serialize};

use crate::record::Formulation;
use crate::{Body, NewEntry, Record, Refusal};

/// The width of the drawing, in its own units.
pub const WIDTH: i32 = 800;
/// How far up or down from its first line a drawing may grow.
pub const FURTHEST: i32 = 4000;

/// Where the centre of a factor's card lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Whose card.
    pub factor: FactorId,
    /// From the left edge, 0 to [`WIDTH`] units.
    pub x: i32,
    /// Downwards, within [`FURTHEST`] units either way.
    pub y: i32,
}

/// How cards came to lie where they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hand {
    /// A person moved them.
    Moved,
    /// A person asked the program to arrange them.
    Arranged,
    /// The program had put them there, and they were seen there when something else
    /// was changed. Written down so that they stay.
    Seen,
}

/// Puts cards somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placing {
    /// Whose doing it is.
    pub hand: Hand,
    /// Each factor at most once.
    pub places: Vec<Place>,
}

/// A place in the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Where.
    pub place: Place,
    /// Number of the entry that put it there, the record's first being 1.
    pub since: u64,
}

/// One step to a side, for whoever moves a card without a pointer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// To the left.
    Left,
    /// To the right.
    Right,
    /// Upwards.
    Up,
    /// Downwards.
    Down,
}

impl Towards {
    /// Every side.
    pub const ALL: [Self; 4] = [Self::Left, Self::Right, Self::Up, Self::Down];

    /// The stable code used in form fields, and the word on the page.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    /// The side with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.code() == code)
    }
}

impl Place {
    /// Half a card further, but not over the edge.
    #[must_use]
    pub fn towards(self, side: Towards) -> Self {
        const ACROSS: i32 = 100;
        const DOWN: i32 = 60;
        let (x, y) = match side {
            Towards::Left => (self.x - ACROSS, self.y),
            Towards::Right => (self.x + ACROSS, self.y),
            Towards::Up => (self.x, self.y - DOWN),
            Towards::Down => (self.x, self.y + DOWN),
        };
        Self {
            x: x.clamp(0, WIDTH),
            y: y.clamp(-FURTHEST, FURTHEST),
            ..self
        }
    }
}

/// Factors among `moves` that somebody moved elsewhere after version `based_on` of
/// the record, which whoever sends `moves` has not seen.
pub fn moved_elsewhere(formulation: &Formulation, based_on: u64, moves: &[Place]) -> Vec<FactorId> {
    let elsewhere = |place: &&Place| {
        formulation
            .placed(place.factor)
            .is_some_and(|known| known.since > based_on && known.place != **place)
    };
    let found = moves.iter().filter(elsewhere);
    found.map(|place| place.factor).collect()
}

/// Moves cards. What lies there already is left out; if all do, nothing is written.
/// `seen` is where the page showed every card, so that the others stay there.
///
/// # Errors
/// [`Refusal::NotThere`] if a factor is gone; [`Refusal::Invalid`] for a place off
/// the drawing; [`Refusal::AlreadyDone`] if one was moved elsewhere after version
/// `based_on`.
pub fn place_factors(
    record: &Record,
    placing: Placing,
    based_on: u64,
    seen: &[Place],
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let formulation = &record.formulation;
    for place in &placing.places {
        formulation
            .factor(place.factor)
            .ok_or(Refusal::NotThere { what: "factor" })?;
        let inside = (0..=WIDTH).contains(&place.x) && (-FURTHEST..=FURTHEST).contains(&place.y);
        if !inside {
            return Err(Refusal::Invalid {
                field: "The place",
                expected: "inside the drawing",
            });
        }
    }
    if !moved_elsewhere(formulation, based_on, &placing.places).is_empty() {
        return Err(Refusal::AlreadyDone {
            what: "A factor was moved in another window.",
        });
    }
    let mut places: Vec<Place> = Vec::new();
    for place in placing.places {
        let here = |known: &Place| *known == place;
        let there_already = match formulation.placed(place.factor) {
            Some(known) => here(&known.place),
            None => seen.iter().any(here),
        };
        let named_already = places.iter().any(|other| other.factor == place.factor);
        if !there_already && !named_already {
            places.push(place);
        }
    }
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let hand = placing.hand;
    let moved = NewEntry {
        id: entry,
        body: Body::FactorsPlaced(Placing { hand, places }),
    };
    Ok(settled(record, seen, vec![moved], ids))
}

/// Puts before a change of the drawing where its cards were seen, those that nobody
/// put anywhere: what a change does not touch keeps its place.
pub fn settled(
    record: &Record,
    seen: &[Place],
    change: Vec<NewEntry>,
    ids: &mut dyn IdSource,
) -> Vec<NewEntry> {
    let formulation = &record.formulation;
    let loose = |place: &&Place| {
        formulation.factor(place.factor).is_some() && formulation.placed(place.factor).is_none()
    };
    let places: Vec<Place> = seen.iter().filter(loose).copied().collect();
    if places.is_empty() || change.is_empty() {
        return change;
    }
    let hand = Hand::Seen;
    let mut entries = vec![NewEntry::new(
        Body::FactorsPlaced(Placing { hand, places }),
        ids,
    )];
    entries.extend(change);
    entries
}
