//! One person's network over time against reference results (graphicalVAR 0.4.1, whose fits
//! stop when coefficients move by less than 1e-4 of their sum).
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "a skipped test says so")]

use crate::support;

use std::collections::BTreeMap;
use std::time::Instant;

use attune_stats::graphical_autoregression::{
    GraphicalAutoregression, GridSettings, LagPairs, Moment, Warning, fit,
};
use nalgebra::DMatrix;
use serde_json::Value;
use support::{close, matrix_of, shared, table};

/// The moments of a file, of one person if its column and code are given.
fn diary(text: &str, variables: &[&str], person: Option<(&str, f64)>) -> Vec<Moment> {
    let mut columns = vec!["day", "beep"];
    columns.extend(variables);
    columns.extend(person.map(|(column, _)| column));
    let rows = table(text, &columns).into_iter();
    let rows = rows.filter(|row| person.is_none_or(|(_, code)| row.last() == Some(&Some(code))));
    #[expect(clippy::cast_possible_truncation, reason = "small whole numbers")]
    rows.map(|row| Moment {
        day: row[0].unwrap() as i64,
        beep: row[1].unwrap() as i64,
        values: row[2..2 + variables.len()].to_vec(),
    })
    .collect()
}

/// The pairs as defined, worked out again: standardised over all answers of the diary.
fn pairs_again(diary: &[Moment]) -> (DMatrix<f64>, DMatrix<f64>) {
    let size = diary[0].values.len();
    let scales: Vec<(f64, f64)> = (0..size)
        .map(|column| {
            let answers: Vec<f64> = diary
                .iter()
                .filter_map(|moment| moment.values[column])
                .collect();
            let count = answers.len() as f64;
            let mean = answers.iter().sum::<f64>() / count;
            let squares: f64 = answers.iter().map(|value| (value - mean).powi(2)).sum();
            (mean, (squares / (count - 1.0)).sqrt())
        })
        .collect();
    let standardised = |moment: &Moment| -> Option<Vec<f64>> {
        let cells = moment.values.iter().zip(&scales);
        cells
            .map(|(value, (mean, sd))| Some((value.as_ref()? - mean) / sd))
            .collect()
    };
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for one in diary {
        let next = diary
            .iter()
            .find(|two| two.day == one.day && two.beep == one.beep + 1);
        if let Some((one, two)) = next.and_then(|two| standardised(one).zip(standardised(two))) {
            before.push(1.0);
            before.extend(one);
            after.extend(two);
        }
    }
    let count = after.len() / size;
    (
        DMatrix::from_row_slice(count, size + 1, &before),
        DMatrix::from_row_slice(count, size, &after),
    )
}

/// Where a day has a beep twice, its rows get new numbers in the order of the beeps, which makes each
/// one step after the row above it. Elsewhere numbers stay as they are.
fn number_by_row(diary: &mut [Moment]) {
    let mut days: BTreeMap<i64, Vec<&mut Moment>> = BTreeMap::new();
    for moment in diary {
        days.entry(moment.day).or_default().push(moment);
    }
    for day in days.values_mut() {
        day.sort_by_key(|moment| moment.beep);
        if day.windows(2).any(|pair| pair[0].beep == pair[1].beep) {
            (1..)
                .zip(day)
                .for_each(|(number, moment)| moment.beep = number);
        }
    }
}

fn dense(rows: &[Vec<f64>]) -> DMatrix<f64> {
    DMatrix::from_fn(rows.len(), rows[0].len(), |row, column| rows[row][column])
}

/// The penalised objective of Rothman, Levina & Zhu at any `beta` and `kappa`.
fn objective(diary: &[Moment], beta: &[Vec<f64>], kappa: &[Vec<f64>], penalties: [f64; 2]) -> f64 {
    let (before, after) = pairs_again(diary);
    let residuals = &after - &before * dense(beta).transpose();
    let covariance = residuals.transpose() * &residuals / after.nrows() as f64;
    let precision = dense(kappa);
    let factor = precision.clone().cholesky().unwrap();
    let log_determinant = 2.0 * factor.l().diagonal().map(f64::ln).sum();
    let lagged: f64 = beta
        .iter()
        .flat_map(|row| &row[1..])
        .map(|entry| entry.abs())
        .sum();
    let within = precision.abs().sum() - precision.diagonal().sum();
    (covariance * precision).trace() - log_determinant
        + 2.0 * penalties[0] * lagged
        + penalties[1] * within
}

fn furthest(ours: &[Vec<f64>], reference: &Value) -> f64 {
    let theirs = matrix_of(reference);
    assert_eq!(ours.len(), theirs.len());
    let pairs = ours.iter().flatten().zip(theirs.iter().flatten());
    pairs.fold(0.0, |most, (one, two)| most.max((one - two).abs()))
}

fn compare(
    name: &str,
    data: &str,
    person: Option<(&str, f64)>,
) -> Option<(LagPairs, GraphicalAutoregression)> {
    let (Some(reference), Some(data)) = (
        shared(&format!("oracle/gvar_{name}.json")),
        shared(&format!("data/{data}.csv")),
    ) else {
        println!("skipped: the reference results are not here");
        return None;
    };
    let reference: Value = serde_json::from_str(&reference).unwrap();
    let names = reference["vars"].as_array().unwrap().iter();
    let names: Vec<&str> = names.map(|name| name.as_str().unwrap()).collect();
    let mut diary = diary(&data, &names, person);
    let pairs = LagPairs::with_repeats(&diary).unwrap();
    number_by_row(&mut diary);
    let started = Instant::now();
    let model: GraphicalAutoregression =
        fit(&pairs, &GridSettings::usual(0.5).unwrap(), &|| ()).unwrap();
    let took = started.elapsed();

    let beta = furthest(&model.beta, &reference["beta"]);
    let kappa = furthest(&model.kappa, &reference["kappa"]);
    let within = furthest(&model.contemporaneous, &reference["PCC"]);
    let temporal = furthest(&model.temporal, &reference["PDC"]);
    let ebic = reference["ebic"].as_f64().unwrap();
    let penalties = [model.lambda_beta, model.lambda_kappa];
    let ours = objective(&diary, &model.beta, &model.kappa, penalties);
    let theirs = objective(
        &diary,
        &matrix_of(&reference["beta"]),
        &matrix_of(&reference["kappa"]),
        penalties,
    );
    println!(
        "{name}: {} pairs in {took:?}; beta within {beta:.1e}, kappa {kappa:.1e}, contemporaneous {within:.1e}, \
         temporal {temporal:.1e}; objective {ours:.9} (reference {theirs:.9}), EBIC {:.4} ({ebic:.4})",
        model.rows, model.ebic
    );
    for deviation in [beta, kappa, within, temporal] {
        assert!(deviation <= 1e-3);
    }
    close(ours, model.objective, 1e-9);
    assert!(ours <= theirs + 1e-9);
    close(model.ebic, ebic, 0.01);
    Some((pairs, model))
}

#[test]
fn a_man_tapering_his_medication() {
    let found = compare("ema_kossakowski_2017", "ema_kossakowski_2017", None);
    if let Some((_, model)) = found {
        assert!(model.warnings.is_empty(), "{:?}", model.warnings);
    }
}

/// The student with the most rows, who has two rows for some beeps, one of them mostly empty.
#[test]
fn a_student_with_extra_prompts() {
    let model = compare(
        "ema_fried_2022_longest",
        "ema_fried_2022",
        Some(("id", 58.0)),
    );
    // With so few pairs the one edge and the two arrows are there because the usual grid does
    // not hold a network without them.
    if let Some((pairs, model)) = model {
        let expected = [
            Warning::FewPairs,
            Warning::RepeatedBeeps,
            Warning::EmptierIsBetter,
        ];
        assert_eq!(model.warnings, expected);
        let beyond = GridSettings {
            beyond: true,
            ..GridSettings::usual(0.5).unwrap()
        };
        let emptier = fit(&pairs, &beyond, &|| ()).unwrap();
        assert!(emptier.ebic < model.ebic);
        assert!(!emptier.warnings.contains(&Warning::EmptierIsBetter));
    }
}
