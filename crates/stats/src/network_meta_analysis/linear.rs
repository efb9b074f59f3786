//! The little linear algebra that networks need, so that the rest names no library.

use nalgebra::{Cholesky, DMatrix};

/// A dense matrix.
pub(super) type Matrix = DMatrix<f64>;

/// From here on more than ten of sixteen digits of an inverse are lost.
const INFLATION: f64 = 1e10;

/// Inverse of a symmetric positive definite matrix; `None` where it is not one, or so
/// nearly not one that the inverse would be rounding. The measure is the variance
/// inflation `m_ii (m^-1)_ii` of each row, which does not depend on units.
pub(super) fn positive_inverse(matrix: Matrix) -> Option<Matrix> {
    let diagonal = matrix.diagonal();
    let inverse = Cholesky::new(matrix)?.inverse();
    let sound = diagonal
        .iter()
        .zip(inverse.diagonal().iter())
        .all(|(before, after)| before * after <= INFLATION);
    (sound && inverse.iter().all(|value| value.is_finite())).then_some(inverse)
}

/// A generalised inverse of a Laplacian matrix of a connected network: one row and
/// column are left out, the rest inverted, and zeros put in their place. Differences
/// come out as with any other generalised inverse, and more exactly than with the
/// Moore-Penrose one.
pub(super) fn grounded_inverse(laplacian: &Matrix) -> Option<Matrix> {
    let size = laplacian.nrows();
    let rest = laplacian.view((1, 1), (size - 1, size - 1)).into_owned();
    let mut inverse = Matrix::zeros(size, size);
    inverse
        .view_mut((1, 1), (size - 1, size - 1))
        .copy_from(&positive_inverse(rest)?);
    Some(inverse)
}

/// `x' M x`.
pub(super) fn quadratic(matrix: &Matrix, vector: &[f64]) -> f64 {
    (0..vector.len())
        .map(|row| {
            let product: f64 = (0..vector.len())
                .map(|column| matrix[(row, column)] * vector[column])
                .sum();
            vector[row] * product
        })
        .sum()
}

/// The reduced row echelon form of a set of rows: what their combinations can say.
pub(super) struct RowSpace {
    /// One row for each pivot: 1 there, 0 at the other pivots.
    rows: Vec<Vec<f64>>,
    /// The column of each pivot.
    pub(super) pivots: Vec<usize>,
}

/// Rows hold small whole numbers, so anything below this is rounding.
const ROUNDING: f64 = 1e-9;

impl RowSpace {
    /// Of rows of one length.
    pub(super) fn of(rows: &[Vec<f64>]) -> Self {
        let mut space = Self {
            rows: Vec::new(),
            pivots: Vec::new(),
        };
        for row in rows {
            space.insert(row);
        }
        space
    }

    fn insert(&mut self, row: &[f64]) {
        let mut rest = self.remainder(row);
        let Some(pivot) = (0..rest.len()).max_by(|a, b| rest[*a].abs().total_cmp(&rest[*b].abs()))
        else {
            return;
        };
        if rest[pivot].abs() <= ROUNDING {
            return;
        }
        let scale = rest[pivot];
        for value in &mut rest {
            *value /= scale;
        }
        for other in &mut self.rows {
            let share = other[pivot];
            for (value, new) in other.iter_mut().zip(&rest) {
                *value -= share * new;
            }
        }
        self.rows.push(rest);
        self.pivots.push(pivot);
    }

    /// What is left of a row when the space's part is taken away.
    fn remainder(&self, row: &[f64]) -> Vec<f64> {
        let mut rest = row.to_vec();
        for (basis, pivot) in self.rows.iter().zip(&self.pivots) {
            let share = row[*pivot];
            for (value, part) in rest.iter_mut().zip(basis) {
                *value -= share * part;
            }
        }
        rest
    }

    /// Whether the row is a combination of the rows given.
    pub(super) fn holds(&self, row: &[f64]) -> bool {
        self.remainder(row)
            .iter()
            .all(|value| value.abs() <= ROUNDING)
    }

    /// The row at the pivots: its coordinates, if the space holds it.
    pub(super) fn coordinates(&self, row: &[f64]) -> Vec<f64> {
        self.pivots.iter().map(|pivot| row[*pivot]).collect()
    }

    /// The dimension.
    pub(super) fn rank(&self) -> usize {
        self.pivots.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn row_space_of_dependent_rows() {
        let rows = [
            vec![1.0, 1.0, 0.0, 0.0],
            vec![0.0, 1.0, 1.0, 0.0],
            vec![1.0, 2.0, 1.0, 0.0],
        ];
        let space = RowSpace::of(&rows);
        assert_eq!(space.rank(), 2);
        assert!(space.holds(&[1.0, 0.0, -1.0, 0.0]));
        assert!(!space.holds(&[1.0, 0.0, 0.0, 0.0]));
        assert!(!space.holds(&[0.0, 0.0, 0.0, 1.0]));
    }

    #[test]
    fn nearly_singular_has_no_inverse() {
        let rounded_away = Matrix::from_row_slice(2, 2, &[1.0, 1.0, 1.0, 1.0 + 1e-14]);
        assert_eq!(positive_inverse(rounded_away), None);
    }

    #[test]
    fn not_positive_definite_has_no_inverse() {
        assert_eq!(positive_inverse(Matrix::zeros(2, 2)), None);
        assert_eq!(positive_inverse(-Matrix::identity(2, 2)), None);
    }
}
