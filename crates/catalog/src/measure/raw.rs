//! The files of a measure as they are written, before anything is checked.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::norms::{ReferenceGroup, Reliability};
use super::{AskedBy, Band, Choice, Code, NotApplicable, Policy, Purpose, Standing};
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
    #[serde(default)]
    pub(super) asked_by: AskedBy,
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
    #[serde(default, rename = "criterion")]
    pub(super) criteria: Vec<CriterionTable>,
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key of the file and says one thing of its own"
)]
pub(super) struct ItemTable {
    pub(super) id: Spanned<String>,
    pub(super) options: Spanned<String>,
    #[serde(default)]
    pub(super) optional: bool,
    #[serde(default)]
    pub(super) may_not_apply: bool,
    pub(super) domain: Option<Domain>,
    pub(super) loinc: Option<String>,
    #[serde(default)]
    pub(super) reverse: bool,
    #[serde(default)]
    pub(super) beside: bool,
    #[serde(default)]
    pub(super) asked_if: Vec<Spanned<String>>,
}

/// `[[score]]`: the keys that count depend on `op`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScoreTable {
    pub(super) id: Spanned<String>,
    pub(super) label: Option<String>,
    pub(super) op: OperationName,
    #[serde(default)]
    pub(super) of: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) by: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) tables: BTreeMap<Spanned<String>, Vec<i32>>,
    pub(super) missing: Option<Spanned<MissingName>>,
    pub(super) max_missing: Option<usize>,
    #[serde(default)]
    pub(super) not_applicable: NotApplicable,
    #[serde(default)]
    pub(super) policies: Vec<Policy>,
    pub(super) times: Option<f64>,
    pub(super) decimals: Option<u8>,
    #[serde(default)]
    pub(super) helper: bool,
    pub(super) direction: Option<Direction>,
    pub(super) range: Spanned<(i32, i32)>,
    #[serde(default)]
    pub(super) bands: Vec<Spanned<Band>>,
    pub(super) bands_source: Option<String>,
}

/// The names of the operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OperationName {
    Sum,
    Mean,
    Percent,
    Each,
    Count,
    Answered,
    Unanswered,
    Difference,
    Lookup,
    Entered,
}

/// The names of the ways to treat missing answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MissingName {
    Strict,
    Prorate,
    LeaveOut,
}

/// `[[criterion]]`: one of `when`, `all`, `any`, `cases`, `choice_of`, `items_where`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CriterionTable {
    pub(super) id: Spanned<String>,
    pub(super) when: Option<Spanned<String>>,
    pub(super) all: Option<Vec<Spanned<String>>>,
    pub(super) any: Option<Vec<Spanned<String>>>,
    pub(super) cases: Option<Vec<CaseTable>>,
    pub(super) otherwise: Option<String>,
    #[serde(default)]
    pub(super) undecided: UndecidedName,
    pub(super) choice_of: Option<Spanned<String>>,
    pub(super) items_where: Option<Vec<Spanned<String>>>,
    pub(super) source: Option<String>,
}

/// One of the `cases` of a criterion.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CaseTable {
    pub(super) code: String,
    pub(super) all: Option<Vec<Spanned<String>>>,
    pub(super) any: Option<Vec<Spanned<String>>>,
}

/// What a condition without an answer means for cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum UndecidedName {
    /// Nothing is said.
    #[default]
    SaysNothing,
    /// The condition does not hold.
    DoesNotHold,
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
