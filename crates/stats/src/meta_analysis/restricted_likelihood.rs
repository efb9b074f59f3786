//! `tau2` by restricted maximum likelihood (Viechtbauer 2005, equations 10 to 13).
//!
//! With `w = 1 / (se^2 + tau2)` and `mu` the weighted mean, the restricted log
//! likelihood is, up to a constant,
//! `-(sum(ln(1/w)) + ln(sum(w)) + sum(w (y - mu)^2)) / 2`, its derivative
//! `(sum(w^2 (y - mu)^2) - tr P) / 2` and the expected information `tr(PP) / 2`,
//! where `tr P = S1 - S2 / S1`, `tr(PP) = S2 - 2 S3 / S1 + (S2 / S1)^2` and
//! `Sp = sum(w^p)`.
//!
//! The likelihood can have two peaks, and Fisher scoring can step past one. So the
//! highest of a grid is taken first, and scoring is kept between its neighbours.

use super::heterogeneity::weighted_mean;
use super::pool::EffectEstimate;
use crate::StatsError;
use crate::number::finite;

const GRID: i32 = 48;
/// Scoring needs about ten steps. Where rounding keeps it from settling, halving takes
/// over, which always ends.
const SCORING_STEPS: usize = 50;
const STEPS: usize = 250;

/// The restricted maximum likelihood estimate, 0 or more.
///
/// Errors: sums that overflow; scoring that does not settle.
pub(super) fn restricted_likelihood(rows: &[EffectEstimate]) -> Result<f64, StatsError> {
    let most = finite("the spread of the effects", squared_range(rows))?;
    if most <= 0.0 {
        return Ok(0.0);
    }
    // No peak lies beyond the squared range R2. There w <= 1 / R2, and the weighted
    // variance is at most R2 (1 - S2 / S1^2) / 2, so sum(w^2 (y - mu)^2) <= tr P / 2.
    let mut grid = vec![0.0];
    grid.extend((0..=GRID).map(|step| most * 0.5_f64.powi(GRID - step)));
    let (mut peak, mut highest) = (0, f64::NEG_INFINITY);
    for (index, tau2) in grid.iter().enumerate() {
        let height = finite("the restricted likelihood", log_likelihood(rows, *tau2))?;
        if height > highest {
            (peak, highest) = (index, height);
        }
    }
    if peak == 0 && derivative(rows, 0.0)?.0 <= 0.0 {
        return Ok(0.0);
    }
    let lower = grid[peak.saturating_sub(1)];
    let upper = grid[(peak + 1).min(grid.len() - 1)];
    scoring(rows, grid[peak], lower, upper)
}

/// Fisher scoring, with bisection where a step would leave the bracket.
fn scoring(
    rows: &[EffectEstimate],
    start: f64,
    mut lower: f64,
    mut upper: f64,
) -> Result<f64, StatsError> {
    let enough = 1e-14 * upper;
    let mut tau2 = start;
    for count in 0..STEPS {
        let (score, information) = derivative(rows, tau2)?;
        if score > 0.0 {
            lower = tau2;
        } else {
            upper = tau2;
        }
        let step = tau2 + score / information;
        let inside = step > lower && step < upper;
        let next = if inside && count < SCORING_STEPS {
            step
        } else {
            f64::midpoint(lower, upper)
        };
        if (next - tau2).abs() <= enough {
            return finite("tau2", next);
        }
        tau2 = next;
    }
    Err(StatsError::NotSettled { what: "tau2" })
}

/// First derivative of the log likelihood and expected information at `tau2`.
fn derivative(rows: &[EffectEstimate], tau2: f64) -> Result<(f64, f64), StatsError> {
    let mean = weighted_mean(rows, tau2).estimate;
    let (mut first, mut second, mut third, mut squares) = (0.0, 0.0, 0.0, 0.0);
    for row in rows {
        let weight = (row.variance() + tau2).recip();
        first += weight;
        second += weight.powi(2);
        third += weight.powi(3);
        squares += (weight * (row.effect.get() - mean)).powi(2);
    }
    let trace = first - second / first;
    let trace_of_square = second - 2.0 * third / first + (second / first).powi(2);
    Ok((
        finite("the score of tau2", 0.5 * (squares - trace))?,
        finite("the information on tau2", 0.5 * trace_of_square)?,
    ))
}

fn log_likelihood(rows: &[EffectEstimate], tau2: f64) -> f64 {
    let mean = weighted_mean(rows, tau2);
    let variances: f64 = rows.iter().map(|row| (row.variance() + tau2).ln()).sum();
    -0.5 * (variances + mean.total_weight.ln() + mean.squares)
}

fn squared_range(rows: &[EffectEstimate]) -> f64 {
    let effects = || rows.iter().map(|row| row.effect.get());
    let lowest = effects().fold(f64::INFINITY, f64::min);
    let highest = effects().fold(f64::NEG_INFINITY, f64::max);
    (highest - lowest).powi(2)
}
