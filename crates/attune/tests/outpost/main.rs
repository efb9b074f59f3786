//! Answers arrive although the practice is down: a portal that runs alone is killed between any two requests, the
//! practice comes back later, and there is one response and one alert. Whoever takes all that lies at the portal away
//! reads nothing in it, and whoever stands between the two is not talked to.
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

mod scene;
mod stolen;
#[path = "../support/mod.rs"]
mod support;

use std::time::Duration;

use attune_testkit::tls::EncryptedDoor;
use scene::{CLIENT, Phone, Scene};
use stolen::nothing_can_be_read;
use support::{Browser, Server, said};

#[test]
fn answers_arrive_although_the_practice_is_down() {
    let scene = Scene::new();
    let mut phone = Phone::new(&scene);
    let practice = scene.start_practice(&scene.key_file());
    let secret = scene.link(&practice, &scene.address());
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

#[test]
fn the_practice_talks_to_its_portal_encrypted_and_to_nobody_it_cannot_trust() {
    let scene = Scene::new();
    let _portal = scene.start_portal();
    let door = EncryptedDoor::before(scene.port);
    let address = format!("https://localhost:{}", door.port());
    let root = scene.bench.path("root.pem");
    std::fs::write(&root, door.root()).unwrap();

    // The door's authority is known to nobody: nothing is brought.
    let other = scene.bench.path("other.pem");
    std::fs::write(&other, EncryptedDoor::before(1).root()).unwrap();
    let trusting = |roots| {
        let mut command = scene.practice(&address, &scene.key_file());
        Server::start(command.env("SSL_CERT_FILE", roots)).unwrap()
    };
    let practice = trusting(&other);
    scene.link(&practice, &address);
    std::thread::sleep(Duration::from_secs(1));
    assert!(scene.files("packets").is_empty() && scene.files("front").is_empty());
    assert!(practice.stop("-TERM").success());

    let practice = trusting(&root);
    scene.wait("the packet at the portal", || {
        !scene.files("packets").is_empty()
    });
    assert!(practice.stop("-TERM").success());
}
