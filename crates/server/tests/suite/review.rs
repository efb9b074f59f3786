//! Step 6 through the browser: what the record says, the short look, the decision.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::assess::{ImportedTotal, MeasureRef, Problem, Response, Way};
use attune_care::review::Decision;
use attune_catalog::{Answer, ProblemArea, score, score_from_total};
use attune_ids::{AssignmentId, ClientId, ProblemId, RandomIds};
use attune_record::{Actor, AuditAction, AuditLine, Relation, Roles};
use jiff::ToSpan;
use jiff::civil::date;
use support::{Browser, Page, Practice};

/// Monthly totals of one measure up to now.
fn totals(practice: &Practice, measure: &str, values: &[f64]) -> Vec<Body> {
    let measure = practice.app.catalog.measure(measure).unwrap();
    (0_i64..)
        .zip(values)
        .map(|(month, value)| {
            Body::TotalImported(ImportedTotal {
                measure: MeasureRef::of(measure),
                outcome: score_from_total(measure, *value).unwrap(),
                on: date(2026, 1, 15).checked_add((month * 30).days()).unwrap(),
                source: "test".to_owned(),
            })
        })
        .collect()
}

fn feedback(practice: &Practice, answers: [i32; 5]) -> Body {
    let measure = practice.app.catalog.measure("session-feedback").unwrap();
    let answers = answers.map(Answer::Value).to_vec();
    Body::ResponseGiven(Response {
        assignment: AssignmentId::new(&mut RandomIds),
        measure: MeasureRef::of(measure),
        scored: score(measure, &answers).unwrap(),
        answers,
        words: Some("More silence.".to_owned()),
        way: Way::Link,
        on: date(2026, 5, 1),
        session: None,
        paper: None,
    })
}

async fn rising() -> (Practice, Browser, ClientId) {
    let practice = Practice::new().await;
    let jonas = practice.clinician("Jonas Weil").await;
    let bodies = totals(&practice, "phq-9", &[20.0, 21.0, 22.0, 23.0]);
    let client = practice.client_with(&jonas, "Mira Okafor", bodies).await;
    (practice, jonas, client)
}

fn path(client: ClientId, end: &str) -> String {
    format!("/clients/{client}/review{end}")
}

/// The form as a person without scripts sends it.
async fn send(browser: &mut Browser, page: &Page, to: &str, typed: &[(&str, &str)]) -> Page {
    let entry = page.field("entry");
    let version = page.field("version");
    let mut fields = vec![("entry", entry.as_str()), ("version", version.as_str())];
    fields.extend_from_slice(typed);
    browser.post(to, &fields).await
}

#[tokio::test]
async fn an_empty_record_teaches_and_still_allows_a_decision() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    let page = jonas.get(&path(client, "")).await;
    assert_eq!(page.status, 200);
    for words in [
        "No questionnaire yet",
        "Nothing in the record asks for it",
        "No questionnaire in this record has asked about it yet.",
        "Write the first plan",
        "No session yet.",
    ] {
        assert!(page.says(words), "{words} is missing");
    }
}

#[tokio::test]
async fn a_rising_course_is_told_with_reasons_rule_and_reference() {
    let (_practice, mut jonas, client) = rising().await;
    let page = jonas.get(&path(client, "")).await;
    for words in [
        "signal signal-look\">not on track",
        "Of 100 people in the reference measured at the same times, about",
        "not validated for the people of this practice",
        "(sensitivity)",
        "(specificity)",
        "(positive predictive value)",
    ] {
        assert!(page.says(words), "{words} is missing");
    }
    assert!(page.says("<svg"), "no picture");
    assert!(page.says("Six places, safety first."));
}

#[tokio::test]
async fn without_a_reference_the_page_says_so_calmly() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let bodies = totals(&practice, "gad-7", &[14.0, 13.0, 12.0]);
    let client = practice.client_with(&jonas, "Mira Okafor", bodies).await;
    let page = jonas.get(&path(client, "")).await;
    assert!(page.says("signal signal-unknown\">no reference"));
    assert!(page.says("Reference: none is known for this measure."));
    assert!(page.says("That is a normal answer, not a fault."));
}

#[tokio::test]
async fn feedback_that_stands_out_opens_the_look() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let bodies = vec![
        feedback(&practice, [9, 9, 9, 9, 9]),
        feedback(&practice, [9, 9, 4, 9, 9]),
    ];
    let client = practice.client_with(&jonas, "Mira Okafor", bodies).await;
    let page = jonas.get(&path(client, "")).await;
    for words in [
        "Not a validated scale",
        "5 points below this person&#39;s own usual of 9 (one earlier answer); 4 of 10 is low in itself.",
        "1 answer stands out in the session feedback of Fri 1 May.",
        "More silence.",
        "Six places, safety first.",
    ] {
        assert!(page.says(words), "{words} is missing");
    }
}

#[tokio::test]
async fn no_change_needs_a_reason_and_loses_nothing_typed() {
    let (practice, mut jonas, client) = rising().await;
    let page = jonas.get(&path(client, "")).await;
    let typed = [
        ("risk", "asked, none"),
        ("dose", "weekly again"),
        ("words", "We stay with it."),
        ("because", " "),
    ];
    let refused = send(&mut jonas, &page, &path(client, ""), &typed).await;
    assert_eq!(refused.status, 422);
    for words in [
        "asked, none",
        "weekly again",
        "We stay with it.",
        "Please say why nothing is changed",
    ] {
        assert!(refused.says(words), "{words} is missing");
    }
    assert!(practice.record(client).await.reviews.is_empty());

    let mut typed = typed;
    typed[3] = ("because", "the sleep only just began to change");
    let decided = send(&mut jonas, &refused, &path(client, ""), &typed).await;
    assert_eq!(decided.status, 303, "{}", decided.body);
    // The same form once more, as when an answer was lost on its way.
    let again = send(&mut jonas, &refused, &path(client, ""), &typed).await;
    assert_eq!(again.status, 303);

    let record = practice.record(client).await;
    assert_eq!(record.reviews.len(), 1);
    let review = &record.reviews[0].item;
    assert_eq!(
        review.words,
        "Risk: asked, none\n\nHow much, and what else: weekly again\n\nWe stay with it."
    );
    assert!(review.shown.starts_with("PHQ-9 23 (severe) on 15 Apr 2026"));
    assert!(review.shown.contains("not on track"));
    assert!(
        matches!(&review.decision, Decision::NoChange { because } if because.starts_with("the sleep"))
    );

    let page = jonas.get(&path(client, "")).await;
    assert!(page.says("No change, because the sleep only just began to change"));
    assert!(page.says("Shown then: PHQ-9 23"));
    assert_eq!(page.field("version"), "0", "the draft is done");
}

#[tokio::test]
async fn what_was_typed_goes_along_to_the_plan() {
    let (_practice, mut jonas, client) = rising().await;
    let page = jonas.get(&path(client, "")).await;
    let typed = [("goals", "sleep matters more now"), ("words", "Change it.")];
    let onward = send(&mut jonas, &page, &path(client, "/plan"), &typed).await;
    assert_eq!(onward.status, 303);
    assert_eq!(
        onward.location(),
        format!("/clients/{client}/plan/edit?review=yes")
    );
    let page = jonas.get(&path(client, "")).await;
    assert!(page.says("sleep matters more now"));
    assert_eq!(page.field("version"), "1");
}

#[tokio::test]
async fn a_plan_version_out_of_a_review_carries_its_words() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let problem = Problem {
        id: ProblemId::new(&mut RandomIds),
        area: ProblemArea::Depression,
        words: "Nothing moves any more.".to_owned(),
    };
    let id = problem.id.to_string();
    let mut bodies = vec![Body::ProblemSet(problem)];
    bodies.extend(totals(&practice, "phq-9", &[20.0, 21.0, 22.0, 23.0]));
    let client = practice.client_with(&jonas, "Mira Okafor", bodies).await;
    let page = jonas.get(&path(client, "")).await;
    let typed = [("life", "moved house"), ("words", "Change it.")];
    let onward = send(&mut jonas, &page, &path(client, "/plan"), &typed).await;
    let form = jonas.get(&onward.location()).await;
    assert_eq!(form.status, 200);
    let technique = practice.app.catalog.techniques[0].id.clone();
    let review = form.field("review");
    let based_on = form.field("based_on");
    let plan = [
        ("review", review.as_str()),
        ("based_on", &based_on),
        ("strand-0-problem", &id),
        ("strand-0-technique", &technique),
        ("review_on", "2026-06-14"),
        ("reason", "it did not move"),
        ("action", "agree"),
    ];
    let to = format!("/clients/{client}/plan/edit");
    let agreed = send(&mut jonas, &form, &to, &plan).await;
    assert_eq!(agreed.status, 303, "{}", agreed.body);

    let record = practice.record(client).await;
    let held = &record.reviews[0].item;
    assert_eq!(
        held.words,
        "People around and events: moved house\n\nChange it."
    );
    assert!(held.shown.contains("not on track"));
    assert_eq!(held.decision, Decision::NewPlan { version: 1 });
    assert_eq!(record.plan().unwrap().review, Some(held.id));
    let page = jonas.get(&path(client, "")).await;
    assert!(page.says("Plan version 1"));
    assert_eq!(page.field("version"), "0", "the draft is done");
}

#[tokio::test]
async fn two_windows_never_overwrite_each_other() {
    let (practice, mut one, client) = rising().await;
    let mut two = one.clone();
    let first = one.get(&path(client, "")).await;
    let second = two.get(&path(client, "")).await;
    let autosave = path(client, "/draft/autosave");

    let kept = send(&mut one, &first, &autosave, &[("words", "from the first")]).await;
    assert_eq!(kept.status, 204);
    assert_eq!(kept.headers["attune-version"], "1");
    // The answer was lost and the script sends the same again.
    let kept = send(&mut one, &first, &autosave, &[("words", "from the first")]).await;
    assert_eq!(kept.status, 204);

    let typed = [("words", "from the second"), ("because", "of this")];
    for to in [autosave.as_str(), &path(client, "/plan"), &path(client, "")] {
        let conflict = send(&mut two, &second, to, &typed).await;
        assert_eq!(conflict.status, 409, "{to}");
        assert!(conflict.says("from the first") && conflict.says("from the second"));
    }
    assert!(practice.record(client).await.reviews.is_empty());

    let conflict = send(&mut two, &second, &path(client, "/plan"), &typed).await;
    let both = "from the first\n\nfrom the second";
    let kept = send(
        &mut two,
        &conflict,
        &path(client, "/draft"),
        &[("words", both)],
    )
    .await;
    assert_eq!(kept.status, 303);
    let page = two.get(&path(client, "")).await;
    assert!(page.says(both));
}

#[tokio::test]
async fn a_supervisor_reads_and_decides_nothing() {
    let (practice, mut jonas, client) = rising().await;
    let supervisor = Roles {
        supervisor: true,
        ..Roles::default()
    };
    let mut sabine = practice.staff("Sabine Roth", supervisor).await;
    assert_eq!(sabine.get(&path(client, "")).await.status, 404);
    let line = AuditLine {
        at: practice.app.now(),
        actor: Actor::Account(jonas.account()),
        action: AuditAction::AccessGrant,
        client: Some(client),
        detail: String::new(),
    };
    let store = &practice.app.store;
    store
        .grant(client, sabine.account(), Relation::Supervisor, &line)
        .await
        .unwrap();
    let page = sabine.get(&path(client, "")).await;
    assert_eq!(page.status, 200);
    assert!(page.says("not on track"));
    assert!(!page.says("name=\"because\""));
    let own = jonas.get(&path(client, "")).await;
    let refused = send(&mut sabine, &own, &path(client, ""), &[("because", "x")]).await;
    assert_eq!(refused.status, 404);
}
