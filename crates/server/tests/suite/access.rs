//! Who can open a record, what was done with it, name and contact.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_ids::ClientId;
use attune_record::{Account, Actor, AuditAction, AuditFilter, AuditLine, Roles};
use jiff::SignedDuration;
use support::{Browser, Practice};

const SUPERVISOR: Roles = Roles {
    clinician: false,
    supervisor: true,
    administrator: false,
};
const ADMINISTRATOR: Roles = Roles {
    clinician: false,
    supervisor: false,
    administrator: true,
};

fn path(client: ClientId, end: &str) -> String {
    format!("/clients/{client}/access{end}")
}

/// Begins a record in the browser, as its clinician does.
async fn begin(clinician: &mut Browser, name: &str) -> ClientId {
    let form = clinician.get("/clients/new").await;
    let client = form.field("client");
    let fields = [("client", client.as_str()), ("name", name)];
    let begun = clinician.post("/clients/new", &fields).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    client.parse().unwrap()
}

/// Gives or ends an access, as the forms do.
async fn part(browser: &mut Browser, to: &str, who: &Browser, relation: &str) -> u16 {
    let account = who.account().to_string();
    let fields = [("account", account.as_str()), ("relation", relation)];
    browser.post(to, &fields).await.status
}

#[tokio::test]
async fn sharing_and_ending_count_from_the_next_request_on() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mut sabine = practice.staff("Sabine Roth", SUPERVISOR).await;
    let client = begin(&mut jonas, "Mira Okafor").await;
    assert_eq!(sabine.get(&path(client, "")).await.status, 404);

    practice.wait(SignedDuration::from_hours(24 * 3));
    let mut jonas_later = practice.signed_in(jonas.account()).await;
    let status = part(&mut jonas_later, &path(client, ""), &sabine, "supervisor").await;
    assert_eq!(status, 303);
    let mut sabine_later = practice.signed_in(sabine.account()).await;
    let page = sabine_later.get(&path(client, "")).await;
    assert_eq!(page.status, 200);
    for words in [
        "Jonas Weil",
        "since Thu 14 May",
        "Sabine Roth",
        "since Sun 17 May",
        "gave access: supervisor Sabine Roth",
    ] {
        assert!(page.says(words), "{words} is missing");
    }
    assert!(
        !page.says("Share this record"),
        "a supervisor gives nothing"
    );
    let status = part(
        &mut sabine_later,
        &path(client, "/end"),
        &jonas,
        "clinician",
    )
    .await;
    assert_eq!(status, 404);

    // Sent twice, it is given once.
    part(&mut jonas_later, &path(client, ""), &sabine, "supervisor").await;
    let lines = practice
        .app
        .store
        .audit_lines(AuditFilter::Client(client), None, 100)
        .await
        .unwrap();
    let grants = lines
        .iter()
        .filter(|stored| stored.line.action == AuditAction::AccessGrant)
        .count();
    assert_eq!(grants, 1);

    let status = part(
        &mut jonas_later,
        &path(client, "/end"),
        &sabine,
        "supervisor",
    )
    .await;
    assert_eq!(status, 303);
    assert_eq!(sabine_later.get(&path(client, "")).await.status, 404);
    let page = jonas_later.get(&path(client, "")).await;
    assert!(page.says("ended access: supervisor Sabine Roth"));
}

#[tokio::test]
async fn one_clinician_always_remains() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let mut lena = practice.clinician("Lena Arndt").await;
    let client = begin(&mut jonas, "Mira Okafor").await;
    let me = jonas.account().to_string();
    let alone = [("account", me.as_str()), ("relation", "clinician")];
    let refused = jonas.post(&path(client, "/end"), &alone).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("At least one clinician must be able to open a record."));
    assert_eq!(jonas.get(&path(client, "")).await.status, 200);

    assert_eq!(
        part(&mut jonas, &path(client, ""), &lena, "clinician").await,
        303
    );
    let left = jonas.post(&path(client, "/end"), &alone).await;
    assert_eq!(
        (left.status, left.location()),
        (303, "/caseload".to_owned())
    );
    assert_eq!(jonas.get(&path(client, "")).await.status, 404);
    assert_eq!(lena.get(&path(client, "")).await.status, 200);
}

#[tokio::test]
async fn only_fitting_open_accounts_can_be_given_a_record() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let administrator = practice.staff("Ada Winter", ADMINISTRATOR).await;
    let closed = practice.staff("Sabine Roth", SUPERVISOR).await;
    let client = begin(&mut jonas, "Mira Okafor").await;
    close(&practice, &closed).await;
    for (who, relation) in [
        (&administrator, "supervisor"),
        (&administrator, "clinician"),
        (&closed, "supervisor"),
    ] {
        let status = part(&mut jonas, &path(client, ""), who, relation).await;
        assert_eq!(status, 422, "{relation}");
    }
    let page = jonas.get(&path(client, "")).await;
    assert!(!page.says("Sabine Roth") && !page.says("Ada Winter"));
}

#[tokio::test]
async fn the_history_is_read_from_its_end_page_by_page() {
    let practice = Practice::new().await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let client = begin(&mut jonas, "Mira Okafor").await;
    for number in 0..120 {
        let action = match number % 2 {
            0 => AuditAction::RecordRead,
            _ => AuditAction::DraftWrite,
        };
        let line = AuditLine {
            at: practice.app.now(),
            actor: Actor::Account(jonas.account()),
            action,
            client: Some(client),
            detail: String::new(),
        };
        practice.app.store.audit(&line).await.unwrap();
    }
    let newest = jonas.get(&path(client, "")).await;
    assert!(!newest.says("began the record"));
    let older = newest
        .body
        .split("?before=")
        .nth(1)
        .and_then(|rest| rest.split('#').next())
        .unwrap();
    let older = jonas.get(&path(client, &format!("?before={older}"))).await;
    assert!(older.says("began the record"));
    assert!(!older.says("Older lines"));
}

#[tokio::test]
async fn name_and_contact_change_everywhere_and_never_behind_a_back() {
    let practice = Practice::new().await;
    let mut one = practice.clinician("Jonas Weil").await;
    let mut two = one.clone();
    let client = begin(&mut one, "Mira Okafor").await;
    let contact = path(client, "/contact");
    let form = one.get(&contact).await;
    let version = form.field("version");
    let typed = |name: &'static str, version: &str| {
        [
            ("version".to_owned(), version.to_owned()),
            ("name".to_owned(), name.to_owned()),
            ("born".to_owned(), "1992-03-04".to_owned()),
            ("email".to_owned(), "mira@example.org".to_owned()),
        ]
    };
    let empty = typed(" ", &version);
    let refused = post(&mut one, &contact, &empty).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("mira@example.org"), "what was typed is kept");

    let first = typed("Mira Adler", &version);
    assert_eq!(post(&mut one, &contact, &first).await.status, 303);
    // The same form again is harmless.
    assert_eq!(post(&mut one, &contact, &first).await.status, 303);
    assert!(one.get(&path(client, "")).await.says("Mira Adler"));
    assert!(one.get("/caseload").await.says("Mira Adler"));

    let second = typed("Mira Okafor-Adler", &version);
    let conflict = post(&mut two, &contact, &second).await;
    assert_eq!(conflict.status, 409);
    assert!(conflict.says("Mira Adler") && conflict.says("Mira Okafor-Adler"));
    let over = typed("Mira Okafor-Adler", &conflict.field("version"));
    assert_eq!(post(&mut two, &contact, &over).await.status, 303);
    let page = one.get(&path(client, "")).await;
    assert!(page.says("Mira Okafor-Adler"));
    assert!(page.says("changed name or contact"));
}

async fn post(browser: &mut Browser, to: &str, fields: &[(String, String)]) -> support::Page {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post(to, &fields).await
}

async fn close(practice: &Practice, who: &Browser) {
    let store = &practice.app.store;
    let found = store.account(who.account()).await.unwrap();
    let closed = Account {
        enabled: false,
        ..found.value
    };
    let line = AuditLine {
        at: practice.app.now(),
        actor: Actor::Program,
        action: AuditAction::AccountChange,
        client: None,
        detail: String::new(),
    };
    store
        .update_account(&closed, found.version, &line)
        .await
        .unwrap();
}
