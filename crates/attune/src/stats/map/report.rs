use attune_figures::Figure;
use attune_stats::causal_map::{CausalMap, Leverage, LoopKind, RankIntervals, Reach};
use serde::Serialize;

use super::picture;
use crate::stats::text::{Grid, counted, interval, number, percent};
use crate::stats::{Refusal, Report};
use attune_readers::causal_map::NamedMap;

/// What the library found, by index.
pub(super) struct Found {
    pub(super) components: Vec<Vec<usize>>,
    pub(super) reach: Reach,
    pub(super) leverage: Leverage,
    pub(super) ranks: RankIntervals,
}

/// The answer of `attune stats map`, by name.
#[derive(Debug, Serialize)]
pub(crate) struct Maps {
    spectral_radius: f64,
    pub(super) nodes: Vec<Node>,
    pub(super) loops: Vec<Cycle>,
    /// Names of the factors within which everything influences everything, larger parts first.
    components: Vec<Vec<String>>,
    loops_stopped: bool,
    draws: u32,
    draws_with_loops: u32,
    level: f64,
    weakening: f64,
    #[serde(skip)]
    pub(super) map: CausalMap,
}

/// One factor.
#[derive(Debug, Serialize)]
pub(super) struct Node {
    pub(super) name: String,
    /// Index into `components`.
    component: usize,
    /// Mean of the effects on everything else, weighted by severity.
    upstream_reach: Option<f64>,
    /// The spectral radius when this factor is weakened.
    radius_after: f64,
    radius_drop: f64,
    loops: usize,
    vicious: usize,
    /// By the drop; factors that tie share the mean of their ranks.
    rank: f64,
    rank_interval: [f64; 2],
    /// Share of the drawn maps with a loop in which it came first.
    first: f64,
}

/// One loop.
#[derive(Debug, Serialize)]
pub(super) struct Cycle {
    pub(super) nodes: Vec<String>,
    pub(super) gain: f64,
    /// `+`: it feeds itself; `-`: it works against itself.
    sign: &'static str,
    #[serde(skip)]
    pub(super) indices: Vec<usize>,
}

impl Maps {
    pub(super) fn new(named: NamedMap, found: Found) -> Self {
        let NamedMap { names, map, .. } = named;
        let Found {
            mut components,
            reach,
            leverage,
            ranks,
        } = found;
        components.sort_by_key(|members| std::cmp::Reverse(members.len()));
        let named = |indices: &[usize]| -> Vec<String> {
            let found = indices.iter().filter_map(|index| names.get(*index));
            found.cloned().collect()
        };
        let loops = leverage.loops.loops.iter().map(|found| Cycle {
            nodes: named(&found.nodes),
            gain: found.gain,
            sign: match found.kind {
                LoopKind::Vicious => "+",
                LoopKind::Balancing => "-",
            },
            indices: found.nodes.clone(),
        });
        let nodes = names
            .iter()
            .zip(leverage.nodes.iter().zip(&ranks.nodes))
            .zip(&reach.nodes)
            .enumerate()
            .map(|(index, ((name, (node, rank)), reach))| Node {
                name: name.clone(),
                component: components
                    .iter()
                    .position(|members| members.contains(&index))
                    .unwrap_or_default(),
                upstream_reach: *reach,
                radius_after: leverage.spectral_radius - node.radius_drop,
                radius_drop: node.radius_drop,
                loops: node.participation.loops,
                vicious: node.participation.vicious,
                rank: rank.rank,
                rank_interval: [rank.lower, rank.upper],
                first: rank.first,
            });
        Self {
            spectral_radius: leverage.spectral_radius,
            nodes: nodes.collect(),
            loops: loops.collect(),
            components: components.iter().map(|members| named(members)).collect(),
            loops_stopped: leverage.loops.stopped,
            draws: ranks.perturbation.draws,
            draws_with_loops: ranks.draws_with_loops,
            level: ranks.perturbation.level.get(),
            weakening: leverage.weakening.get(),
            map,
        }
    }
}

impl Report for Maps {
    fn text(&self) -> String {
        let mut text = format!(
            "{}, {}, {}; spectral radius {} (below 1 a disturbance dies away)\n\n",
            counted(self.nodes.len(), "factor", "factors"),
            counted(self.map.influences().len(), "influence", "influences"),
            counted(self.loops.len(), "loop", "loops"),
            number(self.spectral_radius, 3),
        );
        let ranks = format!("rank, {}", percent(self.level));
        let mut nodes: Vec<&Node> = self.nodes.iter().collect();
        nodes.sort_by(|one, two| one.rank.total_cmp(&two.rank));
        let mut grid = Grid::new(
            1,
            [
                "factor",
                "drop when weakened",
                ranks.as_str(),
                "first",
                "loops",
                "upstream reach",
            ],
        );
        for node in nodes {
            grid.row([
                node.name.clone(),
                number(node.radius_drop, 3),
                interval(node.rank_interval, 1),
                percent(node.first),
                node.loops.to_string(),
                number(node.upstream_reach, 3),
            ]);
        }
        text.push_str(&grid.to_string());
        text.push_str(&format!(
            "\nWeakened by {}; ranks over {} maps drawn, {} of them with a loop.\n",
            percent(self.weakening),
            self.draws,
            self.draws_with_loops
        ));
        if !self.loops.is_empty() {
            let mut grid = Grid::new(1, ["loop", "gain", "sign"]);
            for cycle in &self.loops {
                let mut way = cycle.nodes.join(" > ");
                if let Some(start) = cycle.nodes.first() {
                    way.push_str(&format!(" > {start}"));
                }
                grid.row([way, number(cycle.gain, 4), cycle.sign.to_owned()]);
            }
            text.push_str(&format!("\n{grid}"));
        }
        text
    }

    fn picture(&self) -> Result<Box<dyn Figure>, Refusal> {
        picture::draw(self)
    }
}
