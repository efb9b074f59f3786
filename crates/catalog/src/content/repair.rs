//! What can be tried when something has come between client and therapist.

use serde::Deserialize;

use crate::error::CatalogError;
use crate::files::Files;

/// Something to try after a rupture, in our own words, with what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepairApproach {
    /// Stable id.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// What is done.
    pub what: String,
    /// When it has its place.
    pub when: RepairWhen,
    /// What stands behind it.
    pub source: String,
    /// The publication, where there is one.
    pub doi: Option<String>,
}

/// When an approach has its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepairWhen {
    /// In the session in which the rupture shows.
    Now,
    /// In the sessions after it.
    Later,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RepairFile {
    approach: Vec<RepairApproach>,
}

/// Reads them; an id may stand once.
pub(super) fn load(files: &Files) -> Result<Vec<RepairApproach>, CatalogError> {
    let source = files.source("vocabulary/repairs.toml")?;
    let file: RepairFile = source.toml()?;
    super::vocabulary::unique(
        source,
        file.approach.iter().map(|approach| approach.id.as_str()),
    )?;
    Ok(file.approach)
}
