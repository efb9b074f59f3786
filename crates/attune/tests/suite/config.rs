//! `attune config`, through the real program.

use crate::support;

use support::{Bench, said, text};

#[test]
fn every_key_is_explained_and_passwords_are_not_shown() {
    let (bench, _) = Bench::with_practice(&[]);
    let plain = text(&bench.attune(&["config"]).stdout);
    for key in [
        "listen",
        "port",
        "public_url",
        "database",
        "key_file",
        "idle_minutes",
        "absolute_hours",
        "link_days",
        "smtp_host",
        "smtp_port",
        "smtp_security",
        "smtp_user",
        "smtp_password",
        "smtp_from",
    ] {
        assert!(plain.contains(&format!("\n# {key} = ")), "{key}\n{plain}");
    }

    let mut changed = bench.command(&["config"]);
    changed.env("ATTUNE_PORT", "9000").env(
        "ATTUNE_DATABASE",
        "postgres://attune:verysecret@db.example.org/attune",
    );
    changed.env("ATTUNE_SMTP_PASSWORD", "verysecret too");
    let output = changed.output().unwrap_or_else(|error| panic!("{error}"));
    let printed = said(&output);
    assert!(printed.contains("\nport = 9000\n"), "{printed}");
    assert!(
        printed.contains("\ndatabase = \"postgres://attune:***@db.example.org/attune\"\n"),
        "{printed}"
    );
    assert!(!printed.contains("verysecret"));
}
