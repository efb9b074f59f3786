use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::{Proportion, StatsError, Weight};

/// The most nodes of a map: far more than a person can draw, and few enough that
/// no calculation here runs away.
pub const MOST_NODES: usize = 100;

/// One arrow: node `from` is held to influence node `to`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    /// Index of the node it starts from.
    pub from: usize,
    /// Index of the node it ends at.
    pub to: usize,
    /// Strength and sign: above zero, more of one makes more of the other.
    pub weight: Weight,
    /// How sure its author is that the arrow exists at all.
    #[serde(default = "certain")]
    pub confidence: Proportion,
}

fn certain() -> Proportion {
    Proportion::ONE
}

impl Influence {
    /// An influence taken as certain to exist.
    ///
    /// Errors: a weight that is 0 or not from -1 to 1.
    pub fn new(from: usize, to: usize, weight: f64) -> Result<Self, StatsError> {
        Ok(Self {
            from,
            to,
            weight: Weight::new(weight)?,
            confidence: Proportion::ONE,
        })
    }

    /// The same influence with another confidence.
    #[must_use]
    pub fn with_confidence(self, confidence: Proportion) -> Self {
        Self { confidence, ..self }
    }
}

/// A directed, signed, weighted graph on nodes `0..nodes`, without self-influences
/// and with at most one influence for each ordered pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct CausalMap {
    nodes: usize,
    influences: Vec<Influence>,
}

/// The stored form, before the checks of [`CausalMap::new`].
#[derive(Deserialize)]
struct Unchecked {
    nodes: usize,
    influences: Vec<Influence>,
}

impl TryFrom<Unchecked> for CausalMap {
    type Error = StatsError;
    fn try_from(unchecked: Unchecked) -> Result<Self, StatsError> {
        Self::new(unchecked.nodes, unchecked.influences)
    }
}

impl CausalMap {
    /// A map of so many nodes with these influences. No nodes at all is a map too.
    ///
    /// Errors: more than [`MOST_NODES`] nodes, an influence to or from a node that
    /// is not there, of a node on itself, or two between the same nodes the same way.
    pub fn new(nodes: usize, influences: Vec<Influence>) -> Result<Self, StatsError> {
        if nodes > MOST_NODES {
            return Err(StatsError::TooManyNodes {
                most: MOST_NODES,
                given: nodes,
            });
        }
        let mut seen = HashSet::new();
        for &Influence { from, to, .. } in &influences {
            if let Some(node) = [from, to].into_iter().find(|node| *node >= nodes) {
                return Err(StatsError::NoSuchNode { node, nodes });
            }
            if from == to {
                return Err(StatsError::SelfInfluence { node: from });
            }
            if !seen.insert((from, to)) {
                return Err(StatsError::DuplicateInfluence { from, to });
            }
        }
        Ok(Self { nodes, influences })
    }

    /// How many nodes there are.
    pub fn nodes(&self) -> usize {
        self.nodes
    }

    /// The influences in the order given.
    pub fn influences(&self) -> &[Influence] {
        &self.influences
    }

    /// The map without one influence: "what if this arrow is wrong?"
    ///
    /// Errors: no such influence.
    pub fn without(&self, from: usize, to: usize) -> Result<Self, StatsError> {
        let kept: Vec<Influence> = self
            .influences
            .iter()
            .copied()
            .filter(|other| (other.from, other.to) != (from, to))
            .collect();
        if kept.len() == self.influences.len() {
            return Err(StatsError::NoSuchInfluence { from, to });
        }
        Ok(Self {
            nodes: self.nodes,
            influences: kept,
        })
    }

    pub(super) fn edges(&self) -> Vec<Edge> {
        self.influences
            .iter()
            .map(|other| (other.from, other.to, other.weight.get()))
            .collect()
    }
}

/// From, to, weight: what the calculations work on. Weights may be 0 after weakening.
pub(super) type Edge = (usize, usize, f64);

/// For each node the nodes it points to, with weights, sorted by index.
pub(super) fn successors(nodes: usize, edges: &[Edge]) -> Vec<Vec<(usize, f64)>> {
    let mut lists = vec![Vec::new(); nodes];
    for &(from, to, weight) in edges {
        lists[from].push((to, weight));
    }
    for list in &mut lists {
        list.sort_by_key(|(to, _)| *to);
    }
    lists
}
