//! Whom to call when it cannot wait, by region.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::one_per_file;
use crate::error::CatalogError;
use crate::files::Files;

/// Crisis help in one region. Every practice must check it before relying on it; [`CrisisRegion::verified`] says so.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrisisRegion {
    /// ISO country code, or `international`; the name of its file.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// What to do, in plain words (reading age 12), one step a line.
    steps: Vec<String>,
    /// The emergency number, where there is one for the whole region.
    pub emergency: Option<String>,
    /// Help lines; empty where none is known for sure.
    #[serde(default, rename = "line")]
    pub lines: Vec<CrisisLine>,
    /// How far the numbers have been checked.
    pub verified: String,
    /// The same in other languages, by tag. A language that is not here is read in English.
    #[serde(default)]
    translations: BTreeMap<String, CrisisWords>,
}

/// One help line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrisisLine {
    /// Name to show.
    pub name: String,
    /// The number as people know it.
    pub number: String,
    /// What it is for, in plain words.
    text: String,
    /// The same in other languages, by tag.
    #[serde(default)]
    translations: BTreeMap<String, String>,
}

/// What a region's page says, in one more language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct CrisisWords {
    steps: Vec<String>,
}

impl CrisisRegion {
    /// What to do, one step a line, in this language where it is here, else in English.
    pub fn steps(&self, language: &str) -> &[String] {
        self.translations
            .get(language)
            .map_or(&self.steps, |words| &words.steps)
    }
}

impl CrisisLine {
    /// What it is for, in this language where it is here, else in English.
    pub fn text(&self, language: &str) -> &str {
        self.translations.get(language).unwrap_or(&self.text)
    }

    /// The number for a `tel:` link: digits only.
    pub fn dial(&self) -> String {
        self.number.chars().filter(char::is_ascii_digit).collect()
    }
}

pub(super) fn load(files: &Files) -> Result<Vec<CrisisRegion>, CatalogError> {
    one_per_file(files, "crisis", |region: &CrisisRegion| region.id.clone())
}
