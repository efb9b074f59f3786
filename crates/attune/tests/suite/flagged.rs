//! No risk answer is lost and none is doubled: forms with one are sent in while the program is killed again and again
//! and the mail server misbehaves in every way it can.
//!
//! `ATTUNE_FLAGGED` says how many forms (600 without it), `ATTUNE_FLAGGED_KILLS` how many kills (one for every 60
//! forms, at most 60). Each form is another client's and is sent again until it is acknowledged. Afterwards every
//! record has one response and one open alert, and for every alert there is exactly one mail in the outbox; those
//! that the outbox calls sent were caught.
#![allow(
    clippy::pedantic,
    unreachable_pub,
    reason = "a harness that nothing else builds on"
)]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise and says what it did"
)]

use crate::support;

use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use attune_care::assess::{Assignment, MeasureRef, Opening, Way};
use attune_care::{Author, Body, NewEntry};
use attune_catalog::Catalog;
use attune_ids::{AssignmentId, ClientId, IdSource, RandomIds};
use attune_record::{Location, MailState, Store};
use attune_server::clock::SystemClock;
use attune_server::gate::Beginning;
use attune_server::identity::Identity;
use attune_server::{App, ServerConfig};
use attune_testkit::smtp::{Mood, SmtpCatcher};
use attune_vault::{Unlock, Vault};
use jiff::Timestamp;
use support::{Bench, Browser, PASSWORD, Server, link_in, said, text};

const FORMS: usize = 600;
const WRITERS: usize = 3;

/// A form that waits to be answered.
struct Form {
    client: ClientId,
    assignment: AssignmentId,
    /// Made with the form, as a browser does: sent again, it is the same submission.
    entry: String,
}

#[test]
fn as_many_alerts_as_risk_answers_whatever_is_killed() {
    let forms = number("ATTUNE_FLAGGED").unwrap_or(FORMS);
    let kills = number("ATTUNE_FLAGGED_KILLS").unwrap_or((forms / 60).min(60));
    let bench = Bench::new();
    let key = bench.path("key");
    let arguments = [
        "init",
        "--name",
        "Maria Berg",
        "--email",
        "maria@example.org",
        "--key-file",
    ];
    let made = bench.attune(&[&arguments[..], &[key.to_str().unwrap()]].concat());
    let catcher = SmtpCatcher::start();
    let start = || {
        let mut command = bench.command_without_passphrase(&["serve", "--port", "0"]);
        command
            .env("ATTUNE_SMTP_HOST", "127.0.0.1")
            .env("ATTUNE_SMTP_PORT", catcher.port().to_string())
            .env("ATTUNE_SMTP_SECURITY", "none")
            .env("ATTUNE_SMTP_FROM", "attune@practice.example");
        Server::start(&mut command).unwrap()
    };
    let mut server = start();
    let mut maria = Browser::new(server.port);
    maria.welcome(&link_in(&text(&made.stdout)), PASSWORD);
    assert_eq!(maria.sign_in("maria@example.org", PASSWORD), 303);
    server.kill();

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let waiting = runtime.block_on(prepare(&bench.data(), &key, forms));
    let began = Instant::now();
    server = start();
    let waiting = Arc::new(Mutex::new(waiting));
    let port = Arc::new(AtomicUsize::new(server.port.into()));
    let done = Arc::new(AtomicUsize::new(0));
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let (maria, waiting, port, done) = (
                maria.clone(),
                Arc::clone(&waiting),
                Arc::clone(&port),
                Arc::clone(&done),
            );
            std::thread::spawn(move || {
                while let Some(form) = next(&waiting) {
                    submit(&maria, &port, &form);
                    done.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    let moods = [
        Mood::Kind,
        Mood::Gone,
        Mood::Refusing(451),
        Mood::Forgetful,
        Mood::Dropping,
        Mood::Slow(Duration::from_millis(30)),
    ];
    for kill in 1..=kills {
        while done.load(Ordering::Relaxed) * (kills + 1) < forms * kill {
            std::thread::sleep(Duration::from_millis(2));
        }
        catcher.be(moods[kill % moods.len()]);
        server.kill();
        server = start();
        port.store(server.port.into(), Ordering::Relaxed);
    }
    for writer in writers {
        writer.join().unwrap();
    }
    let took = began.elapsed();
    assert!(server.stop("-TERM").success());
    let (sent, queued) = runtime.block_on(check(&bench.data(), &key, forms, &catcher));
    let verified = bench.attune(&["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    println!(
        "{forms} flagged forms under {kills} kills in {took:.1?}: {forms} alerts, 0 lost, 0 doubled; {queued} mails \
         queued once each, {sent} of them sent meanwhile"
    );
}

fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok()?.parse().ok()
}

fn next(waiting: &Mutex<Vec<Form>>) -> Option<Form> {
    waiting.lock().unwrap().pop()
}

/// Sends a form in until it is acknowledged. Every tenth is sent once more afterwards, as a browser does that did not
/// see the answer.
fn submit(maria: &Browser, port: &AtomicUsize, form: &Form) {
    let path = format!("/clients/{}/assess/ask/{}", form.client, form.assignment);
    let names: Vec<String> = (1..=9).map(|item| format!("item-q{item}")).collect();
    let mut fields = vec![("entry", form.entry.as_str()), ("confirmed", "yes")];
    fields.extend(names.iter().map(|name| (name.as_str(), "1")));
    let mut times = if form.entry.ends_with('7') { 2 } else { 1 };
    while times > 0 {
        let mut browser = maria.clone();
        browser.port = u16::try_from(port.load(Ordering::Relaxed)).unwrap();
        match browser.post(&path, &fields) {
            Ok(page) => {
                assert_eq!(page.status, 303, "{}", page.body);
                times -= 1;
            }
            Err(_) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

async fn store(data: &Path, key: &Path) -> (Store, Arc<Vault>) {
    let vault = Arc::new(Vault::unlock(&data.join("keyring"), Unlock::KeyFile(key)).unwrap());
    let location = Location::Sqlite(data.join("record.sqlite"));
    let store = Store::connect(&location, Arc::clone(&vault)).await.unwrap();
    (store, vault)
}

async fn app(data: &Path, key: &Path) -> App {
    let (store, vault) = store(data, key).await;
    let catalog = Catalog::shipped().unwrap();
    let config = ServerConfig::default();
    App::new(store, vault, catalog, config, Arc::new(SystemClock))
        .await
        .unwrap()
}

/// As many clients, each asked for PHQ-9.
async fn prepare(data: &Path, key: &Path, forms: usize) -> Vec<Form> {
    let app = app(data, key).await;
    let maria = app
        .store
        .account_by_email("maria@example.org")
        .await
        .unwrap()
        .unwrap()
        .value
        .id;
    let measure = MeasureRef::of(app.catalog.measure("phq-9").unwrap());
    let mut waiting = Vec::new();
    let mut beginnings = Vec::new();
    let (now, today) = (Timestamp::now(), app.today().await);
    for number in 0..forms {
        let client = ClientId::new(&mut RandomIds as &mut dyn IdSource);
        let assignment = AssignmentId::new(&mut RandomIds as &mut dyn IdSource);
        let opening = Body::RecordOpened(Opening {
            on: today,
            source: None,
        });
        let asked = Body::MeasureAssigned(Assignment {
            battery: None,
            id: assignment,
            measure: measure.clone(),
            way: Way::InRoom,
            on: today,
            session: None,
        });
        let entries = [opening, asked].map(|body| {
            NewEntry::new(body, &mut RandomIds as &mut dyn IdSource).sign(Author::Staff(maria), now)
        });
        beginnings.push(Beginning {
            client,
            person: Identity {
                name: format!("Client {number}"),
                ..Identity::default()
            },
            entries: entries.to_vec(),
        });
        waiting.push(Form {
            client,
            assignment,
            entry: RandomIds.next_id().to_string(),
        });
    }
    for some in beginnings.chunks(500) {
        app.begin_many(some, maria).await.unwrap();
    }
    app.store.close().await;
    waiting
}

/// How many mails were sent, and how many queued.
async fn check(data: &Path, key: &Path, forms: usize, catcher: &SmtpCatcher) -> (usize, usize) {
    let app = app(data, key).await;
    let maria = app
        .store
        .account_by_email("maria@example.org")
        .await
        .unwrap()
        .unwrap()
        .value
        .id;
    let clients = app.store.headlines_since(0).await.unwrap().clients;
    assert_eq!(clients.len(), forms);
    let mut keys = HashSet::new();
    for row in clients {
        let record = app.open_for_import(row.id).await.unwrap().unwrap().record;
        let found = (
            record.responses.len(),
            record.alerts.len(),
            record.open_alerts().count(),
        );
        assert_eq!(
            found,
            (1, 1, 1),
            "responses, alerts, open alerts of one client"
        );
        keys.insert(format!("attention/{}/{maria}", record.alerts[0].alert.id));
    }
    let mut queued = HashSet::new();
    for key in &keys {
        let mail = app.store.mail(key).await.unwrap();
        queued.insert(
            mail.unwrap_or_else(|| panic!("an alert without its mail"))
                .value
                .id,
        );
    }
    let mut in_all = 0;
    for state in [MailState::Waiting, MailState::Sent, MailState::GivenUp] {
        in_all += app.store.mails_in(state).await.unwrap();
    }
    assert_eq!(
        (queued.len(), in_all),
        (forms, forms as u64),
        "one mail for each alert, and no other"
    );
    let caught: HashSet<String> = catcher
        .caught()
        .iter()
        .filter_map(|mail| mail.header("Message-ID").map(str::to_owned))
        .collect();
    let sent = app.store.mails(MailState::Sent).await.unwrap();
    for mail in &sent {
        let id = format!("<{}@practice.example>", mail.value.id.simple());
        assert!(caught.contains(&id), "called sent, and never caught");
    }
    app.store.close().await;
    (sent.len(), queued.len())
}
