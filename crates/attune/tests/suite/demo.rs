//! `attune demo`, through the real program.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use std::collections::BTreeSet;
use std::time::Instant;

use support::{Bench, Browser, Server};

fn demo(bench: &Bench, data: &str) -> Result<Server, String> {
    let mut command =
        bench.command_without_passphrase(&["demo", "--no-open", "--port", "0", "--data", data]);
    Server::start(&mut command)
}

/// Signs in with what the sign-in page shows.
fn sign_in(server: &Server, email: &str) -> Browser {
    let mut browser = Browser::new(server.port);
    let page = browser.get("/sign-in").unwrap().body;
    let (_, row) = page.split_once(email).unwrap();
    let (_, code) = row.split_once("<td class=\"num\">").unwrap();
    assert_eq!(
        browser.sign_in_with(email, "quiet river at dawn", &code[..6]),
        303
    );
    browser
}

#[test]
fn everybody_can_look_around_and_a_kept_practice_is_found_again() {
    let bench = Bench::new();
    let kept = bench.path("kept");
    let begun = Instant::now();
    let server = demo(&bench, kept.to_str().unwrap()).unwrap();
    // A second or two; a machine that does something else as well may take longer.
    assert!(begun.elapsed().as_secs() < 15, "{:?}", begun.elapsed());
    assert!(server.printed.contains("Everybody in it is invented"));
    for email in [
        "ingrid@demo.example",
        "daniel@demo.example",
        "leila@demo.example",
        "piotr@demo.example",
    ] {
        assert!(server.printed.contains(email));
    }

    let ingrid = sign_in(&server, "ingrid@demo.example");
    let caseload = ingrid.get("/caseload").unwrap();
    assert!(
        caseload.body.contains("risk answer of"),
        "the open alert is on top of the list"
    );
    assert!(caseload.body.matches("/clients/").count() > 15);
    let leila = sign_in(&server, "leila@demo.example");
    let shared = leila.get("/caseload").unwrap().body;
    let people: BTreeSet<&str> = shared
        .split("href=\"/clients/")
        .skip(1)
        .filter_map(|rest| rest.get(..32))
        .collect();
    assert_eq!(people.len(), 2, "two are shared");
    assert!(server.stop("-TERM").success());

    let again = demo(&bench, kept.to_str().unwrap()).unwrap();
    let ingrid = sign_in(&again, "ingrid@demo.example");
    assert!(
        ingrid
            .get("/caseload")
            .unwrap()
            .body
            .contains("risk answer of")
    );
    again.kill();

    let mut verify = bench.command(&["verify", "--data", kept.to_str().unwrap()]);
    let verified = verify
        .env("ATTUNE_PASSPHRASE", "quiet river at dawn")
        .output()
        .unwrap();
    assert!(verified.status.success(), "{}", support::said(&verified));
}

#[test]
fn a_real_practice_is_not_touched() {
    let (bench, _) = Bench::with_practice(&[]);
    let refusal = demo(&bench, bench.data().to_str().unwrap()).err().unwrap();
    assert!(refusal.contains("real practice"), "{refusal}");
}

#[test]
fn without_a_folder_nothing_stays_behind() {
    let bench = Bench::new();
    let temporary = bench.path("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let mut command = bench.command_without_passphrase(&["demo", "--no-open", "--port", "0"]);
    let server = Server::start(command.env("TMPDIR", &temporary)).unwrap();
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 1);
    assert!(server.stop("-TERM").success());
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
}
