use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How often a schedule asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rhythm {
    /// With every first, every second, ... session: before it, or after it for feedback on the session.
    Sessions {
        /// 1: with each.
        each: u16,
    },
    /// Every so many days, from the first day on.
    Days {
        /// 7: weekly.
        each: u16,
    },
    /// Every so many months, on the day of the month of the first day.
    Months {
        /// 1: monthly.
        each: u16,
    },
    /// Once, on the first day.
    Once,
    /// Before each review of the plan.
    AtReview,
    /// Before therapy ends.
    AtEnding {
        /// The day of the last session, once it is agreed. Without it: when no problem is worked on any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<Date>,
    },
}

impl Rhythm {
    /// In words, as it stands on the page.
    pub fn words(self) -> String {
        match self {
            Self::Sessions { each: 1 } => "with each session".to_owned(),
            Self::Sessions { each } => format!("with every {} session", ordinal(each)),
            Self::Days { each: 7 } => "every week".to_owned(),
            Self::Days { each: 14 } => "every two weeks".to_owned(),
            Self::Days { each: 1 } => "every day".to_owned(),
            Self::Days { each } => format!("every {each} days"),
            Self::Months { each: 1 } => "every month".to_owned(),
            Self::Months { each } => format!("every {each} months"),
            Self::Once => "once".to_owned(),
            Self::AtReview => "before each review of the plan".to_owned(),
            Self::AtEnding { .. } => "before therapy ends".to_owned(),
        }
    }

    /// The latest day of a rhythm by the calendar that is not after `today`; none before the first day and for
    /// rhythms that follow something else than the calendar.
    pub(super) fn latest(self, from: Date, today: Date) -> Option<Date> {
        if today < from {
            return None;
        }
        match self {
            Self::Days { each } => {
                let each = i64::from(each.max(1));
                let steps = crate::caseload::days(from, today) / each;
                from.checked_add((steps * each).days()).ok()
            }
            Self::Months { each } => {
                let each = i64::from(each.max(1));
                let months = i64::from(today.year() - from.year()) * 12
                    + i64::from(today.month() - from.month());
                let steps = months / each;
                let day = |steps: i64| from.checked_add((steps * each).months()).ok();
                // The 31st of a month may not have come yet in the month counted to.
                day(steps)
                    .filter(|on| *on <= today)
                    .or_else(|| day(steps - 1))
            }
            Self::Once => Some(from),
            Self::Sessions { .. } | Self::AtReview | Self::AtEnding { .. } => None,
        }
    }

    /// The first day of the calendar after `day`.
    pub(super) fn next_after(self, from: Date, day: Date) -> Option<Date> {
        if day < from {
            return matches!(self, Self::Days { .. } | Self::Months { .. } | Self::Once)
                .then_some(from);
        }
        // Reckoned from the first day each time: the 31st stays the 31st after a short month.
        match self {
            Self::Days { each } => {
                let latest = self.latest(from, day)?;
                latest.checked_add(i64::from(each.max(1)).days()).ok()
            }
            Self::Months { each } => {
                let each = i64::from(each.max(1));
                let months = i64::from(day.year() - from.year()) * 12
                    + i64::from(day.month() - from.month());
                let steps = months / each;
                (steps..=steps + 1)
                    .filter_map(|steps| from.checked_add((steps * each).months()).ok())
                    .find(|on| *on > day)
            }
            _ => None,
        }
    }
}

fn ordinal(number: u16) -> String {
    match number {
        2 => "second".to_owned(),
        3 => "third".to_owned(),
        4 => "fourth".to_owned(),
        5 => "fifth".to_owned(),
        6 => "sixth".to_owned(),
        more => format!("{more}th"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn weeks_are_counted_from_the_first_day() {
        let (weekly, from) = (Rhythm::Days { each: 7 }, date(2026, 5, 4));
        assert_eq!(weekly.latest(from, date(2026, 5, 3)), None);
        assert_eq!(weekly.latest(from, from), Some(from));
        assert_eq!(
            weekly.latest(from, date(2026, 5, 24)),
            Some(date(2026, 5, 18))
        );
        assert_eq!(
            weekly.next_after(from, date(2026, 5, 18)),
            Some(date(2026, 5, 25))
        );
        assert_eq!(weekly.next_after(from, date(2026, 4, 1)), Some(from));
    }

    #[test]
    fn the_thirty_first_comes_back_after_a_short_month() {
        let (monthly, from) = (Rhythm::Months { each: 1 }, date(2026, 1, 31));
        assert_eq!(
            monthly.latest(from, date(2026, 2, 28)),
            Some(date(2026, 2, 28))
        );
        assert_eq!(
            monthly.latest(from, date(2026, 3, 30)),
            Some(date(2026, 2, 28))
        );
        assert_eq!(
            monthly.next_after(from, date(2026, 2, 28)),
            Some(date(2026, 3, 31))
        );
    }

    #[test]
    fn once_comes_once() {
        let from = date(2026, 5, 4);
        assert_eq!(Rhythm::Once.latest(from, date(2027, 1, 1)), Some(from));
        assert_eq!(Rhythm::Once.next_after(from, from), None);
    }
}
