//! In which language a form was read: written down with the answers, and seen in the course.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_care::assess::{Answered, Asking, Way, assign, give_response, language_changes};
use attune_care::{Author, Entry, Record};
use attune_catalog::{Answer, Catalog};
use attune_ids::{EntryId, SeededIds};
use jiff::Timestamp;
use jiff::civil::{Date, date};

/// Asks for session feedback and has it answered in this language.
fn answer(entries: &mut Vec<Entry>, ids: &mut SeededIds, language: &str, on: Date) -> EntryId {
    let catalog = Catalog::shipped().unwrap();
    let asking = Asking {
        measure: "session-feedback".to_owned(),
        way: Way::Link,
        session: None,
    };
    let entry = EntryId::new(ids);
    let record = Record::from_entries(entries);
    let (assignment, new) = assign(&record, &catalog, &asking, on, entry, ids).unwrap();
    let sign = |entry: attune_care::NewEntry| entry.sign(Author::Client, Timestamp::UNIX_EPOCH);
    entries.extend(new.into_iter().map(sign));
    let answered = Answered {
        assignment: assignment.id,
        answers: vec![Answer::Value(5); 5],
        words: None,
        language: language.to_owned(),
    };
    let record = Record::from_entries(entries);
    let entry = EntryId::new(ids);
    let new = give_response(&record, &catalog, answered, on, entry, ids).unwrap();
    entries.extend(new.into_iter().map(sign));
    entry
}

#[test]
fn a_course_marks_every_change_of_language_at_its_first_form() {
    let (mut entries, mut ids) = (Vec::new(), SeededIds::new(3));
    let day = |day: i8| date(2026, 5, day);
    for on in [1, 8] {
        answer(&mut entries, &mut ids, "en", day(on));
    }
    let german = answer(&mut entries, &mut ids, "de", day(15));
    answer(&mut entries, &mut ids, "de", day(22));
    // Written down late: the day it was answered decides about its place.
    answer(&mut entries, &mut ids, "en", day(2));
    let record = Record::from_entries(&entries);
    assert_eq!(record.responses[3].item.measure.language, "de");
    let changes = language_changes(&record, "session-feedback");
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].on, changes[0].entry), (day(15), german));
    assert_eq!(
        (changes[0].from.as_str(), changes[0].to.as_str()),
        ("en", "de")
    );
    assert!(language_changes(&record, "phq-9").is_empty());

    answer(&mut entries, &mut ids, "en", day(29));
    let record = Record::from_entries(&entries);
    assert_eq!(language_changes(&record, "session-feedback").len(), 2);
}
