//! Pooling: single rows, identical effects, refusals, and what does not matter.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::effects;
use crate::support;

use attune_stats::StatsError;
use attune_stats::meta_analysis::{
    EffectEstimate, Model, PoolingWarning, egger_test, pool, trim_and_fill,
};
use effects::{rows, vaccine};
use proptest::prelude::*;
use support::close;

#[test]
fn one_row_is_its_own_estimate() {
    for model in [
        Model::RestrictedLikelihood,
        Model::DerSimonianLaird,
        Model::CommonEffect,
    ] {
        let pooled = pool(&rows(&[(-0.4, 0.2)]), model).unwrap();
        close(pooled.estimate, -0.4, 0.0);
        close(
            pooled.confidence_interval.upper,
            -0.4 + 1.959_963_985 * 0.2,
            1e-9,
        );
        assert_eq!(pooled.heterogeneity.tau2, None);
        assert_eq!(pooled.heterogeneity.i2, None);
        assert_eq!(pooled.prediction_interval, None);
        assert_eq!(pooled.warnings, [PoolingWarning::OneRow]);
    }
}

#[test]
fn identical_effects_keep_a_standard_error() {
    let pooled = pool(&rows(&[(0.5, 0.1); 6]), Model::RestrictedLikelihood).unwrap();
    close(pooled.estimate, 0.5, 0.0);
    close(pooled.standard_error, 0.1 / 6.0_f64.sqrt(), 1e-12);
    assert_eq!(pooled.heterogeneity.tau2, Some(0.0));
    assert_eq!(pooled.heterogeneity.tau2_interval, None);
    assert_eq!(
        pooled.warnings,
        [
            PoolingWarning::EffectsIdentical,
            PoolingWarning::LessSpreadThanChance
        ]
    );
}

#[test]
fn few_trials_that_happen_to_agree_are_flagged() {
    let close_together = rows(&[(0.50, 0.2), (0.52, 0.3), (0.49, 0.25)]);
    let pooled = pool(&close_together, Model::RestrictedLikelihood).unwrap();
    assert!(pooled.warnings.contains(&PoolingWarning::FewRows));
    assert!(
        pooled
            .warnings
            .iter()
            .any(|warning| matches!(warning, PoolingWarning::NarrowerThanConventional(factor) if *factor < 0.2))
    );
}

#[test]
fn two_rows_have_no_prediction_by_moments() {
    let two = rows(&[(0.2, 0.1), (0.9, 0.1)]);
    assert_eq!(
        pool(&two, Model::DerSimonianLaird)
            .unwrap()
            .prediction_interval,
        None
    );
    assert!(
        pool(&two, Model::RestrictedLikelihood)
            .unwrap()
            .prediction_interval
            .is_some()
    );
}

/// Two peaks of the restricted likelihood: one at 0, where the two precise trials
/// rule, and a higher one where all five count alike.
#[test]
fn the_higher_of_two_peaks_is_taken() {
    let uneven = rows(&[
        (0.0, 0.01),
        (0.011, 0.01),
        (1.5, 0.4),
        (-1.4, 0.4),
        (2.0, 0.5),
    ]);
    let tau2 = pool(&uneven, Model::RestrictedLikelihood)
        .unwrap()
        .heterogeneity
        .tau2
        .unwrap();
    let height = |tau2: f64| {
        let weights = uneven
            .iter()
            .map(|row| 1.0 / (row.standard_error.get().powi(2) + tau2));
        let total: f64 = weights.clone().sum();
        let mean = weights
            .clone()
            .zip(&uneven)
            .map(|(w, row)| w * row.effect.get())
            .sum::<f64>()
            / total;
        let squares: f64 = weights
            .clone()
            .zip(&uneven)
            .map(|(w, row)| w * (row.effect.get() - mean).powi(2))
            .sum();
        weights.map(f64::ln).sum::<f64>() - total.ln() - squares
    };
    for step in 0..4000 {
        assert!(
            height(tau2) >= height(f64::from(step) * 0.001) - 1e-9,
            "{tau2} {step}"
        );
    }
}

#[test]
fn what_cannot_be_pooled_is_refused() {
    assert!(matches!(
        pool(&[], Model::RestrictedLikelihood),
        Err(StatsError::TooFew { needed: 1, .. })
    ));
    for standard_error in [0.0, -0.1, f64::NAN, f64::INFINITY] {
        assert!(EffectEstimate::new(0.5, standard_error).is_err());
    }
    assert!(EffectEstimate::new(f64::NAN, 0.1).is_err());
    let overflowing = rows(&[(1e300, 1e-300), (-1e300, 1e-300), (0.0, 1.0)]);
    assert!(matches!(
        pool(&overflowing, Model::RestrictedLikelihood),
        Err(StatsError::NotFinite { .. })
    ));
    assert!(matches!(
        pool(&overflowing, Model::DerSimonianLaird),
        Err(StatsError::NotFinite { .. })
    ));

    assert!(matches!(
        egger_test(&rows(&[(0.1, 0.1), (0.2, 0.2)])),
        Err(StatsError::TooFew { needed: 3, .. })
    ));
    assert!(matches!(
        egger_test(&rows(&[(0.1, 0.2), (0.2, 0.2), (0.4, 0.2)])),
        Err(StatsError::NoSpread { .. })
    ));
    assert!(matches!(
        egger_test(&rows(&[(0.1, 0.1), (0.2, 0.2), (0.3, 0.3), (0.4, 0.4)])),
        Err(StatsError::NoSpread { .. })
    ));
    assert!(trim_and_fill(&rows(&[(0.1, 0.1), (0.2, 0.2)]), Model::CommonEffect).is_err());
}

#[test]
fn results_are_stored_under_the_documented_keys() {
    let stored =
        serde_json::to_value(pool(&vaccine(), Model::RestrictedLikelihood).unwrap()).unwrap();
    for key in [
        "rows",
        "estimate",
        "se",
        "ci",
        "prediction",
        "tau2",
        "tau2_ci",
        "q",
        "i2",
    ] {
        assert!(!stored[key].is_null(), "{key}");
    }
    assert_eq!(stored["method"], "restricted_likelihood");
    assert_eq!(stored["ci"].as_array().map(Vec::len), Some(2));
}

fn many_rows() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((-2.0..2.0_f64, 0.05..0.8_f64), 3..25)
}

const MODELS: [Model; 3] = [
    Model::RestrictedLikelihood,
    Model::DerSimonianLaird,
    Model::CommonEffect,
];

proptest! {
    /// The other sign of every effect is the other sign of the answer.
    #[test]
    fn sign(values in many_rows()) {
        let turned: Vec<(f64, f64)> = values.iter().map(|(effect, error)| (-effect, *error)).collect();
        for model in MODELS {
            let (one, other) = (pool(&rows(&values), model).unwrap(), pool(&rows(&turned), model).unwrap());
            close(one.estimate, -other.estimate, 1e-9);
            close(one.standard_error, other.standard_error, 1e-9);
            close(one.heterogeneity.tau2.unwrap(), other.heterogeneity.tau2.unwrap(), 1e-9);
            let (one, other) = (trim_and_fill(&rows(&values), model).unwrap(), trim_and_fill(&rows(&turned), model).unwrap());
            prop_assert_eq!(one.filled, other.filled);
            prop_assert_ne!(one.side, other.side);
            close(one.pooled.estimate, -other.pooled.estimate, 1e-9);
        }
        let (one, other) = (egger_test(&rows(&values)).unwrap(), egger_test(&rows(&turned)).unwrap());
        close(one.slope, -other.slope, 1e-9);
        close(one.p, other.p, 1e-9);
    }

    /// Ten times the unit is ten times the answer; another zero shifts it.
    #[test]
    fn unit_and_origin(values in many_rows(), factor in 0.01..100.0_f64, shift in -5.0..5.0_f64) {
        let moved: Vec<(f64, f64)> = values
            .iter()
            .map(|(effect, error)| (factor * (effect + shift), factor * error))
            .collect();
        for model in MODELS {
            let (one, other) = (pool(&rows(&values), model).unwrap(), pool(&rows(&moved), model).unwrap());
            close(factor * (one.estimate + shift), other.estimate, 1e-8 * factor);
            close(factor * one.standard_error, other.standard_error, 1e-8 * factor);
            close(factor.powi(2) * one.heterogeneity.tau2.unwrap(), other.heterogeneity.tau2.unwrap(), 1e-8 * factor.powi(2));
            close(one.heterogeneity.i2.unwrap(), other.heterogeneity.i2.unwrap(), 1e-8);
        }
    }

    /// Whatever the sizes, an answer holds numbers or there is none.
    #[test]
    fn numbers_or_a_refusal(
        values in prop::collection::vec(((-1.0..1.0_f64, -200.0..200.0_f64), -200.0..200.0_f64), 1..6),
    ) {
        let wild: Vec<EffectEstimate> = values
            .iter()
            .filter_map(|((sign, effect), error)| {
                EffectEstimate::new(sign * 10_f64.powf(*effect), 10_f64.powf(*error)).ok()
            })
            .collect();
        for model in MODELS {
            if let Ok(pooled) = pool(&wild, model) {
                prop_assert!(pooled.estimate.is_finite());
                prop_assert!(pooled.standard_error > 0.0 && pooled.standard_error.is_finite());
                prop_assert!(pooled.heterogeneity.tau2.is_none_or(|tau2| tau2 >= 0.0 && tau2.is_finite()));
                prop_assert!(pooled.heterogeneity.i2.is_none_or(|i2| (0.0..=1.0).contains(&i2)));
                if let Some(interval) = pooled.heterogeneity.tau2_interval {
                    prop_assert!(interval.lower <= interval.upper);
                }
                if let Some(interval) = pooled.prediction_interval {
                    prop_assert!(interval.width() >= 0.0);
                }
            }
            if let Ok(result) = trim_and_fill(&wild, model) {
                prop_assert!(result.pooled.estimate.is_finite());
            }
        }
        if let Ok(test) = egger_test(&wild) {
            prop_assert!(test.slope.is_finite() && (0.0..=1.0).contains(&test.p));
        }
    }

    /// The order of rows is nobody's business.
    #[test]
    fn order(values in many_rows(), turn in 0..25_usize) {
        let mut turned = values.clone();
        turned.rotate_left(turn % values.len());
        for model in MODELS {
            let (one, other) = (pool(&rows(&values), model).unwrap(), pool(&rows(&turned), model).unwrap());
            close(one.estimate, other.estimate, 1e-9);
            close(one.confidence_interval.upper, other.confidence_interval.upper, 1e-9);
            let (one, other) = (trim_and_fill(&rows(&values), model).unwrap(), trim_and_fill(&rows(&turned), model).unwrap());
            prop_assert_eq!(one.filled, other.filled);
            close(one.pooled.estimate, other.pooled.estimate, 1e-9);
        }
    }
}
