//! Every computed row of the evidence is what its command computes.

use std::collections::HashMap;
use std::process::Command;

use attune_catalog::{Catalog, EvidenceRow, Origin, Scale};
use serde_json::Value;

use crate::bench::{data, number, text};

/// The words of a command as a shell would split them; `#` begins what to look at in its answer.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in command.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

fn run(command: &str) -> Value {
    let words = words(command);
    assert_eq!(words[..2], ["attune", "stats"], "{command}");
    let words = words[2..].iter().map(|word| {
        if word.contains(".csv") {
            data(word).unwrap()
        } else {
            word.clone()
        }
    });
    let output = Command::new(env!("CARGO_BIN_EXE_attune"))
        .arg("stats")
        .args(words)
        .arg("--json")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{command}: {}",
        text(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Estimate, interval and prediction interval, as the command counts them.
fn found(answer: &Value, treatment: Option<&str>) -> [f64; 5] {
    let (result, estimate) = match treatment {
        None => (&answer["all"], "estimate"),
        Some(treatment) => {
            let rows = answer["versus_reference"].as_array().unwrap();
            let row = rows.iter().find(|row| row["treatment"] == treatment);
            (row.unwrap(), "random")
        }
    };
    let end = |name: &str, index: usize| number(&result[name][index]);
    [
        number(&result[estimate]),
        end("ci", 0),
        end("ci", 1),
        end("prediction", 0),
        end("prediction", 1),
    ]
}

fn shown(row: &EvidenceRow) -> [f64; 5] {
    let ([low, high], [from, to]) = (row.interval.unwrap(), row.prediction_interval.unwrap());
    [row.effect.unwrap(), low, high, from, to]
}

#[test]
fn every_computed_row_is_what_its_command_computes() {
    if data("").is_none() {
        return;
    }
    let catalog = Catalog::shipped().unwrap();
    let mut answers: HashMap<String, Value> = HashMap::new();
    let mut checked = 0;
    let computed = |row: &&EvidenceRow| row.origin == Origin::Computed;
    for row in catalog.evidence.iter().filter(computed) {
        let whole = row.command.as_deref().unwrap();
        let (command, treatment) = match whole.split_once(" # ") {
            Some((command, treatment)) => (command, Some(treatment)),
            None => (whole, None),
        };
        let answer = answers
            .entry(command.to_owned())
            .or_insert_with(|| run(command));
        // Ratios are pooled as logarithms.
        let on_scale = |value: f64| match row.scale {
            Scale::StandardisedMeanDifference => value,
            Scale::ResponseRatio | Scale::ResponseOddsRatio => value.exp(),
        };
        for (ours, theirs) in shown(row).into_iter().zip(found(answer, treatment)) {
            assert!((ours - on_scale(theirs)).abs() < 6e-4, "{}: {ours}", row.id);
        }
        if treatment.is_none() {
            let used = answer["all"]["rows"].as_u64();
            assert_eq!(row.comparisons.map(u64::from), used, "{}", row.id);
        }
        if let Some(rate) = row.responded_without {
            let control = command
                .replace("--effect logrr", "--effect plogit.cg")
                .replace("--se se.logrr", "--se se.plogit.cg");
            let [logit, low, high, ..] = found(&run(&control), None);
            for (ours, logit) in rate.into_iter().zip([logit, low, high]) {
                let theirs = 100.0 / (1.0 + (-logit).exp());
                assert!((ours - theirs).abs() < 6e-4, "{}: {ours}", row.id);
            }
        }
        checked += 1;
    }
    assert!(checked >= 40, "only {checked} rows are computed");
}
