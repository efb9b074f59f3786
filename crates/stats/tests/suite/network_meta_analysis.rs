//! Network meta-analysis against reference results on open data.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use crate::open_data;

use std::collections::BTreeMap;

use attune_stats::change::Direction;
use attune_stats::network_meta_analysis::{
    AdditiveModel, BinaryArm, Contrast, Network, NetworkMetaAnalysis, additive, analyse,
    binary_contrasts,
};
use open_data::number;
use serde_json::Value;

type Row = BTreeMap<String, String>;

/// Comparisons of a file with one comparison in each row.
fn contrasts(rows: &[Row]) -> Vec<Contrast> {
    let contrast = |row: &Row| {
        let people = row["n1"].parse::<u64>().unwrap() + row["n2"].parse::<u64>().unwrap();
        Contrast::new(
            &row["id"],
            [&row["treat1"], &row["treat2"]],
            row["lnOR"].parse().unwrap(),
            row["selnOR"].parse().unwrap(),
        )
        .unwrap()
        .with_people(people)
    };
    rows.iter().map(contrast).collect()
}

/// One arm in each row; `None` where a cell is empty.
fn arm(row: &Row, study: &str, treatment: &str, events: &str, total: &str) -> Option<BinaryArm> {
    Some(BinaryArm {
        study: row[study].clone(),
        treatment: Some(row[treatment].clone()).filter(|name| !name.is_empty())?,
        events: row[events].parse().ok()?,
        total: row[total].parse().ok()?,
    })
}

/// Largest deviation so far, and whether it is allowed.
struct Deviation(f64);

impl Deviation {
    #[track_caller]
    fn check(&mut self, what: &str, actual: f64, expected: &Value) {
        let expected = number(expected);
        let deviation = (actual - expected).abs() / expected.abs().max(1.0);
        assert!(deviation <= 1e-6, "{what}: {actual} is not {expected}");
        self.0 = self.0.max(deviation);
    }

    #[track_caller]
    fn check_some(&mut self, what: &str, actual: Option<f64>, expected: &Value) {
        match actual {
            Some(actual) => self.check(what, actual, expected),
            None => assert!(expected.is_null(), "{what}: none is not {expected}"),
        }
    }
}

fn compare(result: &NetworkMetaAnalysis, expected: &Value) -> f64 {
    let mut worst = Deviation(0.0);
    assert_eq!(Some(result.studies as u64), expected["studies"].as_u64());
    assert_eq!(
        Some(result.comparisons as u64),
        expected["comparisons"].as_u64()
    );
    let spread = &result.heterogeneity;
    assert_eq!(Some(spread.q_df as u64), expected["df_Q"].as_u64());
    worst.check("q", spread.q, &expected["Q"]);
    worst.check("within", spread.q_within, &expected["Q_within"]);
    worst.check("between", spread.q_between, &expected["Q_between"]);
    worst.check("tau2", spread.tau2.unwrap(), &expected["tau2"]);
    worst.check("i2", spread.i2.unwrap(), &expected["I2"]);

    let expected_rows = expected["vs_reference"].as_array().unwrap();
    assert_eq!(result.versus_reference.len(), expected_rows.len());
    for expected in expected_rows {
        let name = expected["treatment"].as_str().unwrap();
        let row = result
            .versus_reference
            .iter()
            .find(|row| row.treatment == name)
            .unwrap();
        let prediction = row.prediction.unwrap();
        for (key, actual) in [
            ("common", row.common),
            ("common_se", row.common_se),
            ("random", row.random),
            ("random_se", row.random_se),
            ("predict_lower", prediction.lower),
            ("predict_upper", prediction.upper),
            ("p_score_random", row.p_score),
            ("p_score_common", row.p_score_common),
        ] {
            worst.check(key, actual, &expected[key]);
        }
    }

    let splits = expected["split"].as_array().unwrap();
    assert_eq!(result.split.len(), splits.len());
    for expected in splits {
        let (one, other) = expected["comparison"]
            .as_str()
            .unwrap()
            .split_once(':')
            .unwrap();
        let row = result.comparison(one, other).unwrap();
        assert_eq!(Some(row.trials_direct as u64), expected["k"].as_u64());
        worst.check("share", row.share_direct, &expected["prop_direct"]);
        worst.check("network", row.network.estimate, &expected["nma"]);
        worst.check_some(
            "direct",
            row.direct.map(|effect| effect.estimate),
            &expected["direct"],
        );
        worst.check_some(
            "indirect",
            row.indirect.map(|effect| effect.estimate),
            &expected["indirect"],
        );
        worst.check_some("p", row.p, &expected["p"]);
    }
    worst.0
}

fn compare_components(model: &AdditiveModel, expected: &Value) -> f64 {
    let mut worst = Deviation(0.0);
    assert_eq!(Some(model.df as u64), expected["df"].as_u64());
    assert_eq!(
        model.df_diff.map(|df| df as u64),
        expected["df_diff"].as_u64()
    );
    worst.check("q", model.q, &expected["Q"]);
    worst.check("q_diff", model.q_diff.unwrap(), &expected["Q_diff"]);
    worst.check("tau2", model.tau2.unwrap(), &expected["tau2"]);
    let components = expected["components"].as_array().unwrap();
    assert_eq!(model.components.len(), components.len());
    for expected in components {
        let name = expected["component"].as_str().unwrap();
        let row = model
            .components
            .iter()
            .find(|row| row.component == name)
            .unwrap();
        for (key, actual) in [
            ("random", row.random),
            ("se", row.random_se),
            ("common", row.common),
            ("common_se", row.common_se),
        ] {
            worst.check_some(key, actual, &expected[key]);
        }
    }
    worst.0
}

#[test]
fn smoking_cessation_by_arms() {
    let (Some(rows), Some(expected)) = (
        open_data::table("data/nma_hasselblad1998.csv"),
        open_data::reference("oracle/nma_nma_hasselblad1998.json"),
    ) else {
        return;
    };
    let arms: Vec<BinaryArm> = rows
        .iter()
        .map(|row| arm(row, "study", "trt", "xi", "ni").unwrap())
        .collect();
    let made = binary_contrasts(&arms).unwrap();
    assert_eq!(made.corrected, ["19", "5"]);
    let network = Network::new(&made.contrasts).unwrap();
    let result = analyse(&network, "no_contact", Direction::HigherIsBetter).unwrap();
    println!(
        "smoking: largest deviation {:e}",
        compare(&result, &expected)
    );
}

#[test]
fn antidepressants_by_arms() {
    let (Some(rows), Some(expected)) = (
        open_data::table("data/nma_linde2015.csv"),
        open_data::reference("oracle/nma_nma_linde2015.json"),
    ) else {
        return;
    };
    let arms: Vec<BinaryArm> = rows
        .iter()
        .flat_map(|row| {
            (1..=3).filter_map(move |number| {
                let column = |name| format!("{name}{number}");
                arm(
                    row,
                    "id",
                    &column("treatment"),
                    &column("resp"),
                    &column("n"),
                )
            })
        })
        .collect();
    let made = binary_contrasts(&arms).unwrap();
    let network = Network::new(&made.contrasts).unwrap();
    let result = analyse(&network, "Placebo", Direction::HigherIsBetter).unwrap();
    println!(
        "antidepressants: largest deviation {:e}",
        compare(&result, &expected)
    );
}

#[test]
fn primary_care_by_comparisons_and_components() {
    let (Some(rows), Some(expected)) = (
        open_data::table("data/nma_linde2016.csv"),
        open_data::reference("oracle/nma_nma_linde2016.json"),
    ) else {
        return;
    };
    let contrasts = contrasts(&rows);
    let start = std::time::Instant::now();
    let network = Network::new(&contrasts).unwrap();
    let result = analyse(&network, "Placebo", Direction::HigherIsBetter).unwrap();
    let analysed = start.elapsed();
    let model = additive(&network, "Placebo", "+", Some("Placebo")).unwrap();
    println!(
        "primary care: {analysed:?}, with components {:?}",
        start.elapsed()
    );
    println!(
        "primary care: largest deviation {:e}",
        compare(&result, &expected)
    );
    let worst = compare_components(&model, &expected["additive"]);
    println!("primary care components: largest deviation {worst:e}");
}
