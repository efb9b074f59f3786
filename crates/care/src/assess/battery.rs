//! Several measures asked on one occasion, answered one after the other.

use attune_catalog::Catalog;
use attune_ids::{AssignmentId, BatteryId, EntryId, IdSource, ScheduleId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::assignment::offered;
use crate::assess::{Assignment, AssignmentState, MeasureRef, Way, Withdrawal};
use crate::{Body, NewEntry, Record, Refusal};

/// What a request was made together with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Battery {
    /// Requests with the same one are answered as one flow.
    pub id: BatteryId,
    /// The schedule that asked; none when a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<ScheduleId>,
}

/// The next questionnaire of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Following {
    /// What is answered next.
    pub next: AssignmentId,
    /// Its place in the flow, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
}

/// Asks several measures as one flow, in this order. One that waits for an answer already is not asked again.
pub fn ask_together(
    record: &Record,
    catalog: &Catalog,
    measures: &[String],
    way: Way,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let battery = Battery {
        id: BatteryId::new(ids),
        schedule: None,
    };
    let mut entries: Vec<NewEntry> = Vec::new();
    for id in measures {
        let measure =
            offered(catalog, id, way).ok_or_else(|| Refusal::UnknownMeasure { id: id.clone() })?;
        let waits = record
            .assignments
            .iter()
            .any(|state| state.is_open() && state.assignment.measure.id == *id);
        if waits {
            continue;
        }
        let assignment = Assignment {
            id: AssignmentId::new(ids),
            measure: MeasureRef::of(measure),
            way,
            on: today,
            session: None,
            battery: Some(battery),
        };
        // The first carries the form's id, so that sending the form twice asks once.
        let id = if entries.is_empty() {
            entry
        } else {
            EntryId::new(ids)
        };
        entries.push(NewEntry {
            id,
            body: Body::MeasureAssigned(assignment),
        });
    }
    if entries.is_empty() {
        return Err(Refusal::Missing {
            field: "at least one questionnaire that does not wait for an answer already",
        });
    }
    Ok(entries)
}

/// The questionnaire that comes after this one in its flow: the first that still waits, in the order asked.
/// None when the flow is done, or the questionnaire was asked by itself.
pub fn following(record: &Record, assignment: AssignmentId) -> Option<Following> {
    let current = &record.assignment(assignment)?.assignment;
    let battery = current.battery?.id;
    let flow: Vec<&AssignmentState> = record
        .assignments
        .iter()
        .filter(|state| {
            let other = &state.assignment;
            !state.withdrawn
                && other.way == current.way
                && other.battery.is_some_and(|found| found.id == battery)
        })
        .collect();
    step(&flow, assignment)
}

/// The same for questionnaires that were chosen one by one, in the order chosen.
pub fn following_of(
    record: &Record,
    chosen: &[AssignmentId],
    assignment: AssignmentId,
) -> Option<Following> {
    let flow: Vec<&AssignmentState> = chosen
        .iter()
        .filter_map(|id| record.assignment(*id))
        .filter(|state| !state.withdrawn)
        .collect();
    step(&flow, assignment)
}

fn step(flow: &[&AssignmentState], after: AssignmentId) -> Option<Following> {
    let place = flow
        .iter()
        .position(|state| state.is_open() && state.assignment.id != after)?;
    Some(Following {
        next: flow[place].assignment.id,
        number: place + 1,
        of: flow.len(),
    })
}

/// Asks the same again in another way: the request that waits is taken back and made anew, as asked today.
pub fn ask_differently(
    record: &Record,
    assignment: AssignmentId,
    way: Way,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record.assignment(assignment).ok_or(Refusal::NotThere {
        what: "questionnaire",
    })?;
    if !state.is_open() {
        return Err(Refusal::AlreadyDone {
            what: "This questionnaire is answered or withdrawn already.",
        });
    }
    let anew = Assignment {
        id: AssignmentId::new(ids),
        way,
        on: today,
        ..state.assignment.clone()
    };
    Ok(vec![
        NewEntry {
            id: entry,
            body: Body::MeasureAssigned(anew),
        },
        NewEntry::new(Body::AssignmentWithdrawn(Withdrawal { assignment }), ids),
    ])
}
