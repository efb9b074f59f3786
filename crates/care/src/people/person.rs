//! Somebody in the life of a client, or a group.

use attune_ids::{EntryId, FactorId, IdSource, LifeEventId, PersonId};
use serde::{Deserialize, Serialize};

use super::Bond;
use crate::assess::When;
use crate::assess::kept::{self, Lasting};
use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

choice! {
    /// One person or several.
    Sort {
        /// One.
        One = "one", "a person";
        /// A group: the team at work, a congregation, the neighbours.
        Group = "group", "a group";
    }
}

choice! {
    /// Who somebody is to the client; family is drawn by generation.
    Part {
        /// Two generations up.
        Grandparent = "grandparent", "grandparent";
        /// One up.
        Parent = "parent", "parent";
        /// A brother or sister of a parent.
        ParentSibling = "parent_sibling", "aunt or uncle";
        /// The same generation.
        Sibling = "sibling", "sister or brother";
        /// A partner, now.
        Partner = "partner", "partner";
        /// A partner, earlier.
        FormerPartner = "former_partner", "former partner";
        /// One generation down.
        Child = "child", "child";
        /// Two down.
        Grandchild = "grandchild", "grandchild";
        /// Other family.
        Relative = "relative", "other family";
        /// A friend or friends.
        Friend = "friend", "friend";
        /// From work or school.
        Work = "work", "work or school";
        /// From a faith, a club, a cause.
        Community = "community", "faith, club or cause";
        /// From next door.
        Neighbour = "neighbour", "neighbour";
        /// Somebody whose profession it is.
        Helper = "helper", "professional helper";
        /// Anybody else.
        Other = "other", "somebody else";
    }
}

impl Part {
    /// The generation: 2 for grandparents, 0 for the client's own, -2 for grandchildren; none outside the family.
    pub const fn generation(self) -> Option<i8> {
        match self {
            Self::Grandparent => Some(2),
            Self::Parent | Self::ParentSibling => Some(1),
            Self::Sibling | Self::Partner | Self::FormerPartner | Self::Relative => Some(0),
            Self::Child => Some(-1),
            Self::Grandchild => Some(-2),
            Self::Friend
            | Self::Work
            | Self::Community
            | Self::Neighbour
            | Self::Helper
            | Self::Other => None,
        }
    }
}

/// Somebody on the map. Names of others are the client's confidences like everything here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Stays the same when they are told better.
    pub id: PersonId,
    /// What the client calls them.
    pub name: String,
    /// One or several.
    pub sort: Sort,
    /// Who they are to the client.
    pub part: Part,
    /// What is between the client and them; the client is the first of the two.
    #[serde(default)]
    pub bond: Bond,
    /// From when they are part of this life, if it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<When>,
    /// They died.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub died: bool,
    /// When, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub died_when: Option<When>,
    /// What the client says about them; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Factors of the formulation they have to do with; may name factors that were removed since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<FactorId>,
    /// Life events they have to do with; may name events that were taken out since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<LifeEventId>,
}

impl Lasting for Person {
    const WHAT: &'static str = "person";
    type Id = PersonId;

    fn id(&self) -> PersonId {
        self.id
    }

    fn set_by(body: &Body) -> Option<&Self> {
        match body {
            Body::PersonSet(person) => Some(person),
            _ => None,
        }
    }
}

/// Somebody as they were typed.
#[derive(Debug, Clone)]
pub struct PersonInput<'a> {
    /// What the client calls them.
    pub name: &'a str,
    /// One or several.
    pub sort: Sort,
    /// Who they are to the client; none if it was not said.
    pub part: Option<Part>,
    /// What is between the client and them.
    pub bond: Bond,
    /// From when.
    pub since: Option<When>,
    /// They died.
    pub died: bool,
    /// When; counts as having died.
    pub died_when: Option<When>,
    /// What the client says about them.
    pub words: &'a str,
    /// Factors they have to do with.
    pub factors: Vec<FactorId>,
    /// Life events they have to do with.
    pub events: Vec<LifeEventId>,
}

/// Puts somebody on the map, or tells the one with `id` better. Nothing is written if nothing is new.
///
/// # Errors
/// [`Refusal::Missing`] without a name or who they are, [`Refusal::Invalid`] if they died before they came,
/// [`Refusal::NotThere`] for a factor or an event that is not there, or somebody who was taken out.
pub fn set_person(
    record: &Record,
    id: Option<PersonId>,
    input: PersonInput<'_>,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let known = id
        .map(|id| kept::standing(&record.people, id))
        .transpose()?;
    let name = required(input.name, "what the client calls them")?;
    if let (Some(since), Some(died)) = (input.since, input.died_when)
        && died.span().1 < since.span().0
    {
        return Err(Refusal::Invalid {
            field: "Died",
            expected: "not before they came into this life",
        });
    }
    let (factors, events) = (sorted(input.factors), sorted(input.events));
    // A link that was there before stays, also to what was removed since.
    let had_factor = |id: &FactorId| known.is_some_and(|kept| kept.item.factors.contains(id));
    let had_event = |id: &LifeEventId| known.is_some_and(|kept| kept.item.events.contains(id));
    if factors
        .iter()
        .any(|id| record.formulation.factor(*id).is_none() && !had_factor(id))
    {
        return Err(Refusal::NotThere { what: "factor" });
    }
    for event in events.iter().filter(|id| !had_event(id)) {
        kept::standing(&record.life_events, *event)?;
    }
    let person = Person {
        id: known.map_or_else(|| PersonId::new(ids), |kept| kept.item.id),
        name,
        sort: input.sort,
        part: input.part.ok_or(Refusal::Missing {
            field: "who they are to the client",
        })?,
        bond: input.bond,
        since: input.since,
        died: input.died || input.died_when.is_some(),
        died_when: input.died_when,
        words: input.words.trim().to_owned(),
        factors,
        events,
    };
    if known.is_some_and(|kept| kept.item == person) {
        return Ok(Vec::new());
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::PersonSet(person),
    }])
}

fn sorted<T: Ord>(mut ids: Vec<T>) -> Vec<T> {
    ids.sort();
    ids.dedup();
    ids
}

/// Takes somebody off the map, with a word why; [`put_back`](crate::assess::put_back) brings them back.
///
/// # Errors
/// [`Refusal::Missing`] without a reason, [`Refusal::NotThere`] if they are out already.
pub fn void_person(
    record: &Record,
    id: PersonId,
    because: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let known = kept::standing(&record.people, id)?;
    let because = required(because, "why they are taken out")?;
    Ok(kept::take_out(known, &because, entry, ids))
}

/// Takes the last change of somebody back. `last` is the change that was seen.
///
/// # Errors
/// [`Refusal::AlreadyDone`] if `last` is not the last change.
pub fn undo_person_change(
    record: &Record,
    id: PersonId,
    last: EntryId,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    kept::step_back(kept::standing(&record.people, id)?, last, entry, ids)
}
