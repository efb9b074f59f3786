//! Limits of funnel plots and intervals of proportions against independent implementations.
#![expect(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test may stop at the first surprise; the numbers are small"
)]

use attune_stats::funnel::{Counted, Place, limits};
use attune_stats::{Proportion, StatsError};
use proptest::prelude::*;

/// Cases, target, and the limits at 0.001, 0.025, 0.975 and 0.999.
///
/// From `scipy.stats.binom.cdf` 1.17.1: `r` counted up from 0 while `cdf(r) <= p`, then
/// `(r - (cdf(r) - p) / (cdf(r) - cdf(r - 1))) / n`, the upper two as one less that of `1 - target`.
/// Spiegelhalter 2005, appendix A.1.1.
const LIMITS: [(u64, f64, [f64; 4]); 5] = [
    (
        10,
        0.50,
        [0.00024, 0.132_444_444_4, 0.867_555_555_6, 0.99976],
    ),
    (
        25,
        0.62,
        [
            0.289_697_418_5,
            0.405_057_959_7,
            0.827_549_916_7,
            0.918_040_729_9,
        ],
    ),
    (
        60,
        0.55,
        [
            0.341_539_230_8,
            0.415_186_238_7,
            0.683_004_978_3,
            0.752_781_423_1,
        ],
    ),
    (
        200,
        0.31,
        [
            0.209_480_828_4,
            0.244_313_017_8,
            0.377_589_044_3,
            0.416_041_554_2,
        ],
    ),
    (
        1000,
        0.90,
        [
            0.869_082_156_1,
            0.880_517_073_5,
            0.918_721_343_3,
            0.928_659_153_7,
        ],
    ),
];

/// Events, cases and the 95 % score interval: `prop.test(x, n, correct = FALSE)` of R, and
/// `scipy.stats.binomtest(x, n).proportion_ci(method="wilson")`, which agree.
const INTERVALS: [(u64, u64, [f64; 2]); 4] = [
    (0, 12, [0.0, 0.242_494_006_7]),
    (7, 12, [0.319_511_312_5, 0.806_739_686_3]),
    (31, 50, [0.481_504_469_3, 0.741_372_106_9]),
    (480, 1000, [0.449_170_795_0, 0.510_982_275_3]),
];

fn close(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-8, "{found} instead of {wanted}");
}

#[test]
fn limits_are_those_of_scipy() -> Result<(), StatsError> {
    for (cases, target, wanted) in LIMITS {
        let found = limits(cases, Proportion::new(target)?)?;
        close(found.outer.lower, wanted[0]);
        close(found.inner.lower, wanted[1]);
        close(found.inner.upper, wanted[2]);
        close(found.outer.upper, wanted[3]);
    }
    Ok(())
}

#[test]
fn intervals_are_those_of_r_and_scipy() -> Result<(), StatsError> {
    for (events, cases, [lower, upper]) in INTERVALS {
        let found = Counted::new(events, cases)?.interval(Proportion::new(0.95)?)?;
        close(found.lower, lower);
        close(found.upper, upper);
    }
    Ok(())
}

#[test]
fn what_means_nothing_is_refused() -> Result<(), StatsError> {
    assert!(Counted::new(0, 0).is_err());
    assert!(Counted::new(3, 2).is_err());
    assert!(limits(0, Proportion::new(0.5)?).is_err());
    assert!(limits(10, Proportion::new(0.0)?).is_err());
    assert!(limits(10, Proportion::new(1.0)?).is_err());
    assert!(Counted::new(1, 2)?.interval(Proportion::new(1.0)?).is_err());
    Ok(())
}

proptest! {
    #[test]
    fn the_outer_limits_hold_the_inner_and_these_the_target(
        cases in 1_u64..3000,
        target in 0.01_f64..0.99,
    ) {
        let found = limits(cases, Proportion::new(target)?)?;
        prop_assert!(0.0 <= found.outer.lower && found.outer.lower <= found.inner.lower);
        prop_assert!(found.inner.upper <= found.outer.upper && found.outer.upper <= 1.0);
        prop_assert!(found.inner.lower <= target);
        prop_assert!(found.inner.upper >= target);
    }

    #[test]
    fn an_interval_holds_its_rate(cases in 1_u64..3000, share in 0.0_f64..=1.0) {
        let counted = Counted::new((cases as f64 * share) as u64, cases)?;
        let found = counted.interval(Proportion::new(0.95)?)?;
        prop_assert!(found.lower <= counted.rate() && counted.rate() <= found.upper);
        prop_assert!((0.0..=1.0).contains(&found.lower) && (0.0..=1.0).contains(&found.upper));
    }

    #[test]
    fn few_groups_that_do_not_differ_are_outside(target in 0.02_f64..0.98, cases in 1_u64..400) {
        // By the binomial itself: each side is called unusual by chance in at most 25 of 1000.
        use statrs::distribution::{Binomial, Discrete as _};
        let found = limits(cases, Proportion::new(target)?)?;
        let counts = Binomial::new(target, cases).unwrap();
        let chance = |wanted: [Place; 2]| -> f64 {
            (0..=cases)
                .filter(|events| wanted.contains(&found.place(*events as f64 / cases as f64)))
                .map(|events| counts.pmf(events))
                .sum()
        };
        prop_assert!(chance([Place::Above, Place::FarAbove]) <= 0.025 + 1e-9);
        prop_assert!(chance([Place::Below, Place::FarBelow]) <= 0.025 + 1e-9);
    }
}
