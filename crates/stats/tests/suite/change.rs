//! Reliable and clinically significant change against published examples.
//!
//! Indices and counts were computed with R from the equations; those of
//! `claus_2020` are also printed by the package of doi:10.18637/jss.v111.i01.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::support;

use attune_stats::StatsError;
use attune_stats::change::{
    AtCutoff, ChangeClass, ChangeMethod, ClinicalRule, CombinedClass, Direction, MeasurementError,
    PairedSample, Population, Reliabilities, ReliableChangeRule, agreement, change_index,
    classify_sample, cutoff_a, cutoff_b, cutoff_c, cutoff_c_true,
};
use support::{close, pairs};

fn jacobson() -> PairedSample {
    PairedSample::new(pairs(include_str!("fixtures/jacobson_1989.csv"))).unwrap()
}

fn claus() -> PairedSample {
    PairedSample::new(pairs(include_str!("fixtures/claus_2020.csv"))).unwrap()
}

/// Improved, unchanged, deteriorated.
fn counts(
    method: ChangeMethod,
    sample: &PairedSample,
    reliability: f64,
    direction: Direction,
) -> [usize; 3] {
    let judged = classify_sample(
        method,
        sample,
        Reliabilities::both(reliability).unwrap(),
        direction,
    )
    .unwrap();
    [
        ChangeClass::Improved,
        ChangeClass::Unchanged,
        ChangeClass::Deteriorated,
    ]
    .map(|class| judged.iter().filter(|(_, other)| *other == class).count())
}

#[test]
fn the_classic_example() {
    let (clinical, functional) = (
        Population::new(40.0, 7.5).unwrap(),
        Population::new(60.0, 7.5).unwrap(),
    );
    let direction = Direction::HigherIsBetter;
    close(cutoff_a(clinical, direction), 55.0, 1e-12);
    close(cutoff_b(functional, direction), 45.0, 1e-12);
    close(
        cutoff_c(clinical, functional, direction).unwrap(),
        50.0,
        1e-12,
    );
    let error = MeasurementError::new(7.5, 0.80).unwrap();
    close(error.of_score(), 3.354_102, 1e-6);
    close(error.of_difference(), 4.743_416, 1e-6);
    let change = ReliableChangeRule::JacobsonTruax { error, direction }
        .judge(32.5, 47.5)
        .unwrap();
    close(change.index.unwrap(), 3.162_278, 1e-6);
    let interval = change.interval.unwrap();
    close(interval.lower, 15.0 - 1.96 * 4.743_416, 1e-5);
    close(interval.upper, 15.0 + 1.96 * 4.743_416, 1e-5);
    assert_eq!(change.class, ChangeClass::Improved);
}

#[test]
fn statistics_of_the_couples() {
    let statistics = jacobson().statistics().unwrap();
    assert_eq!(statistics.count, 30);
    close(statistics.first.mean.get(), 81.583_333, 1e-6);
    close(statistics.first.sd.get(), 11.825_661, 1e-6);
    close(statistics.last.mean.get(), 98.05, 1e-6);
    close(statistics.last.sd.get(), 19.241_814, 1e-6);
    close(statistics.correlation.get(), 0.517_721, 1e-6);
    let error = MeasurementError::new(statistics.first.sd.get(), 0.88).unwrap();
    close(error.of_score(), 4.096_529, 1e-6);
    close(error.of_difference(), 5.793_367, 1e-6);
    close(error.of_estimate(), 5.616_878, 1e-6);
}

#[test]
fn indices_of_the_first_two_couples() {
    let expected = [
        (ChangeMethod::JacobsonTruax, 1.1220, 8.6306),
        (ChangeMethod::GulliksenLordNovick, 1.3477, 8.7397),
        (ChangeMethod::HsuLinnLord, -1.5839, 5.8081),
        (ChangeMethod::EdwardsNunnally, 1.8479, 11.9833),
        (ChangeMethod::NunnallyKotsch, 1.3872, 8.9960),
        (ChangeMethod::HagemanArrindell, 1.4221, 8.4567),
    ];
    let statistics = jacobson().statistics().unwrap();
    let reliability = Reliabilities::both(0.88).unwrap();
    for (method, first, second) in expected {
        close(
            change_index(method, &statistics, reliability, 90.5, 97.0).unwrap(),
            first,
            5e-5,
        );
        close(
            change_index(method, &statistics, reliability, 74.0, 124.0).unwrap(),
            second,
            5e-5,
        );
    }
}

#[test]
fn counts_of_the_couples() {
    let sample = jacobson();
    for (method, expected) in [
        (ChangeMethod::JacobsonTruax, [19, 10, 1]),
        (ChangeMethod::GulliksenLordNovick, [19, 9, 2]),
        (ChangeMethod::HsuLinnLord, [7, 15, 8]),
        (ChangeMethod::EdwardsNunnally, [21, 7, 2]),
        (ChangeMethod::NunnallyKotsch, [19, 9, 2]),
        (ChangeMethod::HagemanArrindell, [20, 9, 1]),
    ] {
        assert_eq!(
            counts(method, &sample, 0.88, Direction::HigherIsBetter),
            expected,
            "{method:?}"
        );
    }
}

#[test]
fn counts_of_the_inpatients() {
    let sample = claus();
    for (method, expected) in [
        (ChangeMethod::JacobsonTruax, [29, 10, 1]),
        (ChangeMethod::HagemanArrindell, [32, 7, 1]),
        (ChangeMethod::EdwardsNunnally, [32, 5, 3]),
        (ChangeMethod::GulliksenLordNovick, [29, 10, 1]),
        (ChangeMethod::HsuLinnLord, [12, 16, 12]),
    ] {
        assert_eq!(
            counts(method, &sample, 0.80, Direction::LowerIsBetter),
            expected,
            "{method:?}"
        );
    }
}

#[test]
fn recovery_of_the_inpatients() {
    let sample = claus();
    let direction = Direction::LowerIsBetter;
    let (clinical, functional) = (
        sample.statistics().unwrap().first,
        Population::new(8.0, 8.0).unwrap(),
    );
    close(cutoff_a(clinical, direction), 18.17, 5e-3);
    let cutoff = cutoff_c(clinical, functional, direction).unwrap();
    close(cutoff, 19.887, 5e-4);
    let error = MeasurementError::new(clinical.sd.get(), 0.80).unwrap();
    close(
        cutoff_c_true(clinical, functional, error, direction).unwrap(),
        20.21,
        5e-3,
    );

    let reliable = ReliableChangeRule::JacobsonTruax { error, direction };
    let rule = ClinicalRule::new(reliable, cutoff, AtCutoff::Clinical).unwrap();
    let classes: Vec<CombinedClass> = sample
        .pairs()
        .iter()
        .map(|(first, last)| rule.judge(*first, *last).unwrap())
        .collect();
    let expected = [
        (CombinedClass::Recovered, 26),
        (CombinedClass::Improved, 3),
        (CombinedClass::Unchanged, 10),
        (CombinedClass::Deteriorated, 1),
        (CombinedClass::Harmed, 0),
    ];
    for (class, count) in expected {
        assert_eq!(
            classes.iter().filter(|other| **other == class).count(),
            count,
            "{class:?}"
        );
    }
}

#[test]
fn cutoff_b_uses_the_functional_spread() {
    let functional = Population::new(8.0, 3.0).unwrap();
    close(cutoff_b(functional, Direction::LowerIsBetter), 14.0, 1e-12);
    close(cutoff_b(functional, Direction::HigherIsBetter), 2.0, 1e-12);
}

#[test]
fn harm_needs_the_crossing() {
    let reliable = ReliableChangeRule::published(6.0, Direction::LowerIsBetter).unwrap();
    let rule = ClinicalRule::new(reliable, 10.0, AtCutoff::Clinical).unwrap();
    assert_eq!(rule.judge(5.0, 12.0).unwrap(), CombinedClass::Harmed);
    assert_eq!(rule.judge(12.0, 20.0).unwrap(), CombinedClass::Deteriorated);
    assert_eq!(rule.judge(9.0, 3.0).unwrap(), CombinedClass::Improved);
    let lenient = ClinicalRule {
        at_cutoff: AtCutoff::Functional,
        ..rule
    };
    assert_eq!(rule.judge(16.0, 10.0).unwrap(), CombinedClass::Improved);
    assert_eq!(lenient.judge(16.0, 10.0).unwrap(), CombinedClass::Recovered);
}

#[test]
fn thresholds_at_their_edge() {
    let rule = ReliableChangeRule::published(6.0, Direction::LowerIsBetter).unwrap();
    assert_eq!(rule.judge(16.0, 10.0).unwrap().class, ChangeClass::Improved);
    assert_eq!(
        rule.judge(16.0, 11.0).unwrap().class,
        ChangeClass::Unchanged
    );
    assert_eq!(
        rule.judge(10.0, 16.0).unwrap().class,
        ChangeClass::Deteriorated
    );
    assert_eq!(
        rule.judge(10.0, 10.0).unwrap().class,
        ChangeClass::Unchanged
    );
}

#[test]
fn agreement_counts_the_methods_that_apply() {
    let statistics = jacobson().statistics().unwrap();
    let reliability = Reliabilities::both(0.88).unwrap();
    let second = agreement(
        &statistics,
        reliability,
        Direction::HigherIsBetter,
        74.0,
        124.0,
    )
    .unwrap();
    assert_eq!(
        (second.class, second.agreeing, second.methods.len()),
        (ChangeClass::Improved, 5, 5)
    );

    // All differences alike: their reliability is undefined, the other methods stand.
    let alike = PairedSample::new(vec![(10.0, 8.0), (20.0, 18.0), (15.0, 13.0)])
        .unwrap()
        .statistics()
        .unwrap();
    let judged = agreement(&alike, reliability, Direction::LowerIsBetter, 20.0, 10.0).unwrap();
    assert_eq!(judged.methods.len(), 4);
}

#[test]
fn refusals_say_which_input() {
    assert!(matches!(
        MeasurementError::new(5.0, 1.0),
        Err(StatsError::OutOfRange {
            what: "reliability",
            ..
        })
    ));
    assert!(MeasurementError::new(5.0, 0.0).is_err());
    assert!(matches!(
        MeasurementError::new(0.0, 0.8),
        Err(StatsError::OutOfRange { .. })
    ));
    assert!(matches!(
        MeasurementError::new(f64::NAN, 0.8),
        Err(StatsError::NotFinite { .. })
    ));
    assert!(matches!(
        PairedSample::new(vec![(1.0, 2.0)]),
        Err(StatsError::TooFew {
            what: "people",
            needed: 2,
            given: 1
        })
    ));
    assert!(matches!(
        PairedSample::new(vec![(1.0, f64::NAN), (2.0, 3.0)]),
        Err(StatsError::NotFinite { .. })
    ));
    let alike = PairedSample::new(vec![(4.0, 2.0), (4.0, 3.0)]).unwrap();
    assert_eq!(
        alike.statistics(),
        Err(StatsError::NoSpread {
            what: "the first score"
        })
    );
    let (one, two) = (
        Population::new(10.0, 2.0).unwrap(),
        Population::new(5.0, 2.0).unwrap(),
    );
    assert_eq!(
        cutoff_c(one, two, Direction::HigherIsBetter),
        Err(StatsError::PopulationsNotOrdered)
    );
    let rule = ReliableChangeRule::published(6.0, Direction::LowerIsBetter).unwrap();
    assert!(rule.judge(f64::MAX, -f64::MAX).is_err());
    assert!(rule.judge(f64::NAN, 3.0).is_err());
}

#[test]
fn rules_survive_storage_and_broken_ones_do_not_load() {
    let rule = ReliableChangeRule::from_reliability(5.2, 0.85, Direction::LowerIsBetter).unwrap();
    let stored = serde_json::to_string(&rule).unwrap();
    assert_eq!(
        serde_json::from_str::<ReliableChangeRule>(&stored).unwrap(),
        rule
    );
    assert!(serde_json::from_str::<ReliableChangeRule>(&stored.replace("0.85", "1.0")).is_err());
}
