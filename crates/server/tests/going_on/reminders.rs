//! Reminders by mail: only who agreed, by day, twice at most, and never after the answer.

use attune_care::assess::Way;

use attune_server::mail::{MailConfig, MailSecurity};
use attune_server::{ServerConfig, rounds};
use attune_testkit::smtp::{Mood, SmtpCatcher};
use jiff::SignedDuration;

use crate::support::Practice;
use crate::{Scene, fresh};

impl Scene {
    /// With a mail server, a client with an address, and something asked by link.
    async fn reminded(catcher: &SmtpCatcher, agreed: bool) -> (Self, attune_ids::AssignmentId) {
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
        let clinician = practice.clinician("Jonas Weil").await;
        let client = practice.client(&clinician, "Mira Okafor").await;
        let mut scene = Self {
            practice,
            clinician,
            client,
        };
        scene.agree(agreed).await;
        let asked = scene.ask("gad-7", Way::Link).await;
        (scene, asked)
    }

    async fn agree(&mut self, agreed: bool) {
        let contact = format!("/clients/{}/access/contact", self.client);
        let mut clinician = self.practice.signed_in(self.clinician.account()).await;
        let version = clinician.get(&contact).await.field("version");
        let mut fields = vec![
            ("version", version.as_str()),
            ("name", "Mira Okafor"),
            ("email", "mira@example.org"),
        ];
        if agreed {
            fields.push(("reminders", "yes"));
        }
        assert_eq!(clinician.post(&contact, &fields).await.status, 303);
    }

    async fn days_pass(&mut self, days: i64) {
        for _ in 0..days * 24 {
            self.practice.wait(SignedDuration::from_hours(1));
            rounds::once(&self.practice.app).await;
        }
    }
}

#[tokio::test]
async fn who_agreed_is_reminded_twice_with_a_link_that_opens_and_nothing_clinical() {
    let catcher = SmtpCatcher::start();
    let (mut scene, _) = Scene::reminded(&catcher, true).await;
    scene.days_pass(2).await;
    assert!(catcher.caught().is_empty());
    scene.days_pass(12).await;
    let caught = catcher.caught();
    assert_eq!(caught.len(), 2, "{caught:?}");
    for mail in &caught {
        assert_eq!(mail.to, "mira@example.org");
        // What a passer-by reads; the envelope has to name the address.
        let (_, text) = mail.text.split_once("\n\n").unwrap();
        let text = format!("{:?}\n{text}", mail.header("Subject")).to_lowercase();
        for word in [
            "gad",
            "anxi",
            "mira",
            "jonas",
            "therap",
            "questionnaire",
            "lindenhof",
        ] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
    // Quoted-printable may break a long line.
    let text = caught[1].text.replace("=\n", "");
    let secret = text.split("/q/").nth(1).unwrap();
    let secret: String = secret.chars().take_while(char::is_ascii_hexdigit).collect();
    let mut phone = scene.practice.stranger();
    assert_eq!(
        phone.get(&format!("/q/{secret}")).await.location(),
        "/portal"
    );
    let mut clinician = scene.practice.signed_in(scene.clinician.account()).await;
    let page = clinician.get(&scene.path("")).await;
    assert!(page.says("reminded"), "{}", page.body);
}

#[tokio::test]
async fn who_did_not_agree_or_has_answered_or_takes_it_back_is_left_alone() {
    let catcher = SmtpCatcher::start();
    let (mut scene, _) = Scene::reminded(&catcher, false).await;
    scene.days_pass(10).await;
    assert!(catcher.caught().is_empty());

    let catcher = SmtpCatcher::start();
    let (mut scene, asked) = Scene::reminded(&catcher, true).await;
    let mut clinician = scene.clinician.clone();
    let entry = fresh();
    let path = scene.path(&format!("/assignments/{asked}/withdraw"));
    clinician.post(&path, &[("entry", entry.as_str())]).await;
    scene.days_pass(10).await;
    assert!(catcher.caught().is_empty());

    // The mail server is away when the mail is due; by the time it is back, nobody wants the mail.
    let catcher = SmtpCatcher::start();
    let (mut scene, _) = Scene::reminded(&catcher, true).await;
    catcher.be(Mood::Gone);
    scene.days_pass(4).await;
    scene.agree(false).await;
    catcher.be(Mood::Kind);
    scene.days_pass(4).await;
    assert!(catcher.caught().is_empty());
}

#[tokio::test]
async fn a_mail_server_in_trouble_delays_a_reminder_and_doubles_none() {
    let catcher = SmtpCatcher::start();
    let (mut scene, _) = Scene::reminded(&catcher, true).await;
    catcher.be(Mood::Refusing(451));
    scene.days_pass(3).await;
    catcher.be(Mood::Dropping);
    scene.days_pass(1).await;
    assert!(catcher.caught().is_empty());
    catcher.be(Mood::Kind);
    scene.days_pass(1).await;
    assert_eq!(catcher.caught().len(), 1);
    let record = scene.practice.record(scene.client).await;
    assert_eq!(record.assignments[0].reminded.len(), 1);
}

#[tokio::test]
async fn nobody_is_written_to_at_night() {
    let catcher = SmtpCatcher::start();
    let (scene, _) = Scene::reminded(&catcher, true).await;
    // Three days on, at half past eight in the evening and at six in the morning.
    scene
        .practice
        .wait(SignedDuration::from_mins(60 * 24 * 3 + 60 * 11 + 30));
    rounds::once(&scene.practice.app).await;
    scene.practice.wait(SignedDuration::from_mins(60 * 9 + 30));
    rounds::once(&scene.practice.app).await;
    assert!(catcher.caught().is_empty());
    scene.practice.wait(SignedDuration::from_hours(3));
    rounds::once(&scene.practice.app).await;
    assert_eq!(catcher.caught().len(), 1);
}

#[tokio::test]
async fn the_day_before_is_one_mail_that_says_when_and_nothing_else() {
    let catcher = SmtpCatcher::start();
    let (mut scene, _) = Scene::reminded(&catcher, true).await;
    let mut clinician = scene.practice.signed_in(scene.clinician.account()).await;
    let address = format!("/clients/{}/appointments", scene.client);
    for (entry, on) in [
        ("00000000-0000-4000-8000-0000000000a1", "2026-05-16"),
        ("00000000-0000-4000-8000-0000000000a2", "2026-05-17"),
    ] {
        let typed = [
            ("entry", entry),
            ("on", on),
            ("time", "15:00"),
            ("minutes", "50"),
            ("how", "in_person"),
            ("every", "0"),
        ];
        assert_eq!(clinician.post(&address, &typed).await.status, 303);
    }
    // What is called off is reminded of by nobody.
    let record = scene.practice.record(scene.client).await;
    let off = format!("{address}/{}/cancel", record.appointments[1].id);
    let typed = [
        ("entry", "00000000-0000-4000-8000-0000000000a3"),
        ("by", "both"),
    ];
    assert_eq!(clinician.post(&off, &typed).await.status, 303);
    scene.days_pass(3).await;
    let caught = catcher.caught();
    let about: Vec<_> = caught
        .iter()
        .filter(|mail| mail.header("Subject") == Some("See you soon"))
        .collect();
    assert_eq!(about.len(), 1, "{caught:?}");
    let (_, text) = about[0].text.split_once("\n\n").unwrap();
    assert!(text.contains("Sat 16 May at 15:00"), "{text}");
    for word in ["mira", "jonas", "therap", "lindenhof", "session", "http"] {
        assert!(!text.to_lowercase().contains(word), "{word}: {text}");
    }
}
