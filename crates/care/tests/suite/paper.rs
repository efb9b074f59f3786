//! Forms on paper: what one pass, two passes and differences come to.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::support;

use std::collections::BTreeMap;

use attune_care::assess::{
    Asking, PaperPass, PaperSettlement, Way, accept_single_pass, assign, discard_pass, enter_paper,
    paper_differences, settle_paper,
};
use attune_care::{Author, Body, Entry, NewEntry, Record, Refusal};
use attune_catalog::Answer;
use attune_ids::{AssignmentId, EntryId, SeededIds};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 5, 14);

struct Notebook {
    entries: Vec<Entry>,
    ids: SeededIds,
    asked: AssignmentId,
}

impl Notebook {
    /// The PHQ-9 was asked on paper.
    fn new() -> Self {
        let mut ids = SeededIds::new(3);
        let asking = Asking {
            measure: "phq-9".to_owned(),
            way: Way::Paper,
            session: None,
        };
        let entry = EntryId::new(&mut ids);
        let record = Record::default();
        let catalog = support::catalog();
        let (asked, new) = assign(&record, catalog, &asking, TODAY, entry, &mut ids).unwrap();
        let mut notebook = Self {
            entries: Vec::new(),
            ids,
            asked: asked.id,
        };
        notebook.write(new);
        notebook
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn write(&mut self, new: Vec<NewEntry>) {
        let signed = new
            .into_iter()
            .map(|entry| entry.sign(Author::Import, Timestamp::UNIX_EPOCH));
        self.entries.extend(signed);
    }

    fn pass(&mut self, answers: Vec<Answer>, on: Date) -> Result<EntryId, Refusal> {
        let entry = EntryId::new(&mut self.ids);
        let pass = PaperPass {
            assignment: self.asked,
            answers,
            words: None,
            on,
        };
        let record = self.record();
        let catalog = support::catalog();
        let new = enter_paper(&record, catalog, pass, TODAY, entry, &mut self.ids)?;
        self.write(new);
        Ok(entry)
    }

    fn settle(&mut self, answers: &[(&str, i32)], on: Option<Date>) -> Result<(), Refusal> {
        let settlement = PaperSettlement {
            answers: answers
                .iter()
                .map(|(item, value)| ((*item).to_owned(), Answer::Value(*value)))
                .collect::<BTreeMap<_, _>>(),
            words: None,
            on,
        };
        let record = self.record();
        let catalog = support::catalog();
        let new = settle_paper(
            &record,
            catalog,
            self.asked,
            &settlement,
            TODAY,
            &mut self.ids,
        )?;
        self.write(new);
        Ok(())
    }
}

/// Ones everywhere, but for these; the optional last item is left open.
fn form(other: &[(usize, i32)]) -> Vec<Answer> {
    let mut answers = vec![Answer::Value(1); 9];
    answers.push(Answer::Skipped);
    for (place, value) in other {
        answers[*place] = Answer::Value(*value);
    }
    answers
}

#[test]
fn two_that_agree_are_one_response_under_the_id_of_the_request() {
    let mut notebook = Notebook::new();
    let first = notebook.pass(form(&[]), date(2026, 5, 12)).unwrap();
    assert!(notebook.record().responses.is_empty());
    let second = notebook.pass(form(&[]), date(2026, 5, 12)).unwrap();
    let record = notebook.record();
    let given = &record.responses[0];
    assert_eq!(given.entry, EntryId(notebook.asked.0));
    assert_eq!(
        (given.item.way, given.item.on),
        (Way::Paper, date(2026, 5, 12))
    );
    let origin = given.item.paper.as_ref().unwrap();
    assert_eq!(origin.passes, [first, second]);
    assert_eq!(origin.words(), "entered twice, both the same");
    assert_eq!(record.open_alerts().count(), 1, "one answer, one alert");
    assert!(notebook.pass(form(&[]), TODAY).is_err(), "it is answered");
}

#[test]
fn every_difference_has_to_be_settled_and_nothing_else_changes() {
    let mut notebook = Notebook::new();
    notebook
        .pass(form(&[(0, 2), (3, 0)]), date(2026, 5, 12))
        .unwrap();
    notebook.pass(form(&[(0, 3)]), date(2026, 5, 13)).unwrap();
    let record = notebook.record();
    let differ = paper_differences(&record.papers[0].item, &record.papers[1].item);
    assert_eq!(
        (differ.items.as_slice(), differ.words, differ.day),
        (&[0, 3][..], false, true)
    );
    assert!(
        notebook.settle(&[("q1", 2)], Some(TODAY)).is_err(),
        "one is open"
    );
    assert!(
        notebook.settle(&[("q1", 2), ("q4", 0)], None).is_err(),
        "the day is open"
    );
    // What did not differ cannot be changed here.
    let said = [("q1", 2), ("q4", 0), ("q5", 3)];
    notebook.settle(&said, Some(date(2026, 5, 12))).unwrap();
    let record = notebook.record();
    let given = &record.responses[0].item;
    assert_eq!(given.answers, form(&[(0, 2), (3, 0)]));
    assert_eq!(given.on, date(2026, 5, 12));
    let origin = given.paper.as_ref().unwrap();
    assert_eq!(origin.settled, ["q1", "q4"]);
    assert_eq!(origin.words(), "entered twice, 2 differences settled");
}

#[test]
fn an_answer_that_was_misread_as_safe_still_raises_its_alert() {
    let mut notebook = Notebook::new();
    notebook.pass(form(&[(8, 0)]), TODAY).unwrap();
    assert_eq!(notebook.record().open_alerts().count(), 0);
    notebook.pass(form(&[(8, 2)]), TODAY).unwrap();
    assert_eq!(
        notebook.record().open_alerts().count(),
        1,
        "before it is settled"
    );
    notebook.settle(&[("q9", 2)], None).unwrap();
    assert_eq!(notebook.record().open_alerts().count(), 1);
}

#[test]
fn one_pass_is_enough_and_a_thrown_away_one_does_not_count() {
    let mut notebook = Notebook::new();
    let wrong = notebook.pass(form(&[]), TODAY).unwrap();
    let (record, entry) = (notebook.record(), EntryId::new(&mut notebook.ids));
    let gone = discard_pass(&record, notebook.asked, wrong, entry).unwrap();
    notebook.write(gone);
    let (record, catalog) = (notebook.record(), support::catalog());
    assert!(accept_single_pass(&record, catalog, notebook.asked, &mut notebook.ids).is_err());
    let only = notebook.pass(form(&[(0, 0)]), TODAY).unwrap();
    let record = notebook.record();
    let new = accept_single_pass(&record, catalog, notebook.asked, &mut notebook.ids).unwrap();
    assert!(matches!(new[0].body, Body::ResponseGiven(_)));
    notebook.write(new);
    let record = notebook.record();
    let origin = record.responses[0].item.paper.as_ref().unwrap();
    assert_eq!(origin.passes, [only]);
    assert_eq!(origin.words(), "entered once");
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_kept() {
    let mut notebook = Notebook::new();
    assert!(
        notebook.pass(form(&[]), date(2026, 5, 15)).is_err(),
        "a day to come"
    );
    assert!(
        notebook.pass(form(&[(0, 7)]), TODAY).is_err(),
        "no such answer"
    );
    assert!(
        notebook.pass(vec![Answer::Value(1)], TODAY).is_err(),
        "too short"
    );
    assert!(notebook.record().papers.is_empty());
}
