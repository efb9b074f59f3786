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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DimensionFile {
    dimension: Vec<PreferenceDimension>,
}

/// Refuses a list in which an id stands twice.
fn unique<'a>(source: Source<'_>, ids: impl Iterator<Item = &'a str>) -> Result<(), CatalogError> {
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

/// Also checks that every preference measure asks about known dimensions only.
pub(super) fn preference_dimensions(
    files: &Files,
    measures: &[Measure],
) -> Result<Vec<PreferenceDimension>, CatalogError> {
    let source = files.source("vocabulary/preferences.toml")?;
    let file: DimensionFile = source.toml()?;
    unique(
        source,
        file.dimension.iter().map(|dimension| dimension.id.as_str()),
    )?;
    let asked = measures
        .iter()
        .filter(|measure| measure.purpose == Purpose::Preferences)
        .flat_map(|measure| &measure.items);
    for item in asked {
        let known = file
            .dimension
            .iter()
            .any(|dimension| dimension.id == item.id);
        refers(source, "preference dimension", &item.id, known)?;
    }
    Ok(file.dimension)
}
