//! What a review shows, on records as they come about in practice.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attune_care::assess::{
    Acknowledgement, Alert, AlertAction, ImportedTotal, MeasureRef, Words, WordsKind,
};
use attune_care::formulate::{Factor, Role};
use attune_care::plan::{Goal, PlanVersion, Strand, Terms, Turn};
use attune_care::review::{
    Known, Look, Progress, ReviewInput, courses, explain_course, explain_rule, guided_look,
    look_is_due, no_change, progress, reference_line, review_words, shown, since_last_review,
};
use attune_care::session::{Meeting, MeetingKind, Task, TaskDone, TaskOutcome, Work, alliance};
use attune_care::{Author, Body, Entry, NewEntry, Record, Refusal};
use attune_catalog::{Answer, Catalog, Domain, score, score_from_total};
use attune_ids::{
    AlertId, AssignmentId, EntryId, FactorId, GoalId, ProblemId, SeededIds, SessionId, StrandId,
    TaskId,
};
use attune_stats::signal::Signal;
use jiff::civil::{Date, date};

const START: Date = date(2026, 1, 15);

struct Writing {
    ids: SeededIds,
    catalog: Catalog,
    entries: Vec<Entry>,
}

impl Writing {
    fn new() -> Self {
        Self {
            ids: SeededIds::new(1),
            catalog: Catalog::shipped().unwrap(),
            entries: Vec::new(),
        }
    }

    fn write(&mut self, body: Body) -> EntryId {
        let entry =
            NewEntry::new(body, &mut self.ids).sign(Author::Program, jiff::Timestamp::UNIX_EPOCH);
        self.entries.push(entry);
        self.entries.last().unwrap().id
    }

    /// Monthly totals from [`START`] on.
    fn monthly(mut self, measure: &str, totals: &[f64]) -> Self {
        for (month, total) in (0_i64..).zip(totals) {
            let on = START
                .checked_add(jiff::Span::new().days(month * 30))
                .unwrap();
            self.total(measure, *total, on);
        }
        self
    }

    fn total(&mut self, measure: &str, total: f64, on: Date) {
        let found = self.catalog.measure(measure).unwrap();
        let body = ImportedTotal {
            measure: MeasureRef::of(found),
            outcome: score_from_total(found, total).unwrap(),
            on,
            source: "test".to_owned(),
        };
        self.write(Body::TotalImported(body));
    }

    fn answers(&mut self, measure: &str, answers: &[Answer], on: Date) -> EntryId {
        let found = self.catalog.measure(measure).unwrap();
        let response = attune_care::assess::Response {
            assignment: AssignmentId::new(&mut self.ids),
            measure: MeasureRef::of(found),
            answers: answers.to_vec(),
            words: Some("More silence.".to_owned()),
            way: attune_care::assess::Way::Link,
            on,
            scored: score(found, answers).unwrap(),
            session: None,
            paper: None,
        };
        self.write(Body::ResponseGiven(response))
    }

    fn session(&mut self, on: Date) -> SessionId {
        let id = SessionId::new(&mut self.ids);
        let how = MeetingKind::InPerson;
        self.write(Body::SessionHeld(Meeting { id, on, how }));
        id
    }

    fn work(&mut self, session: SessionId, strand: Option<StrandId>, technique: &str) {
        self.write(Body::WorkDone(Work {
            session,
            strand,
            technique: technique.to_owned(),
            how_it_went: "well".to_owned(),
        }));
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn course(&self, measure: &str) -> Progress {
        progress(&self.record(), &self.catalog, measure).unwrap()
    }

    fn signal(&self, measure: &str) -> Signal {
        self.course(measure).judgement.unwrap().signal
    }
}

#[test]
fn rising_scores_are_not_on_track_and_say_why() {
    let writing = Writing::new().monthly("phq-9", &[20.0, 21.0, 22.0, 23.0]);
    assert_eq!(writing.signal("phq-9"), Signal::NotOnTrack);
    let why = explain_course(&writing.course("phq-9"));
    assert_eq!(why.len(), 2, "{why:?}");
    assert!(
        why[0].starts_with("Of 100 people in the reference measured at the same times, about ")
    );
    assert!(why[0].ends_with("The signal looks closer at the lowest 40."));
    assert!(why[1].ends_with("within the lowest 40."));
}

#[test]
fn worse_by_more_than_measurement_error_comes_first() {
    let writing = Writing::new().monthly("phq-9", &[12.0, 15.0, 19.0]);
    assert_eq!(writing.signal("phq-9"), Signal::NotOnTrack);
    let why = explain_course(&writing.course("phq-9"));
    assert_eq!(
        why[0],
        "The last score is 7 points worse than the first; from 6 on that is more than measurement error."
    );
}

#[test]
fn the_signal_and_the_band_may_differ_and_the_page_says_why() {
    let writing = Writing::new().monthly("phq-9", &[10.0, 9.0, 12.0, 11.0]);
    assert_eq!(writing.signal("phq-9"), Signal::NotOnTrack);
    let why = explain_course(&writing.course("phq-9"));
    assert!(
        why.last()
            .unwrap()
            .ends_with("also with those who had more to improve."),
        "{why:?}"
    );
}

#[test]
fn falling_scores_are_on_track() {
    let writing = Writing::new().monthly("phq-9", &[20.0, 16.0, 12.0, 9.0]);
    assert_eq!(writing.signal("phq-9"), Signal::OnTrack);
    let why = explain_course(&writing.course("phq-9"));
    assert!(why[0].ends_with("The signal looks closer only at the lowest 40."));
    assert!(why[1].ends_with("above the lowest 40."));
}

#[test]
fn one_score_behind_is_watched_until_the_next() {
    let writing = Writing::new().monthly("phq-9", &[15.0, 9.0, 18.0]);
    assert_eq!(writing.signal("phq-9"), Signal::Watch);
    let why = explain_course(&writing.course("phq-9"));
    assert_eq!(
        why.last().unwrap(),
        "One measurement decides nothing; the next one does."
    );
}

#[test]
fn two_scores_are_too_early() {
    let writing = Writing::new().monthly("phq-9", &[20.0, 19.0]);
    assert_eq!(writing.signal("phq-9"), Signal::TooEarly { points: 2 });
    assert_eq!(
        explain_course(&writing.course("phq-9"))[0],
        "There are 2 complete scores so far; nothing is said about a course before there are 3."
    );
}

#[test]
fn without_a_reference_only_change_is_judged() {
    let writing = Writing::new().monthly("gad-7", &[14.0, 13.0, 12.0]);
    assert_eq!(writing.signal("gad-7"), Signal::NoReference);
    let course = writing.course("gad-7");
    assert_eq!(
        explain_course(&course),
        [
            "No reference says what could be expected at this point, so only change itself is judged."
        ]
    );
    assert_eq!(
        reference_line(&course),
        "Reference: none is known for this measure. Change is judged, not whether it is as much as could be expected."
    );
    let worse = Writing::new().monthly("gad-7", &[10.0, 12.0, 15.0]);
    assert_eq!(worse.signal("gad-7"), Signal::NotOnTrack);
}

#[test]
fn past_its_end_a_reference_says_nothing() {
    let mut writing = Writing::new().monthly("phq-9", &[20.0, 18.0]);
    writing.total("phq-9", 17.0, date(2027, 12, 15));
    assert_eq!(writing.signal("phq-9"), Signal::NoReference);
    let why = explain_course(&writing.course("phq-9"));
    assert!(
        why.last()
            .unwrap()
            .ends_with("ends before the last score and says nothing about it."),
        "{why:?}"
    );
}

#[test]
fn without_a_rule_for_change_there_is_no_signal() {
    let mut writing = Writing::new().monthly("phq-9", &[20.0, 18.0, 17.0]);
    writing
        .catalog
        .measures
        .iter_mut()
        .for_each(|measure| measure.norms.clear());
    let course = writing.course("phq-9");
    assert_eq!(course.judgement, None);
    assert_eq!(
        explain_course(&course),
        [
            "No rule with a source says how much change is more than measurement error here, so no signal is given."
        ]
    );
    assert!(shown(&writing.record(), &writing.catalog).contains(": no signal"));
}

#[test]
fn the_reference_says_for_whom_it_was_not_validated() {
    let writing = Writing::new().monthly("phq-9", &[20.0]);
    assert!(reference_line(&writing.course("phq-9")).ends_with(
        "250 people; checked only within those data, not validated for the people of this practice."
    ));
    let writing = Writing::new().monthly("bdi-ii", &[20.0]);
    assert!(reference_line(&writing.course("bdi-ii")).ends_with(
        "100 people; not validated for anybody: how often its bands hold was never measured."
    ));
}

#[test]
fn the_rule_is_printed_with_its_measured_errors() {
    let catalog = Catalog::shipped().unwrap();
    let rule = |measure: &str| {
        let course = catalog.courses_of(measure, "total").next().unwrap();
        explain_rule(course).join(" ")
    };
    let measured = rule("phq-9");
    for words in [
        "49 to 62 (sensitivity)",
        "72 to 85 alone (specificity)",
        "70 to 82 (positive predictive value)",
        "came true for 57 of 100",
        "in 139 to 145 people",
        "how often that is right was not measured",
    ] {
        assert!(measured.contains(words), "{words} is missing in {measured}");
    }
    assert!(rule("bdi-ii").contains("never measured on this reference"));
}

#[test]
fn the_leading_measure_comes_first_and_incomplete_forms_are_listed() {
    let mut writing = Writing::new().monthly("phq-9", &[20.0, 18.0]);
    writing.total("gad-7", 12.0, START);
    let incomplete = [Answer::Skipped; 7];
    writing.answers("gad-7", &incomplete, START);
    let found = courses(&writing.record(), &writing.catalog);
    let ids: Vec<&str> = found.iter().map(|course| course.measure.as_str()).collect();
    assert_eq!(ids, ["phq-9", "gad-7"]);
    assert_eq!(found[1].series.incomplete, 1);
}

#[test]
fn what_was_shown_is_one_sentence() {
    let writing = Writing::new();
    assert_eq!(
        shown(&writing.record(), &writing.catalog),
        "There was no score yet."
    );
    let mut writing = Writing::new().monthly("phq-9", &[20.0, 21.0, 22.0, 23.0]);
    let good = [Answer::Value(9); 5];
    writing.answers("session-feedback", &good, START);
    let sentence = shown(&writing.record(), &writing.catalog);
    assert_eq!(
        sentence,
        "PHQ-9 23 (severe) on 15 Apr 2026, 3 points higher than at the start, within measurement error: not on track; \
         nothing stood out in the session feedback of 15 Jan 2026."
    );
    let low = [
        Answer::Value(3),
        Answer::Value(9),
        Answer::Value(9),
        Answer::Value(9),
        Answer::Value(9),
    ];
    writing.answers("session-feedback", &low, START);
    assert!(
        shown(&writing.record(), &writing.catalog)
            .contains("one answer stood out in the session feedback")
    );
    writing.answers("session-feedback", &[Answer::Value(2); 5], START);
    assert!(shown(&writing.record(), &writing.catalog).contains("5 answers stood out"));
}

#[test]
fn work_is_counted_by_strand_since_the_last_review() {
    let mut writing = Writing::new();
    let strand = StrandId::new(&mut writing.ids);
    let other = StrandId::new(&mut writing.ids);
    let before = writing.session(date(2026, 1, 20));
    plan(
        &mut writing,
        &[(strand, "worry-time"), (other, "sleep-habits")],
        &[],
    );
    writing.work(before, Some(strand), "worry-time");
    let decision = no_change(
        &ReviewInput::default(),
        "it is early",
        date(2026, 1, 20),
        EntryId::new(&mut writing.ids),
        &mut SeededIds::new(9),
    );
    writing.write(decision.unwrap().remove(0).body);
    let after = writing.session(date(2026, 2, 3));
    writing.work(after, Some(strand), "worry-time");
    writing.work(after, None, "listening");
    writing.work(
        after,
        Some(StrandId::new(&mut SeededIds::new(77))),
        "listening",
    );
    for outcome in [
        Some(TaskDone::Done),
        Some(TaskDone::Partly),
        Some(TaskDone::NotDone),
        None,
    ] {
        let id = TaskId::new(&mut writing.ids);
        let words = "walk".to_owned();
        writing.write(Body::TaskGiven(Task {
            id,
            session: after,
            words,
        }));
        if let Some(done) = outcome {
            let words = String::new();
            writing.write(Body::TaskReviewed(TaskOutcome {
                task: id,
                done,
                words,
            }));
        }
    }
    let since = since_last_review(&writing.record());
    assert_eq!(since.review, Some(date(2026, 1, 20)));
    assert_eq!(since.sessions, 1);
    assert_eq!(since.strands[0].times, 1);
    assert_eq!(since.strands[0].last, Some(date(2026, 2, 3)));
    assert_eq!((since.strands[1].times, since.strands[1].last), (0, None));
    assert_eq!(since.elsewhere, [("listening".to_owned(), 2)]);
    assert_eq!((since.tasks.done, since.tasks.partly), (1, 1));
    assert_eq!((since.tasks.not_done, since.tasks.open), (1, 1));
}

#[test]
fn an_empty_record_is_honest_in_every_place() {
    let writing = Writing::new();
    let looked = guided_look(&writing.record(), &writing.catalog, START);
    let known: Vec<&[Known]> = looked.iter().map(|place| place.known.as_slice()).collect();
    assert_eq!(
        known,
        [
            &[Known::RiskNeverAsked][..],
            &[Known::NoFeedback],
            &[Known::NoGoal],
            &[Known::LifeUnknown],
            &[Known::NoFormulation, Known::NoPlan],
            &[Known::NoSession],
        ]
    );
}

#[test]
fn risk_shows_open_acted_on_and_unanswered() {
    let known = |writing: &Writing| {
        let record = writing.record();
        guided_look(&record, &writing.catalog, START)
            .remove(0)
            .known
    };
    let mut writing = Writing::new();
    writing.answers("phq-9", &[Answer::Value(0); 9], START);
    let asked = |answered| Known::RiskAsked {
        measure: "phq-9".to_owned(),
        on: START,
        answered,
    };
    assert_eq!(known(&writing), [asked(true)]);
    writing.answers("phq-9", &[Answer::Skipped; 9], START);
    assert_eq!(known(&writing), [asked(false)]);
    let response = writing.answers("phq-9", &[Answer::Value(1); 9], START);
    let alert = Alert {
        id: AlertId::new(&mut writing.ids),
        response,
        measure: MeasureRef::of(writing.catalog.measure("phq-9").unwrap()),
        flag: "item9".to_owned(),
        answer: Some(Answer::Value(1)),
        on: START,
    };
    writing.write(Body::AlertRaised(alert.clone()));
    let measure = "phq-9".to_owned();
    let open = Known::RiskOpen {
        measure: measure.clone(),
        on: START,
    };
    assert_eq!(known(&writing), [open]);
    writing.write(Body::AlertAcknowledged(Acknowledgement {
        alert: alert.id,
        action: AlertAction::SafetyPlan,
        words: "together".to_owned(),
    }));
    let acted = Known::RiskActedOn {
        measure,
        on: START,
        action: AlertAction::SafetyPlan,
    };
    assert_eq!(known(&writing), [acted]);
}

#[test]
fn the_places_hold_what_the_record_says() {
    let mut writing = Writing::new();
    let strand = StrandId::new(&mut writing.ids);
    let worked_on = factor(&mut writing, "going over it at night");
    factor(&mut writing, "not answering the phone");
    plan(&mut writing, &[(strand, "worry-time")], &[worked_on]);
    for (position, on) in [date(2026, 1, 20), date(2026, 1, 27), date(2026, 2, 10)]
        .into_iter()
        .enumerate()
    {
        let session = writing.session(on);
        if position == 2 {
            let id = TaskId::new(&mut writing.ids);
            writing.write(Body::TaskGiven(Task {
                id,
                session,
                words: "walk".to_owned(),
            }));
        }
    }
    writing.answers(
        "session-feedback",
        &[Answer::Value(3); 5],
        date(2026, 2, 10),
    );
    writing.answers("six-domain-check-in", &[Answer::Value(4); 6], START);
    writing.write(Body::WordsHeard(Words {
        domain: Domain::Relationships,
        about: WordsKind::Strength,
        text: "My sister calls every Sunday.".to_owned(),
    }));
    let looked = guided_look(&writing.record(), &writing.catalog, date(2026, 2, 12));
    let of = |look: Look| {
        &looked
            .iter()
            .find(|place| place.look == look)
            .unwrap()
            .known
    };
    assert_eq!(
        of(Look::Alliance)[1],
        Known::NextTime("More silence.".to_owned())
    );
    assert!(matches!(
        of(Look::Alliance)[0],
        Known::Feedback { outstanding: 5, .. }
    ));
    assert_eq!(of(Look::Goals)[0], Known::Goal("Sleep through.".to_owned()));
    assert!(matches!(of(Look::Goals)[1], Known::Tasks(tasks) if tasks.open == 1));
    assert!(of(Look::Life).iter().any(|known| matches!(
        known,
        Known::Said {
            about: WordsKind::Strength,
            ..
        }
    )));
    assert_eq!(
        of(Look::Life)
            .iter()
            .filter(|known| matches!(known, Known::Side { .. }))
            .count(),
        3
    );
    assert_eq!(
        of(Look::Formulation)[..],
        [
            Known::NoFormulation,
            Known::NotWorkedOn("not answering the phone".to_owned()),
            Known::IdleStrand {
                technique: "worry-time".to_owned()
            },
        ]
    );
    assert_eq!(
        of(Look::Dose)[..],
        [
            Known::Sessions {
                total: 3,
                since_review: 3
            },
            Known::LastSession {
                on: date(2026, 2, 10),
                ago: 2
            },
            Known::Spacing { days: 14 },
        ]
    );
}

#[test]
fn the_look_suggests_itself_when_off_track_or_after_a_dip() {
    let due = |writing: &Writing| {
        let record = writing.record();
        let catalog = &writing.catalog;
        look_is_due(&courses(&record, catalog), &alliance(&record, catalog))
    };
    assert!(due(
        &Writing::new().monthly("phq-9", &[20.0, 21.0, 22.0, 23.0])
    ));
    assert!(!due(&Writing::new().monthly("phq-9", &[15.0, 9.0, 18.0])));
    let mut writing = Writing::new().monthly("phq-9", &[20.0, 14.0, 9.0]);
    assert!(!due(&writing));
    writing.answers("session-feedback", &[Answer::Value(3); 5], START);
    assert!(due(&writing));
}

#[test]
fn words_become_one_text_and_empty_ones_are_left_out() {
    let looked = [
        (Look::Risk, "  none now "),
        (Look::Goals, ""),
        (Look::Dose, "weekly"),
    ];
    assert_eq!(
        review_words(&looked, " We stay with it. "),
        "Risk: none now\n\nHow much, and what else: weekly\n\nWe stay with it."
    );
    assert_eq!(review_words(&[(Look::Risk, " ")], ""), "");
}

#[test]
fn no_change_needs_a_because() {
    let ids = &mut SeededIds::new(3);
    let entry = EntryId::new(ids);
    let refused = no_change(&ReviewInput::default(), "  ", START, entry, ids);
    assert_eq!(
        refused,
        Err(Refusal::Missing {
            field: "no change, because"
        })
    );
}

fn factor(writing: &mut Writing, text: &str) -> FactorId {
    let id = FactorId::new(&mut writing.ids);
    writing.write(Body::FactorSet(Factor {
        id,
        text: text.to_owned(),
        domain: Domain::Behaviours,
        role: Some(Role::Perpetuating),
        mechanism: None,
    }));
    id
}

fn plan(writing: &mut Writing, strands: &[(StrandId, &str)], factors: &[FactorId]) {
    let problem = ProblemId::new(&mut writing.ids);
    let goal = Goal {
        id: GoalId::new(&mut writing.ids),
        words: "Sleep through.".to_owned(),
        domain: None,
    };
    let strands = strands
        .iter()
        .map(|(id, technique)| Strand {
            id: *id,
            problem,
            factors: factors.to_vec(),
            technique: (*technique).to_owned(),
            measure: None,
            expected: String::new(),
            turn: Turn::Now,
            sessions: None,
        })
        .collect();
    writing.write(Body::PlanAgreed(PlanVersion {
        number: 1,
        strands,
        goals: vec![goal],
        review_on: date(2026, 3, 1),
        reason: "first".to_owned(),
        agreed_with_client: true,
        review: None,
        terms: Terms::default(),
    }));
}
