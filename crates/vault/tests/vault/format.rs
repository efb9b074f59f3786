//! What format 1 wrote must open for ever. The files in `format-1` were written once, by the release that
//! introduced the format, and are never written again. Their secrets protect nothing.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use attune_vault::{Key, MacLabel, Sealed, Unlock, Vault, VaultError};
use proptest::prelude::*;

use crate::common::{PASSPHRASE, client_with_id, keyring, place};

/// Of the keyring in `format-1`. Another one here would orphan every portal that runs.
const GOLDEN_SUBMISSION_KEY: &str =
    "88391c09d3e40d364eaa9107432edf4b39e316383b977b1a88e02594a27fba59";

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len() / 2)
        .map(|n| u8::from_str_radix(&text[2 * n..2 * n + 2], 16).unwrap())
        .collect()
}

#[test]
fn format_1_opens_with_every_slot() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault/format-1");
    let folder = tempfile::tempdir().unwrap();
    // Copies, because unlocking makes a lock file and a checkout does not keep mode 0600.
    let [path, key_file] = ["keyring", "key-file"].map(|name| {
        let copy = folder.path().join(name);
        fs::copy(kept.join(name), &copy).unwrap();
        fs::set_permissions(&copy, Permissions::from_mode(0o600)).unwrap();
        copy
    });
    let values = fs::read_to_string(kept.join("values")).unwrap();
    let value = |name: &str| {
        let mut lines = values.lines();
        lines
            .find_map(|line| line.strip_prefix(name))
            .unwrap()
            .trim()
    };
    for with in [
        Unlock::Passphrase(PASSPHRASE),
        Unlock::RecoveryCode(value("recovery code ")),
        Unlock::KeyFile(&key_file),
    ] {
        let vault = Vault::unlock(&path, with).unwrap();
        assert_eq!((vault.epoch(), vault.client_count()), (2, 3));
        for (name, key) in [
            ("identity", Key::Identity(client_with_id(1))),
            ("record", Key::Record(client_with_id(3))),
            ("practice", Key::Practice),
        ] {
            let sealed = Sealed::from_stored(unhex(value(name)));
            let text = vault.open(key, &place(key.client()), &sealed).unwrap();
            assert_eq!(*text, format!("a text under the {name} key").into_bytes());
        }
        let mac = vault.mac(MacLabel::LoginLookup, b"anna@example.org");
        assert_eq!(mac.to_vec(), unhex(value("mac ")));
        // A keyring made before there were portals has a key for what they take in, and it is always the same.
        let submissions = vault.submission_key().unwrap();
        assert_eq!(submissions.to_text(), GOLDEN_SUBMISSION_KEY);
    }
}

#[test]
fn a_newer_sealed_value_is_not_called_damage() {
    let keyring = keyring();
    for (position, what) in [(0, "sealed value"), (1, "sealed value's cipher")] {
        let sealed = keyring
            .vault
            .seal(Key::Practice, &place(None), b"text")
            .unwrap();
        let mut bytes = sealed.into_bytes();
        bytes[position] = 2;
        let opened = keyring
            .vault
            .open(Key::Practice, &place(None), &Sealed::from_stored(bytes));
        assert!(matches!(
            opened,
            Err(VaultError::UnsupportedVersion { what: said, found: 2 }) if said == what
        ));
    }
}

#[test]
fn any_bytes_are_refused_without_a_panic() {
    let keyring = keyring();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keyring");
    let start = fs::read(&keyring.path).unwrap()[..100].to_vec();
    proptest!(|(bytes in proptest::collection::vec(any::<u8>(), 0..700), with_start: bool)| {
        let sealed = Sealed::from_stored(bytes.clone());
        prop_assert!(keyring.vault.open(Key::Practice, &place(None), &sealed).is_err());
        let content = if with_start { [start.clone(), bytes].concat() } else { bytes };
        fs::write(&path, content).unwrap();
        prop_assert!(Vault::unlock(&path, Unlock::Passphrase(PASSPHRASE)).is_err());
    });
}
