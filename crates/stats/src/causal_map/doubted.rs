use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::changed::{Change, radii_of};
use super::components::components_of;
use super::effects::{Reach, ReachMethod, Severity, counts_reached, means_elsewhere, weights_of};
use super::graph::{CausalMap, Edge};
use super::matrix::SquareMatrix;
use super::radius::restrict;
use crate::StatsError;

/// How far every node reaches in a map from which one influence was left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoubtedReach {
    /// As [`super::upstream_reach`] answers for that map.
    pub reach: Reach,
    /// As [`super::reached_counts`] answers for it.
    pub reached: Vec<usize>,
}

/// "What if this arrow is wrong?", asked of every influence in turn, in their order: the
/// answers of [`super::upstream_reach`] and [`super::reached_counts`] for the map without
/// it. What the maps have in common is worked out once: the spectral radii together, and
/// the inverse behind the total effects is brought up to date by the change of rank one
/// (Sherman & Morrison 1950, doi:10.1214/aoms/1177729893).
///
/// ```
/// use attune_stats::causal_map::{CausalMap, Influence, Severity, upstream_reach_without_each};
/// let map = CausalMap::new(3, vec![Influence::new(0, 1, 0.5)?, Influence::new(1, 2, 0.5)?])?;
/// let doubted = upstream_reach_without_each(&map, Severity::Equal, 6)?;
/// assert_eq!(doubted[0].reached, [0, 1, 0]);
/// assert_eq!(doubted[1].reach.nodes, [Some(0.25), Some(0.0), Some(0.0)]);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
///
/// Errors: as [`super::upstream_reach`].
pub fn upstream_reach_without_each(
    map: &CausalMap,
    severity: Severity<'_>,
    longest: usize,
) -> Result<Vec<DoubtedReach>, StatsError> {
    let weights = weights_of(map.nodes(), severity)?;
    let edges = map.edges();
    let radii = radii_without_each(map.nodes(), &edges)?;
    let drawn = SquareMatrix::from_edges(map.nodes(), &edges);
    // Of no use where the drawn map is at the border: then each is inverted by itself.
    let inverse = drawn.inverse_of_difference().ok();
    edges
        .par_iter()
        .zip(&radii)
        .enumerate()
        .map(|(index, (&edge, &spectral_radius))| {
            let without = || drawn.without(edge.0, edge.1);
            let (effects, method) = if spectral_radius >= 1.0 {
                let method = ReachMethod::Walks {
                    longest,
                    spectral_radius,
                };
                (without().walk_effects(longest)?, method)
            } else {
                let brought = inverse.as_ref().and_then(|inverse| updated(inverse, edge));
                let effects = match brought {
                    Some(effects) => effects,
                    None => without().total_effects()?,
                };
                (effects, ReachMethod::TotalEffects)
            };
            let mut left = edges.clone();
            left.remove(index);
            Ok(DoubtedReach {
                reach: Reach {
                    method,
                    nodes: means_elsewhere(effects.rows(), &weights),
                },
                reached: counts_reached(map.nodes(), &left),
            })
        })
        .collect()
}

/// The spectral radius without each edge, in their order.
fn radii_without_each(nodes: usize, edges: &[Edge]) -> Result<Vec<f64>, StatsError> {
    let mut parts = Vec::new();
    for members in components_of(nodes, edges) {
        let inside = restrict(nodes, edges, &members);
        let left_out: Vec<Change> = inside
            .iter()
            .map(|&(from, to, _)| Change {
                from,
                to: Some(to),
                share: 1.0,
            })
            .collect();
        let radii = radii_of(members.len(), &inside, &left_out)?;
        parts.push((members, radii));
    }
    let mut without = vec![0.0_f64; edges.len()];
    for (members, radii) in &parts {
        let mut changed = radii.changed.iter();
        for (radius, &(from, to, _)) in without.iter_mut().zip(edges) {
            // An edge from one component to another is in no loop and changes none.
            let inside = members.contains(&from) && members.contains(&to);
            let own = inside.then(|| changed.next()).flatten();
            *radius = radius.max(*own.unwrap_or(&radii.radius));
        }
    }
    Ok(without)
}

/// Total effects without one edge, from `(I - A)^-1` with it; none where the update
/// would divide by nearly nothing.
fn updated(inverse: &[Vec<f64>], (from, to, weight): Edge) -> Option<SquareMatrix> {
    let divisor = 1.0 + weight * inverse[to][from];
    if divisor.abs() < 1e-3 {
        return None;
    }
    let rows = inverse.iter().enumerate().map(|(row, entries)| {
        let factor = weight * entries[from] / divisor;
        let updated = entries.iter().zip(&inverse[to]);
        let mut updated: Vec<f64> = updated
            .map(|(entry, other)| entry - factor * other)
            .collect();
        updated[row] -= 1.0;
        updated
    });
    SquareMatrix::new(rows.collect()).ok()
}
