//! How long something has waited, in words.

use jiff::SignedDuration;

use crate::format::count;

/// "3 h 10 min", "2 days 4 h", "less than a minute". A time that lies ahead (the clock was put back) is no time.
pub(crate) fn in_words(time: SignedDuration) -> String {
    let minutes = time.as_mins().max(0);
    let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let named = |number: i64, one, many| count(usize::try_from(number).unwrap_or(0), one, many);
    match (days, hours, rest) {
        (0, 0, 0) => "less than a minute".to_owned(),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => named(days, "day", "days"),
        (days, hours, _) => format!("{} {hours} h", named(days, "day", "days")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_as_people_say_it() {
        for (minutes, words) in [
            (-5, "less than a minute"),
            (0, "less than a minute"),
            (9, "9 min"),
            (60, "1 h"),
            (190, "3 h 10 min"),
            (1440, "1 day"),
            (1500, "1 day 1 h"),
            (2 * 1440 + 59, "2 days"),
        ] {
            assert_eq!(in_words(SignedDuration::from_mins(minutes)), words);
        }
    }
}
