//! What a new engine or a new version of a measure would make of stored answers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_care::assess::{Difference, MeasureRef, Response, Way, rescore};
use attune_care::{Author, Body, Entry, Record};
use attune_catalog::{Answer, Catalog, Files, Outcome, score};
use attune_ids::{AssignmentId, EntryId, SeededIds};
use jiff::Timestamp;
use jiff::civil::date;

fn record(catalog: &Catalog, id: &str, answers: Vec<Answer>) -> Record {
    let measure = catalog.measure(id).unwrap();
    let mut ids = SeededIds::new(1);
    let response = Response {
        paper: None,
        assignment: AssignmentId::new(&mut ids),
        measure: MeasureRef::of(measure),
        scored: score(measure, &answers).unwrap(),
        answers,
        words: None,
        way: Way::Link,
        on: date(2026, 5, 14),
        session: None,
    };
    Record::from_entries(&[Entry {
        format: 1,
        id: EntryId::new(&mut ids),
        at: Timestamp::UNIX_EPOCH,
        by: Author::Client,
        body: Body::ResponseGiven(response),
    }])
}

#[test]
fn what_would_come_out_the_same_is_not_told() {
    let catalog = Catalog::shipped().unwrap();
    let mut answers = vec![Answer::Value(2); 9];
    answers.push(Answer::NotAsked);
    assert_eq!(rescore(&record(&catalog, "phq-9", answers), &catalog), []);
}

#[test]
fn another_engine_is_told_by_what_it_changes() {
    let catalog = Catalog::shipped().unwrap();
    let mut record = record(&catalog, "gad-7", vec![Answer::Value(2); 7]);
    let scored = &mut record.responses[0].item.scored;
    scored.engine_version = "attune-scoring/0".to_owned();
    if let Outcome::Complete { value, band } = &mut scored.scores[0].outcome {
        (*value, *band) = (13.0, None);
    }
    let found = rescore(&record, &catalog);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].stored.1.as_deref(), Some("attune-scoring/0"));
    let Difference::Scores(changed) = &found[0].difference else {
        panic!("{found:?}");
    };
    assert_eq!(changed.len(), 1);
    assert_eq!(
        (
            changed[0].what.as_str(),
            changed[0].stored.as_str(),
            changed[0].now.as_str()
        ),
        ("total", "13", "14 moderate")
    );
}

#[test]
fn a_newer_version_is_compared_with_the_same_answers() {
    let mut files = Files::shipped().unwrap();
    let old: Vec<(String, String)> = files
        .paths()
        .filter(|path| path.starts_with("measures/core/gad-7/1.0.0/"))
        .map(|path| (path.to_owned(), files.get(path).unwrap().to_owned()))
        .collect();
    for (path, text) in old {
        // The newer version calls everything from 8 on moderate.
        let text = text
            .replace("version = \"1.0.0\"", "version = \"1.1.0\"")
            .replace("from = 5, to = 9,", "from = 5, to = 7,")
            .replace("from = 10, to = 14,", "from = 8, to = 14,");
        let text = if path.ends_with("vectors.json") {
            r#"{"vectors": [{"name": "nine", "answers": [2, 2, 2, 2, 1, 0, 0], "expect": {"total": 9, "band": "moderate"}}]}"#.to_owned()
        } else {
            text
        };
        files.insert(&path.replace("1.0.0", "1.1.0"), text);
    }
    let before = Catalog::shipped().unwrap();
    let after = Catalog::from_files(&files).unwrap();
    let nine = [2, 2, 2, 2, 1, 0, 0].map(Answer::Value).to_vec();
    let found = rescore(&record(&before, "gad-7", nine), &after);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].compared.0, "1.1.0");
    let Difference::Scores(changed) = &found[0].difference else {
        panic!("{found:?}");
    };
    assert_eq!(changed[0].stored, "9 mild");
    assert_eq!(changed[0].now, "9 moderate");
    let low = vec![Answer::Value(0); 7];
    assert_eq!(rescore(&record(&before, "gad-7", low), &after), []);
}

#[test]
fn a_version_that_is_gone_is_said_to_be() {
    let catalog = Catalog::shipped().unwrap();
    let mut record = record(&catalog, "gad-7", vec![Answer::Value(2); 7]);
    record.responses[0].item.measure.version = "0.9.0".to_owned();
    let found = rescore(&record, &catalog);
    assert!(matches!(found[0].difference, Difference::NotComparable(_)));
}
