//! Numbers of ours, computed anew from the open data they came from. The data are not part of the repository:
//! without them these tests say so and pass.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::print_stdout,
    reason = "a skipped test must say that it was skipped"
)]

use std::collections::BTreeSet;
use std::path::PathBuf;

use attune_catalog::{Catalog, ChangeRule, EvidenceRow, Origin};

/// A file of the shared data beside the checkout, if it is there.
fn shared(path: &str) -> Option<PathBuf> {
    let file = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(path);
    if file.is_file() {
        Some(file)
    } else {
        println!("skipped: {path} is not at hand");
        None
    }
}

/// The named columns of a CSV file as text, row by row.
fn columns(file: PathBuf, names: &[String]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(file).unwrap();
    let headers = reader.headers().unwrap().clone();
    let positions: Vec<usize> = names
        .iter()
        .map(|name| headers.iter().position(|header| header == name).unwrap())
        .collect();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            positions
                .iter()
                .map(|position| record[*position].to_owned())
                .collect()
        })
        .collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Sample variance.
fn variance(values: &[f64]) -> f64 {
    let middle = mean(values);
    let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
    squares / (values.len() - 1) as f64
}

/// Cronbach 1951: k/(k-1) * (1 - sum of item variances / variance of totals).
fn cronbach_alpha(rows: &[Vec<f64>]) -> f64 {
    let items = rows[0].len();
    let item_variances: f64 = (0..items)
        .map(|item| variance(&rows.iter().map(|row| row[item]).collect::<Vec<_>>()))
        .sum();
    let totals: Vec<f64> = rows.iter().map(|row| row.iter().sum()).collect();
    let k = items as f64;
    k / (k - 1.0) * (1.0 - item_variances / variance(&totals))
}

#[test]
fn the_bdi_norm_is_what_the_open_data_give() {
    let (Some(items), Some(trial)) = (
        shared("data/items_bdi_bai_ais.csv"),
        shared("data/btheb.csv"),
    ) else {
        return;
    };
    let catalog = Catalog::shipped().unwrap();
    let norm = catalog
        .measure("bdi-ii")
        .unwrap()
        .default_norm("total")
        .unwrap()
        .clone();
    let ChangeRule::JacobsonTruax {
        sd,
        reliability,
        clinical,
        ..
    } = norm.rule
    else {
        panic!("the norm is computed from SD and reliability");
    };

    let names: Vec<String> = (1..=21).map(|item| format!("BDI{item}")).collect();
    let complete: Vec<Vec<f64>> = columns(items, &names)
        .iter()
        .filter_map(|row| {
            row.iter()
                .map(|cell| {
                    cell.parse()
                        .ok()
                        .filter(|value| (0.0..=3.0).contains(value))
                })
                .collect()
        })
        .collect();
    assert_eq!(complete.len(), 528);
    assert!(norm.source.contains("n = 528"));
    assert!((cronbach_alpha(&complete) - reliability).abs() < 5e-5);

    let before: Vec<f64> = columns(trial, &["bdi_pre".to_owned()])
        .iter()
        .filter_map(|row| row[0].parse().ok())
        .collect();
    assert_eq!(before.len(), 100);
    assert!((variance(&before).sqrt() - sd).abs() < 5e-5);
    assert!((mean(&before) - clinical.unwrap().mean).abs() < 5e-3);
}

/// The therapy and control codes a row's method names.
fn codes(row: &EvidenceRow) -> (&str, &str) {
    let method = row.method.as_deref().unwrap();
    let (_, rest) = method.split_once("condition_arm1 = ").unwrap();
    let (therapy, rest) = rest.split_once(" and condition_arm2 = ").unwrap();
    let (control, _) = rest.split_once(';').unwrap();
    (therapy, control)
}

#[test]
fn computed_evidence_is_what_the_reference_engine_gives() {
    let catalog = Catalog::shipped().unwrap();
    for (problem, name) in [
        ("depression", "metapsy_depression_psyctr"),
        ("panic", "metapsy_panic_psyctr"),
    ] {
        let (Some(results), Some(data)) = (
            shared(&format!("oracle/pool_{name}.json")),
            shared(&format!("data/{name}.csv")),
        ) else {
            return;
        };
        let results: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(results).unwrap()).unwrap();
        let names = ["study", "condition_arm1", "condition_arm2", ".g", ".g_se"].map(str::to_owned);
        let comparisons = columns(data, &names);
        let rows = catalog.evidence.iter().filter(|row| {
            let command = row.command.as_deref().unwrap_or_default();
            row.origin == Origin::Computed && command.contains(&format!("{name}.csv"))
        });
        let mut checked = 0;
        for row in rows {
            let (therapy, control) = codes(row);
            let result = &results["groups"][format!("{therapy} vs {control}")];
            let agrees = |ours: f64, theirs: &serde_json::Value| {
                assert!(
                    (ours - theirs.as_f64().unwrap()).abs() < 5.1e-4,
                    "{}",
                    row.id
                );
            };
            agrees(row.effect.unwrap(), &result["g"]);
            for end in [0, 1] {
                agrees(row.interval.unwrap()[end], &result["ci"][end]);
                agrees(row.prediction_interval.unwrap()[end], &result["pi"][end]);
            }
            let used: Vec<&Vec<String>> = comparisons
                .iter()
                .filter(|cells| cells[1] == therapy && cells[2] == control)
                .filter(|cells| !cells[3].is_empty() && !cells[4].is_empty())
                .collect();
            let trials: BTreeSet<&str> = used.iter().map(|cells| cells[0].as_str()).collect();
            assert_eq!(
                row.comparisons,
                u32::try_from(used.len()).ok(),
                "{}",
                row.id
            );
            assert_eq!(row.trials, u32::try_from(trials.len()).ok(), "{}", row.id);
            checked += 1;
        }
        assert!(checked >= 4, "{problem}");
    }
}

#[test]
fn the_bdi_course_is_what_lme4_gives() {
    let Some(file) = shared("oracle/growth_btheb_bdi.json") else {
        return;
    };
    let results: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let catalog = Catalog::shipped().unwrap();
    let course = catalog.courses_of("bdi-ii", "total").next().unwrap();
    let reml = &results["reml"];
    for (ours, theirs) in [
        (course.intercept, &reml["fixed"]["intercept"]),
        (course.slope, &reml["fixed"]["slope"]),
        (course.intercept_se.unwrap(), &reml["fixed_se"]["intercept"]),
        (course.slope_se.unwrap(), &reml["fixed_se"]["slope"]),
        (course.var_intercept, &reml["var_intercept"]),
        (course.var_slope, &reml["var_slope"]),
        (course.covariance, &reml["cov"]),
        (course.var_residual, &reml["var_residual"]),
    ] {
        assert!((ours - theirs.as_f64().unwrap()).abs() < 1e-6);
    }
    assert_eq!(
        Some(u64::from(course.card.observations)),
        results["rows"].as_u64()
    );
    assert_eq!(
        Some(u64::from(course.card.people)),
        results["groups"].as_u64()
    );
}
