//! The page before a session: what is new since the last one, and only that.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use attune_care::assess::{ImportedTotal, MeasureRef, Words, WordsKind};
use attune_care::review::Meaning;
use attune_care::session::{Brief, Meeting, MeetingKind, Task, TaskDone, TaskOutcome, brief};
use attune_care::{Author, Body, NewEntry, Record};
use attune_catalog::{Catalog, Domain, score_from_total};
use attune_ids::{SeededIds, SessionId, TaskId};
use jiff::civil::{Date, date};

const FIRST: Date = date(2026, 4, 2);
const LAST: Date = date(2026, 5, 7);
const TODAY: Date = date(2026, 5, 14);

struct Writing {
    ids: SeededIds,
    catalog: Catalog,
    entries: Vec<attune_care::Entry>,
}

impl Writing {
    fn new() -> Self {
        Self {
            ids: SeededIds::new(5),
            catalog: Catalog::shipped().unwrap(),
            entries: Vec::new(),
        }
    }

    fn write(&mut self, body: Body, on: Date) {
        let at = on
            .at(10, 0, 0, 0)
            .to_zoned(jiff::tz::TimeZone::UTC)
            .unwrap()
            .timestamp();
        let entry = NewEntry::new(body, &mut self.ids).sign(Author::Program, at);
        self.entries.push(entry);
    }

    fn total(&mut self, total: f64, on: Date) {
        let measure = self.catalog.measure("phq-9").unwrap();
        let body = ImportedTotal {
            measure: MeasureRef::of(measure),
            outcome: score_from_total(measure, total).unwrap(),
            on,
            source: "test".to_owned(),
        };
        self.write(Body::TotalImported(body), on);
    }

    fn session(&mut self, on: Date) -> SessionId {
        let id = SessionId::new(&mut self.ids);
        let how = MeetingKind::InPerson;
        self.write(Body::SessionHeld(Meeting { id, on, how }), on);
        id
    }

    fn task(&mut self, session: SessionId, words: &str, done: Option<TaskDone>, on: Date) {
        let id = TaskId::new(&mut self.ids);
        let words = words.to_owned();
        self.write(Body::TaskGiven(Task { id, session, words }), on);
        if let Some(done) = done {
            let words = String::new();
            self.write(
                Body::TaskReviewed(TaskOutcome {
                    task: id,
                    done,
                    words,
                }),
                on,
            );
        }
    }

    fn said(&mut self, text: &str, on: Date) {
        let words = Words {
            domain: Domain::Thoughts,
            about: WordsKind::Said,
            text: text.to_owned(),
        };
        self.write(Body::WordsHeard(words), on);
    }

    fn brief(&self) -> Brief {
        brief(&Record::from_entries(&self.entries), &self.catalog, TODAY)
    }
}

#[test]
fn a_score_since_last_time_is_judged_by_the_measures_own_rule() {
    let mut writing = Writing::new();
    writing.total(19.0, FIRST);
    writing.session(FIRST);
    // On the day of a session, so known in it.
    writing.total(16.0, LAST);
    writing.session(LAST);
    writing.total(8.0, date(2026, 5, 13));
    let found = writing.brief();
    let score = &found.scores[0];
    assert!(score.new);
    let change = score.since_last_time.unwrap();
    assert!((change.points + 8.0).abs() < 1e-9);
    assert_eq!(change.meaning, Meaning::Improved);
    assert_eq!(
        change.words_since("last time"),
        "8 points lower than last time, better by more than measurement error"
    );
    // Since the start it is another number, and stays one.
    assert!((score.progress.change.unwrap().points + 11.0).abs() < 1e-9);
}

#[test]
fn what_was_known_last_time_is_no_news() {
    let mut writing = Writing::new();
    writing.total(19.0, FIRST);
    writing.total(16.0, LAST);
    writing.said("The nights are long.", LAST);
    writing.session(LAST);
    let found = writing.brief();
    assert!(!found.scores[0].new);
    assert_eq!(found.scores[0].since_last_time, None);
    assert!(found.heard.is_empty());
    writing.said("I slept.", TODAY);
    assert_eq!(writing.brief().heard.len(), 1);
}

#[test]
fn the_session_begun_today_is_the_one_the_brief_is_for() {
    let mut writing = Writing::new();
    let last = writing.session(LAST);
    writing.session(TODAY);
    assert_eq!(writing.brief().last, Some((last, LAST)));
    let nobody = Writing::new().brief();
    assert_eq!((nobody.last, nobody.scores.len()), (None, 0));
}

#[test]
fn tasks_are_the_open_ones_and_those_of_last_time() {
    let mut writing = Writing::new();
    let first = writing.session(FIRST);
    writing.task(first, "done long ago", Some(TaskDone::Done), FIRST);
    writing.task(first, "never looked at", None, FIRST);
    let last = writing.session(LAST);
    writing.task(last, "tried", Some(TaskDone::Partly), LAST);
    let found = writing.brief();
    let words: Vec<&str> = found
        .tasks
        .iter()
        .map(|task| task.task.words.as_str())
        .collect();
    assert_eq!(words, ["never looked at", "tried"]);
    assert_eq!(found.tasks[0].agreed_on, FIRST);
    assert_eq!(
        found.tasks[1].outcome.as_ref().unwrap().done,
        TaskDone::Partly
    );
}
