//! Cholesky factors of small dense matrices, row-major: own code that fails in one known
//! way, a pivot too small. And the inverse of a large one, by products of its blocks.

use nalgebra::DMatrix;

/// The lower factor `L` of `A = L L'`.
#[derive(Debug, Clone)]
pub(super) struct Cholesky {
    order: usize,
    factor: Vec<f64>,
}

/// The column whose pivot is not above the tolerance: it depends on those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dependent {
    pub(super) column: usize,
}

impl Cholesky {
    /// Factors the symmetric matrix of which the lower triangle of the first
    /// `order` rows, each `stride` long, is read. A pivot must exceed `tolerance`
    /// times its own diagonal element.
    pub(super) fn of(
        matrix: &[f64],
        order: usize,
        stride: usize,
        tolerance: f64,
    ) -> Result<Self, Dependent> {
        let mut factor = vec![0.0; order * order];
        for row in 0..order {
            for column in 0..=row {
                let (upper, lower) = (&factor[column * order..], &factor[row * order..]);
                let inner = dot(&upper[..column], &lower[..column]);
                let rest = matrix[row * stride + column] - inner;
                factor[row * order + column] = if row > column {
                    rest / factor[column * order + column]
                } else if rest > tolerance * matrix[row * stride + row] && rest.is_finite() {
                    rest.sqrt()
                } else {
                    return Err(Dependent { column });
                };
            }
        }
        Ok(Self { order, factor })
    }

    /// `ln det A`.
    pub(super) fn log_determinant(&self) -> f64 {
        (0..self.order)
            .map(|k| 2.0 * self.factor[k * self.order + k].ln())
            .sum()
    }

    /// `A^-1 b` in place.
    pub(super) fn solve(&self, vector: &mut [f64]) {
        let order = self.order;
        // What is zero at the top stays zero.
        let begin = vector
            .iter()
            .position(|entry| *entry != 0.0)
            .unwrap_or(order);
        for row in begin..order {
            let line = &self.factor[row * order..];
            let inner = dot(&line[begin..row], &vector[begin..row]);
            vector[row] = (vector[row] - inner) / line[row];
        }
        for row in (0..order).rev() {
            vector[row] /= self.factor[row * order + row];
            let value = vector[row];
            let line = &self.factor[row * order..row * order + row];
            for (entry, factor) in vector.iter_mut().zip(line) {
                *entry -= factor * value;
            }
        }
    }

    /// `A^-1`, row-major.
    pub(super) fn inverse(&self) -> Vec<f64> {
        let order = self.order;
        let mut inverse = vec![0.0; order * order];
        for (row, column) in inverse.chunks_exact_mut(order.max(1)).enumerate() {
            column[row] = 1.0;
            self.solve(column);
        }
        inverse
    }
}

/// Matrices up to this order are inverted by their factor.
const BLOCK: usize = 48;

/// Inverse and `ln det` of a symmetric positive definite matrix; `None` if it is not.
///
/// By halves: with `A = [[P, Q'], [Q, R]]` and `S = R - Q P^-1 Q'`,
/// `A^-1 = [[P^-1 + T'S^-1 T, -T'S^-1], [-S^-1 T, S^-1]]`, `T = Q P^-1`, and
/// `det A = det P det S`. Nearly all of the work is in products of matrices, which run many
/// times faster than a factor solved column by column.
pub(super) fn invert(matrix: &DMatrix<f64>) -> Option<(DMatrix<f64>, f64)> {
    let order = matrix.nrows();
    if order <= BLOCK {
        let factor = Cholesky::of(matrix.as_slice(), order, order, 0.0).ok()?;
        let inverse = DMatrix::from_vec(order, order, factor.inverse());
        return Some((inverse, factor.log_determinant()));
    }
    let (half, rest) = (order / 2, order - order / 2);
    let (first, first_log) = invert(&matrix.view((0, 0), (half, half)).into_owned())?;
    let below = matrix.view((half, 0), (rest, half));
    let through = below * &first;
    let schur = matrix.view((half, half), (rest, rest)) - &through * below.transpose();
    let (last, last_log) = invert(&schur)?;
    let across = &last * &through;
    let mut inverse = DMatrix::zeros(order, order);
    inverse
        .view_mut((0, 0), (half, half))
        .copy_from(&(first + through.transpose() * &across));
    inverse
        .view_mut((half, 0), (rest, half))
        .copy_from(&-&across);
    inverse
        .view_mut((0, half), (half, rest))
        .copy_from(&-across.transpose());
    inverse
        .view_mut((half, half), (rest, rest))
        .copy_from(&last);
    Some((inverse, first_log + last_log))
}

/// In eight sums, which the processor can add side by side.
fn dot(one: &[f64], two: &[f64]) -> f64 {
    const SIDE: usize = 8;
    let mut sums = [0.0; SIDE];
    let (first, second) = (one.chunks_exact(SIDE), two.chunks_exact(SIDE));
    let rest: f64 = first
        .remainder()
        .iter()
        .zip(second.remainder())
        .map(|(x, y)| x * y)
        .sum();
    for (x, y) in first.zip(second) {
        for (sum, (x, y)) in sums.iter_mut().zip(x.iter().zip(y)) {
            *sum += x * y;
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_worked_matrix() {
        // A = L L' with L = [[2, 0], [1, 3]].
        let factor = Cholesky::of(&[4.0, 2.0, 2.0, 10.0], 2, 2, 0.0).unwrap();
        assert!((factor.log_determinant() - 36_f64.ln()).abs() < 1e-14);
        let expected = [10.0, -2.0, -2.0, 4.0].map(|entry| entry / 36.0);
        for (entry, expected) in factor.inverse().iter().zip(expected) {
            assert!((entry - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn blocks_give_the_same_inverse() {
        // Order 131: halves of unlike size, twice divided.
        let order = 131;
        let matrix = DMatrix::from_fn(order, order, |row, column| {
            let distance = row.abs_diff(column) as f64;
            (-0.3 * distance).exp() + if row == column { 0.5 } else { 0.0 }
        });
        let (inverse, log_determinant) = invert(&matrix).unwrap();
        let apart = &inverse * &matrix - DMatrix::identity(order, order);
        assert!(apart.amax() < 1e-12);
        let factor = Cholesky::of(matrix.as_slice(), order, order, 0.0).unwrap();
        assert!((log_determinant - factor.log_determinant()).abs() < 1e-10);
        assert!(invert(&(-matrix)).is_none());
    }

    #[test]
    fn a_dependent_column_is_named() {
        let singular = [1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 2.0];
        assert_eq!(
            Cholesky::of(&singular, 3, 3, 1e-10).unwrap_err(),
            Dependent { column: 2 }
        );
    }
}
