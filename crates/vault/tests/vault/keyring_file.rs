//! What happens to the keyring's file: torn ends, damage, copies, older copies.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use attune_ids::ClientId;
use attune_vault::{Damage, Key, Unlock, Vault, VaultError};

use crate::common::{Keyring, PASSPHRASE, client, clients, keyring, place};

const RECORD: usize = 128;
const SECTOR: usize = 512;

fn unlock(path: &Path) -> Result<Vault, VaultError> {
    Vault::unlock(path, Unlock::Passphrase(PASSPHRASE))
}

fn knows(vault: &Vault, client: ClientId) -> bool {
    match vault.seal(Key::Record(client), &place(Some(client)), b"text") {
        Ok(_) => true,
        Err(VaultError::UnknownClient(unknown)) if unknown == client => false,
        Err(other) => panic!("{other}"),
    }
}

fn damage(path: &Path) -> Damage {
    match unlock(path) {
        Err(VaultError::Damaged { damage, .. }) => damage,
        other => panic!("expected damage and got {other:?}"),
    }
}

/// The header is everything before the first record.
fn header_length(keyring: &Keyring, records: usize) -> usize {
    fs::read(&keyring.path).unwrap().len() - records * RECORD
}

#[test]
fn an_append_cut_at_any_byte_loses_only_itself() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(2)).unwrap();
    let acknowledged = fs::read(&keyring.path).unwrap().len();
    keyring.vault.add_clients(&[client(2)]).unwrap();
    let whole = fs::read(&keyring.path).unwrap();
    assert_eq!(whole.len(), acknowledged + RECORD);
    for length in acknowledged..whole.len() {
        fs::write(&keyring.path, &whole[..length]).unwrap();
        let vault = unlock(&keyring.path).unwrap();
        assert_eq!(
            fs::read(&keyring.path).unwrap(),
            whole[..acknowledged],
            "cut at {length}"
        );
        assert!(knows(&vault, client(0)) && knows(&vault, client(1)));
        assert!(!knows(&vault, client(2)));
        vault.add_clients(&[client(2)]).unwrap();
        assert!(knows(&unlock(&keyring.path).unwrap(), client(2)));
    }
}

#[test]
fn a_handle_that_was_open_during_the_crash_of_another_cleans_up_too() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(1)).unwrap();
    let mut bytes = fs::read(&keyring.path).unwrap();
    bytes.extend([0xAB; 77]);
    fs::write(&keyring.path, bytes).unwrap();
    assert!(knows(&keyring.vault, client(0)) && !knows(&keyring.vault, client(1)));
    keyring.vault.add_clients(&[client(1)]).unwrap();
    assert!(knows(&keyring.again(), client(1)));
}

#[test]
fn an_append_whose_sectors_reached_the_disk_in_any_order_loses_only_itself() {
    let keyring = keyring();
    let before = clients(3);
    keyring.vault.add_clients(&before).unwrap();
    let acknowledged = fs::read(&keyring.path).unwrap().len();
    let added: Vec<_> = (3..24).map(client).collect();
    keyring.vault.add_clients(&added).unwrap();
    let whole = fs::read(&keyring.path).unwrap();
    let first_sector = acknowledged / SECTOR;
    let sectors = whole.len().div_ceil(SECTOR) - first_sector;
    assert_eq!(sectors, 6);
    for missing in 0..1 << sectors {
        let mut bytes = whole.clone();
        for sector in (0..sectors).filter(|sector| missing >> sector & 1 == 1) {
            let start = ((first_sector + sector) * SECTOR).max(acknowledged);
            let end = ((first_sector + sector + 1) * SECTOR).min(whole.len());
            bytes[start..end].fill(0);
        }
        fs::write(&keyring.path, bytes).unwrap();
        let vault = unlock(&keyring.path).unwrap();
        assert!(before.iter().all(|client| knows(&vault, *client)));
        vault.add_clients(&added).unwrap();
        vault.add_clients(&[client(99)]).unwrap();
        let vault = unlock(&keyring.path).unwrap();
        assert_eq!(vault.client_count(), 25, "without sectors {missing:b}");
    }
}

#[test]
fn records_missing_from_a_finished_append_are_damage_and_not_a_torn_end() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(4)).unwrap();
    let header = header_length(&keyring, 4);
    keyring.vault.add_clients(&[client(4)]).unwrap();
    let mut bytes = fs::read(&keyring.path).unwrap();
    bytes[header + RECORD..header + 2 * RECORD].fill(0);
    fs::write(&keyring.path, bytes).unwrap();
    assert_eq!(damage(&keyring.path), Damage::ClientKeys { record: 1 });
}

#[test]
fn records_missing_from_a_rewritten_file_are_damage_and_not_a_torn_end() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(6)).unwrap();
    keyring.vault.erase_client(client(5)).unwrap();
    let header = header_length(&keyring, 5);
    let whole = fs::read(&keyring.path).unwrap();

    let mut zeroed = whole.clone();
    zeroed[header + 2 * RECORD..header + 3 * RECORD].fill(0);
    fs::write(&keyring.path, &zeroed).unwrap();
    assert_eq!(damage(&keyring.path), Damage::ClientKeys { record: 2 });

    for length in header..whole.len() {
        fs::write(&keyring.path, &whole[..length]).unwrap();
        assert_eq!(damage(&keyring.path), Damage::Shorter);
    }
    assert_eq!(fs::read(&keyring.path).unwrap().len(), whole.len() - 1);
}

#[test]
fn every_changed_byte_is_found_and_not_taken_for_a_wrong_passphrase() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(2)).unwrap();
    let whole = fs::read(&keyring.path).unwrap();
    for position in 0..whole.len() {
        for change in [0x01, 0x80] {
            let mut bytes = whole.clone();
            bytes[position] ^= change;
            fs::write(&keyring.path, bytes).unwrap();
            let unlocked = unlock(&keyring.path);
            assert!(
                matches!(
                    unlocked,
                    Err(VaultError::Damaged { .. } | VaultError::UnsupportedVersion { .. })
                ),
                "byte {position}: {unlocked:?}"
            );
        }
    }
}

#[test]
fn every_cut_header_is_damage() {
    let keyring = keyring();
    let whole = fs::read(&keyring.path).unwrap();
    for length in 0..whole.len() {
        fs::write(&keyring.path, &whole[..length]).unwrap();
        damage(&keyring.path);
    }
}

#[test]
fn exchanged_records_are_damage() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(2)).unwrap();
    let header = header_length(&keyring, 2);
    let mut bytes = fs::read(&keyring.path).unwrap();
    let (one, two) = bytes[header..].split_at_mut(RECORD);
    one.swap_with_slice(two);
    fs::write(&keyring.path, bytes).unwrap();
    assert_eq!(damage(&keyring.path), Damage::ClientKeys { record: 0 });
}

#[test]
fn a_header_edited_by_hand_is_found_even_with_a_right_checksum() {
    use sha2::{Digest, Sha256};
    let keyring = keyring();
    keyring
        .vault
        .add_key_file(&keyring.folder.path().join("key"))
        .unwrap();
    let text = String::from_utf8(fs::read(&keyring.path).unwrap()).unwrap();
    let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
    // Hides the key file's slot, as someone might who does not want it revoked.
    lines[1] = lines[1].replace(
        "key-file",
        "passphrase\",\"memory_kib\":64,\"passes\":1,\"was\":\"key-file",
    );
    let signed = format!("{}\n{}\n", lines[0], lines[1]);
    let mut checksum = String::new();
    for byte in Sha256::digest(&signed) {
        write!(checksum, "{byte:02x}").unwrap();
    }
    let seal = lines[2].split_once(' ').unwrap().1;
    fs::write(&keyring.path, format!("{signed}{checksum} {seal}\n")).unwrap();
    assert_eq!(damage(&keyring.path), Damage::HeaderSeal);
}

#[test]
fn a_newer_format_is_not_called_damage() {
    let keyring = keyring();
    let text = String::from_utf8(fs::read(&keyring.path).unwrap()).unwrap();
    fs::write(&keyring.path, text.replacen(" 1\n", " 2\n", 1)).unwrap();
    assert!(matches!(
        unlock(&keyring.path),
        Err(VaultError::UnsupportedVersion {
            what: "keyring",
            found: 2
        })
    ));
}

#[test]
fn a_copy_opens_like_the_original() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(5)).unwrap();
    let sealed = keyring
        .vault
        .seal(Key::Record(client(1)), &place(Some(client(1))), b"text")
        .unwrap();
    let copy = keyring.folder.path().join("copy");
    keyring.vault.copy_to(&copy).unwrap();
    let vault = unlock(&copy).unwrap();
    assert_eq!(vault.client_count(), 5);
    assert_eq!(vault.install(), keyring.vault.install());
    let opened = vault.open(Key::Record(client(1)), &place(Some(client(1))), &sealed);
    assert_eq!(*opened.unwrap(), b"text");
}

#[test]
fn a_damaged_original_is_not_copied() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(5)).unwrap();
    let mut bytes = fs::read(&keyring.path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&keyring.path, bytes).unwrap();
    let copy = keyring.folder.path().join("copy");
    assert!(matches!(
        keyring.vault.copy_to(&copy),
        Err(VaultError::Damaged { .. })
    ));
    assert!(!copy.exists());
}

#[test]
fn an_older_copy_put_in_place_does_not_take_keys_from_memory() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(2)).unwrap();
    let older = fs::read(&keyring.path).unwrap();
    let changes: [&dyn Fn(); 3] = [
        &|| keyring.vault.add_clients(&[client(2)]).unwrap(),
        &|| drop(keyring.vault.renew_recovery_code().unwrap()),
        &|| assert_eq!(keyring.vault.erase_client(client(0)).unwrap().epoch, 2),
    ];
    for change in changes {
        change();
        let newer = fs::read(&keyring.path).unwrap();
        fs::write(&keyring.path, &older).unwrap();
        for refused in [
            keyring.vault.refresh(),
            keyring.vault.add_clients(&[client(9)]),
        ] {
            assert!(matches!(
                refused,
                Err(VaultError::Damaged {
                    damage: Damage::RolledBack,
                    ..
                })
            ));
        }
        assert!(knows(&keyring.vault, client(2)));
        fs::write(&keyring.path, newer).unwrap();
        keyring.vault.refresh().unwrap();
    }
}

#[test]
fn a_keyring_that_vanished_does_not_stop_work_with_known_clients() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(1)).unwrap();
    fs::remove_file(&keyring.path).unwrap();
    assert!(knows(&keyring.vault, client(0)));
    assert!(matches!(
        keyring.vault.refresh(),
        Err(VaultError::NotFound { .. })
    ));
    assert!(keyring.vault.add_clients(&[client(1)]).is_err());
}

#[test]
fn a_link_to_a_keyring_stays_a_link() {
    let keyring = keyring();
    let link = keyring.folder.path().join("link");
    std::os::unix::fs::symlink(&keyring.path, &link).unwrap();
    let vault = unlock(&link).unwrap();
    vault.add_clients(&clients(2)).unwrap();
    vault.erase_client(client(0)).unwrap();
    assert!(link.is_symlink());
    assert!(knows(&keyring.again(), client(1)));
}

#[test]
fn a_rewrite_that_fails_leaves_the_old_keyring_and_nothing_else() {
    let keyring = keyring();
    keyring.vault.add_clients(&clients(2)).unwrap();
    // A folder in the way of the temporary file.
    let in_the_way = keyring.folder.path().join("keyring.new");
    fs::create_dir(&in_the_way).unwrap();
    let before = fs::read(&keyring.path).unwrap();
    assert!(matches!(
        keyring.vault.erase_client(client(0)),
        Err(VaultError::Io { .. })
    ));
    assert_eq!(fs::read(&keyring.path).unwrap(), before);
    assert!(knows(&keyring.vault, client(0)));
    let key_file = keyring.folder.path().join("key");
    assert!(keyring.vault.add_key_file(&key_file).is_err());
    assert!(!key_file.exists());
    fs::remove_dir(&in_the_way).unwrap();
    keyring.vault.erase_client(client(0)).unwrap();
}
