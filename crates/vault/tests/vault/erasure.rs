//! After an erasure nothing in the keyring opens the client's data.

use std::fs::{self, File};
use std::io::Read;

use attune_vault::{Key, Place, Sealed, Unlock, Vault, VaultError};

use crate::common::{PASSPHRASE, client, clients, keyring, place};

#[test]
fn the_erased_client_is_gone_and_everyone_else_is_not() {
    let keyring = keyring();
    let all = clients(30);
    keyring.vault.add_clients(&all).unwrap();
    let seal = |key: Key| {
        let place = place(key.client());
        (key, keyring.vault.seal(key, &place, b"text").unwrap())
    };
    let mut sealed: Vec<(Key, Sealed)> = all
        .iter()
        .flat_map(|client| [Key::Identity(*client), Key::Record(*client)])
        .map(seal)
        .collect();
    sealed.push(seal(Key::Practice));
    let mac = keyring
        .vault
        .mac(attune_vault::MacLabel::LoginLookup, b"anna");

    let certificate = keyring.vault.erase_client(client(17)).unwrap();
    assert_eq!(certificate.client, client(17));
    assert_eq!(certificate.install, keyring.vault.install());
    assert_eq!((certificate.epoch, certificate.clients_kept), (2, 29));
    assert!(certificate.old_file_wiped);

    for vault in [&keyring.vault, &keyring.again()] {
        assert_eq!((vault.epoch(), vault.client_count()), (2, 29));
        assert_eq!(vault.mac(attune_vault::MacLabel::LoginLookup, b"anna"), mac);
        for (key, value) in &sealed {
            let opened = vault.open(*key, &place(key.client()), value);
            if key.client() == Some(client(17)) {
                assert!(
                    matches!(opened, Err(VaultError::UnknownClient(gone)) if gone == client(17))
                );
            } else {
                assert_eq!(*opened.unwrap(), b"text");
            }
        }
    }
    let again = keyring.vault.erase_client(client(17));
    assert!(matches!(again, Err(VaultError::UnknownClient(_))));
    assert_eq!(keyring.vault.epoch(), 2);
}

#[test]
fn a_client_added_again_gets_new_keys() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(2)).unwrap();
    let (key, place) = (Key::Record(client(0)), place(Some(client(0))));
    let sealed = keyring.vault.seal(key, &place, b"text").unwrap();
    keyring.vault.erase_client(client(0)).unwrap();
    keyring.vault.add_clients(&[client(0)]).unwrap();
    assert!(matches!(
        keyring.vault.open(key, &place, &sealed),
        Err(VaultError::OtherKey)
    ));
}

#[test]
fn nothing_of_the_old_file_that_is_wrapped_is_in_the_new_one() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(10)).unwrap();
    let old = fs::read(&keyring.path).unwrap();
    let mut old_file = File::open(&keyring.path).unwrap();
    keyring.vault.erase_client(client(4)).unwrap();
    let new = fs::read(&keyring.path).unwrap();
    let contains = |part: &[u8]| new.windows(part.len()).any(|window| window == part);

    assert!(!contains(client(4).0.as_bytes()));
    let records = &old[old.len() - 10 * 128..];
    for record in records.chunks_exact(128) {
        // Nonce, both halves of the keys and the tag: every record is wrapped anew.
        for part in record[24..].chunks_exact(8) {
            assert!(!contains(part));
        }
    }
    let header = String::from_utf8_lossy(&old[..old.len() - 10 * 128]).into_owned();
    let json: serde_json::Value = serde_json::from_str(header.lines().nth(1).unwrap()).unwrap();
    for wrapped in [&json["wrapping_key"], &json["practice_key"]["wrapped"]] {
        assert!(!contains(wrapped.as_str().unwrap().as_bytes()));
    }

    // The replaced file, still open here, was overwritten before its space was given back.
    let mut left = Vec::new();
    old_file.read_to_end(&mut left).unwrap();
    assert_eq!(left, vec![0; old.len()]);
}

#[test]
fn a_hard_linked_backup_is_left_alone_and_reported() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(2)).unwrap();
    let linked = keyring.folder.path().join("linked");
    fs::hard_link(&keyring.path, &linked).unwrap();
    let before = fs::read(&linked).unwrap();
    let certificate = keyring.vault.erase_client(client(0)).unwrap();
    assert!(!certificate.old_file_wiped);
    assert_eq!(fs::read(&linked).unwrap(), before);
}

/// Not a wish but the honest limit: why old keyring copies must be destroyed, and why data backups and
/// keyring backups are separate lines.
#[test]
fn an_older_copy_of_the_keyring_still_opens_what_was_erased() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(1)).unwrap();
    let (key, place) = (Key::Record(client(0)), place(Some(client(0))));
    let sealed = keyring.vault.seal(key, &place, b"text").unwrap();
    let hoarded = keyring.folder.path().join("hoarded");
    keyring.vault.copy_to(&hoarded).unwrap();
    keyring.vault.erase_client(client(0)).unwrap();
    let old = Vault::unlock(&hoarded, Unlock::Passphrase(PASSPHRASE)).unwrap();
    assert_eq!(*old.open(key, &place, &sealed).unwrap(), b"text");
}

#[test]
fn another_process_loses_the_keys_too() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(2)).unwrap();
    let other = keyring.again();
    let home = place(Some(client(0)));
    let sealed = other.seal(Key::Record(client(0)), &home, b"text").unwrap();
    keyring.vault.erase_client(client(0)).unwrap();
    // Nobody asks it to look at the file; at most a second later it does.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(matches!(
        other.open(Key::Record(client(0)), &home, &sealed),
        Err(VaultError::UnknownClient(_))
    ));
    // It also goes on to write with the new epoch's key.
    other.add_clients(&[client(7)]).unwrap();
    let place = Place {
        client: Some(client(7)),
        ..home
    };
    let sealed = other.seal(Key::Record(client(7)), &place, b"text").unwrap();
    for vault in [&keyring.vault, &keyring.again()] {
        let opened = vault.open(Key::Record(client(7)), &place, &sealed);
        assert_eq!(*opened.unwrap(), b"text");
    }
}

#[test]
fn what_an_interrupted_rewrite_left_is_removed() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(2)).unwrap();
    let unfinished = keyring.folder.path().join("keyring.new");
    fs::copy(&keyring.path, &unfinished).unwrap();
    keyring.vault.erase_client(client(0)).unwrap();
    assert!(!unfinished.exists());
    assert_eq!(keyring.again().client_count(), 1);
}
