//! The graphical lasso: a sparse inverse covariance matrix, with a certificate.
//!
//! Minimise over positive definite `K`
//!
//! `f(K) = -log det K + tr(S K) + sum_{i != j} P_ij |K_ij|`
//!
//! (Friedman, Hastie & Tibshirani 2008, Biostatistics 9:432, eq. 2.1, the diagonal
//! not penalised). The dual problem is to maximise `log det W + p` over
//! `|W_ij - S_ij| <= P_ij`, `W_ii = S_ii` (Banerjee, El Ghaoui & d'Aspremont 2008,
//! JMLR 9:485, eq. 4); at the solution `W = K^-1`. Column by column, the best
//! `w_j = W b` is found through a lasso for `b` (Friedman et al., eq. 2.4), from
//! which follows column `j` of `K`: `K_jj = 1 / (W_jj - w_j'b)`, `k_j = -b K_jj`
//! (eqs. 2.13, 2.14). Zeros come out as exact zeros.
//!
//! Column steps climb only from a `W` inside the box, which the solution for a larger
//! penalty is not (Mazumder & Hastie 2012, EJS 6:2125). A start is therefore
//! drawn towards `S` until it is inside; between two positive definite matrices it
//! stays one.
//!
//! The fit stops by its duality gap, not by how little a sweep moved: `f(K) - log det W - p`
//! with `W` clipped into the box is a bound on how far `f(K)` lies above the minimum.

use super::square::{Square, add_scaled, dot};
use crate::StatsError;

/// Sweeps over all columns before a fit is given up; a dozen are used.
const MOST_SWEEPS: usize = 5000;
/// The gap is first computed when no entry of `W` moves by more than this share of its root.
const SMALL_CHANGE: f64 = 0.3;
/// A sweep over one column's coefficients that moves them by no more than this share of the first ends it.
const COLUMN_SHARE: f64 = 0.1;
/// Sweeps over one column's coefficients.
const MOST_COLUMN_SWEEPS: usize = 50;

/// `K` and what goes with it.
#[derive(Debug, Clone)]
pub(crate) struct Precision {
    /// `K`: symmetric, positive definite, with exact zeros.
    pub(crate) matrix: Square,
    /// `W`, the inverse of `K` up to the tolerance.
    pub(crate) covariance: Square,
    /// `log det K`.
    pub(crate) log_determinant: f64,
}

/// A solution and its certificate.
#[derive(Debug, Clone)]
pub(crate) struct Solution {
    pub(crate) precision: Precision,
    /// `f(K)`.
    pub(crate) objective: f64,
    /// How far `f(K)` may at most lie above the minimum, in nats for each observation.
    pub(crate) gap: f64,
}

/// `S` and `P`. A penalty of 0 leaves an entry free, an infinite one forces it to zero.
#[derive(Clone, Copy)]
pub(crate) struct Problem<'a> {
    pub(crate) covariance: &'a Square,
    pub(crate) penalty: &'a Square,
}

/// `W` and, in row `j`, the coefficients `b` of column `j`.
struct State {
    covariance: Square,
    coefficients: Square,
    /// `1 / W_ii`.
    reciprocals: Vec<f64>,
}

/// The same penalty for every entry but the diagonal, which has none.
pub(crate) fn same_penalty(size: usize, lambda: f64) -> Square {
    Square::from_function(size, |row, column| if row == column { 0.0 } else { lambda })
}

/// Minimises `f` until the duality gap is at most `tolerance`, from the solution for
/// another penalty or, without one, from independence.
///
/// Errors: no minimum was certified, as when `S` is singular and not penalised.
pub(crate) fn solve(
    problem: Problem<'_>,
    start: Option<&Precision>,
    tolerance: f64,
) -> Result<Solution, StatsError> {
    let size = problem.covariance.size();
    let mut state = problem.start(start);
    // The gap is of second order in the last change of W.
    let mut small = SMALL_CHANGE * tolerance.sqrt();
    for _ in 0..MOST_SWEEPS {
        let mut largest = 0.0_f64;
        for column in 0..size {
            largest = largest.max(problem.improve_column(&mut state, column, small));
        }
        if largest <= small {
            if let Some(solution) = problem.certified(&state)
                && solution.gap <= tolerance
            {
                return Ok(solution);
            }
            small *= 0.5;
        }
    }
    Err(StatsError::LassoNotConverged)
}

impl Problem<'_> {
    fn start(&self, start: Option<&Precision>) -> State {
        let size = self.covariance.size();
        let from = |row: usize, column: usize| match start {
            Some(precision) => precision.covariance.get(row, column),
            None => 0.0,
        };
        let mut share = 1.0_f64;
        for row in 0..size {
            for column in 0..row {
                let excess = (from(row, column) - self.covariance.get(row, column)).abs();
                let allowed = self.penalty.get(row, column);
                if excess > allowed {
                    share = share.min(allowed / excess);
                }
            }
        }
        let covariance = Square::from_function(size, |row, column| {
            let target = self.covariance.get(row, column);
            if row == column {
                target
            } else {
                target + share * (from(row, column) - target)
            }
        });
        let coefficients = Square::from_function(size, |row, column| match start {
            Some(precision) if row != column => {
                -precision.matrix.get(row, column) / precision.matrix.get(row, row)
            }
            _ => 0.0,
        });
        let variances = (0..size).map(|index| covariance.get(index, index));
        State {
            reciprocals: variances.map(f64::recip).collect(),
            covariance,
            coefficients,
        }
    }

    /// Solves the lasso of one column by coordinate descent and returns how far any entry of `W` moved.
    fn improve_column(&self, state: &mut State, column: usize, small: f64) -> f64 {
        let size = self.covariance.size();
        let covariance = &mut state.covariance;
        let coefficients = state.coefficients.row_mut(column);
        let penalties = self.penalty.row(column);
        // s - W b, all but its own entry.
        let mut rest = self.covariance.row(column).to_vec();
        for (index, coefficient) in coefficients.iter().enumerate() {
            if *coefficient != 0.0 {
                add_scaled(&mut rest, -coefficient, covariance.row(index));
            }
        }
        let mut enough = small;
        for sweep in 0..MOST_COLUMN_SWEEPS {
            let mut largest = 0.0_f64;
            for index in 0..size {
                let now = coefficients[index];
                // Most entries are zero and stay so; the column itself always is.
                if now == 0.0 && rest[index].abs() <= penalties[index] || index == column {
                    continue;
                }
                let variance = covariance.get(index, index);
                let best = soft_threshold(rest[index] + variance * now, penalties[index])
                    * state.reciprocals[index];
                let change = best - now;
                if change != 0.0 {
                    coefficients[index] = best;
                    add_scaled(&mut rest, -change, covariance.row(index));
                    largest = largest.max((change * variance).abs());
                }
            }
            // As long as the other columns move, more digits of this one are lost again.
            if sweep == 0 {
                enough = small.max(COLUMN_SHARE * largest);
            }
            if largest <= enough {
                break;
            }
        }
        let mut moved = 0.0_f64;
        for (index, rest) in rest.iter().enumerate() {
            if index != column {
                let entry = self.covariance.get(column, index) - rest;
                moved = moved.max((entry - covariance.get(column, index)).abs());
                covariance.set(column, index, entry);
                covariance.set(index, column, entry);
            }
        }
        moved
    }

    /// `K` with objective and gap; nothing while `K` or the clipped `W` is not positive definite.
    fn certified(&self, state: &State) -> Option<Solution> {
        let size = self.covariance.size();
        let State {
            covariance,
            coefficients,
            ..
        } = state;
        let own = |column: usize| {
            let explained = dot(covariance.row(column), coefficients.row(column));
            1.0 / (covariance.get(column, column) - explained)
        };
        let own: Vec<f64> = (0..size).map(own).collect();
        // Row and column say the same of an entry only in the limit: take the mean, and
        // zero where either says so.
        let matrix = Square::from_function(size, |row, column| {
            let (one, two) = (coefficients.get(row, column), coefficients.get(column, row));
            if row == column {
                own[row]
            } else if one == 0.0 || two == 0.0 {
                0.0
            } else {
                -f64::midpoint(one * own[row], two * own[column])
            }
        });
        let log_determinant = matrix.cholesky(0.0)?.log_determinant();
        let mut clipped = self.covariance.clone();
        let entries = clipped.entries_mut().iter_mut();
        let inside = covariance.entries().iter().zip(self.penalty.entries());
        for (entry, (covariance, penalty)) in entries.zip(inside) {
            *entry += (covariance - *entry).max(-penalty).min(*penalty);
        }
        let dual = clipped.cholesky(0.0)?.log_determinant() + size as f64;
        let objective = self.covariance.inner(&matrix) - log_determinant + self.penalised(&matrix);
        Some(Solution {
            precision: Precision {
                matrix,
                covariance: clipped,
                log_determinant,
            },
            objective,
            gap: (objective - dual).max(0.0),
        })
    }

    fn penalised(&self, matrix: &Square) -> f64 {
        let entries = matrix.entries().iter().zip(self.penalty.entries());
        // An entry that is forced to zero has an infinite penalty, and 0 * inf is no number.
        let costs = entries.filter(|(entry, _)| **entry != 0.0);
        costs.map(|(entry, penalty)| entry.abs() * penalty).sum()
    }
}

/// `sign(x) max(|x| - t, 0)`.
pub(crate) fn soft_threshold(value: f64, threshold: f64) -> f64 {
    if value.abs() <= threshold {
        0.0
    } else {
        value - threshold.copysign(value)
    }
}
