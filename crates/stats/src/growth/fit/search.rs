//! The search for the variances that minimise the criterion.

use super::FitOptions;
use super::design::Design;
use super::likelihood::{Evaluation, Relative, evaluate};
use super::minimise::minimise;
use crate::StatsError;

/// An element of the factor of `D` below this counts as zero, as in lme4's `isSingular`.
pub(super) const SINGULAR: f64 = 1e-4;
/// Relative standard deviations from which the search starts, in standardised columns.
const STARTS: [[f64; 2]; 2] = [[1.0, 1.0], [0.3, 0.1]];

/// The minimum of the criterion.
pub(super) struct Found {
    pub(super) relative: Relative,
    pub(super) evaluation: Evaluation,
    pub(super) converged: bool,
}

/// The lowest minimum from several starts.
pub(super) fn search(design: &Design, options: FitOptions) -> Result<Found, StatsError> {
    let mut best: Option<Found> = None;
    for [first, second] in STARTS {
        let mut start = vec![first, 0.0, second];
        if design.crossing.is_some() {
            start.push(second);
        }
        let found = descend(design, options, start)?;
        let better = best.as_ref().is_none_or(|best| {
            // A converged search wins over one that did not, unless clearly beaten.
            let margin = 1e-9 * best.evaluation.criterion.abs();
            found.evaluation.criterion < best.evaluation.criterion - margin
                || (found.converged
                    && !best.converged
                    && found.evaluation.criterion <= best.evaluation.criterion + margin)
        });
        if better {
            best = Some(found);
        }
    }
    best.ok_or(StatsError::NoResidualVariance)
}

/// One search, then again from beside the point as long as it ended in a saddle: at
/// `D` on the boundary all derivatives by its factor vanish, whether or not more
/// variance would lower the criterion.
fn descend(design: &Design, options: FitOptions, start: Vec<f64>) -> Result<Found, StatsError> {
    let mut start = start;
    let mut converged = false;
    for _ in 0..3 {
        let minimum = minimise(&start, &mut |point| {
            let relative = Relative::of(point);
            let evaluation = evaluate(design, relative, options.estimation)?;
            let gradient = gradient(relative, evaluation.slopes, point.len());
            Ok((evaluation.criterion, gradient))
        })?;
        converged = minimum.converged;
        start = minimum.point;
        let relative = Relative::of(&start);
        let slopes = evaluate(design, relative, options.estimation)?.slopes;
        match beside_saddle(relative, slopes, design) {
            Some(escape) => {
                start[..3].copy_from_slice(&[escape.first, escape.below, escape.second]);
                if let Some(crossed) = start.get_mut(3) {
                    *crossed = escape.crossed;
                }
                converged = false;
            }
            None => break,
        }
    }
    let relative = on_boundary(design, options, Relative::of(&start))?;
    Ok(Found {
        relative,
        evaluation: evaluate(design, relative, options.estimation)?,
        converged,
    })
}

/// By the factor of `D` from the derivatives by `D`: `d/dL = 2 S L` in the elements
/// that `L` has.
fn gradient(relative: Relative, slopes: [f64; 4], length: usize) -> Vec<f64> {
    let [a, b, c, crossed] = slopes;
    let Relative {
        first,
        below,
        second,
        crossed: deviation,
    } = relative;
    let mut gradient = vec![
        2.0 * (a * first + b * below),
        2.0 * (b * first + c * below),
        2.0 * c * second,
        2.0 * crossed * deviation,
    ];
    gradient.truncate(length);
    gradient
}

/// A point with more variance in the direction in which the criterion falls most, if
/// there is one: at a minimum over all covariance matrices the matrix of derivatives
/// has no negative eigenvalue.
fn beside_saddle(relative: Relative, slopes: [f64; 4], design: &Design) -> Option<Relative> {
    const STEP: f64 = 1e-2;
    let [intercept, mixed, slope, crossed] = slopes;
    let least = 1e-6 * design.groups as f64;
    let apart = f64::hypot(0.5 * (intercept - slope), mixed);
    let smallest = f64::midpoint(intercept, slope) - apart;
    let mut escape = relative;
    if smallest < -least {
        // The eigenvector of the smallest eigenvalue, from the row that is not zero.
        let (one, two) = match (intercept < slope, apart > 0.0) {
            (true, _) => (smallest - slope, mixed),
            (false, true) => (mixed, smallest - intercept),
            (false, false) => (1.0, 0.0),
        };
        let step = STEP / (one * one + two * two);
        let [variance, covariance, other] = relative.covariance();
        escape = factor([
            variance + step * one * one,
            covariance + step * one * two,
            other + step * two * two,
        ]);
        escape.crossed = relative.crossed;
    }
    let least_crossed = -1e-6
        * design
            .crossing
            .as_ref()
            .map_or(0.0, |one| one.levels as f64);
    if design.crossing.is_some() && crossed < least_crossed {
        escape.crossed = f64::hypot(relative.crossed, STEP.sqrt());
    }
    (escape != relative).then_some(escape)
}

/// The lower factor of a positive semidefinite covariance.
fn factor([variance, covariance, other]: [f64; 3]) -> Relative {
    let first = variance.max(0.0).sqrt();
    let below = if first > 0.0 { covariance / first } else { 0.0 };
    Relative {
        first,
        below,
        second: (other - below * below).max(0.0).sqrt(),
        crossed: 0.0,
    }
}

/// With signs that are not negative, and elements that are zero but for the search's
/// last step on zero exactly.
fn on_boundary(
    design: &Design,
    options: FitOptions,
    found: Relative,
) -> Result<Relative, StatsError> {
    let criterion = |relative| Ok(evaluate(design, relative, options.estimation)?.criterion);
    let mut kept = factor(found.covariance());
    kept.second = found.second.abs();
    kept.crossed = found.crossed.abs();
    let most = criterion(kept)? * (1.0 + 1e-12_f64.copysign(criterion(kept)?)) + 1e-12;
    let flat = Relative {
        second: 0.0,
        ..kept
    };
    if kept.second < SINGULAR && criterion(flat)? <= most {
        kept = flat;
    }
    let slope_only = factor([0.0, 0.0, kept.covariance()[2]]);
    let slope_only = Relative {
        crossed: kept.crossed,
        ..slope_only
    };
    if kept.first < SINGULAR && criterion(slope_only)? <= most {
        kept = slope_only;
    }
    let uncrossed = Relative {
        crossed: 0.0,
        ..kept
    };
    if kept.crossed < SINGULAR && criterion(uncrossed)? <= most {
        kept = uncrossed;
    }
    Ok(kept)
}
