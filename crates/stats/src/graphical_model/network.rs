use serde::{Deserialize, Serialize};

use super::path::{Extent, Path, PathPoint, PathSettings, search};
use super::rows::CompleteRows;
use super::square::Square;
use crate::StatsError;
use crate::number::finite;

/// A column is taken to follow from the others when less than this share of its variance is its own.
const OWN_VARIANCE: f64 = 1e-10;

/// A reason to doubt a network that was nevertheless found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Warning {
    /// The least EBIC was that of the smallest penalty tried: the best may lie below it.
    SmallestPenaltyChosen,
    /// No edge was worth its price: with these rows nothing can be said about any pair.
    NoEdges,
    /// There are fewer rows than pairs of nodes; expect edges to be missed.
    FewRows,
}

/// A network of partial correlations.
///
/// Nodes are the columns, by index. All matrices are symmetric, nodes x nodes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GraphicalModel {
    /// Complete rows used.
    pub rows: usize,
    /// Rows left out because a value was missing.
    pub rows_left_out: usize,
    /// `gamma` of the extended BIC.
    pub gamma: f64,
    /// The penalty chosen.
    pub lambda: f64,
    /// Its extended BIC, constants left out; the smaller the better, on the same rows only.
    pub ebic: f64,
    /// How many pairs of nodes are joined.
    pub edges: usize,
    /// Partial correlations: what is left between two nodes when all others are held
    /// still; exactly 0 without an edge and on the diagonal. Shrunk towards 0.
    pub partial: Vec<Vec<f64>>,
    /// The penalised inverse of the correlation matrix, `K`.
    pub precision: Vec<Vec<f64>>,
    /// The correlations it was made from.
    pub correlations: Vec<Vec<f64>>,
    /// `-log det K + tr(S K) + lambda sum_{i != j} |K_ij|`.
    pub objective: f64,
    /// How far the objective may at most lie above its minimum.
    pub duality_gap: f64,
    /// Every penalty tried, largest first.
    pub path: Vec<PathPoint>,
    /// Reasons for doubt.
    pub warnings: Vec<Warning>,
}

/// Finds the network of the complete rows: Pearson correlations, graphical lasso, least EBIC.
///
/// Errors: a column that follows from the others; settings out of range; a fit that did not settle.
pub fn fit(rows: &CompleteRows, settings: &PathSettings) -> Result<GraphicalModel, StatsError> {
    let correlations = rows.correlations()?;
    model(&correlations, rows.rows(), rows.left_out(), settings)
}

/// Finds the network of a correlation matrix that was estimated from `rows` people.
///
/// Errors: a matrix that is not square, symmetric, of ones on its diagonal or positive definite
/// (as pairwise and polychoric correlations may be); fewer rows than nodes and two; as [`fit`].
pub fn fit_correlations(
    correlations: &[Vec<f64>],
    rows: usize,
    settings: &PathSettings,
) -> Result<GraphicalModel, StatsError> {
    let size = correlations.len();
    if size < 2 {
        return Err(StatsError::TooFew {
            what: "nodes",
            needed: 2,
            given: size,
        });
    }
    if rows < size + 2 {
        return Err(StatsError::TooFew {
            what: "complete rows",
            needed: size + 2,
            given: rows,
        });
    }
    for row in correlations {
        if row.len() != size {
            return Err(StatsError::LengthMismatch {
                what: "a row of the correlation matrix",
                needed: size,
                given: row.len(),
            });
        }
        for entry in row {
            finite("a correlation", *entry)?;
        }
    }
    let pairs = || (0..size).flat_map(|row| (0..size).map(move |column| (row, column)));
    let differs = |one: f64, two: f64| (one - two).abs() > 1e-8;
    if (0..size).any(|node| differs(correlations[node][node], 1.0))
        || pairs()
            .any(|(row, column)| differs(correlations[row][column], correlations[column][row]))
    {
        return Err(StatsError::NotCorrelations);
    }
    // The upper triangle twice, so that rounding in the source leaves nothing lopsided.
    let matrix = Square::from_function(size, |row, column| {
        if row == column {
            1.0
        } else {
            correlations[row.min(column)][row.max(column)]
        }
    });
    model(&matrix, rows, 0, settings)
}

fn model(
    correlations: &Square,
    rows: usize,
    rows_left_out: usize,
    settings: &PathSettings,
) -> Result<GraphicalModel, StatsError> {
    settings.check()?;
    if correlations.cholesky(OWN_VARIANCE).is_none() {
        return Err(StatsError::NotPositiveDefinite {
            what: "the correlation matrix",
        });
    }
    let Path {
        points,
        best,
        solution,
    } = search(correlations, rows, settings, Extent::Whole)?;
    let chosen = points[best];
    let size = correlations.size();
    let mut warnings = Vec::new();
    if best + 1 == points.len() && points.len() > 1 {
        warnings.push(Warning::SmallestPenaltyChosen);
    }
    if chosen.edges == 0 {
        warnings.push(Warning::NoEdges);
    }
    if rows < size * (size - 1) / 2 {
        warnings.push(Warning::FewRows);
    }
    Ok(GraphicalModel {
        rows,
        rows_left_out,
        gamma: settings.gamma.get(),
        lambda: chosen.lambda,
        ebic: chosen.ebic,
        edges: chosen.edges,
        partial: partial_correlations(&solution.precision.matrix).to_rows(),
        precision: solution.precision.matrix.to_rows(),
        correlations: correlations.to_rows(),
        objective: solution.objective,
        duality_gap: solution.gap,
        path: points,
        warnings,
    })
}

/// `-K_ij / sqrt(K_ii K_jj)`, zero on the diagonal.
pub(crate) fn partial_correlations(precision: &Square) -> Square {
    let roots: Vec<f64> = (0..precision.size())
        .map(|node| precision.get(node, node).sqrt())
        .collect();
    Square::from_function(precision.size(), |row, column| {
        let entry = precision.get(row, column);
        // Not merely for tidiness: `-0.0` would be printed as such.
        if row == column || entry == 0.0 {
            0.0
        } else {
            -entry / (roots[row] * roots[column])
        }
    })
}
