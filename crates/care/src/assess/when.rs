//! When something happened, as exactly as anybody knows.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Refusal;

/// A time that is known to the day, or only roughly: "spring 2019". Any day can be
/// the first one, so there is nothing here that cannot be placed on an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The first day it can have been.
    pub from: Date,
    /// How much longer it can have been.
    pub known_to: KnownTo,
}

/// How exactly a time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownTo {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the season: three months, winter from December. The names are those of the
    /// northern half of the world; forms show the months beside them.
    Season,
    /// To a year: of the calendar, or of a life from one birthday to the next.
    Year,
    /// To about a year: the one that was said, the one before it or the one after.
    AboutYear,
}

/// The part of a year somebody remembers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOfYear {
    /// A month, 1 to 12.
    Month(i8),
    /// A season, by its first month: 3, 6, 9 or 12.
    Season(i8),
    /// No part at all: the year itself is only about right.
    About,
}

const SEASONS: [(i8, &str, &str); 4] = [
    (3, "spring", "March to May"),
    (6, "summer", "June to August"),
    (9, "autumn", "September to November"),
    (12, "winter", "December to February"),
];

/// The code of a year that is only about right.
const ABOUT: &str = "about";

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl PartOfYear {
    /// Every part with its code and its words, months first, for a form.
    pub fn choices() -> Vec<(String, String)> {
        let months = (1..).zip(MONTHS).map(|(number, name)| {
            let month: i8 = number;
            (month.to_string(), name.to_owned())
        });
        let seasons = SEASONS
            .iter()
            .map(|(_, name, months)| ((*name).to_owned(), format!("{name} ({months})")));
        let about = (ABOUT.to_owned(), "only about that year".to_owned());
        months.chain(seasons).chain([about]).collect()
    }

    /// The part with this code; none for no part.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a code that no form offers.
    pub fn from_code(code: &str) -> Result<Option<Self>, Refusal> {
        if code.is_empty() {
            return Ok(None);
        }
        if code == ABOUT {
            return Ok(Some(Self::About));
        }
        let season = SEASONS
            .iter()
            .find(|(_, name, _)| *name == code)
            .map(|(first, ..)| Self::Season(*first));
        let month = || match code.parse() {
            Ok(month @ 1..=12) => Some(Self::Month(month)),
            _ => None,
        };
        season.or_else(month).map(Some).ok_or(UNKNOWN_PART)
    }
}

const UNKNOWN_PART: Refusal = Refusal::Invalid {
    field: "Month or season",
    expected: "one of those offered",
};

impl When {
    /// From what somebody remembers. No year means that nothing is known.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a day that is not in the calendar, a day without its
    /// month, a part of no year, or a year outside of 1900 to 2200.
    pub fn remembered(
        year: Option<i16>,
        part: Option<PartOfYear>,
        day: Option<i8>,
    ) -> Result<Option<Self>, Refusal> {
        let Some(year) = year else {
            return if part.is_none() && day.is_none() {
                Ok(None)
            } else {
                Err(Refusal::Missing { field: "the year" })
            };
        };
        if !(1900..=2200).contains(&year) {
            return Err(Refusal::Invalid {
                field: "Year",
                expected: "four digits, such as 2019",
            });
        }
        let (month, known_to) = match (part, day) {
            (Some(PartOfYear::Month(month)), Some(_)) => (month, KnownTo::Day),
            (Some(PartOfYear::Month(month)), None) => (month, KnownTo::Month),
            (Some(PartOfYear::Season(month)), None) => (month, KnownTo::Season),
            (Some(PartOfYear::About), None) => (1, KnownTo::AboutYear),
            (None, None) => (1, KnownTo::Year),
            (_, Some(_)) => {
                return Err(Refusal::Invalid {
                    field: "Day",
                    expected: "only together with its month",
                });
            }
        };
        // It can have been the year before.
        let first_year = year - i16::from(known_to == KnownTo::AboutYear);
        let from =
            Date::new(first_year, month, day.unwrap_or(1)).map_err(|_| Refusal::Invalid {
                field: "Day",
                expected: "a day that this month has",
            })?;
        Ok(Some(Self { from, known_to }))
    }

    /// A time known to the day.
    pub fn on(day: Date) -> Self {
        Self {
            from: day,
            known_to: KnownTo::Day,
        }
    }

    /// "When I was seven": the year of life from that birthday to the day before the next.
    pub fn at_age(born: Date, age: u8) -> Self {
        Self {
            from: born.saturating_add(i64::from(age).years()),
            known_to: KnownTo::Year,
        }
    }

    /// The first and the last day it can have been.
    pub fn span(self) -> (Date, Date) {
        // A stored date is taken as it is; past the calendar's end it just ends there.
        let whole = |span| self.from.saturating_add(span).saturating_sub(1.days());
        let last = match self.known_to {
            KnownTo::Day => self.from,
            KnownTo::Month => whole(1.months()),
            KnownTo::Season => whole(3.months()),
            KnownTo::Year => whole(1.years()),
            KnownTo::AboutYear => whole(3.years()),
        };
        (self.from, last.max(self.from))
    }

    /// The day it is drawn at: the middle of what it can have been.
    pub fn middle(self) -> Date {
        let (first, last) = self.span();
        let days = first.until(last).map_or(0, |span| span.get_days());
        first.saturating_add((days / 2).days())
    }

    /// "3 May 2019", "May 2019", "spring 2019", "winter 2018/19", "2019", "about 2019".
    pub fn words(self) -> String {
        let (year, month) = (self.from.year(), self.from.month());
        match self.known_to {
            KnownTo::Day => self.from.strftime("%-d %B %Y").to_string(),
            KnownTo::Month => self.from.strftime("%B %Y").to_string(),
            KnownTo::Season => match SEASONS.iter().find(|(first, ..)| *first == month) {
                Some((12, name, _)) => format!("{name} {year}/{:02}", (year + 1).rem_euclid(100)),
                Some((_, name, _)) => format!("{name} {year}"),
                None => self.from.strftime("about %B %Y").to_string(),
            },
            // A year of life reaches over the turn of a year.
            KnownTo::Year => match self.span().1.year() {
                same if same == year => year.to_string(),
                next => format!("{year}/{:02}", next.rem_euclid(100)),
            },
            KnownTo::AboutYear => format!("about {}", self.middle().year()),
        }
    }

    /// Year, code of the part, and day, as a form shows them again.
    pub fn parts(self) -> (i16, String, Option<i8>) {
        let month = self.from.month();
        let (part, day) = match self.known_to {
            KnownTo::Day => (month.to_string(), Some(self.from.day())),
            KnownTo::Month => (month.to_string(), None),
            KnownTo::Season => {
                let season = SEASONS.iter().find(|(first, ..)| *first == month);
                (
                    season.map_or_else(|| month.to_string(), |(_, name, _)| (*name).to_owned()),
                    None,
                )
            }
            KnownTo::Year => (String::new(), None),
            KnownTo::AboutYear => (ABOUT.to_owned(), None),
        };
        let first_year = self.from.year();
        let year = first_year + i16::from(self.known_to == KnownTo::AboutYear);
        (year, part, day)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops on any error")]

    use jiff::civil::date;

    use super::*;

    fn remembered(year: i16, part: &str, day: Option<i8>) -> Result<Option<When>, Refusal> {
        When::remembered(Some(year), PartOfYear::from_code(part)?, day)
    }

    #[test]
    fn what_is_remembered_reads_as_it_was_said() {
        for (part, day, words, span) in [
            ("", None, "2019", (date(2019, 1, 1), date(2019, 12, 31))),
            ("5", None, "May 2019", (date(2019, 5, 1), date(2019, 5, 31))),
            (
                "5",
                Some(3),
                "3 May 2019",
                (date(2019, 5, 3), date(2019, 5, 3)),
            ),
            (
                "spring",
                None,
                "spring 2019",
                (date(2019, 3, 1), date(2019, 5, 31)),
            ),
            (
                "winter",
                None,
                "winter 2019/20",
                (date(2019, 12, 1), date(2020, 2, 29)),
            ),
        ] {
            let when = remembered(2019, part, day).unwrap().unwrap();
            assert_eq!(when.words(), words);
            assert_eq!(when.span(), span, "{words}");
            assert_eq!(when.parts(), (2019, part.to_owned(), day), "{words}");
            let (first, last) = span;
            assert!((first..=last).contains(&when.middle()), "{words}");
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(remembered(2019, "2", Some(29)).is_err());
        assert!(remembered(2020, "2", Some(29)).is_ok());
        assert!(remembered(2019, "", Some(1)).is_err());
        assert!(remembered(2019, "spring", Some(1)).is_err());
        assert!(remembered(19, "", None).is_err());
        assert!(PartOfYear::from_code("13").is_err());
        assert!(PartOfYear::from_code("Spring time").is_err());
        assert_eq!(When::remembered(None, None, None).unwrap(), None);
        assert!(When::remembered(None, Some(PartOfYear::Month(1)), None).is_err());
    }

    #[test]
    fn every_choice_of_the_form_is_understood() {
        for (code, _) in PartOfYear::choices() {
            assert!(PartOfYear::from_code(&code).unwrap().is_some(), "{code}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trouble() {
        for known_to in [KnownTo::Day, KnownTo::Month, KnownTo::Season, KnownTo::Year] {
            for from in [Date::MIN, Date::MAX] {
                let when = When { from, known_to };
                let (first, last) = when.span();
                assert!(first <= last);
                assert!(!when.words().is_empty());
            }
        }
    }

    #[test]
    fn about_a_year_reaches_into_the_years_beside_it() {
        let about = remembered(1994, "about", None).unwrap().unwrap();
        assert_eq!(about.words(), "about 1994");
        assert_eq!(about.span(), (date(1993, 1, 1), date(1995, 12, 31)));
        assert_eq!(about.middle().year(), 1994);
        assert_eq!(about.parts(), (1994, "about".to_owned(), None));
        assert!(remembered(1994, "about", Some(3)).is_err());
    }

    #[test]
    fn an_age_is_the_year_from_one_birthday_to_the_next() {
        let seven = When::at_age(date(1990, 6, 15), 7);
        assert_eq!(seven.span(), (date(1997, 6, 15), date(1998, 6, 14)));
        assert_eq!(seven.words(), "1997/98");
    }
}
