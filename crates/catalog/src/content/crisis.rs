//! Whom to call when it cannot wait, by region.

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
    pub steps: Vec<String>,
    /// The emergency number, where there is one for the whole region.
    pub emergency: Option<String>,
    /// Help lines; empty where none is known for sure.
    #[serde(default, rename = "line")]
    pub lines: Vec<CrisisLine>,
    /// How far the numbers have been checked.
    pub verified: String,
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
    pub text: String,
}

impl CrisisLine {
    /// The number for a `tel:` link: digits only.
    pub fn dial(&self) -> String {
        self.number.chars().filter(char::is_ascii_digit).collect()
    }
}

pub(super) fn load(files: &Files) -> Result<Vec<CrisisRegion>, CatalogError> {
    one_per_file(files, "crisis", |region: &CrisisRegion| region.id.clone())
}
