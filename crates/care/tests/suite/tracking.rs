//! Followed in words: what stops, what goes on, and who is missed.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::assess::schedule::{NewSchedule, Rhythm, set_schedule};
use attune_care::assess::{
    Asking, ImportedTotal, MeasureRef, SaidBy, TELLING, Told, Tracking, TrackingInput, Way, Words,
    WordsKind, assign, choose_tracking, in_words, told,
};
use attune_care::caseload::{Reason, reasons};
use attune_care::review::{explain_course, progress};
use attune_care::{Author, Body, Entry, Headline, NewEntry, Record, Refusal};
use attune_catalog::{Domain, score_from_total};
use attune_ids::{EntryId, ScheduleId, SeededIds};
use attune_stats::signal::Signal;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use support::catalog;

const START: Date = date(2026, 1, 5);

struct Writing {
    ids: SeededIds,
    entries: Vec<Entry>,
}

impl Writing {
    fn new() -> Self {
        Self {
            ids: SeededIds::new(4),
            entries: Vec::new(),
        }
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn write(&mut self, on: Date, new: Vec<NewEntry>) {
        let at = on.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
        self.entries
            .extend(new.into_iter().map(|entry| entry.sign(Author::Program, at)));
    }

    fn body(&mut self, on: Date, body: Body) {
        let new = NewEntry::new(body, &mut self.ids);
        self.write(on, vec![new]);
    }

    fn schedule(&mut self, measure: &str) -> ScheduleId {
        let wanted = NewSchedule {
            measures: vec![measure.to_owned()],
            rhythm: Rhythm::Days { each: 14 },
            way: Way::Link,
            from: START,
            until: None,
        };
        let entry = EntryId::new(&mut self.ids);
        let new = set_schedule(
            &self.record(),
            catalog(),
            None,
            wanted,
            entry,
            &mut self.ids,
        );
        self.write(START, new.unwrap());
        self.record().schedules.last().unwrap().schedule.id
    }

    fn choose(
        &mut self,
        on: Date,
        tracking: Tracking,
        keep: &[ScheduleId],
    ) -> Result<usize, Refusal> {
        let input = TrackingInput {
            tracking,
            wanted_by: SaidBy::Client,
            because: " Numbers make me feel examined. ".to_owned(),
            keep: keep.to_vec(),
        };
        let entry = EntryId::new(&mut self.ids);
        let new = choose_tracking(&self.record(), catalog(), &input, on, entry, &mut self.ids)?;
        let number = new.len();
        self.write(on, new);
        Ok(number)
    }

    fn worse_and_worse(&mut self) {
        let measure = catalog().measure("phq-9").unwrap();
        for (week, total) in [(0, 10.0), (2, 14.0), (4, 20.0), (6, 22.0)] {
            let on = START.checked_add(week.weeks()).unwrap();
            let total = ImportedTotal {
                measure: MeasureRef::of(measure),
                outcome: score_from_total(measure, total).unwrap(),
                on,
                source: "test".to_owned(),
            };
            self.body(on, Body::TotalImported(total));
        }
    }

    fn hear(&mut self, on: Date) {
        let words = Words {
            domain: Domain::Emotions,
            about: WordsKind::Said,
            text: "Lighter since the move.".to_owned(),
        };
        self.body(on, Body::WordsHeard(words));
    }

    fn reasons(&self, today: Date) -> Vec<Reason> {
        reasons(&Headline::of(&self.record(), catalog()), today)
    }
}

const MONTHLY: Tracking = Tracking::InWords { every_weeks: 4 };

#[test]
fn going_over_to_words_ends_what_asks_for_scores_and_keeps_what_was_ticked() {
    let mut it = Writing::new();
    let (mood, danger) = (it.schedule("gad-7"), it.schedule("phq-9"));
    let asking = Asking {
        measure: "gad-7".to_owned(),
        way: Way::Link,
        session: None,
    };
    let entry = EntryId::new(&mut it.ids);
    let asked = assign(&it.record(), catalog(), &asking, START, entry, &mut it.ids);
    it.write(START, asked.unwrap().1);
    it.choose(date(2026, 3, 2), MONTHLY, &[danger]).unwrap();
    let record = it.record();
    let ended = |id| {
        record
            .schedules
            .iter()
            .find(|state| state.schedule.id == id)
            .unwrap()
            .ended
            .clone()
    };
    assert_eq!(
        ended(mood).as_deref(),
        Some("followed in words from now on")
    );
    assert_eq!(ended(danger), None);
    // What was asked by hand still waits: the schedule did not ask it.
    assert!(record.assignments[0].is_open());
    let given = &record.given_worksheets[0].given.item;
    assert_eq!(given.worksheet, TELLING);
    assert_eq!(
        record.tracking[0].item.because,
        "Numbers make me feel examined."
    );
    // Once is enough; and the worksheet is not given twice.
    assert!(matches!(
        it.choose(date(2026, 3, 3), MONTHLY, &[]),
        Err(Refusal::AlreadyDone { .. })
    ));
    it.choose(date(2026, 3, 3), Tracking::WithScores, &[])
        .unwrap();
    it.choose(date(2026, 3, 4), MONTHLY, &[danger]).unwrap();
    assert_eq!(it.record().given_worksheets.len(), 1);
}

#[test]
fn weeks_have_their_bounds() {
    let mut it = Writing::new();
    for every_weeks in [0, 1, 13, 255] {
        let refused = it.choose(START, Tracking::InWords { every_weeks }, &[]);
        assert!(
            matches!(refused, Err(Refusal::Invalid { .. })),
            "{every_weeks}"
        );
    }
    // Nobody chose yet, so it is by scores.
    assert!(matches!(
        it.choose(START, Tracking::WithScores, &[]),
        Err(Refusal::AlreadyDone { .. })
    ));
    assert_eq!(in_words(&it.record()), None);
}

#[test]
fn no_curve_is_judged_and_silence_is_noticed() {
    let mut it = Writing::new();
    it.worse_and_worse();
    let today = date(2026, 2, 17);
    assert!(it.reasons(today).contains(&Reason::NotOnTrack));
    it.choose(today, MONTHLY, &[]).unwrap();
    assert_eq!(it.reasons(today), []);
    let record = it.record();
    let course = progress(&record, catalog(), "phq-9").unwrap();
    assert_eq!(course.judgement, None);
    assert!(explain_course(&course)[0].contains("followed in words"));
    // The change itself is still there to be seen.
    assert!(course.change.is_some());
    assert_eq!(it.reasons(date(2026, 3, 18)), [Reason::NothingTold(today)]);
    it.hear(date(2026, 3, 18));
    assert_eq!(it.reasons(date(2026, 3, 18)), []);
    assert!(matches!(told(&it.record())[..], [(_, Told::Heard(_))]));
    // Going back brings the signal back.
    it.choose(date(2026, 3, 19), Tracking::WithScores, &[])
        .unwrap();
    assert!(it.reasons(date(2026, 3, 19)).contains(&Reason::NotOnTrack));
    assert_eq!(
        Headline::of(&it.record(), catalog()).signal,
        Some(Signal::NotOnTrack)
    );
}

#[test]
fn a_risk_answer_is_seen_all_the_same() {
    use attune_care::assess::{Answered, give_response};
    use attune_catalog::Answer;
    let mut it = Writing::new();
    it.choose(START, MONTHLY, &[]).unwrap();
    let asking = Asking {
        measure: "phq-9".to_owned(),
        way: Way::InRoom,
        session: None,
    };
    let entry = EntryId::new(&mut it.ids);
    let asked = assign(&it.record(), catalog(), &asking, START, entry, &mut it.ids);
    it.write(START, asked.unwrap().1);
    let record = it.record();
    let measure = catalog().measure("phq-9").unwrap();
    let mut answers = vec![Answer::Value(1); measure.items.len()];
    answers[8] = Answer::Value(2);
    let answered = Answered {
        assignment: record.assignments[0].assignment.id,
        answers,
        words: None,
        language: "en".to_owned(),
    };
    let entry = EntryId::new(&mut it.ids);
    let new = give_response(&record, catalog(), answered, START, entry, &mut it.ids);
    it.write(START, new.unwrap());
    assert!(matches!(it.reasons(START)[0], Reason::RiskAnswer(_)));
}
