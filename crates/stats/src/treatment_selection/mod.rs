//! What is gained by choosing between two treatments by a person's characteristics.
//!
//! # Model
//!
//! In a trial with arms A and B, fit the outcome on the characteristics `x` in each arm
//! by least squares, and recommend for person `i` the arm with the better prediction
//! (the personalized advantage index, `DeRubeis` et al. 2014,
//! doi:10.1371/journal.pone.0083875). The gain of the rule is how much better people do on
//! the recommended arm than on the other,
//!
//! `gain = E[y | recommended arm] - E[y | other arm]`,
//!
//! estimated by comparing those who happened to be on the arm recommended for them with
//! those who were not, each weighted by one over the share of their arm.
//!
//! # Why never in-sample
//!
//! A rule looks splendid on the people it was made from: with 50 people per arm, 20
//! characteristics and next to no true difference the in-sample gain is about 0.6 standard
//! deviations. So every person here is recommended an arm by models that have not seen
//! them, nor anyone of their fold; an in-sample figure is not offered. If characteristics
//! were selected with an eye on the outcome beforehand, that selection has leaked and the
//! gain is too high again: hand in all that were considered.
//!
//! # Assumptions
//!
//! Arms allotted at random. In observational data the gain is confounded by whatever
//! decided the treatment. The models of different folds share most of their people, so the
//! gains of the folds are not independent; the standard error of independent people is
//! multiplied by `sqrt(1 + k n_test / n_train) = sqrt(1 + k / (k - 1))` for `k` folds (the
//! correction of Nadeau & Bengio 2003, doi:10.1023/A:1024068626366), which errs on the
//! wide side here.
//! With fewer than some 300 people per arm expect next to nothing (Luedtke, Sadikova &
//! Kessler 2019, doi:10.1177/2167702618815466).
//!
//! ```
//! use attune_stats::change::Direction;
//! use attune_stats::treatment_selection::{Arm, TrialRows, cross_validated_gain};
//!
//! // Every second person is on B, which helps those with x = 1 by 4 points only.
//! let arm: Vec<Arm> = (0..40).map(|i| if i % 2 == 0 { Arm::A } else { Arm::B }).collect();
//! let x: Vec<f64> = (0..40).map(|i| f64::from(i / 2 % 2)).collect();
//! let score: Vec<f64> = (0..40)
//!     .map(|i| {
//!         let helped = arm[i] == Arm::B && x[i] == 1.0;
//!         20.0 + (i as f64).sin() - if helped { 4.0 } else if arm[i] == Arm::B { -4.0 } else { 0.0 }
//!     })
//!     .collect();
//! let rows = TrialRows { outcome: &score, arm: &arm, characteristics: &[&x] };
//! let found = cross_validated_gain(&rows, Direction::LowerIsBetter, 10, 1)?;
//! assert!((found.gain - 4.0).abs() < 0.5);
//! # Ok::<(), attune_stats::StatsError>(())
//! ```

use serde::{Deserialize, Serialize};

use crate::change::Direction;
use crate::folds::deal;
use crate::least_squares::LinearModel;
use crate::number::finite;
use crate::{Proportion, StatsError, normal};

/// One of the two treatments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Arm {
    /// The first.
    A,
    /// The second.
    B,
}

/// A trial, one row per person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrialRows<'a> {
    /// Outcome, in points.
    pub outcome: &'a [f64],
    /// The arm each person was allotted to.
    pub arm: &'a [Arm],
    /// Characteristics known before treatment, one column each; a category as columns of
    /// 0 and 1, one fewer than it has values.
    pub characteristics: &'a [&'a [f64]],
}

/// The gain of choosing by characteristics, measured on people the rule has not seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SelectionGain {
    /// In points, above zero is better: recommended arm against the other.
    pub gain: f64,
    /// Its standard error, with the correction for models that share people.
    pub se: f64,
    /// 95% interval.
    pub interval: [f64; 2],
    /// How many people were on the arm recommended for them, and how many were not.
    pub on_recommended: usize,
    /// See above.
    pub on_other: usize,
    /// For each person the predicted advantage of B over A, in points, above zero is better
    /// on B; from models that have not seen that person.
    pub advantage: Vec<f64>,
    /// How many folds.
    pub folds: usize,
    /// Which shuffle.
    pub seed: u64,
}

/// Estimates the gain by cross-validation over people; see the [module's text](self).
///
/// Errors: columns of different length, values that are not finite, fewer than two folds,
/// an arm with too few people outside a fold for its characteristics, characteristics that
/// never vary or determine one another in an arm, everyone (or nobody) on the arm
/// recommended for them.
pub fn cross_validated_gain(
    rows: &TrialRows,
    direction: Direction,
    folds: usize,
    seed: u64,
) -> Result<SelectionGain, StatsError> {
    let people = rows.outcome.len();
    let lengths = rows.characteristics.iter().map(|column| column.len());
    for given in lengths.chain([rows.arm.len()]) {
        if given != people {
            return Err(StatsError::LengthMismatch {
                what: "each column",
                needed: people,
                given,
            });
        }
    }
    for value in rows
        .characteristics
        .iter()
        .copied()
        .flatten()
        .chain(rows.outcome)
    {
        finite("a value of the trial", *value)?;
    }
    let fold = deal(people, folds, seed)?;
    let mut advantage = vec![0.0; people];
    for left_out in 0..folds {
        let fitted_to = |wanted: Arm| {
            let kept = (0..people).filter(|one| fold[*one] != left_out && rows.arm[*one] == wanted);
            LinearModel::fit(
                rows.outcome,
                rows.characteristics,
                &kept.collect::<Vec<usize>>(),
            )
        };
        let (first, second) = (fitted_to(Arm::A)?, fitted_to(Arm::B)?);
        for person in (0..people).filter(|one| fold[*one] == left_out) {
            let known: Vec<f64> = rows
                .characteristics
                .iter()
                .map(|column| column[person])
                .collect();
            let difference = second.predict(&known) - first.predict(&known);
            advantage[person] = direction.improvement(difference);
        }
    }
    compare(rows, direction, advantage, folds, seed)
}

/// Those on the arm recommended for them against those on the other.
fn compare(
    rows: &TrialRows,
    direction: Direction,
    advantage: Vec<f64>,
    folds: usize,
    seed: u64,
) -> Result<SelectionGain, StatsError> {
    let in_second = rows.arm.iter().filter(|arm| **arm == Arm::B).count();
    let sizes = [rows.arm.len() - in_second, in_second].map(|size| size as f64);
    let (mut matched, mut others) = (Vec::new(), Vec::new());
    for (person, advantage) in advantage.iter().enumerate() {
        let recommended = if *advantage > 0.0 { Arm::B } else { Arm::A };
        let arm = rows.arm[person];
        let size = if arm == Arm::A { sizes[0] } else { sizes[1] };
        let entry = (direction.improvement(rows.outcome[person]), 1.0 / size);
        if arm == recommended {
            &mut matched
        } else {
            &mut others
        }
        .push(entry);
    }
    for side in [&matched, &others] {
        if side.len() < 2 {
            return Err(StatsError::TooFew {
                what: "people on either the recommended or the other arm",
                needed: 2,
                given: side.len(),
            });
        }
    }
    let ((better, better_variance), (worse, worse_variance)) =
        (weighted_mean(&matched), weighted_mean(&others));
    let shared = 1.0 + folds as f64 / (folds as f64 - 1.0);
    let gain = better - worse;
    let se = (shared * (better_variance + worse_variance)).sqrt();
    let reach = se * normal::quantile(Proportion::new(0.975)?);
    Ok(SelectionGain {
        gain: finite("the gain", gain)?,
        se: finite("its standard error", se)?,
        interval: [gain - reach, gain + reach],
        on_recommended: matched.len(),
        on_other: others.len(),
        advantage,
        folds,
        seed,
    })
}

/// Mean and the variance of it, weights taken as known (the ratio estimator:
/// `sum w^2 (y - m)^2 / (sum w)^2`, with the factor `n / (n - 1)`).
fn weighted_mean(values: &[(f64, f64)]) -> (f64, f64) {
    let total: f64 = values.iter().map(|(_, weight)| weight).sum();
    let mean = values
        .iter()
        .map(|(value, weight)| value * weight)
        .sum::<f64>()
        / total;
    let squares: f64 = values
        .iter()
        .map(|(value, weight)| (weight * (value - mean)).powi(2))
        .sum();
    let count = values.len() as f64;
    (mean, squares / total.powi(2) * count / (count - 1.0))
}
