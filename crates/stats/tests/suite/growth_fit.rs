//! Fitted growth models against lme4 (1.1-31) on open data.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "says how close it came")]

use crate::table;

use std::collections::HashMap;

use attune_stats::growth::{Estimation, Fit, FitOptions, GrowthRows, Levels, TimeFunction, fit};
use table::{Table, oracle};

/// Rows in long form, complete ones only.
struct Scores {
    group: Vec<String>,
    time: Vec<f64>,
    outcome: Vec<f64>,
}

impl Scores {
    fn of(table: &Table, group: &str, time: &str, outcome: &str) -> Self {
        let mut scores = Self {
            group: Vec::new(),
            time: Vec::new(),
            outcome: Vec::new(),
        };
        scores.add(
            &table.text(group),
            &table.numbers(time),
            &table.numbers(outcome),
        );
        scores
    }

    fn add(&mut self, group: &[&str], time: &[Option<f64>], outcome: &[Option<f64>]) {
        for ((group, time), outcome) in group.iter().zip(time).zip(outcome) {
            if let (Some(time), Some(outcome)) = (time, outcome) {
                self.group.push((*group).to_owned());
                self.time.push(*time);
                self.outcome.push(*outcome);
            }
        }
    }

    fn fit(&self, estimation: Estimation) -> Fit {
        fit(
            &GrowthRows {
                outcome: &self.outcome,
                time: &self.time,
                group: &Levels::of(&self.group),
                covariates: &[],
                crossed: None,
            },
            FitOptions {
                time_function: TimeFunction::LogOnePlus,
                estimation,
            },
        )
        .unwrap()
    }
}

/// The largest deviation seen, so that a test can say how close it came.
struct Largest(f64);

impl Largest {
    #[track_caller]
    fn see(&mut self, actual: f64, expected: f64, tolerance: f64) {
        let apart = (actual - expected).abs();
        assert!(
            apart <= tolerance,
            "{actual} is not {expected} within {tolerance}"
        );
        self.0 = self.0.max(apart);
    }
}

fn agrees(file: &str, scores: &Scores) {
    let Some(expected) = oracle(file) else { return };
    let number = |path: &str| {
        expected
            .pointer(path)
            .and_then(serde_json::Value::as_f64)
            .unwrap()
    };
    let fitted = scores.fit(Estimation::Restricted);
    assert!(fitted.converged && !fitted.singular && fitted.warnings.is_empty());
    assert_eq!(expected["rows"].as_u64(), Some(fitted.rows as u64));

    let mut criterion = Largest(0.0);
    let value = number("/reml/criterion");
    criterion.see(fitted.criterion / value, 1.0, 1e-9);
    let mut fixed = Largest(0.0);
    for (index, name) in ["intercept", "slope"].into_iter().enumerate() {
        assert_eq!(fitted.fixed[index].term, name);
        fixed.see(
            fitted.fixed[index].estimate,
            number(&format!("/reml/fixed/{name}")),
            1e-5,
        );
        fixed.see(
            fitted.fixed[index].se,
            number(&format!("/reml/fixed_se/{name}")),
            1e-5,
        );
    }
    let mut variances = Largest(0.0);
    for (actual, name) in [
        (fitted.variance.intercept, "var_intercept"),
        (fitted.variance.slope, "var_slope"),
        (fitted.variance.covariance, "cov"),
        (fitted.variance.residual, "var_residual"),
    ] {
        variances.see(actual, number(&format!("/reml/{name}")), 1e-3);
    }
    let mut effects = Largest(0.0);
    let listed = expected["blup"].as_array().unwrap();
    assert_eq!(fitted.groups, listed.len());
    let levels = Levels::of(&scores.group);
    let numbers: HashMap<&str, usize> = levels
        .first_rows()
        .iter()
        .enumerate()
        .map(|(number, row)| (scores.group[*row].as_str(), number))
        .collect();
    for one in listed {
        let effect = fitted.group_effects[numbers[one["group"].as_str().unwrap()]];
        effects.see(effect.intercept, one["intercept"].as_f64().unwrap(), 1e-4);
        effects.see(effect.slope, one["slope"].as_f64().unwrap(), 1e-4);
    }
    println!(
        "{file}: criterion {:.1e}, fixed {:.1e}, variances {:.1e}, effects {:.1e}",
        criterion.0, fixed.0, variances.0, effects.0
    );

    let likelihood = scores.fit(Estimation::MaximumLikelihood);
    let mut largest = Largest(0.0);
    largest.see(
        likelihood.log_likelihood,
        number("/ml/log_likelihood"),
        1e-5,
    );
    for (index, name) in ["intercept", "slope"].into_iter().enumerate() {
        largest.see(
            likelihood.fixed[index].estimate,
            number(&format!("/ml/fixed/{name}")),
            1e-4,
        );
    }
}

#[test]
fn depression_in_a_drug_trial() {
    if let Some(table) = Table::open("antidepressant_hamd17.csv") {
        let scores = Scores::of(&table, "patient", "days_since_baseline", "hamd17");
        agrees("growth_antidepressant_hamd17_hamd17.json", &scores);
    }
}

#[test]
fn depression_under_computer_aided_therapy() {
    let Some(table) = Table::open("btheb.csv") else {
        return;
    };
    let mut scores = Scores {
        group: Vec::new(),
        time: Vec::new(),
        outcome: Vec::new(),
    };
    let group = table.text("id");
    for (month, column) in [
        (0.0, "bdi_pre"),
        (2.0, "bdi_2m"),
        (3.0, "bdi_3m"),
        (5.0, "bdi_5m"),
        (8.0, "bdi_8m"),
    ] {
        scores.add(
            &group,
            &vec![Some(month); group.len()],
            &table.numbers(column),
        );
    }
    agrees("growth_btheb_bdi.json", &scores);
}

#[test]
fn refractory_depression() {
    if let Some(table) = Table::open("reframed_phq9_dev.csv") {
        agrees(
            "growth_reframed_phq9_dev_phq9.json",
            &Scores::of(&table, "patient", "month", "phq9"),
        );
    }
}
