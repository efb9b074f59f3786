//! From the minimum of the criterion back to the units of the data.

use super::design::Design;
use super::likelihood::{Client, Evaluation, Relative, evaluate, shrink};
use super::minimise::minimise;
use super::result::{CrossedEffect, Fit, FitWarning, FixedEffect, GroupEffect, VarianceComponents};
use super::{FitOptions, GrowthRows};
use crate::StatsError;

/// An element of the factor of `D` below this counts as zero, as in lme4's `isSingular`.
const SINGULAR: f64 = 1e-4;
/// Fewer groups than this say little of how groups vary.
const FEW_GROUPS: usize = 10;
/// Relative standard deviations from which the search starts, in standardised columns.
const STARTS: [[f64; 2]; 2] = [[1.0, 1.0], [0.3, 0.1]];

/// The minimum of the criterion.
struct Found {
    relative: Relative,
    evaluation: Evaluation,
    converged: bool,
}

pub(super) fn fit(rows: &GrowthRows, options: FitOptions) -> Result<Fit, StatsError> {
    let design = Design::of(rows, options.time_function)?;
    let found = search(&design, options)?;
    Ok(report(rows, options, &design, &found))
}

/// The lowest minimum from several starts.
fn search(design: &Design, options: FitOptions) -> Result<Found, StatsError> {
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
    let [a, b, c, crossed] = slopes;
    let least = 1e-6 * design.groups as f64;
    let apart = f64::hypot(0.5 * (a - c), b);
    let smallest = f64::midpoint(a, c) - apart;
    let mut escape = relative;
    if smallest < -least {
        // The eigenvector of the smallest eigenvalue, from the row that is not zero.
        let (x, y) = match (a < c, apart > 0.0) {
            (true, _) => (smallest - c, b),
            (false, true) => (b, smallest - a),
            (false, false) => (1.0, 0.0),
        };
        let length = f64::hypot(x, y);
        let [u, v, w] = relative.covariance();
        escape = factor([
            u + STEP * (x / length).powi(2),
            v + STEP * x * y / length.powi(2),
            w + STEP * (y / length).powi(2),
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

/// The estimates in the units of the data.
fn report(rows: &GrowthRows, options: FitOptions, design: &Design, found: &Found) -> Fit {
    let Found {
        relative,
        evaluation,
        converged,
    } = found;
    let fixed_count = design.width - 1;
    let outcome = design.scales[fixed_count];
    let residual = evaluation.residual_variance * outcome.spread.powi(2);

    // y = m_y + s_y sum_j b_j (x_j - m_j) / s_j, so each original effect is linear in
    // the standardised ones; the intercept takes up all the centres.
    let to_units = |row: usize, column: usize| {
        let scale = design.scales[column];
        match (row, column) {
            (0, 0) => 1.0,
            (0, _) => -scale.centre / scale.spread,
            _ if row == column => 1.0 / scale.spread,
            _ => 0.0,
        }
    };
    let names = ["intercept", "slope"].into_iter();
    let names = names.chain(rows.covariates.iter().map(|covariate| covariate.name));
    let fixed: Vec<FixedEffect> = names
        .enumerate()
        .map(|(row, term)| {
            let (mut estimate, mut variance) = (0.0, 0.0);
            for one in 0..fixed_count {
                estimate += to_units(row, one) * evaluation.fixed[one];
                for two in 0..fixed_count {
                    variance += to_units(row, one)
                        * evaluation.fixed_covariance[one * fixed_count + two]
                        * to_units(row, two);
                }
            }
            let centre = if row == 0 { outcome.centre } else { 0.0 };
            FixedEffect {
                term: term.to_owned(),
                estimate: centre + outcome.spread * estimate,
                se: (variance * residual).sqrt(),
            }
        })
        .collect();

    // Effects on (1, (f - m) / s) are effects A u on (1, f), A = [[1, -m / s], [0, 1 / s]].
    let time = design.scales[1];
    let shift = -time.centre / time.spread;
    let in_units = |[a, b, c]: [f64; 3]| {
        [
            a + 2.0 * shift * b + shift * shift * c,
            (b + shift * c) / time.spread,
            c / time.spread.powi(2),
        ]
    };
    let relative_covariance = in_units(relative.covariance());
    let first = relative_covariance[0].sqrt();
    let second = relative.determinant().sqrt() / time.spread / first.max(f64::MIN_POSITIVE);
    let singular = first < SINGULAR
        || second < SINGULAR
        || (design.crossing.is_some() && relative.crossed < SINGULAR);
    let [intercept, covariance, slope] = relative_covariance.map(|part| part * residual);

    // The criterion of the original columns: standardising takes ln of the spreads off
    // ln |X'V^-1X|, and the outcome's spread off each residual.
    let spreads: f64 = design.scales[1..fixed_count]
        .iter()
        .map(|scale| scale.spread.ln())
        .sum();
    let mut criterion = evaluation.criterion
        + 2.0 * options.estimation.freedom(design.rows, fixed_count) * outcome.spread.ln();
    if options.estimation == super::Estimation::Restricted {
        criterion += 2.0 * spreads;
    }

    let (group_effects, crossed_effects) = effects(
        design,
        found,
        &|[one, two]| {
            [
                outcome.spread * (one + shift * two),
                outcome.spread * two / time.spread,
            ]
        },
        &|parts| in_units(parts).map(|part| part * residual),
        outcome.spread,
        residual,
    );

    let mut warnings = Vec::new();
    if singular {
        warnings.push(FitWarning::Singular);
    }
    if !converged {
        warnings.push(FitWarning::NotConverged);
    }
    if design.groups < FEW_GROUPS {
        warnings.push(FitWarning::FewGroups {
            groups: design.groups,
        });
    }
    if let Some(crossing) = design
        .crossing
        .as_ref()
        .filter(|one| one.levels < FEW_GROUPS)
    {
        warnings.push(FitWarning::FewCrossedLevels {
            levels: crossing.levels,
        });
    }
    Fit {
        estimation: options.estimation,
        time_function: options.time_function,
        fixed,
        variance: VarianceComponents {
            intercept,
            slope,
            covariance,
            residual,
            crossed: design
                .crossing
                .as_ref()
                .map(|_| relative.crossed.powi(2) * residual),
        },
        criterion,
        log_likelihood: -0.5 * criterion,
        singular,
        converged: *converged,
        rows: design.rows,
        groups: design.groups,
        group_effects,
        crossed_effects,
        warnings,
    }
}

/// Predicted effects `u_i = D Z_i'V^-1 r` with `r = y - Xb`, and the covariance of what
/// remains unknown of them, `s2 (D - D Z_i'V^-1Z_i D)`, the fixed effects taken as known.
fn effects(
    design: &Design,
    found: &Found,
    effect_in_units: &dyn Fn([f64; 2]) -> [f64; 2],
    covariance_in_units: &dyn Fn([f64; 3]) -> [f64; 3],
    spread: f64,
    residual: f64,
) -> (Vec<GroupEffect>, Vec<CrossedEffect>) {
    let Found {
        relative,
        evaluation,
        ..
    } = found;
    let mut weights: Vec<f64> = evaluation.fixed.iter().map(|part| -part).collect();
    weights.push(1.0);
    let (covariance, determinant) = (relative.covariance(), relative.determinant());
    let [a, b, c] = covariance;
    let variance = relative.crossed.powi(2);
    let (mut first, mut second) = (vec![0.0; design.width], vec![0.0; design.width]);
    let groups = (0..design.groups).map(|group| {
        let (intercept, time) = design.client(group);
        let inner = [intercept[0], intercept[1], time[1]];
        let client = Client::of(inner, covariance, determinant);
        shrink(&client, intercept, time, &mut first, &mut second);
        let mut remaining = client.remaining;
        if let (Some(schur), Some(crossing)) = (&evaluation.schur, &design.crossing) {
            let [p, q, r] = schur.complete(
                crossing.cells(group),
                &client,
                variance,
                &mut first,
                &mut second,
            );
            remaining = [
                a - (a * a * p + 2.0 * a * b * q + b * b * r),
                b - (a * b * p + (a * c + b * b) * q + b * c * r),
                c - (b * b * p + 2.0 * b * c * q + c * c * r),
            ];
        }
        let one: f64 = first.iter().zip(&weights).map(|(x, y)| x * y).sum();
        let two: f64 = second.iter().zip(&weights).map(|(x, y)| x * y).sum();
        let [intercept, slope] = effect_in_units([a * one + b * two, b * one + c * two]);
        let [intercept_variance, covariance, slope_variance] = covariance_in_units(remaining);
        GroupEffect {
            group,
            intercept,
            slope,
            intercept_variance,
            covariance,
            slope_variance,
        }
    });
    let groups = groups.collect();
    let crossed = evaluation.schur.as_ref().map_or_else(Vec::new, |schur| {
        let effects = schur.effects(*relative, &weights).into_iter().enumerate();
        effects
            .map(|(level, (effect, remaining))| CrossedEffect {
                level,
                intercept: spread * effect,
                variance: residual * remaining,
            })
            .collect()
    });
    (groups, crossed)
}
