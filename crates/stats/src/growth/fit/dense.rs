//! Cholesky factors of small dense matrices, row-major. Own code because the
//! fit needs no more than this and fails in one known way: a pivot too small.

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
                let inner: f64 = (0..column).map(|k| upper[k] * lower[k]).sum();
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
        for row in 0..order {
            let inner: f64 = (0..row)
                .map(|k| self.factor[row * order + k] * vector[k])
                .sum();
            vector[row] = (vector[row] - inner) / self.factor[row * order + row];
        }
        for row in (0..order).rev() {
            vector[row] /= self.factor[row * order + row];
            let value = vector[row];
            for (k, entry) in vector.iter_mut().enumerate().take(row) {
                *entry -= self.factor[row * order + k] * value;
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
    fn a_dependent_column_is_named() {
        let singular = [1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 2.0];
        assert_eq!(
            Cholesky::of(&singular, 3, 3, 1e-10).unwrap_err(),
            Dependent { column: 2 }
        );
    }
}
