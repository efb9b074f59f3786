//! From answers to scores.

use serde::{Deserialize, Serialize};

use crate::error::ScoreError;
use crate::flag::{FlagState, Level};
use crate::measure::{Band, Item, Measure, Operation, ScoreRule};

/// Names the scoring rules of this crate. Stored with every result; changes when the same answers could
/// come out differently, so that old scores are never silently reread.
pub const ENGINE_VERSION: &str = "attune-scoring/1";

/// What was answered to one item. The three ways of having no value are different facts, and none of them is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The value of the option chosen.
    Value(i32),
    /// Shown, and left without an answer.
    Skipped,
    /// Answered with "does not apply to me".
    NotApplicable,
    /// Never shown.
    NotAsked,
}

/// The result of scoring one filled-in form. Stored in the record as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// Id of the measure.
    pub measure_id: String,
    /// Its version.
    pub measure_version: String,
    /// [`ENGINE_VERSION`] at the time of scoring.
    pub engine_version: String,
    /// One entry per score, complete or not.
    pub scores: Vec<Score>,
    /// One entry per flag of level [`Level::Risk`], raised or not. A raised one must become an alert.
    pub flags: Vec<Flag>,
    /// One entry per flag of level [`Level::AskAbout`]. Kept apart, so that no alarm can come of them by mistake.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ask_about: Vec<Flag>,
}

impl Scored {
    /// The outcome of the score with this id.
    pub fn outcome(&self, score_id: &str) -> Option<&Outcome> {
        self.scores
            .iter()
            .find(|score| score.id == score_id)
            .map(|score| &score.outcome)
    }
}

/// One score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Id within the measure.
    pub id: String,
    /// What came out.
    pub outcome: Outcome,
}

/// What came out of scoring. An incomplete score is a different thing from a complete one, not a smaller number.
///
/// Deliberately not `non_exhaustive`: when a further kind comes (a prorated score, marked as such), every place
/// that shows or counts scores has to decide what it means there. In stored form a new kind is a new tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// Every item that counts was answered.
    Complete {
        /// Points.
        value: f64,
        /// The band it falls in, where the measure has bands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        band: Option<Band>,
    },
    /// Answers are missing: there is no score.
    Insufficient {
        /// How many items that count were answered.
        answered: usize,
        /// How many items count.
        of: usize,
    },
}

impl Outcome {
    /// The points, if complete.
    pub const fn value(&self) -> Option<f64> {
        match self {
            Self::Complete { value, .. } => Some(*value),
            Self::Insufficient { .. } => None,
        }
    }

    /// The band, if complete and banded.
    pub const fn band(&self) -> Option<&Band> {
        match self {
            Self::Complete { band, .. } => band.as_ref(),
            Self::Insufficient { .. } => None,
        }
    }
}

/// One flag and what is known about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// Id within the measure.
    pub id: String,
    /// Whether it is raised.
    pub state: FlagState,
}

/// Scores one filled-in form.
///
/// `answers` come in the order of [`Measure::items`]. Optional items at the end may be left off: that is how
/// forms without them arrive from elsewhere, and it means they were not asked.
///
/// # Errors
///
/// [`ScoreError::TotalOnly`] for a measure without items, [`ScoreError::WrongCount`],
/// [`ScoreError::NotAnOption`].
pub fn score(measure: &Measure, answers: &[Answer]) -> Result<Scored, ScoreError> {
    if measure.items.is_empty() {
        return Err(ScoreError::TotalOnly {
            measure: measure.id.clone(),
        });
    }
    if !(measure.least_answers()..=measure.items.len()).contains(&answers.len()) {
        return Err(ScoreError::WrongCount {
            measure: measure.id.clone(),
            expected: measure.items.len(),
            got: answers.len(),
        });
    }
    for (item, answer) in measure.items.iter().zip(answers) {
        check_offered(measure, item, *answer)?;
    }
    Ok(Scored {
        measure_id: measure.id.clone(),
        measure_version: measure.version.clone(),
        engine_version: ENGINE_VERSION.to_owned(),
        scores: measure
            .scores
            .iter()
            .flat_map(|rule| apply(measure, rule, answers))
            .collect(),
        flags: flags(measure, Level::Risk, answers),
        ask_about: flags(measure, Level::AskAbout, answers),
    })
}

/// Takes a total that was added up elsewhere, for example in an imported history.
///
/// # Errors
///
/// [`ScoreError::NoTotal`] if the measure has none, [`ScoreError::OutsideRange`] or [`ScoreError::NotWhole`] if
/// the measure cannot give that total.
pub fn score_from_total(measure: &Measure, total: f64) -> Result<Outcome, ScoreError> {
    let rule = measure.total_rule().ok_or_else(|| ScoreError::NoTotal {
        measure: measure.id.clone(),
    })?;
    let (low, high) = rule.range;
    // Written so that "not a number" is refused as well.
    if !(f64::from(low)..=f64::from(high)).contains(&total) {
        return Err(ScoreError::OutsideRange {
            measure: measure.id.clone(),
            low,
            high,
        });
    }
    if rule.operation.whole() && total.fract() != 0.0 {
        return Err(ScoreError::NotWhole {
            measure: measure.id.clone(),
        });
    }
    // Adding zero turns a minus zero, which a form could send, into a plain one.
    Ok(complete(rule, total + 0.0))
}

fn check_offered(measure: &Measure, item: &Item, answer: Answer) -> Result<(), ScoreError> {
    let offered = match answer {
        Answer::Value(value) => item.options.offers(value),
        Answer::NotApplicable => item.may_not_apply,
        Answer::Skipped | Answer::NotAsked => true,
    };
    if offered {
        Ok(())
    } else {
        Err(ScoreError::NotAnOption {
            measure: measure.id.clone(),
            item: item.id.clone(),
        })
    }
}

fn flags(measure: &Measure, level: Level, answers: &[Answer]) -> Vec<Flag> {
    let of_level = measure.flags.iter().filter(|rule| rule.level == level);
    of_level
        .map(|rule| Flag {
            id: rule.id.clone(),
            state: rule.state(answers.get(rule.item).copied()),
        })
        .collect()
}

fn apply(measure: &Measure, rule: &ScoreRule, answers: &[Answer]) -> Vec<Score> {
    let one = |outcome| {
        vec![Score {
            id: rule.id.clone(),
            outcome,
        }]
    };
    match &rule.operation {
        Operation::Sum(items) => one(strict(rule, items, answers, |sum, _| sum)),
        Operation::Mean(items) => one(strict(rule, items, answers, |sum, count| sum / count)),
        Operation::Each(items) => items
            .iter()
            .filter_map(|position| {
                measure.items.get(*position).map(|item| Score {
                    id: item.id.clone(),
                    outcome: strict(rule, &[*position], answers, |value, _| value),
                })
            })
            .collect(),
        Operation::Entered => Vec::new(),
    }
}

/// A score from the sum and the number of the values, if none is missing.
fn strict(
    rule: &ScoreRule,
    items: &[usize],
    answers: &[Answer],
    combine: impl Fn(f64, f64) -> f64,
) -> Outcome {
    let values: Vec<i32> = items
        .iter()
        .filter_map(|position| match answers.get(*position) {
            Some(Answer::Value(value)) => Some(*value),
            _ => None,
        })
        .collect();
    if values.len() < items.len() {
        return Outcome::Insufficient {
            answered: values.len(),
            of: items.len(),
        };
    }
    let sum: f64 = values.iter().copied().map(f64::from).sum();
    complete(rule, combine(sum, items.len() as f64))
}

fn complete(rule: &ScoreRule, value: f64) -> Outcome {
    let band = rule
        .bands
        .iter()
        .find(|band| (f64::from(band.from)..=f64::from(band.to)).contains(&value))
        .cloned();
    Outcome::Complete { value, band }
}
