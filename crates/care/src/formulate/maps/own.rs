//! Drawing the client's map, one question after the other.

use attune_catalog::Domain;
use attune_ids::{EntryId, FactorId, IdSource};

use super::{Causes, HowMuch, Link, OwnMap};
use crate::formulate::{Factor, LONGEST_FACTOR, Sign};
use crate::{Body, NewEntry, Record, Refusal};

/// The most things of a client's map: more would be an afternoon's work on a phone.
pub const MOST_THINGS: usize = 8;

/// Of what leads to a thing, the most that can be marked. "Which matter most?" is a question people can answer, and
/// it bounds the map to `MOST_THINGS × (1 + MOST_CAUSES)` short questions. Our own convention.
pub const MOST_CAUSES: usize = 3;

/// What is asked next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Which of the others lead to this one?
    Causes {
        /// The thing asked about.
        thing: FactorId,
    },
    /// How much does this lead to that?
    HowMuch {
        /// What leads.
        cause: FactorId,
        /// What it leads to.
        effect: FactorId,
    },
}

impl OwnMap {
    /// What is asked next, one thing after the other; none when everything is answered.
    pub fn next(&self) -> Option<Question> {
        for thing in &self.things {
            let asked = self.causes.iter().find(|asked| asked.thing == thing.id);
            let Some(asked) = asked else {
                return Some(Question::Causes { thing: thing.id });
            };
            let open = |cause: &&FactorId| !self.is_linked(**cause, thing.id);
            if let Some(cause) = asked.led_by.iter().find(open) {
                return Some(Question::HowMuch {
                    cause: *cause,
                    effect: thing.id,
                });
            }
        }
        None
    }

    /// How many questions are answered, and how many there are as far as is known.
    pub fn progress(&self) -> (usize, usize) {
        let marked = self.causes.iter().flat_map(|asked| {
            let pairs = asked.led_by.iter();
            pairs.map(|cause| (*cause, asked.thing))
        });
        let marked: Vec<(FactorId, FactorId)> = marked.collect();
        let linked = marked.iter().filter(|pair| self.is_linked(pair.0, pair.1));
        (
            self.causes.len() + linked.count(),
            self.things.len() + marked.len(),
        )
    }

    fn is_linked(&self, cause: FactorId, effect: FactorId) -> bool {
        let same = |link: &Link| link.cause == cause && link.effect == effect;
        self.links.iter().any(same)
    }
}

/// One line of what troubles the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThingLine {
    /// In a few words; an empty line is left out.
    pub text: String,
    /// Which part of life; must be chosen where there are words.
    pub domain: Option<Domain>,
}

/// Says what the map is about. A thing keeps its id, and with it what was answered about it, as long as its words
/// stay; `known` are things the client has seen on the shared map, which keep theirs likewise.
///
/// # Errors
/// [`Refusal::Missing`] with fewer than two things, or a line without its part of life; [`Refusal::Invalid`] for
/// too many or too long ones; [`Refusal::AlreadyDone`] if two say the same.
pub fn set_things(
    record: &Record,
    known: &[Factor],
    lines: &[ThingLine],
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let before = now(record);
    let mut things: Vec<Factor> = Vec::new();
    for line in lines {
        let text = line.text.trim();
        if text.is_empty() {
            continue;
        }
        if text.chars().count() > LONGEST_FACTOR {
            return Err(Refusal::Invalid {
                field: "A line",
                expected: "at most 120 letters",
            });
        }
        let domain = line.domain.ok_or(Refusal::Missing {
            field: "what each line is about",
        })?;
        let same = |thing: &&Factor| thing.text.to_lowercase() == text.to_lowercase();
        if things.iter().any(|thing| same(&thing)) {
            return Err(Refusal::AlreadyDone {
                what: "Two lines say the same.",
            });
        }
        let id = before.things.iter().chain(known).find(same);
        things.push(Factor {
            id: id.map_or_else(|| FactorId::new(ids), |thing| thing.id),
            text: text.to_owned(),
            domain,
            role: None,
            mechanism: None,
        });
    }
    if things.len() < 2 {
        return Err(Refusal::Missing {
            field: "at least two things",
        });
    }
    if things.len() > MOST_THINGS {
        return Err(Refusal::Invalid {
            field: "The lines",
            expected: "at most eight",
        });
    }
    let stays = |id: FactorId| things.iter().any(|thing| thing.id == id);
    let causes = before.causes.iter().filter(|asked| stays(asked.thing));
    let causes = causes.map(|asked| Causes {
        thing: asked.thing,
        led_by: asked
            .led_by
            .iter()
            .copied()
            .filter(|id| stays(*id))
            .collect(),
    });
    let answered = before.links.iter().copied();
    let answered = answered.filter(|link| stays(link.cause) && stays(link.effect));
    // What a new thing leads to was never asked: every question that had an answer is asked again for it.
    let new = things.iter().any(|thing| before.thing(thing.id).is_none());
    let causes: Vec<Causes> = if new { Vec::new() } else { causes.collect() };
    let map = OwnMap {
        links: answered.collect(),
        causes,
        things,
        told: false,
    };
    Ok(drawn(map, entry))
}

/// Answers which of the others lead to a thing. What was answered before about pairs that are not marked any more
/// falls away.
///
/// # Errors
/// [`Refusal::NotThere`] if a thing is not on the map; [`Refusal::Invalid`] if more than [`MOST_CAUSES`] are marked.
pub fn set_causes(
    record: &Record,
    thing: FactorId,
    led_by: &[FactorId],
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let mut map = now(record);
    let marked = led_by.iter().copied().filter(|cause| *cause != thing);
    let marked: Vec<FactorId> = marked.collect();
    let all_there = marked
        .iter()
        .chain([&thing])
        .all(|id| map.thing(*id).is_some());
    if !all_there {
        return Err(Refusal::NotThere { what: "thing" });
    }
    if marked.len() > MOST_CAUSES {
        return Err(Refusal::Invalid {
            field: "What you marked",
            expected: "at most three",
        });
    }
    map.links
        .retain(|link| link.effect != thing || marked.contains(&link.cause));
    map.causes.retain(|asked| asked.thing != thing);
    map.causes.push(Causes {
        thing,
        led_by: marked,
    });
    map.told = false;
    Ok(drawn(map, entry))
}

/// Answers how much one thing leads to another that it was marked for.
///
/// # Errors
/// [`Refusal::NotThere`] if the pair was not marked.
pub fn set_how_much(record: &Record, link: Link, entry: EntryId) -> Result<Vec<NewEntry>, Refusal> {
    let mut map = now(record);
    let asked = |asked: &Causes| asked.thing == link.effect && asked.led_by.contains(&link.cause);
    if !map.causes.iter().any(asked) {
        return Err(Refusal::NotThere { what: "question" });
    }
    map.links
        .retain(|known| known.cause != link.cause || known.effect != link.effect);
    map.links.push(Link {
        // Nothing leads to less of what it does not lead to.
        sign: match link.how_much {
            HowMuch::NotAtAll => Sign::More,
            _ => link.sign,
        },
        ..link
    });
    map.told = false;
    Ok(drawn(map, entry))
}

/// Takes an answer back, so that it is asked again: all about what leads to a thing, pairs included.
///
/// # Errors
/// [`Refusal::NotThere`] if the thing is not on the map.
pub fn ask_again(
    record: &Record,
    thing: FactorId,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let mut map = now(record);
    map.thing(thing)
        .ok_or(Refusal::NotThere { what: "thing" })?;
    map.causes.retain(|asked| asked.thing != thing);
    map.links.retain(|link| link.effect != thing);
    map.told = false;
    Ok(drawn(map, entry))
}

/// Shows the map to the people who work with the client, as it is now.
///
/// # Errors
/// [`Refusal::Missing`] while a question is open or there is no map; [`Refusal::AlreadyDone`] if they have it.
pub fn tell(record: &Record, entry: EntryId) -> Result<Vec<NewEntry>, Refusal> {
    let mut map = now(record);
    if map.things.is_empty() || map.next().is_some() {
        return Err(Refusal::Missing {
            field: "the questions that are open",
        });
    }
    if map.told {
        return Err(Refusal::AlreadyDone {
            what: "This map is shown already.",
        });
    }
    map.told = true;
    Ok(drawn(map, entry))
}

fn now(record: &Record) -> OwnMap {
    let own = record.maps.own.as_ref();
    own.map(|map| map.item.clone()).unwrap_or_default()
}

fn drawn(map: OwnMap, entry: EntryId) -> Vec<NewEntry> {
    vec![NewEntry {
        id: entry,
        body: Body::OwnMapDrawn(map),
    }]
}
