//! Effects in people: what a standardised mean difference or a ratio of responses means for somebody.
//!
//! **Probability of superiority.** Two normal groups whose means differ by `d` standard deviations: a person drawn from the
//! better group is better off than one drawn from the other with probability `Phi(d / sqrt 2)` (`McGraw` and Wong 1992, the
//! common language effect size).
//!
//! **Number needed to treat.** The success rate difference is `2 Phi(d / sqrt 2) - 1`, its reciprocal how many people have
//! to be treated for one more to be better off (Kraemer & Kupfer 2006, Biological Psychiatry 59:990-996, equations 5 and 6).
//! It assumes normal scores and equal spread in both groups. It is not "how many respond": that needs a threshold.
//!
//! ```
//! use attune_stats::effect_size::{needed_to_treat, probability_of_superiority};
//!
//! assert_eq!(needed_to_treat(0.55).map(|people| (people * 100.0).round()), Some(330.0));
//! assert!((probability_of_superiority(0.55) - 0.651).abs() < 5e-4);
//! assert_eq!(needed_to_treat(0.0), None);
//! ```

use std::f64::consts::SQRT_2;

use crate::normal;

/// How likely somebody with the therapy is better off than somebody without, from 0 to 1. Half: the therapy adds nothing.
pub fn probability_of_superiority(difference: f64) -> f64 {
    normal::cumulative(difference / SQRT_2)
}

/// How many people have to be treated for one more to be better off. None where the therapy adds nothing or harms.
pub fn needed_to_treat(difference: f64) -> Option<f64> {
    let gain = 2.0 * probability_of_superiority(difference) - 1.0;
    (gain > 0.0).then(|| 1.0 / gain)
}

/// The share that responds with the therapy, given the share without it and the ratio of the two; at most everybody.
pub fn response_with(without: f64, ratio: f64) -> f64 {
    (without * ratio).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_needed_to_treat_are_the_published_ones() {
        // Worked from Kraemer and Kupfer's formula, two decimals.
        let expected = [
            (0.14, 12.68),
            (0.15, 11.84),
            (0.22, 8.09),
            (0.28, 6.37),
            (0.30, 5.95),
            (0.55, 3.30),
            (0.60, 3.04),
        ];
        for (difference, people) in expected {
            let found = needed_to_treat(difference).unwrap_or_default();
            assert!((found - people).abs() < 0.005, "{difference}: {found}");
        }
    }

    #[test]
    fn nothing_gained_needs_no_number() {
        assert_eq!(needed_to_treat(-0.3), None);
        assert_eq!(needed_to_treat(f64::NAN), None);
        assert!((probability_of_superiority(0.0) - 0.5).abs() < 1e-12);
        assert!((response_with(0.8, 2.0) - 1.0).abs() < 1e-12);
    }
}
