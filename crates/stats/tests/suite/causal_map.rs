//! Causal maps against a published nine-node symptom network (Park et al. 2026,
//! Sci Rep, s41598-026-38747-6; values computed with R) and against
//! the rules of graph theory.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::support;

use attune_stats::causal_map::{
    CausalMap, Influence, LoopKind, LoopSearch, MOST_NODES, Perturbation, ReachMethod, Severity,
    SquareMatrix, find_loops, leverage, rank_intervals, spectral_radius, strong_components,
    total_effects, upstream_reach, walk_effects,
};
use attune_stats::{NonNegative, Proportion, StatsError};
use support::close;

const NAMES: [&str; 9] = [
    "anh", "sad", "slp", "ene", "app", "glt", "con", "mot", "sui",
];

const ARROWS: [(&str, &str, f64); 21] = [
    ("sad", "anh", 0.33),
    ("sad", "slp", 0.14),
    ("sad", "ene", 0.15),
    ("sad", "glt", 0.13),
    ("sad", "sui", 0.15),
    ("slp", "anh", 0.13),
    ("slp", "sad", 0.14),
    ("slp", "ene", 0.22),
    ("slp", "app", 0.23),
    ("ene", "anh", 0.21),
    ("ene", "sad", 0.15),
    ("ene", "slp", 0.22),
    ("ene", "con", 0.12),
    ("app", "ene", 0.17),
    ("glt", "sad", 0.13),
    ("glt", "app", 0.15),
    ("glt", "con", 0.20),
    ("glt", "mot", 0.15),
    ("glt", "sui", 0.22),
    ("con", "mot", 0.17),
    ("sui", "mot", 0.30),
];

fn node(name: &str) -> usize {
    NAMES.iter().position(|other| *other == name).unwrap()
}

fn map_of(arrows: &[(&str, &str, f64)]) -> CausalMap {
    let influences = arrows
        .iter()
        .map(|(from, to, weight)| Influence::new(node(from), node(to), *weight).unwrap());
    CausalMap::new(9, influences.collect()).unwrap()
}

fn small(nodes: usize, arrows: &[(usize, usize, f64)]) -> CausalMap {
    let influences = arrows
        .iter()
        .map(|(from, to, weight)| Influence::new(*from, *to, *weight).unwrap());
    CausalMap::new(nodes, influences.collect()).unwrap()
}

fn variation(draws: u32, weight_sd: f64) -> Perturbation {
    Perturbation {
        weight_sd: NonNegative::new(weight_sd).unwrap(),
        draws,
        seed: 20_260_101,
        level: Proportion::new(0.90).unwrap(),
        weakening: Proportion::ONE,
    }
}

#[test]
fn loops_of_the_symptom_network() {
    let found = find_loops(&map_of(&ARROWS), LoopSearch::default());
    assert!(!found.stopped);
    let of_length = |length| {
        found
            .loops
            .iter()
            .filter(|found| found.nodes.len() == length)
            .count()
    };
    assert_eq!([2, 3, 4, 5, 6].map(of_length), [4, 3, 2, 1, 0]);
    assert_eq!(found.loops[0].nodes, [node("slp"), node("ene")]);
    close(found.loops[0].gain, 0.0484, 1e-12);
    assert_eq!(found.loops[1].nodes, [node("sad"), node("ene")]);
    close(found.loops[1].gain, 0.0225, 1e-12);
    let parts = found.participation(9);
    for (name, count) in [
        ("sad", 8),
        ("ene", 8),
        ("slp", 7),
        ("app", 4),
        ("glt", 3),
        ("anh", 0),
        ("mot", 0),
    ] {
        assert_eq!(parts[node(name)].loops, count, "{name}");
    }
    let components = strong_components(&map_of(&ARROWS));
    assert_eq!(
        components
            .iter()
            .filter(|component| component.len() > 1)
            .count(),
        1
    );
    assert!(components.contains(&vec![
        node("sad"),
        node("slp"),
        node("ene"),
        node("app"),
        node("glt")
    ]));
}

#[test]
fn leverage_in_the_symptom_network() {
    let leverage = leverage(&map_of(&ARROWS), Proportion::ONE, LoopSearch::default()).unwrap();
    close(leverage.spectral_radius, 0.393_960_8, 5e-8);
    for (name, after) in [
        ("ene", 0.1910),
        ("slp", 0.2224),
        ("sad", 0.2811),
        ("app", 0.3562),
        ("glt", 0.3786),
        ("anh", 0.3940),
        ("sui", 0.3940),
    ] {
        close(
            leverage.spectral_radius - leverage.nodes[node(name)].radius_drop,
            after,
            5e-5,
        );
    }
    // The strongest senders are not the ones with the most leverage.
    let out_strength = |name| {
        ARROWS
            .iter()
            .filter(|arrow| arrow.0 == name)
            .map(|arrow| arrow.2)
            .sum::<f64>()
    };
    for (name, strength) in [("sad", 0.90), ("glt", 0.85), ("slp", 0.72), ("ene", 0.70)] {
        close(out_strength(name), strength, 1e-12);
    }
}

#[test]
fn the_simplified_network_has_one_loop() {
    let dropped = [
        ("slp", "anh"),
        ("slp", "sad"),
        ("ene", "sad"),
        ("ene", "slp"),
    ];
    let kept: Vec<_> = ARROWS
        .into_iter()
        .filter(|arrow| !dropped.contains(&(arrow.0, arrow.1)))
        .collect();
    let found = find_loops(&map_of(&kept), LoopSearch::default());
    assert_eq!(found.loops.len(), 1);
    assert_eq!(found.loops[0].nodes, [node("sad"), node("glt")]);
    close(found.loops[0].gain, 0.0169, 1e-12);
    close(spectral_radius(&map_of(&kept)).unwrap(), 0.13, 1e-12);
}

#[test]
fn effects_of_a_lag_one_matrix() {
    // Given as x_{t+1} = A x_t; rows here are causes, so it is transposed, and so is the answer.
    let matrix = SquareMatrix::new(vec![
        vec![0.5, 0.0, 0.1],
        vec![0.2, 0.4, 0.0],
        vec![0.0, 0.3, 0.3],
    ])
    .unwrap();
    let moduli = matrix.eigenvalue_moduli().unwrap();
    for (modulus, expected) in moduli.iter().zip([0.6, 0.3317, 0.3317]) {
        close(*modulus, expected, 5e-5);
    }
    let inverse = [
        [2.058_824, 0.686_275, 0.294_118],
        [0.147_059, 1.715_686, 0.735_294],
        [0.294_118, 0.098_039, 1.470_588],
    ];
    let total = matrix.total_effects().unwrap();
    for (row, expected) in inverse.iter().enumerate() {
        for (column, entry) in expected.iter().enumerate() {
            close(
                total.rows()[column][row] + if row == column { 1.0 } else { 0.0 },
                *entry,
                1e-6,
            );
        }
    }
    let walks = matrix.walk_effects(200).unwrap();
    for (row, expected) in walks.rows().iter().zip(total.rows()) {
        for (entry, other) in row.iter().zip(expected) {
            close(*entry, *other, 1e-12);
        }
    }
}

#[test]
fn total_effects_along_a_chain_with_signs() {
    let map = small(3, &[(0, 1, 0.5), (1, 2, -0.4), (0, 2, 0.1)]);
    let total = total_effects(&map).unwrap();
    close(total.rows()[0][2], 0.1 - 0.2, 1e-12);
    close(walk_effects(&map, 1).unwrap().rows()[0][2], 0.1, 1e-12);
}

/// Its only eigenvalue is 0, a hundredfold; an iteration on the whole would not see that.
#[test]
fn a_long_chain_has_no_feedback() {
    let arrows: Vec<_> = (1..MOST_NODES).map(|node| (node - 1, node, 1.0)).collect();
    let map = small(MOST_NODES, &arrows);
    close(spectral_radius(&map).unwrap(), 0.0, 0.0);
    close(
        total_effects(&map).unwrap().rows()[0][MOST_NODES - 1],
        1.0,
        1e-12,
    );
}

#[test]
fn eigenvalues_of_known_matrices() {
    let moduli = |rows: Vec<Vec<f64>>| {
        SquareMatrix::new(rows)
            .unwrap()
            .eigenvalue_moduli()
            .unwrap()
    };
    // A rotation by a right angle, a reflection, a cycle of four with one sign turned.
    for rows in [
        vec![vec![0.0, -1.0], vec![1.0, 0.0]],
        vec![vec![0.0, 1.0], vec![1.0, 0.0]],
        vec![
            vec![0.0, 1.0, 0.0, 0.0],
            vec![0.0, 0.0, 1.0, 0.0],
            vec![0.0, 0.0, 0.0, 1.0],
            vec![-1.0, 0.0, 0.0, 0.0],
        ],
    ] {
        for modulus in moduli(rows) {
            close(modulus, 1.0, 1e-12);
        }
    }
    // Triangular: the diagonal, whatever its sign.
    let triangular = moduli(vec![
        vec![-0.9, 5.0, 2.0],
        vec![0.0, 0.4, -3.0],
        vec![0.0, 0.0, 0.1],
    ]);
    for (modulus, expected) in triangular.iter().zip([0.9, 0.4, 0.1]) {
        close(*modulus, expected, 1e-12);
    }
    // Characteristic polynomial (l - 1)(l^2 + 4): companion form.
    let companion = moduli(vec![
        vec![0.0, 1.0, 0.0],
        vec![0.0, 0.0, 1.0],
        vec![4.0, -4.0, 1.0],
    ]);
    for (modulus, expected) in companion.iter().zip([2.0, 2.0, 1.0]) {
        close(*modulus, expected, 1e-12);
    }
}

#[test]
fn reach_falls_back_openly_when_loops_explode() {
    let map = small(3, &[(0, 1, 1.0), (1, 0, 1.0), (1, 2, 0.5)]);
    assert!(matches!(
        total_effects(&map),
        Err(StatsError::Unstable { .. })
    ));
    let reach = upstream_reach(&map, Severity::Equal, 2).unwrap();
    assert!(matches!(
        reach.method,
        ReachMethod::Walks { longest: 2, .. }
    ));
    assert_eq!(reach.nodes, [Some(0.75), Some(0.75), Some(0.0)]);
}

#[test]
fn severity_weighs_the_ends_and_leaves_out_the_unrated() {
    let map = small(3, &[(0, 1, 0.5), (0, 2, 0.2)]);
    let rated = |value| NonNegative::new(value).ok();
    let reach = upstream_reach(&map, Severity::Rated(&[None, rated(3.0), rated(1.0)]), 6).unwrap();
    close(reach.nodes[0].unwrap(), (0.5 * 3.0 + 0.2) / 4.0, 1e-12);
    let reach = upstream_reach(&map, Severity::Rated(&[rated(5.0), None, None]), 6).unwrap();
    assert_eq!(reach.nodes, [None, Some(0.0), Some(0.0)]);
    assert!(upstream_reach(&map, Severity::Rated(&[None]), 6).is_err());
}

#[test]
fn weakening_by_half_takes_less_than_removing() {
    let map = map_of(&ARROWS);
    let half = leverage(&map, Proportion::new(0.5).unwrap(), LoopSearch::default()).unwrap();
    let whole = leverage(&map, Proportion::ONE, LoopSearch::default()).unwrap();
    for (one, two) in half.nodes.iter().zip(&whole.nodes) {
        assert!(one.radius_drop >= -1e-9 && one.radius_drop <= two.radius_drop + 1e-9);
    }
    // A loop of two halved once: sqrt(0.5) of the radius is left.
    let pair = small(2, &[(0, 1, 0.4), (1, 0, 0.9)]);
    let half = leverage(&pair, Proportion::new(0.5).unwrap(), LoopSearch::default()).unwrap();
    close(
        half.nodes[0].radius_drop,
        0.6 * (1.0 - 0.5_f64.sqrt()),
        1e-9,
    );
}

#[test]
fn removing_what_holds_a_loop_in_check_raises_the_radius() {
    // 0 <-> 1 reinforces itself, 0 -> 2 -| 0 holds it in check.
    let map = small(3, &[(0, 1, 0.8), (1, 0, 0.8), (0, 2, 0.7), (2, 0, -0.7)]);
    let leverage = leverage(&map, Proportion::ONE, LoopSearch::default()).unwrap();
    assert!(leverage.nodes[2].radius_drop < -0.1);
}

#[test]
fn rank_intervals_repeat_and_hold_the_drawn_ranks() {
    let map = map_of(&ARROWS);
    let intervals = rank_intervals(&map, variation(300, 0.05)).unwrap();
    assert_eq!(
        intervals,
        rank_intervals(&map, variation(300, 0.05)).unwrap()
    );
    let of = |name| intervals.nodes[node(name)];
    close(of("ene").rank, 1.0, 1e-12);
    close(of("slp").rank, 2.0, 1e-12);
    close(of("sad").rank, 3.0, 1e-12);
    // Four nodes without loops share ranks 6 to 9.
    close(of("mot").rank, 7.5, 1e-12);
    assert!(of("ene").first > of("slp").first && of("slp").first > of("sad").first);
    let firsts: f64 = intervals.nodes.iter().map(|interval| interval.first).sum();
    close(firsts, 1.0, 1e-9);
    for interval in &intervals.nodes {
        assert!(
            interval.lower <= interval.rank && interval.rank <= interval.upper,
            "{interval:?}"
        );
    }
    let certain = rank_intervals(&map, variation(5, 0.0)).unwrap();
    assert!(
        certain
            .nodes
            .iter()
            .all(|interval| (interval.upper - interval.lower).abs() < 1e-12)
    );
}

#[test]
fn doubtful_arrows_widen_the_interval() {
    let doubt = Proportion::new(0.4).unwrap();
    let doubtful = |from: usize, to: usize, weight| {
        Influence::new(from, to, weight)
            .unwrap()
            .with_confidence(doubt)
    };
    // Two loops; the stronger one rests on an arrow that may not be there.
    let map = CausalMap::new(
        4,
        vec![
            doubtful(0, 1, 0.9),
            Influence::new(1, 0, 0.9).unwrap(),
            Influence::new(2, 3, 0.5).unwrap(),
            Influence::new(3, 2, 0.5).unwrap(),
        ],
    )
    .unwrap();
    let intervals = rank_intervals(&map, variation(1000, 0.0)).unwrap();
    assert_eq!(intervals.draws_with_loops, 1000);
    close(intervals.nodes[0].rank, 1.5, 1e-12);
    // With probability 0.4 the first pair leads and halves the place.
    close(intervals.nodes[0].first, 0.2, 0.032);
    assert!(intervals.nodes[0].upper >= 3.0);
    let never = Proportion::new(0.0).unwrap();
    let gone = CausalMap::new(
        2,
        vec![
            Influence::new(0, 1, 0.9).unwrap().with_confidence(never),
            Influence::new(1, 0, 0.9).unwrap(),
        ],
    )
    .unwrap();
    let intervals = rank_intervals(&gone, variation(50, 0.1)).unwrap();
    assert_eq!(
        (intervals.draws_with_loops, intervals.nodes[0].first),
        (0, 0.0)
    );
}

#[test]
fn maps_with_hardly_anything_in_them() {
    let empty = CausalMap::new(0, vec![]).unwrap();
    assert!(find_loops(&empty, LoopSearch::default()).loops.is_empty());
    assert!(strong_components(&empty).is_empty());
    close(spectral_radius(&empty).unwrap(), 0.0, 0.0);
    assert!(
        upstream_reach(&empty, Severity::Equal, 6)
            .unwrap()
            .nodes
            .is_empty()
    );
    assert!(
        leverage(&empty, Proportion::ONE, LoopSearch::default())
            .unwrap()
            .nodes
            .is_empty()
    );
    assert!(
        rank_intervals(&empty, variation(3, 0.1))
            .unwrap()
            .nodes
            .is_empty()
    );
    assert!(rank_intervals(&empty, variation(0, 0.1)).is_err());

    let lonely = CausalMap::new(1, vec![]).unwrap();
    assert_eq!(
        upstream_reach(&lonely, Severity::Equal, 6).unwrap().nodes,
        [None]
    );
    assert_eq!(strong_components(&lonely), [[0]]);

    let apart = small(5, &[(0, 1, 0.5), (1, 0, 0.5), (3, 4, -0.5), (4, 3, 0.5)]);
    assert_eq!(find_loops(&apart, LoopSearch::default()).loops.len(), 2);
    let leverage = leverage(&apart, Proportion::ONE, LoopSearch::default()).unwrap();
    // Either pair alone keeps the radius where it was.
    assert!(
        leverage
            .nodes
            .iter()
            .all(|node| node.radius_drop.abs() < 1e-12)
    );
}

#[test]
fn broken_maps_are_refused() {
    let influence = |from, to| Influence::new(from, to, 0.5).unwrap();
    assert_eq!(
        CausalMap::new(2, vec![influence(1, 1)]),
        Err(StatsError::SelfInfluence { node: 1 })
    );
    assert_eq!(
        CausalMap::new(2, vec![influence(0, 2)]),
        Err(StatsError::NoSuchNode { node: 2, nodes: 2 })
    );
    assert_eq!(
        CausalMap::new(2, vec![influence(0, 1), influence(0, 1)]),
        Err(StatsError::DuplicateInfluence { from: 0, to: 1 })
    );
    assert!(matches!(
        CausalMap::new(MOST_NODES + 1, vec![]),
        Err(StatsError::TooManyNodes { .. })
    ));
    assert!(Influence::new(0, 1, 0.0).is_err());
    assert!(Influence::new(0, 1, -1.1).is_err());
    assert!(Influence::new(0, 1, f64::NAN).is_err());
    let map = small(2, &[(0, 1, 0.5)]);
    assert_eq!(
        map.without(1, 0),
        Err(StatsError::NoSuchInfluence { from: 1, to: 0 })
    );
    let stored = serde_json::to_string(&map).unwrap();
    assert_eq!(serde_json::from_str::<CausalMap>(&stored).unwrap(), map);
    assert!(serde_json::from_str::<CausalMap>(&stored.replace("\"to\":1", "\"to\":0")).is_err());
    assert!(SquareMatrix::new(vec![vec![1.0, 2.0]]).is_err());
    assert!(SquareMatrix::new(vec![vec![f64::NAN]]).is_err());
}

#[test]
fn a_search_that_stops_says_so() {
    let complete: Vec<(usize, usize, f64)> = (0..8)
        .flat_map(|from| {
            (0..8)
                .filter(move |to| *to != from)
                .map(move |to| (from, to, 0.1))
        })
        .collect();
    let map = small(8, &complete);
    // All loops of length 2 to 6 in a complete graph of 8: sum of 8! / ((8 - k)! k).
    let all = find_loops(&map, LoopSearch::default());
    assert_eq!(
        (all.loops.len(), all.stopped),
        (28 + 112 + 420 + 1344 + 3360, false)
    );
    let some = find_loops(
        &map,
        LoopSearch {
            most: 100,
            ..LoopSearch::default()
        },
    );
    assert_eq!((some.loops.len(), some.stopped), (100, true));
    let exactly = find_loops(
        &map,
        LoopSearch {
            most: 5264,
            ..LoopSearch::default()
        },
    );
    assert!(!exactly.stopped);
    assert!(
        find_loops(
            &map,
            LoopSearch {
                longest: 1,
                most: 10
            }
        )
        .loops
        .is_empty()
    );
}

#[test]
fn the_kind_survives_a_gain_too_small_for_a_number() {
    let tiny = 1e-200;
    let map = small(2, &[(0, 1, -tiny), (1, 0, tiny)]);
    assert_eq!(
        find_loops(&map, LoopSearch::default()).loops[0].kind,
        LoopKind::Balancing
    );
    close(spectral_radius(&map).unwrap(), tiny, 1e-205);
}
