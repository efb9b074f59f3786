//! Therapies in plain words.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::technique::{Caution, check_cautions};
use super::vocabulary::{PreferenceDimension, Situation};
use super::{one_per_file, refers};
use crate::error::CatalogError;
use crate::files::Files;
use crate::words::ProblemArea;

/// One therapy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modality {
    /// Stable id; the name of its file.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Short name for tables.
    pub short: String,
    /// What it is.
    pub what: String,
    /// How it is thought to help.
    pub mechanism: String,
    /// Problem areas it is commonly used for. Whether it helps is a matter of the evidence rows, not of this list.
    pub problem_areas: Vec<ProblemArea>,
    /// Where it stands on every preference dimension, -3 to +3. Declared by the authors, to be edited by the
    /// practice: not measured.
    pub profile: BTreeMap<String, i8>,
    /// When to think twice.
    #[serde(default, rename = "caution")]
    pub cautions: Vec<Caution>,
}

pub(super) fn load(
    files: &Files,
    dimensions: &[PreferenceDimension],
    situations: &[Situation],
) -> Result<Vec<Modality>, CatalogError> {
    let modalities = one_per_file(files, "modalities", |modality: &Modality| {
        modality.id.clone()
    })?;
    for modality in &modalities {
        let path = format!("modalities/{}.toml", modality.id);
        let source = files.source(&path)?;
        check_cautions(source, &modality.cautions, situations)?;
        for name in modality.profile.keys() {
            let known = dimensions.iter().any(|dimension| &dimension.id == name);
            refers(source, "preference dimension", name, known)?;
        }
        let whole = dimensions.iter().all(|dimension| {
            modality
                .profile
                .get(&dimension.id)
                .is_some_and(|value| (-3..=3).contains(value))
        });
        if !whole {
            return Err(CatalogError::Rule {
                at: source.near("[profile]"),
                message: "a profile has one value from -3 to 3 for every preference dimension"
                    .to_owned(),
            });
        }
    }
    Ok(modalities)
}
