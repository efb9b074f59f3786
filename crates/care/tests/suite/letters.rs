//! Letters: finished versions are never changed, and their pictures show the day they were finished.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_care::assess::Opening;
use attune_care::letter::{LetterInput, LetterKind, as_written, write_letter};
use attune_care::{Author, Body, Entry, NewEntry, Record, Refusal};
use attune_ids::{EntryId, LetterId, SeededIds};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 5, 14);

fn input(letter: LetterId, based_on: u32, text: &str) -> LetterInput {
    LetterInput {
        letter,
        based_on,
        purpose: LetterKind::Physician,
        language: "en".to_owned(),
        to: " Dr. Weil\r\nLindenweg 3 ".to_owned(),
        title: "Letter to a physician".to_owned(),
        text: text.to_owned(),
    }
}

fn add(entries: &mut Vec<Entry>, new: Vec<NewEntry>) {
    entries.extend(
        new.into_iter()
            .map(|new| new.sign(Author::Program, Timestamp::UNIX_EPOCH)),
    );
}

#[test]
fn a_change_is_the_next_version_and_the_one_before_stays() {
    let mut ids = SeededIds::new(7);
    let letter = LetterId::new(&mut ids);
    let mut entries = Vec::new();
    let opening = Body::RecordOpened(Opening {
        on: TODAY,
        source: None,
    });
    add(&mut entries, vec![NewEntry::new(opening, &mut ids)]);

    let record = Record::from_entries(&entries);
    let first = EntryId::new(&mut ids);
    add(
        &mut entries,
        write_letter(&record, &input(letter, 0, "Sleep came back."), TODAY, first).unwrap(),
    );
    let record = Record::from_entries(&entries);
    assert_eq!(
        record.letter(letter).unwrap().item.to,
        "Dr. Weil\nLindenweg 3"
    );

    // Built on what is not the last version any more, or saying the same.
    let again = write_letter(
        &record,
        &input(letter, 0, "Other"),
        TODAY,
        EntryId::new(&mut ids),
    );
    assert_eq!(
        again,
        Err(Refusal::Outdated {
            expected: 0,
            found: 1
        })
    );
    let same = write_letter(
        &record,
        &input(letter, 1, "Sleep came back. "),
        TODAY,
        EntryId::new(&mut ids),
    );
    assert!(matches!(same, Err(Refusal::AlreadyDone { .. })));

    let second = EntryId::new(&mut ids);
    add(
        &mut entries,
        write_letter(
            &record,
            &input(letter, 1, "Sleep came back in April."),
            TODAY,
            second,
        )
        .unwrap(),
    );
    let record = Record::from_entries(&entries);
    assert_eq!(record.letters.len(), 2);
    assert_eq!(record.letters[0].item.text, "Sleep came back.");
    assert_eq!(record.letter(letter).unwrap().item.number, 2);
    assert_eq!(
        as_written(&Record::default(), &entries, second)
            .letters
            .len(),
        1
    );
    assert_eq!(
        as_written(&Record::default(), &entries, first)
            .letters
            .len(),
        0
    );
}

#[test]
fn nothing_goes_out_empty_or_with_a_picture_that_says_nothing() {
    let mut ids = SeededIds::new(7);
    let letter = LetterId::new(&mut ids);
    let record = Record::default();
    for text in ["  ", "Look:\n\n[picture: course phq-9]"] {
        let refused = write_letter(
            &record,
            &input(letter, 0, text),
            TODAY,
            EntryId::new(&mut ids),
        );
        assert!(matches!(refused, Err(Refusal::Missing { .. })), "{text}");
    }
    let long = "x".repeat(80_001);
    let refused = write_letter(
        &record,
        &input(letter, 0, &long),
        TODAY,
        EntryId::new(&mut ids),
    );
    assert!(matches!(refused, Err(Refusal::Invalid { .. })));
}
