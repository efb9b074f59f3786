//! A measure: one questionnaire in one version, as data.

mod criteria;
mod items;
mod licence;
mod load;
mod norms;
mod range;
mod raw;
mod rule;
mod scores;
mod text;
mod vectors;

use serde::{Deserialize, Serialize};

pub use licence::{Grant, Licence, LicenceClass, LicenceEvidence, LicensedUse};
pub(crate) use load::load_all;
pub use norms::{ChangeRule, Norm, ReferenceGroup, Reliability};
pub use rule::{
    Band, Case, Combination, Criterion, CriterionKind, Lookup, Missing, NotApplicable, Operation,
    Policy, ScoreRule, Subject, Test,
};
pub(crate) use text::wording_hash;
pub use text::{Ends, Text, Verification};

use crate::flag::{FlagRule, ItemTest};
use crate::score::{Answer, any};
use crate::words::{Direction, Domain, ProblemArea};

/// What a measure is for, which decides where it is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// How strong a kind of trouble is.
    Symptoms,
    /// How far trouble gets in the way of daily life.
    Functioning,
    /// How life goes, whatever the trouble.
    WellBeing,
    /// What a person lives with and in: needs, money, company.
    Circumstances,
    /// Whether to look closer; asked once or seldom, not to follow a course.
    Screening,
    /// How working together is felt, beyond a single session.
    Alliance,
    /// How the sides of life went, before a session.
    CheckIn,
    /// How the session was, after it.
    SessionFeedback,
    /// How the client would like to work.
    Preferences,
    /// How strong something of the client's own is, in their words: the form behind every personal measure.
    Personal,
}

/// Who puts the questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedBy {
    /// The client reads and answers.
    #[default]
    Client,
    /// A clinician asks, in person: never through a link, never left to a screen.
    Clinician,
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
    /// Who puts the questions.
    pub asked_by: AskedBy,
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
    /// What is read off the scores: a cut that is reached, a published rule that is met.
    pub criteria: Vec<Criterion>,
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts about a question that have nothing to do with each other"
)]
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
    /// Counted backwards in sums, means and percentages: the highest answer as the lowest. Flags, counts and
    /// criteria look at the answer as it was chosen.
    pub reverse: bool,
    /// Stands beside the scored items (an age group, a gate): where answers are given as a list of the scored
    /// items, this one is named apart.
    pub beside: bool,
    /// When it is asked: if any of these holds. Empty: always.
    pub asked_if: Vec<ItemTest>,
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

    /// Whether the item at this position is asked, given the answers so far; `None` while that is open.
    pub fn asks(&self, position: usize, answers: &[Answer]) -> Option<bool> {
        let conditions = &self.items.get(position)?.asked_if;
        if conditions.is_empty() {
            return Some(true);
        }
        any(conditions
            .iter()
            .map(|test| test.holds(answers.get(test.item).copied())))
    }

    /// Which way is better in the score with this id.
    pub fn direction_of(&self, score_id: &str) -> Direction {
        self.rule_for(score_id)
            .and_then(|rule| rule.direction)
            .unwrap_or(self.direction)
    }

    /// The rule of the score that stands for the whole.
    pub fn total_rule(&self) -> Option<&ScoreRule> {
        let total = self.total.as_deref()?;
        self.scores.iter().find(|rule| rule.id == total)
    }

    /// The wording in this language, else in English, else in the one there is. `None`: the user has to supply it.
    pub fn text(&self, language: &str) -> Option<&Text> {
        let in_language = |wanted: &str| self.texts.iter().find(|text| text.language == wanted);
        in_language(language)
            .or_else(|| in_language("en"))
            .or_else(|| self.texts.first())
    }

    /// The norm to use for this score unless the clinician picks another.
    pub fn default_norm(&self, score_id: &str) -> Option<&Norm> {
        self.norms
            .iter()
            .find(|norm| norm.default && norm.score == score_id)
    }
}
