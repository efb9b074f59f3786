//! The beginning in two steps: what is proposed, and why.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::support;

use attune_care::assess::{
    Answered, IntakeReason, IntakeState, LOW, Way, ask_together, give_response, intake, set_problem,
};
use attune_care::{Author, Entry, NewEntry, Record, Refusal};
use attune_catalog::{Answer, Domain, ProblemArea};
use attune_ids::{EntryId, SeededIds};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 5, 14);

#[derive(Default)]
struct Notebook {
    entries: Vec<Entry>,
    made: u64,
}

impl Notebook {
    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn ids(&mut self) -> SeededIds {
        self.made += 1;
        SeededIds::new(self.made)
    }

    fn write(&mut self, new: Vec<NewEntry>) {
        let signed = new
            .into_iter()
            .map(|entry| entry.sign(Author::Import, Timestamp::UNIX_EPOCH));
        self.entries.extend(signed);
    }

    fn name(&mut self, area: ProblemArea) {
        let mut ids = self.ids();
        let entry = EntryId::new(&mut ids);
        self.write(set_problem(None, area, "As said", entry, &mut ids).unwrap());
    }

    fn ask(&mut self, measures: &[&str]) -> Result<(), Refusal> {
        let mut ids = self.ids();
        let measures: Vec<String> = measures.iter().map(|id| (*id).to_owned()).collect();
        let entry = EntryId::new(&mut ids);
        let record = self.record();
        let catalog = support::catalog();
        let new = ask_together(
            &record,
            catalog,
            &measures,
            Way::Link,
            TODAY,
            entry,
            &mut ids,
        )?;
        self.write(new);
        Ok(())
    }

    /// Answers the check-in: this much for the one side of life, the most for the others.
    fn check_in(&mut self, side: Domain, value: i32) {
        self.ask(&["six-domain-check-in"]).unwrap();
        let catalog = support::catalog();
        let measure = catalog.measure("six-domain-check-in").unwrap();
        let answers = measure.items.iter().map(|item| {
            let asked = item.domain == Some(side);
            let best = item.options.values().into_iter().max().unwrap();
            Answer::Value(if asked { value } else { best })
        });
        let record = self.record();
        let answered = Answered {
            language: "en".to_owned(),
            assignment: record.assignments.last().unwrap().assignment.id,
            answers: answers.collect(),
            words: None,
        };
        let mut ids = self.ids();
        let entry = EntryId::new(&mut ids);
        let new = give_response(&record, catalog, answered, TODAY, entry, &mut ids).unwrap();
        self.write(new);
    }
}

#[test]
fn everybody_is_asked_three_things_and_nothing_deeper_without_a_reason() {
    let found = intake(&Record::default(), support::catalog());
    let brief: Vec<&str> = found
        .brief
        .iter()
        .map(|line| line.measure.as_str())
        .collect();
    assert_eq!(brief, ["six-domain-check-in", "preferences", "nimh-asq"]);
    assert_eq!(found.brief[2].reasons, [IntakeReason::Safety]);
    assert!(found.brief[2].in_person, "a clinician asks it");
    assert!(found.deeper.is_empty());
    assert_eq!(found.progress(), (0, 3));
}

#[test]
fn a_low_side_of_life_is_a_reason_and_the_line_is_where_it_is_said_to_be() {
    for (value, proposed) in [(4, true), (5, false)] {
        let mut notebook = Notebook::default();
        notebook.check_in(Domain::Economic, value);
        let found = intake(&notebook.record(), support::catalog());
        assert_eq!(!found.deeper.is_empty(), proposed, "{value}");
        assert_eq!(f64::from(value) <= LOW, proposed);
        for line in &found.deeper {
            assert_eq!(line.reasons, [IntakeReason::Low(Domain::Economic, 4.0)]);
        }
        assert_eq!(found.progress().0, 1);
    }
}

#[test]
fn a_named_problem_comes_first_and_a_few_are_the_first_choice() {
    let mut notebook = Notebook::default();
    notebook.check_in(Domain::Emotions, 2);
    notebook.name(ProblemArea::Depression);
    let found = intake(&notebook.record(), support::catalog());
    let first = &found.deeper[0];
    assert!(
        first
            .reasons
            .contains(&IntakeReason::Named(ProblemArea::Depression))
    );
    let chosen = found.deeper.iter().filter(|line| line.first_choice).count();
    assert_eq!(chosen, 3);
    assert!(found.deeper.len() > 3, "the others stand below");
    let scale = found
        .deeper
        .iter()
        .find(|line| line.measure == "phq-9")
        .unwrap();
    assert!(scale.first_choice);
}

#[test]
fn what_waits_or_is_answered_says_so_and_is_not_asked_again() {
    let mut notebook = Notebook::default();
    notebook.name(ProblemArea::Anxiety);
    notebook.ask(&["gad-7", "preferences"]).unwrap();
    let found = intake(&notebook.record(), support::catalog());
    let line = found
        .deeper
        .iter()
        .find(|line| line.measure == "gad-7")
        .unwrap();
    assert!(matches!(line.state, IntakeState::Waiting(_)));
    assert!(!line.first_choice);
    assert!(notebook.ask(&["gad-7"]).is_err());
    assert!(notebook.ask(&["nimh-asq"]).is_err(), "never through a link");
    assert!(notebook.ask(&[]).is_err());
    notebook.ask(&["gad-7", "swls"]).unwrap();
    assert_eq!(notebook.record().assignments.len(), 3);
}
