use serde::Serialize;

use super::distribution::{UPPER, chi_squared_quantile, chi_squared_upper};
use super::interval::Interval;
use super::pool::EffectEstimate;
use crate::StatsError;
use crate::number::finite;

/// How far the trials lie apart, beyond their standard errors.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Heterogeneity {
    /// Variance of the true effects, in squared units of the effect.
    pub tau2: Option<f64>,
    /// Q-profile 95 % interval of `tau2`; none for one row, and none where the
    /// trials agree more closely than chance allows.
    #[serde(rename = "tau2_ci")]
    pub tau2_interval: Option<Interval>,
    /// Cochran's `Q`: `sum((y - mu)^2 / se^2)` around the common effect.
    pub q: f64,
    /// Its degrees of freedom, rows less one.
    pub q_df: usize,
    /// `P(chi2 >= Q)` if all true effects are equal.
    pub q_p: Option<f64>,
    /// Share of the spread between trials in all spread, from 0 to 1.
    pub i2: Option<f64>,
}

impl Heterogeneity {
    /// Of one row: nothing is known.
    pub(super) fn unknown() -> Self {
        Self {
            tau2: None,
            tau2_interval: None,
            q: 0.0,
            q_df: 0,
            q_p: None,
            i2: None,
        }
    }

    /// Of two rows or more, for the given `tau2`.
    pub(super) fn of(rows: &[EffectEstimate], tau2: f64) -> Result<Self, StatsError> {
        let degrees = rows.len() - 1;
        let q = finite("Cochran's Q", weighted_mean(rows, 0.0).squares)?;
        let typical = typical_variance(rows);
        if !(typical > 0.0 && typical.is_finite()) {
            return Err(StatsError::NotFinite {
                what: "the typical variance of the rows",
            });
        }
        Ok(Self {
            tau2: Some(finite("tau2", tau2)?),
            tau2_interval: q_profile(rows)?,
            q,
            q_df: degrees,
            q_p: chi_squared_upper(q, degrees),
            i2: Some(tau2 / (tau2 + typical)),
        })
    }
}

/// The weighted mean and the weighted squares around it.
pub(super) struct WeightedMean {
    pub(super) estimate: f64,
    pub(super) total_weight: f64,
    /// `sum(w (y - mu)^2)`.
    pub(super) squares: f64,
}

pub(super) fn weighted_mean(rows: &[EffectEstimate], tau2: f64) -> WeightedMean {
    let weight = |row: &EffectEstimate| (row.variance() + tau2).recip();
    let total_weight: f64 = rows.iter().map(weight).sum();
    // From the first row on: far from zero the sums would lose digits.
    let origin = rows.first().map_or(0.0, |row| row.effect.get());
    let shift = rows
        .iter()
        .map(|row| weight(row) * (row.effect.get() - origin))
        .sum::<f64>()
        / total_weight;
    let squares = rows
        .iter()
        .map(|row| weight(row) * (row.effect.get() - origin - shift).powi(2))
        .sum();
    WeightedMean {
        estimate: origin + shift,
        total_weight,
        squares,
    }
}

/// `sum(w) - sum(w^2) / sum(w)` at `w = 1 / se^2`: what one unit of `tau2` adds to
/// the expectation of `Q`.
fn expected_slope(rows: &[EffectEstimate]) -> f64 {
    let weights = || rows.iter().map(|row| row.variance().recip());
    let total: f64 = weights().sum();
    weights()
        .map(|weight| weight * (1.0 - weight / total))
        .sum()
}

/// The variance of a typical row (Higgins & Thompson 2002, equation 9).
fn typical_variance(rows: &[EffectEstimate]) -> f64 {
    (rows.len() as f64 - 1.0) / expected_slope(rows)
}

/// The moment estimate: what `Q` has beyond its degrees of freedom, at least 0
/// (`DerSimonian` & Laird 1986).
pub(super) fn der_simonian_laird(rows: &[EffectEstimate]) -> Result<f64, StatsError> {
    let excess = weighted_mean(rows, 0.0).squares - (rows.len() as f64 - 1.0);
    finite("tau2", (excess / expected_slope(rows)).max(0.0))
}

/// All `tau2` at which the generalised `Q` is no surprise (Viechtbauer 2007). `Q`
/// falls as `tau2` grows, so each end is one bisection.
fn q_profile(rows: &[EffectEstimate]) -> Result<Option<Interval>, StatsError> {
    let degrees = rows.len() - 1;
    let squares = |tau2: f64| weighted_mean(rows, tau2).squares;
    let (least, most) = (
        chi_squared_quantile(1.0 - UPPER, degrees)?,
        chi_squared_quantile(UPPER, degrees)?,
    );
    if squares(0.0) < least {
        return Ok(None);
    }
    let lower = if squares(0.0) <= most {
        0.0
    } else {
        crossing(squares, most)?
    };
    Ok(Some(Interval {
        lower,
        upper: crossing(squares, least)?,
    }))
}

/// Where a falling function crosses a level that it starts above.
fn crossing(falling: impl Fn(f64) -> f64, level: f64) -> Result<f64, StatsError> {
    let mut upper = 1.0;
    while falling(upper) > level {
        upper = finite("the upper end of tau2", upper * 2.0)?;
    }
    let mut lower = 0.0;
    // Halving until neighbouring numbers are reached; 1100 steps span all of f64.
    for _ in 0..1100 {
        let middle = f64::midpoint(lower, upper);
        if middle <= lower || middle >= upper || upper - lower <= 1e-12 * upper {
            break;
        }
        if falling(middle) > level {
            lower = middle;
        } else {
            upper = middle;
        }
    }
    Ok(f64::midpoint(lower, upper))
}
