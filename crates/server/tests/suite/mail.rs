//! Mails: queued once, sent whatever the mail server does, and saying nothing.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use attune_ids::{AccountId, IdSource, RandomIds};
use attune_record::{Actor, AuditAction, AuditFilter, MailState, Roles};
use attune_server::mail::{Letter, MailConfig, MailSecurity, Post, To};
use attune_server::{ServerConfig, rounds};
use attune_testkit::smtp::{Mood, SmtpCatcher};
use jiff::SignedDuration;
use support::{Browser, Practice};

/// A practice with this mail server.
pub(crate) async fn with_mail(catcher: &SmtpCatcher) -> Practice {
    Practice::with_config(ServerConfig {
        mail: Some(MailConfig {
            host: "127.0.0.1".to_owned(),
            port: catcher.port(),
            security: MailSecurity::None,
            sign_in: None,
            from: "attune@practice.example".to_owned(),
        }),
        ..ServerConfig::default()
    })
    .await
}

fn post(practice: &Practice, key: &str, to: AccountId) -> Post {
    Post {
        key: key.to_owned(),
        to: To::Account(to),
        letter: Letter::Attention,
        client: None,
        due: practice.app.now(),
    }
}

async fn queue(practice: &Practice, key: &str, to: &Browser) -> u64 {
    let posts = vec![post(practice, key, to.account())];
    practice.app.queue(Actor::Program, posts).await.unwrap()
}

async fn states(practice: &Practice) -> [u64; 3] {
    let store = &practice.app.store;
    [
        store.mails_in(MailState::Waiting).await.unwrap(),
        store.mails_in(MailState::Sent).await.unwrap(),
        store.mails_in(MailState::GivenUp).await.unwrap(),
    ]
}

#[tokio::test]
async fn one_cause_is_one_mail_and_it_says_nothing() {
    let catcher = SmtpCatcher::start();
    let practice = with_mail(&catcher).await;
    let jonas = practice.clinician("Jonas Weil").await;
    assert_eq!(queue(&practice, "one", &jonas).await, 1);
    assert_eq!(queue(&practice, "one", &jonas).await, 0);
    assert_eq!(rounds::once(&practice.app).await, [] as [&str; 0]);
    assert_eq!(queue(&practice, "one", &jonas).await, 0);
    rounds::once(&practice.app).await;
    let caught = catcher.caught();
    assert_eq!(caught.len(), 1);
    assert_eq!(caught[0].to, "jonas.weil@example.org");
    assert_eq!(caught[0].header("Auto-Submitted"), Some("auto-generated"));
    assert!(caught[0].text.contains("http://localhost:7878/attention"));
    assert!(!caught[0].text.contains("Lindenhof"), "{}", caught[0].text);
    assert_eq!(states(&practice).await, [0, 1, 0]);
    let lines = practice
        .app
        .store
        .audit_lines(AuditFilter::All, None, 1)
        .await;
    assert_eq!(lines.unwrap()[0].line.action, AuditAction::MailSend);
}

#[tokio::test]
async fn what_the_server_does_not_take_is_tried_again() {
    let catcher = SmtpCatcher::start();
    let practice = with_mail(&catcher).await;
    let jonas = practice.clinician("Jonas Weil").await;
    for (number, mood) in [
        Mood::Refusing(451),
        Mood::Refusing(550),
        Mood::Dropping,
        Mood::Gone,
    ]
    .into_iter()
    .enumerate()
    {
        catcher.be(mood);
        queue(&practice, &format!("try {number}"), &jonas).await;
        rounds::once(&practice.app).await;
        assert_eq!(catcher.caught().len(), number, "{mood:?}");
        assert_eq!(states(&practice).await, [1, number as u64, 0], "{mood:?}");
        let waiting = practice.app.store.mails(MailState::Waiting).await.unwrap();
        let trouble = waiting[0].value.trouble.clone().unwrap();
        assert!(!trouble.contains('@'), "{trouble}");
        catcher.be(Mood::Kind);
        // Not before it is due.
        rounds::once(&practice.app).await;
        assert_eq!(catcher.caught().len(), number);
        practice.wait(SignedDuration::from_mins(2));
        rounds::once(&practice.app).await;
        assert_eq!(catcher.caught().len(), number + 1);
    }
}

#[tokio::test]
async fn a_mail_taken_without_a_word_comes_again_under_the_same_id() {
    let catcher = SmtpCatcher::start();
    let practice = with_mail(&catcher).await;
    let jonas = practice.clinician("Jonas Weil").await;
    catcher.be(Mood::Forgetful);
    queue(&practice, "one", &jonas).await;
    rounds::once(&practice.app).await;
    catcher.be(Mood::Kind);
    practice.wait(SignedDuration::from_mins(2));
    rounds::once(&practice.app).await;
    let caught = catcher.caught();
    assert_eq!(caught.len(), 2);
    assert!(caught[0].header("Message-ID").is_some());
    assert_eq!(
        caught[0].header("Message-ID"),
        caught[1].header("Message-ID")
    );
}

#[tokio::test]
async fn a_mail_that_is_refused_time_and_again_is_given_up_where_the_administrator_sees_it() {
    let catcher = SmtpCatcher::start();
    let practice = with_mail(&catcher).await;
    let jonas = practice.clinician("Jonas Weil").await;
    let mut eva = practice
        .staff(
            "Eva Brandt",
            Roles {
                administrator: true,
                ..Roles::default()
            },
        )
        .await;
    catcher.be(Mood::Refusing(550));
    queue(&practice, "one", &jonas).await;
    for _ in 0..6 {
        rounds::once(&practice.app).await;
        practice.wait(SignedDuration::from_mins(60));
    }
    assert_eq!(states(&practice).await, [0, 0, 1]);
    let mut eva_again = practice.signed_in(eva.account()).await;
    let page = eva_again.get("/practice/mail").await;
    assert!(page.body.contains("1 mail was given up"), "{}", page.body);
    assert!(page.body.contains("550"));
    assert!(!page.body.contains("jonas.weil"));
    assert_eq!(eva.get("/practice/mail").await.status, 303);
}

#[tokio::test]
async fn two_servers_send_one_mail() {
    let catcher = SmtpCatcher::start();
    let practice = with_mail(&catcher).await;
    let jonas = practice.clinician("Jonas Weil").await;
    for number in 0..20 {
        queue(&practice, &format!("mail {number}"), &jonas).await;
    }
    let other = practice.another_server().await;
    tokio::join!(rounds::once(&practice.app), rounds::once(&other));
    assert_eq!(catcher.caught().len(), 20);
    assert_eq!(states(&practice).await, [0, 20, 0]);
}

#[tokio::test]
async fn who_left_gets_nothing_and_a_slow_server_is_waited_for() {
    let catcher = SmtpCatcher::start();
    let practice = with_mail(&catcher).await;
    let nobody = AccountId::new(&mut RandomIds as &mut dyn IdSource);
    let posts = vec![post(&practice, "gone", nobody)];
    practice.app.queue(Actor::Program, posts).await.unwrap();
    let jonas = practice.clinician("Jonas Weil").await;
    queue(&practice, "there", &jonas).await;
    catcher.be(Mood::Slow(std::time::Duration::from_millis(100)));
    rounds::once(&practice.app).await;
    assert_eq!(catcher.caught().len(), 1);
    assert_eq!(states(&practice).await, [1, 1, 0]);
}

#[tokio::test]
async fn an_administrator_sends_a_test_and_it_arrives() {
    let catcher = SmtpCatcher::start();
    let practice = with_mail(&catcher).await;
    let mut eva = practice
        .staff(
            "Eva Brandt",
            Roles {
                administrator: true,
                ..Roles::default()
            },
        )
        .await;
    let page = eva.get("/practice/mail").await;
    assert!(page.body.contains("Send a test"), "{}", page.body);
    let entry = RandomIds.next_id().to_string();
    for _ in 0..2 {
        let sent = eva.post("/practice/mail/test", &[("entry", &entry)]).await;
        assert_eq!(sent.status, 303);
    }
    rounds::once(&practice.app).await;
    assert_eq!(catcher.caught().len(), 1);
    assert_eq!(catcher.caught()[0].to, "eva.brandt@example.org");
    assert_eq!(
        catcher.caught()[0].header("Subject"),
        Some("Attune: a test")
    );
}

#[tokio::test]
async fn without_a_mail_server_nothing_is_queued() {
    let practice = Practice::new().await;
    let jonas = practice.clinician("Jonas Weil").await;
    assert_eq!(queue(&practice, "one", &jonas).await, 0);
    assert_eq!(states(&practice).await, [0, 0, 0]);
}
