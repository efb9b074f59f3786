use attune_figures::Figure;
use attune_stats::graphical_autoregression::GraphicalAutoregression;
use serde::Serialize;

use super::picture;
use crate::stats::text::{Grid, counted, number};
use crate::stats::{Refusal, Report};

/// The answer of `attune stats var`.
#[derive(Debug, Serialize)]
pub(crate) struct Var {
    nodes: Vec<String>,
    rows: usize,
    moments: usize,
    gamma: f64,
    lambda_beta: f64,
    lambda_kappa: f64,
    ebic: f64,
    beta: Vec<Vec<f64>>,
    kappa: Vec<Vec<f64>>,
    contemporaneous: Vec<Vec<f64>>,
    temporal: Vec<Vec<f64>>,
}

impl Var {
    pub(super) fn new(nodes: Vec<String>, model: GraphicalAutoregression) -> Self {
        Self {
            nodes,
            rows: model.rows,
            moments: model.moments,
            gamma: model.gamma,
            lambda_beta: model.lambda_beta,
            lambda_kappa: model.lambda_kappa,
            ebic: model.ebic,
            beta: model.beta,
            kappa: model.kappa,
            contemporaneous: model.contemporaneous,
            temporal: model.temporal,
        }
    }

    /// What is joined in a matrix, strongest first; of an undirected one the upper half.
    fn joined(matrix: &[Vec<f64>], directed: bool) -> Vec<(usize, usize, f64)> {
        let mut joined = Vec::new();
        for (from, row) in matrix.iter().enumerate() {
            for (to, weight) in row.iter().enumerate() {
                if *weight != 0.0 && (directed || from < to) {
                    joined.push((from, to, *weight));
                }
            }
        }
        joined.sort_by(|one, two| two.2.abs().total_cmp(&one.2.abs()));
        joined
    }
}

impl Report for Var {
    fn text(&self) -> String {
        let mut text = format!(
            "{} of {}; penalties {} (arrows) and {} (edges), EBIC {}\n",
            counted(
                self.rows,
                "pair of neighbouring beeps",
                "pairs of neighbouring beeps"
            ),
            counted(self.moments, "beep", "beeps"),
            number(self.lambda_beta, 4),
            number(self.lambda_kappa, 4),
            number(self.ebic, 2),
        );
        let mut add = |head: [&str; 2], joined: Vec<(usize, usize, f64)>, between: &str| {
            let mut grid = Grid::new(1, head);
            for (from, to, weight) in joined {
                let ends = format!("{} {between} {}", self.nodes[from], self.nodes[to]);
                grid.row([ends, number(weight, 3)]);
            }
            text.push_str(&format!("\n{grid}"));
        };
        add(
            ["one beep later", "partial directed correlation"],
            Self::joined(&self.temporal, true),
            ">",
        );
        add(
            ["within a beep", "partial correlation"],
            Self::joined(&self.contemporaneous, false),
            "-",
        );
        text
    }

    /// Arrows from beep to beep; what goes together within a beep is in the table.
    fn picture(&self) -> Result<Box<dyn Figure>, Refusal> {
        let arrows = Self::joined(&self.temporal, true);
        let summary = format!(
            "{} between {} from one beep to the next.",
            counted(arrows.len(), "arrow", "arrows"),
            counted(self.nodes.len(), "node", "nodes")
        );
        picture::draw(summary, &self.nodes, &arrows)
    }
}
