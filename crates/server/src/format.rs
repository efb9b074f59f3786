//! How dates and numbers read.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// "Tue 14 May", with the year when it is not `today`'s.
pub(crate) fn day(date: Date, today: Date) -> String {
    if date.year() == today.year() {
        date.strftime("%a %-d %b").to_string()
    } else {
        date.strftime("%a %-d %b %Y").to_string()
    }
}

/// "Thu 14 May, 09:30", in this time zone.
pub(crate) fn moment(at: Timestamp, zone: &TimeZone, today: Date) -> String {
    let there = at.to_zoned(zone.clone());
    format!("{}, {}", day(there.date(), today), there.strftime("%H:%M"))
}

/// Whole numbers without a decimal, others with one; a true minus sign.
pub(crate) fn number(value: f64) -> String {
    let text = if (value - value.round()).abs() < 1e-9 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    };
    text.replace('-', "\u{2212}")
}

/// "1 session", "2 sessions".
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The words with a capital at the beginning, for a sentence made of parts.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn dates_and_numbers_read_well() {
        let today = date(2026, 5, 20);
        assert_eq!(day(date(2026, 5, 14), today), "Thu 14 May");
        assert_eq!(day(date(2025, 12, 1), today), "Mon 1 Dec 2025");
        let at = Timestamp::UNIX_EPOCH;
        assert_eq!(moment(at, &TimeZone::UTC, today), "Thu 1 Jan 1970, 00:00");
        assert_eq!(number(-6.0), "\u{2212}6");
        assert_eq!(capital("élan vital"), "Élan vital");
        assert_eq!(capital(""), "");
        assert_eq!(number(5.25), "5.2");
        assert_eq!(count(1, "session", "sessions"), "1 session");
    }
}
