//! Assessment that keeps itself going, seen from outside: what is asked on which day, and never twice.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::support;

use attune_care::assess::schedule::{
    Moment, NewSchedule, Rhythm, due_today, end_schedule, expected_session, next_due,
    pause_schedule, propose, set_schedule, undo_schedule,
};
use attune_care::assess::{
    Answered, Asking, Assignment, Opening, Way, assign, close_problem, following, give_response,
    is_overdue, overdue, set_problem, withdraw,
};
use attune_care::entry::FORMAT;
use attune_care::plan::{PlanVersion, Terms};
use attune_care::session::{MeetingKind, hold};
use attune_care::{Author, Body, Entry, Headline, NewEntry, Record};
use attune_catalog::{Answer, Catalog, ProblemArea};
use attune_ids::{AssignmentId, EntryId, IdSource, ScheduleId, SeededIds, SessionId};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

/// A Monday.
const START: Date = date(2026, 5, 4);

struct Notebook {
    catalog: &'static Catalog,
    entries: Vec<Entry>,
    ids: SeededIds,
}

impl Notebook {
    fn new() -> Self {
        let mut new = Self {
            catalog: support::catalog(),
            entries: Vec::new(),
            ids: SeededIds::new(5),
        };
        let opening = Opening {
            on: START,
            source: None,
        };
        let opened = NewEntry::new(Body::RecordOpened(opening), &mut new.ids);
        new.write(vec![opened]);
        new
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn entry(&mut self) -> EntryId {
        EntryId::new(&mut self.ids)
    }

    fn write(&mut self, new: Vec<NewEntry>) {
        let signed = new.into_iter().map(|entry| Entry {
            format: FORMAT,
            id: entry.id,
            at: Timestamp::UNIX_EPOCH,
            by: Author::Program,
            body: entry.body,
        });
        self.entries.extend(signed);
    }

    fn schedule(&mut self, measures: &[&str], rhythm: Rhythm) -> ScheduleId {
        let wanted = wanted(measures, rhythm);
        let (record, entry) = (self.record(), self.entry());
        let new = set_schedule(&record, self.catalog, None, wanted, entry, &mut self.ids).unwrap();
        self.write(new);
        self.record().schedules.last().unwrap().schedule.id
    }

    /// Asks what is due, as the program does, and names what was asked.
    fn round(&mut self, on: Date, moment: Moment) -> Vec<String> {
        let new = due_today(&self.record(), self.catalog, on, moment, &mut self.ids);
        let asked = assigned(&new).map(|asked| asked.measure.id.clone());
        let asked: Vec<String> = asked.collect();
        self.write(new);
        asked
    }

    fn hold(&mut self, on: Date) -> SessionId {
        let id = SessionId::new(&mut self.ids);
        let entry = self.entry();
        let new = hold(id, on, MeetingKind::InPerson, on, entry).unwrap();
        self.write(new);
        id
    }

    fn open(&self) -> Vec<Assignment> {
        let record = self.record();
        let open = record.assignments.iter().filter(|state| state.is_open());
        open.map(|state| state.assignment.clone()).collect()
    }

    /// Answers everything that waits with the middle of the form.
    fn answer_all(&mut self, on: Date) {
        for asked in self.open() {
            self.answer(&asked, on);
        }
    }

    fn answer(&mut self, asked: &Assignment, on: Date) {
        let measure = self.catalog.measure(&asked.measure.id).unwrap();
        let answers = measure
            .items
            .iter()
            .map(|item| Answer::Value(item.options.values()[0]));
        let answered = Answered {
            language: "en".to_owned(),
            assignment: asked.id,
            answers: answers.collect(),
            words: None,
        };
        let (record, entry) = (self.record(), self.entry());
        let new = give_response(&record, self.catalog, answered, on, entry, &mut self.ids).unwrap();
        self.write(new);
    }
}

fn assigned(new: &[NewEntry]) -> impl Iterator<Item = &Assignment> {
    new.iter().filter_map(|entry| match &entry.body {
        Body::MeasureAssigned(assignment) => Some(assignment),
        _ => None,
    })
}

fn wanted(measures: &[&str], rhythm: Rhythm) -> NewSchedule {
    NewSchedule {
        measures: measures.iter().map(|id| (*id).to_owned()).collect(),
        rhythm,
        way: Way::Link,
        from: START,
        until: None,
    }
}

fn day(after: i64) -> Date {
    START + after.days()
}

#[test]
fn a_week_asks_once_however_often_it_is_worked_out() {
    let mut notebook = Notebook::new();
    notebook.schedule(&["phq-9", "gad-7"], Rhythm::Days { each: 7 });
    assert_eq!(notebook.round(START, Moment::Day), ["phq-9", "gad-7"]);
    for moment in [Moment::Day, Moment::Session] {
        assert!(notebook.round(START, moment).is_empty());
        assert!(notebook.round(day(3), moment).is_empty());
    }
    notebook.answer_all(day(1));
    assert!(notebook.round(day(6), Moment::Day).is_empty());
    assert_eq!(notebook.round(day(7), Moment::Day).len(), 2);
}

/// Two servers work it out from the same record: the ids are the same, so one of them finds it made.
#[test]
fn whoever_works_it_out_makes_the_same_assignments() {
    let mut notebook = Notebook::new();
    notebook.schedule(&["phq-9"], Rhythm::Months { each: 1 });
    let record = notebook.record();
    let once = due_today(
        &record,
        notebook.catalog,
        START,
        Moment::Day,
        &mut SeededIds::new(1),
    );
    let again = due_today(
        &record,
        notebook.catalog,
        START,
        Moment::Day,
        &mut SeededIds::new(2),
    );
    let ids =
        |new: &[NewEntry]| -> Vec<AssignmentId> { assigned(new).map(|made| made.id).collect() };
    assert_eq!(ids(&once), ids(&again));
    assert_eq!(once.len(), 1);
}

#[test]
fn days_that_nobody_used_are_not_made_up_for() {
    let mut notebook = Notebook::new();
    notebook.schedule(&["phq-9"], Rhythm::Days { each: 7 });
    // The program did not run for a month.
    assert_eq!(notebook.round(day(30), Moment::Day).len(), 1);
    // Nothing was answered: what waits is not asked a second time.
    assert!(notebook.round(day(60), Moment::Day).is_empty());
    assert_eq!(notebook.open().len(), 1);
}

#[test]
fn what_was_withdrawn_or_answered_otherwise_is_not_asked_again_on_that_occasion() {
    let mut notebook = Notebook::new();
    notebook.schedule(&["phq-9"], Rhythm::Days { each: 7 });
    notebook.round(START, Moment::Day);
    let asked = notebook.open().remove(0).id;
    let (record, entry) = (notebook.record(), notebook.entry());
    notebook.write(withdraw(&record, asked, entry).unwrap());
    assert!(notebook.round(day(2), Moment::Day).is_empty());

    // In the second week somebody asks by hand, and it is answered.
    let asking = Asking {
        measure: "phq-9".to_owned(),
        way: Way::InRoom,
        session: None,
    };
    let (record, entry) = (notebook.record(), notebook.entry());
    let ids: &mut dyn IdSource = &mut notebook.ids;
    let (asked, new) = assign(&record, notebook.catalog, &asking, day(7), entry, ids).unwrap();
    notebook.write(new);
    notebook.answer(&asked, day(7));
    assert!(notebook.round(day(8), Moment::Day).is_empty());
    assert_eq!(notebook.round(day(14), Moment::Day).len(), 1);
}

#[test]
fn before_each_session_is_two_days_before_it_is_expected_and_at_once_when_it_is_there() {
    let mut notebook = Notebook::new();
    notebook.schedule(&["phq-9"], Rhythm::Sessions { each: 1 });
    assert_eq!(
        notebook.round(START, Moment::Day),
        ["phq-9"],
        "the first one"
    );
    notebook.answer_all(START);
    notebook.hold(START);
    // This session was asked about; opening its page again asks nothing.
    assert!(notebook.round(START, Moment::Session).is_empty());
    assert_eq!(expected_session(&notebook.record()), Some(day(7)));
    assert!(notebook.round(day(4), Moment::Day).is_empty());
    assert_eq!(notebook.round(day(5), Moment::Day), ["phq-9"]);
    notebook.answer_all(day(6));
    // An earlier meeting than expected: nothing was asked yet, so it is due at once.
    notebook.hold(day(7));
    assert_eq!(notebook.round(day(9), Moment::Session), ["phq-9"]);
    notebook.hold(day(9));
    assert!(notebook.round(day(9), Moment::Session).is_empty());
}

#[test]
fn every_third_session_asks_before_the_first_and_the_fourth() {
    let mut notebook = Notebook::new();
    notebook.schedule(&["pcl-5"], Rhythm::Sessions { each: 3 });
    let mut asked_before = Vec::new();
    for number in 1..=7 {
        let on = day(7 * number);
        if !notebook.round(on, Moment::Session).is_empty() {
            asked_before.push(number);
        }
        notebook.answer_all(on);
        notebook.hold(on);
    }
    assert_eq!(asked_before, [1, 4, 7]);
}

#[test]
fn feedback_is_asked_after_a_session_and_about_it() {
    let mut notebook = Notebook::new();
    notebook.schedule(&["session-feedback"], Rhythm::Sessions { each: 1 });
    assert!(
        notebook.round(START, Moment::Session).is_empty(),
        "no session yet"
    );
    let first = notebook.hold(START);
    assert_eq!(notebook.round(START, Moment::Session).len(), 1);
    assert_eq!(notebook.open()[0].session, Some(first));
    // It was never given; after the next session that one is asked about, and only that one.
    let second = notebook.hold(day(7));
    assert_eq!(notebook.round(day(7), Moment::Day).len(), 1);
    let open = notebook.open();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].session, Some(second));
}

#[test]
fn a_review_and_the_ending_are_asked_for_before_they_come() {
    let mut notebook = Notebook::new();
    notebook.schedule(&["six-domain-check-in"], Rhythm::AtReview);
    notebook.schedule(&["swls"], Rhythm::AtEnding { on: Some(day(90)) });
    assert!(
        notebook.round(day(1), Moment::Day).is_empty(),
        "no plan yet"
    );
    let plan = PlanVersion {
        number: 1,
        strands: Vec::new(),
        goals: Vec::new(),
        review_on: day(42),
        reason: "first".to_owned(),
        agreed_with_client: true,
        review: None,
        terms: Terms::default(),
    };
    let plan = NewEntry::new(Body::PlanAgreed(plan), &mut notebook.ids);
    notebook.write(vec![plan]);
    assert!(notebook.round(day(39), Moment::Day).is_empty());
    assert_eq!(
        notebook.round(day(40), Moment::Day),
        ["six-domain-check-in"]
    );
    assert!(notebook.round(day(50), Moment::Day).is_empty());
    assert_eq!(notebook.round(day(88), Moment::Day), ["swls"]);
}

#[test]
fn without_a_day_the_ending_is_when_nothing_is_worked_on_any_more() {
    let mut notebook = Notebook::new();
    notebook.schedule(&["swls"], Rhythm::AtEnding { on: None });
    let entry = notebook.entry();
    let named = set_problem(
        None,
        ProblemArea::Anxiety,
        "The bus",
        entry,
        &mut notebook.ids,
    );
    notebook.write(named.unwrap());
    assert!(notebook.round(day(50), Moment::Day).is_empty());
    let problem = notebook.record().problems[0].problem.id;
    let (record, entry) = (notebook.record(), notebook.entry());
    notebook.write(close_problem(&record, problem, "Reached", entry).unwrap());
    assert_eq!(notebook.round(day(51), Moment::Day), ["swls"]);
    notebook.answer_all(day(51));
    assert!(notebook.round(day(52), Moment::Day).is_empty());
}

#[test]
fn paused_ended_and_past_its_last_day_it_asks_nothing() {
    let mut notebook = Notebook::new();
    let id = notebook.schedule(&["phq-9"], Rhythm::Days { each: 7 });
    let (record, entry) = (notebook.record(), notebook.entry());
    notebook.write(pause_schedule(&record, id, true, entry).unwrap());
    assert!(notebook.round(START, Moment::Day).is_empty());
    assert_eq!(next_due(&notebook.record(), notebook.catalog), None);
    let (record, entry) = (notebook.record(), notebook.entry());
    notebook.write(pause_schedule(&record, id, false, entry).unwrap());
    assert_eq!(notebook.round(START, Moment::Day).len(), 1);

    let (record, entry) = (notebook.record(), notebook.entry());
    let ids: &mut dyn IdSource = &mut notebook.ids;
    let ended = end_schedule(&record, id, "", true, entry, ids).unwrap();
    notebook.write(ended);
    assert!(notebook.open().is_empty(), "what waited was taken back");
    assert!(notebook.round(day(7), Moment::Day).is_empty());
    assert!(pause_schedule(&notebook.record(), id, true, entry).is_err());

    let until = NewSchedule {
        until: Some(day(3)),
        ..wanted(&["gad-7"], Rhythm::Days { each: 2 })
    };
    let (record, entry) = (notebook.record(), notebook.entry());
    let new = set_schedule(
        &record,
        notebook.catalog,
        None,
        until,
        entry,
        &mut notebook.ids,
    );
    notebook.write(new.unwrap());
    assert_eq!(notebook.round(day(3), Moment::Day), ["gad-7"]);
    notebook.answer_all(day(3));
    assert!(notebook.round(day(4), Moment::Day).is_empty());
}

#[test]
fn the_last_change_can_be_taken_back() {
    let mut notebook = Notebook::new();
    let id = notebook.schedule(&["phq-9"], Rhythm::Days { each: 7 });
    let set_up = notebook.record().schedules[0].changed_by;
    let changed = wanted(&["gad-7"], Rhythm::Once);
    let (record, entry) = (notebook.record(), notebook.entry());
    let new = set_schedule(
        &record,
        notebook.catalog,
        Some(id),
        changed,
        entry,
        &mut notebook.ids,
    );
    notebook.write(new.unwrap());
    assert_eq!(notebook.record().schedules[0].schedule.measures, ["gad-7"]);
    let again = notebook.entry();
    assert!(
        undo_schedule(&notebook.record(), id, set_up, again).is_err(),
        "a page that is older than the change takes nothing back"
    );
    notebook.write(undo_schedule(&notebook.record(), id, entry, again).unwrap());
    assert_eq!(notebook.record().schedules[0].schedule.measures, ["phq-9"]);
    let again = notebook.entry();
    notebook.write(undo_schedule(&notebook.record(), id, set_up, again).unwrap());
    assert!(notebook.record().schedules.is_empty());
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut notebook = Notebook::new();
    let record = notebook.record();
    for (measures, rhythm) in [
        (&[][..], Rhythm::Once),
        (&["no-such-measure"][..], Rhythm::Once),
        (&["phq-9"][..], Rhythm::Days { each: 0 }),
        (&["phq-9"][..], Rhythm::Days { each: 400 }),
        (&["phq-9"][..], Rhythm::Sessions { each: 0 }),
        // Asked by a clinician in person, so not by a rhythm.
        (&["nimh-asq"][..], Rhythm::Once),
    ] {
        let wanted = wanted(measures, rhythm);
        let entry = notebook.entry();
        let ids = &mut notebook.ids;
        assert!(set_schedule(&record, notebook.catalog, None, wanted, entry, ids).is_err());
    }
    let backwards = NewSchedule {
        until: Some(day(-1)),
        ..wanted(&["phq-9"], Rhythm::Once)
    };
    let entry = notebook.entry();
    let ids = &mut notebook.ids;
    assert!(set_schedule(&record, notebook.catalog, None, backwards, entry, ids).is_err());
}

#[test]
fn what_is_asked_together_is_one_flow() {
    let mut notebook = Notebook::new();
    notebook.schedule(&["phq-9", "gad-7", "swls"], Rhythm::Once);
    notebook.round(START, Moment::Day);
    let asked = notebook.open();
    let next = following(&notebook.record(), asked[0].id).unwrap();
    assert_eq!((next.next, next.number, next.of), (asked[1].id, 2, 3));
    notebook.answer(&asked[0], START);
    notebook.answer(&asked[1], START);
    let next = following(&notebook.record(), asked[1].id).unwrap();
    assert_eq!((next.next, next.number, next.of), (asked[2].id, 3, 3));
    notebook.answer(&asked[2], START);
    assert_eq!(following(&notebook.record(), asked[2].id), None);
}

#[test]
fn a_week_without_an_answer_is_overdue_and_the_headline_knows_what_is_next() {
    let mut notebook = Notebook::new();
    notebook.schedule(&["phq-9"], Rhythm::Days { each: 7 });
    let headline = Headline::of(&notebook.record(), notebook.catalog);
    assert_eq!(headline.next_due, Some(START));
    notebook.round(START, Moment::Day);
    let headline = Headline::of(&notebook.record(), notebook.catalog);
    assert_eq!(headline.next_due, Some(day(7)));
    assert_eq!(headline.waiting.len(), 1);
    assert!(overdue(&notebook.record(), day(6)).is_empty());
    assert_eq!(overdue(&notebook.record(), day(7)).len(), 1);
    assert!(is_overdue(headline.waiting[0].on, day(7)));
    notebook.answer_all(day(8));
    assert!(overdue(&notebook.record(), day(30)).is_empty());
}

#[test]
fn a_proposal_fits_what_is_worked_on_and_is_not_made_twice() {
    let mut notebook = Notebook::new();
    for area in [ProblemArea::Depression, ProblemArea::Trauma] {
        let entry = notebook.entry();
        let named = set_problem(None, area, "As said", entry, &mut notebook.ids);
        notebook.write(named.unwrap());
    }
    let proposals = propose(&notebook.record(), notebook.catalog, START);
    let found: Vec<(&str, Rhythm)> = proposals
        .iter()
        .map(|made| (made.schedule.measures[0].as_str(), made.schedule.rhythm))
        .collect();
    assert_eq!(
        found,
        [
            ("phq-9", Rhythm::Sessions { each: 1 }),
            // Looks back a month.
            ("pcl-5", Rhythm::Months { each: 1 }),
            ("session-feedback", Rhythm::Sessions { each: 1 }),
            ("six-domain-check-in", Rhythm::AtReview),
        ]
    );
    notebook.schedule(&["phq-9"], Rhythm::Sessions { each: 2 });
    let left = propose(&notebook.record(), notebook.catalog, START);
    assert_eq!(left.len(), 3);
}

proptest! {
    /// Whatever stands in a record: what was asked is not asked again on the same day, and nothing is asked before
    /// the day the headline names.
    #[test]
    fn asking_twice_is_asking_once(entries in support::entries(40), after in 0i64..1500) {
        let catalog = support::catalog();
        let today = date(2024, 1, 1) + after.days();
        let mut record = Record::from_entries(&entries);
        let mut entries = entries;
        let mut ids = SeededIds::new(9);
        let new = due_today(&record, catalog, today, Moment::Day, &mut ids);
        if !new.is_empty() {
            let next = next_due(&record, catalog);
            prop_assert!(next.is_some_and(|next| next <= today), "{next:?} {today}");
        }
        entries.extend(new.into_iter().map(|entry| entry.sign(Author::Program, Timestamp::UNIX_EPOCH)));
        record = Record::from_entries(&entries);
        let again = due_today(&record, catalog, today, Moment::Day, &mut ids);
        prop_assert!(again.is_empty(), "{again:?}");
    }
}
