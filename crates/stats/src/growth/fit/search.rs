//! The search for the variances that minimise the criterion.

use super::FitOptions;
use super::design::Design;
use super::likelihood::{Evaluation, Relative, evaluate};
use super::minimise::minimise;
use crate::StatsError;

/// An element of the factor of `D` below this counts as zero, as in lme4's `isSingular`.
pub(super) const SINGULAR: f64 = 1e-4;
/// How often the search goes on from beside a saddle.
const MOST_ROUNDS: usize = 5;
/// Relative standard deviations from which the search starts, in standardised columns.
/// With few groups the criterion can have several minima, and more starts cost nothing.
const STARTS: [[f64; 2]; 4] = [[1.0, 1.0], [0.3, 0.1], [4.0, 2.0], [0.1, 1.0]];
const STARTS_OF_MANY: usize = 2;
const MANY_GROUPS: usize = 500;
/// A search that does not end, at a residual below this share of the outcome's variance,
/// is on its way to none.
const VANISHING: f64 = 1e-6;

/// The minimum of the criterion.
pub(super) struct Found {
    pub(super) relative: Relative,
    pub(super) evaluation: Evaluation,
    pub(super) converged: bool,
}

/// The lowest minimum from several starts.
pub(super) fn search(design: &Design, options: FitOptions) -> Result<Found, StatsError> {
    let mut best: Option<Found> = None;
    let mut refused = StatsError::NoResidualVariance;
    let starts = if design.groups > MANY_GROUPS {
        &STARTS[..STARTS_OF_MANY]
    } else {
        &STARTS[..]
    };
    for [first, second] in starts.iter().copied() {
        let mut start = vec![first, 0.0, second];
        if design.crossing.is_some() {
            start.push(second);
        }
        let found = match descend(design, options, start) {
            Ok(found) => found,
            // Digits may run out at one start and not at another.
            Err(error) => {
                refused = error;
                continue;
            }
        };
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
    best.filter(|best| best.converged || best.evaluation.residual_variance > VANISHING)
        .ok_or(refused)
}

/// One search, then again from beside the point as long as it ended in a saddle: at
/// `D` on the boundary all derivatives by its factor vanish, whether or not more
/// variance would lower the criterion.
fn descend(design: &Design, options: FitOptions, start: Vec<f64>) -> Result<Found, StatsError> {
    let mut start = start;
    let mut rounds = 0;
    let converged = loop {
        let minimum = minimise(&start, &mut |point| {
            let relative = Relative::of(point);
            let evaluation = evaluate(design, relative, options.estimation)?;
            let gradient = gradient(relative, evaluation.slopes, point.len());
            Ok((evaluation.criterion, gradient))
        })?;
        start = minimum.point;
        rounds += 1;
        let relative = Relative::of(&start);
        let evaluation = evaluate(design, relative, options.estimation)?;
        match beside_saddle(relative, &evaluation, design) {
            None => break minimum.converged,
            Some(_) if rounds == MOST_ROUNDS => break false,
            Some(escape) => {
                start[..3].copy_from_slice(&[escape.first, escape.below, escape.second]);
                if let Some(crossed) = start.get_mut(3) {
                    *crossed = escape.crossed;
                }
            }
        }
    };
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
///
/// A derivative `s` promises a decrease of `s^2 / 2h`, with the curvature `h` about
/// `k (i / k)^2 / 2` for `k` groups that share the information `i`. Decreases that do not
/// matter are left, or every minimum would look like a saddle.
fn beside_saddle(relative: Relative, at: &Evaluation, design: &Design) -> Option<Relative> {
    const STEP: f64 = 1e-2;
    const LEAST_DECREASE: f64 = 1e-6;
    let matters = |information: f64, count: usize| {
        LEAST_DECREASE.sqrt() * information / (count as f64).sqrt()
    };
    let [intercept, mixed, slope, crossed] = at.slopes;
    let least = matters(at.information, design.groups);
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
    if let (Some(crossing), Some(schur)) = (&design.crossing, &at.schur)
        && crossed < -matters(schur.trace, crossing.levels)
    {
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
