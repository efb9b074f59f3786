//! Network meta-analysis: arms, refusals, grades, and what a result says of itself.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::support;
use crate::trials;

use attune_stats::StatsError;
use attune_stats::change::Direction;
use attune_stats::network_meta_analysis::{
    ContinuousEffect, Contrast, Grade, GradeReason, Network, NetworkWarning, analyse,
    binary_contrasts, continuous_contrasts,
};
use support::close;
use trials::{all_pairs, arm, contrast, measured, name};

/// One trial of four arms is its own network: the estimates are its own comparisons.
#[test]
fn one_trial_with_four_arms_comes_back_unchanged() {
    let arms = [
        ("a", 1.0, 0.3),
        ("b", 0.4, 0.1),
        ("c", -0.2, 0.2),
        ("d", 0.9, 0.6),
    ];
    let mut contrasts = Vec::new();
    for (index, (one, mean, variance)) in arms.iter().enumerate() {
        for (other, other_mean, other_variance) in &arms[index + 1..] {
            let error = f64::sqrt(variance + other_variance);
            contrasts.push(contrast("only", one, other, mean - other_mean, error));
        }
    }
    let result = analyse(
        &Network::new(&contrasts).unwrap(),
        "c",
        Direction::HigherIsBetter,
    )
    .unwrap();
    for given in &contrasts {
        let row = result
            .comparison(&given.treatments[0], &given.treatments[1])
            .unwrap();
        close(row.network.estimate, given.effect.get(), 1e-12);
        close(
            row.network.standard_error,
            given.standard_error.get(),
            1e-12,
        );
        close(row.share_direct, 1.0, 0.0);
        assert_eq!((row.indirect, row.p, row.prediction), (None, None, None));
        assert!(row.reasons.contains(&GradeReason::NoPrediction));
    }
    assert_eq!(result.heterogeneity.tau2, None);
    assert_eq!(result.heterogeneity.i2, None);
    assert_eq!(
        result.warnings,
        [
            NetworkWarning::NoVarianceBetweenTrials,
            NetworkWarning::NoLoop
        ]
    );
    let reference = result
        .versus_reference
        .iter()
        .find(|row| row.treatment == "c")
        .unwrap();
    close(reference.random_se, 0.0, 0.0);
}

/// Two trials of the same three treatments disagree twice, once for each further arm.
#[test]
fn trials_of_one_design_disagree_within_it() {
    let mut contrasts = all_pairs("one", &[(0, 0.0, 0.1), (1, 0.5, 0.1), (2, 1.0, 0.1)]);
    contrasts.extend(all_pairs(
        "two",
        &[(0, 0.0, 0.1), (1, 0.9, 0.1), (2, 0.2, 0.1)],
    ));
    let network = Network::new(&contrasts).unwrap();
    let result = analyse(&network, &name(0), Direction::HigherIsBetter).unwrap();
    let spread = &result.heterogeneity;
    assert_eq!(
        (spread.q_df, spread.q_within_df, spread.q_between_df),
        (2, 2, 0)
    );
    assert_eq!(spread.q_between_p, None);
    // Equal precision: the mean lies halfway, and Q is the squared distance of the arms
    // from their own mean, over the variance, in both trials: 2 * (0.2^2 + 0.4^2 + 0 -
    // 0.2^2 / 3) / 0.1 with the shifts (0, 0.2, -0.4).
    let q = 2.0 * (0.2_f64.powi(2) + 0.4_f64.powi(2) - 0.2_f64.powi(2) / 3.0) / 0.1;
    close(spread.q, q, 1e-12);
    close(spread.q_within, q, 1e-12);
    assert_eq!(spread.designs.len(), 1);
    assert_eq!((spread.designs[0].trials, spread.designs[0].df), (2, 2));
}

#[test]
fn zero_cells_are_corrected_for_the_whole_trial() {
    let made = binary_contrasts(&[
        arm("one", "a", 0, 20),
        arm("one", "b", 9, 20),
        arm("one", "c", 4, 21),
        arm("two", "a", 0, 20),
        arm("two", "b", 0, 30),
        arm("three", "a", 20, 20),
        arm("three", "b", 30, 30),
        arm("four", "a", 3, 20),
        arm("five", "b", 30, 30),
        arm("five", "c", 0, 30),
    ])
    .unwrap();
    assert_eq!(made.corrected, ["five", "one"]);
    assert_eq!(made.left_out, ["four", "three", "two"]);
    let b_c = made
        .contrasts
        .iter()
        .find(|row| row.treatments == ["b", "c"] && row.study == "one")
        .unwrap();
    close(
        b_c.effect.get(),
        ((9.5 / 11.5) / (4.5 / 17.5_f64)).ln(),
        1e-12,
    );
    // What was corrected still adds up.
    assert!(Network::new(&made.contrasts).is_ok());
}

#[test]
fn means_of_two_arms_make_differences_and_hedges_g() {
    let arms = [
        measured("one", "a", 10.0, 2.0, 12),
        measured("one", "b", 8.5, 3.0, 15),
    ];
    let points = continuous_contrasts(&arms, ContinuousEffect::MeanDifference).unwrap();
    close(points.contrasts[0].effect.get(), 1.5, 1e-12);
    close(
        points.contrasts[0].standard_error.get(),
        (4.0 / 12.0 + 9.0 / 15.0_f64).sqrt(),
        1e-12,
    );
    assert_eq!(points.contrasts[0].people, Some(27));
    // metafor's escalc: measure "SMD".
    let standardised =
        continuous_contrasts(&arms, ContinuousEffect::StandardisedMeanDifference).unwrap();
    close(
        standardised.contrasts[0].effect.get(),
        0.557_763_158_367,
        1e-10,
    );
    close(
        standardised.contrasts[0].standard_error.get().powi(2),
        0.155_761_106_312,
        1e-10,
    );
}

/// With three arms the comparisons must belong to one covariance matrix: that of
/// Gleser & Olkin, where two comparisons with one control share `1 / n + g g' / (2 N)`.
#[test]
fn standardised_differences_of_three_arms_belong_together() {
    let arms = [
        measured("one", "a", 10.0, 2.0, 12),
        measured("one", "b", 8.5, 3.0, 15),
        measured("one", "c", 6.0, 2.5, 30),
    ];
    let made = continuous_contrasts(&arms, ContinuousEffect::StandardisedMeanDifference).unwrap();
    let effect = |index: usize| made.contrasts[index].effect.get();
    let variance = |index: usize| made.contrasts[index].standard_error.get().powi(2);
    close(effect(1) - effect(0), effect(2), 1e-12);
    let covariance = 0.5 * (variance(0) + variance(1) - variance(2));
    close(
        covariance,
        1.0 / 12.0 + effect(0) * effect(1) / (2.0 * 57.0),
        1e-12,
    );
    let network = Network::new(&made.contrasts).unwrap();
    let result = analyse(&network, "c", Direction::LowerIsBetter).unwrap();
    close(
        result.comparison("b", "c").unwrap().network.standard_error,
        variance(2).sqrt(),
        1e-12,
    );
}

#[test]
fn a_network_in_parts_names_them() {
    let network = Network::new(&[
        contrast("one", "a", "b", 0.5, 0.2),
        contrast("two", "c", "d", 0.1, 0.2),
        contrast("three", "d", "e", 0.1, 0.2),
    ])
    .unwrap();
    assert_eq!(network.parts(), [vec!["a", "b"], vec!["c", "d", "e"]]);
    let refused = analyse(&network, "a", Direction::HigherIsBetter).unwrap_err();
    assert!(refused.to_string().contains("a, b | c, d, e"));
    assert!(matches!(refused, StatsError::DisconnectedNetwork { parts } if parts.len() == 2));

    let part = network.part_with("e").unwrap();
    assert_eq!(
        (part.trials(), part.treatments()),
        (2, &["c", "d", "e"].map(str::to_owned)[..])
    );
    let result = analyse(&part, "e", Direction::HigherIsBetter).unwrap();
    close(
        result.comparison("c", "e").unwrap().network.estimate,
        0.2,
        1e-12,
    );
}

#[test]
fn what_is_no_network_is_refused() {
    let refused = |contrasts: &[Contrast]| Network::new(contrasts).unwrap_err();
    assert!(matches!(refused(&[]), StatsError::TooFew { .. }));
    assert!(matches!(
        refused(&[contrast("one", "a", "a", 0.1, 0.2)]),
        StatsError::ComparedWithItself { .. }
    ));
    assert!(matches!(
        refused(&[
            contrast("one", "a", "b", 0.1, 0.2),
            contrast("one", "b", "a", -0.1, 0.2)
        ]),
        StatsError::RepeatedComparison { .. }
    ));
    assert!(matches!(
        refused(&[
            contrast("one", "a", "b", 0.1, 0.2),
            contrast("one", "b", "c", 0.1, 0.2)
        ]),
        StatsError::MissingComparisons {
            arms: 3,
            needed: 3,
            given: 2,
            ..
        }
    ));
    let three = |last: f64, error: f64| {
        [
            contrast("one", "a", "b", 0.1, 0.2),
            contrast("one", "b", "c", 0.2, 0.2),
            contrast("one", "a", "c", last, error),
        ]
    };
    assert!(Network::new(&three(0.301, 0.2)).is_ok());
    assert!(matches!(
        refused(&three(-0.3, 0.2)),
        StatsError::EffectsDoNotAddUp { .. }
    ));
    assert!(matches!(
        refused(&three(0.3, 0.5)),
        StatsError::ImpossibleVariances { .. }
    ));
    for error in [0.0, -0.1, f64::NAN] {
        assert!(Contrast::new("one", ["a", "b"], 0.1, error).is_err());
    }
    assert!(Contrast::new("one", ["a", "b"], f64::INFINITY, 0.1).is_err());

    let pair = Network::new(&[contrast("one", "a", "b", 0.1, 0.2)]).unwrap();
    assert!(matches!(
        analyse(&pair, "z", Direction::HigherIsBetter),
        Err(StatsError::NoSuchTreatment { .. })
    ));
    let result = analyse(&pair, "a", Direction::HigherIsBetter).unwrap();
    assert!(result.comparison("a", "a").is_err());
    assert!(result.comparison("a", "z").is_err());
    assert!(pair.part_with("z").is_err());

    // One trial so precise that the other comparisons would be rounding.
    let uneven = Network::new(&[
        contrast("one", "a", "b", 0.1, 0.2),
        contrast("two", "b", "c", 0.1, 1e-7),
    ])
    .unwrap();
    assert!(matches!(
        analyse(&uneven, "a", Direction::HigherIsBetter),
        Err(StatsError::NotSettled { .. })
    ));

    // Weights that overflow.
    let far = Network::new(&[
        contrast("one", "a", "b", 1e300, 1e-160),
        contrast("two", "a", "b", -1e300, 1e-160),
    ]);
    assert!(
        far.and_then(|far| analyse(&far, "a", Direction::HigherIsBetter))
            .is_err()
    );
}

#[test]
fn impossible_arms_are_refused() {
    let twice = [arm("one", "a", 1, 10), arm("one", "a", 2, 10)];
    assert!(matches!(
        binary_contrasts(&twice),
        Err(StatsError::RepeatedArm { .. })
    ));
    for broken in [arm("one", "b", 11, 10), arm("one", "b", 0, 0)] {
        assert!(matches!(
            binary_contrasts(&[arm("one", "a", 1, 10), broken]),
            Err(StatsError::ImpossibleArm { .. })
        ));
    }
    let alone = [
        measured("one", "a", 1.0, 1.0, 1),
        measured("one", "b", 1.0, 1.0, 9),
    ];
    assert!(continuous_contrasts(&alone, ContinuousEffect::MeanDifference).is_err());
    let lonely = continuous_contrasts(&alone[1..], ContinuousEffect::MeanDifference).unwrap();
    assert_eq!(lonely.left_out, ["one"]);
}

/// `count` trials of the same two treatments with the same result but for a ripple.
fn repeated(count: u32, people: u64, ripple: f64) -> Vec<Contrast> {
    (0..count)
        .map(|index| {
            let turn = if index % 2 == 0 { ripple } else { -ripple };
            contrast(
                &format!("trial {index}"),
                "therapy",
                "waiting",
                0.8 + turn,
                0.15,
            )
            .with_people(people)
        })
        .collect()
}

#[test]
fn grades_follow_their_rules() {
    let graded = |contrasts: &[Contrast], treatment: &str| {
        let network = Network::new(contrasts).unwrap();
        let result = analyse(&network, "waiting", Direction::HigherIsBetter).unwrap();
        let row = result.comparison(treatment, "waiting").unwrap();
        (row.grade, row.reasons)
    };
    assert_eq!(
        graded(&repeated(6, 100, 0.1), "therapy"),
        (Grade::A, vec![])
    );
    assert_eq!(
        graded(&repeated(6, 10, 0.1), "therapy"),
        (Grade::B, vec![GradeReason::FewPeople])
    );
    assert_eq!(
        graded(&repeated(4, 10, 0.1), "therapy"),
        (
            Grade::C,
            vec![GradeReason::FewTrials, GradeReason::FewPeople]
        )
    );
    assert_eq!(
        graded(&repeated(10, 100, 0.7), "therapy"),
        (Grade::B, vec![GradeReason::Heterogeneous])
    );
    let mut detour = repeated(6, 100, 0.1);
    detour.push(contrast("detour", "support", "therapy", -0.1, 0.1));
    assert_eq!(
        graded(&detour, "support"),
        (Grade::C, vec![GradeReason::IndirectOnly])
    );
    detour.push(contrast("against", "support", "waiting", -0.9, 0.1));
    let expected = vec![
        GradeReason::FewTrials,
        GradeReason::Imprecise,
        GradeReason::Inconsistent,
    ];
    assert_eq!(graded(&detour, "support"), (Grade::D, expected));
}

#[test]
fn who_cannot_be_told_apart_from_the_best() {
    let network = Network::new(&[
        contrast("one", "a", "waiting", 0.90, 0.10),
        contrast("two", "b", "waiting", 0.80, 0.10),
        contrast("three", "c", "waiting", 0.20, 0.10),
    ])
    .unwrap();
    let result = analyse(&network, "waiting", Direction::HigherIsBetter).unwrap();
    assert_eq!(result.not_separable_from_best, ["a", "b"]);
    let result = analyse(&network, "waiting", Direction::LowerIsBetter).unwrap();
    assert_eq!(result.not_separable_from_best, ["waiting"]);

    let league = result.league().unwrap();
    assert_eq!(league.treatments, ["waiting", "c", "b", "a"]);
    assert_eq!(league.cells[2][2], None);
    close(league.cells[3][0].unwrap().estimate, 0.9, 1e-12);
    close(league.cells[0][3].unwrap().estimate, -0.9, 1e-12);
}
