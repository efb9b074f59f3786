//! The reference vectors, through the same function as the command line, where they are at hand.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on should stop, and one that is left out should say so"
)]

use std::collections::BTreeMap;
use std::path::Path;

use attune_catalog::{Catalog, score_written};
use serde_json::Value;

const VECTORS: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/reference/instrument_vectors.json"
);

/// A value as somebody would type it.
fn word(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Everything a vector names beside its answers.
fn context(vector: &Value) -> BTreeMap<String, String> {
    let mut context = BTreeMap::new();
    for (key, value) in vector.as_object().unwrap() {
        match key.as_str() {
            "name" | "answers" | "expect" => {}
            "context" => {
                for (key, value) in value.as_object().unwrap() {
                    context.insert(key.clone(), word(value));
                }
            }
            _ => {
                context.insert(key.clone(), word(value));
            }
        }
    }
    context
}

fn same(expected: &Value, found: Option<&Value>) -> bool {
    match (expected.as_f64(), found.and_then(Value::as_f64)) {
        (Some(expected), Some(found)) => (expected - found).abs() < 1e-9,
        _ => found == Some(expected),
    }
}

#[test]
fn every_vector_comes_out_as_written() {
    if !Path::new(VECTORS).exists() {
        println!("skipped: {VECTORS} is not here");
        return;
    }
    let file: Value = serde_json::from_str(&std::fs::read_to_string(VECTORS).unwrap()).unwrap();
    let catalog = Catalog::shipped().unwrap();
    let (mut passed, mut failed) = (0, Vec::new());
    for instrument in file["instruments"].as_array().unwrap() {
        let id = instrument["id"].as_str().unwrap();
        let measure = catalog.measure(id).unwrap();
        for vector in instrument["vectors"].as_array().unwrap() {
            let name = vector["name"].as_str().unwrap();
            let answers: Vec<String> = vector["answers"]
                .as_array()
                .unwrap()
                .iter()
                .map(word)
                .collect();
            let answers: Vec<&str> = answers.iter().map(String::as_str).collect();
            let context = context(vector);
            let context: Vec<(&str, &str)> = context
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str()))
                .collect();
            let report = score_written(measure, &answers, &context).unwrap();
            for (key, expected) in vector["expect"].as_object().unwrap() {
                let found = report.result.get(key);
                if !same(expected, found) {
                    failed.push(format!(
                        "{id}, {name}: {key} is {found:?}, should be {expected}"
                    ));
                }
            }
            passed += 1;
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    println!("{passed} vectors");
    assert!(passed >= 129);
}
