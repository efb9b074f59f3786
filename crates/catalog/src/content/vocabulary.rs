//! Short closed lists other content refers to: problems, mechanisms, preference dimensions.

use serde::Deserialize;

use super::refers;
use crate::error::CatalogError;
use crate::files::Files;
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
    /// The problem area it belongs to.
    pub problem_area: ProblemArea,
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
struct DimensionFile {
    dimension: Vec<PreferenceDimension>,
}

pub(super) fn problems(files: &Files) -> Result<Vec<Problem>, CatalogError> {
    let file: ProblemFile = files.source("vocabulary/problems.toml")?.toml()?;
    Ok(file.problem)
}

pub(super) fn mechanisms(files: &Files) -> Result<Vec<Mechanism>, CatalogError> {
    let file: MechanismFile = files.source("vocabulary/mechanisms.toml")?.toml()?;
    Ok(file.mechanism)
}

/// Also checks that every preference measure asks about known dimensions only.
pub(super) fn preference_dimensions(
    files: &Files,
    measures: &[Measure],
) -> Result<Vec<PreferenceDimension>, CatalogError> {
    let source = files.source("vocabulary/preferences.toml")?;
    let file: DimensionFile = source.toml()?;
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
