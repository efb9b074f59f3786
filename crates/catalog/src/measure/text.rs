//! The wording of a measure in one language.

use std::collections::BTreeMap;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Measure, OptionKind};
use crate::error::{CatalogError, Place};
use crate::files::Source;

/// The content of `text.<language>.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Language tag, for example `en`.
    pub language: String,
    /// Hash of the wording: SHA-256 over the file without this line, hexadecimal. Stored with every response.
    pub sha256: String,
    /// The copies this wording was compared with.
    pub verified_against: Vec<String>,
    /// How far it was checked, where that is not simply the number of copies.
    #[serde(default)]
    verification: Option<Verification>,
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

/// How far a wording was checked. Pages show it wherever it is less than the holder's own form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// Our own words: there is nothing to compare them with.
    Own,
    /// Compared with the form as its holder publishes it.
    AtSource,
    /// Compared with at least two independent copies.
    SeveralCopies,
    /// Compared with one copy.
    OneCopy,
    /// Not compared with anything.
    Unverified,
}

impl Verification {
    /// What to say about it, in English.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Own => "own wording",
            Self::AtSource => "compared with the holder's own form",
            Self::SeveralCopies => {
                "compared with several copies, not yet with the holder's own form"
            }
            Self::OneCopy => "compared with one copy, not yet with the holder's own form",
            Self::Unverified => "not yet compared with any copy",
        }
    }
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
    /// How far the wording was checked.
    pub fn verification(&self) -> Verification {
        let counted = match self.verified_against.as_slice() {
            [] => Verification::Unverified,
            [only] if only == "own wording" => Verification::Own,
            [_] => Verification::OneCopy,
            _ => Verification::SeveralCopies,
        };
        self.verification.unwrap_or(counted)
    }

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

/// Reads one text file: unchanged since it was checked, and complete.
pub(super) fn read(source: Source<'_>, measure: &Measure) -> Result<Text, CatalogError> {
    let text: Text = source.toml()?;
    if source.stem() != format!("text.{}", text.language) {
        return Err(CatalogError::Identity {
            at: source.whole(),
            message: format!(
                "the file name and the language \"{}\" disagree",
                text.language
            ),
        });
    }
    let found = wording_hash(source.text);
    if text.sha256 != found {
        let line = source
            .text
            .lines()
            .position(|line| line.starts_with("sha256"));
        return Err(CatalogError::TextHash {
            at: Place {
                file: source.path.to_owned(),
                line: line.map(|line| line + 1),
                column: None,
            },
            expected: text.sha256,
            found,
        });
    }
    check_complete(source, &text, measure)?;
    check_used(source, &text, measure)?;
    Ok(text)
}

/// Everything that is shown has its wording.
fn check_complete(source: Source<'_>, text: &Text, measure: &Measure) -> Result<(), CatalogError> {
    let missing = |kind, name: &str| CatalogError::Unknown {
        at: source.whole(),
        kind,
        name: name.to_owned(),
    };
    for item in &measure.items {
        text.item(&item.id)
            .ok_or_else(|| missing("wording for item", &item.id))?;
        match &item.options.kind {
            OptionKind::Choices(choices) => {
                for choice in choices {
                    text.choice(&item.options.id, &choice.id)
                        .ok_or_else(|| missing("wording for choice", &choice.id))?;
                }
            }
            OptionKind::Scale { .. } => {
                text.ends(&item.id, &item.options.id)
                    .ok_or_else(|| missing("wording for the ends of", &item.id))?;
            }
        }
    }
    for question in &measure.open_questions {
        text.open(question)
            .ok_or_else(|| missing("wording for open question", question))?;
    }
    Ok(())
}

/// Every wording belongs to something that is shown; a misspelt name would otherwise go unnoticed.
fn check_used(source: Source<'_>, text: &Text, measure: &Measure) -> Result<(), CatalogError> {
    let refer = |kind, name: &str, exists: bool| {
        if exists {
            Ok(())
        } else {
            Err(CatalogError::Unknown {
                at: source.near(name),
                kind,
                name: name.to_owned(),
            })
        }
    };
    let uses = |set: &str| measure.items.iter().find(|item| item.options.id == set);
    for name in text.items.keys() {
        refer("item", name, measure.item(name).is_some())?;
    }
    for (set, choices) in &text.options {
        let item = uses(set);
        refer("option set", set, item.is_some())?;
        for name in choices.keys() {
            let offered = item.is_some_and(|item| match &item.options.kind {
                OptionKind::Choices(choices) => choices.iter().any(|choice| &choice.id == name),
                OptionKind::Scale { .. } => false,
            });
            refer("choice", name, offered)?;
        }
    }
    for name in text.ends.keys() {
        let known = measure.item(name).is_some() || uses(name).is_some();
        refer("item or option set", name, known)?;
    }
    for name in text.open.keys() {
        refer("open question", name, measure.open_questions.contains(name))?;
    }
    Ok(())
}
