//! How good predictions are for people the model has not seen.
//!
//! # What is measured
//!
//! - **Next score.** Every score after a person's first is predicted from those before it:
//!   the share of scores inside the predictive bands (an 80% band should hold 80%), and the
//!   mean absolute error against the plainest of predictions, the last value carried forward.
//! - **Not improving.** At each time asked about, from the scores up to then, who will not
//!   have improved reliably at the planned end? Ranked by intake score, by change so far, and
//!   by the model's probability: area under the curve, and sensitivity, specificity and
//!   positive predictive value when the worst share (the stated alarm rate) is alarmed. The
//!   model's probabilities have a Brier score (mean squared error), to be held against that
//!   of giving everyone the base rate, `p (1 - p)`.
//!
//! # How
//!
//! [`cross_validate`] deals people, not scores, into folds and predicts each fold from a fit
//! to the others, so no person is predicted with their own scores. [`evaluate()`] takes a given
//! reference, which must come from other people.
//!
//! # Reading it
//!
//! Judged are people with a score at the planned end; those who left are missing, so figures
//! hold for completers. Change so far and outcome share the first score, which flatters
//! change so far. The alarm threshold is set on the people judged. A model that does not beat
//! change so far is no reason for an alarm by itself; its probabilities may still be the
//! better calibrated ones.
//!
//! ```
//! use attune_stats::Proportion;
//! use attune_stats::change::{Direction, ReliableChangeRule};
//! use attune_stats::growth::{Observation, Question, ReferenceCourse, TimeFunction, TimeUnit, evaluate};
//!
//! let reference = ReferenceCourse::new(
//!     [18.8313, -1.9408], [18.5972, -0.0695, 4.1699], 11.7418,
//!     TimeFunction::LogOnePlus, TimeUnit::Months,
//! )?;
//! let course = |scores: [f64; 3]| -> Result<Vec<_>, _> {
//!     [0.0, 1.0, 6.0].into_iter().zip(scores).map(|(t, y)| Observation::new(t, y)).collect()
//! };
//! let courses = [course([20.0, 17.0, 9.0])?, course([18.0, 18.0, 17.0])?, course([23.0, 24.0, 20.0])?];
//! let question = Question {
//!     coverages: vec![Proportion::new(0.80)?],
//!     rule: ReliableChangeRule::published(6.0, Direction::LowerIsBetter)?,
//!     whole_points: true,
//!     planned_end: 6.0,
//!     window: 0.0,
//!     given: vec![1.0],
//!     alarm_rate: Proportion::new(0.40)?,
//! };
//! let found = evaluate(&reference, &courses, &question)?;
//! assert_eq!((found.next.predictions, found.by_time[0].not_improved), (6, 2));
//! # Ok::<(), attune_stats::StatsError>(())
//! ```

mod accuracy;
mod alarm;
mod folds;
mod next_score;

use serde::{Deserialize, Serialize};

use super::{FitOptions, FitWarning, Observation, ReferenceCourse, TimeUnit};
use crate::change::ReliableChangeRule;
use crate::{NonNegative, Proportion, StatsError};
pub use accuracy::{AlarmAccuracy, Area, Share};

/// What is to be predicted, and what is to be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Coverages of the bands for the next score, such as 0.5, 0.8, 0.95; below 1.
    pub coverages: Vec<Proportion>,
    /// When a change from the first score is a reliable improvement.
    pub rule: ReliableChangeRule,
    /// Whether scores are whole points: the model then counts from half a point less.
    pub whole_points: bool,
    /// The planned end, in the unit of the times.
    pub planned_end: f64,
    /// How far from the planned end its score may lie; 0 for exact times.
    pub window: f64,
    /// Times at which to predict, from the scores until then.
    pub given: Vec<f64>,
    /// The share of people to alarm.
    pub alarm_rate: Proportion,
}

/// A stated coverage and the share of scores that were inside.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// What the band promises.
    pub stated: Proportion,
    /// What it held.
    pub observed: f64,
}

/// How well next scores are predicted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NextScore {
    /// How many scores were predicted. Those of one person are not independent.
    pub predictions: usize,
    /// One for each coverage asked for.
    pub coverage: Vec<Coverage>,
    /// Mean absolute error of the expected score, in points.
    pub mae: f64,
    /// The same of the last value carried forward.
    pub mae_last_value: f64,
}

/// How well one number finds those who will not improve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PredictorAccuracy {
    /// Area under the curve; `None` where all or none improved.
    pub auc: Option<Area>,
    /// What comes of alarming the worst.
    pub alarm: AlarmAccuracy,
}

/// Everything about predicting at one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct TimeAccuracy {
    /// Scores up to this time were given.
    pub given: f64,
    /// People judged: two scores until then, and one at the planned end.
    pub people: usize,
    /// How many of them had not improved reliably at the planned end.
    pub not_improved: usize,
    /// Mean squared error of the model's probabilities; `None` of nobody.
    pub brier: Option<f64>,
    /// The same if everyone is given the share that was observed.
    pub brier_base: Option<f64>,
    /// By the first score: a milder one leaves less room to improve.
    pub intake: PredictorAccuracy,
    /// By the change from the first to the last score so far.
    pub change_so_far: PredictorAccuracy,
    /// By the model's probability.
    pub model: PredictorAccuracy,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// People whose scores were predicted.
    pub courses: usize,
    /// The next score.
    #[serde(flatten)]
    pub next: NextScore,
    /// Not improving, for each time asked about.
    pub by_time: Vec<TimeAccuracy>,
    /// How many folds; `None` with a given reference.
    pub folds: Option<usize>,
    /// Which shuffle of people; `None` with a given reference.
    pub seed: Option<u64>,
    /// What the fits warn of.
    pub warnings: Vec<FitWarning>,
}

/// Evaluates a reference on people it was not made from, one course per person, ordered by time.
///
/// Errors: times that go back; a time asked about that is not before the planned end;
/// nobody with two scores; a coverage of 1.
pub fn evaluate(
    reference: &ReferenceCourse,
    courses: &[Vec<Observation>],
    question: &Question,
) -> Result<Evaluation, StatsError> {
    measure(courses, &vec![*reference; courses.len()], question)
}

/// Evaluates a growth model by cross-validation over people; see the
/// [module's text](self).
///
/// Errors: as [`evaluate()`], as [`fit`](super::fit()) in any fold, fewer than two folds or
/// fewer people than folds.
pub fn cross_validate(
    courses: &[Vec<Observation>],
    options: FitOptions,
    time_unit: TimeUnit,
    folds: usize,
    seed: u64,
    question: &Question,
) -> Result<Evaluation, StatsError> {
    let (references, warnings) = folds::references(courses, options, time_unit, folds, seed)?;
    Ok(Evaluation {
        folds: Some(folds),
        seed: Some(seed),
        warnings,
        ..measure(courses, &references, question)?
    })
}

fn measure(
    courses: &[Vec<Observation>],
    references: &[ReferenceCourse],
    question: &Question,
) -> Result<Evaluation, StatsError> {
    NonNegative::new(question.window)?;
    let begin_of_end = NonNegative::new(question.planned_end)?.get() - question.window;
    for given in &question.given {
        if NonNegative::new(*given)?.get() >= begin_of_end {
            return Err(StatsError::OutOfRange {
                what: "a time to predict at",
                range: "before the planned end and its window",
                value: *given,
            });
        }
    }
    let by_time = question
        .given
        .iter()
        .map(|given| alarm::at_time(courses, references, question, *given));
    Ok(Evaluation {
        courses: courses.len(),
        next: next_score::next_scores(courses, references, &question.coverages)?,
        by_time: by_time.collect::<Result<_, _>>()?,
        folds: None,
        seed: None,
        warnings: Vec::new(),
    })
}
