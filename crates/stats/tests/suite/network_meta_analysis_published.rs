//! Network meta-analysis against published networks, and one with known truth.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "the large network prints its time")]

use crate::support;
use crate::trials;

use attune_stats::change::Direction;
use attune_stats::network_meta_analysis::{
    ContinuousArm, ContinuousEffect, Network, NetworkWarning, additive, analyse, binary_contrasts,
    continuous_contrasts,
};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use support::close;
use trials::{all_pairs, measured, name, problem_solving};

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
