//! When scores were taken: real dates, or times counted from a start.

use anyhow::Context;
use clap::ValueEnum;
use jiff::ToSpan;
use jiff::civil::Date;

/// What the numbers of the time column count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Unit {
    /// Months of 30.4375 days
    Month,
    /// Weeks
    Week,
    /// Days
    Day,
    /// Sessions, reckoned a week apart because the file does not say
    Session,
    /// Nothing: the column holds dates such as 2026-05-14
    Date,
}

/// A time as the file has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Moment {
    /// So many units after the start.
    After(f64),
    /// A date.
    On(Date),
}

impl Unit {
    /// Days in one unit; none for dates.
    fn days(self) -> Option<f64> {
        match self {
            // The mean month of the Julian calendar, as expected courses count months.
            Self::Month => Some(30.4375),
            Self::Week | Self::Session => Some(7.0),
            Self::Day => Some(1.0),
            Self::Date => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Week => "week",
            Self::Day => "day",
            Self::Session => "session",
            Self::Date => "date",
        }
    }

    /// What a value of the time column should look like.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Date => "a date such as 2026-05-14",
            _ => "a number, 0 or more",
        }
    }

    /// Reads a value of the time column.
    pub(super) fn read(self, text: &str, decimal_comma: bool) -> Option<Moment> {
        if self == Self::Date {
            return text.parse().ok().map(Moment::On);
        }
        let number = read_number(text, decimal_comma)?;
        // A thousand years: beyond any calendar, and safe to add to a date.
        (0.0..=365_000.0).contains(&(number * self.days()?)).then_some(Moment::After(number))
    }

    /// "month m = 2026-05-14 + m × 30.4375 days".
    pub(super) fn reckoning(self, start: Date) -> Option<String> {
        let days = self.days()?;
        let letter = &self.name()[..1];
        Some(format!("{} {letter} = {start} + {letter} \u{d7} {days} days", self.name()))
    }
}

/// A number as files have it. Nothing else: no thousands, no signs behind, no "inf".
pub(super) fn read_number(text: &str, decimal_comma: bool) -> Option<f64> {
    let text = if decimal_comma { text.replace(',', ".") } else { text.to_owned() };
    let plain = text.chars().all(|letter| letter.is_ascii_digit() || "+-.eE".contains(letter));
    let number: f64 = plain.then(|| text.parse().ok())??;
    number.is_finite().then_some(number)
}

impl Moment {
    /// The part of an id that says when. The same time gives the same text however it was written.
    pub(super) fn key(self, unit: Unit) -> String {
        match self {
            // Adding zero makes a minus zero a plain one.
            Self::After(number) => format!("{} {}", unit.name(), number + 0.0),
            Self::On(date) => date.to_string(),
        }
    }

    /// Whole days after the start; none for a date.
    fn days(self, unit: Unit) -> Option<i64> {
        match self {
            Self::After(number) => {
                #[expect(clippy::cast_possible_truncation, reason = "checked to be small when it was read")]
                let days = (number * unit.days()?).round() as i64;
                Some(days)
            }
            Self::On(_) => None,
        }
    }

    /// The day, given the start.
    pub(super) fn day(self, unit: Unit, start: Date) -> anyhow::Result<Date> {
        match (self, self.days(unit)) {
            (Self::On(date), _) => Ok(date),
            (Self::After(_), days) => {
                start.checked_add(days.unwrap_or_default().days()).context("a time beyond every calendar")
            }
        }
    }

    /// The start, given the day: the other way round, to the day.
    pub(super) fn start(self, unit: Unit, day: Date) -> Option<Date> {
        day.checked_sub(self.days(unit)?.days()).ok()
    }
}

/// The start that puts the latest of these times on `today`.
pub(super) fn start_ending(today: Date, unit: Unit, moments: impl Iterator<Item = Moment>) -> anyhow::Result<Date> {
    let most = moments.filter_map(|moment| moment.days(unit)).max().unwrap_or_default();
    today.checked_sub(most.days()).context("the times reach back too far; check --unit")
}
