//! Techniques: what a session can consist of.

use serde::{Deserialize, Serialize};

use super::vocabulary::Mechanism;
use super::{Modality, one_per_file, refers};
use crate::error::CatalogError;
use crate::files::Files;
use crate::words::{Domain, ProblemArea};

/// One technique of one modality.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Technique {
    /// Stable id; the name of its file.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Id of the modality it comes from.
    pub modality: String,
    /// Ids of other modalities in which it is at home as well.
    #[serde(default)]
    pub also_in: Vec<String>,
    /// Sides of life it acts on.
    pub domains: Vec<Domain>,
    /// Ids of the mechanisms it acts on.
    pub mechanisms: Vec<String>,
    /// Problem areas it is commonly used for.
    pub problem_areas: Vec<ProblemArea>,
    /// What it is, in a sentence or two.
    pub what: String,
    /// What a session with it looks like.
    pub session: String,
    /// What the client does until the next session, if anything.
    pub between_sessions: Option<String>,
    /// When to think twice.
    #[serde(default, rename = "caution")]
    pub cautions: Vec<Caution>,
}

/// A reason to think twice.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caution {
    /// The situation.
    pub when: String,
    /// What to do about it.
    pub text: String,
    /// How much weight it has.
    pub severity: Severity,
}

/// How much weight a caution has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// Adapt, or talk it over in supervision first.
    Careful,
    /// Do not begin while this holds.
    NotNow,
}

pub(super) fn load(
    files: &Files,
    modalities: &[Modality],
    mechanisms: &[Mechanism],
) -> Result<Vec<Technique>, CatalogError> {
    let techniques = one_per_file(files, "techniques", |technique: &Technique| {
        technique.id.clone()
    })?;
    for technique in &techniques {
        let path = format!("techniques/{}.toml", technique.id);
        let source = files.source(&path)?;
        for name in technique.also_in.iter().chain([&technique.modality]) {
            let known = modalities.iter().any(|modality| &modality.id == name);
            refers(source, "modality", name, known)?;
        }
        for name in &technique.mechanisms {
            let known = mechanisms.iter().any(|mechanism| &mechanism.id == name);
            refers(source, "mechanism", name, known)?;
        }
    }
    Ok(techniques)
}
