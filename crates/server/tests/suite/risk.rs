//! A risk answer is never lost, and somebody acts: told at once, passed on in time, once each, whatever happens to
//! the clock, the mail and the number of servers.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_care::Record;
use attune_care::risk::EscalationStep;
use attune_ids::{AccountId, ClientId, IdSource, RandomIds};
use attune_record::{AuditAction, AuditFilter, MailState, Relation, Roles};
use attune_server::mail::{MailConfig, MailSecurity};
use attune_server::{ServerConfig, rounds};
use attune_testkit::smtp::{Mood, SmtpCatcher};
use jiff::SignedDuration;
use support::{Browser, Page, Practice};

struct Scene {
    practice: Practice,
    catcher: SmtpCatcher,
    jonas: Browser,
    ruth: Browser,
    lena: Browser,
    client: ClientId,
}

fn entry() -> String {
    RandomIds.next_id().to_string()
}

impl Scene {
    /// Jonas works with Mira, Ruth stands in for him, Lena leads.
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
        let jonas = practice.clinician("Jonas Weil").await;
        let ruth = practice.clinician("Ruth Amsel").await;
        let lena = practice.clinician("Lena Hart").await;
        let client = practice.client(&jonas, "Mira Okafor").await;
        {
            let mut settings = practice.app.settings.write().await;
            settings
                .risk
                .deputies
                .insert(jonas.account(), ruth.account());
            settings.risk.lead = Some(lena.account());
        }
        Self {
            practice,
            catcher,
            jonas,
            ruth,
            lena,
            client,
        }
    }

    /// Mira answers PHQ-9 in the room, with this last answer.
    async fn answers(&mut self, nine: &str) {
        let path = format!("/clients/{}/assess", self.client);
        let asked = entry();
        let fields = [
            ("entry", asked.as_str()),
            ("measure", "phq-9"),
            ("way", "in_room"),
        ];
        let page = self
            .jonas
            .post(&format!("{path}/assignments"), &fields)
            .await;
        let room = page.location();
        let shown = self.jonas.get(&room).await;
        let sent = shown.field("entry");
        let items = &self.practice.app.catalog.measure("phq-9").unwrap().items;
        let asked = items.iter().filter(|item| !item.optional).zip(1..);
        let answers: Vec<(String, &str)> = asked
            .map(|(item, number)| {
                let answer = if number == 9 { nine } else { "1" };
                (format!("item-{}", item.id), answer)
            })
            .collect();
        let mut fields = vec![("entry", sent.as_str())];
        fields.extend(
            answers
                .iter()
                .map(|(name, answer)| (name.as_str(), *answer)),
        );
        let done = self.jonas.post(&room, &fields).await;
        assert_eq!(done.status, 303, "{}", done.body);
    }

    async fn rounds(&self) {
        assert_eq!(rounds::once(&self.practice.app).await, [] as [&str; 0]);
    }

    async fn record(&self) -> Record {
        self.practice.record(self.client).await
    }

    async fn steps(&self) -> Vec<(EscalationStep, Vec<AccountId>)> {
        let alerts = self.record().await.alerts;
        let taken = alerts.iter().flat_map(|alert| &alert.escalations);
        taken
            .map(|taken| (taken.item.step, taken.item.to.clone()))
            .collect()
    }

    fn told(&self) -> Vec<String> {
        self.catcher
            .caught()
            .into_iter()
            .map(|mail| mail.to)
            .collect()
    }

    async fn acts(browser: &mut Browser, page: &Page, back: &str) -> Page {
        let from = page.body.find("/assess/alerts/").unwrap();
        let begin = page.body[..from].rfind("/clients/").unwrap();
        let path: String = page.body[begin..]
            .chars()
            .take_while(|letter| *letter != '"')
            .collect();
        let entry = entry();
        let fields = [
            ("entry", entry.as_str()),
            ("action", "spoke_with_client"),
            ("words", "We spoke."),
            ("back", back),
        ];
        browser.post(&path, &fields).await
    }
}

const JONAS: &str = "jonas.weil@example.org";
const RUTH: &str = "ruth.amsel@example.org";
const LENA: &str = "lena.hart@example.org";

#[tokio::test]
async fn the_clinician_is_told_at_once_and_of_what_is_worse_again() {
    let mut scene = Scene::new().await;
    scene.answers("0").await;
    scene.rounds().await;
    assert_eq!(scene.told(), [] as [&str; 0]);
    scene.answers("1").await;
    // Queued with the answer, before any round.
    let store = &scene.practice.app.store;
    assert_eq!(store.mails_in(MailState::Waiting).await.unwrap(), 1);
    scene.rounds().await;
    scene.answers("1").await;
    scene.rounds().await;
    assert_eq!(scene.told(), [JONAS]);
    scene.answers("3").await;
    scene.rounds().await;
    assert_eq!(scene.told(), [JONAS, JONAS]);
    let record = scene.record().await;
    assert_eq!((record.responses.len(), record.alerts.len()), (4, 1));
    assert_eq!(record.alerts[0].repeats.len(), 2);
    let page = scene.jonas.get("/attention").await;
    assert!(page.says("PHQ-9, since less than a minute") && page.says("a later answer was worse"));
    for mail in scene.catcher.caught() {
        let text = mail.text.to_lowercase();
        assert!(
            !text.contains("mira") && !text.contains("phq") && !text.contains("risk"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn when_nobody_acts_the_deputy_and_then_the_lead_are_brought_in_once() {
    let mut scene = Scene::new().await;
    scene.answers("2").await;
    assert!(!scene.ruth.get("/attention").await.says("Mira Okafor"));
    let other = scene.practice.another_server().await;
    for _ in 0..4 {
        scene.practice.wait(SignedDuration::from_mins(59));
        scene.rounds().await;
    }
    assert_eq!(scene.steps().await, []);
    scene.practice.wait(SignedDuration::from_mins(4));
    // Two servers at the same moment, and again.
    for _ in 0..3 {
        tokio::join!(rounds::once(&scene.practice.app), rounds::once(&other));
    }
    let deputy = (EscalationStep::Deputy, vec![scene.ruth.account()]);
    assert_eq!(scene.steps().await, std::slice::from_ref(&deputy));
    assert_eq!(scene.told(), [JONAS, RUTH]);
    let mut ruth = scene.practice.signed_in(scene.ruth.account()).await;
    let mut lena = scene.practice.signed_in(scene.lena.account()).await;
    let page = ruth.get("/attention").await;
    assert!(
        page.says("Mira Okafor")
            && page.says("since 4 h")
            && page.says("the deputy was brought in")
    );
    assert!(page.says("What was done?"), "she can act from there");
    let nothing_yet = lena.get("/attention").await;
    assert!(nothing_yet.status == 200 && !nothing_yet.says("Mira Okafor"));

    // The clock is put back, and then the program sleeps for a week.
    scene.practice.wait(SignedDuration::from_hours(-48));
    tokio::join!(rounds::once(&scene.practice.app), rounds::once(&other));
    assert_eq!(scene.steps().await, std::slice::from_ref(&deputy));
    scene.practice.wait(SignedDuration::from_hours(48 + 168));
    for _ in 0..3 {
        tokio::join!(rounds::once(&scene.practice.app), rounds::once(&other));
    }
    let lead = (EscalationStep::Lead, vec![scene.lena.account()]);
    assert_eq!(scene.steps().await, [deputy, lead]);
    assert_eq!(scene.told(), [JONAS, RUTH, LENA]);
    let related = scene
        .practice
        .app
        .store
        .relations_to(scene.client)
        .await
        .unwrap();
    assert!(related.contains(&(scene.lena.account(), Relation::Clinician)));
    let lines = scene
        .practice
        .app
        .store
        .audit_lines(AuditFilter::All, None, 500)
        .await
        .unwrap();
    let counted = |action| {
        lines
            .iter()
            .filter(|line| line.line.action == action)
            .count()
    };
    assert_eq!(counted(AuditAction::AlertEscalate), 2);
    assert_eq!(counted(AuditAction::MailSend), 3);
}

#[tokio::test]
async fn an_action_stops_it_and_the_history_says_how_long_it_took() {
    let mut scene = Scene::new().await;
    scene.answers("2").await;
    scene.practice.wait(SignedDuration::from_mins(5 * 60));
    scene.rounds().await;
    let mut ruth = scene.practice.signed_in(scene.ruth.account()).await;
    let page = ruth.get("/attention").await;
    let done = Scene::acts(&mut ruth, &page, "attention").await;
    assert_eq!((done.status, done.location().as_str()), (303, "/attention"));
    assert!(
        ruth.get("/attention")
            .await
            .says("No risk answer is waiting")
    );
    scene.practice.wait(SignedDuration::from_hours(50));
    scene.rounds().await;
    assert_eq!(scene.steps().await.len(), 1);
    let mut jonas = scene.practice.signed_in(scene.jonas.account()).await;
    let history = jonas.get(&format!("/clients/{}/risk", scene.client)).await;
    for words in [
        "acted on after 5 h",
        "the deputy was brought in (Ruth Amsel)",
        "Ruth Amsel: I spoke with the client about it",
        "We spoke.",
        "More than half the days",
    ] {
        assert!(history.says(words), "{words}: {}", history.body);
    }
    assert_eq!(
        scene.lena.get("/attention").await.status,
        303,
        "signed out meanwhile"
    );
}

#[tokio::test]
async fn without_deputy_and_without_mail_it_still_reaches_somebody() {
    let mut scene = Scene::new().await;
    scene
        .practice
        .app
        .settings
        .write()
        .await
        .risk
        .deputies
        .clear();
    scene.catcher.be(Mood::Gone);
    scene.answers("1").await;
    scene.practice.wait(SignedDuration::from_hours(4));
    scene.rounds().await;
    scene.practice.wait(SignedDuration::from_mins(2));
    scene.rounds().await;
    scene.practice.wait(SignedDuration::from_mins(4));
    scene.rounds().await;
    assert_eq!(
        scene.steps().await,
        [(EscalationStep::Deputy, vec![scene.lena.account()])]
    );
    let mut lena = scene.practice.signed_in(scene.lena.account()).await;
    let page = lena.get("/attention").await;
    assert!(
        page.says("Mira Okafor") && page.says("Mails are not going out"),
        "{}",
        page.body
    );
    assert_eq!(scene.told(), [] as [&str; 0]);
    scene.catcher.be(Mood::Kind);
    scene.practice.wait(SignedDuration::from_hours(1));
    scene.rounds().await;
    let mut told = scene.told();
    told.sort();
    assert_eq!(told, [JONAS, LENA]);
}

#[tokio::test]
async fn who_wants_no_mail_gets_none_until_brought_in() {
    let mut scene = Scene::new().await;
    let off = scene
        .jonas
        .post("/attention/mail", &[("wanted", "no")])
        .await;
    assert_eq!(off.status, 303);
    assert!(scene.jonas.get("/attention").await.says("Tell me by mail"));
    scene.answers("1").await;
    scene.rounds().await;
    assert_eq!(scene.told(), [] as [&str; 0]);
    assert!(scene.jonas.get("/attention").await.says("Mira Okafor"));
}

#[tokio::test]
async fn the_administrator_says_who_stands_in_and_after_how_long() {
    let scene = Scene::new().await;
    let roles = Roles {
        administrator: true,
        ..Roles::default()
    };
    let mut eva = scene.practice.staff("Eva Brandt", roles).await;
    let page = eva.get("/practice/risk").await;
    assert!(page.says("Deputy of Jonas Weil") && !page.says("Mira"));
    let (jonas, lena) = (scene.jonas.account(), scene.lena.account());
    let deputy = format!("deputy-{jonas}");
    let (jonas, lena) = (jonas.to_string(), lena.to_string());
    let fields = |deputy_after, who| {
        [
            ("version", "0"),
            ("deputy_after", deputy_after),
            ("lead_after", "12"),
            ("lead", lena.as_str()),
            (deputy.as_str(), who),
        ]
    };
    for refused in [
        fields("13", lena.as_str()),
        fields("", lena.as_str()),
        fields("2", jonas.as_str()),
    ] {
        assert_eq!(eva.post("/practice/risk", &refused).await.status, 422);
    }
    let kept = eva
        .post("/practice/risk", &fields("2", lena.as_str()))
        .await;
    assert_eq!(kept.status, 303, "{}", kept.body);
    let risk = scene.practice.app.settings.read().await.risk.clone();
    assert_eq!(
        (risk.deputy_after_minutes, risk.lead_after_minutes),
        (120, 720)
    );
    assert_eq!(risk.deputies[&scene.jonas.account()], scene.lena.account());
    let late = eva
        .post("/practice/risk", &fields("3", lena.as_str()))
        .await;
    assert!(late.status == 422 && late.says("Somebody else changed"));
    assert!(eva.get("/practice/risk").await.says("value=\"2\""));
}

#[tokio::test]
async fn local_help_is_the_practices_own_and_says_what_nobody_checked() {
    let scene = Scene::new().await;
    let roles = Roles {
        administrator: true,
        ..Roles::default()
    };
    let mut eva = scene.practice.staff("Eva Brandt", roles).await;
    let page = eva.get("/practice/help").await;
    assert!(page.says("Samaritans") && page.says("not been checked within a year"));
    let preset = eva
        .post(
            "/practice/help/region",
            &[("version", "0"), ("region", "DE")],
        )
        .await;
    assert!(preset.says("TelefonSeelsorge") && preset.says("not checked by anybody here"));
    let fields = [
        ("version", "0"),
        ("region", "DE"),
        ("name-0", "Crisis team of the town"),
        ("phone-0", "+49 30 5550100"),
        ("hours-0", "every night from 20 to 8"),
        ("source-0", "their own page"),
        ("checked-0", "2026-05-13"),
    ];
    let tomorrow = [&fields[..6], &[("checked-0", "2026-05-15")]].concat();
    assert_eq!(eva.post("/practice/help", &tomorrow).await.status, 422);
    assert_eq!(eva.post("/practice/help", &fields).await.status, 303);
    let page = eva.get("/practice/help").await;
    assert!(page.says("checked on Wed 13 May") && !page.says("Please check"));
    let mut stranger = scene.practice.stranger();
    let help = stranger.get("/portal/help").await;
    assert!(
        help.says("tel:+49305550100")
            && help.says("every night from 20 to 8")
            && !help.says("Samaritans"),
        "{}",
        help.body
    );
    scene.practice.wait(SignedDuration::from_hours(24 * 400));
    let mut eva = scene.practice.signed_in(eva.account()).await;
    assert!(eva.get("/practice/help").await.says("more than a year ago"));
}

#[tokio::test]
async fn a_safety_plan_is_made_changed_brought_back_and_printed() {
    let mut scene = Scene::new().await;
    let path = format!("/clients/{}/safety-plan", scene.client);
    let first = scene.jonas.get(&path).await;
    assert!(first.says("Write it together") && first.says("Stanley"));
    let agree = async |browser: &mut Browser, based_on: &str, own: &str| {
        let entry = entry();
        let fields = [
            ("entry", entry.as_str()),
            ("based_on", based_on),
            ("signs", "I stop answering the phone"),
            ("own", own),
        ];
        browser.post(&path, &fields).await
    };
    assert_eq!(
        agree(&mut scene.jonas, "0", "Walk to the river")
            .await
            .status,
        303
    );
    assert_eq!(
        agree(&mut scene.jonas, "1", "Walk to the river\nSwim")
            .await
            .status,
        303
    );
    let late = agree(&mut scene.jonas, "1", "Run").await;
    assert_eq!(late.status, 422);
    assert!(
        late.says("Run") && late.says("<ins>Swim</ins>"),
        "{}",
        late.body
    );
    assert_eq!(late.field("based_on"), "2");
    let page = scene.jonas.get(&path).await;
    assert!(page.says("Version 2") && page.says("Bring version 1 back") && page.says("116 123"));
    let back = entry();
    let fields = [("entry", back.as_str()), ("based_on", "2")];
    for _ in 0..2 {
        let again = scene.jonas.post(&format!("{path}/1/again"), &fields).await;
        assert_eq!(again.status, 303);
    }
    let record = scene.record().await;
    let plan = record.safety_plan().unwrap();
    assert_eq!(
        (plan.number, plan.back_to, record.safety_plans.len()),
        (3, Some(1), 3)
    );
    let paper = scene.jonas.get(&format!("{path}/paper")).await;
    assert!(
        paper.says("My safety plan") && paper.says("Walk to the river") && paper.says("116 123")
    );
    assert!(!paper.says("Swim"));
    assert_eq!(scene.ruth.get(&path).await.status, 404);
}
