//! From the minimum of the criterion back to the units of the data.

use super::design::Design;
use super::likelihood::{Client, shrink};
use super::result::{CrossedEffect, Fit, FitWarning, FixedEffect, GroupEffect, VarianceComponents};
use super::search::{Found, SINGULAR};
use super::{Estimation, FitOptions, GrowthRows};

/// Fewer groups than this say little of how groups vary.
const FEW_GROUPS: usize = 10;

/// Standardised columns, and the way back to those given:
/// `y = m_y + s_y sum_j b_j (x_j - m_j) / s_j`, so effects on `(1, (f - m) / s)` are
/// effects `A u` on `(1, f)` with `A = [[1, -m / s], [0, 1 / s]]`.
struct Units<'a> {
    design: &'a Design,
    /// Spread of the outcome.
    spread: f64,
    /// Mean and spread of the time column.
    centre: f64,
    time_spread: f64,
    /// Residual variance in squared points.
    residual: f64,
}

impl Units<'_> {
    /// The share of standardised fixed effect `column` in the original effect `row`;
    /// the intercept takes up all the centres.
    fn share(&self, row: usize, column: usize) -> f64 {
        let scale = self.design.scales[column];
        match (row, column) {
            (0, 0) => 1.0,
            (0, _) => -scale.centre / scale.spread,
            _ if row == column => 1.0 / scale.spread,
            _ => 0.0,
        }
    }

    /// A random effect, in points.
    fn effect(&self, [one, two]: [f64; 2]) -> [f64; 2] {
        let slope = two / self.time_spread;
        [
            self.spread * (one - self.centre * slope),
            self.spread * slope,
        ]
    }

    /// `A C A'` for a covariance given as variance, covariance, variance.
    fn covariance(&self, [intercept, mixed, slope]: [f64; 3]) -> [f64; 3] {
        let shift = -self.centre / self.time_spread;
        [
            intercept + shift * (2.0 * mixed + shift * slope),
            (mixed + shift * slope) / self.time_spread,
            slope / self.time_spread.powi(2),
        ]
    }
}

/// The estimates in the units of the data.
pub(super) fn report(
    rows: &GrowthRows,
    options: FitOptions,
    design: &Design,
    found: &Found,
) -> Fit {
    let Found {
        relative,
        evaluation,
        converged,
    } = found;
    let fixed_count = design.width - 1;
    let (outcome, time) = (design.scales[fixed_count], design.scales[1]);
    let units = Units {
        design,
        spread: outcome.spread,
        centre: time.centre,
        time_spread: time.spread,
        residual: evaluation.residual_variance * outcome.spread.powi(2),
    };
    let residual = units.residual;
    let names = ["intercept", "slope"].into_iter();
    let names = names.chain(rows.covariates.iter().map(|covariate| covariate.name));
    let fixed: Vec<FixedEffect> = names
        .enumerate()
        .map(|(row, term)| {
            let (mut estimate, mut variance) = (0.0, 0.0);
            for one in 0..fixed_count {
                estimate += units.share(row, one) * evaluation.fixed[one];
                for two in 0..fixed_count {
                    variance += units.share(row, one)
                        * evaluation.fixed_covariance[one * fixed_count + two]
                        * units.share(row, two);
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

    let relative_covariance = units.covariance(relative.covariance());
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
    if options.estimation == Estimation::Restricted {
        criterion += 2.0 * spreads;
    }

    let (group_effects, crossed_effects) = effects(&units, found);
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
fn effects(units: &Units, found: &Found) -> (Vec<GroupEffect>, Vec<CrossedEffect>) {
    let Found {
        relative,
        evaluation,
        ..
    } = found;
    let design = units.design;
    let mut weights: Vec<f64> = evaluation.fixed.iter().map(|part| -part).collect();
    weights.push(1.0);
    let dot = |row: &[f64]| -> f64 { row.iter().zip(&weights).map(|(x, y)| x * y).sum() };
    let [a, b, c] = relative.covariance();
    let variance = relative.crossed.powi(2);
    let (mut first, mut second) = (vec![0.0; design.width], vec![0.0; design.width]);
    let groups = (0..design.groups).map(|group| {
        let (intercept, time) = design.client(group);
        let inner = [intercept[0], intercept[1], time[1]];
        let client = Client::of(inner, [a, b, c], relative.determinant());
        shrink(&client, [intercept, time], &mut first, &mut second);
        let mut remaining = client.remaining;
        if let (Some(schur), Some(crossing)) = (&evaluation.schur, &design.crossing) {
            let rows = [&mut first[..], &mut second[..]];
            let known = schur.complete(crossing, group, &client, variance, rows);
            remaining = after([a, b, c], known);
        }
        let (one, two) = (dot(&first), dot(&second));
        let [intercept, slope] = units.effect([a * one + b * two, b * one + c * two]);
        let [intercept_variance, covariance, slope_variance] = units
            .covariance(remaining)
            .map(|part| part * units.residual);
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
    let mut crossed = Vec::new();
    if let (Some(schur), Some(crossing)) = (&evaluation.schur, &design.crossing) {
        let effects = schur.effects(&crossing.components, *relative, &weights);
        crossed = effects
            .into_iter()
            .enumerate()
            .map(|(level, (effect, remaining))| CrossedEffect {
                level,
                intercept: units.spread * effect,
                variance: units.residual * remaining,
            })
            .collect();
    }
    (groups, crossed)
}

/// `D - D K D` for symmetric matrices.
fn after([a, b, c]: [f64; 3], [intercept, mixed, slope]: [f64; 3]) -> [f64; 3] {
    [
        a - (a * a * intercept + 2.0 * a * b * mixed + b * b * slope),
        b - (a * b * intercept + (a * c + b * b) * mixed + b * c * slope),
        c - (b * b * intercept + 2.0 * b * c * mixed + c * c * slope),
    ]
}
