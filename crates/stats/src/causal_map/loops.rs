use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::components::strong_components;
use super::graph::{CausalMap, successors};

/// How far to look for loops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoopSearch {
    /// The most arrows of a loop. Longer ones exist in dense maps, but are faint
    /// (a product of many weights below 1) and mean little to a reader.
    pub longest: usize,
    /// Stop after so many loops; the answer says that it stopped.
    pub most: usize,
}

impl Default for LoopSearch {
    /// Up to 6 arrows and 10,000 loops.
    fn default() -> Self {
        Self {
            longest: 6,
            most: 10_000,
        }
    }
}

/// What a loop does to a disturbance that runs round it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LoopKind {
    /// Gain above zero: it reinforces itself, for worse or for better.
    Vicious,
    /// Gain below zero: it works against itself.
    Balancing,
}

/// One closed path that visits no node twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeedbackLoop {
    /// The nodes in the direction of the arrows, beginning with the smallest index.
    pub nodes: Vec<usize>,
    /// Product of the weights along it.
    pub gain: f64,
    /// Its sign in words.
    pub kind: LoopKind,
}

/// The loops of a map, strongest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Loops {
    /// By the size of the gain, then by nodes.
    pub loops: Vec<FeedbackLoop>,
    /// Whether there are loops within the length asked for that are not listed,
    /// because the count was reached. Then every count below is a lower bound, and
    /// the strongest loop may be missing.
    pub stopped: bool,
    /// The search that was made.
    pub search: LoopSearch,
}

/// How a node takes part in the loops found.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Participation {
    /// Loops through the node; all of these break if it is removed.
    pub loops: usize,
    /// How many of them reinforce themselves.
    pub vicious: usize,
    /// Sum of the sizes of their gains.
    pub gain: f64,
}

impl Loops {
    /// One participation for each of `nodes` nodes, by index.
    pub fn participation(&self, nodes: usize) -> Vec<Participation> {
        let mut parts = vec![Participation::default(); nodes];
        for found in &self.loops {
            for node in &found.nodes {
                if let Some(part) = parts.get_mut(*node) {
                    part.loops += 1;
                    part.vicious += usize::from(found.kind == LoopKind::Vicious);
                    part.gain += found.gain.abs();
                }
            }
        }
        parts
    }
}

/// Finds every loop of at most `search.longest` arrows.
///
/// Each loop is found from its smallest node only, within one strongly connected
/// component, as in Johnson 1975 (doi:10.1137/0204007). Johnson's blocking lists
/// presume loops of any length, so each step is instead licensed by a search
/// backwards from the start, over nodes not yet on the path, for a way home that is
/// short enough. No step is taken in vain: the time per loop is at most the length
/// times the number of arrows, and so is the time until the count is reached.
///
/// ```
/// use attune_stats::causal_map::{CausalMap, Influence, LoopKind, LoopSearch, find_loops};
/// // Worry brings checking, checking eases worry: a balancing loop.
/// let map = CausalMap::new(2, vec![Influence::new(0, 1, 0.8)?, Influence::new(1, 0, -0.5)?])?;
/// let found = find_loops(&map, LoopSearch::default());
/// assert_eq!(found.loops[0].kind, LoopKind::Balancing);
/// assert!(!found.stopped);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
pub fn find_loops(map: &CausalMap, search: LoopSearch) -> Loops {
    let nodes = map.nodes();
    let edges = map.edges();
    let reversed: Vec<_> = edges
        .iter()
        .map(|&(from, to, weight)| (to, from, weight))
        .collect();
    let mut walk = Walk {
        forward: successors(nodes, &edges),
        backward: successors(nodes, &reversed),
        allowed: vec![false; nodes],
        path: Vec::new(),
        loops: Vec::new(),
        search,
        stopped: false,
    };
    for component in strong_components(map)
        .iter()
        .filter(|component| component.len() > 1)
    {
        for (position, &start) in component.iter().enumerate() {
            walk.allowed.fill(false);
            for &node in &component[position..] {
                walk.allowed[node] = true;
            }
            walk.extend(start, 1.0, LoopKind::Vicious);
        }
    }
    walk.loops.sort_by(|one, two| {
        two.gain
            .abs()
            .total_cmp(&one.gain.abs())
            .then_with(|| one.nodes.cmp(&two.nodes))
    });
    Loops {
        loops: walk.loops,
        stopped: walk.stopped,
        search,
    }
}

struct Walk {
    forward: Vec<Vec<(usize, f64)>>,
    backward: Vec<Vec<(usize, f64)>>,
    /// Nodes of this component that are not smaller than the start and not on the path.
    allowed: Vec<bool>,
    path: Vec<usize>,
    loops: Vec<FeedbackLoop>,
    search: LoopSearch,
    stopped: bool,
}

impl Walk {
    /// Goes on to `node` and lists every loop that begins with the path so far.
    /// The kind is carried beside the gain, which may be too small to have a sign.
    fn extend(&mut self, node: usize, gain: f64, kind: LoopKind) {
        self.path.push(node);
        self.allowed[node] = false;
        let left = self.search.longest.saturating_sub(self.path.len());
        let home = self.steps_home(left);
        for index in 0..self.forward[node].len() {
            let (next, weight) = self.forward[node][index];
            let (gain, kind) = (gain * weight, turned(kind, weight));
            if next == self.path[0] && self.search.longest >= self.path.len() {
                self.record(gain, kind);
            } else if self.allowed[next] && home[next].is_some_and(|steps| steps <= left) {
                self.extend(next, gain, kind);
            }
            if self.stopped {
                break;
            }
        }
        self.allowed[node] = true;
        self.path.pop();
    }

    fn record(&mut self, gain: f64, kind: LoopKind) {
        if self.loops.len() < self.search.most {
            self.loops.push(FeedbackLoop {
                nodes: self.path.clone(),
                gain,
                kind,
            });
        } else {
            self.stopped = true;
        }
    }

    /// From each allowed node the fewest steps back to the start over allowed
    /// nodes, as far as `left` steps.
    fn steps_home(&self, left: usize) -> Vec<Option<usize>> {
        let mut steps = vec![None; self.allowed.len()];
        let mut queue = VecDeque::from([(self.path[0], 0)]);
        while let Some((node, distance)) = queue.pop_front() {
            if distance == left {
                continue;
            }
            for &(before, _) in &self.backward[node] {
                if self.allowed[before] && steps[before].is_none() {
                    steps[before] = Some(distance + 1);
                    queue.push_back((before, distance + 1));
                }
            }
        }
        steps
    }
}

fn turned(kind: LoopKind, weight: f64) -> LoopKind {
    match (kind, weight < 0.0) {
        (LoopKind::Vicious, true) => LoopKind::Balancing,
        (LoopKind::Balancing, true) => LoopKind::Vicious,
        (same, false) => same,
    }
}
