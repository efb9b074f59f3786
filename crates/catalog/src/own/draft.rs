//! A questionnaire as a practice designs it: plain values, checked against each other.

use crate::words::{Direction, Domain};

use crate::measure::Purpose;

/// A questionnaire of the practice's own, ready to become files. Every item offers the same answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Name on lists and pages.
    pub title: String,
    /// What stands above the items.
    pub instruction: String,
    /// The questions in their order; never empty.
    pub items: Vec<DraftItem>,
    /// The answers offered to each.
    pub answers: AnswersOffered,
    /// How the total is made.
    pub scoring: Scoring,
    /// Parts of the questionnaire with scores of their own, made in the same way.
    pub subscales: Vec<Subscale>,
    /// Names for stretches of the total; empty for none.
    pub bands: Vec<DraftBand>,
    /// Where the bands come from.
    pub bands_source: String,
    /// Which way is better.
    pub direction: Direction,
    /// What it is for.
    pub purpose: Purpose,
    /// The part of life it speaks about, if it is one.
    pub domain: Option<Domain>,
    /// Who wrote it or holds the right to use it.
    pub holder: String,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftItem {
    /// The words.
    pub words: String,
    /// Counted backwards.
    pub reverse: bool,
}

/// What can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswersOffered {
    /// Worded answers with what they count.
    Choices(Vec<(i32, String)>),
    /// Whole numbers between two worded ends.
    Scale {
        /// The number at the low end.
        from: i32,
        /// The number at the high end.
        to: i32,
        /// The words at the low end.
        low: String,
        /// The words at the high end.
        high: String,
    },
}

/// How a score is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scoring {
    /// All points added up.
    Sum,
    /// The mean of all points.
    Mean,
    /// No total: every item stands for itself.
    Each,
}

/// Some of the items with a score of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscale {
    /// Its name.
    pub name: String,
    /// Positions of its items, from 0.
    pub items: Vec<usize>,
}

/// A named stretch of the total, both ends included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftBand {
    /// Lowest total.
    pub from: i32,
    /// Highest total.
    pub to: i32,
    /// Its name.
    pub label: String,
}

impl AnswersOffered {
    /// The smallest and the largest number that can be answered.
    pub fn extent(&self) -> (i32, i32) {
        match self {
            Self::Scale { from, to, .. } => (*from, *to),
            Self::Choices(choices) => {
                let values = || choices.iter().map(|(value, _)| *value);
                (
                    values().min().unwrap_or_default(),
                    values().max().unwrap_or_default(),
                )
            }
        }
    }
}

impl Draft {
    /// Lowest and highest score of so many items, in points.
    pub fn range(&self, items: usize) -> (i32, i32) {
        let (low, high) = self.answers.extent();
        match self.scoring {
            Scoring::Sum => {
                let count = i32::try_from(items).unwrap_or(i32::MAX);
                (low.saturating_mul(count), high.saturating_mul(count))
            }
            Scoring::Mean | Scoring::Each => (low, high),
        }
    }

    /// Whether a score of one could be put beside a score of the other: same number of questions counted in the same
    /// way. New words for a question do not change that; whether they mean the same only people can say.
    pub fn scores_like(&self, other: &Self) -> bool {
        let keys =
            |draft: &Self| -> Vec<bool> { draft.items.iter().map(|item| item.reverse).collect() };
        let values = |draft: &Self| -> Vec<i32> {
            match &draft.answers {
                AnswersOffered::Choices(choices) => {
                    choices.iter().map(|(value, _)| *value).collect()
                }
                AnswersOffered::Scale { from, to, .. } => (*from..=*to).collect(),
            }
        };
        let parts = |draft: &Self| -> Vec<Vec<usize>> {
            draft
                .subscales
                .iter()
                .map(|part| part.items.clone())
                .collect()
        };
        keys(self) == keys(other)
            && values(self) == values(other)
            && parts(self) == parts(other)
            && self.scoring == other.scoring
            && self.direction == other.direction
    }
}
