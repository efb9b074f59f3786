//! The wording of a measure in one language.

use std::collections::BTreeMap;

use serde::Deserialize;
use sha2::{Digest, Sha256};

/// The content of `text.<language>.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Language tag, for example `en`.
    pub language: String,
    /// Hash of the wording, hexadecimal: see [`wording_hash`]. Stored with every response.
    pub sha256: String,
    /// The copies this wording was compared with.
    pub verified_against: Vec<String>,
    /// What stands above the items.
    pub stem: String,
    /// Item wording by item id.
    items: BTreeMap<String, String>,
    /// Answer wording by option set and choice.
    #[serde(default)]
    options: BTreeMap<String, BTreeMap<String, String>>,
    /// Wording of a scale's ends, by item or by option set.
    #[serde(default)]
    ends: BTreeMap<String, Ends>,
    /// Wording of open questions by id.
    #[serde(default)]
    open: BTreeMap<String, String>,
}

/// The words at the two ends of a scale.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ends {
    /// At the smallest number.
    pub low: String,
    /// At the largest number.
    pub high: String,
}

impl Text {
    /// The wording of an item.
    pub fn item(&self, item: &str) -> Option<&str> {
        self.items.get(item).map(String::as_str)
    }

    /// The wording of an answer.
    pub fn choice(&self, option_set: &str, choice: &str) -> Option<&str> {
        self.options
            .get(option_set)
            .and_then(|set| set.get(choice))
            .map(String::as_str)
    }

    /// The words at the ends of an item's scale: its own, else those of its option set.
    pub fn ends(&self, item: &str, option_set: &str) -> Option<&Ends> {
        self.ends.get(item).or_else(|| self.ends.get(option_set))
    }

    /// The wording of an open question.
    pub fn open(&self, question: &str) -> Option<&str> {
        self.open.get(question).map(String::as_str)
    }
}

/// SHA-256 over the text file without its `sha256` line and with plain line ends, in hexadecimal. The same as
/// `grep -v '^sha256' text.en.toml | sha256sum`.
pub(crate) fn wording_hash(file: &str) -> String {
    let mut hash = Sha256::new();
    for line in file.lines().filter(|line| !line.starts_with("sha256")) {
        hash.update(line.as_bytes());
        hash.update(b"\n");
    }
    let bytes: [u8; 32] = hash.finalize().into();
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0xf])
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}
