//! Wishes from another inventory, how they moved, a comparison chosen by name, and a review that asks again.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::assess::{MeasureRef, Problem, Response, Way};
use attune_catalog::{Answer, ProblemArea, score};
use attune_ids::{AssignmentId, ClientId, ProblemId, RandomIds};
use jiff::civil::{Date, date};
use support::{Browser, Practice, fresh};

fn given(practice: &Practice, on: Date, answers: &[i32]) -> Body {
    let measure = practice.app.catalog.measure("c-nip").unwrap();
    let answers: Vec<Answer> = answers.iter().copied().map(Answer::Value).collect();
    Body::ResponseGiven(Response {
        assignment: AssignmentId::new(&mut RandomIds),
        measure: MeasureRef::of(measure),
        scored: score(measure, &answers).unwrap(),
        answers,
        words: None,
        way: Way::Paper,
        on,
        session: None,
        paper: None,
    })
}

async fn anxious(
    more: impl FnOnce(&Practice) -> Vec<Body>,
) -> (Practice, Browser, ClientId, ProblemId) {
    let practice = Practice::new().await;
    let jonas = practice.clinician("Jonas Weil").await;
    let problem = ProblemId::new(&mut RandomIds);
    let mut bodies = vec![Body::ProblemSet(Problem {
        id: problem,
        area: ProblemArea::Anxiety,
        words: "my heart races on the bus".to_owned(),
    })];
    bodies.extend(more(&practice));
    let client = practice.client_with(&jonas, "Mira Okafor", bodies).await;
    (practice, jonas, client, problem)
}

#[tokio::test]
async fn the_comparison_is_named_and_changed_with_one_press() {
    let (_practice, mut jonas, client, problem) = anxious(|_| Vec::new()).await;
    let path = format!("/clients/{client}/match");
    let page = jonas.get(&path).await;
    assert!(page.says("Held against no comparison yet."));
    assert!(page.says("Trials study problems of this kind apart from each other"));
    assert!(page.says("Panic, with or without agoraphobia, against"));
    let choose = async |jonas: &mut Browser, code: &str| {
        let (entry, problem) = (fresh(), problem.to_string());
        let fields = [
            ("entry", entry.as_str()),
            ("problem", problem.as_str()),
            ("comparison", code),
        ];
        let to = format!("/clients/{client}/match/comparison");
        jonas.post(&to, &fields).await
    };
    let codes: Vec<String> = page
        .body
        .split("name=\"comparison\" value=\"")
        .skip(1)
        .map(|rest| rest[..rest.find('"').unwrap()].to_owned())
        .filter(|code| code != "none")
        .collect();
    let mut drawn = Vec::new();
    for code in &codes {
        let sent = choose(&mut jonas, code).await;
        assert_eq!(sent.status, 303);
        assert!(sent.location().ends_with("#together"));
        let page = jonas.get(&path).await;
        if page.says("You chose this one.") {
            assert!(page.says("Drawn 1000 times."));
            drawn.push(code.clone());
        } else {
            assert!(page.says("The comparison you chose holds too few of these therapies."));
            assert_eq!(
                page.body.matches(">in use<").count(),
                1,
                "what was chosen is marked"
            );
        }
    }
    assert!(!drawn.is_empty(), "{codes:?}");
    assert_eq!(choose(&mut jonas, "none").await.status, 303);
    let page = jonas.get(&path).await;
    assert!(page.says("You said that none of the comparisons fits."));
    assert!(!page.says("Drawn 1000 times."));
    assert_eq!(
        choose(&mut jonas, "depression.care_as_usual.symptoms")
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn scores_from_paper_count_with_day_and_origin() {
    let (_practice, mut jonas, client, _) = anxious(|_| Vec::new()).await;
    let bring = async |jonas: &mut Browser, value: &str| {
        let entry = fresh();
        let fields = [
            ("entry", entry.as_str()),
            ("measure", "c-nip"),
            ("version", "1.0.0"),
            ("score-directiveness", value),
            ("score-past_orientation", ""),
            ("on", "2025-01-10"),
            ("source", "form of the clinic"),
        ];
        let to = format!("/clients/{client}/match/preferences");
        jonas.post(&to, &fields).await.status
    };
    assert_eq!(bring(&mut jonas, "16").await, 422);
    assert_eq!(bring(&mut jonas, "much").await, 422);
    assert_eq!(bring(&mut jonas, "").await, 422);
    assert_eq!(bring(&mut jonas, "15").await, 303);
    let page = jonas.get(&format!("/clients/{client}/match")).await;
    assert!(page.says("strongly: my therapist to suggest what to do"));
    assert!(page.says("Asked: C-NIP"));
    assert!(page.says("wishes change. Ask again."));
    assert!(!page.says("What moved"));
}

#[tokio::test]
async fn what_moved_is_told_with_its_error_here_and_in_the_review() {
    let answers = |lead: i32| -> Vec<i32> {
        let mut answers = vec![0; 18];
        answers[..5].fill(lead);
        answers
    };
    let (_practice, mut jonas, client, _) = anxious(|practice| {
        vec![
            given(practice, date(2026, 1, 5), &answers(0)),
            given(practice, date(2026, 3, 5), &answers(2)),
        ]
    })
    .await;
    for end in ["match", "review", "relationship"] {
        let page = jonas.get(&format!("/clients/{client}/{end}")).await;
        assert!(page.says("+10 of 30 towards"), "{end}");
        assert!(page.says("more than its error (\u{b1}2.5)"), "{end}");
        assert!(page.says("against 5 January 2026"), "{end}");
    }
}

#[tokio::test]
async fn a_review_asks_the_wishes_again_once() {
    let (practice, mut jonas, client, _) = anxious(|_| Vec::new()).await;
    let to = format!("/clients/{client}/review");
    for _ in 0..2 {
        let page = jonas.get(&to).await;
        let (entry, version) = (page.field("entry"), page.field("version"));
        let fields = [
            ("entry", entry.as_str()),
            ("version", version.as_str()),
            ("because", "it is early"),
        ];
        assert_eq!(jonas.post(&to, &fields).await.status, 303);
    }
    let record = practice.record(client).await;
    assert_eq!(record.reviews.len(), 2);
    let asked: Vec<&str> = record
        .assignments
        .iter()
        .map(|state| state.assignment.measure.id.as_str())
        .collect();
    assert_eq!(asked, ["preferences"]);
}
