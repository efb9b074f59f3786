//! A personal key opens with its password, its text opens with the key, and neither with anything else.

use attune_vault::{
    Argon2Cost, KeptPersonalKey, LockedPersonalKey, PersonalKey, Place, SealedForOne, VaultError,
};
use uuid::Uuid;

use crate::common::{client, keyring};

const PASSWORD: &str = "quiet river at dawn";

fn place(version: u64) -> Place<'static> {
    Place {
        table: "draft",
        column: "sealed",
        client: Some(client(1)),
        row: Uuid::from_u128(7),
        version,
    }
}

fn locked(key: &PersonalKey, install: Uuid) -> LockedPersonalKey {
    let cost = Argon2Cost::lowered_for_tests();
    let locked = key.lock(install, PASSWORD, cost).unwrap();
    // As it comes back from where it was stored.
    serde_json::from_str(&serde_json::to_string(&locked).unwrap()).unwrap()
}

#[test]
fn only_the_password_opens_the_key() {
    let keyring = keyring();
    let install = keyring.vault.install();
    let key = PersonalKey::random().unwrap();
    let locked = locked(&key, install);
    assert_eq!(locked.id(), key.id());
    let opened = locked.open(install, PASSWORD).unwrap().unwrap();
    let sealed = key.seal(install, &place(1), b"moved to tears").unwrap();
    let text = opened.open(install, &place(1), &sealed).unwrap();
    assert_eq!(*text, b"moved to tears");
    assert!(
        locked
            .open(install, "quiet river at dusk")
            .unwrap()
            .is_none()
    );
    assert!(locked.open(Uuid::from_u128(1), PASSWORD).unwrap().is_none());
}

#[test]
fn a_text_opens_with_its_own_key_in_its_own_place() {
    let install = keyring().vault.install();
    let (one, other) = (
        PersonalKey::random().unwrap(),
        PersonalKey::random().unwrap(),
    );
    let sealed = one.seal(install, &place(1), b"a note").unwrap();
    let stored = serde_json::to_string(&sealed).unwrap();
    let sealed: SealedForOne = serde_json::from_str(&stored).unwrap();
    assert_eq!(sealed.key(), one.id());
    let refused = other.open(install, &place(1), &sealed);
    assert!(matches!(refused, Err(VaultError::OtherKey)));
    // An older version put back is refused like any change.
    let refused = one.open(install, &place(2), &sealed);
    assert!(matches!(refused, Err(VaultError::NotAuthentic)));
    let refused = one.open(Uuid::from_u128(1), &place(1), &sealed);
    assert!(matches!(refused, Err(VaultError::NotAuthentic)));
    // Another key that claims the id of the right one.
    let claimed = stored.replace(&one.id().to_string(), &other.id().to_string());
    let claimed: SealedForOne = serde_json::from_str(&claimed).unwrap();
    let refused = other.open(install, &place(1), &claimed);
    assert!(matches!(refused, Err(VaultError::NotAuthentic)));
}

#[test]
fn every_flipped_bit_of_a_text_is_refused() {
    let install = keyring().vault.install();
    let key = PersonalKey::random().unwrap();
    let sealed = key.seal(install, &place(1), b"a note").unwrap();
    let stored = serde_json::to_value(&sealed).unwrap();
    let digits = stored["bytes"].as_str().unwrap().to_owned();
    for at in 0..digits.len() {
        let mut changed = digits.clone().into_bytes();
        changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
        let mut value = stored.clone();
        value["bytes"] = String::from_utf8(changed).unwrap().into();
        let changed: SealedForOne = serde_json::from_value(value).unwrap();
        assert!(
            key.open(install, &place(1), &changed).is_err(),
            "digit {at}"
        );
    }
}

#[test]
fn what_a_browser_holds_is_good_for_its_own_session_only() {
    let keyring = keyring();
    let install = keyring.vault.install();
    let key = PersonalKey::random().unwrap();
    let (session, another) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let handed_out = keyring.vault.hand_out(&key, session).unwrap();
    let back = keyring.vault.take_back(&handed_out, session).unwrap();
    let sealed = key.seal(install, &place(1), b"a note").unwrap();
    assert_eq!(*back.open(install, &place(1), &sealed).unwrap(), b"a note");
    assert!(keyring.vault.take_back(&handed_out, another).is_err());
    assert!(!format!("{key:?} {handed_out:?}").contains("secret"));
}

#[test]
fn a_key_kept_under_another_opens_with_that_one_alone() {
    let install = keyring().vault.install();
    let [earlier, later, strange] = [(); 3].map(|()| PersonalKey::random().unwrap());
    let sealed = earlier.seal(install, &place(1), b"of long ago").unwrap();
    let kept = later.keep(install, &earlier).unwrap();
    let stored = serde_json::to_string(&kept).unwrap();
    let kept: KeptPersonalKey = serde_json::from_str(&stored).unwrap();
    assert_eq!(kept.id(), earlier.id());
    let opened = later.take_out(install, &kept).unwrap();
    let text = opened.open(install, &place(1), &sealed).unwrap();
    assert_eq!(*text, b"of long ago");

    assert!(strange.take_out(install, &kept).is_none());
    assert!(later.take_out(Uuid::from_u128(1), &kept).is_none());
    // Passed off as another person's, or as another key: not authentic.
    let passed_off = stored.replace(&later.id().to_string(), &strange.id().to_string());
    let passed_off: KeptPersonalKey = serde_json::from_str(&passed_off).unwrap();
    assert!(strange.take_out(install, &passed_off).is_none());
    let renamed = stored.replace(&earlier.id().to_string(), &strange.id().to_string());
    let renamed: KeptPersonalKey = serde_json::from_str(&renamed).unwrap();
    assert!(later.take_out(install, &renamed).is_none());
}
