//! Rows for the tests of pooling.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

use attune_stats::meta_analysis::EffectEstimate;

pub fn rows(values: &[(f64, f64)]) -> Vec<EffectEstimate> {
    values
        .iter()
        .map(|(effect, error)| EffectEstimate::new(*effect, *error).unwrap())
        .collect()
}

/// Thirteen trials of BCG vaccine: cases and others, vaccinated and control
/// (Colditz et al. 1994, JAMA 271:698-702, table 1).
const VACCINE: [[f64; 4]; 13] = [
    [4.0, 119.0, 11.0, 128.0],
    [6.0, 300.0, 29.0, 274.0],
    [3.0, 228.0, 11.0, 209.0],
    [62.0, 13_536.0, 248.0, 12_619.0],
    [33.0, 5036.0, 47.0, 5761.0],
    [180.0, 1361.0, 372.0, 1079.0],
    [8.0, 2537.0, 10.0, 619.0],
    [505.0, 87_886.0, 499.0, 87_892.0],
    [29.0, 7470.0, 45.0, 7232.0],
    [17.0, 1699.0, 65.0, 1600.0],
    [186.0, 50_448.0, 141.0, 27_197.0],
    [5.0, 2493.0, 3.0, 2338.0],
    [27.0, 16_886.0, 29.0, 17_825.0],
];

/// Their log risk ratios.
pub fn vaccine() -> Vec<EffectEstimate> {
    let log_risk_ratio = |[a, b, c, d]: [f64; 4]| {
        let variance = 1.0 / a - 1.0 / (a + b) + 1.0 / c - 1.0 / (c + d);
        (((a / (a + b)) / (c / (c + d))).ln(), variance.sqrt())
    };
    rows(&VACCINE.map(log_risk_ratio))
}
