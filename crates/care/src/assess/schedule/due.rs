use attune_catalog::{Catalog, Measure};
use attune_ids::{AssignmentId, BatteryId, IdSource, derived};
use jiff::civil::Date;

use super::occasion::{Moment, Occasion, occasion};
use super::{Rhythm, Schedule};
use crate::assess::{Assignment, AssignmentState, Battery, MeasureRef, Withdrawal, askable};
use crate::{Body, NewEntry, Record};

/// What the schedules of this record ask today, as entries to write. Nothing if all of it was asked before: the id of
/// an assignment is made from schedule, occasion and measure, so asking twice is asking once.
///
/// A measure is not asked while an earlier request for it still waits, nor if it was answered since the occasion
/// began: nobody is asked the same thing twice. Feedback on an earlier session that was never given is taken back
/// when the next session is asked about.
pub fn due_today(
    record: &Record,
    catalog: &Catalog,
    today: Date,
    moment: Moment,
    ids: &mut dyn IdSource,
) -> Vec<NewEntry> {
    let mut new = Vec::new();
    let mut asked: Vec<(&str, Option<attune_ids::SessionId>)> = Vec::new();
    for (schedule, measure) in running(record, catalog) {
        let Some(occasion) = occasion(record, schedule, measure, today, moment) else {
            continue;
        };
        let subject = (measure.id.as_str(), occasion.session);
        let not_now = occasion.due > today
            || schedule.until.is_some_and(|until| occasion.due > until)
            || asked.contains(&subject)
            || is_settled(record, schedule, measure, &occasion);
        if not_now {
            continue;
        }
        asked.push(subject);
        if occasion.session.is_some() {
            new.extend(superseded(record, measure).map(|id| {
                NewEntry::new(
                    Body::AssignmentWithdrawn(Withdrawal { assignment: id }),
                    ids,
                )
            }));
        }
        let assignment = Assignment {
            id: assignment_id(schedule, measure, &occasion),
            measure: MeasureRef::of(measure),
            way: schedule.way,
            on: today,
            session: occasion.session,
            battery: Some(Battery {
                id: BatteryId(derived(schedule.id.0, &occasion.key)),
                schedule: Some(schedule.id),
            }),
        };
        new.push(NewEntry::new(Body::MeasureAssigned(assignment), ids));
    }
    new
}

/// The earliest day on which [`due_today`] may have something to ask, as far as the record can tell by itself; on
/// that day it is looked at again. None while no schedule runs that has anything to come.
pub fn next_due(record: &Record, catalog: &Catalog) -> Option<Date> {
    running(record, catalog)
        .filter_map(|(schedule, measure)| next_of(record, schedule, measure))
        .min()
}

fn next_of(record: &Record, schedule: &Schedule, measure: &Measure) -> Option<Date> {
    let last = record
        .assignments
        .iter()
        .filter(|state| is_of(state, schedule) && state.assignment.measure.id == measure.id)
        .map(|state| state.assignment.on)
        .max();
    let next = match (schedule.rhythm, last) {
        (Rhythm::Days { .. } | Rhythm::Months { .. } | Rhythm::Once, Some(last)) => {
            schedule.rhythm.next_after(schedule.from, last)
        }
        _ => occasion(record, schedule, measure, schedule.from, Moment::Day)
            .filter(|occasion| {
                let id = assignment_id(schedule, measure, occasion);
                record.assignment(id).is_none()
            })
            .map(|occasion| occasion.due),
    };
    next.filter(|next| schedule.until.is_none_or(|until| *next <= until))
}

/// Measures of schedules that run, with their schedule, in the order they are asked.
fn running<'a>(
    record: &'a Record,
    catalog: &'a Catalog,
) -> impl Iterator<Item = (&'a Schedule, &'a Measure)> {
    record
        .schedules
        .iter()
        .filter(|state| state.is_running())
        .flat_map(move |state| {
            let schedule = &state.schedule;
            let measures = schedule.measures.iter();
            measures.filter_map(move |id| {
                let measure = askable(catalog).find(|measure| measure.id == *id)?;
                Some((schedule, measure))
            })
        })
}

fn assignment_id(schedule: &Schedule, measure: &Measure, occasion: &Occasion) -> AssignmentId {
    let about = format!("{} {}", measure.id, occasion.key);
    AssignmentId(derived(schedule.id.0, &about))
}

/// Whether this was asked before, is being asked, or was answered.
fn is_settled(
    record: &Record,
    schedule: &Schedule,
    measure: &Measure,
    occasion: &Occasion,
) -> bool {
    let asked = record
        .assignment(assignment_id(schedule, measure, occasion))
        .is_some();
    let waits = record.assignments.iter().any(|state| {
        let assignment = &state.assignment;
        state.is_open()
            && assignment.measure.id == measure.id
            && assignment.session == occasion.session
    });
    let answered = record.responses.iter().any(|given| {
        let response = &given.item;
        response.measure.id == measure.id
            && match occasion.session {
                Some(session) => response.session == Some(session),
                None => response.on >= occasion.fresh,
            }
    });
    asked || waits || answered
}

/// Requests for feedback on earlier sessions, made by a schedule, that nobody answered.
fn superseded<'a>(
    record: &'a Record,
    measure: &'a Measure,
) -> impl Iterator<Item = AssignmentId> + 'a {
    record
        .assignments
        .iter()
        .filter(|state| {
            let assignment = &state.assignment;
            state.is_open()
                && assignment.measure.id == measure.id
                && assignment.session.is_some()
                && assignment
                    .battery
                    .is_some_and(|battery| battery.schedule.is_some())
        })
        .map(|state| state.assignment.id)
}

fn is_of(state: &AssignmentState, schedule: &Schedule) -> bool {
    let battery = state.assignment.battery;
    battery.is_some_and(|battery| battery.schedule == Some(schedule.id))
}
