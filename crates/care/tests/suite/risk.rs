//! Answers that belong together are one alert; somebody is brought in when nobody acts; the safety plan has versions.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use attune_care::assess::{
    AlertAction, Answered, Asking, Way, acknowledge, alert_history, assign, give_response,
};
use attune_care::risk::{
    EscalationStep, SafetyPlanInput, SafetyStep, agree_safety_plan, bring_back, changes, escalate,
};
use attune_care::{Author, Body, Entry, Headline, NewEntry, Record, Refusal};
use attune_catalog::{Answer, Catalog};
use attune_ids::{AlertId, EntryId, SeededIds};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};

const TODAY: Date = date(2026, 5, 14);

struct Notebook {
    catalog: Catalog,
    ids: SeededIds,
    entries: Vec<Entry>,
}

impl Notebook {
    fn new() -> Self {
        Self {
            catalog: Catalog::shipped().unwrap(),
            ids: SeededIds::new(7),
            entries: Vec::new(),
        }
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn write(&mut self, new: Vec<NewEntry>) {
        for entry in new {
            let at = Timestamp::UNIX_EPOCH + i64::try_from(self.entries.len()).unwrap().hours();
            self.entries.push(entry.sign(Author::Program, at));
        }
    }

    fn entry(&mut self) -> EntryId {
        EntryId::new(&mut self.ids)
    }

    /// PHQ-9 with this last answer, and what it led to beside the response.
    fn phq_9(&mut self, item_9: i32, on: Date) -> Vec<Body> {
        let asking = Asking {
            measure: "phq-9".to_owned(),
            way: Way::InRoom,
            session: None,
        };
        let entry = self.entry();
        let record = self.record();
        let (assignment, new) =
            assign(&record, &self.catalog, &asking, on, entry, &mut self.ids).unwrap();
        self.write(new);
        let mut answers = vec![Answer::Value(1); 9];
        answers[8] = Answer::Value(item_9);
        answers.push(Answer::Skipped);
        answers.truncate(self.catalog.measure("phq-9").unwrap().items.len());
        let answered = Answered {
            language: "en".to_owned(),
            assignment: assignment.id,
            answers,
            words: None,
        };
        let entry = self.entry();
        let record = self.record();
        let new =
            give_response(&record, &self.catalog, answered, on, entry, &mut self.ids).unwrap();
        let bodies = new.iter().skip(1).map(|entry| entry.body.clone()).collect();
        self.write(new);
        bodies
    }

    fn act(&mut self, alert: AlertId) {
        let entry = self.entry();
        let action = AlertAction::SpokeWithClient;
        let new = acknowledge(&self.record(), alert, action, "we spoke", entry).unwrap();
        self.write(new);
    }
}

#[test]
fn answers_of_one_episode_are_one_alert_and_each_is_kept() {
    let mut notebook = Notebook::new();
    assert!(matches!(
        notebook.phq_9(1, TODAY)[..],
        [Body::AlertRaised(_)]
    ));
    let [Body::AlertRepeated(same)] = &notebook.phq_9(1, TODAY + 3.days())[..] else {
        panic!("a second alert for the same question");
    };
    assert!(!same.worse);
    let [Body::AlertRepeated(more)] = &notebook.phq_9(2, TODAY + 4.days())[..] else {
        panic!("a second alert for the same question");
    };
    assert!(more.worse, "told again");
    let [Body::AlertRepeated(less)] = &notebook.phq_9(1, TODAY + 5.days())[..] else {
        panic!("a second alert for the same question");
    };
    assert!(!less.worse);
    assert_eq!(notebook.phq_9(0, TODAY + 6.days()), []);

    let record = notebook.record();
    assert_eq!((record.alerts.len(), record.responses.len()), (1, 5));
    let headline = Headline::of(&record, &notebook.catalog);
    assert_eq!(headline.open_alerts.len(), 1);
    assert!(headline.open_alerts[0].worse && headline.open_alerts[0].since.is_some());
    let history = alert_history(&notebook.entries);
    assert_eq!(history[0].repeats.len(), 3);
    assert!(
        history[0]
            .repeats
            .iter()
            .all(|(_, response)| response.is_some())
    );
}

#[test]
fn after_an_action_and_after_the_episode_the_next_answer_is_an_alert_of_its_own() {
    let mut notebook = Notebook::new();
    notebook.phq_9(1, TODAY);
    let first = notebook.record().alerts[0].alert.id;
    assert!(matches!(
        notebook.phq_9(1, TODAY + 14.days())[..],
        [Body::AlertRepeated(_)]
    ));
    assert!(matches!(
        notebook.phq_9(1, TODAY + 15.days())[..],
        [Body::AlertRaised(_)]
    ));
    for alert in [first, notebook.record().alerts[1].alert.id] {
        notebook.act(alert);
    }
    assert!(matches!(
        notebook.phq_9(1, TODAY + 15.days())[..],
        [Body::AlertRaised(_)]
    ));
    assert_eq!(notebook.record().open_alerts().count(), 1);
}

#[test]
fn somebody_is_brought_in_once_and_not_after_an_action() {
    let mut notebook = Notebook::new();
    notebook.phq_9(3, TODAY);
    let alert = notebook.record().alerts[0].alert.id;
    let entry = notebook.entry();
    let step = EscalationStep::Deputy;
    let new = escalate(&notebook.record(), alert, step, Vec::new(), entry).unwrap();
    notebook.write(new);
    let again = escalate(&notebook.record(), alert, step, Vec::new(), entry);
    assert!(matches!(again, Err(Refusal::AlreadyDone { .. })));
    let headline = Headline::of(&notebook.record(), &notebook.catalog);
    assert_eq!(headline.open_alerts[0].steps, [step]);
    notebook.act(alert);
    let late = escalate(
        &notebook.record(),
        alert,
        EscalationStep::Lead,
        Vec::new(),
        entry,
    );
    assert!(matches!(late, Err(Refusal::AlreadyDone { .. })));
}

fn input(based_on: u32, own: &str) -> SafetyPlanInput {
    SafetyPlanInput {
        based_on,
        signs: " I stop answering \n\n the phone\n".to_owned(),
        own: own.to_owned(),
        ..SafetyPlanInput::default()
    }
}

#[test]
fn a_safety_plan_has_versions_differences_and_a_way_back() {
    let mut notebook = Notebook::new();
    let empty = SafetyPlanInput::default();
    let entry = notebook.entry();
    let refused = agree_safety_plan(&notebook.record(), &empty, TODAY, entry);
    assert!(matches!(refused, Err(Refusal::Missing { .. })));
    for (based_on, own) in [(0, "walk"), (1, "walk\nswim")] {
        let entry = notebook.entry();
        let new = agree_safety_plan(&notebook.record(), &input(based_on, own), TODAY, entry);
        notebook.write(new.unwrap());
    }
    let record = notebook.record();
    let plan = record.safety_plan().unwrap();
    assert_eq!(
        plan.lines(SafetyStep::Signs),
        ["I stop answering", "the phone"]
    );
    let changed = changes(&record.safety_plans[0].item, plan);
    assert_eq!(changed.len(), 1);
    assert_eq!(
        (changed[0].step, changed[0].added.as_slice()),
        (SafetyStep::Own, &["swim".to_owned()][..])
    );
    assert_eq!(SafetyPlanInput::of(Some(plan)).own, "walk\nswim");

    let entry = notebook.entry();
    let outdated = agree_safety_plan(&record, &input(1, "run"), TODAY, entry);
    assert!(matches!(
        outdated,
        Err(Refusal::Outdated {
            expected: 1,
            found: 2
        })
    ));
    let same = agree_safety_plan(&record, &input(2, "walk\nswim"), TODAY, entry);
    assert!(matches!(same, Err(Refusal::AlreadyDone { .. })));
    let new = bring_back(&record, 1, 2, TODAY, entry).unwrap();
    notebook.write(new);
    let record = notebook.record();
    let plan = record.safety_plan().unwrap();
    assert_eq!((plan.number, plan.back_to, plan.own.len()), (3, Some(1), 1));
    assert_eq!(record.safety_plans.len(), 3);
}
