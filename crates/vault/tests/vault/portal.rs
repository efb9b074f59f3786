//! What a portal holds opens nothing, and what it took in opens for its practice alone.

use attune_vault::{Argon2Cost, LinkSecret, SubmissionKey, Vault};

use crate::common::PASSPHRASE;

fn practice(folder: &std::path::Path, name: &str) -> Vault {
    let cost = Argon2Cost::lowered_for_tests();
    Vault::create(&folder.join(name), PASSPHRASE, cost)
        .unwrap()
        .0
}

const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

#[test]
fn a_submission_opens_for_its_practice_under_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, others) = (
        practice(folder.path(), "ours"),
        practice(folder.path(), "others"),
    );
    let public = SubmissionKey::from_text(&ours.submission_key().unwrap().to_text()).unwrap();
    let sealed = public.seal("one", b"nine answers").unwrap();
    assert_eq!(
        *ours.open_submission("one", &sealed).unwrap(),
        b"nine answers"
    );
    assert!(ours.open_submission("another", &sealed).is_err());
    assert!(others.open_submission("one", &sealed).is_err());
    for at in [0, 31, 32, 60, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(ours.open_submission("one", &changed).is_err(), "byte {at}");
    }
    for length in [0, 31, 32, 71, sealed.len() - 1] {
        assert!(ours.open_submission("one", &sealed[..length]).is_err());
    }
}

#[test]
fn nothing_is_readable_and_sizes_say_little() {
    let folder = tempfile::tempdir().unwrap();
    let public = practice(folder.path(), "ours").submission_key().unwrap();
    let sealed = public.seal("one", b"a word that must not be read").unwrap();
    assert!(!sealed.windows(4).any(|bytes| bytes == b"word"));
    assert_eq!(sealed.len(), public.seal("one", b"").unwrap().len());
    assert_ne!(
        sealed,
        public.seal("one", b"a word that must not be read").unwrap()
    );
    // The neutral point: everybody would know what is agreed with it.
    let nobody = SubmissionKey::from_text(&"00".repeat(32)).unwrap();
    assert!(nobody.seal("one", b"").is_err());
}

#[test]
fn a_link_opens_its_own_packet() {
    let link = LinkSecret::of(SECRET).unwrap();
    let other = LinkSecret::of(&SECRET.replace("00", "01")).unwrap();
    assert_ne!(link.lookup(), SECRET);
    assert_ne!(link.lookup(), other.lookup());
    let sealed = link.seal("packet", b"nine questions").unwrap();
    assert_eq!(*link.open("packet", &sealed).unwrap(), b"nine questions");
    assert!(link.open("answers", &sealed).is_err());
    assert!(other.open("packet", &sealed).is_err());
    assert!(!sealed.windows(4).any(|bytes| bytes == b"nine"));
    for wrong in [
        "",
        "00",
        &SECRET[1..],
        "zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
    ] {
        assert!(LinkSecret::of(wrong).is_none());
    }
}
