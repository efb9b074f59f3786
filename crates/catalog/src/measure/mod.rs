//! A measure: one questionnaire in one version, as data.

mod items;
mod licence;
mod load;
mod norms;
mod raw;
mod scores;
mod text;
mod vectors;

use serde::{Deserialize, Serialize};

pub use licence::{Licence, LicenceClass, LicenceEvidence, LicensedUse};
pub(crate) use load::load_all;
pub use norms::{ChangeRule, Norm, ReferenceGroup, Reliability};
pub use text::{Ends, Text};

use crate::flag::FlagRule;
use crate::words::{Direction, Domain, ProblemArea};

/// What a measure is for, which decides where it is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// How strong a kind of trouble is.
    Symptoms,
    /// How the sides of life went, before a session.
    CheckIn,
    /// How the session was, after it.
    SessionFeedback,
    /// How the client would like to work.
    Preferences,
}

/// How far a measure has been studied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A published scale.
    Published,
    /// Items of our own. Show "not a validated scale": no cut-offs, no percentiles, only the client's own course.
    NotValidated,
}

/// One questionnaire in one version. Published versions never change: a correction is a new version.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Stable id, for example `phq-9`.
    pub id: String,
    /// Three numbers with dots.
    pub version: String,
    /// The pack it came in, for example `core`.
    pub pack: String,
    /// Short name, for example "PHQ-9".
    pub name: String,
    /// Full name.
    pub title: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether it is a published scale.
    pub standing: Standing,
    /// Sides of life it speaks about.
    pub domains: Vec<Domain>,
    /// Problem areas it is used to follow.
    pub problem_areas: Vec<ProblemArea>,
    /// Which way is better.
    pub direction: Direction,
    /// How many days the questions look back, where they do.
    pub recall_days: Option<u16>,
    /// Codes in public terminologies. Nothing may depend on them.
    pub codes: Vec<Code>,
    /// The items in the order of the form; answers come in the same order.
    pub items: Vec<Item>,
    /// Questions answered in free words, beside the items.
    pub open_questions: Vec<String>,
    /// How scores are made from answers.
    pub scores: Vec<ScoreRule>,
    /// Id of the one score that stands for the whole, where there is one.
    pub total: Option<String>,
    /// What single answers call for.
    pub flags: Vec<FlagRule>,
    /// Who owns it and what that allows.
    pub licence: Licence,
    /// Wording by language; empty for a measure whose wording the user must supply.
    pub texts: Vec<Text>,
    /// Rules for change and caseness, each with its source; at most one per score is the default.
    pub norms: Vec<Norm>,
}

/// A code in a public terminology.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// URI of the terminology, for example `http://loinc.org`.
    pub system: String,
    /// The code.
    pub code: String,
    /// What the code stands for: `panel` or `total`.
    #[serde(rename = "use")]
    pub usage: String,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Item {
    /// Stable id within the measure.
    pub id: String,
    /// The answers offered.
    pub options: OptionSet,
    /// Whether the form may be called complete without it. Optional items are never scored.
    pub optional: bool,
    /// Whether "not applicable" is one of the answers.
    pub may_not_apply: bool,
    /// The one side of life it asks about, where that is so.
    pub domain: Option<Domain>,
    /// Code in LOINC, where there is one.
    pub loinc: Option<String>,
}

/// The answers an item offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OptionSet {
    /// Stable id within the measure; items may share one.
    pub id: String,
    /// What is offered.
    pub kind: OptionKind,
}

/// Worded answers, or a scale with worded ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionKind {
    /// Worded answers in the order of the form.
    Choices(Vec<Choice>),
    /// Whole numbers between two worded ends, both included.
    Scale {
        /// The number at the low end.
        from: i32,
        /// The number at the high end.
        to: i32,
    },
}

/// One worded answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Stable id; the wording is looked up by it.
    pub id: String,
    /// What it counts in a score.
    pub value: i32,
}

impl OptionSet {
    /// Whether this value is one of the answers offered.
    pub fn offers(&self, value: i32) -> bool {
        match &self.kind {
            OptionKind::Choices(choices) => choices.iter().any(|choice| choice.value == value),
            OptionKind::Scale { from, to } => (*from..=*to).contains(&value),
        }
    }

    /// All values offered, in the order of the form.
    pub fn values(&self) -> Vec<i32> {
        match &self.kind {
            OptionKind::Choices(choices) => choices.iter().map(|choice| choice.value).collect(),
            OptionKind::Scale { from, to } => (*from..=*to).collect(),
        }
    }

    /// The smallest and the largest value offered.
    pub(crate) fn extent(&self) -> (i32, i32) {
        let values = self.values();
        let low = values.iter().copied().min().unwrap_or_default();
        let high = values.iter().copied().max().unwrap_or_default();
        (low, high)
    }
}

/// How one score, or one score per item, is made.
#[derive(Clone, Debug)]
pub struct ScoreRule {
    /// Id of the score. With [`Operation::Each`] every score carries its item's id instead.
    pub id: String,
    /// What is done with the answers.
    pub operation: Operation,
    /// Lowest and highest possible score, in points.
    pub range: (i32, i32),
    /// Names for stretches of the range; empty where none are established.
    pub bands: Vec<Band>,
    /// Where the bands come from. Bands sort, they do not diagnose.
    pub bands_source: Option<String>,
}

/// The closed list of what can be done with answers. Items are given by their position in [`Measure::items`].
///
/// Closed on purpose: data files can never run code, and every operation is tested. All of them are
/// strict: one missing answer among the items and there is no score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// The values added up.
    Sum(Vec<usize>),
    /// The values added up, divided by their number.
    Mean(Vec<usize>),
    /// Every value is a score of its own.
    Each(Vec<usize>),
    /// Nothing: the items are not held here and a total is entered or imported.
    Entered,
}

impl Operation {
    /// Positions of the items that take part.
    pub fn items(&self) -> &[usize] {
        match self {
            Self::Sum(items) | Self::Mean(items) | Self::Each(items) => items,
            Self::Entered => &[],
        }
    }

    /// Whether every score is a whole number of points.
    pub fn whole(&self) -> bool {
        !matches!(self, Self::Mean(_))
    }
}

/// A named stretch of a score's range, both ends included.
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

impl Measure {
    /// The item with this id.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// How many items must have an answer (of whatever kind): all but the optional ones at the end.
    pub fn least_answers(&self) -> usize {
        let trailing = self.items.iter().rev().take_while(|item| item.optional);
        self.items.len() - trailing.count()
    }

    /// The rule that makes the score with this id.
    pub fn rule_for(&self, score_id: &str) -> Option<&ScoreRule> {
        self.scores.iter().find(|rule| match &rule.operation {
            Operation::Each(items) => items
                .iter()
                .filter_map(|position| self.items.get(*position))
                .any(|item| item.id == score_id),
            _ => rule.id == score_id,
        })
    }

    /// The rule of the score that stands for the whole.
    pub fn total_rule(&self) -> Option<&ScoreRule> {
        let total = self.total.as_deref()?;
        self.scores.iter().find(|rule| rule.id == total)
    }

    /// The wording in this language, else in English. `None`: the user has to supply it.
    pub fn text(&self, language: &str) -> Option<&Text> {
        let in_language = |wanted: &str| self.texts.iter().find(|text| text.language == wanted);
        in_language(language).or_else(|| in_language("en"))
    }

    /// The norm to use for this score unless the clinician picks another.
    pub fn default_norm(&self, score_id: &str) -> Option<&Norm> {
        self.norms
            .iter()
            .find(|norm| norm.default && norm.score == score_id)
    }
}
