//! `attune backup`, `restore` and `verify`, through the real program.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use crate::support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use attune_testkit::first_value;
use support::{Bench, PASSPHRASE, Server, mode, only_file, said, text};

const COURSES: &str = "id,week,phq\nA1,0,18\nA1,1,15\nA1,3,9\nB2,0,12\nC3,0,\n";

/// A practice with three imported clients, and a backup of data and keys.
struct Saved {
    bench: Bench,
    data: PathBuf,
    keyring: PathBuf,
}

impl Saved {
    fn new() -> Self {
        let (bench, _) = Bench::with_practice(&[]);
        import(&bench, COURSES);
        let (to, keys) = (bench.path("backup"), bench.path("keys"));
        let made = bench.attune(&[
            "backup",
            "--to",
            to.to_str().unwrap(),
            "--keyring-to",
            keys.to_str().unwrap(),
        ]);
        assert!(made.status.success(), "{}", said(&made));
        assert!(said(&made).contains("3 clients"), "{}", said(&made));
        Self {
            data: only_file(&to, ".sqlite"),
            keyring: only_file(&keys, "Z"),
            bench,
        }
    }

    fn restore(&self, into: &Path, more: &[&str]) -> Output {
        let from = [
            "restore",
            "--from",
            self.data.to_str().unwrap(),
            "--data",
            into.to_str().unwrap(),
        ];
        self.bench.attune(&[&from, more].concat())
    }

    fn keyring(&self) -> [&str; 2] {
        ["--keyring", self.keyring.to_str().unwrap()]
    }
}

fn import(bench: &Bench, courses: &str) {
    let file = bench.path("courses.csv");
    fs::write(&file, courses).unwrap();
    let arguments =
        "--measure phq-9 --client id --time week --unit week --score phq --start 2025-01-15";
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let done = bench.attune(
        &[
            &["import", "outcomes", file.to_str().unwrap()][..],
            &arguments,
        ]
        .concat(),
    );
    assert!(done.status.success(), "{}", said(&done));
}

fn verify(bench: &Bench, more: &[&str]) -> Output {
    bench.attune(&[&["verify"], more].concat())
}

#[test]
fn a_practice_moves_to_a_new_machine_whole() {
    let saved = Saved::new();
    assert_eq!((mode(&saved.data), mode(&saved.keyring)), (0o600, 0o600));
    let there = saved.bench.path("there");
    let restored = saved.restore(&there, &saved.keyring());
    assert!(restored.status.success(), "{}", said(&restored));
    assert_eq!(mode(&there), 0o700);

    let verified = verify(&saved.bench, &["--data", there.to_str().unwrap()]);
    assert!(verified.status.success(), "{}", said(&verified));
    assert!(
        said(&verified).contains("Looked at 3 clients (0 of them erased), 7 entries"),
        "{}",
        said(&verified)
    );
    let mut serve =
        saved
            .bench
            .command(&["serve", "--port", "0", "--data", there.to_str().unwrap()]);
    assert!(Server::start(&mut serve).unwrap().stop("-TERM").success());

    let again = saved.restore(&there, &saved.keyring());
    assert!(
        said(&again).contains("already holds a practice"),
        "{}",
        said(&again)
    );
    let again = saved.restore(&there, &[]);
    assert!(said(&again).contains("was not touched"), "{}", said(&again));
}

#[test]
fn a_lost_database_comes_back_beside_the_keyring_in_use() {
    let saved = Saved::new();
    // After the backup: a client whose keys are in the keyring in use alone.
    import(&saved.bench, &format!("{COURSES}D4,0,20\n"));
    fs::remove_file(saved.bench.data().join("record.sqlite")).unwrap();
    let restored = saved.restore(&saved.bench.data(), &[]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(verify(&saved.bench, &[]).status.success());
    import(&saved.bench, &format!("{COURSES}D4,0,20\n"));
    assert!(said(&verify(&saved.bench, &[])).contains("Looked at 4 clients"));
}

#[test]
fn backups_are_made_and_verified_while_the_program_runs() {
    let (bench, _) = Bench::with_practice(&[]);
    let server = Server::start(&mut bench.command(&["serve", "--port", "0"])).unwrap();
    import(&bench, COURSES);
    let to = bench.path("backup");
    let made = bench.attune(&["backup", "--to", to.to_str().unwrap()]);
    assert!(made.status.success(), "{}", said(&made));
    assert!(
        said(&made).contains("--keyring-to"),
        "it says that the keys are not in it"
    );
    assert!(verify(&bench, &[]).status.success());
    assert!(server.stop("-TERM").success());

    let backup = only_file(&to, ".sqlite");
    assert!(
        verify(&bench, &["--backup", backup.to_str().unwrap()])
            .status
            .success()
    );
    // The end of the audit as the backup knew it is still part of the audit.
    let manifest = only_file(&to, ".manifest.json");
    assert!(
        verify(&bench, &["--manifest", manifest.to_str().unwrap()])
            .status
            .success()
    );
}

#[test]
fn one_folder_for_both_is_warned_of() {
    let (bench, _) = Bench::with_practice(&[]);
    let to = bench.path("backup");
    let made = bench.attune(&[
        "backup",
        "--to",
        to.to_str().unwrap(),
        "--keyring-to",
        to.to_str().unwrap(),
    ]);
    assert!(made.status.success());
    assert!(
        text(&made.stderr).contains("Keep them apart"),
        "{}",
        said(&made)
    );
}

#[test]
fn a_damaged_database_is_found_named_and_not_hidden_by_a_backup() {
    let saved = Saved::new();
    let database = saved.bench.data().join("record.sqlite");
    damage_an_entry(&database);

    let verified = verify(&saved.bench, &[]);
    assert_eq!(verified.status.code(), Some(1), "{}", said(&verified));
    assert!(
        said(&verified).contains("was changed, cut or moved"),
        "{}",
        said(&verified)
    );
    assert!(
        said(&verified).contains("One thing was found."),
        "{}",
        said(&verified)
    );

    let to = saved.bench.path("late");
    let late = saved
        .bench
        .attune(&["backup", "--to", to.to_str().unwrap()]);
    assert_eq!(late.status.code(), Some(1), "{}", said(&late));
    assert!(
        said(&late).contains("true copy of data that is damaged"),
        "{}",
        said(&late)
    );

    let from = only_file(&to, ".sqlite");
    let there = saved.bench.path("there");
    let restore = [
        "restore",
        "--from",
        from.to_str().unwrap(),
        "--data",
        there.to_str().unwrap(),
    ];
    let refused = saved
        .bench
        .attune(&[&restore[..], &saved.keyring()].concat());
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        said(&refused).contains("--accept-findings"),
        "{}",
        said(&refused)
    );
    assert!(!there.join("keyring").exists() && !there.join("record.sqlite").exists());
    let accepted = saved
        .bench
        .attune(&[&restore[..], &saved.keyring(), &["--accept-findings"]].concat());
    assert!(accepted.status.success(), "{}", said(&accepted));
}

/// Turns one bit of a stored entry over, behind the program's back.
fn damage_an_entry(database: &Path) {
    let mut bytes = fs::read(database).unwrap();
    let entry = first_value(database, "SELECT sealed FROM entry ORDER BY id LIMIT 1");
    let at = bytes
        .windows(64)
        .position(|window| window == &entry[..64])
        .unwrap();
    bytes[at + 40] ^= 1;
    fs::write(database, bytes).unwrap();
}

#[test]
fn what_is_not_a_whole_backup_is_refused() {
    let saved = Saved::new();
    let there = saved.bench.path("there");
    let whole = fs::read(&saved.data).unwrap();

    let mut bytes = whole.clone();
    bytes[5000] ^= 1;
    fs::write(&saved.data, &bytes).unwrap();
    let refused = said(&saved.restore(&there, &saved.keyring()));
    assert!(refused.contains("not those that were written"), "{refused}");

    fs::write(&saved.data, &whole).unwrap();
    let mut manifest = saved.data.clone().into_os_string();
    manifest.push(".manifest.json");
    fs::remove_file(&manifest).unwrap();
    let refused = said(&saved.restore(&there, &saved.keyring()));
    assert!(refused.contains("has no manifest"), "{refused}");

    let other = Bench::with_practice(&[]).0;
    let refused = other.refused(&["restore", "--from", saved.data.to_str().unwrap()]);
    assert!(refused.contains("was not touched"), "{refused}");
    let wrong = saved
        .bench
        .command(&["verify"])
        .env("ATTUNE_PASSPHRASE", "another one")
        .output()
        .unwrap();
    assert!(!said(&wrong).contains(PASSPHRASE) && !wrong.status.success());
}
