//! Pooling against published data and against reference results on open data.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

#[path = "support/open_data.rs"]
mod open_data;
mod support;

use std::collections::BTreeMap;

use attune_stats::StatsError;
use attune_stats::meta_analysis::{
    EffectEstimate, Model, Pooled, PoolingWarning, Side, egger_test, pool, trim_and_fill,
};
use proptest::prelude::*;
use support::close;

fn rows(values: &[(f64, f64)]) -> Vec<EffectEstimate> {
    values
        .iter()
        .map(|(effect, error)| EffectEstimate::new(*effect, *error).unwrap())
        .collect()
}

/// Thirteen trials of BCG vaccine: cases and others, vaccinated and control
/// (Colditz et al. 1994, JAMA 271:698-702, table 1).
const VACCINE: [[f64; 4]; 13] = [
    [4.0, 119.0, 11.0, 128.0],
    [6.0, 300.0, 29.0, 274.0],
    [3.0, 228.0, 11.0, 209.0],
    [62.0, 13_536.0, 248.0, 12_619.0],
    [33.0, 5036.0, 47.0, 5761.0],
    [180.0, 1361.0, 372.0, 1079.0],
    [8.0, 2537.0, 10.0, 619.0],
    [505.0, 87_886.0, 499.0, 87_892.0],
    [29.0, 7470.0, 45.0, 7232.0],
    [17.0, 1699.0, 65.0, 1600.0],
    [186.0, 50_448.0, 141.0, 27_197.0],
    [5.0, 2493.0, 3.0, 2338.0],
    [27.0, 16_886.0, 29.0, 17_825.0],
];

/// Their log risk ratios.
fn vaccine() -> Vec<EffectEstimate> {
    let log_risk_ratio = |[a, b, c, d]: [f64; 4]| {
        let variance = 1.0 / a - 1.0 / (a + b) + 1.0 / c - 1.0 / (c + d);
        (((a / (a + b)) / (c / (c + d))).ln(), variance.sqrt())
    };
    rows(&VACCINE.map(log_risk_ratio))
}

/// Every number below: metafor 5.0.1, its convergence threshold set to 1e-13.
#[test]
fn vaccine_trials_by_restricted_likelihood() {
    let pooled = pool(&vaccine(), Model::RestrictedLikelihood).unwrap();
    close(pooled.estimate, -0.714_532_348, 1e-8);
    close(pooled.standard_error, 0.180_791_744, 1e-8);
    close(pooled.confidence_interval.lower, -1.108_443_723, 1e-7);
    close(pooled.confidence_interval.upper, -0.320_620_974, 1e-7);
    let prediction = pooled.prediction_interval.unwrap();
    close(prediction.lower, -1.996_016_834, 1e-7);
    close(prediction.upper, 0.566_952_150, 1e-6);
    let heterogeneity = pooled.heterogeneity;
    close(heterogeneity.tau2.unwrap(), 0.313_243_258, 1e-8);
    close(heterogeneity.q, 152.233_008_083, 1e-7);
    assert_eq!(heterogeneity.q_df, 12);
    close(heterogeneity.q_p.unwrap() / 1.996_764_590e-26, 1.0, 1e-5);
    close(heterogeneity.i2.unwrap(), 0.922_213_847, 1e-7);
    let interval = heterogeneity.tau2_interval.unwrap();
    close(interval.lower, 0.119_695_313, 1e-4);
    close(interval.upper, 1.111_486_263, 1e-4);
    assert_eq!(pooled.warnings, []);
}

#[test]
fn vaccine_trials_by_moments_and_with_one_true_effect() {
    let moments = pool(&vaccine(), Model::DerSimonianLaird).unwrap();
    close(moments.estimate, -0.714_117_222, 1e-8);
    close(moments.standard_error, 0.178_742_090, 1e-8);
    close(moments.confidence_interval.lower, -1.064_445_280, 1e-8);
    close(moments.heterogeneity.tau2.unwrap(), 0.308_760_263, 1e-8);
    // (Q - df) / Q is what I2 comes to here.
    let q = moments.heterogeneity.q;
    close(moments.heterogeneity.i2.unwrap(), (q - 12.0) / q, 1e-12);
    // t with 11 degrees of freedom, 2.200985: wider than the normal.
    let spread = 0.308_760_263_f64.sqrt().hypot(0.178_742_090);
    let lower = -0.714_117_222 - 2.200_985_160 * spread;
    close(moments.prediction_interval.unwrap().lower, lower, 1e-7);

    let common = pool(&vaccine(), Model::CommonEffect).unwrap();
    close(common.estimate, -0.430_285_164, 1e-8);
    close(common.standard_error, 0.040_498_752, 1e-8);
    assert_eq!(common.prediction_interval, None);
    assert_eq!(common.heterogeneity.tau2, Some(0.0));
}

#[test]
fn vaccine_trials_small_against_large() {
    let test = egger_test(&vaccine()).unwrap();
    close(test.slope, -2.112_042_121, 1e-7);
    close(test.standard_error, 1.507_221_328, 1e-7);
    close(test.statistic, -1.401_282_002, 1e-7);
    close(test.p, 0.188_706_995, 1e-8);
    close(test.limit, -0.190_928_642, 1e-8);
    close(test.limit_interval.lower, -0.675_332_350, 1e-7);
    assert_eq!((test.df, test.few_rows), (11, false));

    let expected = [
        (
            Model::RestrictedLikelihood,
            1,
            -0.657_082_801,
            0.181_506_018,
        ),
        (Model::DerSimonianLaird, 1, -0.656_073_213, 0.173_463_402),
        (Model::CommonEffect, 4, -0.291_025_992, 0.038_264_137),
    ];
    for (model, filled, estimate, standard_error) in expected {
        let result = trim_and_fill(&vaccine(), model).unwrap();
        assert_eq!((result.side, result.filled), (Side::Right, filled));
        assert_eq!(result.pooled.rows, 13 + filled);
        close(result.pooled.estimate, estimate, 1e-6);
        close(result.pooled.standard_error, standard_error, 1e-6);
    }
}

/// Rows with an effect and a standard error above 0, turned so that positive
/// favours therapy, and the group each belongs to.
fn open_rows(name: &str, sign: f64) -> Option<Vec<(String, EffectEstimate)>> {
    let rows = open_data::table(name)?;
    let read = |row: &BTreeMap<String, String>| {
        let effect = sign * row[".g"].parse::<f64>().ok()?;
        let standard_error = row[".g_se"].parse().ok()?;
        let group = format!("{} vs {}", row["condition_arm1"], row["condition_arm2"]);
        Some((group, EffectEstimate::new(effect, standard_error).ok()?))
    };
    Some(rows.iter().filter_map(read).collect())
}

fn compare(pooled: &Pooled, expected: &serde_json::Value, worst: &mut f64) {
    assert_eq!(Some(pooled.rows as u64), expected["rows"].as_u64());
    let prediction = pooled.prediction_interval.unwrap();
    let heterogeneity = pooled.heterogeneity;
    let i2_share = open_data::number(&expected["I2"]) / 100.0;
    let numbers = [
        (pooled.estimate, &expected["g"]),
        (pooled.standard_error, &expected["se"]),
        (pooled.confidence_interval.lower, &expected["ci"][0]),
        (pooled.confidence_interval.upper, &expected["ci"][1]),
        (prediction.lower, &expected["pi"][0]),
        (prediction.upper, &expected["pi"][1]),
        (heterogeneity.tau2.unwrap(), &expected["tau2"]),
        (heterogeneity.q, &expected["Q"]),
        (heterogeneity.i2.unwrap(), &serde_json::json!(i2_share)),
    ];
    for (actual, expected) in numbers {
        let expected = open_data::number(expected);
        // The reference stops iterating at 1e-5 of tau2.
        let deviation = (actual - expected).abs() / expected.abs().max(1.0);
        *worst = worst.max(deviation);
        assert!(deviation <= 1e-4, "{actual} is not {expected}");
    }
}

fn reproduces(data: &str, sign: f64, reference: &str) {
    let (Some(rows), Some(expected)) = (open_rows(data, sign), open_data::reference(reference))
    else {
        return;
    };
    let mut groups: BTreeMap<String, Vec<EffectEstimate>> = BTreeMap::new();
    for (group, row) in &rows {
        groups.entry(group.clone()).or_default().push(*row);
    }
    groups.retain(|_, rows| rows.len() >= 3);
    let all: Vec<EffectEstimate> = rows.iter().map(|(_, row)| *row).collect();

    let mut worst = 0.0;
    let start = std::time::Instant::now();
    let pooled = pool(&all, Model::RestrictedLikelihood).unwrap();
    println!("{data}: {} rows pooled in {:?}", all.len(), start.elapsed());
    compare(&pooled, &expected["all"], &mut worst);
    let expected = expected["groups"].as_object().unwrap();
    assert!(expected.len() > 5);
    for (name, expected) in expected {
        let pooled = pool(&groups[name], Model::RestrictedLikelihood).unwrap();
        compare(&pooled, expected, &mut worst);
    }
    println!(
        "{data}: largest deviation {worst:e}; {} groups, {} in the reference",
        groups.len(),
        expected.len()
    );
}

#[test]
fn open_depression_trials() {
    reproduces(
        "data/metapsy_depression_psyctr.csv",
        1.0,
        "oracle/pool_metapsy_depression_psyctr.json",
    );
}

#[test]
fn open_panic_trials() {
    reproduces(
        "data/metapsy_panic_psyctr.csv",
        -1.0,
        "oracle/pool_metapsy_panic_psyctr.json",
    );
}

/// By one true effect the funnel of the panic trials looks lopsided: metafor fills in 23.
#[test]
fn filling_the_funnel_of_open_panic_trials() {
    let Some(rows) = open_rows("data/metapsy_panic_psyctr.csv", -1.0) else {
        return;
    };
    let rows: Vec<EffectEstimate> = rows.into_iter().map(|(_, row)| row).collect();
    let result = trim_and_fill(&rows, Model::CommonEffect).unwrap();
    assert_eq!((result.side, result.filled), (Side::Left, 23));
    close(result.pooled.estimate, 0.471_906_397, 1e-8);
    close(result.pooled.standard_error, 0.027_007_501, 1e-8);
    assert_eq!(
        trim_and_fill(&rows, Model::RestrictedLikelihood)
            .unwrap()
            .filled,
        0
    );
    let test = egger_test(&rows).unwrap();
    close(test.slope, 2.010_618_610, 1e-8);
    close(test.p, 3.936_581_460e-5, 1e-12);
}

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
