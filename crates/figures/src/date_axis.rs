//! Where dates lie, and which of them an axis names.

use jiff::civil::{Date, date};

use crate::Format;
use crate::scale::{Linear, Range};

const SECONDS_PER_DAY: i64 = 86_400;

/// A Monday, so that whole weeks count from it.
const EPOCH: Date = date(1970, 1, 5);

/// Days since [`EPOCH`], for arithmetic.
fn day_number(date: Date) -> i64 {
    date.duration_since(EPOCH).as_secs() / SECONDS_PER_DAY
}

/// The horizontal axis of a trajectory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DateAxis {
    first: i64,
    last: i64,
    scale: Linear,
    left: f64,
    right: f64,
}

/// One named place on the axis.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DateTick {
    pub(crate) x: f64,
    pub(crate) text: String,
    /// The year, on the first tick and wherever it changes.
    pub(crate) year: Option<String>,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Days(i64),
    Months(i32),
    Years(i32),
}

const STEPS: [Step; 20] = [
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
    Step::Years(500),
    Step::Years(1000),
    Step::Years(2000),
    Step::Years(5000),
];

impl Step {
    /// Room that a name needs, as a multiple of the text size.
    const fn room(self) -> f64 {
        match self {
            Self::Days(_) => 4.6,
            Self::Months(_) | Self::Years(_) => 3.2,
        }
    }

    const fn days(self) -> f64 {
        match self {
            Self::Days(days) => days as f64,
            Self::Months(months) => months as f64 * 30.4,
            Self::Years(years) => years as f64 * 365.2,
        }
    }
}

impl DateAxis {
    /// An axis that holds all the dates, a week at least, with a little room at
    /// both ends. None without any date.
    pub(crate) fn new(
        dates: impl IntoIterator<Item = Date>,
        left: f64,
        right: f64,
    ) -> Option<Self> {
        let (first, last) =
            dates
                .into_iter()
                .map(day_number)
                .fold(None, |span: Option<(i64, i64)>, day| {
                    Some(span.map_or((day, day), |(a, b)| (a.min(day), b.max(day))))
                })?;
        let room = ((last - first) / 40)
            .max((7 - (last - first)).max(0) / 2)
            .max(1);
        let (first, last) = (first - room, last + room);
        let range = Range::new(first as f64, last as f64).ok()?;
        Some(Self {
            first,
            last,
            scale: Linear::new(range, left, right),
            left,
            right,
        })
    }

    /// Where a date lies.
    pub(crate) fn at(&self, date: Date) -> f64 {
        self.scale.at(day_number(date) as f64)
    }

    /// Ticks at round dates, as close as their names allow at this text size.
    pub(crate) fn ticks(&self, format: &Format, text_size: f64) -> Vec<DateTick> {
        let days_per_unit = (self.last - self.first) as f64 / (self.right - self.left);
        let step = STEPS
            .into_iter()
            .find(|step| step.days() >= step.room() * text_size * days_per_unit)
            .unwrap_or(Step::Years(5000));
        let mut year_before = None;
        self.round_dates(step)
            .into_iter()
            .map(|date| {
                let (text, year) = match step {
                    Step::Days(_) => (format.day(date), Some(date.year())),
                    Step::Months(_) => (format.month(date).to_owned(), Some(date.year())),
                    Step::Years(_) => (date.year().to_string(), None),
                };
                let changed = year.filter(|year| year_before.replace(*year) != Some(*year));
                DateTick {
                    x: self.at(date),
                    text,
                    year: changed.map(|year| year.to_string()),
                }
            })
            .collect()
    }

    fn round_dates(&self, step: Step) -> Vec<Date> {
        let inside = |date: &Date| (self.first..=self.last).contains(&day_number(*date));
        match step {
            Step::Days(days) => {
                let start = -(-self.first).div_euclid(days) * days;
                (start..=self.last)
                    .step_by(usize::try_from(days).unwrap_or(1))
                    .filter_map(from_day_number)
                    .collect()
            }
            Step::Months(months) => self
                .first_of_months(months)
                .into_iter()
                .filter(inside)
                .collect(),
            Step::Years(years) => self
                .first_of_months(years * 12)
                .into_iter()
                .filter(inside)
                .collect(),
        }
    }

    /// The first day of every `step`-th month from before the axis begins,
    /// counted from January of the year 0.
    fn first_of_months(&self, step: i32) -> Vec<Date> {
        let month_of =
            |day| from_day_number(day).map(|d| i32::from(d.year()) * 12 + i32::from(d.month()) - 1);
        let start = month_of(self.first).unwrap_or(-9999 * 12);
        let end = month_of(self.last).unwrap_or(9999 * 12 + 11);
        (start.div_euclid(step)..=end.div_euclid(step))
            .filter_map(|count| {
                let month = count * step;
                let year = i16::try_from(month.div_euclid(12)).ok()?;
                let month = i8::try_from(month.rem_euclid(12) + 1).ok()?;
                Date::new(year, month, 1).ok()
            })
            .collect()
    }
}

/// None past the ends of the calendar.
fn from_day_number(day: i64) -> Option<Date> {
    EPOCH
        .checked_add(jiff::SignedDuration::from_secs(day * SECONDS_PER_DAY))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(from: Date, to: Date) -> Vec<String> {
        DateAxis::new([from, to], 0.0, 600.0).map_or_else(Vec::new, |axis| {
            axis.ticks(&Format::default(), 13.0)
                .into_iter()
                .map(|tick| match tick.year {
                    Some(year) => format!("{}/{year}", tick.text),
                    None => tick.text,
                })
                .collect()
        })
    }

    #[test]
    fn ticks_are_mondays_then_months_then_years() {
        let weeks = texts(date(2024, 12, 20), date(2025, 1, 20));
        assert_eq!(
            weeks,
            ["23 Dec/2024", "30 Dec", "6 Jan/2025", "13 Jan", "20 Jan"]
        );
        let months = texts(date(2024, 10, 3), date(2025, 3, 9));
        assert_eq!(months, ["Oct/2024", "Nov", "Dec", "Jan/2025", "Feb", "Mar"]);
        let years = texts(date(1990, 1, 1), date(2024, 1, 1));
        assert_eq!(
            years,
            ["1990", "1995", "2000", "2005", "2010", "2015", "2020"]
        );
    }

    #[test]
    fn one_date_and_the_whole_calendar_have_an_axis() {
        assert!(!texts(date(2024, 5, 14), date(2024, 5, 14)).is_empty());
        assert!(!texts(Date::MIN, Date::MAX).is_empty());
        assert!(DateAxis::new([], 0.0, 1.0).is_none());
    }
}
