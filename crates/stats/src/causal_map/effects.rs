use serde::{Deserialize, Serialize};

use super::graph::{CausalMap, Edge, MOST_NODES};
use super::matrix::SquareMatrix;
use crate::{NonNegative, StatsError};

/// Effects of each node on each other along all paths, `T = (I - A)^-1 - I`
/// (Bollen 1987, doi:10.2307/271028); `[from][to]`. The diagonal is what comes back
/// to a node itself.
///
/// Errors: a spectral radius of 1 or more ([`StatsError::Unstable`]): use [`walk_effects`].
pub fn total_effects(map: &CausalMap) -> Result<SquareMatrix, StatsError> {
    matrix(map).total_effects()
}

/// Effects along paths of at most `longest` arrows; exists for every map.
///
/// Errors: the sum overflows.
pub fn walk_effects(map: &CausalMap, longest: usize) -> Result<SquareMatrix, StatsError> {
    matrix(map).walk_effects(longest)
}

fn matrix(map: &CausalMap) -> SquareMatrix {
    SquareMatrix::from_edges(map.nodes(), &map.edges())
}

/// What counts as trouble at the end of the paths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Severity<'a> {
    /// Every node alike.
    Equal,
    /// One severity per node; nodes without one are left out of the mean.
    Rated(&'a [Option<NonNegative>]),
}

/// How the reach was computed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum ReachMethod {
    /// Along all paths.
    TotalEffects,
    /// Along paths of limited length, because effects along all paths grow without bound.
    Walks {
        /// The most arrows of a path.
        longest: usize,
        /// The spectral radius, 1 or more.
        spectral_radius: f64,
    },
}

/// How far upstream each node is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reach {
    /// How it was computed: reaches by different methods must not be compared.
    pub method: ReachMethod,
    /// For node `i` the mean of `|T[i][j]|` over the other nodes `j`, weighted by
    /// their severity; `None` where no other node has a severity above 0.
    pub nodes: Vec<Option<f64>>,
}

/// How much of the trouble elsewhere each node reaches, directly and along paths.
/// A large reach is a reason to ask whether a node is a cause of many others, not
/// a proof that it is.
///
/// ```
/// use attune_stats::causal_map::{CausalMap, Influence, ReachMethod, Severity, upstream_reach};
/// let map = CausalMap::new(3, vec![Influence::new(0, 1, 0.5)?, Influence::new(1, 2, 0.5)?])?;
/// let reach = upstream_reach(&map, Severity::Equal, 6)?;
/// assert_eq!(reach.method, ReachMethod::TotalEffects);
/// assert_eq!(reach.nodes, [Some(0.375), Some(0.25), Some(0.0)]);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
///
/// Errors: severities not one per node; the eigenvalue iteration did not converge.
pub fn upstream_reach(
    map: &CausalMap,
    severity: Severity<'_>,
    longest: usize,
) -> Result<Reach, StatsError> {
    let weights = weights_of(map.nodes(), severity)?;
    let (effects, method) = match total_effects(map) {
        Ok(effects) => (effects, ReachMethod::TotalEffects),
        Err(StatsError::Unstable { spectral_radius }) => (
            walk_effects(map, longest)?,
            ReachMethod::Walks {
                longest,
                spectral_radius,
            },
        ),
        Err(other) => return Err(other),
    };
    Ok(Reach {
        method,
        nodes: means_elsewhere(effects.rows(), &weights),
    })
}

/// The weight of each node in the means.
pub(super) fn weights_of(nodes: usize, severity: Severity<'_>) -> Result<Vec<f64>, StatsError> {
    Ok(match severity {
        Severity::Equal => vec![1.0; nodes],
        Severity::Rated(rated) if rated.len() != nodes => {
            return Err(StatsError::LengthMismatch {
                what: "severities",
                needed: nodes,
                given: rated.len(),
            });
        }
        // A node that was not rated carries no weight above and below the line alike.
        Severity::Rated(rated) => rated
            .iter()
            .map(|value| value.map_or(0.0, NonNegative::get))
            .collect(),
    })
}

pub(super) fn means_elsewhere(effects: &[Vec<f64>], weights: &[f64]) -> Vec<Option<f64>> {
    effects
        .iter()
        .enumerate()
        .map(|(node, row)| weighted_mean_elsewhere(node, row, weights))
        .collect()
}

/// How many other nodes the arrows lead to from each, directly or along a path.
///
/// ```
/// use attune_stats::causal_map::{CausalMap, Influence, reached_counts};
/// let map = CausalMap::new(3, vec![Influence::new(0, 1, 0.5)?, Influence::new(1, 2, -0.5)?])?;
/// assert_eq!(reached_counts(&map), [2, 1, 0]);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
pub fn reached_counts(map: &CausalMap) -> Vec<usize> {
    counts_reached(map.nodes(), &map.edges())
}

// A set of nodes is a number with one bit for each.
const _: () = assert!(MOST_NODES <= u128::BITS as usize);

pub(super) fn counts_reached(nodes: usize, edges: &[Edge]) -> Vec<usize> {
    let mut next = vec![0_u128; nodes];
    for &(from, to, _) in edges {
        next[from] |= 1 << to;
    }
    let reached = (0..nodes).map(|start| {
        let (mut seen, mut waiting) = (next[start], next[start]);
        while waiting != 0 {
            let node = waiting.trailing_zeros() as usize;
            let new = next[node] & !seen;
            seen |= new;
            waiting = (waiting & !(1 << node)) | new;
        }
        (seen & !(1 << start)).count_ones() as usize
    });
    reached.collect()
}

fn weighted_mean_elsewhere(node: usize, effects: &[f64], weights: &[f64]) -> Option<f64> {
    let elsewhere = || {
        effects
            .iter()
            .zip(weights)
            .enumerate()
            .filter(|(other, _)| *other != node)
    };
    let total: f64 = elsewhere().map(|(_, (_, weight))| weight).sum();
    let reached: f64 = elsewhere()
        .map(|(_, (effect, weight))| effect.abs() * weight)
        .sum();
    (total > 0.0).then_some(reached / total)
}
