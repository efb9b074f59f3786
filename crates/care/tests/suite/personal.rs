//! Measures in a client's own words, and questions that are only asked because of other answers.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_care::assess::{
    Asking, Filling, PersonalSource, PersonalState, Series, Way, WordsKind, assign, end_personal,
    give_response, hear, make_personal, personal_measure_id,
};
use attune_care::review::progress;
use attune_care::{Author, Entry, NewEntry, Record, Refusal};
use attune_catalog::{Answer, Catalog, Domain, Outcome, score};
use attune_ids::{AccountId, AssignmentId, EntryId, FactorId, IdSource, SeededIds};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const WORDS: &str = "I keep the phone face down";

struct Notebook {
    catalog: Catalog,
    entries: Vec<Entry>,
    ids: SeededIds,
}

impl Notebook {
    fn new() -> Self {
        Self {
            catalog: Catalog::shipped().unwrap(),
            entries: Vec::new(),
            ids: SeededIds::new(3),
        }
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn entry(&mut self) -> EntryId {
        EntryId::new(&mut self.ids)
    }

    fn write(&mut self, new: Vec<NewEntry>) {
        let author = Author::Staff(AccountId::new(&mut SeededIds::new(9)));
        let signed = new
            .into_iter()
            .map(|entry| entry.sign(author, Timestamp::UNIX_EPOCH));
        self.entries.extend(signed);
    }

    /// The client said something; its entry.
    fn said(&mut self, text: &str) -> EntryId {
        let entry = self.entry();
        self.write(hear(Domain::Emotions, WordsKind::Said, text, entry).unwrap());
        entry
    }

    fn ask(&mut self, measure: &str, on: Date) -> Result<AssignmentId, Refusal> {
        let (record, entry) = (self.record(), self.entry());
        let asking = Asking {
            measure: measure.to_owned(),
            way: Way::InRoom,
            session: None,
        };
        let ids: &mut dyn IdSource = &mut self.ids;
        let (assignment, new) = assign(&record, &self.catalog, &asking, on, entry, ids)?;
        self.write(new);
        Ok(assignment.id)
    }

    fn answer(&mut self, measure: &str, value: i32, on: Date) {
        let assignment = self.ask(measure, on).unwrap();
        let mut filling = Filling::default();
        let form = self.catalog.measure(measure).unwrap();
        filling.answer(form, "now", Answer::Value(value)).unwrap();
        let answered = filling.finish(form, assignment, "en");
        let (record, entry) = (self.record(), self.entry());
        let new =
            give_response(&record, &self.catalog, answered, on, entry, &mut self.ids).unwrap();
        self.write(new);
    }
}

#[test]
fn a_sentence_of_the_client_becomes_a_course_of_its_own() {
    let mut notebook = Notebook::new();
    let said = notebook.said(WORDS);
    let other = notebook.said("The mornings are grey");
    for from in [said, other] {
        let entry = notebook.entry();
        let source = PersonalSource::Words(from);
        let new = make_personal(&notebook.record(), source, "", entry).unwrap();
        notebook.write(new);
    }
    let record = notebook.record();
    let ids: Vec<String> = record
        .open_personal()
        .map(PersonalState::measure_id)
        .collect();
    assert_eq!(record.personal_words(&ids[0]), Some(WORDS));
    assert_eq!(record.personal_candidates(), [], "both are asked about");
    for (day, value) in [(1, 8), (8, 6), (15, 3)] {
        notebook.answer(&ids[0], value, date(2026, 5, day));
    }
    notebook.answer(&ids[1], 9, date(2026, 5, 15));
    let record = notebook.record();
    assert_eq!(record.responses[0].item.scored.measure_id, ids[0]);
    let values: Vec<f64> = Series::of(&record, &ids[0], "strength")
        .points
        .iter()
        .map(|point| point.value)
        .collect();
    assert_eq!(
        values,
        [8.0, 6.0, 3.0],
        "the other sentence has its own line"
    );
    let progress = progress(&record, &notebook.catalog, &ids[0]).unwrap();
    assert_eq!(progress.measure, ids[0]);
    assert!((progress.change.unwrap().improvement - 5.0).abs() < 1e-9);
    assert!(
        progress.rule_source.is_none(),
        "nothing claims that this is more than chance"
    );
}

#[test]
fn what_is_asked_about_already_gone_or_too_long_is_refused() {
    let mut notebook = Notebook::new();
    let entry = notebook.entry();
    let written = PersonalSource::Written;
    let new = make_personal(&notebook.record(), written, " the knot ", entry).unwrap();
    notebook.write(new);
    let record = notebook.record();
    assert_eq!(record.personal[0].measure.words, "the knot");
    let again = notebook.entry();
    let refused = |from, words: &str| make_personal(&record, from, words, again).unwrap_err();
    assert!(matches!(
        refused(written, "the knot"),
        Refusal::AlreadyDone { .. }
    ));
    assert!(matches!(refused(written, " "), Refusal::Missing { .. }));
    assert!(matches!(
        refused(written, &"long ".repeat(50)),
        Refusal::Invalid { .. }
    ));
    let gone = PersonalSource::Factor(FactorId::new(&mut SeededIds::new(77)));
    assert!(matches!(refused(gone, "words"), Refusal::NotThere { .. }));
}

#[test]
fn what_is_ended_is_not_asked_and_stays() {
    let mut notebook = Notebook::new();
    let made = notebook.entry();
    let new = make_personal(
        &notebook.record(),
        PersonalSource::Written,
        "the knot",
        made,
    )
    .unwrap();
    notebook.write(new);
    let id = personal_measure_id(PersonalSource::Written, made);
    notebook.answer(&id, 4, date(2026, 5, 1));
    let ending = notebook.entry();
    let new = end_personal(&notebook.record(), made, ending).unwrap();
    notebook.write(new);
    assert!(matches!(
        notebook.ask(&id, date(2026, 5, 2)),
        Err(Refusal::UnknownMeasure { .. })
    ));
    let record = notebook.record();
    assert_eq!(record.open_personal().count(), 0);
    assert_eq!(record.personal_words(&id), Some("the knot"));
    assert_eq!(Series::of(&record, &id, "strength").points.len(), 1);
    let twice = end_personal(&record, made, ending);
    assert!(matches!(twice, Err(Refusal::AlreadyDone { .. })));
    // And the words may be asked about again, as a measure of its own.
    let anew = notebook.entry();
    assert!(make_personal(&record, PersonalSource::Written, "the knot", anew).is_ok());
}

/// The form behind all of them is asked of nobody.
#[test]
fn the_form_behind_is_never_asked_by_itself() {
    let mut notebook = Notebook::new();
    for id in [
        "personal",
        "goal",
        "goal-x",
        "personal-",
        "personal-00000000000040008000000000000001",
    ] {
        let refused = notebook.ask(id, date(2026, 5, 2));
        assert!(
            matches!(refused, Err(Refusal::UnknownMeasure { .. })),
            "{id}"
        );
    }
}

/// PC-PTSD-5: without an event, nothing further is asked, and that is not the same as being left out.
#[test]
fn what_a_condition_rules_out_is_not_asked() {
    let catalog = Catalog::shipped().unwrap();
    let measure = catalog.measure("pc-ptsd-5").unwrap();
    let assignment = AssignmentId::new(&mut SeededIds::new(5));
    let gate = &measure.items[0].id;
    let mut filling = Filling::default();
    assert_eq!(filling.next(measure), Some(0));
    assert!(
        (1..6).all(|position| !filling.asks(measure, position)),
        "nothing before the gate is answered"
    );
    filling.answer(measure, gate, Answer::Value(0)).unwrap();
    assert_eq!(filling.next(measure), None, "no event, no further question");
    assert!(filling.unanswered(measure).is_empty());
    let answers = filling.finish(measure, assignment, "en").answers;
    assert_eq!(answers[1..], [Answer::NotAsked; 5]);
    let scored = score(measure, &answers).unwrap();
    let total = measure.total.as_deref().unwrap();
    assert!(
        matches!(scored.outcome(total), Some(Outcome::Complete { value, .. }) if *value == 0.0)
    );

    filling.answer(measure, gate, Answer::Value(1)).unwrap();
    assert_eq!(filling.next(measure), Some(1));
    for item in &measure.items[1..5] {
        filling.answer(measure, &item.id, Answer::Value(1)).unwrap();
    }
    filling
        .answer(measure, &measure.items[5].id, Answer::Skipped)
        .unwrap();
    let answers = filling.finish(measure, assignment, "en").answers;
    assert_eq!(answers[5], Answer::Skipped);
    let scored = score(measure, &answers).unwrap();
    assert!(
        matches!(scored.outcome(total), Some(Outcome::Insufficient { .. })),
        "skipped is not ruled out"
    );

    // Somebody goes back and says that there was no event: what was answered below was not asked.
    filling.answer(measure, gate, Answer::Value(0)).unwrap();
    let answers = filling.finish(measure, assignment, "en").answers;
    assert_eq!(answers[1..], [Answer::NotAsked; 5]);

    // And one who would rather not say whether there was one is asked, since nobody can rule it out.
    filling.answer(measure, gate, Answer::Skipped).unwrap();
    assert!(filling.asks(measure, 1));
}
