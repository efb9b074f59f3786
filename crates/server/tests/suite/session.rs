//! Sessions: the page before one, templates and own texts for the note, and finding words again.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Body;
use attune_care::assess::{Words, WordsKind};
use attune_care::session::{Meeting, MeetingKind};
use attune_catalog::Domain;
use attune_ids::{RandomIds, SessionId};
use attune_record::AuditFilter;
use support::{Browser, Practice};

/// A record with one session of today in it.
async fn with_session(practice: &Practice, clinician: &Browser) -> (String, SessionId) {
    let session = SessionId::new(&mut RandomIds);
    let held = Meeting {
        id: session,
        on: practice.today().await,
        how: MeetingKind::InPerson,
    };
    let heard = Words {
        domain: Domain::Thoughts,
        about: WordsKind::Said,
        text: "The nights are <long> at Élodie's".to_owned(),
    };
    let bodies = vec![Body::SessionHeld(held), Body::WordsHeard(heard)];
    let client = practice.client_with(clinician, "Mira Okafor", bodies).await;
    (format!("/clients/{client}"), session)
}

#[tokio::test]
async fn the_brief_is_one_press_from_caseload_and_person() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let (client, _) = with_session(&practice, &jonas).await;
    let brief = format!("{client}/session/brief");
    for from in ["/caseload", client.as_str()] {
        assert!(jonas.get(from).await.says(&format!("href=\"{brief}\"")));
    }
    let page = jonas.get(&brief).await;
    assert_eq!(page.status, 200);
    // Today's session is the one it is for, so nothing lies before it.
    assert!(page.says("The first session: everything known so far."));
    assert!(page.says("The nights are &#60;long&#62; at"));
    assert!(!page.body.split("</title>").next().unwrap().contains("Mira"));
}

#[tokio::test]
async fn a_template_is_added_to_what_was_typed() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let (client, session) = with_session(&practice, &jonas).await;
    let held = format!("{client}/session/{session}");
    let insert = format!("{held}/note/insert");
    let typed = [
        ("version", "0"),
        ("text", "She came late."),
        ("piece", "soap"),
    ];
    let page = jonas.submit(&insert, &typed).await;
    assert!(page.says("She came late.\n\nSubjective: what they said"));
    // A second window that typed over the same version is shown both, and loses nothing.
    let typed = [("version", "0"), ("text", "He slept."), ("piece", "dap")];
    let page = jonas.post(&insert, &typed).await;
    assert_eq!(page.status, 409);
    assert!(page.says("She came late.") && page.says("He slept.\n\nData: what was said"));
    let typed = [("version", "1"), ("text", "x"), ("piece", "none-such")];
    assert_eq!(jonas.post(&insert, &typed).await.status, 404);
}

#[tokio::test]
async fn own_texts_are_ones_own() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mut sabine = practice.clinician("Sabine Roth").await;
    let (client, session) = with_session(&practice, &jonas).await;
    let id = jonas.get("/account/texts").await.field("id");
    let kept = [
        ("id", id.as_str()),
        ("name", "Closing"),
        ("text", "We closed with a breath."),
    ];
    for _ in 0..2 {
        jonas.submit("/account/texts", &kept).await;
    }
    let page = jonas.get("/account/texts").await;
    assert_eq!(page.body.matches("<summary>Closing").count(), 1);
    assert!(!sabine.get("/account/texts").await.says("Closing"));

    let held = format!("{client}/session/{session}");
    assert!(jonas.get(&held).await.says("Closing (yours)"));
    let id = id.replace('-', "");
    let typed = [("version", "0"), ("text", "Quiet."), ("piece", id.as_str())];
    let page = jonas.submit(&format!("{held}/note/insert"), &typed).await;
    assert!(page.says("Quiet.\n\nWe closed with a breath."));

    let late = [
        ("id", id.as_str()),
        ("name", "Closing"),
        ("text", "Another"),
        ("was", "Something older"),
    ];
    let page = jonas.post("/account/texts", &late).await;
    assert_eq!(page.status, 422);
    assert!(page.says("We closed with a breath.") && page.says("Another"));
    jonas.submit("/account/texts/remove", &[("id", &id)]).await;
    assert!(!jonas.get("/account/texts").await.says("Closing"));
}

#[tokio::test]
async fn words_are_found_again_and_never_stand_in_an_address() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let (client, session) = with_session(&practice, &jonas).await;
    let note = format!("{client}/session/{session}/note");
    let typed = [
        ("entry", "00000000-0000-4000-8000-000000000001"),
        ("version", "0"),
        ("text", "Elodie rang at night."),
    ];
    jonas.submit(&note, &typed).await;
    let search = format!("{client}/search");
    assert!(jonas.get(&search).await.says("method=\"post\""));
    let page = jonas.post(&search, &[("words", "elodie NIGHT")]).await;
    assert_eq!(page.status, 200);
    assert!(page.says("2 places"));
    assert!(page.says("<mark>Elodie</mark>") && page.says("<mark>Élodie</mark>"));
    assert!(
        page.says("&#60;long&#62;"),
        "what was typed is text, never markup"
    );
    let nothing = jonas.post(&search, &[("words", "elodie giraffe")]).await;
    assert!(nothing.says("Nothing found"));
    assert!(
        jonas
            .post(&search, &[("words", " ")])
            .await
            .says("kept nowhere")
    );
    let mut sabine = practice.clinician("Sabine Roth").await;
    assert_eq!(
        sabine.post(&search, &[("words", "night")]).await.status,
        404
    );
}

#[tokio::test]
async fn words_are_found_in_every_record_one_may_read_and_in_no_other() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mut sabine = practice.clinician("Sabine Roth").await;
    let heard = |text: &str| {
        let heard = Words {
            domain: Domain::Thoughts,
            about: WordsKind::Said,
            text: text.to_owned(),
        };
        vec![Body::WordsHeard(heard)]
    };
    let mira = practice.client_with(&jonas, "Mira Okafor", heard("The giraffe came back."));
    let mira = mira.await;
    practice
        .client_with(&jonas, "Paul Adler", heard("Nothing of that kind."))
        .await;
    practice
        .client_with(&sabine, "Wei Zhang", heard("A giraffe at Sabine's."))
        .await;

    assert!(jonas.get("/caseload").await.says("href=\"/search\""));
    let page = jonas.post("/search", &[("words", "Giraffe back")]).await;
    assert_eq!(page.status, 200);
    assert!(
        page.says("1 place of 1 client, in 2 records."),
        "{}",
        page.body
    );
    assert!(page.says("Mira Okafor") && page.says("The <mark>giraffe</mark> came"));
    assert!(!page.says("Paul Adler") && !page.says("Wei Zhang"));
    let page = sabine.post("/search", &[("words", "giraffe")]).await;
    assert!(page.says("Wei Zhang") && !page.says("Mira Okafor"));

    // Only what was shown counts as read, and the words stand nowhere.
    let lines = practice
        .app
        .store
        .audit_lines(AuditFilter::Account(jonas.account()), None, 100)
        .await
        .unwrap();
    let found: Vec<_> = lines
        .iter()
        .filter(|stored| stored.line.detail == "found by a search")
        .map(|stored| stored.line.client)
        .collect();
    assert_eq!(found, [Some(mira)]);
    assert!(!format!("{lines:?}").to_lowercase().contains("giraffe"));
}
