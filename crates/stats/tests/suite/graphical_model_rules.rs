//! What must hold for every network of partial correlations, and what is refused.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::support;

use attune_stats::graphical_model::{
    BootstrapSettings, CompleteRows, DroppingSettings, PathSettings, Warning, bootstrap,
    centralities, fit, fit_correlations, stability,
};
use attune_stats::{Proportion, StatsError};
use proptest::prelude::*;
use support::{chain, close};

type Rows = Vec<Vec<Option<f64>>>;

fn usual() -> PathSettings {
    PathSettings::usual(0.5).unwrap()
}

fn some(rows: &[Vec<f64>]) -> Rows {
    let row = |row: &Vec<f64>| row.iter().copied().map(Some).collect();
    rows.iter().map(row).collect()
}

fn partial(rows: &Rows) -> Vec<Vec<f64>> {
    fit(&CompleteRows::new(rows).unwrap(), &usual())
        .unwrap()
        .partial
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn order_units_and_signs_change_nothing_else(
        seed in 0_u64..1_000_000,
        size in 3_usize..7,
        factor in prop_oneof![Just(1e-9), Just(0.3), Just(1e12)],
        shift in -100.0..100.0,
    ) {
        let rows = some(&chain(120, size, seed));
        let plain = partial(&rows);

        let turned: Rows = rows.iter().map(|row| row.iter().rev().copied().collect()).collect();
        let turned = partial(&turned);
        let reversed: Rows = rows.iter().rev().cloned().collect();
        let reversed = partial(&reversed);
        let mut scaled = rows.clone();
        let mut flipped = rows;
        for row in &mut scaled {
            row[1] = row[1].map(|value| (value + shift) * factor);
        }
        for row in &mut flipped {
            row[1] = row[1].map(|value| -value);
        }
        let (scaled, flipped) = (partial(&scaled), partial(&flipped));
        for row in 0..size {
            for column in 0..size {
                let expected = plain[row][column];
                close(turned[size - 1 - row][size - 1 - column], expected, 2e-4);
                close(reversed[row][column], expected, 2e-4);
                close(scaled[row][column], expected, 2e-4);
                let sign = if (row == 1) == (column == 1) { 1.0 } else { -1.0 };
                close(flipped[row][column], sign * expected, 2e-4);
            }
        }
    }

    #[test]
    fn every_fit_is_certified(seed in 0_u64..1_000_000, size in 2_usize..9, gamma in 0.0..1.0) {
        let rows = CompleteRows::new(&some(&chain(60, size, seed))).unwrap();
        let model = fit(&rows, &PathSettings::usual(gamma).unwrap()).unwrap();
        prop_assert!(model.duality_gap <= 1e-9);
        prop_assert_eq!(model.path.len(), 100);
        prop_assert_eq!(model.path[0].edges, 0);
        let least = model.path.iter().map(|point| point.ebic).fold(f64::INFINITY, f64::min);
        close(model.ebic, least, 1e-9);
    }
}

#[test]
fn a_chain_has_the_edges_of_a_chain() {
    let model = fit(
        &CompleteRows::new(&some(&chain(4000, 5, 1))).unwrap(),
        &usual(),
    )
    .unwrap();
    for row in 0..5_usize {
        for column in 0..row {
            let neighbours = row - column == 1;
            assert_eq!(
                model.partial[row][column].abs() > 0.1,
                neighbours,
                "{row} {column}"
            );
        }
    }
}

#[test]
fn rows_with_gaps_are_left_out_and_counted() {
    let full = some(&chain(100, 3, 2));
    let mut gaps = full.clone();
    gaps.insert(50, vec![Some(1.0), None, Some(2.0)]);
    let rows = CompleteRows::new(&gaps).unwrap();
    assert_eq!((rows.rows(), rows.left_out()), (100, 1));
    let model = fit(&rows, &usual()).unwrap();
    assert_eq!(model.rows_left_out, 1);
    assert_eq!(model.partial, partial(&full));
}

#[test]
fn unrelated_columns_have_no_edges_and_say_so() {
    let identity = [vec![1.0, 0.0], vec![0.0, 1.0]];
    let model = fit_correlations(&identity, 50, &usual()).unwrap();
    assert_eq!((model.edges, model.path.len()), (0, 1));
    assert_eq!(model.warnings, [Warning::NoEdges]);
}

#[test]
fn strong_networks_from_few_rows_are_doubted() {
    let rows = CompleteRows::new(&some(&chain(14, 6, 3))).unwrap();
    let model = fit(&rows, &PathSettings::usual(0.0).unwrap()).unwrap();
    assert!(
        model.warnings.contains(&Warning::FewRows),
        "{:?}",
        model.warnings
    );
    let strong = [vec![1.0, 0.9], vec![0.9, 1.0]];
    let model = fit_correlations(&strong, 500, &usual()).unwrap();
    assert_eq!(model.warnings, [Warning::SmallestPenaltyChosen]);
}

#[test]
fn refusals() {
    let refused = |rows: &Rows| CompleteRows::new(rows).unwrap_err();
    let good = some(&chain(30, 3, 4));

    let mut constant = good.clone();
    for row in &mut constant {
        row[1] = Some(0.1 + 0.2);
    }
    assert_eq!(refused(&constant), StatsError::ConstantColumn { column: 1 });
    assert!(matches!(
        refused(&good[..4].to_vec()),
        StatsError::TooFew {
            what: "complete rows",
            needed: 5,
            given: 4
        }
    ));
    assert!(matches!(
        refused(&vec![]),
        StatsError::TooFew {
            what: "columns",
            ..
        }
    ));
    let mut infinite = good.clone();
    infinite[0][0] = Some(f64::INFINITY);
    assert!(matches!(refused(&infinite), StatsError::NotFinite { .. }));
    let mut ragged = good.clone();
    ragged[3].pop();
    assert!(matches!(
        refused(&ragged),
        StatsError::LengthMismatch { .. }
    ));

    let mut collinear = good;
    for row in &mut collinear {
        let sum = row[0].unwrap() + row[1].unwrap();
        row.push(Some(sum));
    }
    let collinear = CompleteRows::new(&collinear).unwrap();
    assert!(matches!(
        fit(&collinear, &usual()),
        Err(StatsError::NotPositiveDefinite { .. })
    ));

    let of = |matrix: &[Vec<f64>]| fit_correlations(matrix, 100, &usual()).unwrap_err();
    let impossible = [
        vec![1.0, 0.9, -0.9],
        vec![0.9, 1.0, 0.9],
        vec![-0.9, 0.9, 1.0],
    ];
    assert!(matches!(
        of(&impossible),
        StatsError::NotPositiveDefinite { .. }
    ));
    assert_eq!(
        of(&[vec![1.0, 0.5], vec![0.4, 1.0]]),
        StatsError::NotCorrelations
    );
    assert_eq!(
        of(&[vec![2.0, 0.5], vec![0.5, 1.0]]),
        StatsError::NotCorrelations
    );
    assert!(matches!(
        of(&[vec![1.0], vec![0.5]]),
        StatsError::LengthMismatch { .. }
    ));
    let pair = [vec![1.0, 0.5], vec![0.5, 1.0]];
    assert!(matches!(
        fit_correlations(&pair, 3, &usual()),
        Err(StatsError::TooFew { .. })
    ));
    let one_step = PathSettings {
        lambdas: 1,
        ..usual()
    };
    assert!(matches!(
        fit_correlations(&pair, 30, &one_step),
        Err(StatsError::TooFew { .. })
    ));
    let no_range = PathSettings {
        smallest_share: Proportion::ONE,
        ..usual()
    };
    assert!(matches!(
        fit_correlations(&pair, 30, &no_range),
        Err(StatsError::OutOfRange { .. })
    ));
}

#[test]
fn centralities_of_a_hand_worked_network() {
    // 0 -(.5)- 1 -(-.5)- 2, and 0 -(.25)- 2: from 0 to 2 both ways are 4 long.
    let weights = [
        vec![0.0, 0.5, 0.25],
        vec![0.5, 0.0, -0.5],
        vec![0.25, -0.5, 0.0],
    ];
    let found = centralities(&weights).unwrap();
    assert_eq!(found.strength, [0.75, 1.0, 0.75]);
    assert_eq!(found.expected_influence, [0.75, 0.0, -0.25]);
    for (closeness, expected) in found.closeness.iter().zip([1.0 / 6.0, 0.25, 1.0 / 6.0]) {
        close(*closeness, expected, 1e-12);
    }
    assert_eq!(found.betweenness, [0.0, 0.5, 0.0]);
    let apart = centralities(&[vec![0.0; 2], vec![0.0; 2]]).unwrap();
    assert_eq!((apart.closeness[0], apart.betweenness[0]), (0.0, 0.0));
    assert!(centralities(&[vec![0.0, 1.0]]).is_err());
}

fn intervals(draws: u32) -> BootstrapSettings {
    BootstrapSettings {
        draws,
        seed: 11,
        level: Proportion::new(0.95).unwrap(),
    }
}

#[test]
fn a_bootstrap_is_the_same_on_one_thread_and_on_four() {
    let rows = CompleteRows::new(&some(&chain(150, 4, 5))).unwrap();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| {
            let intervals = bootstrap(&rows, &usual(), intervals(40), &|| ()).unwrap();
            let dropping = DroppingSettings::usual(20, 11).unwrap();
            (
                intervals,
                stability(&rows, &usual(), dropping, &|| ()).unwrap(),
            )
        })
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn intervals_hold_what_is_there() {
    let rows = CompleteRows::new(&some(&chain(600, 4, 6))).unwrap();
    let called = std::sync::atomic::AtomicU32::new(0);
    let count = || {
        called.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    };
    let found = bootstrap(&rows, &usual(), intervals(200), &count).unwrap();
    assert_eq!(
        (
            found.edges.len(),
            found.strength.len(),
            found.draws_left_out
        ),
        (6, 4, 0)
    );
    assert_eq!(called.into_inner(), 200);
    for edge in &found.edges {
        assert!(edge.lower <= edge.upper);
        if edge.second - edge.first == 1 {
            assert!(edge.lower > 0.0 && edge.present > 0.99, "{edge:?}");
            // A bootstrap's spread is near that of an estimate: about 1 / sqrt(n).
            let width = edge.upper - edge.lower;
            assert!((0.08..0.25).contains(&width), "{edge:?}");
        }
    }
    for node in &found.strength {
        assert!(
            node.lower <= node.strength && node.strength <= node.upper,
            "{node:?}"
        );
    }
}

#[test]
fn clear_networks_are_stable_and_noise_is_not() {
    let clear = CompleteRows::new(&some(&chain(1500, 5, 7))).unwrap();
    let dropping = || DroppingSettings::usual(40, 3).unwrap();
    let steady = stability(&clear, &usual(), dropping(), &|| ()).unwrap();
    assert!(
        steady.coefficients.strength >= 0.5,
        "{:?}",
        steady.coefficients
    );
    assert_eq!(steady.points.len(), 10);
    assert_eq!(steady.points[9].kept_rows, 375);

    let noise: Vec<Vec<f64>> = chain(60, 10, 8);
    let noise: Vec<Vec<f64>> = noise
        .chunks(2)
        .map(|pair| {
            (0..5)
                .map(|column| pair[0][column * 2] * pair[1][9 - column])
                .collect()
        })
        .collect();
    let noise = CompleteRows::new(&some(&noise)).unwrap();
    let shaky = stability(&noise, &usual(), dropping(), &|| ()).unwrap();
    assert!(
        shaky.coefficients.strength < 0.25,
        "{:?}",
        shaky.coefficients
    );
}

#[test]
fn rare_answers_leave_draws_without_an_answer() {
    let mut rows = some(&chain(40, 3, 9));
    for (index, row) in rows.iter_mut().enumerate() {
        row[2] = Some(f64::from(u8::from(index == 0)));
    }
    let rows = CompleteRows::new(&rows).unwrap();
    // The one person who said yes is missing in about 37% of the draws.
    let found = bootstrap(&rows, &usual(), intervals(200), &|| ()).unwrap();
    assert!(
        (45..105).contains(&found.draws_left_out),
        "{}",
        found.draws_left_out
    );
    let one = bootstrap(&rows, &usual(), intervals(1), &|| ());
    assert!(matches!(one, Err(StatsError::TooFew { .. })));
    let all = BootstrapSettings {
        level: Proportion::ONE,
        ..intervals(10)
    };
    assert!(bootstrap(&rows, &usual(), all, &|| ()).is_err());
    let none = DroppingSettings {
        shares: vec![],
        ..DroppingSettings::usual(5, 1).unwrap()
    };
    assert!(stability(&rows, &usual(), none, &|| ()).is_err());
    let full = DroppingSettings {
        shares: vec![Proportion::ONE],
        ..DroppingSettings::usual(5, 1).unwrap()
    };
    assert!(stability(&rows, &usual(), full, &|| ()).is_err());
}

/// Not a check but a measurement: `cargo test -p attune-stats -- --ignored --nocapture how_long`.
#[test]
#[ignore = "takes half a minute"]
#[expect(clippy::print_stdout, reason = "a measurement")]
fn how_long_it_takes() {
    let rows = CompleteRows::new(&some(&chain(500, 25, 1))).unwrap();
    let started = std::time::Instant::now();
    bootstrap(&rows, &usual(), intervals(1000), &|| ()).unwrap();
    println!("1,000 resamples of 25 nodes: {:?}", started.elapsed());
    let rows = CompleteRows::new(&some(&chain(500, 100, 1))).unwrap();
    let started = std::time::Instant::now();
    let model = fit(&rows, &usual()).unwrap();
    println!("100 nodes: {:?}, {} edges", started.elapsed(), model.edges);
}
