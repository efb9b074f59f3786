//! Entries as released programs have written them, read for ever.
//!
//! `golden/v1/` holds one file per kind of entry, with every shape that kind can take. A kind or a variant that is
//! missing there does not compile or fails here. The files of a released format are never changed: a program that
//! cannot read one of them any more would lose somebody's record. What a new release adds goes into new lines; a
//! new format goes into a new folder.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::support;

use std::collections::BTreeSet;
use std::path::PathBuf;

use attune_care::appointments::{CancelledBy, Standing};
use attune_care::assess::schedule::Rhythm;
use attune_care::assess::{
    AlertAction, AspectSort, Felt, KnownTo, LifeEventSort, Met, PersonalSource, SaidBy, Tracking,
    Way, WordsKind,
};
use attune_care::diary::Highest;
use attune_care::entry::FORMAT;
use attune_care::formulate::{Confidence, FindingKey, Hand, HowMuch, Role, Sign, Verdict, Voice};
use attune_care::journal::SharedWith;
use attune_care::letter::LetterKind;
use attune_care::matching::Choice;
use attune_care::people::{Closeness, Conflict, Part, Sort, Support};
use attune_care::plan::{Frequency, Turn, cosigned};
use attune_care::relationship::{Judged, RuptureState, Stand};
use attune_care::review::{Cause, Decision};
use attune_care::risk::EscalationStep;
use attune_care::session::{MeetingKind, TaskDone};
use attune_care::space::{Kind as SharedKind, Shareable};
use attune_care::supervise::CaseAbout;
use attune_care::together::{Company, Consent, consent_of};
use attune_care::worksheets::{BesideAnswer, Value as Filled, open_to_client};
use attune_care::{Author, Body, Entry, Headline, Record};
use attune_catalog::{
    Answer, Catalog, Comparator, CriterionState, Domain, FlagState, Outcome, ProblemArea,
    StudiedOutcome,
};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::Value;

/// A match that the compiler keeps complete, and the list of its words.
macro_rules! words {
    ($list:ident, $word_of:ident: $type:ty { $($pattern:pat => $word:literal),+ $(,)? }) => {
        const $list: &[&str] = &[$($word),+];
        fn $word_of(value: &$type) -> &'static str {
            match value { $($pattern => $word),+ }
        }
    };
}

words!(KINDS, kind: Body {
    Body::RecordOpened(_) => "record_opened",
    Body::ProblemSet(_) => "problem_set",
    Body::ProblemClosed(_) => "problem_closed",
    Body::MeasureAssigned(_) => "measure_assigned",
    Body::AssignmentWithdrawn(_) => "assignment_withdrawn",
    Body::ResponseGiven(_) => "response_given",
    Body::TotalImported(_) => "total_imported",
    Body::AlertRaised(_) => "alert_raised",
    Body::AlertAcknowledged(_) => "alert_acknowledged",
    Body::WordsHeard(_) => "words_heard",
    Body::PersonalMeasureMade(_) => "personal_measure_made",
    Body::PersonalMeasureEnded(_) => "personal_measure_ended",
    Body::AspectSet(_) => "aspect_set",
    Body::LifeEventSet(_) => "life_event_set",
    Body::ScheduleSet(_) => "schedule_set",
    Body::ScheduleEnded(_) => "schedule_ended",
    Body::PaperEntered(_) => "paper_entered",
    Body::ClientReminded(_) => "client_reminded",
    Body::PersonSet(_) => "person_set",
    Body::TieSet(_) => "tie_set",
    Body::TrackingChosen(_) => "tracking_chosen",
    Body::FactorSet(_) => "factor_set",
    Body::FactorRemoved(_) => "factor_removed",
    Body::InfluenceSet(_) => "influence_set",
    Body::InfluenceRemoved(_) => "influence_removed",
    Body::FactorsPlaced(_) => "factors_placed",
    Body::FindingJudged(_) => "finding_judged",
    Body::OwnMapDrawn(_) => "own_map_drawn",
    Body::SameThingSaid(_) => "same_thing_said",
    Body::JointMapProposed(_) => "joint_map_proposed",
    Body::JointMapAnswered(_) => "joint_map_answered",
    Body::JointMapTakenOver(_) => "joint_map_taken_over",
    Body::CandidateDecided(_) => "candidate_decided",
    Body::PreferencesBrought(_) => "preferences_brought",
    Body::ComparisonChosen(_) => "comparison_chosen",
    Body::PlanAgreed(_) => "plan_agreed",
    Body::PlanCosigned(_) => "plan_cosigned",
    Body::GoalsRated(_) => "goals_rated",
    Body::SessionHeld(_) => "session_held",
    Body::WorkDone(_) => "work_done",
    Body::TaskGiven(_) => "task_given",
    Body::TaskReviewed(_) => "task_reviewed",
    Body::NoteLocked(_) => "note_locked",
    Body::NoteAmended(_) => "note_amended",
    Body::TaskTold(_) => "task_told",
    Body::TaskReportTakenBack(_) => "task_report_taken_back",
    Body::ReviewHeld(_) => "review_held",
    Body::RelapsePlanAgreed(_) => "relapse_plan_agreed",
    Body::CaseShared(_) => "case_shared",
    Body::CaseShareEnded(_) => "case_share_ended",
    Body::Shared(_) => "shared",
    Body::Unshared(_) => "unshared",
    Body::RemarkMade(_) => "remark_made",
    Body::ScoresShown(_) => "scores_shown",
    Body::JournalShared(_) => "journal_shared",
    Body::JournalSharingSet(_) => "journal_sharing_set",
    Body::JournalTakenBack(_) => "journal_taken_back",
    Body::JournalRead(_) => "journal_read",
    Body::DiaryAgreed(_) => "diary_agreed",
    Body::DiaryEnded(_) => "diary_ended",
    Body::DiaryAnswered(_) => "diary_answered",
    Body::AlertRepeated(_) => "alert_repeated",
    Body::AlertEscalated(_) => "alert_escalated",
    Body::SafetyPlanAgreed(_) => "safety_plan_agreed",
    Body::RuptureNoted(_) => "rupture_noted",
    Body::RuptureJudged(_) => "rupture_judged",
    Body::RepairTried(_) => "repair_tried",
    Body::SessionRated(_) => "session_rated",
    Body::LetterWritten(_) => "letter_written",
    Body::LetterShown(_) => "letter_shown",
    Body::AppointmentsMade(_) => "appointments_made",
    Body::AppointmentsMoved(_) => "appointments_moved",
    Body::AppointmentsCancelled(_) => "appointments_cancelled",
    Body::AppointmentMissed(_) => "appointment_missed",
    Body::AppointmentKept(_) => "appointment_kept",
    Body::SheetFilled(_) => "sheet_filled",
    Body::WorksheetGiven(_) => "worksheet_given",
    Body::WorksheetGivingEnded(_) => "worksheet_giving_ended",
    Body::MomentSet(_) => "moment_set",
    Body::BesideSaid(_) => "beside_said",
    Body::TogetherSaid(_) => "together_said",
    Body::MetTogether(_) => "met_together",
    Body::Voided(_) => "voided",
});

/// The same for what entries hold: for each type the field it stands in and its stored words.
macro_rules! variants {
    ($($field:literal $type:ident { $($pattern:pat => $word:literal),+ $(,)? })+) => {
        const VARIANTS: &[(&str, &[&str])] = &[$(($field, &[$($word),+])),+];
        $(const _: fn(&$type) -> &'static str = |value| match value { $($pattern => $word),+ };)+
    };
}

variants! {
    "by" Author {
        Author::Staff(_) => "staff", Author::Client => "client", Author::Import => "import",
        Author::Program => "program",
    }
    "area" ProblemArea {
        ProblemArea::Depression => "depression", ProblemArea::Anxiety => "anxiety", ProblemArea::Trauma => "trauma",
        ProblemArea::Relationship => "relationship",
    }
    "domain" Domain {
        Domain::Thoughts => "thoughts", Domain::Emotions => "emotions", Domain::Behaviours => "behaviours",
        Domain::Environment => "environment", Domain::Economic => "economic", Domain::Relationships => "relationships",
    }
    "about" WordsKind {
        WordsKind::Said => "said", WordsKind::Need => "need", WordsKind::Strength => "strength",
    }
    "from" PersonalSource {
        PersonalSource::Words(_) => "words", PersonalSource::Problem(_) => "problem",
        PersonalSource::Factor(_) => "factor", PersonalSource::Goal(_) => "goal", PersonalSource::Written => "written",
    }
    "sort" AspectSort { AspectSort::Need(_) => "need", AspectSort::Strength => "strength" }
    "answer" BesideAnswer { BesideAnswer::Agreed { .. } => "agreed", BesideAnswer::TakenBack => "taken_back" }
    "need" Met { Met::NotYet => "not_yet", Met::Partly => "partly", Met::Yes => "yes" }
    "said_by" SaidBy {
        SaidBy::Client => "client", SaidBy::Clinician => "clinician", SaidBy::Both => "both",
        SaidBy::Others => "others",
    }
    "tracking" Tracking {
        Tracking::WithScores => "with_scores", Tracking::InWords { .. } => "in_words",
    }
    "sort" LifeEventSort {
        LifeEventSort::Loss => "loss", LifeEventSort::Move => "move",
        LifeEventSort::Relationship => "relationship", LifeEventSort::Treatment => "treatment",
        LifeEventSort::Work => "work", LifeEventSort::Body => "body", LifeEventSort::Harm => "harm",
        LifeEventSort::Other => "other", LifeEventSort::Joy => "joy", LifeEventSort::Strength => "strength",
    }
    "company" Company {
        Company::Couple => "couple", Company::Family => "family", Company::Group => "group",
    }
    "consent" Consent {
        Consent::Open => "open", Consent::Given => "given", Consent::Withdrawn => "withdrawn",
    }
    "known_to" KnownTo {
        KnownTo::Day => "day", KnownTo::Month => "month", KnownTo::Season => "season", KnownTo::Year => "year",
        KnownTo::AboutYear => "about_year",
    }
    "sort" Sort { Sort::One => "one", Sort::Group => "group" }
    "part" Part {
        Part::Grandparent => "grandparent", Part::Parent => "parent", Part::ParentSibling => "parent_sibling",
        Part::Sibling => "sibling", Part::Partner => "partner", Part::FormerPartner => "former_partner",
        Part::Child => "child", Part::Grandchild => "grandchild", Part::Relative => "relative",
        Part::Friend => "friend", Part::Work => "work", Part::Community => "community",
        Part::Neighbour => "neighbour", Part::Helper => "helper", Part::Other => "other",
    }
    "closeness" Closeness {
        Closeness::Distant => "distant", Closeness::Some => "some", Closeness::Close => "close",
        Closeness::VeryClose => "very_close",
    }
    "conflict" Conflict { Conflict::None => "none", Conflict::Some => "some", Conflict::Strong => "strong" }
    "support" Support {
        Support::Neither => "neither", Support::Gives => "gives", Support::Gets => "gets", Support::Both => "both",
    }
    "felt" Felt { Felt::Hard => "hard", Felt::Mixed => "mixed", Felt::Good => "good" }
    "way" Way { Way::InRoom => "in_room", Way::Link => "link", Way::Paper => "paper" }
    "kind" Rhythm {
        Rhythm::Sessions { .. } => "sessions", Rhythm::Days { .. } => "days", Rhythm::Months { .. } => "months",
        Rhythm::Once => "once", Rhythm::AtReview => "at_review", Rhythm::AtEnding { .. } => "at_ending",
    }
    "answers" Answer {
        Answer::Value(_) => "value", Answer::Skipped => "skipped", Answer::NotApplicable => "not_applicable",
        Answer::NotAsked => "not_asked",
    }
    "kind" Outcome {
        Outcome::Complete { .. } => "complete", Outcome::Prorated { .. } => "prorated",
        Outcome::Insufficient { .. } => "insufficient",
    }
    "state" CriterionState {
        CriterionState::Unknown => "unknown", CriterionState::Met => "met", CriterionState::NotMet => "not_met",
        CriterionState::Code(_) => "code", CriterionState::Items(_) => "items",
    }
    "state" FlagState {
        FlagState::Raised => "raised", FlagState::NotRaised => "not_raised", FlagState::Unknown => "unknown",
    }
    "action" AlertAction {
        AlertAction::SpokeWithClient => "spoke_with_client", AlertAction::SafetyPlan => "safety_plan",
        AlertAction::InvolvedOthers => "involved_others", AlertAction::KnownAndWatched => "known_and_watched",
    }
    "step" EscalationStep { EscalationStep::Deputy => "deputy", EscalationStep::Lead => "lead" }
    "role" Role {
        Role::Predisposing => "predisposing", Role::Precipitating => "precipitating",
        Role::Perpetuating => "perpetuating", Role::Protective => "protective",
    }
    "sign" Sign { Sign::More => "more", Sign::Less => "less" }
    "voice" Voice {
        Voice::Client => "client", Voice::Clinician => "clinician", Voice::Both => "both", Voice::Diary => "diary",
    }
    "confidence" Confidence {
        Confidence::Low => "low", Confidence::Medium => "medium", Confidence::High => "high",
    }
    "hand" Hand { Hand::Moved => "moved", Hand::Arranged => "arranged", Hand::Seen => "seen" }
    "about" FindingKey {
        FindingKey::Loop { .. } => "loop", FindingKey::Upstream { .. } => "upstream",
        FindingKey::Leverage { .. } => "leverage", FindingKey::Diary { .. } => "diary",
    }
    "how_much" HowMuch {
        HowMuch::NotAtAll => "not_at_all", HowMuch::ALittle => "a_little", HowMuch::Somewhat => "somewhat",
        HowMuch::ALot => "a_lot", HowMuch::NearlyAlways => "nearly_always",
    }
    "verdict" Verdict {
        Verdict::Accepted => "accepted", Verdict::Doubted => "doubted", Verdict::Dismissed => "dismissed",
    }
    "choice" Choice { Choice::Taken => "taken", Choice::Declined => "declined", Choice::Open => "open" }
    "judged" Judged {
        Judged::Confirmed => "confirmed", Judged::NotOne => "not_one", Judged::Repaired => "repaired",
        Judged::Unrepaired => "unrepaired",
    }
    "against" Comparator {
        Comparator::Waitlist => "waitlist", Comparator::CareAsUsual => "care_as_usual",
        Comparator::Placebo => "placebo", Comparator::ControlGroups => "control_groups",
        Comparator::OtherTherapies => "other_therapies", Comparator::Modality(_) => "modality",
        Comparator::Nothing => "nothing",
    }
    "outcome" StudiedOutcome {
        StudiedOutcome::Symptoms => "symptoms", StudiedOutcome::SelfHarm => "self_harm",
        StudiedOutcome::Suicidality => "suicidality", StudiedOutcome::Functioning => "functioning",
        StudiedOutcome::RelationshipSatisfaction => "relationship_satisfaction",
    }
    "of" SharedKind { SharedKind::Plan => "plan", SharedKind::Map => "map" }
    "purpose" LetterKind {
        LetterKind::Progress => "progress", LetterKind::Discharge => "discharge",
        LetterKind::Physician => "physician", LetterKind::Assessment => "assessment",
        LetterKind::SafetyPlan => "safety_plan", LetterKind::Book => "book",
    }
    "what" Shareable { Shareable::Plan { .. } => "plan", Shareable::Map { .. } => "map" }
    "how" MeetingKind {
        MeetingKind::InPerson => "in_person", MeetingKind::Video => "video", MeetingKind::Telephone => "telephone",
    }
    "with" SharedWith { SharedWith::Us => "us", SharedWith::NextSession => "next_session" }
    "highest" Highest { Highest::Ten => "ten", Highest::Hundred => "hundred" }
    "done" TaskDone { TaskDone::Done => "done", TaskDone::Partly => "partly", TaskDone::NotDone => "not_done" }
    "turn" Turn { Turn::Now => "now", Turn::Next => "next", Turn::Later => "later" }
    "frequency" Frequency {
        Frequency::TwiceWeekly => "twice_weekly", Frequency::Weekly => "weekly",
        Frequency::Fortnightly => "fortnightly", Frequency::Monthly => "monthly",
    }
    "case_about" CaseAbout {
        CaseAbout::ProblemWords => "problem_words", CaseAbout::GoalWords => "goal_words",
        CaseAbout::FactorText => "factor_text", CaseAbout::PlanReason => "plan_reason",
        CaseAbout::ReviewWords => "review_words",
    }
    "by" CancelledBy {
        CancelledBy::Client => "client", CancelledBy::Practice => "practice", CancelledBy::Both => "both",
    }
    "causes" Cause { Cause::NotOnTrack => "not_on_track", Cause::AllianceDip => "alliance_dip" }
    "value" Filled {
        Filled::Words(_) => "words", Filled::Number { .. } => "number", Filled::Chosen(_) => "chosen",
        Filled::Day(_) => "day", Filled::Time(_) => "time", Filled::Row(_) => "row",
    }
    "decision" Decision { Decision::NewPlan { .. } => "new_plan", Decision::NoChange { .. } => "no_change" }
}

/// A released format's folder.
fn folder(format: u32) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/v{format}"))
}

/// What a file holds.
fn stored(format: u32, kind: &str) -> Vec<Value> {
    let path = folder(format).join(format!("{kind}.json"));
    let text = std::fs::read(&path).unwrap_or_else(|error| {
        panic!(
            "{}: {error}. Every kind of entry needs its golden file",
            path.display()
        )
    });
    serde_json::from_slice(&text).unwrap()
}

fn read(value: &Value) -> Entry {
    let bytes = serde_json::to_vec(value).unwrap();
    Entry::from_bytes(&bytes).unwrap_or_else(|error| panic!("{error}: {value}"))
}

/// All entries of a format, in the order they were written: they are one record.
fn record_of(format: u32) -> Vec<Entry> {
    let mut entries: Vec<Entry> = KINDS
        .iter()
        .flat_map(|kind| stored(format, kind))
        .map(|value| read(&value))
        .collect();
    entries.sort_by_key(|entry| entry.at);
    entries
}

#[test]
fn every_kind_of_every_format_is_read() {
    for format in 1..=FORMAT {
        for name in KINDS {
            let values = stored(format, name);
            assert!(!values.is_empty(), "{name} is empty");
            for value in values {
                let entry = read(&value);
                assert_eq!(kind(&entry.body), *name);
                assert_eq!(entry.format, format);
            }
        }
        let files = std::fs::read_dir(folder(format)).unwrap().count();
        assert_eq!(
            files,
            KINDS.len(),
            "a file in v{format} that nothing reads any more"
        );
    }
}

#[test]
fn every_variant_is_among_them() {
    let mut pairs = BTreeSet::new();
    for name in KINDS {
        for value in stored(FORMAT, name) {
            collect_words("", &value, &mut pairs);
        }
    }
    for (field, words) in VARIANTS {
        for word in *words {
            assert!(
                pairs.contains(&((*field).to_owned(), (*word).to_owned())),
                "no golden entry holds {field}: {word}"
            );
        }
    }
}

/// Every word that stands under a field, as text or as the name of a variant with content.
fn collect_words(field: &str, value: &Value, pairs: &mut BTreeSet<(String, String)>) {
    match value {
        Value::String(word) => {
            pairs.insert((field.to_owned(), word.clone()));
        }
        Value::Array(values) => {
            for value in values {
                collect_words(field, value, pairs);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                pairs.insert((field.to_owned(), name.clone()));
                collect_words(name, value, pairs);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A field that was added is in no old entry, and nothing but this test asks for a golden one that has it.
#[test]
fn every_field_a_program_can_write_is_among_them() {
    let mut known = BTreeSet::new();
    for name in KINDS {
        for value in stored(FORMAT, name) {
            collect_fields(name, &value["body"], &mut known);
        }
    }
    let mut runner = TestRunner::deterministic();
    for _ in 0..200 {
        for entry in support::entries(60)
            .new_tree(&mut runner)
            .unwrap()
            .current()
        {
            let body = serde_json::to_value(&entry.body).unwrap();
            let mut fields = BTreeSet::new();
            collect_fields(kind(&entry.body), &body, &mut fields);
            for field in fields {
                assert!(known.contains(&field), "no golden entry has {field}");
            }
        }
    }
}

/// The way to every field.
fn collect_fields(at: &str, value: &Value, fields: &mut BTreeSet<String>) {
    match value {
        Value::Array(values) => {
            for value in values {
                collect_fields(at, value, fields);
            }
        }
        Value::Object(content) => {
            for (name, value) in content {
                collect_fields(&format!("{at}.{name}"), value, fields);
            }
        }
        _ => {
            fields.insert(at.to_owned());
        }
    }
}

#[test]
fn nothing_is_lost_between_reading_and_writing() {
    for name in KINDS {
        for value in stored(FORMAT, name) {
            let again: Value = serde_json::from_slice(&read(&value).to_bytes().unwrap()).unwrap();
            assert_kept(&value, &again, name);
        }
    }
}

/// Everything in `before` is in `after`. More is fine: a later release may write a field that was left out before.
fn assert_kept(before: &Value, after: &Value, at: &str) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (name, value) in before {
                let kept = after
                    .get(name)
                    .unwrap_or_else(|| panic!("{at}.{name} was lost"));
                assert_kept(value, kept, &format!("{at}.{name}"));
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            assert_eq!(before.len(), after.len(), "{at}");
            for (before, after) in before.iter().zip(after) {
                assert_kept(before, after, at);
            }
        }
        (before, after) => assert_eq!(before, after, "{at}"),
    }
}

/// Reading is more than parsing: the record they make is the one it always was.
#[test]
fn together_they_are_the_record_they_always_were() {
    let record = Record::from_entries(&record_of(1));
    assert_eq!(
        record.opening.as_ref().unwrap().source.as_deref(),
        Some("waitlist.csv, column started")
    );
    let problems: Vec<(&str, bool)> = record
        .problems
        .iter()
        .map(|state| (state.problem.words.as_str(), state.closed_because.is_none()))
        .collect();
    assert_eq!(
        problems,
        [
            ("I do not get going in the morning", true),
            ("My heart races on the bus", true),
            ("I wake up from the same dream", false),
            ("We only talk about the shopping", true),
        ]
    );
    let standing = record
        .appointments
        .iter()
        .map(|state| match state.standing {
            Standing::Agreed => "agreed",
            Standing::Cancelled(_) => "cancelled",
            Standing::Missed(_) => "missed",
            Standing::Kept(_) => "kept",
        });
    assert_eq!(
        standing.collect::<Vec<_>>(),
        [
            "kept",
            "cancelled",
            "cancelled",
            "missed",
            "agreed",
            "cancelled",
            "agreed"
        ]
    );
    assert_eq!(record.appointments[4].minutes, 60);
    assert!(record.appointments[4].moved_from.is_some());
    // Six were heard; the seventh was voided.
    assert_eq!(record.words.len(), 6);
    // The first need was met later, and the last event was told twice; one of each was
    // taken out.
    assert_eq!(record.aspects.len(), 4);
    assert_eq!(record.aspects[0].set.len(), 2);
    assert_eq!(record.life_events.len(), 10);
    assert_eq!((record.people.len(), record.ties.len()), (15, 2));
    assert_eq!(record.responses.len(), 7);
    assert_eq!((record.schedules.len(), record.papers.len()), (6, 2));
    assert_eq!(record.totals.len(), 1);
    // The fifth says which answer raised it; nobody has acted on it.
    assert_eq!(record.alerts.len(), 5);
    assert_eq!(record.open_alerts().count(), 1);
    let open = record.assignments.iter().filter(|state| state.is_open());
    assert_eq!(open.count(), 0);
    assert_eq!(record.formulation.factors.len(), 5);
    assert_eq!(record.formulation.influences.len(), 4);
    // Where they were put last.
    let places: Vec<(i32, i32)> = record
        .formulation
        .places
        .iter()
        .map(|placed| (placed.place.x, placed.place.y))
        .collect();
    assert_eq!(places, [(120, 80), (640, -30), (250, 300)]);
    assert_eq!(record.judgements.len(), 4);
    assert_eq!(record.candidate_decisions.len(), 3);
    let plan = record.plan().unwrap();
    assert_eq!((plan.number, plan.strands.len()), (6, 1));
    assert!(cosigned(&record, 2).is_some() && cosigned(&record, 6).is_none());
    assert_eq!(record.goal_ratings.len(), 1);
    assert!(record.cases[0].ended);
    assert_eq!(record.relapse_plan().unwrap().signs.len(), 1);
    assert_eq!(record.sessions.len(), 4);
    let met = record.sessions[3].together.unwrap();
    assert_eq!(consent_of(&record, met.together), Consent::Given);
    let first = &record.sessions[0];
    assert_eq!((first.work.len(), first.amendments.len()), (1, 1));
    assert!(
        first
            .note
            .as_ref()
            .unwrap()
            .item
            .text
            .ends_with("for the first time.")
    );
    assert_eq!(record.tasks.len(), 3);
    assert!(record.tasks.iter().all(|state| state.outcome.is_some()));
    assert_eq!(record.reviews.len(), 3);
    assert_eq!(record.preferences_brought[0].item.scores.len(), 2);
    assert_eq!(record.comparisons_chosen.len(), 8);
    let stands: Vec<Stand> = record.ruptures.iter().map(RuptureState::stand).collect();
    assert_eq!(stands, [Stand::Repaired, Stand::NotOne]);
    assert_eq!(record.ruptures[0].tried.len(), 1);
    assert_eq!(record.session_ratings.len(), 1);
    assert_eq!((record.sheets.len(), record.moments.len()), (2, 2));
    let ended = record
        .given_worksheets
        .iter()
        .map(|state| state.ended.is_some());
    assert_eq!(ended.collect::<Vec<_>>(), [false, true]);
    assert_eq!(open_to_client(&record).count(), 1);
    assert_eq!(record.beside.len(), 2);
    let open = record.open_alerts().next().unwrap();
    assert_eq!((open.repeats.len(), open.worsened()), (2, true));
    assert_eq!(open.steps().count(), 2);
    let safety_plan = record.safety_plan().unwrap();
    assert_eq!((safety_plan.number, safety_plan.back_to), (3, Some(1)));

    let catalog = Catalog::shipped().unwrap();
    let headline = Headline::of(&record, &catalog);
    let latest = headline.latest.unwrap();
    assert_eq!(
        (latest.measure.as_str(), latest.course.len()),
        ("phq-9", 2),
        "the form with answers missing is no point of the course"
    );
}

/// What only a newer program knows is refused with an error, never read as something else.
#[test]
fn entries_of_a_newer_program_are_refused() {
    let known = stored(FORMAT, "note_locked").remove(0);
    let mut newer = known.clone();
    newer["body"]["kind"] = Value::from("dream_recorded");
    for bytes in [
        serde_json::to_vec(&newer).unwrap(),
        b"{}".to_vec(),
        Vec::new(),
    ] {
        assert!(Entry::from_bytes(&bytes).is_err());
    }
}
