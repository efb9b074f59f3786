//! Network meta-analysis: published small networks, invariances, refusals.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "the large network prints its time")]

mod support;

use attune_stats::change::Direction;
use attune_stats::network_meta_analysis::{
    BinaryArm, ComponentWarning, ContinuousArm, ContinuousEffect, Contrast, Grade, GradeReason,
    Network, NetworkMetaAnalysis, NetworkWarning, additive, analyse, binary_contrasts,
    continuous_contrasts,
};
use attune_stats::{Finite, Positive, StatsError};
use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use support::close;

fn contrast(study: &str, one: &str, other: &str, effect: f64, error: f64) -> Contrast {
    Contrast::new(study, [one, other], effect, error).unwrap()
}

fn arm(study: &str, treatment: &str, events: u64, total: u64) -> BinaryArm {
    BinaryArm {
        study: study.to_owned(),
        treatment: treatment.to_owned(),
        events,
        total,
    }
}

/// Four trials with problem-solving therapy of Linde et al. (2016,
/// doi:10.1016/j.jclinepi.2015.10.010): responders and patients.
fn problem_solving() -> Vec<BinaryArm> {
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

/// The numbers of netmeta for this network (Rücker, Petropoulou & Schwarzer 2020).
#[test]
fn problem_solving_therapy_in_primary_care() {
    let made = binary_contrasts(&problem_solving()).unwrap();
    assert!(made.corrected.is_empty() && made.left_out.is_empty());
    let network = Network::new(&made.contrasts).unwrap();
    let result = analyse(&network, "Placebo", Direction::HigherIsBetter).unwrap();
    close(result.heterogeneity.q, 4.192_936, 1e-6);
    assert_eq!(result.heterogeneity.q_df, 2);
    close(result.heterogeneity.tau2.unwrap(), 0.159_610_2, 1e-7);
    let ssri = result.comparison("SSRI", "Placebo").unwrap();
    close(ssri.network.estimate, 0.877_388, 1e-6);
    close(ssri.network.standard_error, 0.416_767, 1e-6);
    assert_eq!((ssri.trials_direct, ssri.people_direct), (1, Some(277)));
    let pst = result.comparison("PST", "Placebo").unwrap();
    close(pst.network.estimate, 0.585_960, 1e-6);
    close(pst.network.standard_error, 0.374_856, 1e-6);

    let model = additive(&network, "Placebo", "+", Some("Placebo")).unwrap();
    close(model.q, 5.989_218, 1e-6);
    assert_eq!((model.df, model.df_diff), (3, Some(1)));
    close(model.q_diff.unwrap(), 1.796_281, 1e-5);
    let component = |name| {
        model
            .components
            .iter()
            .find(|row| row.component == name)
            .unwrap()
    };
    close(component("PST").random.unwrap(), 0.369_752_1, 1e-7);
    close(component("PST").random_se.unwrap(), 0.321_787_6, 1e-7);
    close(component("SSRI").random.unwrap(), 0.603_514_7, 1e-7);
    close(component("SSRI").random_se.unwrap(), 0.340_255_3, 1e-7);
    assert_eq!(component("PST").treatments, 2);
    let both = &model.versus_reference[1];
    assert_eq!(both.treatment, "PST + SSRI");
    close(
        both.effect.unwrap().estimate,
        0.369_752_1 + 0.603_514_7,
        1e-6,
    );
}

/// Twenty-six trials, ten treatments, one trial of three arms. The expected numbers are
/// netmeta's for the same trials with effects rounded to four digits, which moves `Q`
/// by 0.005 and estimates by 0.0002.
#[test]
fn glucose_lowering_drugs_by_means() {
    let text = include_str!("fixtures/senn_2013.csv");
    let arms: Vec<ContinuousArm> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let number = |index: usize| cells[index].parse::<f64>().unwrap();
            measured(
                cells[0],
                cells[1],
                number(3),
                number(4),
                cells[2].parse().unwrap(),
            )
        })
        .collect();
    let made = continuous_contrasts(&arms, ContinuousEffect::MeanDifference).unwrap();
    assert_eq!(made.contrasts.len(), 28);
    let network = Network::new(&made.contrasts).unwrap();
    let result = analyse(&network, "placebo", Direction::LowerIsBetter).unwrap();
    let spread = &result.heterogeneity;
    close(spread.q, 96.985_55, 6e-3);
    close(spread.q_within, 74.455_28, 6e-3);
    close(spread.q_between, 22.530_27, 6e-3);
    assert_eq!(
        (spread.q_df, spread.q_within_df, spread.q_between_df),
        (18, 11, 7)
    );
    close(spread.tau2.unwrap(), 0.108_716_9, 1e-5);
    assert!(matches!(result.warnings[..], [NetworkWarning::Inconsistent(p)] if p < 0.01));

    // Treatment, common effect, random effect, its standard error, both P-scores.
    let expected = [
        ("acarbose", -0.827_37, -0.841_78, 0.245_8, 0.520_3, 0.479_2),
        (
            "benfluorex",
            -0.905_19,
            -0.731_15,
            0.286_08,
            0.435_8,
            0.572_7,
        ),
        (
            "metformin",
            -1.114_11,
            -1.126_78,
            0.154_27,
            0.781_8,
            0.851_3,
        ),
        ("miglitol", -0.943_93, -0.949_73, 0.231_8, 0.613_7, 0.620_0),
        (
            "pioglitazone",
            -1.066_43,
            -1.129_09,
            0.219_64,
            0.774_6,
            0.768_6,
        ),
        ("placebo", 0.0, 0.0, 0.0, 0.013_9, 0.0),
        (
            "rosiglitazone",
            -1.201_84,
            -1.233_46,
            0.127_80,
            0.893_4,
            0.978_9,
        ),
        ("sitagliptin", -0.57, -0.57, 0.354_1, 0.333_1, 0.238_6),
        (
            "sulfonylurea",
            -0.439_50,
            -0.416_5,
            0.240_9,
            0.210_3,
            0.139_5,
        ),
        ("vildagliptin", -0.70, -0.70, 0.353_4, 0.423_2, 0.351_2),
    ];
    for ((name, common, random, error, score, score_common), row) in
        expected.into_iter().zip(&result.versus_reference)
    {
        assert_eq!(row.treatment, name);
        close(row.common, common, 2e-4);
        close(row.random, random, 2e-4);
        close(row.random_se, error, 2e-4);
        close(row.p_score, score, 2e-4);
        close(row.p_score_common, score_common, 2e-4);
    }
    // Pair, trials, share direct, direct, indirect, p of their difference.
    for (one, other, trials, share, direct, indirect, p) in [
        ("metformin", "placebo", 4, 0.5606, -1.1810, -1.0576, 0.6912),
        (
            "rosiglitazone",
            "placebo",
            6,
            0.7565,
            -1.1797,
            -1.4004,
            0.4587,
        ),
        (
            "rosiglitazone",
            "sulfonylurea",
            1,
            0.4348,
            -1.2000,
            -0.5222,
            0.1565,
        ),
    ] {
        let row = result.comparison(one, other).unwrap();
        assert_eq!(row.trials_direct, trials);
        close(row.share_direct, share, 2e-4);
        close(row.direct.unwrap().estimate, direct, 2e-4);
        close(row.indirect.unwrap().estimate, indirect, 2e-4);
        close(row.p.unwrap(), p, 2e-4);
    }
}

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

fn measured(study: &str, treatment: &str, mean: f64, sd: f64, people: u64) -> ContinuousArm {
    ContinuousArm {
        study: study.to_owned(),
        treatment: treatment.to_owned(),
        mean: Finite::new(mean).unwrap(),
        sd: Positive::new(sd).unwrap(),
        people,
    }
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

#[test]
fn components_that_always_come_together_have_no_numbers() {
    let network = Network::new(&[
        contrast("one", "talk + walk", "nothing", 0.9, 0.2),
        contrast("two", "sleep", "nothing", 0.3, 0.2),
        contrast("three", "sleep", "nothing", 0.5, 0.2),
    ])
    .unwrap();
    let model = additive(&network, "nothing", "+", Some("nothing")).unwrap();
    assert_eq!(model.not_identifiable, ["talk", "walk"]);
    assert_eq!(model.components[1].random, None);
    close(model.components[0].common.unwrap(), 0.4, 1e-12);
    // Together they have one.
    let both = model
        .versus_reference
        .iter()
        .find(|row| row.treatment == "talk + walk")
        .unwrap();
    close(both.effect.unwrap().estimate, 0.9, 1e-12);

    // Without an inactive treatment only differences are known.
    let model = additive(&network, "nothing", "+", None).unwrap();
    assert_eq!(model.not_identifiable.len(), 4);
    close(
        model.versus_reference[1].effect.unwrap().estimate,
        0.4,
        1e-12,
    );

    let same = Network::new(&[contrast("one", "a + b", "b + a", 0.2, 0.1)]).unwrap();
    assert!(matches!(
        additive(&same, "a + b", "+", None),
        Err(StatsError::TooFew { .. })
    ));
    assert!(additive(&network, "nothing", "+", Some("absent")).is_err());
}

#[test]
fn shared_components_bridge_the_parts_of_a_network() {
    let network = Network::new(&[
        contrast("one", "talk", "nothing", 0.5, 0.2),
        contrast("two", "talk + walk", "walk", 0.7, 0.2),
        contrast("three", "walk", "sit", 0.1, 0.2),
    ])
    .unwrap();
    assert!(analyse(&network, "nothing", Direction::HigherIsBetter).is_err());
    let model = additive(&network, "nothing", "+", Some("nothing")).unwrap();
    assert_eq!((model.df, model.q_diff), (1, None));
    assert_eq!(
        model.warnings,
        [
            ComponentWarning::NotIdentifiable,
            ComponentWarning::BridgesParts
        ]
    );
    assert_eq!(model.not_identifiable, ["sit", "walk"]);
    close(model.components[1].common.unwrap(), 0.6, 1e-12);
    // "talk + walk" less "nothing" needs the effect of walk, which nobody measured.
    assert_eq!(model.versus_reference[3].treatment, "talk + walk");
    assert_eq!(model.versus_reference[3].effect, None);
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

#[test]
fn results_are_stored_under_the_documented_keys() {
    let network = Network::new(&binary_contrasts(&problem_solving()).unwrap().contrasts).unwrap();
    let result = analyse(&network, "Placebo", Direction::HigherIsBetter).unwrap();
    let stored = serde_json::to_value(&result).unwrap();
    for key in [
        "studies",
        "comparisons",
        "treatments",
        "q",
        "q_df",
        "q_within",
        "q_between",
        "tau2",
        "i2",
    ] {
        assert!(!stored[key].is_null(), "{key}");
    }
    let row = &stored["versus_reference"][0];
    for key in [
        "treatment",
        "common",
        "common_se",
        "random",
        "random_se",
        "prediction",
        "p_score",
        "trials_direct",
        "share_direct",
    ] {
        assert!(!row[key].is_null(), "{key}");
    }
    let model = additive(&network, "Placebo", "+", Some("Placebo")).unwrap();
    let stored = serde_json::to_value(&model).unwrap();
    for key in ["q", "df", "q_diff", "df_diff", "tau2"] {
        assert!(!stored[key].is_null(), "{key}");
    }
    for key in ["component", "random", "random_se", "common", "common_se"] {
        assert!(!stored["components"][0][key].is_null(), "{key}");
    }
}

/// Sixty treatments, five hundred trials, true effects known.
#[test]
fn a_large_network_finds_what_was_put_in() {
    const TREATMENTS: usize = 60;
    const TAU: f64 = 0.15;
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut uniform = move || (random.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
    // Twelve uniform numbers make a normal one, near enough here.
    let mut contrasts = Vec::new();
    let truth = |treatment: usize| treatment as f64 / 40.0;
    for trial in 0..500 {
        let arms = if trial % 5 == 0 { 3 } else { 2 };
        let mut chosen: Vec<usize> = Vec::new();
        while chosen.len() < arms {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "below 60"
            )]
            let next = if trial < TREATMENTS && chosen.is_empty() {
                trial
            } else {
                (uniform() * TREATMENTS as f64) as usize
            };
            if !chosen.contains(&next) {
                chosen.push(next);
            }
        }
        let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
        let made: Vec<(usize, f64, f64)> = chosen
            .into_iter()
            .map(|treatment| {
                let variance = 0.02 + 0.01 * (treatment % 5) as f64;
                let spread = f64::sqrt(variance + TAU * TAU / 2.0);
                (treatment, truth(treatment) + spread * normal(), variance)
            })
            .collect();
        contrasts.extend(all_pairs(&format!("{trial}"), &made));
    }

    let start = std::time::Instant::now();
    let network = Network::new(&contrasts).unwrap();
    let result = analyse(&network, &name(0), Direction::HigherIsBetter).unwrap();
    println!("60 treatments, 500 trials: {:?}", start.elapsed());

    let covered = result
        .split
        .iter()
        .filter(|row| {
            let number = |name: &str| name.trim_start_matches('t').parse::<usize>().unwrap();
            let expected = truth(number(&row.treatment)) - truth(number(&row.versus));
            row.network.confidence_interval.contains(expected)
        })
        .count();
    let share = covered as f64 / result.split.len() as f64;
    assert!((0.90..=0.99).contains(&share), "{share}");
    close(result.heterogeneity.tau2.unwrap().sqrt(), TAU, 0.05);
}

fn name(treatment: usize) -> String {
    format!("t{treatment:02}")
}

/// All comparisons of a trial from treatment, effect and variance of each arm.
fn all_pairs(study: &str, arms: &[(usize, f64, f64)]) -> Vec<Contrast> {
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

const SIZE: usize = 5;

/// A connected network of five treatments: a chain, and further trials of two or three.
fn networks() -> impl Strategy<Value = Vec<Contrast>> {
    let arm = (-1.0..1.0_f64, 0.01..0.3_f64);
    let chain = prop::collection::vec((arm.clone(), arm.clone()), SIZE - 1);
    let further = prop::collection::vec(
        (
            prop::sample::subsequence((0..SIZE).collect::<Vec<_>>(), 2..=3),
            prop::collection::vec(arm, 3),
        ),
        1..8,
    );
    (chain, further).prop_map(|(chain, further)| {
        let mut contrasts = Vec::new();
        for (index, (one, other)) in chain.into_iter().enumerate() {
            let arms = [(index, one.0, one.1), (index + 1, other.0, other.1)];
            contrasts.extend(all_pairs(&format!("chain {index}"), &arms));
        }
        for (index, (treatments, values)) in further.into_iter().enumerate() {
            let arms: Vec<_> = treatments
                .into_iter()
                .zip(values)
                .map(|(treatment, (effect, variance))| (treatment, effect, variance))
                .collect();
            contrasts.extend(all_pairs(&format!("further {index}"), &arms));
        }
        contrasts
    })
}

fn analysed(contrasts: &[Contrast], direction: Direction) -> NetworkMetaAnalysis {
    analyse(&Network::new(contrasts).unwrap(), &name(0), direction).unwrap()
}

/// Each pair of `one` is that of `other` times `factor`, names sent through `rename`.
fn alike(
    one: &NetworkMetaAnalysis,
    other: &NetworkMetaAnalysis,
    factor: f64,
    rename: impl Fn(&str) -> String,
) {
    close(one.heterogeneity.q, other.heterogeneity.q, 1e-7);
    close(
        one.heterogeneity.q_within,
        other.heterogeneity.q_within,
        1e-7,
    );
    let tau2 = [one, other].map(|result| result.heterogeneity.tau2.unwrap_or(-1.0));
    close(
        tau2[0] * factor.powi(2),
        tau2[1] * if tau2[1] < 0.0 { factor.powi(2) } else { 1.0 },
        1e-7 * factor.powi(2),
    );
    for row in &one.split {
        let same = other
            .comparison(&rename(&row.treatment), &rename(&row.versus))
            .unwrap();
        close(
            row.network.estimate * factor,
            same.network.estimate,
            1e-7 * factor.abs(),
        );
        close(
            row.network.standard_error * factor.abs(),
            same.network.standard_error,
            1e-7 * factor.abs(),
        );
        close(row.share_direct, same.share_direct, 1e-7);
        assert_eq!(row.grade, same.grade);
    }
    for row in &one.versus_reference {
        let same = other
            .versus_reference
            .iter()
            .find(|same| same.treatment == rename(&row.treatment))
            .unwrap();
        close(row.p_score, same.p_score, 1e-7);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Other signs and the other direction: the same ranks, the opposite effects.
    #[test]
    fn sign_and_unit(contrasts in networks(), factor in 0.05..20.0_f64) {
        for (factor, direction) in [(-1.0, Direction::LowerIsBetter), (factor, Direction::HigherIsBetter)] {
            let turned: Vec<Contrast> = contrasts
                .iter()
                .map(|row| contrast(&row.study, &row.treatments[0], &row.treatments[1], factor * row.effect.get(), factor.abs() * row.standard_error.get()))
                .collect();
            alike(&analysed(&contrasts, Direction::HigherIsBetter), &analysed(&turned, direction), factor, str::to_owned);
        }
    }

    /// Rows in another order, with the two treatments swapped.
    #[test]
    fn order_of_rows_and_treatments(contrasts in networks(), turn in 0..40_usize) {
        let mut turned: Vec<Contrast> = contrasts
            .iter()
            .map(|row| contrast(&row.study, &row.treatments[1], &row.treatments[0], -row.effect.get(), row.standard_error.get()))
            .collect();
        turned.rotate_left(turn % contrasts.len());
        alike(&analysed(&contrasts, Direction::HigherIsBetter), &analysed(&turned, Direction::HigherIsBetter), 1.0, str::to_owned);
    }

    /// Other names for the treatments.
    #[test]
    fn names(contrasts in networks(), shift in 1..SIZE) {
        let rename = |old: &str| name((old.trim_start_matches('t').parse::<usize>().unwrap() + shift) % SIZE);
        let turned: Vec<Contrast> = contrasts
            .iter()
            .map(|row| contrast(&row.study, &rename(&row.treatments[0]), &rename(&row.treatments[1]), row.effect.get(), row.standard_error.get()))
            .collect();
        alike(&analysed(&contrasts, Direction::HigherIsBetter), &analysed(&turned, Direction::HigherIsBetter), 1.0, rename);
    }

    /// P-scores are shares of pairs: their mean is a half. Direct and indirect
    /// evidence mix to the network's estimate.
    #[test]
    fn shares_add_up(contrasts in networks()) {
        let result = analysed(&contrasts, Direction::HigherIsBetter);
        let mean = result.versus_reference.iter().map(|row| row.p_score).sum::<f64>() / SIZE as f64;
        close(mean, 0.5, 1e-9);
        let spread = &result.heterogeneity;
        prop_assert_eq!(spread.q_within_df + spread.q_between_df, spread.q_df);
        close(spread.q_within + spread.q_between, spread.q, 1e-9);
        for row in &result.split {
            if let (Some(direct), Some(indirect)) = (row.direct, row.indirect) {
                let mixed = row.share_direct * direct.estimate + (1.0 - row.share_direct) * indirect.estimate;
                close(mixed, row.network.estimate, 1e-8);
                let precision = direct.standard_error.powi(-2) + indirect.standard_error.powi(-2);
                close(precision.recip().sqrt(), row.network.standard_error, 1e-8);
            }
        }
    }

    /// A component for each treatment is the network itself.
    #[test]
    fn a_component_for_each_treatment_leaves_the_network_as_it_is(contrasts in networks()) {
        let network = Network::new(&contrasts).unwrap();
        let result = analyse(&network, &name(0), Direction::HigherIsBetter).unwrap();
        let model = additive(&network, &name(0), "+", Some(&name(0))).unwrap();
        prop_assert_eq!(model.df_diff, Some(0));
        close(model.q, result.heterogeneity.q, 1e-8);
        for (component, row) in model.components.iter().zip(&result.versus_reference[1..]) {
            prop_assert_eq!(&component.component, &row.treatment);
            close(component.random.unwrap(), row.random, 1e-8);
            close(component.random_se.unwrap(), row.random_se, 1e-8);
            close(component.common.unwrap(), row.common, 1e-8);
            close(component.common_se.unwrap(), row.common_se, 1e-8);
        }
    }
}
