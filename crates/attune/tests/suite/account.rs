//! `attune account`, through the real program and while it is running.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use support::{Bench, Browser, PASSWORD, Server, link_in, said, text};

fn serve(bench: &Bench) -> Server {
    Server::start(&mut bench.command(&["serve", "--port", "0"])).unwrap()
}

#[test]
fn people_come_with_a_link_and_go_at_once() {
    let (bench, link) = Bench::with_practice(&[]);
    let server = serve(&bench);
    let mut maria = Browser::new(server.port);
    maria.welcome(&link, PASSWORD);
    assert_eq!(
        maria
            .get(&link[link.find("/welcome").unwrap()..])
            .unwrap()
            .status,
        404,
        "a link works once"
    );
    assert_eq!(maria.sign_in("maria@example.org", PASSWORD), 303);
    assert_eq!(maria.get("/caseload").unwrap().status, 200);

    let added = bench.attune(&[
        "account",
        "add",
        "--name",
        "Tomas Lund",
        "--email",
        "tomas@example.org",
        "--roles",
        "clinician,supervisor",
    ]);
    assert!(added.status.success(), "{}", said(&added));
    let mut tomas = Browser::new(server.port);
    tomas.welcome(&link_in(&text(&added.stdout)), PASSWORD);
    assert_eq!(tomas.sign_in("tomas@example.org", PASSWORD), 303);
    assert_eq!(tomas.get("/caseload").unwrap().status, 200);

    let disabled = bench.attune(&["account", "disable", "--email", "tomas@example.org"]);
    assert!(disabled.status.success(), "{}", said(&disabled));
    assert_eq!(
        tomas.get("/caseload").unwrap().status,
        303,
        "the running session is over"
    );
    assert_eq!(tomas.sign_in("tomas@example.org", PASSWORD), 422);

    let list = text(&bench.attune(&["account", "list"]).stdout);
    assert!(
        list.contains("Maria Berg  <maria@example.org>  clinician, administrator  active"),
        "{list}"
    );
    assert!(
        list.contains("Tomas Lund  <tomas@example.org>  clinician, supervisor  disabled"),
        "{list}"
    );

    let reset = bench.attune(&["account", "reset", "--email", "TOMAS@example.org"]);
    let mut again = Browser::new(server.port);
    again.welcome(&link_in(&text(&reset.stdout)), "three other words");
    assert_eq!(
        again.sign_in("tomas@example.org", PASSWORD),
        422,
        "the old password is gone"
    );
    assert_eq!(again.sign_in("tomas@example.org", "three other words"), 303);
}

#[test]
fn refusals_say_what_to_do() {
    let (bench, _) = Bench::with_practice(&[]);
    let twice = [
        "account",
        "add",
        "--name",
        "M",
        "--email",
        "MARIA@example.org",
        "--roles",
        "clinician",
    ];
    assert!(bench.refused(&twice).contains("account reset"));
    assert!(
        bench
            .refused(&["account", "disable", "--email", "maria@example.org"])
            .contains("only administrator")
    );
    assert!(
        bench
            .refused(&["account", "reset", "--email", "eve@example.org"])
            .contains("account list")
    );
    let role = [
        "account",
        "add",
        "--name",
        "E",
        "--email",
        "e@example.org",
        "--roles",
        "owner",
    ];
    assert!(
        bench
            .refused(&role)
            .contains("clinician, supervisor, administrator")
    );
}
