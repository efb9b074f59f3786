//! Trials in short form, for the tests of networks.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses its own part"
)]

use attune_stats::network_meta_analysis::{BinaryArm, ContinuousArm, Contrast};
use attune_stats::{Finite, Positive};

pub fn contrast(study: &str, one: &str, other: &str, effect: f64, error: f64) -> Contrast {
    Contrast::new(study, [one, other], effect, error).unwrap()
}

pub fn arm(study: &str, treatment: &str, events: u64, total: u64) -> BinaryArm {
    BinaryArm {
        study: study.to_owned(),
        treatment: treatment.to_owned(),
        events,
        total,
    }
}

pub fn measured(study: &str, treatment: &str, mean: f64, sd: f64, people: u64) -> ContinuousArm {
    ContinuousArm {
        study: study.to_owned(),
        treatment: treatment.to_owned(),
        mean: Finite::new(mean).unwrap(),
        sd: Positive::new(sd).unwrap(),
        people,
    }
}

/// Four trials with problem-solving therapy of Linde et al. (2016,
/// doi:10.1016/j.jclinepi.2015.10.010): responders and patients.
pub fn problem_solving() -> Vec<BinaryArm> {
    vec![
        arm("16", "PST", 41, 80),
        arm("16", "PST + SSRI", 20, 35),
        arm("16", "SSRI", 24, 36),
        arm("24", "PST", 19, 30),
        arm("24", "Placebo", 9, 30),
        arm("24", "TCA", 16, 31),
        arm("49", "PST", 52, 138),
        arm("49", "Placebo", 43, 140),
        arm("49", "SSRI", 60, 137),
        arm("118", "PST", 32, 72),
        arm("118", "UC", 30, 69),
    ]
}

pub fn name(treatment: usize) -> String {
    format!("t{treatment:02}")
}

/// All comparisons of a trial from treatment, effect and variance of each arm.
pub fn all_pairs(study: &str, arms: &[(usize, f64, f64)]) -> Vec<Contrast> {
    let mut contrasts = Vec::new();
    for (index, (one, effect, variance)) in arms.iter().enumerate() {
        for (other, other_effect, other_variance) in &arms[index + 1..] {
            let error = (variance + other_variance).sqrt();
            contrasts.push(contrast(
                study,
                &name(*one),
                &name(*other),
                effect - other_effect,
                error,
            ));
        }
    }
    contrasts
}
