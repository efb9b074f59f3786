//! Shared by the test files: comparing within a stated tolerance, and fixtures.
#![allow(
    clippy::unwrap_used,
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

/// Fails unless both numbers are within `tolerance`.
#[track_caller]
pub fn close(actual: f64, expected: f64, tolerance: f64) {
    assert!(
        (actual - expected).abs() <= tolerance,
        "{actual} is not {expected} within {tolerance}"
    );
}

/// Reads `first,last` lines; lines that start with `#` and the header are skipped.
pub fn pairs(text: &str) -> Vec<(f64, f64)> {
    text.lines()
        .filter_map(|line| line.split_once(','))
        .filter_map(|(first, last)| Some((first.trim().parse().ok()?, last.trim().parse().ok()?)))
        .collect()
}

/// A file of the folder of reference results and open data beside the checkout, if it is there.
pub fn shared(path: &str) -> Option<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    std::fs::read_to_string(format!("{root}/{path}")).ok()
}

/// The named columns of a comma separated file; what is no number is missing.
pub fn table(text: &str, columns: &[&str]) -> Vec<Vec<Option<f64>>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let places: Vec<usize> = columns
        .iter()
        .map(|name| header.iter().position(|other| other == *name).unwrap())
        .collect();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            places
                .iter()
                .map(|place| record[*place].parse().ok())
                .collect()
        })
        .collect()
}

/// A matrix of numbers in a JSON document.
pub fn matrix_of(value: &serde_json::Value) -> Vec<Vec<f64>> {
    let rows = value.as_array().unwrap().iter();
    rows.map(|row| {
        let row = row.as_array().unwrap().iter();
        row.map(|entry| entry.as_f64().unwrap()).collect()
    })
    .collect()
}

/// Normal columns of which each depends on the one before it alone: `x_c = 0.6 x_{c-1} + e`.
pub fn chain(rows: usize, columns: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut normal = normals(seed);
    (0..rows)
        .map(|_| {
            let mut before = 0.0;
            (0..columns)
                .map(|_| {
                    before = 0.6 * before + normal();
                    before
                })
                .collect()
        })
        .collect()
}

/// Standard normal numbers from a seed (Box & Muller 1958).
pub fn normals(seed: u64) -> impl FnMut() -> f64 {
    use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(seed);
    let mut uniform = move || ((random.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    move || (-2.0 * uniform().ln()).sqrt() * (std::f64::consts::TAU * uniform()).cos()
}
