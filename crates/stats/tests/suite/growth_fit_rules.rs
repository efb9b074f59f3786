//! What must hold of every fit: units, order and names do not matter, and data that
//! do not carry the model fully are flagged.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::courses;
use crate::support;

use attune_stats::StatsError;
use attune_stats::growth::{Estimation, Fit, FitWarning, Levels, Observation, TimeUnit};
use courses::{Columns, Truth};
use proptest::prelude::*;
use support::close;

const USUAL: Truth = Truth {
    clients: 40,
    scores: 6,
    therapists: 8,
    spreads: [4.0, 0.8, 1.5, 2.0],
    seed: 5,
};

fn restricted(columns: &Columns, crossed: bool) -> Fit {
    columns.fit(Estimation::Restricted, true, crossed).unwrap()
}

/// Everything but the criterion, in one list.
fn numbers(fitted: &Fit) -> Vec<f64> {
    let variance = fitted.variance;
    let mut numbers: Vec<f64> = fitted
        .fixed
        .iter()
        .flat_map(|one| [one.estimate, one.se])
        .collect();
    numbers.extend([
        variance.intercept,
        variance.covariance,
        variance.slope,
        variance.residual,
    ]);
    numbers.extend(variance.crossed);
    numbers.extend(
        fitted
            .group_effects
            .iter()
            .flat_map(|one| [one.intercept, one.slope]),
    );
    numbers
}

#[track_caller]
fn all_close(one: &[f64], two: &[f64], tolerance: f64) {
    assert_eq!(one.len(), two.len());
    for (x, y) in one.iter().zip(two) {
        close(*x, *y, tolerance * (1.0 + y.abs()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn other_units_of_the_outcome(seed in 0_u64..1000, factor in 0.01..100.0_f64, shift in -500.0..500.0_f64) {
        let columns = Truth { seed, ..USUAL }.simulate();
        let mut other = columns.clone();
        other.outcome.iter_mut().for_each(|score| *score = *score * factor + shift);
        let (one, two) = (restricted(&columns, true), restricted(&other, true));
        close(two.fixed[0].estimate, factor * one.fixed[0].estimate + shift, 1e-3 * factor);
        close(two.fixed[1].estimate, factor * one.fixed[1].estimate, 1e-4 * factor);
        let square = factor * factor;
        close(two.variance.intercept / square, one.variance.intercept, 1e-3);
        close(two.variance.slope / square, one.variance.slope, 1e-3);
        close(two.variance.residual / square, one.variance.residual, 1e-4);
        close(two.variance.crossed.unwrap() / square, one.variance.crossed.unwrap(), 1e-3);
        // ln of the factor for each row beyond the fixed effects.
        let freedom = columns.outcome.len() as f64 - 3.0;
        close(two.criterion, one.criterion + 2.0 * freedom * factor.ln(), 1e-6);
    }

    #[test]
    fn other_units_of_time(seed in 0_u64..1000, factor in 0.01..100.0_f64) {
        let columns = Truth { seed, ..USUAL }.simulate();
        let mut other = columns.clone();
        other.time.iter_mut().for_each(|time| *time *= factor);
        let (one, two) = (restricted(&columns, false), restricted(&other, false));
        close(two.fixed[0].estimate, one.fixed[0].estimate, 1e-4);
        close(two.fixed[1].estimate * factor, one.fixed[1].estimate, 1e-4);
        close(two.variance.intercept, one.variance.intercept, 1e-3);
        close(two.variance.covariance * factor, one.variance.covariance, 1e-3);
        close(two.variance.slope * factor * factor, one.variance.slope, 1e-3);
        // |X'V^-1X| changes by the square of the factor.
        close(two.criterion, one.criterion + 2.0 * factor.ln(), 1e-6);
    }

    #[test]
    fn order_of_rows_and_names_of_groups(seed in 0_u64..1000, start in 1_usize..100) {
        let columns = Truth { seed, ..USUAL }.simulate();
        let rows = columns.outcome.len();
        // A step that shares no factor with the number of rows visits each once.
        let step = (start..start + rows)
            .find(|step| gcd(*step, rows) == 1).unwrap();
        let visit: Vec<usize> = (0..rows).map(|row| row * step % rows).collect();
        let pick = |values: &[f64]| visit.iter().map(|row| values[*row]).collect::<Vec<f64>>();
        let shuffled = Columns {
            outcome: pick(&columns.outcome),
            time: pick(&columns.time),
            covariate: pick(&columns.covariate),
            group: visit.iter().map(|row| 9000 - 3 * columns.group[*row]).collect(),
            crossed: visit.iter().map(|row| 50 - columns.crossed[*row]).collect(),
        };
        let (one, two) = (restricted(&columns, true), restricted(&shuffled, true));
        close(one.criterion, two.criterion, 1e-7);
        all_close(&numbers(&one)[..11], &numbers(&two)[..11], 1e-4);
        let renamed = Levels::of(&shuffled.group);
        for (effect, row) in two.group_effects.iter().zip(renamed.first_rows()) {
            let same = &one.group_effects[columns.group[visit[*row]]];
            close(effect.intercept, same.intercept, 1e-3);
            close(effect.slope, same.slope, 1e-3);
        }
    }

    #[test]
    fn turned_scale(seed in 0_u64..1000) {
        let columns = Truth { seed, ..USUAL }.simulate();
        let mut other = columns.clone();
        other.outcome.iter_mut().for_each(|score| *score = -*score);
        let (one, two) = (restricted(&columns, true), restricted(&other, true));
        close(one.criterion, two.criterion, 1e-7);
        close(one.fixed[1].estimate, -two.fixed[1].estimate, 1e-5);
        close(one.variance.covariance, two.variance.covariance, 1e-3);
    }
}

fn gcd(one: usize, two: usize) -> usize {
    if two == 0 { one } else { gcd(two, one % two) }
}

/// Far from zero, as calendar years would be: the likelihood does not depend on the
/// origin of time.
#[test]
fn a_distant_origin_of_time_costs_no_digits() {
    let columns = USUAL.simulate();
    let mut moved = columns.clone();
    moved.time.iter_mut().for_each(|time| *time += 2000.0);
    let (one, two) = (restricted(&columns, false), restricted(&moved, false));
    close(one.criterion, two.criterion, 1e-6);
    close(one.fixed[1].estimate, two.fixed[1].estimate, 1e-6);
    close(one.variance.slope, two.variance.slope, 1e-4);
}

#[test]
fn no_variance_of_slopes_is_flagged() {
    let truth = Truth {
        spreads: [4.0, 0.0, 0.0, 2.0],
        therapists: 0,
        ..USUAL
    };
    let singular: Vec<Fit> = (0..12)
        .map(|seed| {
            Truth { seed, ..truth }
                .simulate()
                .fit(Estimation::Restricted, false, false)
                .unwrap()
        })
        .filter(|fitted| fitted.singular)
        .collect();
    // A true variance of zero is estimated as zero about half of the time.
    assert!(singular.len() >= 2, "{}", singular.len());
    for fitted in singular {
        assert!(fitted.converged && fitted.warnings.contains(&FitWarning::Singular));
        let variance = fitted.variance;
        let determinant = variance.intercept * variance.slope - variance.covariance.powi(2);
        assert!(determinant.abs() < 1e-6 * variance.intercept.powi(2));
        // A singular reference still predicts.
        let reference = fitted.reference(&[], TimeUnit::Sessions).unwrap();
        assert!(reference.marginal(3.0).unwrap().sd > 0.0);
    }
}

/// Small data with variances of zero are where searches stop in saddles. Every one must
/// reach a minimum, and a copy of the data in another unit and order the same one.
#[test]
fn small_awkward_data_reach_the_same_minimum_twice() {
    let mut singular = 0;
    for seed in 0..150_u64 {
        let part = |step: u64, values: [f64; 3]| values[(seed / step % 3) as usize];
        let columns = Truth {
            clients: 8 + (seed % 17) as usize,
            scores: 3 + (seed % 4) as usize,
            therapists: 3,
            spreads: [
                part(1, [0.0, 1.0, 3.0]),
                part(3, [0.0, 0.2, 0.8]),
                part(9, [0.0, 0.5, 2.0]),
                1.5,
            ],
            seed,
        }
        .simulate();
        let mut other = columns.clone();
        other.outcome.reverse();
        other.time.reverse();
        other.group.reverse();
        other.crossed.reverse();
        other.outcome.iter_mut().for_each(|score| *score *= -4.0);
        let fits =
            [&columns, &other].map(|data| data.fit(Estimation::Restricted, false, true).unwrap());
        assert!(fits[0].converged && fits[1].converged, "seed {seed}");
        let freedom = columns.outcome.len() as f64 - 2.0;
        close(
            fits[1].criterion,
            fits[0].criterion + 2.0 * freedom * 4_f64.ln(),
            1e-6,
        );
        assert_eq!(fits[0].singular, fits[1].singular, "seed {seed}");
        singular += usize::from(fits[0].singular);
    }
    assert!((50..=140).contains(&singular), "{singular}");
}

#[test]
fn no_random_effects_at_all() {
    let truth = Truth {
        spreads: [0.0, 0.0, 0.0, 2.0],
        ..USUAL
    };
    let fitted = restricted(&truth.simulate(), true);
    assert!(fitted.converged);
    close(fitted.variance.residual, 4.0, 1.0);
    assert!(fitted.variance.intercept < 0.7 && fitted.variance.crossed.unwrap() < 0.7);
}

#[test]
fn one_row_groups_inform_the_intercept() {
    let mut columns = USUAL.simulate();
    let before = restricted(&columns, false);
    for extra in 0..30 {
        columns.group.push(1000 + extra);
        columns.crossed.push(0);
        columns.time.push(0.0);
        columns.covariate.push(0.0);
        columns.outcome.push(20.0 + (extra as f64 - 14.5) / 4.0);
    }
    let after = restricted(&columns, false);
    assert!(after.converged && after.groups == before.groups + 30);
    assert!(after.fixed[0].se < before.fixed[0].se);
    let single = after.group_effects.last().unwrap();
    // One score at time 0 pulls by var u0 / (var u0 + s2) of its distance.
    let share = after.variance.intercept / (after.variance.intercept + after.variance.residual);
    close(
        single.intercept,
        share * (columns.outcome.last().unwrap() - after.fixed[0].estimate),
        1e-8,
    );
}

#[test]
fn references_take_covariates_and_therapists_up() {
    let columns = USUAL.simulate();
    let fitted = restricted(&columns, true);
    let reference = fitted.reference(&[2.0], TimeUnit::Weeks).unwrap();
    let mean = fitted.fixed[0].estimate + 2.0 * fitted.fixed[2].estimate;
    close(reference.intercept.get(), mean, 1e-12);
    close(
        reference.covariance.matrix()[0][0],
        fitted.variance.intercept + fitted.variance.crossed.unwrap(),
        1e-12,
    );
    assert!(matches!(
        fitted.reference(&[], TimeUnit::Weeks),
        Err(StatsError::LengthMismatch {
            needed: 1,
            given: 0,
            ..
        })
    ));
    assert!(fitted.reference(&[f64::NAN], TimeUnit::Weeks).is_err());
}

/// What a person's scores say is the same, fitted with them or predicted from the fit.
#[test]
fn predicting_a_fitted_person_gives_their_effect() {
    let columns = Truth {
        therapists: 0,
        ..USUAL
    }
    .simulate();
    let fitted = columns.fit(Estimation::Restricted, false, false).unwrap();
    let reference = fitted.reference(&[], TimeUnit::Sessions).unwrap();
    let own: Vec<_> = (0..columns.outcome.len())
        .filter(|row| columns.group[*row] == 2)
        .map(|row| Observation::new(columns.time[row], columns.outcome[row]).unwrap())
        .collect();
    let course = reference.given(&own).unwrap();
    let effect = fitted.group_effects[2];
    close(course.deviation()[0], effect.intercept, 1e-9);
    close(course.deviation()[1], effect.slope, 1e-9);
    let remaining = course.remaining_covariance().matrix();
    close(remaining[1][1], effect.slope_variance, 1e-9);
    assert_eq!(
        serde_json::from_str::<Fit>(&serde_json::to_string(&fitted).unwrap()).unwrap(),
        fitted
    );
}
