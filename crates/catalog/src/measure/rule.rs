//! How scores are made and read: the closed list of operations.
//!
//! Closed on purpose: data files can never run code, every operation is tested, and what a measure does with its
//! answers can be read by a person who does not program. Items stand by their position in
//! [`super::Measure::items`]; scores and criteria by their id, and only earlier ones can be referred to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::flag::{Comparison, ItemTest};
use crate::words::Direction;

/// How one score, or one score per item, is made.
#[derive(Clone, Debug)]
pub struct ScoreRule {
    /// Id of the score. With [`Operation::Each`] every score carries its item's id instead.
    pub id: String,
    /// Its name to show, where it is shown beside the total.
    pub label: Option<String>,
    /// What is done with the answers.
    pub operation: Operation,
    /// What happens when answers are missing.
    pub missing: Missing,
    /// What "does not apply" counts for.
    pub not_applicable: NotApplicable,
    /// Ways of treating missing answers that may be asked for by name; never used unasked.
    pub policies: Vec<Policy>,
    /// What the result is multiplied with; 1 in most measures.
    pub times: f64,
    /// Decimal places the result is rounded to; `None` leaves it as it comes out.
    pub decimals: Option<u8>,
    /// Only a step on the way to other scores or criteria: made, never reported or stored.
    pub helper: bool,
    /// Which way is better, where that differs from the measure as a whole.
    pub direction: Option<Direction>,
    /// Lowest and highest possible score, in points.
    pub range: (i32, i32),
    /// Names for stretches of the range; empty where none are established.
    pub bands: Vec<Band>,
    /// Where the bands come from. Bands sort, they do not diagnose.
    pub bands_source: Option<String>,
}

/// The closed list of what can be done with answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// The values added up.
    Sum(Vec<usize>),
    /// The values added up, divided by their number.
    Mean(Vec<usize>),
    /// The points above the lowest answers, in percent of the most there could be.
    Percent(Vec<usize>),
    /// Every value is a score of its own.
    Each(Vec<usize>),
    /// How many of these hold.
    Count(Vec<ItemTest>),
    /// How many of the items have a value.
    Answered(Vec<usize>),
    /// How many of the items have no answer of any kind.
    Unanswered(Vec<usize>),
    /// One score less another.
    Difference {
        /// Id of the score taken from.
        from: String,
        /// Id of the score taken away.
        take: String,
    },
    /// A score read up in a published table.
    Lookup(Lookup),
    /// Nothing: the items are not held here and a total is entered or imported.
    Entered,
}

/// A published table from one score to another, which may differ by circumstances such as an age group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookup {
    /// Id of the score looked up.
    pub of: String,
    /// Items whose answers choose the table.
    pub by: Vec<usize>,
    /// Lowest value of the score looked up: the first entry of each table stands for it.
    pub from: i32,
    /// Tables by the ids of the choices in the order of `by`.
    pub tables: BTreeMap<Vec<String>, Vec<i32>>,
}

/// What happens when answers are missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// No score. The rule wherever the measure's authors do not say otherwise.
    #[default]
    Strict,
    /// The mean of the answers given stands for those missing, if at most so many are missing. The result is
    /// marked as prorated.
    Prorate(usize),
    /// Only the items answered count, if there is one. The result is marked as prorated where any was skipped.
    LeaveOut,
}

/// What "does not apply to me" counts for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotApplicable {
    /// As a missing answer.
    #[default]
    Missing,
    /// As an answer worth nothing.
    Zero,
    /// The item is taken out, and the score is complete without it.
    LeaveOut,
}

/// A way of treating missing answers that has to be asked for by name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The name to ask for it by.
    pub id: String,
    /// How many answers may be missing.
    pub max_missing: usize,
}

/// A named stretch of a score's range, both ends included. A score between whole points belongs to the band of the
/// whole points below it: a band ends where the next begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Lowest score in the band.
    pub from: i32,
    /// Highest score in the band.
    pub to: i32,
    /// Stable code.
    pub code: String,
    /// Name to show, in English.
    pub label: String,
}

/// What is read off answers and scores beside the number itself.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Stable id within the measure.
    pub id: String,
    /// How it is read.
    pub kind: CriterionKind,
    /// Where the rule comes from.
    pub source: Option<String>,
}

/// The closed list of kinds of criterion.
#[derive(Clone, Debug, PartialEq)]
pub enum CriterionKind {
    /// Met or not.
    Condition(Combination),
    /// The code of the first case that applies.
    Cases {
        /// The cases in the order they are tried.
        cases: Vec<Case>,
        /// The code when none applies.
        otherwise: String,
        /// Whether a condition nobody can decide simply does not hold. Otherwise nothing is said until every
        /// answer that any case looks at is there.
        undecided_does_not_hold: bool,
    },
    /// The id of the answer chosen, reported as it is.
    ChoiceOf(usize),
    /// The items of which this holds, among those answered.
    ItemsWhere(Vec<ItemTest>),
}

/// One case of a [`CriterionKind::Cases`].
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What is said if it applies.
    pub code: String,
    /// When it applies.
    pub when: Combination,
}

/// Conditions joined in one of two ways.
#[derive(Clone, Debug, PartialEq)]
pub enum Combination {
    /// Every one holds.
    All(Vec<Test>),
    /// At least one holds.
    Any(Vec<Test>),
}

impl Combination {
    /// The conditions, however they are joined.
    pub fn tests(&self) -> &[Test] {
        match self {
            Self::All(tests) | Self::Any(tests) => tests,
        }
    }
}

/// One comparison of an answer, a score or another criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What is compared.
    pub subject: Subject,
    /// How.
    pub comparison: Comparison,
    /// With what. A criterion that is met counts 1, one that is not 0.
    pub threshold: i32,
}

/// What a [`Test`] looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The answer to an item.
    Item(usize),
    /// A score, by id.
    Score(String),
    /// An earlier criterion, by id.
    Criterion(String),
}

impl Operation {
    /// Positions of the items that are added up or shown one by one; empty for operations of another kind.
    pub fn items(&self) -> &[usize] {
        match self {
            Self::Sum(items)
            | Self::Mean(items)
            | Self::Percent(items)
            | Self::Each(items)
            | Self::Answered(items)
            | Self::Unanswered(items) => items,
            Self::Count(_) | Self::Difference { .. } | Self::Lookup(_) | Self::Entered => &[],
        }
    }

    /// Whether every score is a whole number of points while nothing is multiplied or prorated.
    fn counts_whole_points(&self) -> bool {
        !matches!(self, Self::Mean(_) | Self::Percent(_))
    }
}

impl ScoreRule {
    /// Whether every complete score is a whole number of points.
    pub fn whole(&self) -> bool {
        self.operation.counts_whole_points() && self.times.fract() == 0.0
    }

    /// The band a score falls in.
    pub(crate) fn band(&self, value: f64) -> Option<Band> {
        let reached = |band: &&Band| f64::from(band.from) <= value;
        self.bands.iter().rev().find(reached).cloned()
    }
}
