use super::graph::{CausalMap, Edge, successors};

/// The groups of nodes within which every node influences every other, directly
/// or along a path (strongly connected components; Tarjan 1972,
/// doi:10.1137/0201010). All loops lie within one group; a group of one node has
/// no loop.
///
/// Answers every node exactly once; nodes ascend within a group, groups by their
/// first node.
///
/// ```
/// use attune_stats::causal_map::{CausalMap, Influence, strong_components};
/// let map = CausalMap::new(3, vec![Influence::new(0, 2, 0.5)?, Influence::new(2, 0, -0.5)?])?;
/// assert_eq!(strong_components(&map), [vec![0, 2], vec![1]]);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
pub fn strong_components(map: &CausalMap) -> Vec<Vec<usize>> {
    components_of(map.nodes(), &map.edges())
}

pub(super) fn components_of(nodes: usize, edges: &[Edge]) -> Vec<Vec<usize>> {
    let mut search = Tarjan {
        successors: successors(nodes, edges),
        order: vec![None; nodes],
        low: vec![0; nodes],
        open: vec![false; nodes],
        stack: Vec::new(),
        visited: 0,
        groups: Vec::new(),
    };
    for node in 0..nodes {
        if search.order[node].is_none() {
            search.visit(node);
        }
    }
    let mut groups = search.groups;
    groups.sort();
    groups
}

struct Tarjan {
    successors: Vec<Vec<(usize, f64)>>,
    /// When a node was first visited.
    order: Vec<Option<usize>>,
    /// The earliest open node reachable from it.
    low: Vec<usize>,
    open: Vec<bool>,
    stack: Vec<usize>,
    visited: usize,
    groups: Vec<Vec<usize>>,
}

impl Tarjan {
    /// Recursion is at most as deep as there are nodes, which the map limits.
    fn visit(&mut self, node: usize) {
        let order = self.visited;
        self.visited += 1;
        self.order[node] = Some(order);
        self.low[node] = order;
        self.stack.push(node);
        self.open[node] = true;
        for index in 0..self.successors[node].len() {
            let (next, _) = self.successors[node][index];
            match self.order[next] {
                None => {
                    self.visit(next);
                    self.low[node] = self.low[node].min(self.low[next]);
                }
                Some(earlier) if self.open[next] => self.low[node] = self.low[node].min(earlier),
                Some(_) => {}
            }
        }
        if self.low[node] == order {
            let start = self
                .stack
                .iter()
                .rposition(|other| *other == node)
                .unwrap_or_default();
            let mut group = self.stack.split_off(start);
            for member in &group {
                self.open[*member] = false;
            }
            group.sort_unstable();
            self.groups.push(group);
        }
    }
}
