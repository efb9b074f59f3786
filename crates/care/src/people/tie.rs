//! What is between two people.

use attune_ids::{EntryId, IdSource, PersonId, TieId};
use serde::{Deserialize, Serialize};

use crate::assess::kept::{self, Kept, Lasting};
use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

choice! {
    /// How close two are.
    Closeness {
        /// There is contact, and it is distant.
        Distant = "distant", "distant";
        /// Neither distant nor close.
        Some = "some", "some closeness";
        /// Close.
        Close = "close", "close";
        /// Very close; whether too close is for the two to say.
        VeryClose = "very_close", "very close";
    }
}

choice! {
    /// Whether there is conflict.
    Conflict {
        /// Asked, and there is none to speak of.
        None = "none", "no conflict";
        /// Some.
        Some = "some", "some conflict";
        /// Much.
        Strong = "strong", "strong conflict";
    }
}

choice! {
    /// Who supports whom. The first of a tie is the client, or the one named first.
    Support {
        /// Asked, and neither does.
        Neither = "neither", "no support either way";
        /// The second supports the first.
        Gives = "gives", "gives support";
        /// The first supports the second.
        Gets = "gets", "is supported";
        /// Each supports the other.
        Both = "both", "support both ways";
    }
}

/// What is between two. Whatever was not said is none, and never "no".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bond {
    /// How close.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closeness: Option<Closeness>,
    /// Whether there is conflict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Conflict>,
    /// Who supports whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// Contact was broken off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub broken_off: bool,
}

impl Bond {
    /// Is there conflict, as said?
    pub fn has_conflict(self) -> bool {
        matches!(self.conflict, Some(Conflict::Some | Conflict::Strong))
    }

    /// Does the second support the first, as said?
    pub fn supports(self) -> bool {
        matches!(self.support, Some(Support::Gives | Support::Both))
    }

    /// "close, some conflict, gives support"; empty if nothing was said.
    pub fn words(self) -> String {
        let said = [
            self.closeness.map(Closeness::label),
            self.conflict.map(Conflict::label),
            self.support.map(Support::label),
            self.broken_off.then_some("broken off"),
        ];
        said.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// What is between two people of the map, neither of whom is the client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// Stays the same when it is told better.
    pub id: TieId,
    /// The one named first.
    pub one: PersonId,
    /// The other.
    pub other: PersonId,
    /// What is between them.
    pub bond: Bond,
}

impl Lasting for Tie {
    const WHAT: &'static str = "tie";
    type Id = TieId;

    fn id(&self) -> TieId {
        self.id
    }

    fn set_by(body: &Body) -> Option<&Self> {
        match body {
            Body::TieSet(tie) => Some(tie),
            _ => None,
        }
    }
}

/// A tie as it was typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct TieInput {
    /// The one named first; none if it was not said.
    pub one: Option<PersonId>,
    /// The other; none if it was not said.
    pub other: Option<PersonId>,
    /// What is between them.
    pub bond: Bond,
}

/// Ties both ends of which are on the map, in the order first drawn. A tie of somebody who was taken out comes back
/// with them.
pub fn standing_ties(record: &Record) -> impl Iterator<Item = &Kept<Tie>> {
    let there = |id: PersonId| record.people.iter().any(|kept| kept.item.id == id);
    record
        .ties
        .iter()
        .filter(move |kept| there(kept.item.one) && there(kept.item.other))
}

/// Draws a tie between two people, or tells the one with `id` better. Nothing is written if nothing is new.
///
/// # Errors
/// [`Refusal::Missing`] for a person or a bond that was not said, [`Refusal::Invalid`] for a tie of somebody with
/// themselves, [`Refusal::NotThere`] for somebody who is not on the map, [`Refusal::AlreadyDone`] where the two have
/// a tie that could be told better.
pub fn set_tie(
    record: &Record,
    id: Option<TieId>,
    input: TieInput,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let known = id.map(|id| kept::standing(&record.ties, id)).transpose()?;
    let one = input.one.ok_or(Refusal::Missing {
        field: "both people",
    })?;
    let other = input.other.ok_or(Refusal::Missing {
        field: "both people",
    })?;
    if one == other {
        return Err(Refusal::Invalid {
            field: "And",
            expected: "somebody else",
        });
    }
    kept::standing(&record.people, one)?;
    kept::standing(&record.people, other)?;
    if input.bond == Bond::default() {
        return Err(Refusal::Missing {
            field: "what is between them",
        });
    }
    let same_two = |kept: &&Kept<Tie>| {
        let (first, second) = (kept.item.one, kept.item.other);
        Some(kept.item.id) != id && [(one, other), (other, one)].contains(&(first, second))
    };
    if record.ties.iter().any(|kept| same_two(&kept)) {
        return Err(Refusal::AlreadyDone {
            what: "The tie between these two is drawn already; tell that one better.",
        });
    }
    let tie = Tie {
        id: known.map_or_else(|| TieId::new(ids), |kept| kept.item.id),
        one,
        other,
        bond: input.bond,
    };
    if known.is_some_and(|kept| kept.item == tie) {
        return Ok(Vec::new());
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::TieSet(tie),
    }])
}

/// Takes a tie out, with a word why; [`put_back`](crate::assess::put_back) brings it back.
///
/// # Errors
/// [`Refusal::Missing`] without a reason, [`Refusal::NotThere`] if it is out already.
pub fn void_tie(
    record: &Record,
    id: TieId,
    because: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let known = kept::standing(&record.ties, id)?;
    let because = required(because, "why it is taken out")?;
    Ok(kept::take_out(known, &because, entry, ids))
}

/// Takes the last change of a tie back. `last` is the change that was seen.
///
/// # Errors
/// [`Refusal::AlreadyDone`] if `last` is not the last change.
pub fn undo_tie_change(
    record: &Record,
    id: TieId,
    last: EntryId,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    kept::step_back(kept::standing(&record.ties, id)?, last, entry, ids)
}
