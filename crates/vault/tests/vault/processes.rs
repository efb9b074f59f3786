//! Several handles and several processes on one keyring, some of them killed.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use attune_ids::ClientId;
use attune_vault::{Key, Unlock, Vault};
use uuid::Uuid;

use crate::common::{PASSPHRASE, client, clients, keyring, place};

const KEYRING_OF_CHILD: &str = "ATTUNE_TEST_KEYRING";

#[test]
fn appends_of_two_handles_both_survive() {
    let keyring = keyring();
    let other = keyring.again();
    // The middle third is added by both.
    std::thread::scope(|scope| {
        for (vault, range) in [(&keyring.vault, 0..40), (&other, 20..60)] {
            scope.spawn(move || {
                for number in range {
                    vault.add_clients(&[client(number)]).unwrap();
                }
            });
        }
    });
    let fresh = keyring.again();
    assert_eq!(fresh.client_count(), 60);
    for client in clients(60) {
        let (key, place) = (Key::Identity(client), place(Some(client)));
        let sealed = keyring.vault.seal(key, &place, b"text").unwrap();
        for vault in [&other, &fresh] {
            assert_eq!(*vault.open(key, &place, &sealed).unwrap(), b"text");
        }
    }
}

#[test]
fn sealing_goes_on_while_others_append_and_erase() {
    let keyring = keyring();
    let other = keyring.again();
    keyring.vault.add_clients(&clients(50)).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..20 {
                other.erase_client(client(number)).unwrap();
                other.add_clients(&[client(100 + number)]).unwrap();
            }
        });
        for _ in 0..2 {
            scope.spawn(|| {
                for round in 0..2_000 {
                    let client = client(20 + round % 30);
                    let (key, place) = (Key::Record(client), place(Some(client)));
                    let sealed = keyring.vault.seal(key, &place, b"text").unwrap();
                    keyring.vault.open(key, &place, &sealed).unwrap();
                }
            });
        }
    });
    assert_eq!(keyring.again().client_count(), 50);
}

/// Adds clients and says so, until it is killed. Only does something as the child of the next test.
#[test]
fn child_that_appends_until_killed() {
    let Ok(path) = env::var(KEYRING_OF_CHILD) else {
        return;
    };
    let vault = Vault::unlock(Path::new(&path), Unlock::Passphrase(PASSPHRASE)).unwrap();
    let mut out = std::io::stdout();
    for batch in 0.. {
        let base = (u128::from(std::process::id()) << 64) | (batch << 8);
        let added: Vec<_> = (0..=batch % 9)
            .map(|number| ClientId(Uuid::from_u128(base + number)))
            .collect();
        vault.add_clients(&added).unwrap();
        for client in &added {
            writeln!(out, "acknowledged {client}").unwrap();
        }
        if batch % 5 == 4 {
            vault.renew_recovery_code().unwrap();
        }
    }
}

#[test]
fn processes_killed_at_any_moment_lose_nothing_they_acknowledged() {
    let keyring = keyring();
    let mut acknowledged: Vec<ClientId> = Vec::new();
    for round in 0..15 {
        let mut children: Vec<_> = (0..2)
            .map(|_| {
                Command::new(env::current_exe().unwrap())
                    .args([
                        "--exact",
                        "processes::child_that_appends_until_killed",
                        "--nocapture",
                    ])
                    .env(KEYRING_OF_CHILD, &keyring.path)
                    .stdout(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        std::thread::sleep(Duration::from_millis(40 + 7 * round));
        for child in &mut children {
            child.kill().unwrap();
        }
        for mut child in children {
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            acknowledged.extend(
                lines.map_while(Result::ok).filter_map(|line| {
                    line.strip_prefix("acknowledged ")?.parse::<ClientId>().ok()
                }),
            );
            child.wait().unwrap();
        }
        let vault = keyring.again();
        for client in &acknowledged {
            let place = place(Some(*client));
            vault.seal(Key::Record(*client), &place, b"text").unwrap();
        }
    }
    assert!(acknowledged.len() > 100, "{}", acknowledged.len());
}
