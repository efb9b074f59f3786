use attune_ids::{EntryId, IdSource};

use super::quoted;
use crate::entry::Voiding;
use crate::{Body, Entry, NewEntry, Record, Refusal};

/// The last change of the formulation, which can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastChange {
    /// Names the change; its first entry.
    pub id: EntryId,
    /// What was done: `removed “low mood”`.
    pub what: String,
    /// Its entries, all of which stop counting when it is taken back.
    entries: Vec<EntryId>,
    /// The version of the record it was read from.
    version: u64,
}

/// The last change of the formulation, unless the last thing done was to take one
/// back: only one step can be undone, since older ones have been built upon.
pub fn last_change(history: &[Entry]) -> Option<LastChange> {
    let position = history.iter().rposition(|entry| {
        matters(&entry.body)
            || matches!(&entry.body, Body::Voided(voiding) if voids_a_change(history, voiding))
    })?;
    let before = |end: usize| Record::from_entries(history.get(..end).unwrap_or_default());
    let entry = history.get(position)?;
    if let Body::InfluenceRemoved(_) = &entry.body
        && let Some(first) = removal_of_factor(history, position)
    {
        return change(history, first, position, &before(first));
    }
    change(history, position, position, &before(position))
}

fn change(history: &[Entry], first: usize, last: usize, before: &Record) -> Option<LastChange> {
    let entries = history.get(first..=last)?;
    let opening = entries.first()?;
    Some(LastChange {
        id: opening.id,
        what: describe(&opening.body, before)?,
        entries: entries.iter().map(|entry| entry.id).collect(),
        version: history.len() as u64,
    })
}

/// Takes the last change back. Its entries stay readable and no longer count, so
/// the drawing is exactly what it was before, ids and order included.
///
/// # Errors
/// [`Refusal::AlreadyDone`] if the record has changed since `change` was read.
pub fn undo(
    record: &Record,
    change: &LastChange,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    if record.version != change.version {
        return Err(Refusal::AlreadyDone {
            what: "Something else was saved in this record just now.",
        });
    }
    let mut next = Some(entry);
    Ok(change
        .entries
        .iter()
        .map(|voided| NewEntry {
            id: next.take().unwrap_or_else(|| EntryId::new(ids)),
            body: Body::Voided(Voiding {
                entry: *voided,
                because: "taken back".to_owned(),
            }),
        })
        .collect())
}

fn matters(body: &Body) -> bool {
    matches!(
        body,
        Body::FactorSet(_)
            | Body::FactorRemoved(_)
            | Body::InfluenceSet(_)
            | Body::InfluenceRemoved(_)
    )
}

fn voids_a_change(history: &[Entry], voiding: &Voiding) -> bool {
    history
        .iter()
        .any(|entry| entry.id == voiding.entry && matters(&entry.body))
}

/// Where the removal of a factor began whose last entry stands at `position`:
/// [`super::remove_factor`] writes the factor first, then each influence that
/// touched it.
fn removal_of_factor(history: &[Entry], position: usize) -> Option<usize> {
    let first = history
        .get(..position)?
        .iter()
        .rposition(|entry| !matches!(entry.body, Body::InfluenceRemoved(_)))?;
    let Body::FactorRemoved(removal) = &history.get(first)?.body else {
        return None;
    };
    let Body::InfluenceRemoved(last) = &history.get(position)?.body else {
        return None;
    };
    let before = Record::from_entries(history.get(..first)?);
    before
        .formulation
        .influence(last.influence)
        .filter(|arrow| arrow.from == removal.factor || arrow.to == removal.factor)
        .map(|_| first)
}

/// The change in words, told against the record as it was before.
fn describe(body: &Body, before: &Record) -> Option<String> {
    let formulation = &before.formulation;
    let name = |id| {
        formulation
            .factor(id)
            .map_or_else(String::new, |factor| quoted(&factor.text))
    };
    match body {
        Body::FactorSet(factor) => Some(match formulation.factor(factor.id) {
            None => format!("added {}", quoted(&factor.text)),
            Some(_) => format!("changed {}", quoted(&factor.text)),
        }),
        Body::FactorRemoved(removal) => Some(format!("removed {}", name(removal.factor))),
        Body::InfluenceSet(arrow) => {
            let verb = match formulation.influence(arrow.id) {
                None => "added",
                Some(_) => "changed",
            };
            Some(format!(
                "{verb} the influence of {} on {}",
                name(arrow.from),
                name(arrow.to)
            ))
        }
        Body::InfluenceRemoved(removal) => {
            let arrow = formulation.influence(removal.influence)?;
            Some(format!(
                "removed the influence of {} on {}",
                name(arrow.from),
                name(arrow.to)
            ))
        }
        _ => None,
    }
}
