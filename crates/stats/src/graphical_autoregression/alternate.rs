//! Coefficients and residual network in turn (Rothman, Levina & Zhu 2010, JCGS 19:947,
//! algorithm 2; for time series Abegaz & Wit 2013, Biostatistics 14:586).
//!
//! Minimise over `B` ((1 + q) x q, intercepts in the first row) and positive definite `K`
//!
//! `g(B, K) = tr(R(B) K) - log det K + lambda_K sum_{i != j} |K_ij| + 2 lambda_B sum |B_ij|`,
//! `R(B) = (Y - X B)'(Y - X B) / n`,
//!
//! intercepts not penalised. In `K` this is a graphical lasso, in `B` a lasso; each step lowers `g`, but `g` is
//! not convex in both together, so the end depends on the start: `B = 0`, as published.

use super::diary::LagPairs;
use crate::StatsError;
use crate::graphical_model::lasso::{
    Precision, Problem, Solution, same_penalty, soft_threshold, solve,
};
use crate::graphical_model::square::{Square, add_scaled, dot};

/// How exactly each graphical lasso is solved.
const GAP: f64 = 1e-9;
/// Coefficients that move by less than this, in standard deviations, have settled.
const SETTLED: f64 = 1e-6;
const MOST_ROUNDS: usize = 1000;
const MOST_SWEEPS: usize = 10_000;

/// All that the model needs of the pairs: sums of products, divided by their number.
pub(super) struct Moments {
    pub(super) pairs: usize,
    pub(super) variables: usize,
    /// `X'X / n`, (1 + q) x (1 + q), the constant first.
    pub(super) predictors: Square,
    /// `Y'X / n`, q rows of 1 + q.
    pub(super) cross: Vec<Vec<f64>>,
    /// `Y'Y / n`, q x q.
    pub(super) outcomes: Square,
}

/// The two penalties.
#[derive(Clone, Copy)]
pub(super) struct Penalties {
    pub(super) beta: f64,
    pub(super) kappa: f64,
    /// Larger than the usual largest.
    pub(super) beyond: bool,
}

/// `B` by outcome (q rows of 1 + q) and `K`.
pub(super) struct Estimate {
    pub(super) coefficients: Vec<Vec<f64>>,
    pub(super) kappa: Precision,
    /// `g(B, K)`.
    pub(super) objective: f64,
}

impl Moments {
    pub(super) fn of(pairs: &LagPairs) -> Self {
        let (variables, count) = (pairs.variables, pairs.pairs.len());
        let mut predictors = Square::filled(variables + 1, 0.0);
        let mut cross = vec![vec![0.0; variables + 1]; variables];
        let mut outcomes = Square::filled(variables, 0.0);
        let share = 1.0 / count as f64;
        for (before, after) in &pairs.pairs {
            let row: Vec<f64> = std::iter::once(1.0).chain(before.iter().copied()).collect();
            for (index, value) in row.iter().enumerate() {
                add_scaled(predictors.row_mut(index), share * value, &row);
            }
            for (index, value) in after.iter().enumerate() {
                add_scaled(&mut cross[index], share * value, &row);
                add_scaled(outcomes.row_mut(index), share * value, after);
            }
        }
        Self {
            pairs: count,
            variables,
            predictors,
            cross,
            outcomes,
        }
    }

    /// `R(B)`.
    pub(super) fn residual_covariance(&self, coefficients: &[Vec<f64>]) -> Square {
        // Y'Y - Y'X B - (Y'X B)' + B'X'X B, the last two as (B'X'X - Y'X) B.
        let pulled: Vec<Vec<f64>> = coefficients
            .iter()
            .zip(&self.cross)
            .map(|(row, cross)| {
                let product = (0..row.len()).map(|index| dot(row, self.predictors.row(index)));
                product.zip(cross).map(|(one, two)| one - two).collect()
            })
            .collect();
        let entry = |row: usize, column: usize| {
            self.outcomes.get(row, column) - dot(&self.cross[row], &coefficients[column])
                + dot(&pulled[column], &coefficients[row])
        };
        Square::from_function(self.variables, |row, column| {
            f64::midpoint(entry(row, column), entry(column, row))
        })
    }

    /// Alternates until neither `B` nor `K` moves.
    ///
    /// Errors: a residual covariance that is not positive definite; no rest within a bounded number of rounds.
    pub(super) fn alternate(&self, penalties: Penalties) -> Result<Estimate, StatsError> {
        let mut coefficients = vec![vec![0.0; self.variables + 1]; self.variables];
        let penalty = same_penalty(self.variables, penalties.kappa);
        for _ in 0..MOST_ROUNDS {
            let residuals = self.residual_covariance(&coefficients);
            let problem = Problem {
                covariance: &residuals,
                penalty: &penalty,
            };
            let Solution {
                precision,
                objective,
                ..
            } = solve(problem, None, GAP)?;
            let before = coefficients.clone();
            let moved = self.improve(&mut coefficients, &precision.matrix, penalties.beta)?;
            if moved <= SETTLED {
                // K is the best for the coefficients before; they did not move since.
                let size = penalised(&before);
                return Ok(Estimate {
                    coefficients: before,
                    kappa: precision,
                    objective: objective + 2.0 * penalties.beta * size,
                });
            }
        }
        Err(StatsError::AutoregressionNotConverged)
    }

    /// The lasso for `B` at this `K`, by coordinate descent (Rothman et al., algorithm 1); returns how far
    /// any coefficient moved in all.
    fn improve(
        &self,
        coefficients: &mut [Vec<f64>],
        kappa: &Square,
        lambda: f64,
    ) -> Result<f64, StatsError> {
        let start = coefficients.to_vec();
        // Row c holds X'(y_c - X b_c) / n.
        let mut rest: Vec<Vec<f64>> = coefficients
            .iter()
            .zip(&self.cross)
            .map(|(row, cross)| {
                let explained = (0..row.len()).map(|index| dot(row, self.predictors.row(index)));
                cross
                    .iter()
                    .zip(explained)
                    .map(|(all, one)| all - one)
                    .collect()
            })
            .collect();
        for _ in 0..MOST_SWEEPS {
            let mut largest = 0.0_f64;
            for outcome in 0..self.variables {
                for predictor in 0..=self.variables {
                    let weights = kappa.row(outcome).iter();
                    let pull: f64 = weights.zip(&rest).map(|(k, row)| k * row[predictor]).sum();
                    let curvature =
                        self.predictors.get(predictor, predictor) * kappa.get(outcome, outcome);
                    let now = coefficients[outcome][predictor];
                    let threshold = if predictor == 0 {
                        0.0
                    } else {
                        lambda / curvature
                    };
                    let best = soft_threshold(now + pull / curvature, threshold);
                    let change = best - now;
                    if change != 0.0 {
                        coefficients[outcome][predictor] = best;
                        add_scaled(&mut rest[outcome], -change, self.predictors.row(predictor));
                        largest = largest.max(change.abs());
                    }
                }
            }
            if largest <= 0.1 * SETTLED {
                let pairs = start.iter().flatten().zip(coefficients.iter().flatten());
                return Ok(pairs.fold(0.0, |most, (one, two)| most.max((one - two).abs())));
            }
        }
        Err(StatsError::AutoregressionNotConverged)
    }
}

/// `sum |B_ij|` without intercepts.
fn penalised(coefficients: &[Vec<f64>]) -> f64 {
    let sizes = coefficients.iter().flat_map(|row| row[1..].iter());
    sizes.map(|entry| entry.abs()).sum()
}
