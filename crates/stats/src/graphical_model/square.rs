//! A small dense square matrix with the few operations a network model needs.
//! Rows are contiguous; nothing here is larger than nodes x nodes.

/// A square matrix, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Square {
    size: usize,
    entries: Vec<f64>,
}

impl Square {
    pub(crate) fn filled(size: usize, value: f64) -> Self {
        Self {
            size,
            entries: vec![value; size * size],
        }
    }

    pub(crate) fn from_function(size: usize, entry: impl Fn(usize, usize) -> f64) -> Self {
        let entries = (0..size * size).map(|index| entry(index / size, index % size));
        Self {
            size,
            entries: entries.collect(),
        }
    }

    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn get(&self, row: usize, column: usize) -> f64 {
        self.entries[row * self.size + column]
    }

    pub(crate) fn set(&mut self, row: usize, column: usize, value: f64) {
        self.entries[row * self.size + column] = value;
    }

    pub(crate) fn row(&self, row: usize) -> &[f64] {
        &self.entries[row * self.size..(row + 1) * self.size]
    }

    pub(crate) fn row_mut(&mut self, row: usize) -> &mut [f64] {
        &mut self.entries[row * self.size..(row + 1) * self.size]
    }

    pub(crate) fn entries(&self) -> &[f64] {
        &self.entries
    }

    pub(crate) fn entries_mut(&mut self) -> &mut [f64] {
        &mut self.entries
    }

    /// The sum of the products of all entries; `trace(A B)` where either is symmetric.
    pub(crate) fn inner(&self, other: &Self) -> f64 {
        dot(&self.entries, &other.entries)
    }

    pub(crate) fn to_rows(&self) -> Vec<Vec<f64>> {
        (0..self.size).map(|row| self.row(row).to_vec()).collect()
    }

    /// The lower factor `L` of `A = L L'`; nothing if a pivot is not above `least`,
    /// that is, if the matrix is not (safely) positive definite.
    pub(crate) fn cholesky(&self, least: f64) -> Option<Cholesky> {
        let mut lower = Self::filled(self.size, 0.0);
        for row in 0..self.size {
            let (above, rest) = lower.entries.split_at_mut(row * self.size);
            let current = &mut rest[..self.size];
            for column in 0..row {
                let earlier = &above[column * self.size..=column * self.size + column];
                let rest = self.get(row, column) - dot(&current[..column], &earlier[..column]);
                current[column] = rest / earlier[column];
            }
            let pivot = self.get(row, row) - dot(&current[..row], &current[..row]);
            // A NaN is not above anything.
            if !(pivot > least && pivot.is_finite()) {
                return None;
            }
            current[row] = pivot.sqrt();
        }
        Some(Cholesky { lower })
    }
}

/// The Cholesky factor of a positive definite matrix.
pub(crate) struct Cholesky {
    lower: Square,
}

impl Cholesky {
    /// `log det A`.
    pub(crate) fn log_determinant(&self) -> f64 {
        let size = self.lower.size;
        let logs = (0..size).map(|index| self.lower.get(index, index).ln());
        2.0 * logs.sum::<f64>()
    }

    /// `A^-1 = L^-T L^-1`.
    pub(crate) fn inverse(&self) -> Square {
        let size = self.lower.size;
        let mut triangle = Square::filled(size, 0.0);
        for row in 0..size {
            let (above, rest) = triangle.entries.split_at_mut(row * size);
            let current = &mut rest[..size];
            let factors = self.lower.row(row);
            for (earlier, factor) in factors[..row].iter().enumerate() {
                let done = &above[earlier * size..=earlier * size + earlier];
                add_scaled(&mut current[..=earlier], -factor, done);
            }
            current[row] = 1.0;
            let pivot = factors[row];
            current[..=row].iter_mut().for_each(|entry| *entry /= pivot);
        }
        let mut inverse = Square::filled(size, 0.0);
        for inner in 0..size {
            let factors = &triangle.row(inner)[..=inner];
            for (row, factor) in factors.iter().enumerate() {
                add_scaled(&mut inverse.row_mut(row)[..=row], *factor, &factors[..=row]);
            }
        }
        for row in 0..size {
            for column in 0..row {
                inverse.set(column, row, inverse.get(row, column));
            }
        }
        inverse
    }
}

/// `sum a_k b_k`, in four running sums, so that the processor need not wait for each.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (left_fours, right_fours) = (left.chunks_exact(4), right.chunks_exact(4));
    let rest = left_fours.remainder().iter().zip(right_fours.remainder());
    let rest: f64 = rest.map(|(one, two)| one * two).sum();
    for (one, two) in left_fours.zip(right_fours) {
        for index in 0..4 {
            sums[index] += one[index] * two[index];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// `into += factor * values`.
pub(crate) fn add_scaled(into: &mut [f64], factor: f64, values: &[f64]) {
    for (entry, value) in into.iter_mut().zip(values) {
        *entry += factor * value;
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn inverse_and_determinant_of_a_known_matrix() {
        let rows = [[4.0, 2.0, 0.0], [2.0, 5.0, 1.0], [0.0, 1.0, 3.0]];
        let matrix = Square::from_function(3, |row, column| rows[row][column]);
        let factor = matrix.cholesky(0.0).unwrap();
        // By cofactors: 4 (15 - 1) - 2 (6 - 0) = 44.
        assert!((factor.log_determinant() - 44.0_f64.ln()).abs() < 1e-12);
        let inverse = factor.inverse();
        for row in 0..3 {
            for column in 0..3 {
                let product = dot(inverse.row(column), matrix.row(row));
                assert!((product - f64::from(u8::from(row == column))).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn what_is_not_positive_definite_has_no_factor() {
        let singular = Square::filled(2, 1.0);
        assert!(singular.cholesky(1e-10).is_none());
        assert!(Square::filled(1, f64::NAN).cholesky(0.0).is_none());
        assert!(Square::filled(1, f64::INFINITY).cholesky(0.0).is_none());
    }
}
