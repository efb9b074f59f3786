//! A practice with a portal that runs alone, and a phone in front of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
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
use attune_vault::{Unlock, Vault};
use jiff::Timestamp;

use crate::support::{Bench, Browser, PASSPHRASE, PASSWORD, Page, Server, said};

pub const CLIENT: &str = "Quillonia Marksworth";

/// A practice with a client who was asked for PHQ-9, and a portal that was set up for it.
pub struct Scene {
    pub bench: Bench,
    pub maria: Browser,
    pub catcher: SmtpCatcher,
    pub client: ClientId,
    pub assignment: AssignmentId,
    /// Where the portal listens, each time it is started again.
    pub port: u16,
}

impl Scene {
    pub fn new() -> Self {
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

    pub fn portal_folder(&self) -> PathBuf {
        self.bench.path("portal")
    }

    pub fn start_portal(&self) -> Server {
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

    /// The address of the portal without a door in front of it.
    pub fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    pub fn start_practice(&self, key_file: &Path) -> Server {
        Server::start(&mut self.practice(&self.address(), key_file)).unwrap()
    }

    /// The practice, not started yet, with its portal at this address.
    pub fn practice(&self, portal: &str, key_file: &Path) -> Command {
        let mut command = self.bench.command(&["serve", "--port", "0"]);
        command
            .env("ATTUNE_PORTAL_ADDRESS", portal)
            .env("ATTUNE_PORTAL_KEY_FILE", key_file);
        command
    }

    pub fn key_file(&self) -> PathBuf {
        self.bench.data().join("portal.key")
    }

    /// The secret of a link that Maria makes, which leads to the portal at this address.
    pub fn link(&self, practice: &Server, portal: &str) -> String {
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
        let start = format!("{portal}/q/");
        let (_, rest) = page
            .body
            .split_once(&start)
            .expect("a link that leads to the portal");
        rest[..64].to_owned()
    }

    pub fn files(&self, kind: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = std::fs::read_dir(self.portal_folder().join(kind)).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .map(|path| (path.clone(), std::fs::read(&path).unwrap()))
            .collect()
    }

    pub fn wait(&self, what: &str, done: impl Fn() -> bool) {
        let began = Instant::now();
        while !done() {
            assert!(
                began.elapsed() < Duration::from_secs(30),
                "waited in vain: {what}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn record(&self) -> Record {
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
            record.as_ref().clone()
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
pub struct Phone<'a> {
    scene: &'a Scene,
    browser: Browser,
    portal: Option<Server>,
    pub kills: usize,
}

impl<'a> Phone<'a> {
    pub fn new(scene: &'a Scene) -> Self {
        Self {
            browser: Browser::new(scene.port),
            portal: Some(scene.start_portal()),
            scene,
            kills: 0,
        }
    }

    pub fn get(&mut self, path: &str) -> Page {
        let page = self.browser.get(path).unwrap();
        self.kill();
        page
    }

    pub fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let page = self.browser.post(path, form).unwrap();
        self.kill();
        page
    }

    pub fn kill(&mut self) {
        self.portal.take().unwrap().kill();
        self.kills += 1;
        self.portal = Some(self.scene.start_portal());
    }

    pub fn open(&mut self, secret: &str) {
        let page = self.get(&format!("/q/{secret}"));
        assert_eq!(
            (page.status, page.header("location")),
            (303, Some("/portal"))
        );
        let cookie = page.header("set-cookie").unwrap();
        self.browser.cookie = cookie.split(';').next().unwrap().to_owned();
    }
}
