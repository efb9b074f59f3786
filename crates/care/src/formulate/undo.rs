use std::collections::BTreeMap;

use attune_ids::{EntryId, FactorId, IdSource, InfluenceId};
use jiff::Timestamp;

use super::quoted;
use crate::entry::Voiding;
use crate::formulate::{Hand, Placing};
use crate::{Author, Body, Entry, NewEntry, Record, Refusal};

/// One change of the formulation, which can be taken back or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Names the change; its first entry.
    pub id: EntryId,
    /// What was done: `removed “low mood”`.
    pub what: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Author,
    /// Its entries, all of which stop counting when it is taken back.
    entries: Vec<EntryId>,
    /// What took it back; empty while it counts.
    voidings: Vec<EntryId>,
    /// The version of the record it was read from.
    version: u64,
}

/// The changes of the formulation in the order they were made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Steps {
    /// Those that count; the last one can be taken back.
    pub done: Vec<Step>,
    /// Those that were taken back and nothing was built upon since; the last one
    /// can be done again.
    pub undone: Vec<Step>,
}

impl Steps {
    /// What [`undo`] would take back.
    pub fn to_undo(&self) -> Option<&Step> {
        self.done.last()
    }

    /// What [`redo`] would do again.
    pub fn to_redo(&self) -> Option<&Step> {
        self.undone.last()
    }
}

/// Reads the steps out of the history. A change made after something was taken
/// back is built upon what was left, so what was taken back can no longer be done
/// again; it stays readable in the record.
pub fn steps(history: &[Entry]) -> Steps {
    let mut found = Steps::default();
    let mut rest = history;
    while let Some(entry) = rest.first() {
        let before = history.len() - rest.len();
        let mut length = 1;
        if begins(&entry.body) {
            length = length_of(history, before);
            found.undone.clear();
            found.done.push(Step {
                id: entry.id,
                what: String::new(),
                at: entry.at,
                by: entry.by,
                entries: rest.iter().take(length).map(|entry| entry.id).collect(),
                voidings: Vec::new(),
                version: history.len() as u64,
            });
        } else if let Body::Voided(voiding) = &entry.body {
            found.voided(entry.id, voiding.entry);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    found.describe(history);
    found
}

impl Steps {
    /// Follows one voiding: of a change, of a later entry of a change that is being
    /// taken back, or of the taking back itself.
    fn voided(&mut self, voiding: EntryId, target: EntryId) {
        if let Some(index) = self.done.iter().rposition(|step| step.id == target) {
            let mut step = self.done.remove(index);
            step.voidings.push(voiding);
            self.undone.push(step);
        } else if let Some(index) = self
            .undone
            .iter()
            .rposition(|step| step.voidings.first() == Some(&target))
        {
            let mut step = self.undone.remove(index);
            step.voidings.clear();
            self.done.push(step);
        } else if let Some(step) = self
            .undone
            .iter_mut()
            .rev()
            .find(|step| step.entries.contains(&target))
        {
            step.voidings.push(voiding);
        }
    }

    /// Puts every step into words, told against what stood before it.
    fn describe(&mut self, history: &[Entry]) {
        let bodies: BTreeMap<EntryId, &Body> = history
            .iter()
            .map(|entry| (entry.id, &entry.body))
            .collect();
        let mut told = Told::default();
        for step in self.done.iter_mut().chain(self.undone.iter_mut().rev()) {
            let mut entries = step.entries.iter().filter_map(|id| bodies.get(id));
            let Some(opening) = entries.next() else {
                continue;
            };
            step.what = told.sentence(opening);
            told.take_in(opening);
            entries.for_each(|body| told.take_in(body));
        }
    }
}

/// Takes a change back: the last one that counts, from [`Steps::to_undo`]. Its
/// entries stay readable and no longer count, so the drawing is exactly what it was
/// before, ids and order included.
///
/// # Errors
/// [`Refusal::AlreadyDone`] if the record has changed since `step` was read.
pub fn undo(
    record: &Record,
    step: &Step,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    void(record, step, &step.entries, "taken back", entry, ids)
}

/// Does a change again that was taken back, from [`Steps::to_redo`]: the taking
/// back no longer counts.
///
/// # Errors
/// [`Refusal::AlreadyDone`] if the record has changed since `step` was read.
pub fn redo(
    record: &Record,
    step: &Step,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    void(record, step, &step.voidings, "done again", entry, ids)
}

fn void(
    record: &Record,
    step: &Step,
    targets: &[EntryId],
    because: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    if record.version != step.version {
        return Err(Refusal::AlreadyDone {
            what: "Something else was saved in this record just now.",
        });
    }
    let mut first = Some(entry);
    Ok(targets
        .iter()
        .map(|target| NewEntry {
            id: first.take().unwrap_or_else(|| EntryId::new(ids)),
            body: Body::Voided(Voiding {
                entry: *target,
                because: because.to_owned(),
            }),
        })
        .collect())
}

fn begins(body: &Body) -> bool {
    match body {
        Body::FactorSet(_)
        | Body::FactorRemoved(_)
        | Body::InfluenceSet(_)
        | Body::InfluenceRemoved(_)
        | Body::JointMapTakenOver(_) => true,
        // What only writes down where things were seen is no change.
        Body::FactorsPlaced(placing) => placing.hand != Hand::Seen,
        _ => false,
    }
}

/// How many entries the change at `position` has: [`super::remove_factor`] writes
/// the factor first, then each influence that touched it.
fn length_of(history: &[Entry], position: usize) -> usize {
    let (before, from_here) = history.split_at(position.min(history.len()));
    let mut here = from_here.iter();
    let Some(Body::FactorRemoved(removal)) = here.next().map(|entry| &entry.body) else {
        return 1;
    };
    let mut arrows = here
        .map_while(|entry| match &entry.body {
            Body::InfluenceRemoved(arrow) => Some(arrow.influence),
            _ => None,
        })
        .peekable();
    if arrows.peek().is_none() {
        return 1;
    }
    let before = Record::from_entries(before);
    let touching = arrows.take_while(|id| {
        let arrow = before.formulation.influence(*id);
        arrow.is_some_and(|arrow| arrow.from == removal.factor || arrow.to == removal.factor)
    });
    1 + touching.count()
}

/// What the steps so far have named.
#[derive(Default)]
struct Told {
    factors: BTreeMap<FactorId, String>,
    influences: BTreeMap<InfluenceId, (FactorId, FactorId)>,
}

impl Told {
    fn take_in(&mut self, body: &Body) {
        match body {
            Body::FactorSet(factor) => {
                self.factors.insert(factor.id, factor.text.clone());
            }
            Body::InfluenceSet(arrow) => {
                self.influences.insert(arrow.id, (arrow.from, arrow.to));
            }
            Body::JointMapTakenOver(taken) => {
                let factors = taken.map.factors.iter();
                self.factors
                    .extend(factors.map(|factor| (factor.id, factor.text.clone())));
                let arrows = taken.map.influences.iter();
                self.influences
                    .extend(arrows.map(|arrow| (arrow.id, (arrow.from, arrow.to))));
            }
            _ => {}
        }
    }

    fn name(&self, id: FactorId) -> String {
        self.factors
            .get(&id)
            .map_or_else(|| "a factor".to_owned(), |text| quoted(text))
    }

    fn sentence(&self, body: &Body) -> String {
        let arrow =
            |(from, to)| format!("the influence of {} on {}", self.name(from), self.name(to));
        match body {
            Body::FactorSet(factor) => {
                let verb = match self.factors.get(&factor.id) {
                    None => "added",
                    Some(_) => "changed",
                };
                format!("{verb} {}", quoted(&factor.text))
            }
            Body::FactorRemoved(removal) => format!("removed {}", self.name(removal.factor)),
            Body::InfluenceSet(set) => {
                let verb = match self.influences.get(&set.id) {
                    None => "added",
                    Some(_) => "changed",
                };
                format!("{verb} {}", arrow((set.from, set.to)))
            }
            Body::InfluenceRemoved(removal) => {
                let ends = self.influences.get(&removal.influence).copied();
                let what = ends.map_or_else(|| "an influence".to_owned(), arrow);
                format!("removed {what}")
            }
            Body::FactorsPlaced(placing) => self.placed(placing),
            Body::JointMapTakenOver(_) => "took the joint version over".to_owned(),
            _ => String::new(),
        }
    }

    fn placed(&self, placing: &Placing) -> String {
        match (placing.hand, placing.places.as_slice()) {
            (Hand::Arranged, _) => "arranged the drawing afresh".to_owned(),
            (_, [place]) => format!("moved {}", self.name(place.factor)),
            (_, places) => format!("moved {} factors", places.len()),
        }
    }
}
