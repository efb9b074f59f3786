//! What must hold for every causal map, on random ones.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attune_stats::Proportion;
use attune_stats::causal_map::{
    CausalMap, Influence, LoopKind, LoopSearch, Severity, SquareMatrix, find_loops, leverage,
    reached_counts, spectral_radius, strong_components, upstream_reach,
    upstream_reach_without_each, walk_effects,
};
use proptest::prelude::*;

/// Random maps of up to `most` nodes; signed or all positive.
fn maps(most: usize, signed: bool) -> impl Strategy<Value = CausalMap> {
    (1..=most).prop_flat_map(move |nodes| {
        let lower = if signed { -100_i32 } else { 1 };
        prop::collection::vec(prop::option::weighted(0.45, lower..=100), nodes * nodes).prop_map(
            move |cells| {
                let influences = cells.iter().enumerate().filter_map(|(cell, weight)| {
                    let weight = f64::from((*weight)?) / 100.0;
                    let (from, to) = (cell / nodes, cell % nodes);
                    (from != to)
                        .then(|| Influence::new(from, to, weight).ok())
                        .flatten()
                });
                CausalMap::new(nodes, influences.collect())
                    .unwrap_or_else(|error| panic!("{error}"))
            },
        )
    })
}

/// A map together with another order of its nodes.
fn relabelled(most: usize) -> impl Strategy<Value = (CausalMap, Vec<usize>)> {
    maps(most, true).prop_flat_map(|map| {
        let order: Vec<usize> = (0..map.nodes()).collect();
        (Just(map), Just(order).prop_shuffle())
    })
}

fn rename(map: &CausalMap, names: &[usize]) -> CausalMap {
    let influences = map.influences().iter().map(|other| Influence {
        from: names[other.from],
        to: names[other.to],
        ..*other
    });
    CausalMap::new(map.nodes(), influences.collect()).unwrap_or_else(|error| panic!("{error}"))
}

fn rotated(nodes: &[usize]) -> Vec<usize> {
    let smallest = (0..nodes.len())
        .min_by_key(|index| nodes[*index])
        .unwrap_or_default();
    [&nodes[smallest..], &nodes[..smallest]].concat()
}

/// All loops by trying every path: slow and plain.
fn loops_by_trial(map: &CausalMap, longest: usize) -> Vec<Vec<usize>> {
    fn walk(map: &CausalMap, path: &mut Vec<usize>, longest: usize, found: &mut Vec<Vec<usize>>) {
        let tip = path[path.len() - 1];
        for influence in map.influences().iter().filter(|other| other.from == tip) {
            if influence.to == path[0] {
                found.push(path.clone());
            } else if influence.to > path[0]
                && !path.contains(&influence.to)
                && path.len() < longest
            {
                path.push(influence.to);
                walk(map, path, longest, found);
                path.pop();
            }
        }
    }
    let mut found = Vec::new();
    for start in 0..map.nodes() {
        walk(map, &mut vec![start], longest, &mut found);
    }
    found.sort();
    found
}

/// `lim |A^k|^(1/k)` by squaring (Gelfand): shares nothing with the library's way.
fn radius_by_squaring(map: &CausalMap) -> f64 {
    let nodes = map.nodes();
    let mut matrix = vec![vec![0.0; nodes]; nodes];
    for influence in map.influences() {
        matrix[influence.from][influence.to] = influence.weight.get();
    }
    let mut logarithm = 0.0;
    let mut power = 1.0;
    for _ in 0..40 {
        let norm = matrix
            .iter()
            .flatten()
            .map(|entry: &f64| entry.abs())
            .fold(0.0, f64::max);
        if norm == 0.0 {
            return 0.0;
        }
        logarithm += norm.ln() / power;
        for entry in matrix.iter_mut().flatten() {
            *entry /= norm;
        }
        let square: Vec<Vec<f64>> = (0..nodes)
            .map(|row| {
                (0..nodes)
                    .map(|column| (0..nodes).map(|k| matrix[row][k] * matrix[k][column]).sum())
                    .collect()
            })
            .collect();
        matrix = square;
        power *= 2.0;
    }
    logarithm.exp()
}

proptest! {
    #[test]
    fn loops_are_those_found_by_trial(map in maps(7, true), longest in 2..7_usize) {
        let found = find_loops(&map, LoopSearch { longest, most: 100_000 });
        let mut nodes: Vec<Vec<usize>> = found.loops.iter().map(|one| one.nodes.clone()).collect();
        nodes.sort();
        prop_assert_eq!(nodes, loops_by_trial(&map, longest));
    }

    #[test]
    fn loops_are_real_distinct_and_signed(map in maps(7, true)) {
        let found = find_loops(&map, LoopSearch::default());
        let components = strong_components(&map);
        for (index, one) in found.loops.iter().enumerate() {
            prop_assert!(found.loops[..index].iter().all(|other| other.nodes != one.nodes));
            let mut visited = one.nodes.clone();
            visited.sort_unstable();
            visited.dedup();
            prop_assert_eq!(visited.len(), one.nodes.len());
            prop_assert!(components.iter().any(|group| one.nodes.iter().all(|node| group.contains(node))));
            let next = one.nodes.iter().cycle().skip(1);
            let gain: f64 = one.nodes.iter().zip(next).map(|(from, to)| {
                map.influences().iter().find(|other| (other.from, other.to) == (*from, *to))
                    .map_or(f64::NAN, |other| other.weight.get())
            }).product();
            prop_assert!((gain - one.gain).abs() < 1e-12);
            prop_assert_eq!(gain > 0.0, one.kind == LoopKind::Vicious);
        }
    }

    #[test]
    fn every_node_is_in_one_component(map in maps(9, true)) {
        let mut nodes: Vec<usize> = strong_components(&map).concat();
        nodes.sort_unstable();
        prop_assert_eq!(nodes, (0..map.nodes()).collect::<Vec<_>>());
    }

    #[test]
    fn without_an_arrow_its_loops_are_gone_and_no_others(map in maps(6, true), pick in any::<prop::sample::Index>()) {
        if map.influences().is_empty() {
            return Ok(());
        }
        let arrow = map.influences()[pick.index(map.influences().len())];
        let uses = |nodes: &Vec<usize>| {
            nodes.iter().zip(nodes.iter().cycle().skip(1)).any(|(from, to)| (*from, *to) == (arrow.from, arrow.to))
        };
        let mut expected = loops_by_trial(&map, 6);
        expected.retain(|nodes| !uses(nodes));
        let Ok(less) = map.without(arrow.from, arrow.to) else { return Err(TestCaseError::fail("arrow is there")) };
        let mut nodes: Vec<Vec<usize>> =
            find_loops(&less, LoopSearch::default()).loops.into_iter().map(|one| one.nodes).collect();
        nodes.sort();
        prop_assert_eq!(nodes, expected);
    }

    #[test]
    fn radius_agrees_with_squaring_when_positive(map in maps(9, false)) {
        let radius = spectral_radius(&map).unwrap_or(f64::NAN);
        prop_assert!((radius - radius_by_squaring(&map)).abs() < 1e-7, "{radius}");
    }

    #[test]
    fn radius_agrees_with_squaring_when_signed(map in maps(9, true)) {
        let (radius, other) = (spectral_radius(&map).unwrap_or(f64::NAN), radius_by_squaring(&map));
        prop_assert!((radius - other).abs() < 1e-5, "{radius} {other}");
    }

    /// The power steps and the eigenvalue iteration are two ways to one number.
    #[test]
    fn both_ways_to_the_radius_agree(map in maps(12, false)) {
        let mut rows = vec![vec![0.0; map.nodes()]; map.nodes()];
        for influence in map.influences() {
            rows[influence.from][influence.to] = influence.weight.get();
        }
        let moduli = SquareMatrix::new(rows).and_then(|matrix| matrix.eigenvalue_moduli()).unwrap_or_default();
        prop_assert_eq!(moduli.len(), map.nodes());
        let (whole, radius) = (moduli[0], spectral_radius(&map).unwrap_or(f64::NAN));
        prop_assert!((whole - radius).abs() < 1e-6, "{whole} {radius}");
    }

    #[test]
    fn names_change_nothing((map, names) in relabelled(7)) {
        let other = rename(&map, &names);
        let search = LoopSearch { longest: 6, most: 100_000 };
        let (Ok(one), Ok(two)) = (leverage(&map, Proportion::ONE, search), leverage(&other, Proportion::ONE, search))
            else { return Err(TestCaseError::fail("no convergence")) };
        prop_assert!((one.spectral_radius - two.spectral_radius).abs() < 1e-6);
        for (node, name) in names.iter().enumerate() {
            prop_assert!((one.nodes[node].radius_drop - two.nodes[*name].radius_drop).abs() < 1e-6);
            prop_assert_eq!(one.nodes[node].participation.loops, two.nodes[*name].participation.loops);
        }
        let mut renamed: Vec<Vec<usize>> = one.loops.loops.iter()
            .map(|found| rotated(&found.nodes.iter().map(|node| names[*node]).collect::<Vec<_>>())).collect();
        let mut found: Vec<Vec<usize>> = two.loops.loops.iter().map(|found| found.nodes.clone()).collect();
        renamed.sort();
        found.sort();
        prop_assert_eq!(renamed, found);
    }

    /// Perron and Frobenius: taking away what is positive never raises the radius.
    #[test]
    fn weakening_never_raises_a_positive_radius(map in maps(8, false), share in 0.0..=1.0_f64) {
        let share = Proportion::new(share).unwrap_or(Proportion::ONE);
        let Ok(leverage) = leverage(&map, share, LoopSearch { longest: 2, most: 10 })
            else { return Err(TestCaseError::fail("no convergence")) };
        prop_assert!(leverage.nodes.iter().all(|node| node.radius_drop >= -1e-9));
    }
}

proptest! {
    /// What is worked out for all arrows together is what is worked out for each alone.
    #[test]
    fn one_arrow_after_the_other_is_doubted_alike(map in maps(12, true)) {
        let doubted = upstream_reach_without_each(&map, Severity::Equal, 6).unwrap();
        prop_assert_eq!(doubted.len(), map.influences().len());
        for (arrow, doubted) in map.influences().iter().zip(doubted) {
            let without = map.without(arrow.from, arrow.to).unwrap();
            let alone = upstream_reach(&without, Severity::Equal, 6).unwrap();
            prop_assert_eq!(doubted.reached, reached_counts(&without));
            prop_assert_eq!(
                std::mem::discriminant(&doubted.reach.method),
                std::mem::discriminant(&alone.method)
            );
            for (one, two) in doubted.reach.nodes.iter().zip(&alone.nodes) {
                let (one, two) = (one.unwrap_or(0.0), two.unwrap_or(0.0));
                prop_assert!((one - two).abs() <= 1e-7 * two.max(1.0), "{} and {}", one, two);
            }
        }
    }

    /// Reaching is having a total effect along some walk of positive arrows.
    #[test]
    fn what_is_reached_has_a_walk(map in maps(8, false)) {
        let walks = walk_effects(&map, map.nodes()).unwrap();
        for (node, (row, reached)) in walks.rows().iter().zip(reached_counts(&map)).enumerate() {
            let others = row.iter().enumerate().filter(|(other, _)| *other != node);
            prop_assert_eq!(others.filter(|(_, effect)| **effect > 0.0).count(), reached);
        }
    }

    /// Weakening every node at once in one calculation or each in its own.
    #[test]
    fn leverage_is_what_a_weakened_map_loses(map in maps(14, true)) {
        let found = leverage(&map, Proportion::new(0.5).unwrap(), LoopSearch::default()).unwrap();
        for node in &found.nodes {
            let weakened = map.influences().iter().map(|arrow| {
                let share = if arrow.from == node.node { 0.5 } else { 1.0 };
                Influence::new(arrow.from, arrow.to, arrow.weight.get() * share).unwrap()
            });
            let weakened = CausalMap::new(map.nodes(), weakened.collect()).unwrap();
            let alone = found.spectral_radius - spectral_radius(&weakened).unwrap();
            prop_assert!((node.radius_drop - alone).abs() < 1e-9, "{} and {alone}", node.radius_drop);
        }
    }
}
