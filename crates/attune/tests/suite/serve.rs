//! `attune serve`, through the real program.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use std::fs;
use std::net::TcpListener;
use std::time::Instant;

use support::{Bench, Browser, PASSPHRASE, Server, set_mode};

fn serve(bench: &Bench, more: &[&str]) -> Result<Server, String> {
    Server::start(&mut bench.command(&[&["serve", "--port", "0"], more].concat()))
}

/// What it says when it does not start.
fn refusal(bench: &Bench, more: &[&str]) -> String {
    serve(bench, more).err().unwrap()
}

#[test]
fn it_serves_until_it_is_told_to_stop() {
    let (bench, _) = Bench::with_practice(&[]);
    for signal in ["-TERM", "-INT"] {
        let server = serve(&bench, &[]).unwrap();
        let browser = Browser::new(server.port);
        assert_eq!(browser.get("/health").unwrap().body, "ok");
        let page = browser.get("/caseload").unwrap();
        assert_eq!(
            (page.status, page.header("location")),
            (303, Some("/sign-in?next=/caseload"))
        );
        let asked = Instant::now();
        assert!(server.stop(signal).success());
        assert!(asked.elapsed().as_secs() < 5);
        assert!(browser.get("/health").is_err());
        // Folded into the file at the end, so that it can be copied by hand.
        assert!(!bench.data().join("record.sqlite-wal").exists());
    }
}

#[test]
fn a_key_file_starts_it_without_anybody() {
    let bench = Bench::new();
    let key = bench.path("key");
    let made = bench.attune(&[
        "init",
        "--name",
        "Maria Berg",
        "--email",
        "maria@example.org",
        "--key-file",
        key.to_str().unwrap(),
    ]);
    assert!(made.status.success());
    let start = || Server::start(&mut bench.command_without_passphrase(&["serve", "--port", "0"]));
    assert!(start().unwrap().stop("-TERM").success());

    set_mode(&key, 0o640);
    let refusal = start().err().unwrap();
    assert!(refusal.contains("open to others (mode 0640)"), "{refusal}");
    set_mode(&key, 0o600);
    fs::write(&key, "no key").unwrap();
    assert!(start().err().unwrap().contains("not a complete key file"));
}

#[test]
fn whatever_is_unsafe_is_refused_with_a_way_to_mend_it() {
    let (bench, _) = Bench::with_practice(&[]);

    set_mode(&bench.data(), 0o750);
    assert!(refusal(&bench, &[]).contains("chmod 700"));
    set_mode(&bench.data(), 0o700);

    assert!(refusal(&bench, &["--listen", "0.0.0.0"]).contains("public_url"));
    let mut plain = bench.command(&["serve", "--port", "0"]);
    plain.env("ATTUNE_PUBLIC_URL", "http://attune.example.org");
    assert!(
        Server::start(&mut plain)
            .err()
            .unwrap()
            .contains("https://")
    );

    let mut remote = bench.command(&["serve", "--port", "0"]);
    remote.env("ATTUNE_DATABASE", "postgres://attune@db.example.org/attune");
    let refused = Server::start(&mut remote).err().unwrap();
    assert!(
        refused.contains("no password is set") && refused.contains("PGPASSWORD"),
        "{refused}"
    );

    let mut wrong = bench.command(&["serve", "--port", "0"]);
    wrong.env("ATTUNE_PASSPHRASE", "not the passphrase");
    let refused = Server::start(&mut wrong).err().unwrap();
    assert!(
        refused.contains("does not open the keyring") && !refused.contains(PASSPHRASE),
        "{refused}"
    );

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    assert!(refusal(&bench, &["--port", &port]).contains("--port"));

    fs::write(bench.data().join("attune.toml"), "[web]\nprot = 80\n").unwrap();
    assert!(refusal(&bench, &[]).contains("prot"));
}

#[test]
fn where_there_is_no_practice_it_says_so() {
    let bench = Bench::new();
    assert!(refusal(&bench, &[]).contains("attune init"));
    fs::create_dir(bench.data()).unwrap();
    set_mode(&bench.data(), 0o700);
    let refused = refusal(&bench, &[]);
    assert!(refused.contains("no keyring"), "{refused}");
}
