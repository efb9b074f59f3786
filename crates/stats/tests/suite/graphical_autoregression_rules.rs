//! What must hold for every diary, and what is refused.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::support;

use attune_stats::StatsError;
use attune_stats::graphical_autoregression::{
    GraphicalAutoregression, GridSettings, LagPairs, Moment, Warning, fit,
};
use proptest::prelude::*;
use support::{close, normals};

/// Days of six beeps in which variable 0 follows itself and variable 1 follows 0; the rest is noise
/// that goes together within an occasion.
fn diary(days: i64, variables: usize, seed: u64) -> Vec<Moment> {
    let mut normal = normals(seed);
    let mut moments = Vec::new();
    for day in 0..days {
        let mut before = vec![0.0; variables];
        for beep in 1..=6 {
            let shared = normal();
            let mut now: Vec<f64> = (0..variables).map(|_| normal() + shared).collect();
            now[0] += 0.6 * before[0];
            now[1] += 0.6 * before[0];
            before.clone_from(&now);
            moments.push(Moment {
                day,
                beep,
                values: now.into_iter().map(Some).collect(),
            });
        }
    }
    moments
}

fn model(diary: &[Moment]) -> GraphicalAutoregression {
    let pairs = LagPairs::new(diary).unwrap();
    fit(&pairs, &GridSettings::usual(0.5).unwrap(), &|| ()).unwrap()
}

fn changed(diary: &[Moment], change: impl Fn(&mut Vec<Option<f64>>)) -> Vec<Moment> {
    let mut diary = diary.to_vec();
    for moment in &mut diary {
        change(&mut moment.values);
    }
    diary
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn order_units_and_signs_change_nothing_else(
        seed in 0_u64..1_000_000,
        size in 2_usize..5,
        factor in prop_oneof![Just(1e-9), Just(0.3), Just(1e12)],
        shift in -100.0..100.0,
    ) {
        let plain = diary(25, size, seed);
        let turned = model(&changed(&plain, |values| values.reverse()));
        let scaled = model(&changed(&plain, |values| {
            values[1] = values[1].map(|value| (value + shift) * factor);
        }));
        let flipped = model(&changed(&plain, |values| values[1] = values[1].map(|value| -value)));
        let mut shuffled = plain.clone();
        shuffled.reverse();
        let shuffled = model(&shuffled);
        let plain = model(&plain);
        let pairs = (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
        for (row, column) in pairs {
            for (network, of) in [
                ("temporal", (|of| &of.temporal) as fn(&GraphicalAutoregression) -> &Vec<Vec<f64>>),
                ("contemporaneous", |of| &of.contemporaneous),
            ] {
                let expected = of(&plain)[row][column];
                let sign = if (row == 1) == (column == 1) { 1.0 } else { -1.0 };
                for (found, expected) in [
                    (of(&turned)[size - 1 - row][size - 1 - column], expected),
                    (of(&scaled)[row][column], expected),
                    (of(&shuffled)[row][column], expected),
                    (of(&flipped)[row][column], sign * expected),
                ] {
                    prop_assert!((found - expected).abs() < 5e-4, "{network} {row} {column}");
                }
            }
        }
    }
}

#[test]
fn what_was_put_in_is_found() {
    let found = model(&diary(120, 3, 1));
    assert!(
        found.temporal[0][0] > 0.2 && found.temporal[0][1] > 0.2,
        "{:?}",
        found.temporal
    );
    for (from, to) in [(1, 0), (2, 0), (0, 2), (1, 1), (2, 2), (1, 2), (2, 1)] {
        assert!(
            found.temporal[from][to].abs() < 0.1,
            "{from} {to} {:?}",
            found.temporal
        );
    }
    assert!(found.contemporaneous[0][2] > 0.1);
    assert!(found.warnings.is_empty(), "{:?}", found.warnings);
    close(found.beta[0][1], 0.6, 0.15);
}

#[test]
fn nights_and_gaps_break_the_chain() {
    let mut gaps = diary(20, 2, 2);
    assert_eq!(LagPairs::new(&gaps).unwrap().pairs(), 20 * 5);
    // An unanswered beep in the middle of a day takes two pairs, at its end one; so does a row that is not there.
    gaps[2].values[1] = None;
    gaps[11].values[0] = None;
    assert_eq!(LagPairs::new(&gaps).unwrap().pairs(), 97);
    gaps.remove(20);
    let pairs = LagPairs::new(&gaps).unwrap();
    assert_eq!(
        (pairs.pairs(), pairs.moments(), pairs.variables()),
        (95, 119, 2)
    );
}

#[test]
fn noise_has_no_arrows_and_says_so() {
    let mut normal = normals(3);
    let noise: Vec<Moment> = diary(20, 2, 3)
        .into_iter()
        .map(|moment| Moment {
            values: (0..5).map(|_| Some(normal())).collect(),
            ..moment
        })
        .collect();
    let pairs = LagPairs::new(&noise).unwrap();
    let strict = GridSettings {
        beyond: true,
        ..GridSettings::usual(1.0).unwrap()
    };
    let found = fit(&pairs, &strict, &|| ()).unwrap();
    let empty = [Warning::NoTemporalEdges, Warning::NoContemporaneousEdges];
    assert_eq!(found.warnings, empty);
    assert!(found.temporal.iter().flatten().all(|entry| *entry == 0.0));
    let found = model(&noise[..36]);
    assert_eq!(found.rows, 30);
    assert!(found.warnings.contains(&Warning::FewPairs));
}

#[test]
fn a_process_that_runs_away_is_doubted() {
    let mut normal = normals(4);
    let mut moments = Vec::new();
    for day in 0..6 {
        let mut level = 1.0 + 0.1 * normal();
        for beep in 0..12 {
            let values = vec![Some(level), Some(normal())];
            moments.push(Moment { day, beep, values });
            level = 1.5 * level + 0.05 * normal();
        }
    }
    let found = model(&moments);
    assert!(
        found.warnings.contains(&Warning::NotStationary),
        "{:?}",
        found.beta
    );
}

#[test]
fn refusals() {
    let refused = |moments: &[Moment]| LagPairs::new(moments).unwrap_err();
    let good = diary(5, 3, 5);
    assert_eq!(LagPairs::least_pairs(3), 8);
    let short = StatsError::TooFew {
        what: "pairs of consecutive complete beeps of the same day",
        needed: 8,
        given: 5,
    };
    assert_eq!(refused(&good[..6]), short);
    assert!(matches!(
        refused(&[]),
        StatsError::TooFew {
            what: "variables",
            ..
        }
    ));
    let constant = changed(&good, |values| values[2] = Some(4.0));
    assert_eq!(refused(&constant), StatsError::ConstantColumn { column: 2 });
    // Different on one evening only, which is followed by no beep.
    let mut late = constant;
    late[5].values[2] = Some(5.0);
    assert_eq!(refused(&late), StatsError::ConstantColumn { column: 2 });
    let mut twice = good.clone();
    twice.push(good[7].clone());
    assert_eq!(refused(&twice), StatsError::SameMomentTwice);
    let endless = changed(&good, |values| values[0] = Some(f64::NAN));
    assert!(matches!(refused(&endless), StatsError::NotFinite { .. }));
    let mut ragged = good.clone();
    ragged[3].values.pop();
    assert!(matches!(
        refused(&ragged),
        StatsError::LengthMismatch { .. }
    ));

    let doubled = changed(&good, |values| {
        values[2] = values[1].map(|value| 3.0 - 2.0 * value);
    });
    let doubled = LagPairs::new(&doubled).unwrap();
    let usual = GridSettings::usual(0.5).unwrap();
    assert!(matches!(
        fit(&doubled, &usual, &|| ()),
        Err(StatsError::NotPositiveDefinite { .. })
    ));
    let pairs = LagPairs::new(&good).unwrap();
    let one = GridSettings {
        lambdas: 1,
        ..usual
    };
    assert!(matches!(
        fit(&pairs, &one, &|| ()),
        Err(StatsError::TooFew { .. })
    ));
    let none = GridSettings {
        smallest_share: attune_stats::Proportion::ONE,
        ..usual
    };
    assert!(matches!(
        fit(&pairs, &none, &|| ()),
        Err(StatsError::OutOfRange { .. })
    ));
    assert!(GridSettings::usual(-1.0).is_err());
}
