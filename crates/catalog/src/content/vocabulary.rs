//! Short closed lists other content refers to: problems, mechanisms, situations, preference dimensions.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::refers;
use crate::error::CatalogError;
use crate::files::{Files, Source};
use crate::measure::{Measure, Purpose};
use crate::words::{Domain, ProblemArea};

/// A problem as trials define it; evidence never speaks about a whole problem area.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// Stable id.
    pub id: String,
    /// Name to show.
    pub label: String,
    /// The problem area it belongs to. None for what belongs to no single one: shown among the evidence, never matched.
    pub problem_area: Option<ProblemArea>,
}

/// Something that can keep trouble going and that a technique can act on.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mechanism {
    /// Stable id.
    pub id: String,
    /// Name to show.
    pub label: String,
    /// The side of life it mostly shows in.
    pub domain: Domain,
}

/// A situation in which something must not be begun. Cautions that say "not now" name one of these.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Situation {
    /// The situation in plain words; also what cautions and records name it by.
    pub when: String,
    /// How a clinician can find out whether it holds.
    pub find_out: String,
}

/// One thing a person can want more or less of in therapy, from -3 (`low`) to +3 (`high`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreferenceDimension {
    /// Stable id; also the id of the item that asks about it.
    pub id: String,
    /// Name to show.
    pub label: String,
    /// The wish at -3.
    pub low: String,
    /// The wish at +3.
    pub high: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProblemFile {
    problem: Vec<Problem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MechanismFile {
    mechanism: Vec<Mechanism>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SituationFile {
    situation: Vec<Situation>,
}

/// What a scale of an inventory with items of its own says about one of the dimensions: the authors' reading of what the
/// scale asks, not a finding.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreferenceScale {
    /// Id of the measure.
    pub measure: String,
    /// Id of its score.
    pub score: String,
    /// Id of the dimension it speaks about.
    pub dimension: String,
    /// The end of the dimension that a positive score leans to.
    pub towards: DimensionEnd,
}

/// One end of a [`PreferenceDimension`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DimensionEnd {
    /// The end at -3.
    Low,
    /// The end at +3.
    High,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DimensionFile {
    dimension: Vec<PreferenceDimension>,
    #[serde(default)]
    scale: Vec<PreferenceScale>,
}

/// Refuses a list in which an id stands twice.
pub(super) fn unique<'a>(
    source: Source<'_>,
    ids: impl Iterator<Item = &'a str>,
) -> Result<(), CatalogError> {
    let mut taken = BTreeSet::new();
    for id in ids {
        if !taken.insert(id) {
            return Err(CatalogError::Identity {
                at: source.near(id),
                message: format!("\"{id}\" stands here twice"),
            });
        }
    }
    Ok(())
}

pub(super) fn problems(files: &Files) -> Result<Vec<Problem>, CatalogError> {
    let source = files.source("vocabulary/problems.toml")?;
    let file: ProblemFile = source.toml()?;
    unique(
        source,
        file.problem.iter().map(|problem| problem.id.as_str()),
    )?;
    Ok(file.problem)
}

pub(super) fn mechanisms(files: &Files) -> Result<Vec<Mechanism>, CatalogError> {
    let source = files.source("vocabulary/mechanisms.toml")?;
    let file: MechanismFile = source.toml()?;
    unique(
        source,
        file.mechanism.iter().map(|mechanism| mechanism.id.as_str()),
    )?;
    Ok(file.mechanism)
}

pub(super) fn situations(files: &Files) -> Result<Vec<Situation>, CatalogError> {
    let source = files.source("vocabulary/situations.toml")?;
    let file: SituationFile = source.toml()?;
    unique(
        source,
        file.situation
            .iter()
            .map(|situation| situation.when.as_str()),
    )?;
    Ok(file.situation)
}

/// Also checks that every preference measure says something about known dimensions: item by item, or by its scales.
pub(super) fn preferences(
    files: &Files,
    measures: &[Measure],
) -> Result<(Vec<PreferenceDimension>, Vec<PreferenceScale>), CatalogError> {
    let source = files.source("vocabulary/preferences.toml")?;
    let file: DimensionFile = source.toml()?;
    unique(
        source,
        file.dimension.iter().map(|dimension| dimension.id.as_str()),
    )?;
    let known = |id: &str| file.dimension.iter().any(|dimension| dimension.id == id);
    for scale in &file.scale {
        refers(
            source,
            "preference dimension",
            &scale.dimension,
            known(&scale.dimension),
        )?;
        let there = measures
            .iter()
            .filter(|measure| measure.id == scale.measure)
            .any(|measure| measure.scores.iter().any(|rule| rule.id == scale.score));
        refers(source, "score", &scale.score, there)?;
    }
    let asked = measures
        .iter()
        .filter(|measure| measure.purpose == Purpose::Preferences)
        .filter(|measure| file.scale.iter().all(|scale| scale.measure != measure.id))
        .flat_map(|measure| &measure.items);
    for item in asked {
        refers(source, "preference dimension", &item.id, known(&item.id))?;
    }
    Ok((file.dimension, file.scale))
}
