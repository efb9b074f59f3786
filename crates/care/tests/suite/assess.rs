//! Every rule of step 1, seen from outside: entries in, entries or a refusal out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_care::assess::{
    AlertAction, Asking, Filling, Series, Way, WordsKind, acknowledge, alert_history, askable,
    assign, close_problem, give_response, given_response, given_responses, hear, reword_problem,
    set_problem, void_response, waiting, whole_person, withdraw,
};
use attune_care::session::{MeetingKind, hold};
use attune_care::{Author, Body, Entry, Headline, NewEntry, Record, Refusal};
use attune_catalog::{Answer, Catalog, Domain, Measure, ProblemArea};
use attune_ids::{
    AccountId, AlertId, AssignmentId, EntryId, IdSource, ProblemId, SeededIds, SessionId,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 5, 14);

/// One client's record, written to as the program writes to it.
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
            ids: SeededIds::new(1),
        }
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn entry(&mut self) -> EntryId {
        EntryId::new(&mut self.ids)
    }

    fn write(&mut self, new: Vec<NewEntry>) {
        let author = Author::Staff(AccountId(uuid_of(7)));
        let at = Timestamp::UNIX_EPOCH;
        self.entries
            .extend(new.into_iter().map(|entry| entry.sign(author, at)));
    }

    fn measure(&self, id: &str) -> Measure {
        self.catalog.measure(id).unwrap().clone()
    }

    fn ask(&mut self, measure: &str, on: Date) -> AssignmentId {
        let (record, entry) = (self.record(), self.entry());
        let ids: &mut dyn IdSource = &mut self.ids;
        let (assignment, new) = assign(
            &record,
            &self.catalog,
            &asking(measure, Way::InRoom, None),
            on,
            entry,
            ids,
        )
        .unwrap();
        self.write(new);
        assignment.id
    }

    /// Answers with these values; none is a missing answer.
    fn try_answer(
        &mut self,
        asked: AssignmentId,
        values: &[Option<i32>],
        on: Date,
    ) -> Result<EntryId, Refusal> {
        let (record, entry) = (self.record(), self.entry());
        let measure = record.assignment(asked).unwrap().assignment.measure.clone();
        let measure = self.measure(&measure.id);
        let mut filling = Filling::default();
        for (item, value) in measure.items.iter().zip(values) {
            filling.answer(
                &measure,
                &item.id,
                value.map_or(Answer::Skipped, Answer::Value),
            )?;
        }
        let answered = filling.finish(&measure, asked, "en");
        let new = give_response(&record, &self.catalog, answered, on, entry, &mut self.ids)?;
        self.write(new);
        Ok(entry)
    }

    fn answer(&mut self, measure: &str, values: &[Option<i32>], on: Date) -> EntryId {
        let asked = self.ask(measure, on);
        self.try_answer(asked, values, on).unwrap()
    }
}

fn uuid_of(number: u8) -> uuid::Uuid {
    let mut ids = SeededIds::new(u64::from(number));
    ids.next_id()
}

fn asking(measure: &str, way: Way, session: Option<SessionId>) -> Asking {
    Asking {
        measure: measure.to_owned(),
        way,
        session,
    }
}

fn values<const N: usize>(values: [i32; N]) -> Vec<Option<i32>> {
    values.into_iter().map(Some).collect()
}

fn phq(total_without_nine: i32, nine: i32) -> Vec<Option<i32>> {
    let mut left = total_without_nine;
    let mut answers: Vec<Option<i32>> = (0..8)
        .map(|_| {
            let value = left.min(3);
            left -= value;
            Some(value)
        })
        .collect();
    answers.push(Some(nine));
    answers
}

#[test]
fn a_risk_answer_raises_its_alert_in_the_same_list() {
    let mut notebook = Notebook::new();
    let asked = notebook.ask("phq-9", TODAY);
    let before = notebook.entries.len();
    let response = notebook.try_answer(asked, &phq(4, 1), TODAY).unwrap();
    let written: Vec<&Body> = notebook.entries[before..]
        .iter()
        .map(|entry| &entry.body)
        .collect();
    let [Body::ResponseGiven(_), Body::AlertRaised(alert)] = written.as_slice() else {
        panic!("not a response and its alert: {written:?}");
    };
    assert_eq!(
        (alert.response, alert.flag.as_str(), alert.on),
        (response, "item9", TODAY)
    );
    let headline = Headline::of(&notebook.record(), &notebook.catalog);
    assert_eq!(headline.open_alerts.len(), 1);
}

#[test]
fn no_risk_and_an_unknown_answer_raise_nothing() {
    let mut notebook = Notebook::new();
    notebook.answer("phq-9", &phq(20, 0), TODAY);
    let mut skipped = phq(20, 0);
    skipped[8] = None;
    notebook.answer("phq-9", &skipped, TODAY);
    assert!(notebook.record().alerts.is_empty());
    // What is only worth asking about is no alarm either.
    notebook.answer("session-feedback", &values([1, 1, 1, 1, 1]), TODAY);
    assert!(notebook.record().alerts.is_empty());
}

#[test]
fn a_form_with_a_gap_is_counted_and_never_scored_as_zero() {
    let mut notebook = Notebook::new();
    notebook.answer("phq-9", &phq(10, 0), TODAY);
    let mut gap = phq(10, 0);
    gap[3] = None;
    notebook.answer("phq-9", &gap, TODAY);
    let series = Series::of(&notebook.record(), "phq-9", "total");
    assert_eq!(series.points.len(), 1);
    assert_eq!(format!("{}", series.points[0].value), "10");
    assert_eq!(series.incomplete, 1);
}

#[test]
fn a_request_is_answered_once() {
    let mut notebook = Notebook::new();
    let asked = notebook.ask("gad-7", TODAY);
    notebook.try_answer(asked, &values([1; 7]), TODAY).unwrap();
    let again = notebook.try_answer(asked, &values([2; 7]), TODAY);
    assert!(matches!(again, Err(Refusal::AlreadyDone { .. })));
    assert_eq!(notebook.record().responses.len(), 1);
    let entry = notebook.entry();
    let taken_back = withdraw(&notebook.record(), asked, entry);
    assert!(matches!(taken_back, Err(Refusal::AlreadyDone { .. })));
}

#[test]
fn a_withdrawn_request_takes_no_answer_and_waits_no_longer() {
    let mut notebook = Notebook::new();
    let asked = notebook.ask("gad-7", TODAY);
    assert!(waiting(&notebook.record(), asked, Way::InRoom).is_ok());
    assert!(
        waiting(&notebook.record(), asked, Way::Link).is_err(),
        "it was not asked through a link"
    );
    let entry = notebook.entry();
    let new = withdraw(&notebook.record(), asked, entry).unwrap();
    notebook.write(new);
    assert!(notebook.try_answer(asked, &values([1; 7]), TODAY).is_err());
    assert!(waiting(&notebook.record(), asked, Way::InRoom).is_err());
    let headline = Headline::of(&notebook.record(), &notebook.catalog);
    assert!(headline.waiting_since.is_empty());
}

#[test]
fn only_measures_with_their_wording_can_be_asked() {
    let mut notebook = Notebook::new();
    let offered: Vec<&str> = askable(&notebook.catalog)
        .map(|measure| measure.id.as_str())
        .collect();
    assert!(
        offered.contains(&"phq-9") && !offered.contains(&"bdi-ii"),
        "{offered:?}"
    );
    let (record, entry) = (notebook.record(), notebook.entry());
    for id in ["bdi-ii", "no-such-measure"] {
        let refused = assign(
            &record,
            &notebook.catalog,
            &asking(id, Way::Link, None),
            TODAY,
            entry,
            &mut notebook.ids,
        );
        assert!(
            matches!(refused, Err(Refusal::UnknownMeasure { .. })),
            "{id}"
        );
    }
}

#[test]
fn feedback_belongs_to_a_session_of_this_record() {
    let mut notebook = Notebook::new();
    let entry = notebook.entry();
    let session = SessionId(uuid_of(8));
    let held = hold(session, TODAY, MeetingKind::Video, TODAY, entry).unwrap();
    notebook.write(held);
    let record = notebook.record();
    let mut ask = |session| {
        assign(
            &record,
            &notebook.catalog,
            &asking("session-feedback", Way::Link, Some(session)),
            TODAY,
            entry,
            &mut notebook.ids,
        )
    };
    assert_eq!(ask(session).unwrap().0.session, Some(session));
    assert!(ask(SessionId(uuid_of(9))).is_err());
}

#[test]
fn a_voided_response_counts_no_more_but_stays_readable_and_its_alert_stays_open() {
    let mut notebook = Notebook::new();
    let asked = notebook.ask("phq-9", TODAY);
    let response = notebook.try_answer(asked, &phq(20, 2), TODAY).unwrap();
    let entry = notebook.entry();
    let empty = void_response(&notebook.record(), response, "  ", entry, &mut notebook.ids);
    assert!(matches!(empty, Err(Refusal::Missing { .. })));
    let new = void_response(
        &notebook.record(),
        response,
        "somebody else's answers",
        entry,
        &mut notebook.ids,
    );
    notebook.write(new.unwrap());

    let record = notebook.record();
    assert!(record.responses.is_empty());
    assert!(Series::of(&record, "phq-9", "total").points.is_empty());
    assert_eq!(record.open_alerts().count(), 1);
    let headline = Headline::of(&record, &notebook.catalog);
    assert!(
        headline.waiting_since.is_empty(),
        "the request does not come back by itself"
    );

    let kept = given_response(&notebook.entries, response).unwrap();
    assert_eq!(kept.voided.unwrap().item.because, "somebody else's answers");
    let history = alert_history(&notebook.entries);
    assert!(history[0].response.as_ref().unwrap().voided.is_some());
    assert!(history[0].acknowledged.is_none());
    assert_eq!(given_responses(&notebook.entries).len(), 1);
}

#[test]
fn only_responses_are_voided_and_only_once() {
    let mut notebook = Notebook::new();
    let entry = notebook.entry();
    let new = set_problem(
        None,
        ProblemArea::Anxiety,
        "I cannot ride the tram",
        entry,
        &mut notebook.ids,
    );
    notebook.write(new.unwrap());
    let later = notebook.entry();
    let refused = void_response(
        &notebook.record(),
        entry,
        "because",
        later,
        &mut notebook.ids,
    );
    assert!(matches!(refused, Err(Refusal::NotThere { .. })));
    assert_eq!(given_response(&notebook.entries, entry), None);

    let response = notebook.answer("gad-7", &values([1; 7]), TODAY);
    let new = void_response(
        &notebook.record(),
        response,
        "because",
        later,
        &mut notebook.ids,
    )
    .unwrap();
    notebook.write(new);
    let again = void_response(
        &notebook.record(),
        response,
        "because",
        later,
        &mut notebook.ids,
    );
    assert!(again.is_err());
}

#[test]
fn an_alert_is_acknowledged_once_with_an_action_and_words() {
    let mut notebook = Notebook::new();
    notebook.answer("phq-9", &phq(4, 3), TODAY);
    let alert = notebook.record().alerts[0].alert.id;
    let entry = notebook.entry();
    let empty = acknowledge(
        &notebook.record(),
        alert,
        AlertAction::SafetyPlan,
        " ",
        entry,
    );
    assert!(matches!(empty, Err(Refusal::Missing { .. })));
    let unknown = acknowledge(
        &notebook.record(),
        AlertId(uuid_of(3)),
        AlertAction::SafetyPlan,
        "plan",
        entry,
    );
    assert!(matches!(unknown, Err(Refusal::NotThere { .. })));
    let new = acknowledge(
        &notebook.record(),
        alert,
        AlertAction::SafetyPlan,
        "We wrote the plan",
        entry,
    )
    .unwrap();
    notebook.write(new);
    assert_eq!(notebook.record().open_alerts().count(), 0);
    let history = alert_history(&notebook.entries);
    let done = history[0].acknowledged.as_ref().unwrap();
    assert_eq!(
        (done.item.action, done.item.words.as_str()),
        (AlertAction::SafetyPlan, "We wrote the plan")
    );
    let again = acknowledge(
        &notebook.record(),
        alert,
        AlertAction::SafetyPlan,
        "again",
        entry,
    );
    assert!(matches!(again, Err(Refusal::AlreadyDone { .. })));
}

#[test]
fn a_problem_is_named_reworded_and_closed() {
    let mut notebook = Notebook::new();
    let entry = notebook.entry();
    let new = set_problem(
        None,
        ProblemArea::Anxiety,
        " I cannot ride the tram ",
        entry,
        &mut notebook.ids,
    );
    notebook.write(new.unwrap());
    let problem = notebook.record().problems[0].problem.id;
    let entry = notebook.entry();
    let new = reword_problem(
        &notebook.record(),
        problem,
        ProblemArea::Trauma,
        "Trams bring it all back",
        entry,
    );
    notebook.write(new.unwrap());
    let record = notebook.record();
    assert_eq!(record.problems.len(), 1);
    assert_eq!(record.problems[0].problem.words, "Trams bring it all back");
    assert_eq!(record.problems[0].problem.area, ProblemArea::Trauma);
    assert!(
        reword_problem(
            &record,
            ProblemId(uuid_of(5)),
            ProblemArea::Trauma,
            "x",
            entry
        )
        .is_err()
    );
    assert!(close_problem(&record, problem, " ", entry).is_err());
    let new = close_problem(&record, problem, "reached", entry).unwrap();
    notebook.write(new);
    let record = notebook.record();
    assert_eq!(record.open_problems().count(), 0);
    assert!(close_problem(&record, problem, "again", entry).is_err());
    assert!(reword_problem(&record, problem, ProblemArea::Trauma, "x", entry).is_err());
}

#[test]
fn the_whole_person_holds_now_against_then_and_names_what_is_unknown() {
    let mut notebook = Notebook::new();
    let nothing = whole_person(&notebook.record(), &notebook.catalog);
    assert_eq!((nothing.now_on, nothing.unknown.len()), (None, 6));

    let first = date(2026, 3, 2);
    notebook.answer(
        "six-domain-check-in",
        &[Some(2), Some(3), Some(4), Some(5), None, Some(7)],
        first,
    );
    let view = whole_person(&notebook.record(), &notebook.catalog);
    assert_eq!((view.now_on, view.then_on), (Some(first), None));
    assert_eq!(
        view.unknown,
        vec![Domain::Economic],
        "left out is unknown, not zero"
    );

    let entry = notebook.entry();
    let new = hear(
        Domain::Economic,
        WordsKind::Need,
        "A month without overtime",
        entry,
    )
    .unwrap();
    notebook.write(new);
    notebook.answer("six-domain-check-in", &values([6, 6, 6, 6, 6, 6]), TODAY);
    let view = whole_person(&notebook.record(), &notebook.catalog);
    assert_eq!((view.now_on, view.then_on), (Some(TODAY), Some(first)));
    let thoughts = &view.domains[0];
    assert_eq!((thoughts.now, thoughts.then), (Some(6.0), Some(2.0)));
    let economic = view
        .domains
        .iter()
        .find(|view| view.domain == Domain::Economic)
        .unwrap();
    assert_eq!((economic.now, economic.then), (Some(6.0), None));
    assert_eq!(economic.about(WordsKind::Need).count(), 1);
    assert!(view.unknown.is_empty());
    assert!(hear(Domain::Economic, WordsKind::Need, "\n ", entry).is_err());
}

#[test]
fn a_form_is_filled_in_screen_by_screen() {
    let notebook = Notebook::new();
    let measure = notebook.measure("phq-9");
    let mut filling = Filling::default();
    assert_eq!(filling.next(&measure), Some(0));
    filling.answer(&measure, "q1", Answer::Value(2)).unwrap();
    filling.answer(&measure, "q2", Answer::Skipped).unwrap();
    assert_eq!((filling.next(&measure), filling.met()), (Some(2), 2));
    // The same answer again, or another one, is one answer.
    filling.answer(&measure, "q1", Answer::Value(3)).unwrap();
    assert_eq!(
        (filling.met(), filling.answered("q1")),
        (2, Some(Answer::Value(3)))
    );
    let open: Vec<&str> = filling
        .unanswered(&measure)
        .iter()
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(
        open,
        ["q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9"],
        "the optional item is no gap"
    );
    for refused in [Answer::Value(4), Answer::NotApplicable, Answer::NotAsked] {
        assert!(
            filling.answer(&measure, "q3", refused).is_err(),
            "{refused:?}"
        );
    }
    assert!(filling.answer(&measure, "q99", Answer::Value(1)).is_err());
    assert!(filling.say(&measure, "anything", "words").is_err());
    assert!(!filling.raises_risk(&measure, "q9"));
    filling.answer(&measure, "q9", Answer::Value(1)).unwrap();
    assert!(filling.raises_risk(&measure, "q9"));
    assert!(
        !filling.raises_risk(&measure, "q1"),
        "only the item that asks about it"
    );
    filling.answer(&measure, "q9", Answer::Value(0)).unwrap();
    assert!(!filling.raises_risk(&measure, "q9"));
}

#[test]
fn words_to_open_questions_stay_whole() {
    let notebook = Notebook::new();
    let id = AssignmentId(uuid_of(4));
    let one = notebook.measure("session-feedback");
    let mut filling = Filling::default();
    filling
        .say(&one, "next_time", " More time to think \n")
        .unwrap();
    assert_eq!(
        filling.finish(&one, id, "en").words.as_deref(),
        Some("More time to think")
    );
    filling.say(&one, "next_time", "").unwrap();
    assert_eq!(filling.finish(&one, id, "en").words, None);
    assert_eq!(filling.next(&one), Some(0), "the items are still to come");

    let two = notebook.measure("preferences");
    let mut filling = Filling::default();
    filling.say(&two, "deal_breakers", "No homework").unwrap();
    let words = filling.finish(&two, id, "en").words.unwrap();
    assert_eq!(
        words,
        "Is there anything you do not want to happen in therapy?\nNo homework"
    );
}

#[test]
fn a_filling_survives_being_kept() {
    let notebook = Notebook::new();
    let measure = notebook.measure("session-feedback");
    let mut filling = Filling::default();
    filling.answer(&measure, "way", Answer::Value(0)).unwrap();
    filling.answer(&measure, "use", Answer::Skipped).unwrap();
    filling.say(&measure, "next_time", "").unwrap();
    let kept: Filling = serde_json::from_slice(&serde_json::to_vec(&filling).unwrap()).unwrap();
    assert_eq!(kept, filling);
}
