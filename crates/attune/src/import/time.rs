use anyhow::Context;
use jiff::ToSpan;
use jiff::civil::Date;

/// What the file counts time in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Unit {
    /// Days since the start.
    Day,
    /// Weeks since the start.
    Week,
    /// Months since the start, of 30.4375 days.
    Month,
    /// Sessions, taken as one a week: the order is real, the days are not.
    Session,
    /// Calendar days such as 2026-05-14.
    Date,
}

impl Unit {
    /// Length in days; none for calendar days.
    fn days(self) -> Option<f64> {
        match self {
            Self::Day => Some(1.0),
            Self::Week | Self::Session => Some(7.0),
            Self::Month => Some(30.4375),
            Self::Date => None,
        }
    }
}

/// When something was measured, as the file says it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Moment {
    /// So many units after the start.
    After(f64),
    /// On this day.
    On(Date),
}

impl Moment {
    /// Reads a cell that is already known to hold something.
    pub(crate) fn read(unit: Unit, text: &str, number: Option<f64>) -> Result<Self, &'static str> {
        if unit == Unit::Date {
            return text
                .parse()
                .map(Self::On)
                .map_err(|_| "a day such as 2026-05-14");
        }
        match number {
            Some(number) if (0.0..=10_000.0).contains(&number) => Ok(Self::After(number)),
            _ => Err("a number, 0 or more"),
        }
    }

    /// Units since the start; 0 for calendar days.
    pub(crate) fn units(self) -> f64 {
        match self {
            Self::After(number) => number,
            Self::On(_) => 0.0,
        }
    }

    /// The same for the same moment, for ids that must not change.
    pub(crate) fn key(self) -> String {
        match self {
            // Adding zero makes a minus zero plain.
            Self::After(number) => format!("{}", number + 0.0),
            Self::On(date) => date.to_string(),
        }
    }
}

/// From moments to days.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Calendar {
    unit: Unit,
    start: Date,
}

impl Calendar {
    /// Courses begin on `start`; without one the longest course ends `today`.
    pub(crate) fn new(
        unit: Unit,
        start: Option<Date>,
        longest: f64,
        today: Date,
    ) -> anyhow::Result<Self> {
        let start = match start {
            Some(start) => start,
            None => shift(today, -longest * unit.days().unwrap_or_default())?,
        };
        Ok(Self { unit, start })
    }

    /// The calendar in which `moment` is on `day`.
    pub(crate) fn moved_so_that(self, moment: Moment, day: Date) -> anyhow::Result<Self> {
        let start = match moment {
            Moment::On(_) => self.start,
            Moment::After(number) => shift(day, -number * self.unit.days().unwrap_or_default())?,
        };
        Ok(Self { start, ..self })
    }

    /// The day of a moment.
    pub(crate) fn day(self, moment: Moment) -> anyhow::Result<Date> {
        match moment {
            Moment::On(date) => Ok(date),
            Moment::After(number) => {
                shift(self.start, number * self.unit.days().unwrap_or_default())
            }
        }
    }

    /// The day courses begin.
    pub(crate) fn start(self) -> Date {
        self.start
    }
}

fn shift(date: Date, days: f64) -> anyhow::Result<Date> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "moments are at most 10,000 units"
    )]
    let days = days.round() as i64;
    date.checked_add(days.days())
        .context("a day in the file lies outside of the calendar")
}
