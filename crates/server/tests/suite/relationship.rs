//! How client and therapist are with each other, through the browser.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::assess::{MeasureRef, Response, Way};
use attune_care::relationship::Stand;
use attune_care::session::{Meeting, MeetingKind};
use attune_catalog::{Answer, score};
use attune_ids::{AssignmentId, ClientId, RandomIds, SessionId};
use attune_record::{AuditAction, AuditLine, Relation, Roles};
use jiff::ToSpan;
use jiff::civil::date;
use support::{Browser, Practice, fresh};

/// Sessions a week apart, each with five answers of this level; the last one with a wish.
fn course(practice: &Practice, levels: &[i32]) -> Vec<Body> {
    let measure = practice.app.catalog.measure("session-feedback").unwrap();
    let mut bodies = Vec::new();
    for (week, level) in (0_i64..).zip(levels) {
        let on = date(2026, 2, 2).checked_add((7 * week).days()).unwrap();
        let session = SessionId::new(&mut RandomIds);
        bodies.push(Body::SessionHeld(Meeting {
            id: session,
            on,
            how: MeetingKind::InPerson,
        }));
        let answers = vec![Answer::Value(*level); 5];
        let last = usize::try_from(week + 1).unwrap() == levels.len();
        bodies.push(Body::ResponseGiven(Response {
            assignment: AssignmentId::new(&mut RandomIds),
            measure: MeasureRef::of(measure),
            scored: score(measure, &answers).unwrap(),
            answers,
            words: last.then(|| "Less homework <please>.".to_owned()),
            way: Way::Link,
            on,
            session: Some(session),
            paper: None,
        }));
    }
    bodies
}

async fn of(levels: &[i32]) -> (Practice, Browser, ClientId) {
    let practice = Practice::new().await;
    let jonas = practice.clinician("Jonas Weil").await;
    let bodies = course(&practice, levels);
    let client = practice.client_with(&jonas, "Mira Okafor", bodies).await;
    (practice, jonas, client)
}

fn path(client: ClientId, end: &str) -> String {
    format!("/clients/{client}/relationship{end}")
}

#[tokio::test]
async fn an_empty_page_teaches() {
    let (_practice, mut jonas, client) = of(&[]).await;
    let page = jonas.get(&path(client, "")).await;
    assert_eq!(page.status, 200);
    assert!(page.says("No feedback yet") && page.says("Nothing written down."));
    assert!(page.says("10.1037/pst0000185"));
}

#[tokio::test]
async fn a_fall_becomes_an_episode_that_is_tried_and_repaired() {
    let (practice, mut jonas, client) = of(&[8, 9, 8, 5]).await;
    let page = jonas.get(&path(client, "")).await;
    assert!(page.says("Worth asking about") && page.says("far below the 8.3 it usually was"));
    assert!(page.says("fig-") && page.says("routinely"));
    // The wish comes before everything else, here and in the brief.
    let wish = page.body.find("Less homework &#60;please&#62;.").unwrap();
    assert!(wish < page.body.find("Worth asking about").unwrap());
    let brief = jonas.get(&format!("/clients/{client}/session/brief")).await;
    let wish = brief.body.find("They asked for this time").unwrap();
    assert!(wish < brief.body.find("Worth a look today").unwrap());

    let form = practice.record(client).await.responses[3].entry.to_string();
    let entry = fresh();
    let noted = [
        ("entry", entry.as_str()),
        ("form", form.as_str()),
        ("on", "2026-02-23"),
        ("session", ""),
        ("what", "went quiet <after homework>"),
    ];
    let sent = jonas.post(&path(client, "/ruptures"), &noted).await;
    assert_eq!(sent.status, 303);
    // Sent twice, saved once.
    assert_eq!(
        jonas.post(&path(client, "/ruptures"), &noted).await.status,
        303
    );
    let page = jonas.get(&path(client, "")).await;
    assert!(page.says("suspected") && page.says("raised by a fall of the line"));
    assert!(!page.says("it usually was.") && !page.says("<after homework>"));

    let judge = async |jonas: &mut Browser, judged: &str, words: &str| {
        let id = fresh();
        let fields = [
            ("entry", id.as_str()),
            ("rupture", entry.as_str()),
            ("judged", judged),
            ("words", words),
        ];
        jonas.post(&path(client, "/judged"), &fields).await.status
    };
    assert_eq!(judge(&mut jonas, "repaired", "").await, 422);
    assert_eq!(judge(&mut jonas, "not_one", "").await, 422);
    assert_eq!(judge(&mut jonas, "confirmed", "").await, 303);
    let id = fresh();
    let tried = [
        ("entry", id.as_str()),
        ("rupture", entry.as_str()),
        ("on", "2026-03-01"),
        ("approach", "put-back-the-task"),
        ("how_it_went", "she chose a smaller one"),
    ];
    assert_eq!(
        jonas.post(&path(client, "/tried"), &tried).await.status,
        303
    );
    assert_eq!(judge(&mut jonas, "repaired", "we laughed").await, 303);
    let record = practice.record(client).await;
    assert_eq!(record.ruptures.len(), 1);
    assert_eq!(record.ruptures[0].stand(), Stand::Repaired);
    let page = jonas.get(&path(client, "")).await;
    assert!(page.says("she chose a smaller one") && page.says("we laughed"));
    assert!(page.says("It is open again"));
}

#[tokio::test]
async fn both_voices_a_slow_fall_and_a_ceiling() {
    let (practice, mut jonas, client) = of(&[9, 9, 8, 8, 7, 6]).await;
    let session = practice.record(client).await.sessions[5]
        .meeting
        .id
        .to_string();
    let id = fresh();
    let mut fields = vec![("entry", id.as_str()), ("session", session.as_str())];
    for item in [
        "answer-focus",
        "answer-way",
        "answer-understood",
        "answer-openness",
    ] {
        fields.push((item, "9"));
    }
    fields.push(("answer-use", "8"));
    assert_eq!(
        jonas.post(&path(client, "/rated"), &fields).await.status,
        303
    );
    let page = jonas.get(&path(client, "")).await;
    assert!(page.says("8.8"), "the clinician's score");
    assert!(page.says("It went down little by little"));
    let empty = fresh();
    let nothing = [("entry", empty.as_str()), ("session", session.as_str())];
    assert_eq!(
        jonas.post(&path(client, "/rated"), &nothing).await.status,
        422
    );

    let (_practice, mut jonas, client) = of(&[10, 10, 10, 10]).await;
    let page = jonas.get(&path(client, "")).await;
    assert!(page.says("4 of the last 4 forms are at the top"));
    assert!(page.says("no evidence of a good alliance"));
}

#[tokio::test]
async fn a_supervisor_reads_without_forms() {
    let (practice, _jonas, client) = of(&[8, 9, 8, 5]).await;
    let roles = Roles {
        supervisor: true,
        ..Roles::default()
    };
    let mut sabine = practice.staff("Sabine Roth", roles).await;
    let line = AuditLine {
        client: Some(client),
        ..practice.line(AuditAction::AccessGrant)
    };
    let store = &practice.app.store;
    let granted = store.grant(client, sabine.account(), Relation::Supervisor, &line);
    granted.await.unwrap();
    let page = sabine.get(&path(client, "")).await;
    assert_eq!(page.status, 200);
    assert!(page.says("Worth asking about") && !page.says("/relationship/"));
}
