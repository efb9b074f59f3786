//! From answers to scores.

mod apply;
mod criteria;

use serde::{Deserialize, Serialize};

use crate::error::ScoreError;
use crate::flag::{FlagState, Level};
use crate::measure::{Band, Item, Measure, Policy, ScoreRule};

/// Names the scoring rules of this crate. Stored with every result; changes when the same answers could
/// come out differently, so that old scores are never silently reread.
pub const ENGINE_VERSION: &str = "attune-scoring/2";

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
    /// What is read off the scores, one entry per criterion of the measure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub criteria: Vec<CriterionResult>,
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

    /// What the criterion with this id says.
    pub fn criterion(&self, criterion_id: &str) -> Option<&CriterionState> {
        self.criteria
            .iter()
            .find(|criterion| criterion.id == criterion_id)
            .map(|criterion| &criterion.state)
    }
}

/// One criterion and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionResult {
    /// Id within the measure.
    pub id: String,
    /// What it says.
    pub state: CriterionState,
}

/// What a criterion says. Screening, never a diagnosis: the program proposes, a person decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CriterionState {
    /// Answers it needs are missing.
    Unknown,
    /// The condition holds.
    Met,
    /// It does not.
    NotMet,
    /// The case that applies, or the answer chosen.
    Code(String),
    /// The items of which it holds.
    Items(Vec<String>),
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
/// Deliberately not `non_exhaustive`: when a further kind comes, every place that shows or counts scores has to
/// decide what it means there. In stored form a new kind is a new tag.
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
    /// Answers are missing, and the measure's own rule (or a policy asked for by name) makes a score of the others.
    Prorated {
        /// Points.
        value: f64,
        /// The band it falls in, where the measure has bands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        band: Option<Band>,
        /// How many items that count were answered.
        answered: usize,
        /// How many items count.
        of: usize,
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
    /// The points, if there is a score. [`Outcome::is_prorated`] says whether all answers stand behind it.
    pub const fn value(&self) -> Option<f64> {
        match self {
            Self::Complete { value, .. } | Self::Prorated { value, .. } => Some(*value),
            Self::Insufficient { .. } => None,
        }
    }

    /// The band, if there is a score and it is banded.
    pub const fn band(&self) -> Option<&Band> {
        match self {
            Self::Complete { band, .. } | Self::Prorated { band, .. } => band.as_ref(),
            Self::Insufficient { .. } => None,
        }
    }

    /// Whether the score was made from fewer answers than the measure has.
    pub const fn is_prorated(&self) -> bool {
        matches!(self, Self::Prorated { .. })
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
    score_by(measure, answers, None)
}

/// The same, treating missing answers by the policy of this name in every score that knows it.
///
/// # Errors
///
/// As [`score`], and [`ScoreError::UnknownPolicy`].
pub fn score_by(
    measure: &Measure,
    answers: &[Answer],
    policy: Option<&str>,
) -> Result<Scored, ScoreError> {
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
    check_policy(measure, policy)?;
    let made = apply::scores(measure, answers, policy);
    let criteria = criteria::read(measure, answers, &made);
    Ok(Scored {
        measure_id: measure.id.clone(),
        measure_version: measure.version.clone(),
        engine_version: ENGINE_VERSION.to_owned(),
        scores: made
            .into_iter()
            .filter(|score| measure.rule_for(&score.id).is_none_or(|rule| !rule.helper))
            .collect(),
        criteria,
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
    if rule.whole() && total.fract() != 0.0 {
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

fn check_policy(measure: &Measure, policy: Option<&str>) -> Result<(), ScoreError> {
    let Some(name) = policy else { return Ok(()) };
    let known = |rule: &ScoreRule| rule.policies.iter().any(|Policy { id, .. }| id == name);
    if measure.scores.iter().any(known) {
        Ok(())
    } else {
        Err(ScoreError::UnknownPolicy {
            measure: measure.id.clone(),
            policy: name.to_owned(),
        })
    }
}

fn complete(rule: &ScoreRule, value: f64) -> Outcome {
    Outcome::Complete {
        value,
        band: rule.band(value),
    }
}

/// Whether at least one holds: yes as soon as one does, unknown while one that could is unknown.
pub(crate) fn any(states: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut undecided = false;
    for state in states {
        match state {
            Some(true) => return Some(true),
            Some(false) => {}
            None => undecided = true,
        }
    }
    (!undecided).then_some(false)
}
