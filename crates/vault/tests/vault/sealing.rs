//! A sealed value opens in its place, and nowhere else.

use crate::common::{client, keyring, place};
use attune_vault::{Key, MacLabel, PADDING_STEP, Place, Sealed, VaultError};
use proptest::prelude::*;
use uuid::Uuid;

#[test]
fn what_was_sealed_opens() {
    let keyring = keyring();
    keyring.vault.add_clients(&[client(1)]).unwrap();
    proptest!(|(text: Vec<u8>, which in 0..3_usize, row: u128, version: u64, table: String, column: String)| {
        let keys: [Key; 3] = [Key::Identity(client(1)), Key::Record(client(1)), Key::Practice];
        let key = keys[which];
        let place = Place {
            table: &table,
            column: &column,
            client: key.client(),
            row: Uuid::from_u128(row),
            version,
        };
        let sealed = keyring.vault.seal(key, &place, &text).unwrap();
        let stored = Sealed::from_stored(sealed.as_bytes().to_vec());
        prop_assert_eq!(&*keyring.vault.open(key, &place, &stored).unwrap(), &text);
    });
}

#[test]
fn every_flipped_bit_is_refused() {
    let keyring = keyring();
    let place = place(None);
    let sealed = keyring.vault.seal(Key::Practice, &place, b"text").unwrap();
    for bit in 0..sealed.as_bytes().len() * 8 {
        let mut bytes = sealed.as_bytes().to_vec();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let changed = Sealed::from_stored(bytes);
        assert!(
            keyring.vault.open(Key::Practice, &place, &changed).is_err(),
            "bit {bit}"
        );
    }
}

#[test]
fn every_shorter_or_longer_value_is_refused() {
    let keyring = keyring();
    let place = place(None);
    let sealed = keyring.vault.seal(Key::Practice, &place, b"text").unwrap();
    for length in 0..sealed.as_bytes().len() {
        let cut = Sealed::from_stored(sealed.as_bytes()[..length].to_vec());
        assert!(keyring.vault.open(Key::Practice, &place, &cut).is_err());
    }
    for extra in [1, 16, PADDING_STEP] {
        let mut bytes = sealed.as_bytes().to_vec();
        bytes.resize(bytes.len() + extra, 0);
        let longer = Sealed::from_stored(bytes);
        assert!(keyring.vault.open(Key::Practice, &place, &longer).is_err());
    }
}

#[test]
fn a_moved_value_is_refused() {
    let keyring = keyring();
    let vault = &keyring.vault;
    let (ours, other) = (client(1), client(2));
    vault.add_clients(&[ours, other]).unwrap();
    let home = place(Some(ours));
    let sealed = vault.seal(Key::Record(ours), &home, b"text").unwrap();
    let elsewhere = [
        Place {
            table: "draft",
            ..home
        },
        Place {
            column: "title",
            ..home
        },
        // The same letters, divided differently between table and column.
        Place {
            table: "entryb",
            column: "ody",
            ..home
        },
        Place {
            row: Uuid::from_u128(8),
            ..home
        },
        Place { version: 2, ..home },
        Place { version: 4, ..home },
    ];
    for place in elsewhere {
        assert!(
            matches!(
                vault.open(Key::Record(ours), &place, &sealed),
                Err(VaultError::NotAuthentic)
            ),
            "{place:?}"
        );
    }
    let moved = place(Some(other));
    assert!(vault.open(Key::Record(other), &moved, &sealed).is_err());
    assert!(vault.open(Key::Identity(ours), &home, &sealed).is_err());
    assert!(vault.open(Key::Practice, &home, &sealed).is_err());
    assert_eq!(
        *vault.open(Key::Record(ours), &home, &sealed).unwrap(),
        b"text"
    );
}

#[test]
fn a_practice_value_about_one_client_does_not_open_as_one_about_another() {
    let keyring = keyring();
    let about = [None, Some(client(1)), Some(client(2))];
    for sealed_for in about {
        let sealed = keyring
            .vault
            .seal(Key::Practice, &place(sealed_for), b"text")
            .unwrap();
        for opened_for in about {
            let opened = keyring
                .vault
                .open(Key::Practice, &place(opened_for), &sealed);
            assert_eq!(opened.is_ok(), sealed_for == opened_for);
        }
    }
}

#[test]
fn a_clients_key_is_refused_for_another_clients_place() {
    let keyring = keyring();
    keyring.vault.add_clients(&[client(1)]).unwrap();
    for wrong in [None, Some(client(2))] {
        assert!(matches!(
            keyring
                .vault
                .seal(Key::Record(client(1)), &place(wrong), b"text"),
            Err(VaultError::PlaceOfAnotherClient)
        ));
    }
}

#[test]
fn two_vaults_cannot_open_each_others_values() {
    let (one, two) = (keyring(), keyring());
    assert_ne!(one.vault.install(), two.vault.install());
    for vault in [&one.vault, &two.vault] {
        vault.add_clients(&[client(1)]).unwrap();
    }
    for key in [Key::Practice, Key::Record(client(1))] {
        let place = place(key.client());
        let sealed = one.vault.seal(key, &place, b"text").unwrap();
        assert!(matches!(
            two.vault.open(key, &place, &sealed),
            Err(VaultError::OtherKey)
        ));
    }
}

#[test]
fn length_is_hidden_within_a_step() {
    let keyring = keyring();
    let size = |length: usize| {
        keyring
            .vault
            .seal(Key::Practice, &place(None), &vec![b'x'; length])
            .unwrap()
            .as_bytes()
            .len()
    };
    // Four bytes of each step's text are the length.
    let first = size(0);
    assert!((0..=252).all(|length| size(length) == first));
    assert!((253..=508).all(|length| size(length) == first + PADDING_STEP));
}

#[test]
fn sealing_twice_gives_different_bytes() {
    let keyring = keyring();
    let seal = || {
        keyring
            .vault
            .seal(Key::Practice, &place(None), b"text")
            .unwrap()
    };
    assert_ne!(seal(), seal());
}

#[test]
fn keyed_hashes_differ_by_label_and_keyring_and_last() {
    let keyring = keyring();
    let other = crate::common::keyring();
    let labels = [
        MacLabel::AuditChain,
        MacLabel::LoginLookup,
        MacLabel::ImportIdentity,
    ];
    let mut seen = std::collections::HashSet::new();
    for label in labels {
        assert!(seen.insert(keyring.vault.mac(label, b"anna@example.org")));
        assert!(seen.insert(other.vault.mac(label, b"anna@example.org")));
        assert!(seen.insert(keyring.vault.mac(label, b"anna@example.net")));
        assert_eq!(
            keyring.vault.mac(label, b"anna@example.org"),
            keyring.again().mac(label, b"anna@example.org")
        );
    }
}

#[test]
fn nothing_secret_is_in_debug_output() {
    let keyring = keyring();
    let sealed = keyring
        .vault
        .seal(Key::Practice, &place(None), b"text")
        .unwrap();
    assert_eq!(format!("{sealed:?}"), "Sealed(303 bytes)");
    assert_eq!(format!("{:?}", keyring.code), "RecoveryCode(..)");
    let unlock = attune_vault::Unlock::Passphrase("hush hush");
    assert_eq!(format!("{unlock:?}"), "Unlock(passphrase)");
    let vault = format!("{:?}", keyring.vault);
    assert!(vault.contains("install") && !vault.contains("clients"));
}

#[test]
fn a_vault_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<attune_vault::Vault>();
}
