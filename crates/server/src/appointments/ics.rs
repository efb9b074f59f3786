//! Appointments as a calendar program reads them (RFC 5545). A few lines of text; nothing in them says what the
//! appointments are about.

use jiff::Timestamp;
use uuid::Uuid;

/// Octets of a line before it is folded (section 3.1).
const LINE: usize = 75;

/// One appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Event {
    /// Always the same for the same appointment, also when it is moved.
    pub(super) uid: Uuid,
    /// Two letters at most, where the clinician wants them.
    pub(super) initials: String,
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    pub(super) cancelled: bool,
}

/// A whole calendar. Moments are in UTC, so that no time zone has to be described and none can be misread.
pub(super) fn calendar(events: &[Event], now: Timestamp) -> String {
    let mut text = String::new();
    let mut line = |content: &str| fold(content, &mut text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Attune//Appointments//EN");
    line("CALSCALE:GREGORIAN");
    line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    for event in events {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@attune", event.uid.simple()));
        line(&format!("DTSTAMP:{}", utc(now)));
        line(&format!("DTSTART:{}", utc(event.from)));
        line(&format!("DTEND:{}", utc(event.to)));
        let summary = match event.initials.as_str() {
            "" => "Appointment".to_owned(),
            initials => format!("Appointment {initials}"),
        };
        line(&format!("SUMMARY:{}", escaped(&summary)));
        line("CLASS:PRIVATE");
        let (status, free) = if event.cancelled {
            ("CANCELLED", "TRANSPARENT")
        } else {
            ("CONFIRMED", "OPAQUE")
        };
        line(&format!("STATUS:{status}"));
        line(&format!("TRANSP:{free}"));
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    text
}

/// The first letters of the first and the last name.
pub(super) fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().find(|letter| letter.is_alphabetic());
    let mut letters = name.split_whitespace().filter_map(first);
    let one = letters.next();
    let other = letters.next_back();
    one.into_iter().chain(other).collect()
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Section 3.3.11.
fn escaped(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => plain.extend(['\\', letter]),
            '\n' => plain.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => plain.push(letter),
        }
    }
    plain
}

/// A line and its continuations, each at most 75 octets with the space it begins with; no letter is cut in two.
fn fold(content: &str, text: &mut String) {
    let mut used = 0;
    for letter in content.chars() {
        if used + letter.len_utf8() > LINE {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(letter);
        used += letter.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_letters_and_come_back_whole() {
        for letters in ["a", "ä", "語", "🙂"] {
            let long = letters.repeat(120);
            let mut text = String::new();
            fold(&long, &mut text);
            assert!(text.split("\r\n").all(|line| line.len() <= LINE));
            assert_eq!(text.replace("\r\n ", "").trim_end(), long);
        }
    }

    #[test]
    fn what_has_a_meaning_is_escaped_and_initials_are_letters() {
        assert_eq!(escaped("a;b,c\\d\ne\r"), "a\\;b\\,c\\\\d\\ne");
        assert_eq!(initials("Mira Anna Okafor"), "MO");
        assert_eq!(initials("  Élodie "), "É");
        assert_eq!(initials(";-) 12"), "");
    }
}
