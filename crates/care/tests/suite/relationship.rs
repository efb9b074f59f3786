//! The line of the alliance, its falls, and what came between two people.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::drawing;

use attune_care::assess::{MeasureRef, Response, Way};
use attune_care::relationship::{
    Judged, RepairTried, RuptureJudged, RuptureNoted, SessionRated, Stand, alliance_lines,
    episodes, judge_rupture, note_rupture, rate_session, suspicions, try_repair,
};
use attune_care::session::{MeetingKind, alliance, hold};
use attune_care::{Body, Refusal};
use attune_catalog::{Answer, score};
use attune_ids::{AssignmentId, EntryId, SessionId};
use attune_stats::signal::AllianceState;
use drawing::{CATALOG, Drawing};
use jiff::ToSpan;
use jiff::civil::{Date, date};

const FIRST: Date = date(2026, 3, 2);
const TODAY: Date = date(2026, 12, 1);

/// Sessions a week apart, each with feedback of five answers.
struct Course {
    drawing: Drawing,
    sessions: Vec<SessionId>,
}

impl Course {
    fn of(forms: &[[i32; 5]]) -> Self {
        let mut course = Self {
            drawing: Drawing::new(9),
            sessions: Vec::new(),
        };
        for answers in forms {
            course.feedback("session-feedback", answers);
        }
        course
    }

    fn even(levels: &[i32]) -> Self {
        let forms: Vec<[i32; 5]> = levels.iter().map(|level| [*level; 5]).collect();
        Self::of(&forms)
    }

    fn feedback(&mut self, measure: &str, answers: &[i32]) {
        let on = FIRST + (7 * i64::try_from(self.sessions.len()).unwrap()).days();
        let session = SessionId::new(&mut self.drawing.ids);
        let entry = self.drawing.entry();
        let held = hold(session, on, MeetingKind::InPerson, TODAY, entry).unwrap();
        self.drawing.write(held);
        self.sessions.push(session);
        self.given(measure, answers, on, Some(session), None);
    }

    /// A form on paper, written down after all others.
    fn feedback_on_paper(&mut self, on: Date, answers: &[i32], words: &str) {
        self.given("session-feedback", answers, on, None, Some(words));
    }

    fn given(
        &mut self,
        measure: &str,
        answers: &[i32],
        on: Date,
        session: Option<SessionId>,
        words: Option<&str>,
    ) {
        let measure = CATALOG.measure(measure).unwrap();
        let answers: Vec<Answer> = answers.iter().copied().map(Answer::Value).collect();
        let body = Body::ResponseGiven(Response {
            assignment: AssignmentId::new(&mut self.drawing.ids),
            measure: MeasureRef::of(measure),
            scored: score(measure, &answers).unwrap(),
            answers,
            words: words.map(str::to_owned),
            way: session.map_or(Way::Paper, |_| Way::InRoom),
            on,
            session,
            paper: None,
        });
        self.drawing.body(body);
    }

    fn last_form(&self) -> EntryId {
        self.drawing.record().responses.last().unwrap().entry
    }

    fn noted(&self) -> RuptureNoted {
        RuptureNoted {
            on: date(2026, 4, 1),
            session: None,
            form: Some(self.last_form()),
            what: "went quiet when I spoke of homework".to_owned(),
        }
    }

    fn note(&mut self) -> EntryId {
        let entry = self.drawing.entry();
        let noted = note_rupture(&self.drawing.record(), &self.noted(), TODAY, entry).unwrap();
        self.drawing.write(noted);
        entry
    }

    fn judge(&mut self, rupture: EntryId, judged: Judged, words: &str) -> Result<(), Refusal> {
        let entry = self.drawing.entry();
        let judged = RuptureJudged {
            rupture,
            judged,
            on: date(2026, 4, 8),
            words: words.to_owned(),
        };
        let entries = judge_rupture(&self.drawing.record(), &judged, TODAY, entry)?;
        self.drawing.write(entries);
        Ok(())
    }
}

/// ARM-5 of science.md section 6: mean 6 of the first four, 4.6 in the fifth.
#[test]
fn a_fall_is_told_against_the_persons_own_usual() {
    let mut course = Course::of(&[]);
    for form in [
        [6, 6, 2, 6, 5],
        [6, 6, 2, 6, 6],
        [6, 6, 2, 6, 6],
        [6, 6, 2, 6, 7],
        [5, 5, 4, 5, 4],
    ] {
        course.feedback("arm-5", &form);
    }
    let lines = alliance_lines(&course.drawing.record(), &CATALOG);
    let line = &lines[0];
    assert!(line.published && !line.drop_from_source);
    assert!((line.least_drop - 1.2).abs() < 1e-12);
    let values: Vec<f64> = line.points.iter().map(|point| point.value).collect();
    assert_eq!(values, [5.8, 6.0, 6.0, 6.2, 4.6]);
    let fallen = &line.points[4];
    let usual = fallen.usual.unwrap();
    assert!((usual.mean - 6.0).abs() < 1e-12);
    // 6 - 2.66 * 0.13333, as in the worked example.
    assert!((usual.band[0] - 5.645_333_333).abs() < 1e-6);
    assert_eq!(fallen.state, Some(AllianceState::Strong));
    let found = suspicions(&course.drawing.record(), &lines);
    assert_eq!(found.len(), 1);
    assert!(found[0].strong);
    // The first two forms have no usual to be held against.
    assert_eq!(line.points[1].state, None);
}

#[test]
fn a_slow_decline_and_a_ceiling_are_said() {
    let slow = Course::even(&[9, 9, 8, 8, 7, 6]);
    let line = &alliance_lines(&slow.drawing.record(), &CATALOG)[0];
    assert!(line.decline.unwrap().declines);
    assert_eq!(line.ceiling, None);

    let top = Course::even(&[10, 10, 9, 10, 10]);
    let line = &alliance_lines(&top.drawing.record(), &CATALOG)[0];
    let ceiling = line.ceiling.unwrap();
    assert_eq!((ceiling.at_top, ceiling.of), (4, 5));
    assert!(line.decline.is_none(), "five forms make no line");
}

#[test]
fn coming_back_soon_is_seen_on_the_line() {
    let course = Course::even(&[8, 9, 8, 5, 6, 9]);
    let line = &alliance_lines(&course.drawing.record(), &CATALOG)[0];
    let fell = line.points[3].form;
    assert_eq!(line.points[3].state, Some(AllianceState::Strong));
    assert_eq!(line.back_after(fell), Some(2));
    let stayed = Course::even(&[8, 9, 8, 5, 6, 6, 6, 9]);
    let line = &alliance_lines(&stayed.drawing.record(), &CATALOG)[0];
    assert_eq!(line.back_after(line.points[3].form), None);
}

#[test]
fn an_episode_goes_from_suspected_to_repaired_and_may_break_again() {
    let mut course = Course::even(&[8, 9, 8, 5]);
    let rupture = course.note();
    let stand = |course: &Course| course.drawing.record().rupture(rupture).unwrap().stand();
    assert_eq!(stand(&course), Stand::Suspected);
    // Written down, the rule does not raise it a second time.
    let record = course.drawing.record();
    assert!(suspicions(&record, &alliance_lines(&record, &CATALOG)).is_empty());
    let entry = course.drawing.entry();
    assert!(matches!(
        note_rupture(&record, &course.noted(), TODAY, entry),
        Err(Refusal::AlreadyDone { .. })
    ));
    // Nobody repairs what was not talked about.
    assert!(course.judge(rupture, Judged::Repaired, "").is_err());
    course.judge(rupture, Judged::Confirmed, "").unwrap();
    let tried = RepairTried {
        rupture,
        on: date(2026, 4, 8),
        session: Some(course.sessions[0]),
        approach: "ask-openly".to_owned(),
        how_it_went: "he said it was too much at once".to_owned(),
    };
    let entry = course.drawing.entry();
    let entries = try_repair(
        &course.drawing.record(),
        &CATALOG,
        tried.clone(),
        TODAY,
        entry,
    );
    course.drawing.write(entries.unwrap());
    let horoscope = RepairTried {
        approach: "horoscope".to_owned(),
        ..tried
    };
    let entry = course.drawing.entry();
    assert!(try_repair(&course.drawing.record(), &CATALOG, horoscope, TODAY, entry).is_err());
    course.judge(rupture, Judged::Unrepaired, "").unwrap();
    assert!(course.drawing.record().rupture(rupture).unwrap().is_open());
    course.judge(rupture, Judged::Repaired, "").unwrap();
    let record = course.drawing.record();
    let state = episodes(&record)[0];
    assert_eq!((state.stand(), state.tried.len()), (Stand::Repaired, 1));
    course.judge(rupture, Judged::Confirmed, "again").unwrap();
    assert!(matches!(
        course.judge(rupture, Judged::NotOne, " "),
        Err(Refusal::Missing { .. })
    ));
}

#[test]
fn both_voices_stand_side_by_side() {
    let mut course = Course::even(&[8, 9, 5]);
    let form = CATALOG.measure("session-feedback").unwrap();
    let rated = SessionRated {
        session: course.sessions[2],
        measure: MeasureRef::of(form),
        answers: [8, 8, 9, 8, 8].map(Answer::Value).to_vec(),
    };
    let entry = course.drawing.entry();
    let entries = rate_session(&course.drawing.record(), &CATALOG, rated.clone(), entry).unwrap();
    course.drawing.write(entries);
    let line = &alliance_lines(&course.drawing.record(), &CATALOG)[0];
    assert_eq!(line.points[2].clinician, Some(8.2));
    assert_eq!(line.points[1].clinician, None);
    let empty = SessionRated {
        answers: vec![Answer::Skipped; 5],
        ..rated
    };
    let entry = course.drawing.entry();
    assert!(rate_session(&course.drawing.record(), &CATALOG, empty, entry).is_err());
}

/// Every approach names what stands behind it.
#[test]
fn suggestions_have_sources() {
    for approach in &CATALOG.repairs {
        let none = approach.id == "own-words";
        assert_eq!(approach.doi.is_none(), none, "{}", approach.id);
        assert!(!approach.what.is_empty() && !approach.source.is_empty());
    }
}

#[test]
fn a_form_on_paper_stands_on_its_day_however_late_it_is_written_down() {
    let mut course = Course::even(&[8, 8, 8, 8]);
    let second_week = FIRST + 8.days();
    course.feedback_on_paper(second_week, &[3; 5], "Less hurry.");
    let record = course.drawing.record();
    let line = &alliance_lines(&record, &CATALOG)[0];
    let days: Vec<Date> = line.points.iter().map(|point| point.on).collect();
    assert!(days.is_sorted());
    assert_eq!(days[2], second_week);
    // It is past: no fall of today, and no wish for the next session.
    let told = alliance(&record, &CATALOG);
    assert_eq!((told.dip_on(), told.next_time()), (None, None));
    assert_eq!(told.feedback[2].outstanding.len(), 5);
    assert_eq!(suspicions(&record, std::slice::from_ref(line)), Vec::new());
}
