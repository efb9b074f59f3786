//! Answers arrive although the practice is down: a portal that runs alone is killed between any two requests, the
//! practice comes back later, and there is one response and one alert. Whoever takes all that lies at the portal away
//! reads nothing in it.
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

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use attune_care::assess::{Assignment, MeasureRef, Opening, Way};
use attune_care::{Author, Body, NewEntry, Record};
use attune_catalog::Catalog;
use attune_ids::{AssignmentId, ClientId, RandomIds};
use attune_record::{Location, Store};
use attune_server::clock::SystemClock;
use attune_server::gate::Beginning;
use attune_server::identity::Identity;
use attune_server::{App, ServerConfig};
use attune_testkit::smtp::SmtpCatcher;
use attune_vault::{Argon2Cost, LinkSecret, Unlock, Vault};
use jiff::Timestamp;
use support::{Bench, Browser, PASSPHRASE, PASSWORD, Page, Server, said};

const CLIENT: &str = "Quillonia Marksworth";

/// A practice with a client who was asked for PHQ-9, and a portal that was set up for it.
struct Scene {
    bench: Bench,
    maria: Browser,
    catcher: SmtpCatcher,
    client: ClientId,
    assignment: AssignmentId,
    /// Where the portal listens, each time it is started again.
    port: u16,
}

impl Scene {
    fn new() -> Self {
        let (bench, link) = Bench::with_practice(&[]);
        let catcher = SmtpCatcher::start();
        let server = Server::start(&mut bench.command(&["serve", "--port", "0"])).unwrap();
        let mut maria = Browser::new(server.port);
        maria.welcome(&link, PASSWORD);
        assert_eq!(maria.sign_in("maria@example.org", PASSWORD), 303);
        server.kill();
        let port = free_port();
        let folder = bench.path("portal");
        let address = format!("http://localhost:{port}");
        let made = bench.attune(&[
            "portal",
            "init",
            "--address",
            &address,
            "--to",
            folder.to_str().unwrap(),
        ]);
        assert!(made.status.success(), "{}", said(&made));
        let file = folder.join("portal.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        let text = text
            .replace(
                "# urgent_to = \"somebody@example.org\"",
                "urgent_to = \"lead@example.org\"",
            )
            .replace(
                "# smtp_host = \"mail.example.org\"",
                "smtp_host = \"127.0.0.1\"",
            )
            .replace(
                "# smtp_port = 465",
                &format!("smtp_port = {}", catcher.port()),
            )
            .replace("# smtp_security = \"tls\"", "smtp_security = \"none\"")
            .replace("# smtp_from", "smtp_from");
        std::fs::write(&file, text).unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (client, assignment) = runtime.block_on(ask(&bench.data()));
        Self {
            bench,
            maria,
            catcher,
            client,
            assignment,
            port,
        }
    }

    fn portal_folder(&self) -> PathBuf {
        self.bench.path("portal")
    }

    fn start_portal(&self) -> Server {
        let (folder, port) = (self.portal_folder(), self.port.to_string());
        let arguments = [
            "serve",
            "--portal",
            "--data",
            folder.to_str().unwrap(),
            "--port",
            &port,
        ];
        let mut command = self.bench.command_without_passphrase(&arguments);
        // The port of the one that was killed is free a moment later.
        let began = Instant::now();
        loop {
            match Server::start(&mut command) {
                Ok(server) => return server,
                Err(complaint) => assert!(began.elapsed() < Duration::from_secs(10), "{complaint}"),
            }
        }
    }

    fn start_practice(&self, key_file: &Path) -> Server {
        let mut command = self.bench.command(&["serve", "--port", "0"]);
        command
            .env(
                "ATTUNE_PORTAL_ADDRESS",
                format!("http://localhost:{}", self.port),
            )
            .env("ATTUNE_PORTAL_KEY_FILE", key_file);
        Server::start(&mut command).unwrap()
    }

    fn key_file(&self) -> PathBuf {
        self.bench.data().join("portal.key")
    }

    /// The secret of a link that Maria makes.
    fn link(&self, practice: &Server) -> String {
        let mut maria = self.maria.clone();
        maria.port = practice.port;
        let path = format!(
            "/clients/{}/assess/assignments/{}/link",
            self.client, self.assignment
        );
        let page = maria
            .post(&path, &[("entry", &uuid::Uuid::new_v4().to_string())])
            .unwrap();
        assert_eq!(page.status, 200, "{}", page.body);
        let start = format!("http://localhost:{}/q/", self.port);
        let (_, rest) = page
            .body
            .split_once(&start)
            .expect("a link that leads to the portal");
        rest[..64].to_owned()
    }

    fn files(&self, kind: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = std::fs::read_dir(self.portal_folder().join(kind)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
            .collect()
    }

    fn wait(&self, what: &str, done: impl Fn() -> bool) {
        let began = Instant::now();
        while !done() {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "waited in vain: {what}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn record(&self) -> Record {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let app = app(&self.bench.data()).await;
            let record = app
                .open_for_import(self.client)
                .await
                .unwrap()
                .unwrap()
                .record;
            app.store.close().await;
            record
        })
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

async fn app(data: &Path) -> App {
    let vault = Vault::unlock(&data.join("keyring"), Unlock::Passphrase(PASSPHRASE)).unwrap();
    let vault = Arc::new(vault);
    let location = Location::Sqlite(data.join("record.sqlite"));
    let store = Store::connect(&location, Arc::clone(&vault)).await.unwrap();
    let catalog = Catalog::shipped().unwrap();
    App::new(
        store,
        vault,
        catalog,
        ServerConfig::default(),
        Arc::new(SystemClock),
    )
    .await
    .unwrap()
}

async fn ask(data: &Path) -> (ClientId, AssignmentId) {
    let app = app(data).await;
    let maria = app
        .store
        .account_by_email("maria@example.org")
        .await
        .unwrap()
        .unwrap()
        .value
        .id;
    let (now, today) = (Timestamp::now(), app.today().await);
    let client = ClientId::new(&mut RandomIds);
    let assignment = AssignmentId::new(&mut RandomIds);
    let opening = Body::RecordOpened(Opening {
        on: today,
        source: None,
    });
    let asked = Body::MeasureAssigned(Assignment {
        battery: None,
        id: assignment,
        measure: MeasureRef::of(app.catalog.measure("phq-9").unwrap()),
        way: Way::Link,
        on: today,
        session: None,
    });
    let entries = [opening, asked]
        .map(|body| NewEntry::new(body, &mut RandomIds).sign(Author::Staff(maria), now))
        .to_vec();
    let person = Identity {
        name: CLIENT.to_owned(),
        ..Identity::default()
    };
    app.begin_many(
        &[Beginning {
            client,
            person,
            entries,
        }],
        maria,
    )
    .await
    .unwrap();
    app.store.close().await;
    (client, assignment)
}

/// A phone in front of a portal that dies after every request.
struct Phone<'a> {
    scene: &'a Scene,
    browser: Browser,
    portal: Option<Server>,
    kills: usize,
}

impl<'a> Phone<'a> {
    fn new(scene: &'a Scene) -> Self {
        Self {
            browser: Browser::new(scene.port),
            portal: Some(scene.start_portal()),
            scene,
            kills: 0,
        }
    }

    fn get(&mut self, path: &str) -> Page {
        let page = self.browser.get(path).unwrap();
        self.kill();
        page
    }

    fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let page = self.browser.post(path, form).unwrap();
        self.kill();
        page
    }

    fn kill(&mut self) {
        self.portal.take().unwrap().kill();
        self.kills += 1;
        self.portal = Some(self.scene.start_portal());
    }

    fn open(&mut self, secret: &str) {
        let page = self.get(&format!("/q/{secret}"));
        assert_eq!(
            (page.status, page.header("location")),
            (303, Some("/portal"))
        );
        let cookie = page.header("set-cookie").unwrap();
        self.browser.cookie = cookie.split(';').next().unwrap().to_owned();
    }
}

#[test]
fn answers_arrive_although_the_practice_is_down() {
    let scene = Scene::new();
    let mut phone = Phone::new(&scene);
    let practice = scene.start_practice(&scene.key_file());
    let secret = scene.link(&practice);
    scene.wait("the packet at the portal", || {
        !scene.files("packets").is_empty()
    });
    practice.kill();

    phone.open(&secret);
    let welcome = phone.get("/portal");
    assert!(welcome.body.contains("Maria Berg"), "{}", welcome.body);
    assert!(!welcome.body.contains(CLIENT));
    for number in 1..=10 {
        let path = format!("/portal/item/{number}");
        assert_eq!(phone.get(&path).status, 200);
        let value = if number == 9 { "2" } else { "1" };
        let page = phone.post(&path, &[("answer", value)]);
        assert_eq!(page.status, 303, "{}", page.body);
        // Whatever was acknowledged is there after the kill.
        let onward = match number {
            10 => "/portal/review".to_owned(),
            _ => format!("/portal/item/{}", number + 1),
        };
        let resumed = phone.get("/portal/item");
        assert_eq!(resumed.header("location"), Some(onward.as_str()));
        if number == 9 {
            assert_eq!(page.header("location"), Some("/portal/pause"));
            assert!(phone.get("/portal/pause").body.contains("help-banner"));
            // Now, and not when the form is sent.
            scene.wait("the urgent mail", || !scene.catcher.caught().is_empty());
        }
    }
    assert_eq!(phone.get("/portal/review").status, 200);
    let drafts = scene.files("drafts");
    assert_eq!(phone.post("/portal/send", &[]).status, 303);
    assert_eq!(phone.post("/portal/send", &[]).status, 303);
    let thanks = phone.get("/portal/thanks");
    assert!(thanks.body.contains("Sent. Thank you.") && thanks.body.contains("help-banner"));
    phone.get("/portal/help");
    phone.get("/portal/thanks");
    assert!(phone.kills >= 30, "{} kills", phone.kills);

    let mails = scene.catcher.caught();
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert_eq!(mails[0].to, "lead@example.org");
    let mail = mails[0].text.to_lowercase();
    for word in [
        "risk",
        "client",
        "questionnaire",
        "suicid",
        "phq",
        "answer of",
        "localhost:",
        &CLIENT.to_lowercase(),
    ] {
        assert!(!mail.contains(word), "the mail says {word}");
    }

    let waiting = scene.files("waiting");
    assert_eq!(waiting.len(), 2, "one notice and one form");
    nothing_can_be_read(&scene, &secret, &drafts);

    // Somebody who does not have the key is told nothing, and the practice with a wrong one takes nothing.
    let stranger = Browser::new(scene.port);
    assert_eq!(stranger.get("/exchange").unwrap().status, 404);
    let wrong = scene.bench.path("wrong.key");
    std::fs::write(&wrong, "0".repeat(64)).unwrap();
    let practice = scene.start_practice(&wrong);
    std::thread::sleep(Duration::from_millis(500));
    assert!(practice.stop("-TERM").success());
    assert_eq!(scene.files("waiting").len(), 2);

    // The practice is back; and gets the same once more, as if nobody had noted that it has it.
    for time in 1..=2 {
        let practice = scene.start_practice(&scene.key_file());
        scene.wait("the practice to take it in", || {
            scene.files("waiting").is_empty()
        });
        assert!(practice.stop("-TERM").success());
        let record = scene.record();
        let found = (
            record.responses.len(),
            record.alerts.len(),
            record.open_alerts().count(),
        );
        assert_eq!(
            found,
            (1, 1, 1),
            "responses, alerts, open alerts after time {time}"
        );
        let scored = &record.responses[0].item.scored;
        assert_eq!(scored.outcome("total").unwrap().value(), Some(10.0));
        for (path, bytes) in &waiting {
            std::fs::write(path, bytes).unwrap();
        }
    }
    let verified = scene.bench.attune(&["verify"]);
    assert!(verified.status.success(), "{}", said(&verified));
    println!(
        "{} kills of the portal: one response, one alert, one mail",
        phone.kills
    );
}

/// Whoever takes the whole folder away tries everything in it as a key to everything else.
fn nothing_can_be_read(scene: &Scene, secret: &str, drafts: &BTreeMap<PathBuf, Vec<u8>>) {
    let folder = scene.portal_folder();
    let mut files = drafts.clone();
    for kind in ["packets", "drafts", "waiting", "urgent", "front"] {
        files.extend(scene.files(kind));
    }
    let configuration = std::fs::read(folder.join("portal.toml")).unwrap();
    files.insert(folder.join("portal.toml"), configuration);

    let lookup = LinkSecret::of(secret).unwrap().lookup().to_owned();
    let ids = [scene.client.to_string(), scene.assignment.to_string()];
    let mut marked = vec![
        CLIENT,
        "Quillonia",
        "Marksworth",
        "Maria Berg",
        "phq",
        "PHQ",
        "bother",
        secret,
    ];
    marked.extend(ids.iter().map(String::as_str));
    for (path, bytes) in &files {
        for word in &marked {
            let word = word.as_bytes();
            assert!(
                !bytes.windows(word.len()).any(|found| found == word),
                "{}",
                path.display()
            );
        }
    }

    // Every run of 64 hexadecimal digits there, in a name or in a file.
    let mut keys = vec![lookup];
    for (path, bytes) in &files {
        let text = format!(
            "{} {}",
            path.file_name().unwrap().display(),
            String::from_utf8_lossy(bytes)
        );
        let words = text.split(|letter: char| !letter.is_ascii_hexdigit());
        keys.extend(words.filter(|word| word.len() == 64).map(str::to_owned));
    }
    assert!(keys.len() > 5);
    let other = scene.bench.path("other-keyring");
    let other = Vault::create(&other, PASSPHRASE, Argon2Cost::lowered_for_tests())
        .unwrap()
        .0;
    for (path, bytes) in &files {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(other.open_submission(name, bytes).is_err());
        for key in keys.iter().filter_map(|key| LinkSecret::of(key)) {
            assert!(key.open("packet", bytes).is_err() && key.open("draft", bytes).is_err());
        }
    }
    // The same eyes do see something that lies open: the test would notice if sealing were turned off.
    let link = LinkSecret::of(secret).unwrap();
    let packets = scene.files("packets");
    let packet = link
        .open("packet", packets.values().next().unwrap())
        .unwrap();
    assert!(packet.windows(10).any(|found| found == b"Maria Berg"));
    assert!(
        drafts
            .values()
            .any(|draft| link.open("draft", draft).is_ok())
    );
}
