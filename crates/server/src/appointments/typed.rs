//! A form about times, as it was typed: it is shown again where something in it could not be used.

use attune_care::appointments::{Ends, Repeat};
use attune_care::session::MeetingKind;
use jiff::civil::{Date, DateTime, Time};
use serde::Deserialize;

use crate::{AppError, form};

/// Rhythms that are offered, in weeks; 0 is a single time.
const RHYTHMS: [(u16, &str); 7] = [
    (0, "once"),
    (1, "every week"),
    (2, "every 2 weeks"),
    (3, "every 3 weeks"),
    (4, "every 4 weeks"),
    (6, "every 6 weeks"),
    (8, "every 8 weeks"),
];

/// What stands in the fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TypedTimes {
    pub(crate) on: String,
    pub(crate) time: String,
    pub(crate) minutes: String,
    pub(crate) how: String,
    /// Weeks between two times; 0 for a single one.
    pub(crate) every: String,
    pub(crate) number: String,
    pub(crate) until: String,
}

/// What it means.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) first: DateTime,
    pub(crate) minutes: u16,
    pub(crate) how: MeetingKind,
    pub(crate) repeat: Option<Repeat>,
}

impl TypedTimes {
    /// What a form begins with.
    pub(crate) fn fresh(today: Date) -> Self {
        Self {
            on: today.to_string(),
            time: "10:00".to_owned(),
            minutes: "50".to_owned(),
            number: "10".to_owned(),
            ..Self::default()
        }
    }

    /// For the template: code, words, and whether it is chosen.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = (&'static str, &'static str, bool)> + '_ {
        MeetingKind::ALL
            .iter()
            .map(|kind| (kind.code(), kind.label(), kind.code() == self.how))
    }

    /// The same for how often.
    pub(crate) fn rhythms(&self) -> impl Iterator<Item = (u16, &'static str, bool)> + '_ {
        RHYTHMS
            .iter()
            .map(|(weeks, words)| (*weeks, *words, weeks.to_string() == self.every))
    }

    /// # Errors
    /// [`AppError::Refused`] with what is missing, for the top of the form.
    pub(crate) fn read(&self) -> Result<Times, AppError> {
        let how = MeetingKind::ALL
            .into_iter()
            .find(|kind| kind.code() == self.how);
        Ok(Times {
            first: moment(&self.on, &self.time)?,
            minutes: minutes(&self.minutes)?,
            how: how.ok_or_else(|| refused("Where: please choose one of the list."))?,
            repeat: self.repeat()?,
        })
    }

    fn repeat(&self) -> Result<Option<Repeat>, AppError> {
        let weeks = |_| refused("How often: please choose one of the list.");
        let every_weeks: u16 = self.every.trim().parse().map_err(weeks)?;
        if every_weeks == 0 {
            return Ok(None);
        }
        let ends = match (self.number.trim(), self.until.trim()) {
            (number, "") => Ends::After(number.parse().map_err(|_| {
                refused("How long it goes on: please give a number of times or a last day.")
            })?),
            (_, until) => Ends::Until(form::date(until, "The last day")?),
        };
        Ok(Some(Repeat { every_weeks, ends }))
    }
}

/// A day and a time of day.
pub(crate) fn moment(on: &str, time: &str) -> Result<DateTime, AppError> {
    let day = form::date(on, "The day")?;
    let wrong = |_| refused("The time: a time such as 15:00.");
    let time: Time = time.trim().parse().map_err(wrong)?;
    Ok(day.to_datetime(time))
}

/// How long it takes; the rule says what is too short or too long.
pub(crate) fn minutes(text: &str) -> Result<u16, AppError> {
    let wrong = |_| refused("Minutes: a number such as 50.");
    text.trim().parse().map_err(wrong)
}

fn refused(words: &str) -> AppError {
    AppError::Refused(words.to_owned())
}
