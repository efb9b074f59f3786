//! Pooling against published data and against reference results on open data.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use crate::effects;
use crate::open_data;
use crate::support;

use std::collections::BTreeMap;

use attune_stats::meta_analysis::{
    EffectEstimate, Model, Pooled, Side, egger_test, pool, trim_and_fill,
};
use effects::vaccine;
use support::close;

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
