use serde::{Deserialize, Serialize};

use super::changed::{Change, radii_of};
use super::components::components_of;
use super::graph::{CausalMap, Edge};
use super::loops::{LoopSearch, Loops, Participation, find_loops};
use super::radius::restrict;
use crate::{Proportion, StatsError};

/// What weakening one node would do to the feedback in the map, by the map's own account.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NodeLeverage {
    /// Index of the node.
    pub node: usize,
    /// By how much the spectral radius falls. With arrows of both signs it can be
    /// below 0: the node held other loops in check.
    pub radius_drop: f64,
    /// Loops through the node. All of them break if it is removed; weakened, each
    /// keeps its gain but for the share taken.
    pub participation: Participation,
}

/// The leverage of every node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Leverage {
    /// Spectral radius of the map as drawn.
    pub spectral_radius: f64,
    /// Share taken from every arrow that leaves the weakened node.
    pub weakening: Proportion,
    /// By node index.
    pub nodes: Vec<NodeLeverage>,
    /// The loops that the counts are made of.
    pub loops: Loops,
}

/// Weakens one node after the other and measures what becomes of the feedback.
///
/// To weaken a node by a share is to take that share from every arrow that leaves
/// it (a treatment that halves a factor: 0.5); [`Proportion::ONE`] removes it from
/// all loops. See [`super::rank_intervals`] for how far the order can be trusted.
///
/// Errors: the eigenvalue iteration did not converge.
pub fn leverage(
    map: &CausalMap,
    weakening: Proportion,
    search: LoopSearch,
) -> Result<Leverage, StatsError> {
    let (spectral_radius, drops) = radius_drops(map.nodes(), &map.edges(), weakening)?;
    let loops = find_loops(map, search);
    let nodes = drops
        .into_iter()
        .zip(loops.participation(map.nodes()))
        .enumerate()
        .map(|(node, (radius_drop, participation))| NodeLeverage {
            node,
            radius_drop,
            participation,
        })
        .collect();
    Ok(Leverage {
        spectral_radius,
        weakening,
        nodes,
        loops,
    })
}

/// The spectral radius, and for each node by how much it falls when the node is weakened.
pub(super) fn radius_drops(
    nodes: usize,
    edges: &[Edge],
    weakening: Proportion,
) -> Result<(f64, Vec<f64>), StatsError> {
    let share = weakening.get();
    let mut drops = vec![0.0; nodes];
    let mut parts = Vec::new();
    for members in components_of(nodes, edges)
        .into_iter()
        .filter(|members| members.len() > 1)
    {
        let inside = restrict(nodes, edges, &members);
        let weakened: Vec<Change> = (0..members.len())
            .map(|from| Change {
                from,
                to: None,
                share,
            })
            .collect();
        let radii = radii_of(members.len(), &inside, &weakened)?;
        parts.push((members, radii));
    }
    let total = parts
        .iter()
        .fold(0.0_f64, |most, (_, radii)| most.max(radii.radius));
    for (index, (members, radii)) in parts.iter().enumerate() {
        // Only the node's own component changes; the others keep a floor.
        let others = parts
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index);
        let floor = others.fold(0.0_f64, |most, (_, (_, radii))| most.max(radii.radius));
        for (node, radius) in members.iter().zip(&radii.changed) {
            drops[*node] = total - radius.max(floor);
        }
    }
    Ok((total, drops))
}
