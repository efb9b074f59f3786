//! Coming back into the space: a mail that says nothing, to nobody but who may have it; passkeys' refusals; closing.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use std::time::Duration;

use attune_ids::ClientId;
use attune_record::MailState;
use attune_server::mail::{MailConfig, MailSecurity};
use attune_server::{ServerConfig, rounds};
use attune_testkit::smtp::SmtpCatcher;
use jiff::SignedDuration;
use support::{Browser, Practice};

const ADDRESS: &str = "mira@example.org";

/// A practice with a mail server, and a client who is in her space.
struct Scene {
    catcher: SmtpCatcher,
    practice: Practice,
    clinician: Browser,
    client: ClientId,
    phone: Browser,
}

impl Scene {
    async fn new() -> Self {
        let catcher = SmtpCatcher::start();
        let practice = Practice::with_config(ServerConfig {
            mail: Some(MailConfig {
                host: "127.0.0.1".to_owned(),
                port: catcher.port(),
                security: MailSecurity::None,
                sign_in: None,
                from: "attune@practice.example".to_owned(),
            }),
            ..ServerConfig::default()
        })
        .await;
        let mut clinician = practice.clinician("Jonas Weil").await;
        let client = practice.client(&clinician, "Mira Okafor").await;
        let contact = format!("/clients/{client}/access/contact");
        let version = clinician.get(&contact).await.field("version");
        let fields = [
            ("version", version.as_str()),
            ("name", "Mira Okafor"),
            ("email", ADDRESS),
        ];
        assert_eq!(clinician.post(&contact, &fields).await.status, 303);
        let made = clinician
            .post(&format!("/clients/{client}/space/link"), &[])
            .await;
        let mut phone = practice.stranger();
        phone.post(&link_in(&made.body), &[]).await;
        Self {
            catcher,
            practice,
            clinician,
            client,
            phone,
        }
    }

    async fn with_mail_on() -> Self {
        let mut scene = Self::new().await;
        let on = [("on", "true")];
        let kept = scene.phone.post("/portal/account/mail", &on).await;
        assert_eq!(kept.location(), "/portal/account");
        scene
    }

    /// Asks for a link with this address, and gives what happens afterwards its time.
    async fn ask(&self, address: &str) -> String {
        let mut browser = self.practice.stranger();
        let asked = browser.post("/portal/sign-in", &[("email", address)]).await;
        assert_eq!(asked.status, 200);
        asked.body
    }

    /// The addresses in mails that went out so far, once there are this many.
    async fn links(&self, expected: usize) -> Vec<String> {
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            rounds::once(&self.practice.app).await;
            if self.catcher.caught().len() >= expected {
                break;
            }
        }
        let caught = self.catcher.caught();
        caught.iter().map(|mail| link_in(&mail.text)).collect()
    }
}

fn link_in(text: &str) -> String {
    // Long lines of a mail are broken, and joined again by whoever shows it.
    let text = text.replace("=\n", "");
    let from = text.find("/s/").unwrap();
    text[from..]
        .chars()
        .take_while(|letter| !"\"\n <".contains(*letter))
        .collect()
}

#[tokio::test]
async fn a_mail_opens_the_space_once_and_for_a_quarter_of_an_hour() {
    let scene = Scene::with_mail_on().await;
    scene.ask(" Mira@Example.org ").await;
    let links = scene.links(1).await;
    let mail = scene.catcher.caught().remove(0);
    assert_eq!(mail.to, ADDRESS);
    for word in ["Mira", "Lindenhof", "Jonas", &scene.client.to_string()] {
        assert!(!mail.text.contains(word), "{word}");
    }
    let mut phone = scene.practice.stranger();
    // Looked at by a program on the way, then opened.
    assert_eq!(phone.get(&links[0]).await.status, 200);
    assert_eq!(phone.post(&links[0], &[]).await.location(), "/portal/today");
    assert_eq!(phone.get("/portal/today").await.status, 200);
    let mut other = scene.practice.stranger();
    assert_eq!(other.post(&links[0], &[]).await.status, 404);

    scene.ask(ADDRESS).await;
    let links = scene.links(2).await;
    scene.practice.wait(SignedDuration::from_mins(15));
    assert_eq!(other.post(&links[1], &[]).await.status, 404);
}

#[tokio::test]
async fn nobody_learns_from_the_answer_whether_an_address_is_known() {
    let scene = Scene::with_mail_on().await;
    let known = scene.ask(ADDRESS).await;
    let unknown = scene.ask("nobody@example.org").await;
    assert_eq!(known, unknown);
    // Also when it was asked for too often; and then nothing more is sent.
    for _ in 0..6 {
        assert_eq!(scene.ask(ADDRESS).await, known);
    }
    assert_eq!(scene.links(4).await.len(), 3);
    let waiting = scene.practice.app.store.mails_in(MailState::Waiting);
    assert_eq!(waiting.await.unwrap(), 0);
}

#[tokio::test]
async fn without_the_clients_wish_no_mail_opens_anything() {
    let mut scene = Scene::new().await;
    scene.ask(ADDRESS).await;
    assert_eq!(scene.links(1).await, [] as [String; 0]);
    let page = scene.phone.get("/portal/account").await;
    assert!(page.says(ADDRESS) && page.says("Let me come in by mail"));
    assert!(
        scene
            .phone
            .get("/portal/today")
            .await
            .says("Set up my way in")
    );
    scene
        .phone
        .post("/portal/account/mail", &[("on", "true")])
        .await;
    assert!(
        !scene
            .phone
            .get("/portal/today")
            .await
            .says("Set up my way in")
    );
    scene
        .phone
        .post("/portal/account/mail", &[("on", "false")])
        .await;
    scene.ask(ADDRESS).await;
    assert_eq!(scene.links(1).await, [] as [String; 0]);
}

#[tokio::test]
async fn an_address_of_two_people_brings_neither_into_the_others_space() {
    let mut scene = Scene::with_mail_on().await;
    let other = scene
        .practice
        .client(&scene.clinician, "Tariq Okafor")
        .await;
    let contact = format!("/clients/{other}/access/contact");
    let version = scene.clinician.get(&contact).await.field("version");
    let fields = [
        ("version", version.as_str()),
        ("name", "Tariq Okafor"),
        ("email", ADDRESS),
    ];
    scene.clinician.post(&contact, &fields).await;
    let made = scene
        .clinician
        .post(&format!("/clients/{other}/space/link"), &[])
        .await;
    let mut phone = scene.practice.stranger();
    phone.post(&link_in(&made.body), &[]).await;
    let refused = phone.post("/portal/account/mail", &[("on", "true")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.says("A passkey can."));
}

#[tokio::test]
async fn closing_the_space_ends_every_way_in() {
    let mut scene = Scene::with_mail_on().await;
    scene.ask(ADDRESS).await;
    let links = scene.links(1).await;
    let close = format!("/clients/{}/space/close", scene.client);
    assert_eq!(scene.clinician.post(&close, &[]).await.status, 303);
    assert_eq!(scene.phone.get("/portal/today").await.status, 404);
    assert_eq!(
        scene.practice.stranger().post(&links[0], &[]).await.status,
        404
    );
    scene.ask(ADDRESS).await;
    assert_eq!(scene.links(2).await.len(), 1);
}

#[tokio::test]
async fn a_changed_address_does_not_open_the_space_any_more() {
    let mut scene = Scene::with_mail_on().await;
    let contact = format!("/clients/{}/access/contact", scene.client);
    let version = scene.clinician.get(&contact).await.field("version");
    let fields = [
        ("version", version.as_str()),
        ("name", "Mira Okafor"),
        ("email", "new@example.org"),
    ];
    scene.clinician.post(&contact, &fields).await;
    scene.ask(ADDRESS).await;
    assert_eq!(scene.links(1).await, [] as [String; 0]);
}
