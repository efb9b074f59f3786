use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::number::finite;

/// Paths whose lengths differ by less than this share are equally short: the difference is rounding.
const SAME_LENGTH: f64 = 1e-10;

/// How central each node is; all by node index.
///
/// Strength and expected influence are the steadiest of these; closeness and
/// betweenness need many more people before their order means anything
/// (Epskamp, Borsboom & Fried 2018). None of them says what treatment should aim at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Centralities {
    /// Sum of the sizes of a node's edges.
    pub strength: Vec<f64>,
    /// Sum of a node's edges with their signs (Robinaugh, Millner & `McNally` 2016).
    pub expected_influence: Vec<f64>,
    /// One over the sum of the lengths of the shortest paths to all other nodes, an
    /// edge being as long as one over its size (Opsahl, Agneessens & Skvoretz 2010);
    /// 0 if any node cannot be reached.
    pub closeness: Vec<f64>,
    /// Pairs of other nodes whose shortest path leads through the node; a pair with several
    /// equally short paths counts in parts (Freeman 1977).
    pub betweenness: Vec<f64>,
}

/// Computes the centralities of a symmetric matrix of weights, such as
/// [`super::GraphicalModel::partial`]. The diagonal is not looked at.
///
/// Errors: a matrix that is not square or not finite.
pub fn centralities(weights: &[Vec<f64>]) -> Result<Centralities, StatsError> {
    let size = weights.len();
    for row in weights {
        if row.len() != size {
            return Err(StatsError::LengthMismatch {
                what: "a row of the weights",
                needed: size,
                given: row.len(),
            });
        }
        for weight in row {
            finite("a weight", *weight)?;
        }
    }
    let others = |node: usize| {
        let row = weights[node].iter().enumerate();
        row.filter(move |(other, _)| *other != node)
            .map(|(_, weight)| *weight)
    };
    let mut closeness = Vec::with_capacity(size);
    let mut betweenness = vec![0.0; size];
    for source in 0..size {
        let tree = ShortestPaths::from(source, weights);
        closeness.push(tree.closeness());
        for (sum, part) in betweenness.iter_mut().zip(tree.dependencies()) {
            // Every pair is met from both its ends.
            *sum += part / 2.0;
        }
    }
    Ok(Centralities {
        strength: (0..size)
            .map(|node| others(node).map(f64::abs).sum())
            .collect(),
        expected_influence: (0..size).map(|node| others(node).sum()).collect(),
        closeness,
        betweenness,
    })
}

/// All shortest paths from one node (Dijkstra 1959), with their numbers (Brandes 2001).
struct ShortestPaths {
    source: usize,
    lengths: Vec<f64>,
    /// How many shortest paths lead to each node.
    counts: Vec<f64>,
    /// The nodes before each on those paths.
    before: Vec<Vec<usize>>,
    /// Reachable nodes, nearest first.
    order: Vec<usize>,
}

impl ShortestPaths {
    /// Quadratic in the nodes, which a dense network asks for anyway.
    fn from(source: usize, weights: &[Vec<f64>]) -> Self {
        let size = weights.len();
        let mut lengths = vec![f64::INFINITY; size];
        let mut counts = vec![0.0; size];
        let mut before = vec![Vec::new(); size];
        let mut order = Vec::with_capacity(size);
        let mut done = vec![false; size];
        (lengths[source], counts[source]) = (0.0, 1.0);
        loop {
            let open = (0..size).filter(|node| !done[*node] && lengths[*node].is_finite());
            let Some(node) = open.min_by(|one, two| lengths[*one].total_cmp(&lengths[*two])) else {
                break;
            };
            done[node] = true;
            order.push(node);
            for next in 0..size {
                let weight = weights[node][next];
                if done[next] || weight == 0.0 {
                    continue;
                }
                let length = lengths[node] + 1.0 / weight.abs();
                if length < lengths[next] * (1.0 - SAME_LENGTH) || lengths[next].is_infinite() {
                    lengths[next] = length;
                    counts[next] = counts[node];
                    before[next] = vec![node];
                } else if length <= lengths[next] * (1.0 + SAME_LENGTH) {
                    counts[next] += counts[node];
                    before[next].push(node);
                }
            }
        }
        Self {
            source,
            lengths,
            counts,
            before,
            order,
        }
    }

    fn closeness(&self) -> f64 {
        let sum: f64 = self.lengths.iter().sum();
        if sum > 0.0 { 1.0 / sum } else { 0.0 }
    }

    /// How much all shortest paths from the source depend on each node (Brandes 2001, theorem 6).
    fn dependencies(&self) -> Vec<f64> {
        let mut parts = vec![0.0; self.lengths.len()];
        for &node in self.order.iter().rev() {
            for &earlier in &self.before[node] {
                parts[earlier] += self.counts[earlier] / self.counts[node] * (1.0 + parts[node]);
            }
        }
        parts[self.source] = 0.0;
        parts
    }
}
