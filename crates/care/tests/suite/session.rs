//! Notes, work and tasks of a session, and the client's feedback on it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use attune_care::assess::{Answered, Asking, Way, assign, give_response};
use attune_care::session::{
    MeetingKind, TaskDone, Work, alliance, amend_note, give_task, hold, lock_note, record_work,
    review_task,
};
use attune_care::{Author, Entry, NewEntry, Record, Refusal};
use attune_catalog::{Answer, Catalog};
use attune_ids::{EntryId, SeededIds, SessionId, TaskId};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 5, 14);

struct Bench {
    catalog: Catalog,
    ids: SeededIds,
    entries: Vec<Entry>,
    session: SessionId,
}

impl Bench {
    fn new() -> Self {
        let mut ids = SeededIds::new(11);
        let session = SessionId::new(&mut ids);
        let mut bench = Self {
            catalog: Catalog::shipped().unwrap(),
            ids,
            entries: Vec::new(),
            session,
        };
        let entry = bench.entry();
        bench
            .keep(hold(session, TODAY, MeetingKind::InPerson, TODAY, entry))
            .unwrap();
        bench
    }

    fn entry(&mut self) -> EntryId {
        EntryId::new(&mut self.ids)
    }

    fn keep(&mut self, new: Result<Vec<NewEntry>, Refusal>) -> Result<(), Refusal> {
        self.entries.extend(
            new?.into_iter()
                .map(|entry| entry.sign(Author::Client, Timestamp::UNIX_EPOCH)),
        );
        Ok(())
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    /// Answers the session feedback with these five values.
    fn feedback(&mut self, values: [i32; 5], words: &str) {
        let entry = self.entry();
        let asking = Asking {
            measure: "session-feedback".to_owned(),
            way: Way::Link,
            session: Some(self.session),
        };
        let (assignment, new) = assign(
            &self.record(),
            &self.catalog,
            &asking,
            TODAY,
            entry,
            &mut self.ids,
        )
        .unwrap();
        self.keep(Ok(new)).unwrap();
        let answered = Answered {
            assignment: assignment.id,
            answers: values.map(Answer::Value).to_vec(),
            words: Some(words.to_owned()),
            language: "en".to_owned(),
        };
        let entry = self.entry();
        let new = give_response(
            &self.record(),
            &self.catalog,
            answered,
            TODAY,
            entry,
            &mut self.ids,
        );
        self.keep(new).unwrap();
    }
}

#[test]
fn a_note_is_locked_once_and_then_only_amended() {
    let mut bench = Bench::new();
    let session = bench.session;
    let entry = bench.entry();
    assert!(matches!(
        amend_note(&bench.record(), session, "a", "b", entry),
        Err(Refusal::AlreadyDone { .. })
    ));
    assert_eq!(
        lock_note(&bench.record(), session, " \n", entry),
        Err(Refusal::Missing { field: "the note" })
    );
    let new = lock_note(&bench.record(), session, "We talked about the dog.", entry);
    bench.keep(new).unwrap();
    let again = bench.entry();
    assert!(matches!(
        lock_note(&bench.record(), session, "other", again),
        Err(Refusal::AlreadyDone { .. })
    ));
    assert!(matches!(
        amend_note(&bench.record(), session, "more", "", again),
        Err(Refusal::Missing { .. })
    ));
    let new = amend_note(
        &bench.record(),
        session,
        "The dog is a cat.",
        "misheard",
        again,
    );
    bench.keep(new).unwrap();

    let record = bench.record();
    let state = record.session(session).unwrap();
    assert_eq!(
        state.note.as_ref().unwrap().item.text,
        "We talked about the dog."
    );
    assert_eq!(state.amendments[0].item.reason, "misheard");
}

#[test]
fn a_session_lies_in_the_past_and_what_refers_to_it_must_be_there() {
    let mut bench = Bench::new();
    let entry = bench.entry();
    let tomorrow = TODAY.tomorrow().unwrap();
    let other = SessionId::new(&mut bench.ids);
    assert!(matches!(
        hold(other, tomorrow, MeetingKind::Video, TODAY, entry),
        Err(Refusal::Invalid { .. })
    ));
    let record = bench.record();
    assert_eq!(
        lock_note(&record, other, "x", entry),
        Err(Refusal::NotThere { what: "session" })
    );
    let technique = bench.catalog.techniques[0].id.clone();
    let work = Work {
        session: other,
        strand: None,
        technique: technique.clone(),
        how_it_went: "well".into(),
    };
    assert!(matches!(
        record_work(&record, &bench.catalog, work.clone(), entry),
        Err(Refusal::NotThere { .. })
    ));
    let unknown = Work {
        session: bench.session,
        technique: "none-such".into(),
        ..work.clone()
    };
    assert!(matches!(
        record_work(&record, &bench.catalog, unknown, entry),
        Err(Refusal::Invalid { .. })
    ));
    let silent = Work {
        session: bench.session,
        how_it_went: " ".into(),
        ..work
    };
    assert!(matches!(
        record_work(&record, &bench.catalog, silent, entry),
        Err(Refusal::Missing { .. })
    ));
}

#[test]
fn a_task_is_looked_at_once() {
    let mut bench = Bench::new();
    let entry = bench.entry();
    let new = give_task(
        &bench.record(),
        bench.session,
        "Call Ada",
        entry,
        &mut bench.ids,
    );
    bench.keep(new).unwrap();
    let task: TaskId = bench.record().tasks[0].task.id;
    let entry = bench.entry();
    let new = review_task(
        &bench.record(),
        task,
        TaskDone::Partly,
        " rang, no answer ",
        entry,
    );
    bench.keep(new).unwrap();
    assert_eq!(
        bench.record().tasks[0].outcome.as_ref().unwrap().words,
        "rang, no answer"
    );
    let entry = bench.entry();
    assert!(matches!(
        review_task(&bench.record(), task, TaskDone::Done, "", entry),
        Err(Refusal::AlreadyDone { .. })
    ));
}

#[test]
fn feedback_is_held_against_the_clients_own_usual() {
    let mut bench = Bench::new();
    bench.feedback([9, 9, 8, 9, 9], "");
    bench.feedback([9, 8, 8, 9, 9], "slower please");
    let steady = alliance(&bench.record(), &bench.catalog);
    assert_eq!(steady.dip_on(), None);
    assert_eq!(steady.next_time(), Some("slower please"));

    bench.feedback([9, 9, 6, 9, 9], "");
    let dipped = alliance(&bench.record(), &bench.catalog);
    assert_eq!(dipped.dip_on(), Some(TODAY));
    let latest = dipped.feedback.last().unwrap();
    assert_eq!(latest.outstanding.len(), 1);
    assert_eq!(latest.outstanding[0].item, "understood");
    assert_eq!(dipped.next_time(), None, "an empty answer is no wish");

    bench.feedback([9, 9, 8, 9, 9], "");
    assert_eq!(
        alliance(&bench.record(), &bench.catalog).dip_on(),
        None,
        "a dip that passed no longer counts"
    );
}

#[test]
fn a_low_first_answer_is_worth_asking_about() {
    let mut bench = Bench::new();
    bench.feedback([5, 9, 9, 9, 9], "");
    assert_eq!(
        alliance(&bench.record(), &bench.catalog).dip_on(),
        Some(TODAY)
    );
}
