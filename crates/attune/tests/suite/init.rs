//! `attune init`, through the real program.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use std::fs;

use attune_vault::{Unlock, Vault};
use support::{Bench, PASSPHRASE, mode, said, set_mode, text};

const NAMED: [&str; 5] = [
    "init",
    "--name",
    "Maria Berg",
    "--email",
    "maria@example.org",
];

#[test]
fn a_practice_is_for_its_owner_alone_and_opens_with_passphrase_recovery_code_and_key_file() {
    let bench = Bench::new();
    let key = bench.path("key");
    let made = bench.attune(&[&NAMED[..], &["--key-file", key.to_str().unwrap()]].concat());
    assert!(made.status.success(), "{}", said(&made));

    assert_eq!(mode(&bench.data()), 0o700);
    for file in ["keyring", "record.sqlite", "attune.toml"] {
        assert_eq!(mode(&bench.data().join(file)), 0o600, "{file}");
    }
    assert_eq!(mode(&key), 0o600);
    let configuration = fs::read_to_string(bench.data().join("attune.toml")).unwrap();
    assert!(
        configuration.contains(&format!("\nkey_file = \"{}\"\n", key.display())),
        "{configuration}"
    );

    let printed = text(&made.stdout);
    let code = printed
        .lines()
        .map(str::trim)
        .find(|line| line.split('-').count() == 14)
        .unwrap();
    let keyring = bench.data().join("keyring");
    for with in [
        Unlock::Passphrase(PASSPHRASE),
        Unlock::RecoveryCode(code),
        Unlock::KeyFile(&key),
    ] {
        Vault::unlock(&keyring, with).unwrap();
    }
    assert!(
        printed.contains("http://localhost:7878/welcome/"),
        "{printed}"
    );
    assert!(!printed.contains(PASSPHRASE));
}

#[test]
fn a_folder_with_a_practice_is_never_touched() {
    let (bench, _) = Bench::with_practice(&[]);
    let before = fs::read(bench.data().join("keyring")).unwrap();
    let refusal = bench.refused(&NAMED);
    assert!(refusal.contains("already holds a practice"), "{refusal}");
    assert_eq!(fs::read(bench.data().join("keyring")).unwrap(), before);

    // Its keyring is lost: new keys beside the old data would open nothing.
    fs::remove_file(bench.data().join("keyring")).unwrap();
    let refusal = bench.refused(&NAMED);
    assert!(refusal.contains("its keyring is missing"), "{refusal}");
}

#[test]
fn each_refusal_says_what_to_do_and_leaves_nothing_behind() {
    let bench = Bench::new();
    fs::create_dir(bench.data()).unwrap();
    set_mode(&bench.data(), 0o755);
    assert!(bench.refused(&NAMED).contains("chmod 700"));
    set_mode(&bench.data(), 0o700);

    let short = bench
        .command(&NAMED)
        .env("ATTUNE_PASSPHRASE", "short")
        .output()
        .unwrap();
    assert!(
        said(&short).contains("at least 8 characters"),
        "{}",
        said(&short)
    );
    let nobody = bench.command_without_passphrase(&NAMED).output().unwrap();
    assert!(
        said(&nobody).contains("--passphrase-file"),
        "{}",
        said(&nobody)
    );
    assert!(
        bench
            .refused(&["init", "--email", "maria@example.org"])
            .contains("--name")
    );
    assert!(
        bench
            .refused(&["init", "--name", "Maria Berg", "--email", "maria"])
            .contains("not an e-mail")
    );

    let there = bench.path("there");
    fs::write(&there, "something else").unwrap();
    let refusal = bench.refused(&[&NAMED[..], &["--key-file", there.to_str().unwrap()]].concat());
    assert!(refusal.contains("is there already"), "{refusal}");
    assert_eq!(fs::read_to_string(&there).unwrap(), "something else");

    let open = "postgres://attune@db.example.org/attune";
    let refusal = bench.refused(&[&NAMED[..], &["--database", open]].concat());
    assert!(refusal.contains("no password is set"), "{refusal}");

    let left: Vec<_> = fs::read_dir(bench.data())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(bench.attune(&NAMED).status.success());
}

#[test]
fn a_passphrase_file_is_read_if_nobody_else_can() {
    let bench = Bench::new();
    let file = bench.path("passphrase");
    fs::write(&file, format!("{PASSPHRASE}\n")).unwrap();
    let arguments = [&NAMED[..], &["--passphrase-file", file.to_str().unwrap()]].concat();
    set_mode(&file, 0o644);
    let refused = bench
        .command_without_passphrase(&arguments)
        .output()
        .unwrap();
    assert!(said(&refused).contains("chmod 600"), "{}", said(&refused));
    set_mode(&file, 0o600);
    let made = bench
        .command_without_passphrase(&arguments)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", said(&made));
    Vault::unlock(
        &bench.data().join("keyring"),
        Unlock::Passphrase(PASSPHRASE),
    )
    .unwrap();
}
