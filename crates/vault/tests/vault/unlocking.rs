//! What unlocks a keyring, and what does not.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use attune_vault::{Argon2Cost, Key, Sealed, Unlock, Vault, VaultError};

use crate::common::{Keyring, PASSPHRASE, client, cost, keyring, mode, place};

fn seal_one(keyring: &Keyring) -> Sealed {
    keyring.vault.add_clients(&[client(1)]).unwrap();
    let place = place(Some(client(1)));
    keyring
        .vault
        .seal(Key::Record(client(1)), &place, b"text")
        .unwrap()
}

fn opens_with(keyring: &Keyring, with: Unlock<'_>, sealed: &Sealed) -> bool {
    let vault = Vault::unlock(&keyring.path, with).unwrap();
    let place = place(Some(client(1)));
    *vault.open(Key::Record(client(1)), &place, sealed).unwrap() == b"text"
}

fn is_wrong(keyring: &Keyring, with: Unlock<'_>) -> bool {
    matches!(
        Vault::unlock(&keyring.path, with),
        Err(VaultError::WrongSecret)
    )
}

#[test]
fn each_slot_opens_the_same_keys() {
    let keyring = keyring();
    let sealed = seal_one(&keyring);
    let key_file = keyring.folder.path().join("key");
    keyring.vault.add_key_file(&key_file).unwrap();
    for with in [
        Unlock::Passphrase(PASSPHRASE),
        Unlock::RecoveryCode(keyring.code.as_str()),
        Unlock::KeyFile(&key_file),
    ] {
        assert!(opens_with(&keyring, with, &sealed), "{with:?}");
    }
}

#[test]
fn a_wrong_secret_is_said_to_be_wrong() {
    let (ours, other) = (keyring(), keyring());
    let (our_key, other_key) = (
        ours.folder.path().join("key"),
        other.folder.path().join("key"),
    );
    ours.vault.add_key_file(&our_key).unwrap();
    other.vault.add_key_file(&other_key).unwrap();
    for with in [
        Unlock::Passphrase("four plain words her"),
        Unlock::Passphrase("Four plain words here"),
        Unlock::Passphrase(""),
        Unlock::RecoveryCode(other.code.as_str()),
        Unlock::KeyFile(&other_key),
    ] {
        assert!(is_wrong(&ours, with), "{with:?}");
    }
}

#[test]
fn a_recovery_code_is_read_as_people_type_it() {
    let keyring = keyring();
    let sealed = seal_one(&keyring);
    let printed = keyring.code.as_str();
    let typed = [
        printed.to_lowercase(),
        printed.replace('-', ""),
        printed.replace('-', " "),
        printed.replace('-', " \u{2013} "),
        printed.replace('0', "O").replace('1', "l"),
        printed.replace('0', "o").replace('1', "I"),
        format!("  {}\r\n", printed.replacen('-', "\n", 7)),
    ];
    for typed in typed {
        assert!(opens_with(&keyring, Unlock::RecoveryCode(&typed), &sealed));
    }
}

#[test]
fn a_mistyped_recovery_code_is_told_from_a_wrong_one() {
    let keyring = keyring();
    let printed = keyring.code.as_str();
    let last = if printed.ends_with('7') { "8" } else { "7" };
    for typed in [
        String::new(),
        printed[..printed.len() - 1].to_owned(),
        format!("{printed}7"),
        format!("{}{last}", &printed[..printed.len() - 1]),
        printed.replacen('-', "U", 1),
        format!("{}\u{1F511}", &printed[..printed.len() - 1]),
    ] {
        assert!(matches!(
            Vault::unlock(&keyring.path, Unlock::RecoveryCode(&typed)),
            Err(VaultError::MistypedRecoveryCode { .. })
        ));
    }
}

#[test]
fn a_new_passphrase_replaces_the_old_one() {
    let keyring = keyring();
    let sealed = seal_one(&keyring);
    let new = "quite another sentence";
    keyring.vault.change_passphrase(new, cost()).unwrap();
    assert!(is_wrong(&keyring, Unlock::Passphrase(PASSPHRASE)));
    assert!(opens_with(&keyring, Unlock::Passphrase(new), &sealed));
    let code = Unlock::RecoveryCode(keyring.code.as_str());
    assert!(opens_with(&keyring, code, &sealed));
}

#[test]
fn a_new_recovery_code_replaces_the_old_one() {
    let keyring = keyring();
    let sealed = seal_one(&keyring);
    let new = keyring.vault.renew_recovery_code().unwrap();
    let old = Unlock::RecoveryCode(keyring.code.as_str());
    assert!(is_wrong(&keyring, old));
    assert!(opens_with(
        &keyring,
        Unlock::RecoveryCode(new.as_str()),
        &sealed
    ));
    assert!(opens_with(
        &keyring,
        Unlock::Passphrase(PASSPHRASE),
        &sealed
    ));
}

#[test]
fn a_short_passphrase_is_refused_and_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keyring");
    let made = Vault::create(&path, "seven77", cost());
    assert!(matches!(
        made,
        Err(VaultError::PassphraseTooShort { minimum: 8 })
    ));
    assert!(!path.exists());
    let keyring = keyring();
    assert!(keyring.vault.change_passphrase("", cost()).is_err());
    keyring.again();
}

#[test]
fn an_existing_file_is_never_overwritten() {
    let keyring = keyring();
    let before = fs::read(&keyring.path).unwrap();
    for path in [&keyring.path, &keyring.folder.path().join("other")] {
        fs::write(path, fs::read(path).unwrap_or(b"precious".to_vec())).unwrap();
        assert!(matches!(
            Vault::create(path, PASSPHRASE, cost()),
            Err(VaultError::AlreadyExists { .. })
        ));
        assert!(matches!(
            keyring.vault.add_key_file(path),
            Err(VaultError::AlreadyExists { .. })
        ));
        assert!(matches!(
            keyring.vault.copy_to(path),
            Err(VaultError::AlreadyExists { .. })
        ));
    }
    assert_eq!(fs::read(&keyring.path).unwrap(), before);
    assert_eq!(
        fs::read(keyring.folder.path().join("other")).unwrap(),
        b"precious"
    );
}

#[test]
fn a_missing_keyring_is_said_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    let unlocked = Vault::unlock(
        &folder.path().join("keyring"),
        Unlock::Passphrase(PASSPHRASE),
    );
    assert!(matches!(unlocked, Err(VaultError::NotFound { .. })));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_key_file_open_to_others_is_refused() {
    let keyring = keyring();
    let path = keyring.folder.path().join("key");
    keyring.vault.add_key_file(&path).unwrap();
    for (mode, good) in [
        (0o600, true),
        (0o400, true),
        (0o640, false),
        (0o604, false),
        (0o620, false),
        (0o601, false),
    ] {
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        match Vault::unlock(&keyring.path, Unlock::KeyFile(&path)) {
            Ok(_) => assert!(good, "{mode:o}"),
            Err(VaultError::KeyFileExposed { mode: found, .. }) => {
                assert!(!good);
                assert_eq!(found, mode);
            }
            Err(other) => panic!("{other}"),
        }
    }
}

#[test]
fn a_damaged_key_file_is_said_to_be_damaged() {
    let keyring = keyring();
    let path = keyring.folder.path().join("key");
    keyring.vault.add_key_file(&path).unwrap();
    let whole = fs::read(&path).unwrap();
    let complete = whole.len() - 1; // all but the last line's end
    let mut contents: Vec<Vec<u8>> = (0..complete).map(|n| whole[..n].to_vec()).collect();
    contents.push(vec![0xFF; 60]);
    contents.push(vec![b'a'; 100_000]);
    for content in contents {
        fs::write(&path, &content).unwrap();
        assert!(matches!(
            Vault::unlock(&keyring.path, Unlock::KeyFile(&path)),
            Err(VaultError::DamagedKeyFile { .. })
        ));
    }
}

#[test]
fn revoked_key_files_open_nothing() {
    let keyring = keyring();
    let paths = ["one", "two"].map(|name| keyring.folder.path().join(name));
    for path in &paths {
        keyring.vault.add_key_file(path).unwrap();
        Vault::unlock(&keyring.path, Unlock::KeyFile(path)).unwrap();
    }
    keyring.vault.revoke_key_files().unwrap();
    for path in &paths {
        assert!(matches!(
            Vault::unlock(&keyring.path, Unlock::KeyFile(path)),
            Err(VaultError::NoSuchSlot { kind: "key file" })
        ));
    }
    keyring.again();
}

#[test]
fn key_files_have_a_limit_that_leaves_nothing_behind() {
    let keyring = keyring();
    let path = |number: usize| keyring.folder.path().join(format!("key-{number}"));
    let refused = (0..100).find(|number| keyring.vault.add_key_file(&path(*number)).is_err());
    let refused = refused.unwrap();
    assert!(!path(refused).exists());
    Vault::unlock(&keyring.path, Unlock::KeyFile(&path(refused - 1))).unwrap();
}

#[test]
fn every_file_is_for_its_owner_only() {
    let keyring = keyring();
    keyring.vault.add_clients(&[client(1), client(2)]).unwrap();
    let key_file = keyring.folder.path().join("key");
    keyring.vault.add_key_file(&key_file).unwrap();
    keyring.vault.erase_client(client(1)).unwrap();
    keyring
        .vault
        .copy_to(&keyring.folder.path().join("copy"))
        .unwrap();
    let mut names = Vec::new();
    for entry in fs::read_dir(keyring.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        names.push(path.file_name().unwrap().to_string_lossy().into_owned());
    }
    names.sort();
    assert_eq!(names, ["copy", "key", "keyring", "keyring.lock"]);
}

#[test]
fn a_real_cost_cannot_be_lowered_by_accident() {
    let default = Argon2Cost::default();
    assert_eq!((default.memory_kib(), default.passes()), (65_536, 3));
    assert_eq!(Argon2Cost::at_least_default(0, 0), default);
    let higher = Argon2Cost::at_least_default(131_072, 4);
    assert_eq!((higher.memory_kib(), higher.passes()), (131_072, 4));
}
