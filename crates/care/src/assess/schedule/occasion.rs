use attune_catalog::{Measure, Purpose};
use attune_ids::SessionId;
use jiff::ToSpan;
use jiff::civil::Date;

use super::expected::{LEAD_DAYS, expected_session};
use super::{Rhythm, Schedule};
use crate::Record;

/// Why it is worked out now what is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// A day has begun.
    Day,
    /// Client and clinician are about to meet, or meet: what belongs to the session is due at once.
    Session,
}

/// One time a schedule asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occasion {
    /// Names it within the schedule; the ids of its assignments are made from it.
    pub(super) key: String,
    /// The day it is due.
    pub(super) due: Date,
    /// An answer from this day on makes it superfluous.
    pub(super) fresh: Date,
    /// The session that is asked about, for feedback.
    pub(super) session: Option<SessionId>,
}

impl Occasion {
    fn on_day(on: Date) -> Self {
        Self {
            key: format!("on {on}"),
            due: on,
            fresh: on,
            session: None,
        }
    }
}

/// What this schedule asks next of this measure. By the calendar that is the latest day that has come (days that
/// nobody used are not made up for), else the first to come; otherwise the next session, review or the ending.
pub(super) fn occasion(
    record: &Record,
    schedule: &Schedule,
    measure: &Measure,
    today: Date,
    moment: Moment,
) -> Option<Occasion> {
    match schedule.rhythm {
        Rhythm::Days { .. } | Rhythm::Months { .. } | Rhythm::Once => {
            let on = schedule.rhythm.latest(schedule.from, today);
            on.or_else(|| schedule.rhythm.next_after(schedule.from, today))
                .map(Occasion::on_day)
        }
        Rhythm::Sessions { each } if measure.purpose == Purpose::SessionFeedback => {
            after_session(record, schedule, each)
        }
        Rhythm::Sessions { each } => before_session(record, schedule, each, today, moment),
        Rhythm::AtReview => {
            let plan = record.plan()?;
            let due = lead(plan.review_on).max(schedule.from);
            (plan.review_on >= schedule.from).then(|| Occasion {
                key: format!("review of plan {} on {}", plan.number, plan.review_on),
                due,
                fresh: due,
                session: None,
            })
        }
        Rhythm::AtEnding { on } => ending(record, schedule, on),
    }
}

/// Sessions the schedule counts, in the order they were held.
fn held(record: &Record, from: Date) -> Vec<(SessionId, Date)> {
    let mut held: Vec<(SessionId, Date)> = record
        .sessions
        .iter()
        .map(|session| (session.meeting.id, session.meeting.on))
        .filter(|(_, on)| *on >= from)
        .collect();
    held.sort_by_key(|(_, on)| *on);
    held
}

fn after_session(record: &Record, schedule: &Schedule, each: u16) -> Option<Occasion> {
    let held = held(record, schedule.from);
    let (session, on) = *held.last()?;
    on_rhythm(held.len(), each).then(|| Occasion {
        key: format!("after session {session}"),
        due: on,
        fresh: on,
        session: Some(session),
    })
}

fn before_session(
    record: &Record,
    schedule: &Schedule,
    each: u16,
    today: Date,
    moment: Moment,
) -> Option<Occasion> {
    let held = held(record, schedule.from);
    // A session of today that was begun is the one this is for, as long as it is the moment of the session.
    let begun = moment == Moment::Session && held.last().is_some_and(|(_, on)| *on == today);
    let number = if begun { held.len() } else { held.len() + 1 };
    let before = if begun {
        &held[..held.len() - 1]
    } else {
        &held[..]
    };
    let fresh = before
        .last()
        .and_then(|(_, on)| on.tomorrow().ok())
        .unwrap_or(schedule.from);
    let due = match (moment, expected_session(record)) {
        (Moment::Session, _) => today.max(schedule.from),
        (Moment::Day, Some(next)) => lead(next).max(fresh).max(schedule.from),
        (Moment::Day, None) => schedule.from,
    };
    on_rhythm(number, each).then(|| Occasion {
        key: format!("before session {number} since {}", schedule.from),
        due,
        fresh,
        session: None,
    })
}

/// The first counts, and then every `each`th.
fn on_rhythm(number: usize, each: u16) -> bool {
    (number.max(1) - 1).is_multiple_of(usize::from(each.max(1)))
}

fn ending(record: &Record, schedule: &Schedule, on: Option<Date>) -> Option<Occasion> {
    if let Some(last) = on {
        let due = lead(last).max(schedule.from);
        return Some(Occasion {
            key: format!("ending on {last}"),
            due,
            fresh: due,
            session: None,
        });
    }
    let over = !record.problems.is_empty() && record.open_problems().next().is_none();
    // When the last problem was closed is no day the record keeps; from now on will do.
    over.then(|| Occasion {
        key: "ending".to_owned(),
        due: schedule.from,
        fresh: Date::MAX,
        session: None,
    })
}

fn lead(day: Date) -> Date {
    day.checked_sub(LEAD_DAYS.days()).unwrap_or(day)
}
