//! What questionnaires can and cannot say about each side of a life.

use serde::Deserialize;

use super::refers;
use crate::error::CatalogError;
use crate::files::Files;
use crate::measure::Measure;
use crate::words::Domain;

/// How far one side of life can be measured for free, and what to ask instead.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DomainNote {
    /// Which side of life.
    pub domain: Domain,
    /// Whether a good free scale was found.
    pub scale: ScaleFound,
    /// The same in plain words, with the names of what there is.
    pub says: String,
    /// Questions to ask in a talk, in this order; at least one.
    pub ask: Vec<String>,
    /// Ids of the measures that are named.
    pub measures: Vec<String>,
}

/// Whether a good free scale was found for a side of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScaleFound {
    /// One that is free, short and studied.
    Good,
    /// Only for a part of it.
    Partly,
    /// None.
    None,
}

impl ScaleFound {
    /// The words on the page.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Good => "a good free scale exists",
            Self::Partly => "free scales ask about a part of it only",
            Self::None => "no good free scale exists",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DomainFile {
    domain: Vec<DomainNote>,
}

/// One note for each of the six, in their order.
pub(super) fn load(files: &Files, measures: &[Measure]) -> Result<Vec<DomainNote>, CatalogError> {
    let source = files.source("vocabulary/domains.toml")?;
    let file: DomainFile = source.toml()?;
    let order: Vec<Domain> = file.domain.iter().map(|note| note.domain).collect();
    if order != Domain::ALL {
        return Err(CatalogError::Rule {
            at: source.near("[[domain]]"),
            message: "the six sides of life stand here once each, in their order".to_owned(),
        });
    }
    for note in &file.domain {
        if note.ask.is_empty() {
            return Err(CatalogError::Rule {
                at: source.near(&note.says),
                message: "there is always something to ask".to_owned(),
            });
        }
        for name in &note.measures {
            let known = measures.iter().any(|measure| &measure.id == name);
            refers(source, "measure", name, known)?;
        }
    }
    Ok(file.domain)
}
