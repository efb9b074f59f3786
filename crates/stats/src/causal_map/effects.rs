use serde::{Deserialize, Serialize};

use super::graph::CausalMap;
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
    let nodes = map.nodes();
    let weights: Vec<f64> = match severity {
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
    };
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
    let nodes = effects
        .rows()
        .iter()
        .enumerate()
        .map(|(node, row)| weighted_mean_elsewhere(node, row, &weights))
        .collect();
    Ok(Reach { method, nodes })
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
