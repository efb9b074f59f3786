//! A practice of the real program with everything it writes below one folder.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Output};

use attune_record::Location;
use attune_testkit::TestDatabase;
use attune_testkit::forms::sendings;

use crate::support::{Bench, Browser, PASSWORD, Server, link_in, said};
use crate::walk::{Avoid, Walker};
use crate::words::Words;

/// What would end the walk: it is done last.
const ENDINGS: Avoid = &["/sign-out", "/portal/leave", "/hand-over"];
/// What closes, takes back or removes: only when everything else is there.
const LAST: Avoid = &[
    "/sign-out",
    "/portal/leave",
    // Signs out in this browser.
    "/hand-over",
    "/close",
    "/withdraw",
    "/void",
    "/discard",
    "/remove",
    "/end",
    "/revoke",
    "/access",
    "/disable",
    "/delete",
    "/accounts/",
];

pub struct Practice {
    bench: Bench,
    database: Option<TestDatabase>,
}

impl Practice {
    pub fn on_sqlite() -> Self {
        Self::new(None)
    }

    pub fn on_postgres(database: TestDatabase) -> Self {
        Self::new(Some(database))
    }

    fn new(database: Option<TestDatabase>) -> Self {
        let bench = Bench::new();
        fs::create_dir(bench.path("temporary")).unwrap();
        Self { bench, database }
    }

    /// Everything the program writes: data, backups, temporary files, and all it said.
    pub fn folder(&self) -> PathBuf {
        self.bench.path("")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.bench.command(arguments);
        command.env("TMPDIR", self.bench.path("temporary"));
        // All that the program and the libraries in it can be made to say.
        command.env("ATTUNE_LOG", "debug");
        if let Some(Location::Postgres(url)) = self.database.as_ref().map(TestDatabase::location) {
            command.env("ATTUNE_DATABASE", url);
        }
        command
    }

    /// Runs a command and keeps what it said; what it was told to say is no leak.
    fn run(&self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        output
    }

    /// From the first account to the backups. The server is killed in the end, so that its write-ahead log stays.
    pub fn live_a_day(&self) -> Words {
        let mut words = Words::new();
        let mut sent = BTreeMap::new();
        let (mut maria, email) = self.found(&mut words);
        let mut server = self.serve(1);
        maria.port = server.port;

        // Words at doors that do not open.
        let stranger = Browser::new(server.port);
        Walker::new(stranger.clone(), &mut words, &mut sent).walk(&["/sign-in"], ENDINGS);
        let lost = words.word("address", "path");
        stranger
            .get(&format!("/clients/{lost}?next={lost}"))
            .unwrap();
        stranger.get(&format!("/q/{lost}")).unwrap();

        assert_eq!(maria.sign_in(&email, PASSWORD), 303);
        own_questionnaires(&maria, &mut words);
        for avoid in [LAST, LAST, ENDINGS] {
            let mut walker = Walker::new(maria.clone(), &mut words, &mut sent);
            walker.walk(
                &["/", "/caseload", "/clients/new", "/practice", "/account"],
                avoid,
            );
            for link in walker.client_links {
                self.answer(&link, server.port, &mut words, &mut sent);
            }
            // Once more what is there now, after a power cut.
            server.kill();
            server = self.serve(sent.len());
            maria.port = server.port;
        }
        self.back_up();
        server.kill();
        words
    }

    /// The first person, and the people she works with.
    fn found(&self, words: &mut Words) -> (Browser, String) {
        let name = words.word("init", "name");
        let email = format!("{}@example.org", words.word("init", "email"));
        let made = self.run(&["init", "--name", &name, "--email", &email]);
        let link = link_in(&said(&made));
        let name = words.word("account add", "name");
        let colleague = format!("{}@example.org", words.word("account add", "email"));
        let arguments = ["account", "add", "--name", &name, "--email", &colleague];
        self.run(&[&arguments[..], &["--roles", "clinician,supervisor"]].concat());

        let server = self.serve(0);
        let mut maria = Browser::new(server.port);
        maria.welcome(&link, PASSWORD);
        server.kill();
        (maria, email)
    }

    /// Starts the program, with all it says going into files.
    fn serve(&self, number: usize) -> Server {
        let mut command = self.command(&["serve", "--port", "0"]);
        let log = File::create(self.bench.path(&format!("stderr-{number}"))).unwrap();
        let server = Server::start_with_log(&mut command, log.into()).unwrap();
        fs::write(
            self.bench.path(&format!("stdout-{number}")),
            &server.printed,
        )
        .unwrap();
        server
    }

    /// A client opens a link on another device and answers.
    fn answer(&self, link: &str, port: u16, words: &mut Words, sent: &mut BTreeMap<String, usize>) {
        let mut phone = Browser::new(port);
        // A space opens when a button is pressed, a questionnaire at once.
        let (page, door) = if link.starts_with("/s/") {
            (phone.post(link, &[]).unwrap(), "/portal/today")
        } else {
            (phone.get(link).unwrap(), "/portal")
        };
        let Some(cookie) = page.header("set-cookie") else {
            return;
        };
        cookie
            .split(';')
            .next()
            .unwrap()
            .clone_into(&mut phone.cookie);
        Walker::new(phone, words, sent).walk(&[door], ENDINGS);
    }

    fn back_up(&self) {
        let (to, keys) = (self.bench.path("backup"), self.bench.path("keys"));
        let (to, keys) = (to.to_str().unwrap(), keys.to_str().unwrap());
        self.run(&["backup", "--to", to, "--keyring-to", keys]);
        if let Some(Location::Postgres(url)) = self.database.as_ref().map(TestDatabase::location) {
            for format in ["plain", "custom"] {
                let file = self.bench.path(&format!("dump-{format}"));
                let dumped = Command::new("pg_dump")
                    .args(["--format", format, "--file"])
                    .args([file.to_str().unwrap(), url])
                    .output()
                    .unwrap();
                assert!(dumped.status.success(), "{}", said(&dumped));
            }
        }
    }
}

/// Words that fit together, which a walk that fills field after field does not find: a questionnaire of the practice's
/// own, and a skeleton completed with licensed wording.
fn own_questionnaires(maria: &Browser, words: &mut Words) {
    const LIST: &str = "/practice/questionnaires";
    let mut save = |address: &str, action: &str, form: &str, typed: &[(&str, &str)]| {
        let page = maria.get(address).unwrap().body;
        let hidden = |name: &str| {
            let fields = sendings(&page)
                .into_iter()
                .flat_map(|sending| sending.fields);
            fields.into_iter().find(|field| field.name == name)
        };
        let mut fields: Vec<(&str, String)> = ["id", "seen"]
            .into_iter()
            .filter_map(|name| Some((name, hidden(name)?.value)))
            .collect();
        for (field, pattern) in typed {
            // Every % is a word of its own.
            let mut text = String::new();
            for (number, part) in pattern.split('%').enumerate() {
                if number > 0 {
                    text.push_str(&words.word(form, field));
                }
                text.push_str(part);
            }
            fields.push((field, text));
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        let saved = maria.post(action, &fields).unwrap();
        assert_eq!(saved.status, 303, "{}", saved.body);
    };
    save(
        &format!("{LIST}/new"),
        &format!("{LIST}/new"),
        "own questionnaire",
        &[
            ("title", "%"),
            ("instruction", "%"),
            ("items", "%\n%"),
            ("choices", "0 = %\n1 = %"),
            ("scoring", "sum"),
            ("better", "higher"),
            ("purpose", "well_being"),
            ("subscales", "%: 1"),
            ("bands", "0-1 %\n2-2 %"),
            ("bands_source", "%"),
            ("holder", "%"),
            ("action", "save"),
        ],
    );
    let complete = format!("{LIST}/ors/complete");
    save(
        &complete,
        &complete,
        "completed questionnaire",
        &[
            ("holder", "%"),
            ("basis", "%"),
            ("instruction", "%"),
            ("items", "%\n%\n%\n%"),
            ("answers-millimetres", "%\n%"),
            ("action", "save"),
        ],
    );
}
