//! Shared by the test files: comparing within a stated tolerance, and fixtures.
#![allow(
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
