use attune_catalog::Catalog;
use attune_ids::{EntryId, IdSource, ScheduleId};
use jiff::civil::Date;

use super::{Rhythm, Schedule, ScheduleEnding, ScheduleState};
use crate::assess::{Way, Withdrawal, askable};
use crate::entry::Voiding;
use crate::{Body, NewEntry, Record, Refusal};

/// The longest distance in days; a year and a day.
const LONGEST_DAYS: u16 = 366;
/// The longest distance in months and in sessions.
const LONGEST_STEPS: u16 = 36;

/// What is to be asked, how often and how.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSchedule {
    /// See [`Schedule::measures`].
    pub measures: Vec<String>,
    /// See [`Schedule::rhythm`].
    pub rhythm: Rhythm,
    /// See [`Schedule::way`].
    pub way: Way,
    /// See [`Schedule::from`].
    pub from: Date,
    /// See [`Schedule::until`].
    pub until: Option<Date>,
}

/// Sets a schedule up, or changes one when its id is given. A changed schedule runs again if it was paused or ended.
pub fn set_schedule(
    record: &Record,
    catalog: &Catalog,
    id: Option<ScheduleId>,
    wanted: NewSchedule,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    if let Some(id) = id {
        known(record, id)?;
    }
    if wanted.measures.is_empty() {
        return Err(Refusal::Missing {
            field: "which questionnaires are asked",
        });
    }
    for measure in &wanted.measures {
        if !askable(catalog).any(|offered| offered.id == *measure) {
            return Err(Refusal::UnknownMeasure {
                id: measure.clone(),
            });
        }
    }
    check(&wanted)?;
    let schedule = Schedule {
        id: id.unwrap_or_else(|| ScheduleId::new(ids)),
        measures: wanted.measures,
        rhythm: wanted.rhythm,
        way: wanted.way,
        from: wanted.from,
        until: wanted.until,
        paused: false,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::ScheduleSet(schedule),
    }])
}

fn check(wanted: &NewSchedule) -> Result<(), Refusal> {
    let fits = match wanted.rhythm {
        Rhythm::Days { each } => (1..=LONGEST_DAYS).contains(&each),
        Rhythm::Sessions { each } | Rhythm::Months { each } => (1..=LONGEST_STEPS).contains(&each),
        Rhythm::Once | Rhythm::AtReview | Rhythm::AtEnding { .. } => true,
    };
    if !fits {
        return Err(Refusal::Invalid {
            field: "How often",
            expected: "a whole number from 1 to 36 sessions or months, or from 1 to 366 days",
        });
    }
    if wanted.until.is_some_and(|until| until < wanted.from) {
        return Err(Refusal::Invalid {
            field: "The last day",
            expected: "a day that is not before the first one",
        });
    }
    Ok(())
}

/// Stops asking for the time being, or goes on. What was asked already stays asked.
pub fn pause_schedule(
    record: &Record,
    id: ScheduleId,
    paused: bool,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = running(record, id)?;
    if state.schedule.paused == paused {
        return Err(Refusal::AlreadyDone {
            what: "This is how it stands already.",
        });
    }
    let schedule = Schedule {
        paused,
        ..state.schedule.clone()
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::ScheduleSet(schedule),
    }])
}

/// Ends a schedule. With `take_back`, requests of it that still wait are withdrawn.
pub fn end_schedule(
    record: &Record,
    id: ScheduleId,
    because: &str,
    take_back: bool,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    running(record, id)?;
    let ending = ScheduleEnding {
        schedule: id,
        because: because.trim().to_owned(),
    };
    let mut entries = vec![NewEntry {
        id: entry,
        body: Body::ScheduleEnded(ending),
    }];
    if take_back {
        let waiting = record.assignments.iter().filter(|state| {
            let battery = state.assignment.battery;
            state.is_open() && battery.is_some_and(|battery| battery.schedule == Some(id))
        });
        entries.extend(waiting.map(|state| {
            let assignment = state.assignment.id;
            NewEntry::new(Body::AssignmentWithdrawn(Withdrawal { assignment }), ids)
        }));
    }
    Ok(entries)
}

/// Takes the latest change of a schedule back. Of one that was just set up nothing is left; what it asked meanwhile
/// stays asked.
pub fn undo_schedule(
    record: &Record,
    id: ScheduleId,
    seen: EntryId,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = known(record, id)?;
    if state.changed_by != seen {
        return Err(Refusal::AlreadyDone {
            what: "This was changed again meanwhile.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::Voided(Voiding {
            entry: seen,
            because: "Taken back on the page of the schedule.".to_owned(),
        }),
    }])
}

fn known(record: &Record, id: ScheduleId) -> Result<&ScheduleState, Refusal> {
    record
        .schedules
        .iter()
        .find(|state| state.schedule.id == id)
        .ok_or(Refusal::NotThere { what: "schedule" })
}

fn running(record: &Record, id: ScheduleId) -> Result<&ScheduleState, Refusal> {
    let state = known(record, id)?;
    if state.ended.is_some() {
        return Err(Refusal::AlreadyDone {
            what: "This schedule has ended.",
        });
    }
    Ok(state)
}
