use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::Refusal;

/// Two years of weeks. A series is written down time by time, and nobody agrees on more at once.
pub const MOST_TIMES: u16 = 104;

/// Weeks between two times of a series, at most.
const MOST_WEEKS: u16 = 26;

/// How a series goes on after its first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// Every so many weeks, on the same weekday at the same time.
    pub every_weeks: u16,
    /// Until when.
    pub ends: Ends,
}

/// Where a series ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// After so many times, the first one counted.
    After(u16),
    /// With the last time on this day or before it.
    Until(Date),
}

/// The times of a series, or the one time.
///
/// # Errors
/// A rhythm or an end that cannot be used, or more than [`MOST_TIMES`].
pub fn times(first: DateTime, repeat: Option<Repeat>) -> Result<Vec<DateTime>, Refusal> {
    let Some(repeat) = repeat else {
        return Ok(vec![first]);
    };
    if !(1..=MOST_WEEKS).contains(&repeat.every_weeks) {
        return Err(Refusal::Invalid {
            field: "Weeks between",
            expected: "from 1 to 26",
        });
    }
    let number = match repeat.ends {
        Ends::After(number) => number,
        Ends::Until(day) if day < first.date() => {
            return Err(Refusal::Invalid {
                field: "The last day",
                expected: "not before the first one",
            });
        }
        Ends::Until(_) => MOST_TIMES + 1,
    };
    if number == 0 || matches!(repeat.ends, Ends::After(number) if number > MOST_TIMES) {
        return Err(TOO_MANY);
    }
    let mut times = Vec::new();
    for step in 0..number {
        // Weeks of the calendar, not of 168 hours: a day of changing clocks is one day.
        let weeks = i64::from(step) * i64::from(repeat.every_weeks);
        let at = first.checked_add(weeks.weeks()).map_err(|_| TOO_MANY)?;
        if matches!(repeat.ends, Ends::Until(day) if at.date() > day) {
            return Ok(times);
        }
        if times.len() >= usize::from(MOST_TIMES) {
            return Err(TOO_MANY);
        }
        times.push(at);
    }
    Ok(times)
}

const TOO_MANY: Refusal = Refusal::Invalid {
    field: "The series",
    expected: "from 1 to 104 times; agree on the others later",
};

/// The moment of a time on the wall. A time that the clocks leave out in spring is the moment just as long after the
/// change (RFC 5545, section 3.3.5); one that comes twice in autumn is the first of the two. None beyond the year 9999.
pub fn instant(at: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let there = zone.to_ambiguous_zoned(at).compatible().ok()?;
    Some(there.timestamp())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use jiff::civil::date;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const ZONES: [&str; 7] = [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "America/Santiago",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "Pacific/Chatham",
    ];

    #[test]
    fn a_series_ends_after_its_number_or_on_its_last_day() {
        let first = date(2026, 3, 18).at(15, 0, 0, 0);
        let every_two = |ends| Repeat {
            every_weeks: 2,
            ends,
        };
        let three = times(first, Some(every_two(Ends::After(3)))).unwrap();
        let until = times(first, Some(every_two(Ends::Until(date(2026, 4, 15))))).unwrap();
        assert_eq!(three, until);
        assert_eq!(three[2], date(2026, 4, 15).at(15, 0, 0, 0));
        let before = every_two(Ends::Until(date(2026, 4, 14)));
        assert_eq!(times(first, Some(before)).unwrap().len(), 2);
        for refused in [
            Ends::After(0),
            Ends::After(105),
            Ends::Until(date(2026, 3, 17)),
        ] {
            assert!(times(first, Some(every_two(refused))).is_err());
        }
        let endless = Repeat {
            every_weeks: 1,
            ends: Ends::Until(date(2030, 1, 1)),
        };
        assert!(times(first, Some(endless)).is_err());
    }

    #[test]
    fn three_in_the_afternoon_is_another_hour_of_the_world_after_the_change() {
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let winter = instant(date(2026, 3, 25).at(15, 0, 0, 0), &berlin).unwrap();
        let summer = instant(date(2026, 4, 1).at(15, 0, 0, 0), &berlin).unwrap();
        assert_eq!(winter.to_string(), "2026-03-25T14:00:00Z");
        assert_eq!(summer.to_string(), "2026-04-01T13:00:00Z");
        // Left out in spring: 02:30 is 03:30. Twice in autumn: the first one.
        let left_out = instant(date(2026, 3, 29).at(2, 30, 0, 0), &berlin).unwrap();
        assert_eq!(left_out.to_string(), "2026-03-29T01:30:00Z");
        let twice = instant(date(2026, 10, 25).at(2, 30, 0, 0), &berlin).unwrap();
        assert_eq!(twice.to_string(), "2026-10-25T00:30:00Z");
    }

    proptest! {
        #[test]
        fn the_clock_on_the_wall_says_what_was_agreed(
            zone in select(ZONES.to_vec()),
            day in 0i32..3000,
            minute in 0i32..288,
            every_weeks in 1u16..=4,
            number in 1u16..=60,
        ) {
            let zone = TimeZone::get(zone).unwrap();
            let first = date(2024, 1, 1).checked_add(day.days()).unwrap().at(0, 0, 0, 0);
            let first = first.checked_add((minute * 5).minutes()).unwrap();
            let repeat = Repeat { every_weeks, ends: Ends::After(number) };
            let series = times(first, Some(repeat)).unwrap();
            prop_assert_eq!(series.len(), usize::from(number));
            for (step, at) in series.iter().enumerate() {
                prop_assert_eq!(at.time(), first.time());
                prop_assert_eq!(at.weekday(), first.weekday());
                let days = (at.date() - first.date()).get_days();
                prop_assert_eq!(days, i32::try_from(step).unwrap() * i32::from(every_weeks) * 7);
                // And that is what clocks show there, but for the hour that is left out in spring.
                let there = instant(*at, &zone).unwrap().to_zoned(zone.clone()).datetime();
                if zone.to_ambiguous_timestamp(*at).is_ambiguous() {
                    prop_assert!(there >= *at && there.duration_since(*at).as_hours() <= 1);
                } else {
                    prop_assert_eq!(there, *at);
                }
            }
            let moments: Vec<_> = series.iter().map(|at| instant(*at, &zone)).collect();
            prop_assert!(moments.is_sorted());
        }
    }
}
