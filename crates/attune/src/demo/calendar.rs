//! When things happened, counted back from today.

use anyhow::Context;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::dice::Dice;
use super::texts::{Person, Stage};

/// The days of a therapy.
pub(super) struct Calendar {
    /// The first contact.
    pub(super) contact: Date,
    /// Oldest first.
    pub(super) sessions: Vec<Date>,
}

impl Calendar {
    /// A person's days: on one weekday, at their rhythm, with a gap now and then, the last one before today.
    pub(super) fn of(person: &Person, today: Date, dice: &mut Dice) -> anyhow::Result<Self> {
        let weekly = person.every <= 7;
        let (least, most) = match (person.stage, weekly) {
            (Stage::Contact, _) => (0, 0),
            (Stage::Assessing, _) => (2, 2),
            (Stage::Agreed, _) => (4, 7),
            (Stage::Middle, true) => (9, 14),
            (Stage::Middle, false) => (7, 9),
            (Stage::Ending | Stage::Ended, true) => (14, 17),
            (Stage::Ending | Stage::Ended, false) => (10, 12),
        };
        let number = least + dice.below(most - least + 1);
        let mut day = last_session(person, today, dice)?;
        let mut sessions = Vec::with_capacity(number);
        for _ in 0..number {
            sessions.push(day);
            let weeks_off = if dice.happens(0.12) { 7 } else { 0 };
            day = before(day, i64::from(person.every) + weeks_off)?;
        }
        sessions.reverse();
        let contact = match sessions.first() {
            Some(first) => before(*first, 6 + i64::from(dice.small(6)))?,
            None => before(today, 3 + i64::from(dice.small(4)))?,
        };
        Ok(Self { contact, sessions })
    }
}

/// A working day within the last rhythm, but not today.
fn last_session(person: &Person, today: Date, dice: &mut Dice) -> anyhow::Result<Date> {
    let ago = 1 + i64::from(dice.small(person.every.min(7)));
    let ended = if person.stage == Stage::Ended { 28 } else { 0 };
    let day = before(today, ago + ended)?;
    Ok(match day.weekday() {
        Weekday::Saturday => before(day, 1)?,
        Weekday::Sunday => before(day, 2)?,
        _ => day,
    })
}

/// So many days earlier.
pub(super) fn before(day: Date, days: i64) -> anyhow::Result<Date> {
    day.checked_sub(days.days()).context("a day too long ago")
}

/// So many days later.
pub(super) fn after(day: Date, days: i64) -> anyhow::Result<Date> {
    day.checked_add(days.days()).context("a day too far ahead")
}

/// Weeks between two days.
pub(super) fn weeks(from: Date, to: Date) -> f64 {
    from.duration_until(to).as_hours() as f64 / (24.0 * 7.0)
}
