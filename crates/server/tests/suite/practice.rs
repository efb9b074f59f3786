//! Accounts, settings and audit, as an administrator sees them: without any client.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_ids::AccountId;
use attune_record::{Account, Actor, AuditAction, AuditLine, Roles};
use support::{Browser, Page, Practice};

const ADMINISTRATOR: Roles = Roles {
    clinician: false,
    supervisor: false,
    administrator: true,
};

/// An address that "leave quickly" may lead to.
const LEAVE: &str = "https://www.example.org/";

/// An administrator with a password, so that the account counts as one who can sign in.
async fn administrator(practice: &Practice, name: &str) -> Browser {
    let browser = practice.staff(name, ADMINISTRATOR).await;
    let store = &practice.app.store;
    let found = store.account(browser.account()).await.unwrap();
    let account = Account {
        password_hash: Some("a hash".to_owned()),
        ..found.value
    };
    let line = AuditLine {
        at: practice.app.now(),
        actor: Actor::Program,
        action: AuditAction::PasswordChange,
        client: None,
        detail: String::new(),
    };
    store
        .update_account(&account, found.version, &line)
        .await
        .unwrap();
    browser
}

async fn account(practice: &Practice, id: AccountId) -> Account {
    practice.app.store.account(id).await.unwrap().value
}

fn of(browser: &Browser, end: &str) -> String {
    format!("/practice/accounts/{}{end}", browser.account())
}

/// The set-up link on a page that shows one.
fn link(page: &Page) -> String {
    let (_, rest) = page.body.split_once("/welcome/").unwrap();
    format!("/welcome/{}", rest.split('"').next().unwrap())
}

#[tokio::test]
async fn a_new_account_gets_a_link_that_is_shown_once() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice, "Ada Winter").await;
    let form = ada.get("/practice").await;
    let id = form.field("account");
    let fields = [
        ("account", id.as_str()),
        ("name", "Jonas Weil"),
        ("email", "jonas@example.org"),
        ("clinician", "yes"),
    ];
    let shown = ada.post("/practice/accounts", &fields).await;
    assert_eq!(shown.status, 200);
    let welcome = practice.stranger().get(&link(&shown)).await;
    assert_eq!(welcome.status, 200);
    assert!(welcome.says("Welcome, Jonas Weil"));
    let list = ada.get("/practice").await;
    assert!(list.says("waiting for the first visit") && !list.says("/welcome/"));

    let made = account(&practice, id.parse().unwrap()).await;
    assert!(made.roles.clinician && !made.roles.administrator);
    assert_eq!(made.password_hash, None);

    let again = ada.post("/practice/accounts", &fields).await;
    assert_eq!(again.status, 422);
    assert!(again.says("There is an account with this e-mail already."));
    for (field, value, problem) in [
        ("name", "", "Please write a name."),
        ("email", "nowhere", "Please write an e-mail address"),
        ("clinician", "", ""),
    ] {
        let mut wrong: Vec<(&str, &str)> = fields.to_vec();
        if problem.is_empty() {
            wrong.retain(|(name, _)| *name != field);
        } else {
            for (name, old) in &mut wrong {
                if *name == field {
                    *old = value;
                }
            }
        }
        let refused = ada.post("/practice/accounts", &wrong).await;
        assert_eq!(refused.status, 422, "{field}");
        assert!(refused.says(problem));
    }
}

#[tokio::test]
async fn closing_an_account_signs_out_at_once() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice, "Ada Winter").await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    practice.client(&jonas, "Mira Okafor").await;
    assert_eq!(jonas.get("/caseload").await.status, 200);
    let page = ada.get(&of(&jonas, "")).await;
    assert!(page.says("One record has no other clinician."));
    assert!(!page.says("Mira"));

    assert_eq!(ada.post(&of(&jonas, "/close"), &[]).await.status, 303);
    let refused = jonas.get("/caseload").await;
    assert_eq!(refused.status, 303);
    assert!(refused.location().starts_with("/sign-in"));
    let store = &practice.app.store;
    assert!(store.sessions_of(jonas.account()).await.unwrap().is_empty());

    assert_eq!(ada.post(&of(&jonas, "/open"), &[]).await.status, 303);
    // Opened again is not signed in again.
    assert_eq!(jonas.get("/caseload").await.status, 303);
    assert!(account(&practice, jonas.account()).await.enabled);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice, "Ada Winter").await;
    let refused = ada.post(&of(&ada, "/close"), &[]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("This is the last administrator who can sign in."));
    let roles = [
        ("name", "Ada Winter"),
        ("email", "ada@example.org"),
        ("clinician", "yes"),
    ];
    let refused = ada.post(&of(&ada, ""), &roles).await;
    assert_eq!(refused.status, 422);
    assert!(account(&practice, ada.account()).await.roles.administrator);

    let mut bela = administrator(&practice, "Bela Kern").await;
    assert_eq!(ada.post(&of(&ada, ""), &roles).await.status, 303);
    // Without the role from the next request on.
    assert_eq!(ada.get("/practice").await.status, 404);
    assert_eq!(ada.get("/caseload").await.status, 200);
    assert_eq!(bela.post(&of(&bela, "/close"), &[]).await.status, 422);
}

#[tokio::test]
async fn a_new_setup_link_takes_the_old_ways_in_away() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice, "Ada Winter").await;
    let mut bela = administrator(&practice, "Bela Kern").await;
    let before = account(&practice, bela.account()).await;
    let shown = ada.post(&of(&bela, "/setup"), &[]).await;
    assert_eq!(shown.status, 200);
    assert_eq!(practice.stranger().get(&link(&shown)).await.status, 200);
    let after = account(&practice, bela.account()).await;
    assert_eq!(after.password_hash, None);
    assert_ne!(after.totp_secret, before.totp_secret);
    assert_eq!(bela.get("/practice").await.status, 303);

    let newer = ada.post(&of(&bela, "/setup"), &[]).await;
    assert_eq!(practice.stranger().get(&link(&shown)).await.status, 404);
    assert_eq!(practice.stranger().get(&link(&newer)).await.status, 200);

    let own = ada.post(&of(&ada, "/setup"), &[]).await;
    assert_eq!(own.status, 422);
    assert!(own.says("Change your own password on your account page."));
    assert_eq!(ada.post(&of(&bela, "/close"), &[]).await.status, 303);
    assert_eq!(practice.stranger().get(&link(&newer)).await.status, 404);
    assert_eq!(ada.post(&of(&bela, "/setup"), &[]).await.status, 422);
}

#[tokio::test]
async fn settings_are_checked_previewed_and_never_overwritten_unseen() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice, "Ada Winter").await;
    let form = ada.get("/practice/settings").await;
    assert!(form.says("Check before use") && form.says("116 123"));
    let version = form.field("version");
    let fields = |region: &'static str, zone: &'static str, leave: &'static str| {
        [
            ("version", version.clone()),
            ("practice_name", "Birkenweg Practice".to_owned()),
            ("crisis_region", region.to_owned()),
            ("crisis_words", "Call us: 030 123".to_owned()),
            ("time_zone", zone.to_owned()),
            ("leave_to", leave.to_owned()),
        ]
    };
    let preview = send(&mut ada, "/preview", &fields("DE", "UTC", LEAVE)).await;
    assert_eq!(preview.status, 200);
    assert!(preview.says("TelefonSeelsorge") && preview.says("Birkenweg Practice"));
    assert_eq!(
        practice.app.settings.read().await.practice_name,
        "Lindenhof Practice"
    );
    for wrong in [
        fields("Atlantis", "UTC", LEAVE),
        fields("DE", "Europe/Nowhere", LEAVE),
        fields("DE", "UTC", "http://www.example.org/"),
    ] {
        let refused = send(&mut ada, "", &wrong).await;
        assert_eq!(refused.status, 422);
        assert!(refused.says("Birkenweg Practice"), "what was typed is kept");
    }
    let good = fields("DE", "Europe/Berlin", LEAVE);
    assert_eq!(send(&mut ada, "", &good).await.status, 303);
    let page = ada.get("/practice/settings").await;
    assert!(page.says("<title>Settings · Birkenweg Practice</title>"));
    assert!(page.says("Call us: 030 123"));
    assert_eq!(practice.app.zone().await.iana_name(), Some("Europe/Berlin"));
    // A form that was open all the while.
    let late = send(&mut ada, "", &good).await;
    assert_eq!(late.status, 422);
    assert!(late.says("Somebody else changed the settings meanwhile."));
}

async fn send(browser: &mut Browser, end: &str, fields: &[(&str, String)]) -> Page {
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    browser
        .post(&format!("/practice/settings{end}"), &fields)
        .await
}

#[tokio::test]
async fn no_page_of_an_administrator_names_a_client() {
    let practice = Practice::new().await;
    let mut ada = administrator(&practice, "Ada Winter").await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    let client = practice.client(&jonas, "Mira Okafor").await;
    jonas.get(&format!("/clients/{client}")).await;
    let end: String = client.to_string().chars().skip(24).collect();
    for path in [
        "/practice".to_owned(),
        of(&jonas, ""),
        "/practice/settings".to_owned(),
        "/practice/audit".to_owned(),
        "/account".to_owned(),
    ] {
        let page = ada.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.says("Mira") && !page.says("Okafor"), "{path}");
        assert!(!page.says(&client.to_string()), "{path}");
    }
    let audit = ada.get("/practice/audit").await;
    assert!(audit.says("opened the record") && audit.says(&end));
    for path in [
        "/caseload".to_owned(),
        format!("/clients/{client}"),
        format!("/clients/{client}/access"),
    ] {
        assert_eq!(ada.get(&path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn nobody_else_administers() {
    let practice = Practice::new().await;
    let ada = administrator(&practice, "Ada Winter").await;
    let mut jonas = practice.clinician("Jonas Weil").await;
    for path in ["/practice", "/practice/settings", "/practice/audit"] {
        assert_eq!(jonas.get(path).await.status, 404, "{path}");
    }
    for end in ["", "/close", "/open", "/setup"] {
        assert_eq!(jonas.post(&of(&ada, end), &[]).await.status, 404, "{end}");
    }
}
