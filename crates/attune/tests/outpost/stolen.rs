//! Whoever takes all that lies at the portal away reads nothing in it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use attune_vault::{Argon2Cost, LinkSecret, Vault};

use crate::scene::{CLIENT, Scene};
use crate::support::PASSPHRASE;

/// Whoever takes the whole folder away tries everything in it as a key to everything else.
pub fn nothing_can_be_read(scene: &Scene, secret: &str, drafts: &BTreeMap<PathBuf, Vec<u8>>) {
    let folder = scene.portal_folder();
    let mut files = drafts.clone();
    for kind in ["packets", "drafts", "waiting", "urgent", "front"] {
        files.extend(scene.files(kind));
    }
    let configuration = std::fs::read(folder.join("portal.toml")).unwrap();
    files.insert(folder.join("portal.toml"), configuration);

    let lookup = LinkSecret::of(secret).unwrap().lookup().to_owned();
    let ids = [scene.client.to_string(), scene.assignment.to_string()];
    let mut marked = vec![
        CLIENT,
        "Quillonia",
        "Marksworth",
        "Maria Berg",
        "phq",
        "PHQ",
        "bother",
        secret,
    ];
    marked.extend(ids.iter().map(String::as_str));
    for (path, bytes) in &files {
        for word in &marked {
            let word = word.as_bytes();
            assert!(
                !bytes.windows(word.len()).any(|found| found == word),
                "{}",
                path.display()
            );
        }
    }

    // Every run of 64 hexadecimal digits there, in a name or in a file.
    let mut keys = vec![lookup];
    for (path, bytes) in &files {
        let text = format!(
            "{} {}",
            path.file_name().unwrap().display(),
            String::from_utf8_lossy(bytes)
        );
        let words = text.split(|letter: char| !letter.is_ascii_hexdigit());
        keys.extend(words.filter(|word| word.len() == 64).map(str::to_owned));
    }
    assert!(keys.len() > 5);
    let other = scene.bench.path("other-keyring");
    let other = Vault::create(&other, PASSPHRASE, Argon2Cost::lowered_for_tests())
        .unwrap()
        .0;
    for (path, bytes) in &files {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(other.open_submission(name, bytes).is_err());
        for key in keys.iter().filter_map(|key| LinkSecret::of(key)) {
            assert!(key.open("packet", bytes).is_err() && key.open("draft", bytes).is_err());
        }
    }
    // The same eyes do see something that lies open: the test would notice if sealing were turned off.
    let link = LinkSecret::of(secret).unwrap();
    let packets = scene.files("packets");
    let packet = link
        .open("packet", packets.values().next().unwrap())
        .unwrap();
    assert!(packet.windows(10).any(|found| found == b"Maria Berg"));
    assert!(
        drafts
            .values()
            .any(|draft| link.open("draft", draft).is_ok())
    );
}
