//! The guided review, the second look that follows it by itself, and what a plan agrees beside its strands.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attune_care::assess::{ImportedTotal, MeasureRef, Problem, Response, Way};
use attune_care::caseload::{Reason, reasons};
use attune_care::formulate::{Factor, Role};
use attune_care::matching::{CandidateDecision, Choice, SituationCheck};
use attune_care::plan::{
    Difference, Frequency, GoalInput, GoalRating, PlanInput, StrandInput, Terms, Turn, agree,
    cosigned, goal_course, rate_goals,
};
use attune_care::review::{
    Cause, EndingPrompt, Look, RelapseInput, ReviewInput, SecondLook, again, agree_relapse_plan,
    ending_prompts, fitting, no_change,
};
use attune_care::session::{Meeting, MeetingKind};
use attune_care::space::{Kind, Shareable, remark, share};
use attune_care::supervise::{CaseAbout, CaseInput, CaseText, end_case, offered_texts, share_case};
use attune_care::{Author, Body, Entry, Headline, NewEntry, Record, Refusal};
use attune_catalog::{Answer, Catalog, Domain, ProblemArea, score, score_from_total};
use attune_ids::{
    AccountId, AssignmentId, EntryId, FactorId, GoalId, ProblemId, SeededIds, SessionId,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 6, 1);

struct Notebook {
    ids: SeededIds,
    catalog: Catalog,
    entries: Vec<Entry>,
}

impl Notebook {
    fn new() -> Self {
        Self {
            ids: SeededIds::new(5),
            catalog: Catalog::shipped().unwrap(),
            entries: Vec::new(),
        }
    }

    fn keep(&mut self, new: Vec<NewEntry>) {
        let signed = new
            .into_iter()
            .map(|entry| entry.sign(Author::Client, Timestamp::UNIX_EPOCH));
        self.entries.extend(signed);
    }

    fn write(&mut self, body: Body) {
        let entry = NewEntry::new(body, &mut self.ids);
        self.keep(vec![entry]);
    }

    fn total(&mut self, measure: &str, total: f64, on: Date) {
        let found = self.catalog.measure(measure).unwrap();
        let body = Body::TotalImported(ImportedTotal {
            measure: MeasureRef::of(found),
            outcome: score_from_total(found, total).unwrap(),
            on,
            source: "test".to_owned(),
        });
        self.write(body);
    }

    fn feedback(&mut self, answer: i32, on: Date) {
        let measure = self.catalog.measure("session-feedback").unwrap();
        let answers = vec![Answer::Value(answer); measure.items.len()];
        let body = Body::ResponseGiven(Response {
            assignment: AssignmentId::new(&mut self.ids),
            measure: MeasureRef::of(measure),
            scored: score(measure, &answers).unwrap(),
            answers,
            words: None,
            way: Way::Link,
            on,
            session: None,
            paper: None,
        });
        self.write(body);
    }

    fn session(&mut self, on: Date) {
        let id = SessionId::new(&mut self.ids);
        let how = MeetingKind::InPerson;
        self.write(Body::SessionHeld(Meeting { id, on, how }));
    }

    fn problem(&mut self, area: ProblemArea) -> ProblemId {
        let id = ProblemId::new(&mut self.ids);
        let words = "I cannot sleep".to_owned();
        self.write(Body::ProblemSet(Problem { id, area, words }));
        id
    }

    fn record(&self) -> Record {
        Record::from_entries(&self.entries)
    }

    fn next(&mut self) -> EntryId {
        EntryId::new(&mut self.ids)
    }

    /// Worse by the month: not on track by the rule that needs no reference.
    fn rising(&mut self) {
        for (month, total) in [(1, 4.0), (2, 9.0), (3, 14.0), (4, 19.0)] {
            self.total("gad-7", total, date(2026, month, 1));
        }
    }

    /// Ends a review on this day, as it stands.
    fn reviewed(&mut self, on: Date, again_after: Option<u32>) {
        let input = ReviewInput::now(&self.record(), &self.catalog, String::new(), again_after);
        let entry = self.next();
        let new = no_change(&input, "it is early", on, entry, &mut self.ids).unwrap();
        self.keep(new);
    }

    fn second_look(&self) -> Option<SecondLook> {
        again(&self.record(), &self.catalog).map(|again| again.outcome)
    }

    fn reasons(&self) -> Vec<Reason> {
        reasons(&Headline::of(&self.record(), &self.catalog), TODAY)
    }
}

#[test]
fn an_alarm_asks_for_a_second_look_by_itself_and_a_mere_look_does_not() {
    let mut notebook = Notebook::new();
    notebook.total("phq-9", 9.0, date(2026, 1, 1));
    notebook.reviewed(date(2026, 1, 2), None);
    assert_eq!(notebook.second_look(), None);

    let mut notebook = Notebook::new();
    notebook.rising();
    assert!(notebook.reasons().contains(&Reason::NotOnTrack));
    notebook.reviewed(date(2026, 4, 2), None);
    let record = notebook.record();
    assert_eq!(record.reviews[0].item.causes, [Cause::NotOnTrack]);
    assert_eq!(record.reviews[0].item.again_after, Some(3));
    assert_eq!(notebook.second_look(), Some(SecondLook::Waiting));
    // Reviewed, so it is not asked for again; it stays in the list, further down.
    assert_eq!(
        notebook.reasons(),
        [Reason::LookedAt(date(2026, 4, 2), 3)],
        "an alarm that never stops is one that nobody hears"
    );
}

#[test]
fn only_two_or_three_sessions_are_offered() {
    let mut notebook = Notebook::new();
    notebook.rising();
    let input = ReviewInput {
        again_after: Some(5),
        ..ReviewInput::default()
    };
    let entry = notebook.next();
    let refused = no_change(&input, "early", TODAY, entry, &mut notebook.ids);
    assert!(matches!(refused, Err(Refusal::Invalid { .. })));
}

#[test]
fn the_second_look_says_settled_persists_or_that_nothing_was_answered() {
    let sessions = [date(2026, 4, 10), date(2026, 4, 17)];
    let begun = || {
        let mut notebook = Notebook::new();
        notebook.rising();
        notebook.session(date(2026, 4, 2));
        notebook.reviewed(date(2026, 4, 2), Some(2));
        notebook
    };

    let mut silent = begun();
    silent.session(sessions[0]);
    assert_eq!(
        silent.second_look(),
        Some(SecondLook::Waiting),
        "the session of the day of the review does not count"
    );
    silent.session(sessions[1]);
    assert_eq!(silent.second_look(), Some(SecondLook::NothingNew));
    let again_on = Reason::LookAgain(date(2026, 4, 2), SecondLook::NothingNew);
    assert!(silent.reasons().contains(&again_on));
    // Good feedback is no answer to a course that is not on track.
    silent.feedback(9, date(2026, 4, 18));
    assert_eq!(silent.second_look(), Some(SecondLook::NothingNew));

    let mut worse = begun();
    for on in sessions {
        worse.session(on);
    }
    worse.total("gad-7", 20.0, date(2026, 4, 20));
    assert_eq!(worse.second_look(), Some(SecondLook::Persists));
    assert!(worse.reasons().contains(&Reason::NotOnTrack));
    let found = again(&worse.record(), &worse.catalog).unwrap();
    assert_eq!(found.courses[0].then, (date(2026, 4, 1), 19.0));
    assert!((found.courses[0].change.points - 1.0).abs() < 1e-9);

    let mut better = begun();
    for on in sessions {
        better.session(on);
    }
    better.total("gad-7", 3.0, date(2026, 4, 20));
    assert_eq!(better.second_look(), Some(SecondLook::Settled));
    let about_the_alarm = |reason: &Reason| {
        matches!(
            reason,
            Reason::NotOnTrack | Reason::LookAgain(..) | Reason::LookedAt(..)
        )
    };
    assert!(!better.reasons().iter().any(about_the_alarm));

    // Another review takes its place.
    worse.reviewed(date(2026, 4, 21), Some(3));
    assert_eq!(worse.second_look(), Some(SecondLook::Waiting));
}

#[test]
fn a_dip_of_the_alliance_is_answered_by_feedback_alone() {
    let mut notebook = Notebook::new();
    notebook.feedback(9, date(2026, 3, 1));
    notebook.feedback(3, date(2026, 3, 8));
    notebook.reviewed(date(2026, 3, 9), Some(2));
    assert_eq!(
        notebook.record().reviews[0].item.causes,
        [Cause::AllianceDip]
    );
    notebook.session(date(2026, 3, 15));
    notebook.session(date(2026, 3, 22));
    notebook.total("phq-9", 3.0, date(2026, 3, 22));
    assert_eq!(notebook.second_look(), Some(SecondLook::NothingNew));
    notebook.feedback(9, date(2026, 3, 22));
    assert_eq!(notebook.second_look(), Some(SecondLook::Settled));
}

#[test]
fn a_new_dip_is_asked_about_also_before_the_second_look() {
    let mut notebook = Notebook::new();
    notebook.feedback(9, date(2026, 3, 1));
    notebook.feedback(3, date(2026, 3, 8));
    notebook.reviewed(date(2026, 3, 9), Some(2));
    notebook.session(date(2026, 3, 15));
    notebook.feedback(2, date(2026, 3, 15));
    let dip = Reason::AllianceDip(date(2026, 3, 15));
    assert!(notebook.reasons().contains(&dip));
}

#[test]
fn places_are_gone_through_in_order_and_each_has_techniques_that_fit() {
    let mut notebook = Notebook::new();
    notebook.problem(ProblemArea::Depression);
    let record = notebook.record();
    let mut at = Some(Look::Risk);
    let mut passed = Vec::new();
    while let Some(look) = at {
        passed.push(look);
        assert_eq!(Look::from_code(look.code()), Some(look));
        at = look.next();
    }
    assert_eq!(passed, Look::ALL);
    assert_eq!(Look::Risk.previous(), None);
    assert_eq!(Look::Dose.previous(), Some(Look::Formulation));
    for look in [Look::Risk, Look::Alliance, Look::Goals, Look::Life] {
        let found = fitting(&record, &notebook.catalog, look);
        assert!((1..=3).contains(&found.len()), "{look:?}");
        for fits in found {
            let technique = notebook.catalog.technique(&fits.technique).unwrap();
            assert!(technique.problem_areas.contains(&ProblemArea::Depression));
        }
    }
}

#[test]
fn what_must_not_be_begun_is_never_offered() {
    let mut notebook = Notebook::new();
    let problem = notebook.problem(ProblemArea::Anxiety);
    // "Danger is real" stands against exposure until somebody ruled it out.
    let id = FactorId::new(&mut notebook.ids);
    notebook.write(Body::FactorSet(Factor {
        id,
        text: "I do not take the bus".to_owned(),
        domain: Domain::Behaviours,
        role: Some(Role::Perpetuating),
        mechanism: Some("avoidance".to_owned()),
    }));
    let offered = |notebook: &Notebook| -> Vec<String> {
        fitting(&notebook.record(), &notebook.catalog, Look::Formulation)
            .into_iter()
            .map(|fits| fits.technique)
            .collect()
    };
    let forbidden = |notebook: &Notebook, id: &str| {
        let technique = notebook.catalog.technique(id).unwrap();
        attune_care::matching::cautions_for(&notebook.record(), &notebook.catalog, technique)
            .iter()
            .any(attune_care::matching::CautionView::forbids)
    };
    let before = offered(&notebook);
    assert!(!before.is_empty());
    assert!(before.iter().all(|id| !forbidden(&notebook, id)));
    assert!(forbidden(&notebook, "graded-exposure"));
    let situations: Vec<String> = {
        let technique = notebook.catalog.technique("graded-exposure").unwrap();
        let cautions = notebook.catalog.cautions_of(technique);
        cautions.map(|caution| caution.when.clone()).collect()
    };
    notebook.write(Body::CandidateDecided(CandidateDecision {
        problem,
        technique: "graded-exposure".to_owned(),
        choice: Choice::Open,
        because: "asked".to_owned(),
        checked: situations
            .into_iter()
            .map(|situation| SituationCheck {
                situation,
                holds: false,
            })
            .collect(),
    }));
    assert!(!forbidden(&notebook, "graded-exposure"));
    let found = fitting(&notebook.record(), &notebook.catalog, Look::Formulation);
    assert_eq!(
        found[0].acts_on.as_deref(),
        Some("I do not take the bus"),
        "what keeps the trouble going and nobody works on comes first"
    );
}

fn strand(problem: ProblemId, technique: &str) -> StrandInput {
    StrandInput {
        problem: Some(problem),
        technique: technique.to_owned(),
        ..StrandInput::default()
    }
}

fn plan(notebook: &mut Notebook, input: &PlanInput) -> Result<(), Refusal> {
    let entry = notebook.next();
    let record = notebook.record();
    let new = agree(
        &record,
        &notebook.catalog,
        input,
        None,
        TODAY,
        entry,
        &mut notebook.ids,
    )?;
    notebook.keep(new);
    Ok(())
}

#[test]
fn a_difference_reads_like_a_clinical_sentence() {
    let mut notebook = Notebook::new();
    let problem = notebook.problem(ProblemArea::Depression);
    let mut first = PlanInput {
        strands: vec![
            strand(problem, "graded-exposure"),
            strand(problem, "thought-record"),
        ],
        review_on: Some(date(2026, 7, 1)),
        reason: "first plan".to_owned(),
        ..PlanInput::default()
    };
    first.goals.push(GoalInput {
        words: "Sleep through".to_owned(),
        ..GoalInput::default()
    });
    plan(&mut notebook, &first).unwrap();
    let mut second = PlanInput::from_version(notebook.record().plan());
    second.strands.remove(0);
    second.strands[0].turn = Turn::Later;
    second.strands.push(strand(problem, "grief-work"));
    second.review_on = Some(date(2026, 8, 1));
    second.reason = "Alliance fell and debt became central.".to_owned();
    second.terms = Terms {
        frequency: Some(Frequency::Weekly),
        sessions: Some(8),
        enough: " I sleep through ".to_owned(),
        not_helping: "no change in four weeks".to_owned(),
    };
    plan(&mut notebook, &second).unwrap();
    let record = notebook.record();
    let (before, after) = (&record.plans[0].item, &record.plans[1].item);
    assert_eq!(after.terms.enough, "I sleep through");
    let difference = Difference::between(before, after);
    let name = |id: &str| id.replace('-', " ");
    assert_eq!(
        difference.sentence(&after.reason, name),
        "dropped graded exposure, added grief work, changed thought record (comes later), meeting every week, \
         8 sessions planned, another rule for stopping, because alliance fell and debt became central"
    );
    assert!(
        difference
            .sentence("I asked for it", name)
            .ends_with("because I asked for it")
    );
    assert!(
        difference
            .sentence("PHQ-9 rose", name)
            .ends_with("because PHQ-9 rose")
    );
    let mut never = second.clone();
    never.based_on = 2;
    never.terms.sessions = Some(0);
    assert!(matches!(
        plan(&mut notebook, &never),
        Err(Refusal::Invalid { .. })
    ));
}

#[test]
fn the_client_co_signs_exactly_the_version_they_saw() {
    let mut notebook = Notebook::new();
    let problem = notebook.problem(ProblemArea::Depression);
    let input = PlanInput {
        strands: vec![strand(problem, "thought-record")],
        review_on: Some(date(2026, 7, 1)),
        reason: "first plan".to_owned(),
        ..PlanInput::default()
    };
    plan(&mut notebook, &input).unwrap();
    let shared = notebook.next();
    let new = share(&notebook.record(), Shareable::Plan { number: 1 }, shared).unwrap();
    notebook.keep(new);
    let entry = notebook.next();
    let record = notebook.record();
    let ids = &mut notebook.ids;
    let said = remark(
        &record,
        Kind::Plan,
        shared,
        false,
        "What is it?",
        entry,
        ids,
    )
    .unwrap();
    assert_eq!(said.len(), 1, "a question is no yes");
    notebook.keep(said);
    let entry = notebook.next();
    let record = notebook.record();
    let said = remark(
        &record,
        Kind::Plan,
        shared,
        true,
        "",
        entry,
        &mut notebook.ids,
    );
    notebook.keep(said.unwrap());
    assert!(cosigned(&notebook.record(), 1).is_some());
    let mut second = PlanInput::from_version(notebook.record().plan());
    second.review_on = Some(date(2026, 8, 1));
    second.reason = "another rhythm".to_owned();
    plan(&mut notebook, &second).unwrap();
    assert!(
        cosigned(&notebook.record(), 2).is_none(),
        "another version needs a yes of its own"
    );
}

#[test]
fn goals_are_rated_against_the_clients_own_earlier_answers() {
    let mut notebook = Notebook::new();
    let problem = notebook.problem(ProblemArea::Depression);
    let mut input = PlanInput {
        strands: vec![strand(problem, "thought-record")],
        review_on: Some(date(2026, 7, 1)),
        reason: "first plan".to_owned(),
        ..PlanInput::default()
    };
    input.goals.push(GoalInput {
        words: "Sleep through".to_owned(),
        ..GoalInput::default()
    });
    plan(&mut notebook, &input).unwrap();
    let goal = notebook.record().plan().unwrap().goals[0].id;
    let rate = |notebook: &mut Notebook, ratings: &[GoalRating], on: Date| {
        let entry = notebook.next();
        rate_goals(&notebook.record(), ratings, on, entry)
    };
    let nothing = rate(&mut notebook, &[], TODAY);
    assert!(matches!(nothing, Err(Refusal::Missing { .. })));
    let eleven = [GoalRating { goal, rating: 11 }];
    let too_high = rate(&mut notebook, &eleven, TODAY);
    assert!(matches!(too_high, Err(Refusal::Invalid { .. })));
    let stranger = GoalRating {
        goal: GoalId::new(&mut SeededIds::new(99)),
        rating: 3,
    };
    let unknown = rate(&mut notebook, &[stranger], TODAY);
    assert!(matches!(unknown, Err(Refusal::NotThere { .. })));
    assert_eq!(
        goal_course(&notebook.record(), goal),
        None,
        "not rated is no zero"
    );
    for (rating, on) in [(2, date(2026, 6, 1)), (6, date(2026, 6, 20))] {
        let new = rate(&mut notebook, &[GoalRating { goal, rating }], on).unwrap();
        notebook.keep(new);
    }
    let course = goal_course(&notebook.record(), goal).unwrap();
    assert_eq!(course.first, (date(2026, 6, 1), 2));
    assert_eq!(course.last, (date(2026, 6, 20), 6));
}

#[test]
fn two_people_write_one_relapse_plan_and_neither_writes_over_the_other() {
    let mut notebook = Notebook::new();
    let input = RelapseInput {
        signs: "I stop answering\n\n  I sleep late ".to_owned(),
        ..RelapseInput::default()
    };
    let entry = notebook.next();
    let new = agree_relapse_plan(&notebook.record(), &input, TODAY, entry).unwrap();
    notebook.keep(new);
    let record = notebook.record();
    assert_eq!(
        record.relapse_plan().unwrap().signs,
        ["I stop answering", "I sleep late"]
    );
    let entry = notebook.next();
    let late = agree_relapse_plan(&record, &input, TODAY, entry);
    assert!(matches!(
        late,
        Err(Refusal::Outdated {
            expected: 0,
            found: 1
        })
    ));
    let same = RelapseInput::of(record.relapse_plan());
    let again = agree_relapse_plan(&record, &same, TODAY, entry);
    assert!(matches!(again, Err(Refusal::AlreadyDone { .. })));
    let empty = RelapseInput {
        based_on: 1,
        ..RelapseInput::default()
    };
    let nothing = agree_relapse_plan(&record, &empty, TODAY, entry);
    assert!(matches!(nothing, Err(Refusal::Missing { .. })));
    let long = RelapseInput {
        people: "x".repeat(301),
        ..same
    };
    let long = agree_relapse_plan(&record, &long, TODAY, entry);
    assert!(matches!(long, Err(Refusal::Invalid { .. })));
}

#[test]
fn good_enough_asks_for_a_level_and_not_for_one_good_week() {
    let prompts = |notebook: &Notebook| ending_prompts(&notebook.record(), &notebook.catalog);
    let mut notebook = Notebook::new();
    notebook.total("phq-9", 19.0, date(2026, 1, 1));
    notebook.total("phq-9", 6.0, date(2026, 2, 1));
    notebook.total("phq-9", 5.0, date(2026, 2, 8));
    notebook.total("phq-9", 5.0, date(2026, 2, 15));
    assert!(
        prompts(&notebook).is_empty(),
        "two weeks are no level, however good"
    );
    notebook.total("phq-9", 4.0, date(2026, 3, 1));
    let found = prompts(&notebook);
    let [
        EndingPrompt::GoodEnough {
            first,
            steady,
            scores,
            source,
            ..
        },
    ] = found.as_slice()
    else {
        panic!("{found:?}");
    };
    assert_eq!(
        (first.1, steady.0.1, steady.1.1, *scores),
        (19.0, 6.0, 4.0, 4)
    );
    assert!(!source.is_empty());
    // One bad score and the level has to show itself again.
    notebook.total("phq-9", 15.0, date(2026, 3, 8));
    assert!(prompts(&notebook).is_empty());

    let mut never_a_case = Notebook::new();
    for (month, total) in [(1, 8.0), (2, 2.0), (3, 2.0), (4, 1.0)] {
        never_a_case.total("phq-9", total, date(2026, month, 1));
    }
    assert!(prompts(&never_a_case).is_empty());
}

#[test]
fn agreed_sessions_and_near_goals_ask_whether_it_is_enough() {
    let mut notebook = Notebook::new();
    let problem = notebook.problem(ProblemArea::Depression);
    let mut input = PlanInput {
        strands: vec![strand(problem, "thought-record")],
        review_on: Some(date(2026, 7, 1)),
        reason: "first plan".to_owned(),
        ..PlanInput::default()
    };
    for words in ["Sleep through", "Call my sister"] {
        input.goals.push(GoalInput {
            words: words.to_owned(),
            ..GoalInput::default()
        });
    }
    input.terms.sessions = Some(2);
    plan(&mut notebook, &input).unwrap();
    let prompts = |notebook: &Notebook| ending_prompts(&notebook.record(), &notebook.catalog);
    notebook.session(date(2026, 6, 2));
    assert!(prompts(&notebook).is_empty());
    notebook.session(date(2026, 6, 9));
    let used = EndingPrompt::SessionsUsed {
        planned: 2,
        held: 2,
    };
    assert_eq!(prompts(&notebook), std::slice::from_ref(&used));
    let goals = notebook.record().plan().unwrap().goals.clone();
    let mut rate = |goal: GoalId, rating: u8, on: Date| {
        let entry = notebook.next();
        let ratings = [GoalRating { goal, rating }];
        let new = rate_goals(&notebook.record(), &ratings, on, entry).unwrap();
        notebook.keep(new);
    };
    rate(goals[0].id, 9, date(2026, 6, 10));
    rate(goals[1].id, 8, date(2026, 6, 12));
    let near = EndingPrompt::GoalsNear {
        goals: 2,
        since: date(2026, 6, 10),
    };
    assert_eq!(prompts(&notebook), [near, used]);
}

#[test]
fn a_case_goes_to_supervision_without_anything_that_tells_who_it_is() {
    let mut notebook = Notebook::new();
    notebook.problem(ProblemArea::Depression);
    notebook.total("phq-9", 19.0, date(2026, 1, 1));
    notebook.total("phq-9", 12.0, date(2026, 1, 31));
    let with = AccountId::new(&mut notebook.ids);
    let input = CaseInput {
        with,
        pseudonym: "Birch".to_owned(),
        question: "What am I missing?".to_owned(),
        until: Some(date(2026, 7, 1)),
        texts: offered_texts(&notebook.record()),
        courses: true,
    };
    let share = |notebook: &mut Notebook, input: &CaseInput| {
        let entry = notebook.next();
        let telling = ["Mira Okafor", "mira@example.org"];
        share_case(
            &notebook.record(),
            &notebook.catalog,
            input,
            &telling,
            TODAY,
            entry,
        )
    };
    let told = |text: &str| CaseInput {
        question: text.to_owned(),
        ..input.clone()
    };
    for text in ["Why does MIRA stay?", "about okafor's job", "x@example.org"] {
        let refused = share(&mut notebook, &told(text));
        assert!(matches!(refused, Err(Refusal::Invalid { .. })), "{text}");
    }
    let invented = CaseInput {
        texts: vec![CaseText {
            case_about: CaseAbout::GoalWords,
            text: "never written".to_owned(),
        }],
        ..input.clone()
    };
    let refused = share(&mut notebook, &invented);
    assert!(matches!(refused, Err(Refusal::NotThere { .. })));
    for until in [TODAY, date(2026, 9, 1)] {
        let wrong = CaseInput {
            until: Some(until),
            ..input.clone()
        };
        let refused = share(&mut notebook, &wrong);
        assert!(matches!(refused, Err(Refusal::Invalid { .. })));
    }
    let new = share(&mut notebook, &input).unwrap();
    notebook.keep(new);
    let record = notebook.record();
    let case = &record.cases[0];
    assert_eq!(case.shared.item.courses[0].points, [(0, 19.0), (30, 12.0)]);
    assert!(case.is_open(date(2026, 7, 1)) && !case.is_open(date(2026, 7, 2)));
    // What is written later is not in it.
    notebook.problem(ProblemArea::Trauma);
    assert_eq!(notebook.record().cases[0].shared.item.texts.len(), 1);
    let entry = notebook.next();
    let ended = end_case(&notebook.record(), case.shared.entry, entry).unwrap();
    notebook.keep(ended);
    assert!(!notebook.record().cases[0].is_open(TODAY));
    let twice = end_case(&notebook.record(), case.shared.entry, entry);
    assert!(matches!(twice, Err(Refusal::AlreadyDone { .. })));
}
