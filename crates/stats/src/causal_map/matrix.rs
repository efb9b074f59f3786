use serde::{Deserialize, Serialize};

use super::graph::{Edge, MOST_NODES};
use super::radius::{moduli_of, radius_of};
use crate::StatsError;
use crate::number::finite;

/// A small dense square matrix of finite numbers; `rows[i][j]` is the effect of
/// `i` on `j`. Unlike a [`super::CausalMap`] it may hold self-influences and
/// weights of any size, as estimated lag-1 networks do. (A model written as
/// `x_{t+1} = A x_t` has the effect of `j` on `i` in row `i`: transpose it first.)
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Vec<f64>>", into = "Vec<Vec<f64>>")]
pub struct SquareMatrix {
    rows: Vec<Vec<f64>>,
}

impl TryFrom<Vec<Vec<f64>>> for SquareMatrix {
    type Error = StatsError;
    fn try_from(rows: Vec<Vec<f64>>) -> Result<Self, StatsError> {
        Self::new(rows)
    }
}

impl From<SquareMatrix> for Vec<Vec<f64>> {
    fn from(matrix: SquareMatrix) -> Self {
        matrix.rows
    }
}

impl SquareMatrix {
    /// From rows, as many as each row is long.
    ///
    /// Errors: not square, not finite, more than [`MOST_NODES`] rows.
    pub fn new(rows: Vec<Vec<f64>>) -> Result<Self, StatsError> {
        let size = rows.len();
        if size > MOST_NODES {
            return Err(StatsError::TooManyNodes {
                most: MOST_NODES,
                given: size,
            });
        }
        for row in &rows {
            if row.len() != size {
                return Err(StatsError::LengthMismatch {
                    what: "a row of a square matrix",
                    needed: size,
                    given: row.len(),
                });
            }
            for entry in row {
                finite("an entry of the matrix", *entry)?;
            }
        }
        Ok(Self { rows })
    }

    pub(super) fn from_edges(nodes: usize, edges: &[Edge]) -> Self {
        let mut rows = vec![vec![0.0; nodes]; nodes];
        for &(from, to, weight) in edges {
            rows[from][to] = weight;
        }
        Self { rows }
    }

    /// The rows.
    pub fn rows(&self) -> &[Vec<f64>] {
        &self.rows
    }

    /// The moduli of all eigenvalues, largest first.
    ///
    /// Errors: the iteration did not converge.
    pub fn eigenvalue_moduli(&self) -> Result<Vec<f64>, StatsError> {
        moduli_of(self.rows.len(), &self.edges())
    }

    /// The largest modulus of an eigenvalue; 0 for a matrix without rows.
    ///
    /// Errors: the iteration did not converge.
    pub fn spectral_radius(&self) -> Result<f64, StatsError> {
        radius_of(self.rows.len(), &self.edges())
    }

    fn edges(&self) -> Vec<Edge> {
        let cells = self.rows.iter().enumerate().flat_map(|(from, row)| {
            row.iter()
                .enumerate()
                .map(move |(to, entry)| (from, to, *entry))
        });
        cells.filter(|(.., entry)| *entry != 0.0).collect()
    }

    /// Effects along all paths, `T = (I - A)^-1 - I`.
    ///
    /// Errors: a spectral radius of 1 or more, for which the sum over paths does
    /// not converge even where the inverse exists.
    pub fn total_effects(&self) -> Result<Self, StatsError> {
        let spectral_radius = self.spectral_radius()?;
        if spectral_radius >= 1.0 {
            return Err(StatsError::Unstable { spectral_radius });
        }
        let mut inverse = self.inverse_of_difference()?;
        for (index, row) in inverse.iter_mut().enumerate() {
            row[index] -= 1.0;
        }
        Self::new(inverse)
    }

    /// `(I - A)^-1`, whatever the spectral radius.
    ///
    /// Errors: singular.
    pub(super) fn inverse_of_difference(&self) -> Result<Vec<Vec<f64>>, StatsError> {
        let size = self.rows.len();
        let difference = (0..size).map(|row| {
            (0..size)
                .map(|column| unit(row, column) - self.rows[row][column])
                .collect()
        });
        invert(difference.collect())
    }

    /// The matrix with one entry made 0.
    pub(super) fn without(&self, from: usize, to: usize) -> Self {
        let mut left = self.clone();
        left.rows[from][to] = 0.0;
        left
    }

    /// Effects along paths of at most `longest` steps, `A + A^2 + ... + A^longest`,
    /// nodes visited twice included; exists whatever the spectral radius.
    ///
    /// Errors: the sum overflows.
    pub fn walk_effects(&self, longest: usize) -> Result<Self, StatsError> {
        let size = self.rows.len();
        let mut sum = vec![vec![0.0; size]; size];
        // Horner: S <- A (I + S), so that S_L = A + A S_{L-1}.
        for _ in 0..longest {
            for (index, row) in sum.iter_mut().enumerate() {
                row[index] += 1.0;
            }
            sum = multiply(&self.rows, &sum);
        }
        Self::new(sum)
    }
}

fn unit(row: usize, column: usize) -> f64 {
    if row == column { 1.0 } else { 0.0 }
}

fn multiply(left: &[Vec<f64>], right: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let size = left.len();
    let mut product = vec![vec![0.0; size]; size];
    for (into, row) in product.iter_mut().zip(left) {
        // Drawings are sparse: most factors are zero and add nothing.
        for (factor, other) in row.iter().zip(right).filter(|(factor, _)| **factor != 0.0) {
            for (entry, value) in into.iter_mut().zip(other) {
                *entry += factor * value;
            }
        }
    }
    product
}

/// Gauss-Jordan elimination with the largest pivot of each column.
fn invert(mut matrix: Vec<Vec<f64>>) -> Result<Vec<Vec<f64>>, StatsError> {
    let size = matrix.len();
    let mut inverse: Vec<Vec<f64>> = (0..size)
        .map(|row| (0..size).map(|column| unit(row, column)).collect())
        .collect();
    for column in 0..size {
        let largest = (column..size).max_by(|one, two| {
            matrix[*one][column]
                .abs()
                .total_cmp(&matrix[*two][column].abs())
        });
        let pivot = largest.unwrap_or(column);
        matrix.swap(column, pivot);
        inverse.swap(column, pivot);
        let divisor = matrix[column][column];
        if divisor == 0.0 {
            return Err(StatsError::NotFinite {
                what: "a total effect",
            });
        }
        for entry in matrix[column].iter_mut().chain(inverse[column].iter_mut()) {
            *entry /= divisor;
        }
        let (pivot_row, pivot_inverse) = (matrix[column].clone(), inverse[column].clone());
        for row in (0..size).filter(|row| *row != column) {
            let factor = matrix[row][column];
            subtract(&mut matrix[row], factor, &pivot_row);
            subtract(&mut inverse[row], factor, &pivot_inverse);
        }
    }
    Ok(inverse)
}

fn subtract(row: &mut [f64], factor: f64, other: &[f64]) {
    for (entry, value) in row.iter_mut().zip(other) {
        *entry -= factor * value;
    }
}
