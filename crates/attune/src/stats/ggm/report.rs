use attune_figures::{Association, Associations, Figure, FigureId, Frame};
use attune_stats::graphical_model::{
    Bootstrap, Centralities, EdgeInterval, GraphicalModel, Stability, StrengthInterval,
};
use serde::Serialize;

use crate::stats::text::{Grid, counted, interval, number};
use crate::stats::{Refusal, Report};

/// The answer of `attune stats ggm`.
#[derive(Debug, Serialize)]
pub(crate) struct Ggm {
    nodes: Vec<String>,
    rows: usize,
    rows_left_out: usize,
    gamma: f64,
    lambda: f64,
    ebic: f64,
    edges: usize,
    partial: Vec<Vec<f64>>,
    #[serde(flatten)]
    centrality: Centralities,
    bootstrap: Option<Resampled>,
}

/// How steady it is.
#[derive(Debug, Serialize)]
pub(super) struct Resampled {
    draws: u32,
    draws_left_out: u32,
    edges: Vec<EdgeInterval>,
    strength: Vec<StrengthInterval>,
    stability: Stability,
}

impl Resampled {
    pub(super) fn new((found, stability): (Bootstrap, Stability)) -> Self {
        Self {
            draws: found.settings.draws,
            draws_left_out: found.draws_left_out,
            edges: found.edges,
            strength: found.strength,
            stability,
        }
    }
}

impl Ggm {
    pub(super) fn new(
        nodes: Vec<String>,
        model: GraphicalModel,
        centrality: Centralities,
        bootstrap: Option<Resampled>,
    ) -> Self {
        Self {
            nodes,
            rows: model.rows,
            rows_left_out: model.rows_left_out,
            gamma: model.gamma,
            lambda: model.lambda,
            ebic: model.ebic,
            edges: model.edges,
            partial: model.partial,
            centrality,
            bootstrap,
        }
    }

    /// Pairs that are joined, strongest first.
    fn joined(&self) -> Vec<(usize, usize, f64)> {
        let pairs = (0..self.nodes.len()).flat_map(|first| {
            (first + 1..self.nodes.len())
                .map(move |second| (first, second, self.partial[first][second]))
        });
        let mut joined: Vec<_> = pairs.filter(|(.., partial)| *partial != 0.0).collect();
        joined.sort_by(|one, two| two.2.abs().total_cmp(&one.2.abs()));
        joined
    }
}

impl Report for Ggm {
    fn text(&self) -> String {
        let mut text = format!(
            "{} of {}, {} left out; {}, penalty {}, EBIC {}\n\n",
            counted(self.rows, "complete row", "complete rows"),
            counted(self.nodes.len(), "node", "nodes"),
            self.rows_left_out,
            counted(self.edges, "edge", "edges"),
            number(self.lambda, 4),
            number(self.ebic, 2),
        );
        let resampled = self.bootstrap.as_ref();
        let mut grid = Grid::new(
            1,
            [
                "node",
                "strength",
                "95 %",
                "expected influence",
                "closeness",
                "betweenness",
            ],
        );
        for (index, name) in self.nodes.iter().enumerate() {
            let ends = resampled.and_then(|found| found.strength.get(index));
            grid.row([
                name.clone(),
                number(self.centrality.strength[index], 3),
                interval(ends.map(|ends| [ends.lower, ends.upper]), 2),
                number(self.centrality.expected_influence[index], 3),
                number(self.centrality.closeness[index], 4),
                number(self.centrality.betweenness[index], 1),
            ]);
        }
        text.push_str(&grid.to_string());
        let mut grid = Grid::new(1, ["edge", "partial correlation", "95 %"]);
        for (first, second, partial) in self.joined() {
            let ends = resampled.and_then(|found| {
                let mut edges = found.edges.iter();
                edges.find(|edge| (edge.first, edge.second) == (first, second))
            });
            grid.row([
                format!("{} - {}", self.nodes[first], self.nodes[second]),
                number(partial, 3),
                interval(ends.map(|ends| [ends.lower, ends.upper]), 2),
            ]);
        }
        text.push_str(&format!("\n{grid}"));
        if let Some(found) = resampled {
            let held = &found.stability.coefficients;
            text.push_str(&format!(
                "\n{} draws; CS-coefficient of strength {}, closeness {}, betweenness {} (0.25 or more, better 0.5)\n",
                found.draws,
                number(held.strength, 2),
                number(held.closeness, 2),
                number(held.betweenness, 2),
            ));
        }
        text
    }

    fn picture(&self) -> Result<Box<dyn Figure>, Refusal> {
        let pairs = self
            .joined()
            .into_iter()
            .map(|(one, other, strength)| Association {
                between: [one, other],
                strength,
            });
        let summary = format!(
            "{} and {} between them.",
            counted(self.nodes.len(), "node", "nodes"),
            counted(self.edges, "edge", "edges")
        );
        let frame = Frame::new(FigureId::new("ggm")?, "Partial correlations", summary);
        Ok(Box::new(Associations::new(
            frame,
            self.nodes.clone(),
            pairs.collect(),
        )?))
    }
}
