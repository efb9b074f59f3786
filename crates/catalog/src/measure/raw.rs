//! The files of a measure as they are written, before anything is checked.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::norms::{ReferenceGroup, Reliability};
use super::{Band, Choice, Code, Purpose, Standing};
use crate::flag::Level;
use crate::words::{Direction, Domain, ProblemArea};

/// `measure.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureFile {
    pub(super) id: Spanned<String>,
    pub(super) version: Spanned<String>,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) purpose: Purpose,
    pub(super) standing: Standing,
    pub(super) domains: Vec<Domain>,
    #[serde(default)]
    pub(super) problem_areas: Vec<ProblemArea>,
    pub(super) direction: Direction,
    pub(super) recall_days: Option<u16>,
    #[serde(default)]
    pub(super) codes: Vec<Code>,
    #[serde(default)]
    pub(super) open_questions: Vec<String>,
    pub(super) total: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) options: BTreeMap<String, OptionTable>,
    #[serde(default, rename = "item")]
    pub(super) items: Vec<ItemTable>,
    #[serde(rename = "score")]
    pub(super) scores: Vec<ScoreTable>,
    #[serde(default, rename = "flag")]
    pub(super) flags: Vec<FlagTable>,
}

/// `[options.<id>]`: either `choices` or `scale`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OptionTable {
    pub(super) choices: Option<Vec<Choice>>,
    pub(super) scale: Option<Spanned<(i32, i32)>>,
}

/// `[[item]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemTable {
    pub(super) id: Spanned<String>,
    pub(super) options: Spanned<String>,
    #[serde(default)]
    pub(super) optional: bool,
    #[serde(default)]
    pub(super) may_not_apply: bool,
    pub(super) domain: Option<Domain>,
    pub(super) loinc: Option<String>,
}

/// `[[score]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScoreTable {
    pub(super) id: Spanned<String>,
    pub(super) op: OperationName,
    #[serde(default)]
    pub(super) of: Vec<Spanned<String>>,
    pub(super) range: Spanned<(i32, i32)>,
    #[serde(default)]
    pub(super) bands: Vec<Spanned<Band>>,
    pub(super) bands_source: Option<String>,
}

/// The names of the operations.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OperationName {
    Sum,
    Mean,
    Each,
    Entered,
}

/// `[[flag]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FlagTable {
    pub(super) id: String,
    pub(super) when: Spanned<String>,
    pub(super) level: Level,
}

/// `norms.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NormsFile {
    #[serde(default, rename = "norm")]
    pub(super) norms: Vec<NormTable>,
}

/// `[[norm]]`: the keys that count depend on `kind`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NormTable {
    pub(super) id: Spanned<String>,
    pub(super) score: Spanned<String>,
    pub(super) kind: Spanned<NormKind>,
    pub(super) least_change: Option<f64>,
    pub(super) case_at: Option<f64>,
    pub(super) sd: Option<f64>,
    pub(super) reliability: Option<f64>,
    pub(super) reliability_kind: Option<Reliability>,
    pub(super) clinical: Option<ReferenceGroup>,
    pub(super) functional: Option<ReferenceGroup>,
    pub(super) population: String,
    pub(super) source: String,
    pub(super) note: Option<String>,
    #[serde(default)]
    pub(super) default: bool,
}

/// The kinds of norm.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NormKind {
    Published,
    JacobsonTruax,
}
