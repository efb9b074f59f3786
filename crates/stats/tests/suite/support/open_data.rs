//! Open data and reference results that lie beside the checkout.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

use std::path::PathBuf;

fn path(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(name)
}

/// The rows of a file as maps from column to cell; `None`, with a printed line,
/// where the file is not there.
pub fn table(name: &str) -> Option<Vec<std::collections::BTreeMap<String, String>>> {
    let mut reader = csv::Reader::from_reader(std::io::Cursor::new(text(name)?));
    Some(reader.deserialize().map(Result::unwrap).collect())
}

/// A reference result; `None`, with a printed line, where the file is not there.
pub fn reference(name: &str) -> Option<serde_json::Value> {
    Some(serde_json::from_slice(&text(name)?).unwrap())
}

fn text(name: &str) -> Option<Vec<u8>> {
    let found = std::fs::read(path(name)).ok();
    if found.is_none() {
        println!("skipped: {name} is not beside the checkout");
    }
    found
}

/// A number of a reference result.
#[track_caller]
pub fn number(value: &serde_json::Value) -> f64 {
    value.as_f64().unwrap()
}
