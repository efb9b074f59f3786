//! The fit against the likelihood written out with dense matrices, and against known
//! parameters of simulated data.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::courses;
use crate::support;

use attune_stats::growth::{Estimation, Fit, Levels, VarianceComponents};
use courses::{Columns, Truth};
use nalgebra::{DMatrix, DVector};
use support::close;

struct Dense {
    fixed: DVector<f64>,
    standard_errors: Vec<f64>,
    criterion: f64,
    /// `V^-1 (y - Xb)` and `V^-1`.
    weighted_residual: DVector<f64>,
    inverse: DMatrix<f64>,
}

/// Minus twice the (restricted) log-likelihood at given variances, fixed effects at
/// their generalised least squares estimate (Laird & Ware 1982).
fn dense(
    columns: &Columns,
    covariate: bool,
    variance: VarianceComponents,
    estimation: Estimation,
) -> Dense {
    let rows = columns.outcome.len();
    let width = 2 + usize::from(covariate);
    let design = DMatrix::from_fn(rows, width, |row, column| match column {
        0 => 1.0,
        1 => columns.time[row],
        _ => columns.covariate[row],
    });
    let outcome = DVector::from_column_slice(&columns.outcome);
    let spread = DMatrix::from_fn(rows, rows, |one, two| {
        let (s, t) = (columns.time[one], columns.time[two]);
        let mut entry = 0.0;
        if columns.group[one] == columns.group[two] {
            entry += variance.intercept + variance.covariance * (s + t) + variance.slope * s * t;
        }
        if columns.crossed[one] == columns.crossed[two] {
            entry += variance.crossed.unwrap_or(0.0);
        }
        if one == two {
            entry + variance.residual
        } else {
            entry
        }
    });
    let factor = spread.cholesky().unwrap();
    let inverse = factor.inverse();
    let information = design.transpose() * &inverse * &design;
    let solved = information.clone().cholesky().unwrap();
    let fixed = solved.solve(&(design.transpose() * &inverse * &outcome));
    let residual = &outcome - &design * &fixed;
    let weighted_residual = &inverse * &residual;
    let two_pi = (2.0 * std::f64::consts::PI).ln();
    let log_determinant =
        |matrix: &DMatrix<f64>| matrix.diagonal().iter().map(|x| 2.0 * x.ln()).sum::<f64>();
    let mut criterion = log_determinant(&factor.l()) + residual.dot(&weighted_residual);
    criterion += match estimation {
        Estimation::Restricted => log_determinant(&solved.l()) + (rows - width) as f64 * two_pi,
        Estimation::MaximumLikelihood => rows as f64 * two_pi,
    };
    let standard_errors = solved
        .inverse()
        .diagonal()
        .iter()
        .map(|x| x.sqrt())
        .collect();
    Dense {
        fixed,
        standard_errors,
        criterion,
        weighted_residual,
        inverse,
    }
}

/// Criterion, estimates, standard errors and predicted effects are those of the dense
/// formulas at the fitted variances, and no variance near by does better.
fn agrees(columns: &Columns, covariate: bool, crossed: bool, estimation: Estimation) {
    let fitted = columns.fit(estimation, covariate, crossed).unwrap();
    assert!(fitted.converged);
    let variance = fitted.variance;
    let expected = dense(columns, covariate, variance, estimation);
    close(fitted.criterion, expected.criterion, 1e-7);
    for (index, effect) in fitted.fixed.iter().enumerate() {
        close(effect.estimate, expected.fixed[index], 1e-8);
        close(effect.se, expected.standard_errors[index], 1e-8);
    }
    effects_agree(columns, &fitted, &expected);

    for (part, step) in (0..5).flat_map(|part| [(part, 1e-2), (part, -1e-2)]) {
        let mut moved = variance;
        let target = match part {
            0 => &mut moved.intercept,
            1 => &mut moved.covariance,
            2 => &mut moved.slope,
            3 => &mut moved.residual,
            _ => match &mut moved.crossed {
                Some(crossed) => crossed,
                None => continue,
            },
        };
        *target += step * target.abs();
        let beside = dense(columns, covariate, moved, estimation).criterion;
        assert!(
            beside >= fitted.criterion - 1e-9,
            "part {part}: {beside} {}",
            fitted.criterion
        );
        assert!(beside < fitted.criterion + 1.0);
    }
}

fn effects_agree(columns: &Columns, fitted: &Fit, expected: &Dense) {
    let variance = fitted.variance;
    for effect in &fitted.group_effects {
        // Columns of Z for this client, and u = G Z'V^-1 r, var = G - G Z'V^-1 Z G.
        let own = |power: i32| {
            DVector::from_fn(columns.time.len(), |row, _| {
                let inside = columns.group[row] == effect.group;
                if inside {
                    columns.time[row].powi(power)
                } else {
                    0.0
                }
            })
        };
        let basis = DMatrix::from_columns(&[own(0), own(1)]);
        let spread = DMatrix::from_row_slice(
            2,
            2,
            &[
                variance.intercept,
                variance.covariance,
                variance.covariance,
                variance.slope,
            ],
        );
        let predicted = &spread * basis.transpose() * &expected.weighted_residual;
        close(effect.intercept, predicted[0], 1e-8);
        close(effect.slope, predicted[1], 1e-8);
        let known = basis.transpose() * &expected.inverse * &basis;
        let remaining = &spread - &spread * known * &spread;
        close(effect.intercept_variance, remaining[(0, 0)], 1e-8);
        close(effect.covariance, remaining[(0, 1)], 1e-8);
        close(effect.slope_variance, remaining[(1, 1)], 1e-8);
    }
    let levels = Levels::of(&columns.crossed);
    for effect in &fitted.crossed_effects {
        let own = DVector::from_fn(columns.time.len(), |row, _| {
            f64::from(u8::from(levels.codes()[row] == effect.level))
        });
        let spread = variance.crossed.unwrap();
        close(
            effect.intercept,
            spread * own.dot(&expected.weighted_residual),
            1e-8,
        );
        let known = own.dot(&(&expected.inverse * &own));
        close(effect.variance, spread - spread * spread * known, 1e-8);
    }
}

const SMALL: Truth = Truth {
    clients: 24,
    scores: 5,
    therapists: 5,
    spreads: [3.0, 0.8, 1.5, 1.2],
    seed: 11,
};

#[test]
fn without_crossed_factor() {
    for estimation in [Estimation::Restricted, Estimation::MaximumLikelihood] {
        let columns = Truth {
            therapists: 0,
            ..SMALL
        }
        .simulate();
        agrees(&columns, false, false, estimation);
        agrees(&columns, true, false, estimation);
    }
}

#[test]
fn with_crossed_factor() {
    for estimation in [Estimation::Restricted, Estimation::MaximumLikelihood] {
        agrees(&SMALL.simulate(), false, true, estimation);
        agrees(&SMALL.simulate(), true, true, estimation);
    }
}

/// Courses of clients whose therapist is given by client and by whether it is the second
/// half of the treatment.
fn with_therapists(therapist: impl Fn(usize, bool) -> usize) -> Columns {
    let mut columns = Truth {
        clients: 40,
        therapists: 0,
        ..SMALL
    }
    .simulate();
    let mut normal = courses::normals(5);
    let effects: Vec<f64> = (0..10).map(|_| 5.0 * normal()).collect();
    for row in 0..columns.outcome.len() {
        let seen = therapist(columns.group[row], columns.time[row] > 1.5);
        columns.crossed[row] = seen;
        columns.outcome[row] += effects[seen];
    }
    columns
}

fn agrees_with_therapists(therapist: impl Fn(usize, bool) -> usize) {
    let columns = with_therapists(therapist);
    for estimation in [Estimation::Restricted, Estimation::MaximumLikelihood] {
        agrees(&columns, true, true, estimation);
        let fitted = columns.fit(estimation, true, true).unwrap();
        // Or the components would not matter.
        assert!(fitted.variance.crossed.unwrap() > 0.5);
    }
}

#[test]
fn therapists_who_share_no_client() {
    agrees_with_therapists(|client, _| client % 10);
}

#[test]
fn some_therapists_share_clients() {
    // Of every ten clients two change among therapists 1, 4 and 7, and one between 2 and 8.
    agrees_with_therapists(|client, late| match (client % 10, late) {
        (1, true) => 7,
        (7, true) => 4,
        (8, true) => 2,
        (own, _) => own,
    });
}

#[test]
fn all_therapists_hang_together() {
    agrees_with_therapists(|client, late| (client + usize::from(late)) % 10);
}

#[test]
fn known_parameters_come_back() {
    let truth = Truth {
        clients: 4000,
        scores: 8,
        therapists: 200,
        spreads: [4.0, 1.0, 2.0, 2.5],
        seed: 3,
    };
    let fitted = truth
        .simulate()
        .fit(Estimation::Restricted, true, true)
        .unwrap();
    assert!(fitted.converged && !fitted.singular);
    // Four standard errors: of a mean over 200 therapists and 4000 clients, and of variances.
    let [intercept, slope, covariate] = [0, 1, 2].map(|index| &fitted.fixed[index]);
    for (effect, expected) in [(intercept, 20.0), (slope, -2.0), (covariate, 1.5)] {
        close(effect.estimate, expected, 4.0 * effect.se);
    }
    close(fitted.variance.intercept, 16.0, 1.6);
    close(fitted.variance.slope, 1.0, 0.1);
    close(fitted.variance.covariance, -0.3 * 4.0, 0.3);
    close(
        fitted.variance.crossed.unwrap(),
        4.0,
        4.0 * 4.0 * (2.0_f64 / 200.0).sqrt(),
    );
    close(fitted.variance.residual, 6.25, 0.25);
}
