//! Network meta-analysis: signs, units, names and order do not matter.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::support;
use crate::trials;

use attune_stats::change::Direction;
use attune_stats::network_meta_analysis::{
    Contrast, Network, NetworkMetaAnalysis, additive, analyse,
};
use proptest::prelude::*;
use support::close;
use trials::{all_pairs, contrast, name};

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

    /// Whatever the sizes, an answer holds numbers or there is none.
    #[test]
    fn numbers_or_a_refusal(
        contrasts in networks(),
        sizes in prop::collection::vec((-150.0..150.0_f64, -150.0..150.0_f64), 1..4),
    ) {
        let wild: Vec<Contrast> = contrasts
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let (effect, error) = sizes[index % sizes.len()];
                contrast(
                    &index.to_string(),
                    &row.treatments[0],
                    &row.treatments[1],
                    row.effect.get() * 10_f64.powf(effect),
                    row.standard_error.get() * 10_f64.powf(error),
                )
            })
            .collect();
        let result = Network::new(&wild)
            .and_then(|network| analyse(&network, &name(0), Direction::HigherIsBetter));
        if let Ok(result) = result {
            for row in &result.split {
                prop_assert!(row.network.estimate.is_finite());
                prop_assert!(row.network.standard_error > 0.0 && row.network.standard_error.is_finite());
                prop_assert!((0.0..=1.0).contains(&row.share_direct));
            }
            for row in &result.versus_reference {
                prop_assert!((0.0..=1.0).contains(&row.p_score));
            }
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
