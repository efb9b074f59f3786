use super::square::Square;
use crate::StatsError;
use crate::number::finite;

/// Sums of squares below this share of the squared size of the values are rounding, not spread.
const NO_SPREAD: f64 = 1e-24;

/// The rows in which every column was answered; the others are left out and counted.
///
/// Leaving rows out is unbiased only if what is missing does not depend on the
/// values (missing completely at random). A large `left_out` is a reason for doubt.
#[derive(Debug, Clone, PartialEq)]
pub struct CompleteRows {
    columns: usize,
    rows: usize,
    left_out: usize,
    /// Row by row; each column centred and divided by its root of the sum of squares, so
    /// that sums over resampled rows lose no digits to a large mean.
    scaled: Vec<f64>,
}

impl CompleteRows {
    /// Takes `rows[r][c]`, the value of column `c` in row `r`, `None` where missing.
    ///
    /// Errors: rows of different lengths; fewer than two columns; a value that is
    /// not finite; fewer complete rows than columns and one, with which correlations
    /// cannot be told apart; a column whose values are all alike.
    pub fn new(rows: &[Vec<Option<f64>>]) -> Result<Self, StatsError> {
        let columns = rows.first().map_or(0, Vec::len);
        if columns < 2 {
            return Err(StatsError::TooFew {
                what: "columns",
                needed: 2,
                given: columns,
            });
        }
        let mut scaled = Vec::with_capacity(rows.len() * columns);
        let mut left_out = 0;
        for row in rows {
            if row.len() != columns {
                return Err(StatsError::LengthMismatch {
                    what: "a row",
                    needed: columns,
                    given: row.len(),
                });
            }
            for value in row.iter().flatten() {
                finite("a value", *value)?;
            }
            if row.iter().all(Option::is_some) {
                scaled.extend(row.iter().flatten());
            } else {
                left_out += 1;
            }
        }
        let complete = scaled.len() / columns;
        if complete < columns + 2 {
            return Err(StatsError::TooFew {
                what: "complete rows",
                needed: columns + 2,
                given: complete,
            });
        }
        for column in 0..columns {
            standardise(&mut scaled[column..], columns)
                .ok_or(StatsError::ConstantColumn { column })?;
        }
        Ok(Self {
            columns,
            rows: complete,
            left_out,
            scaled,
        })
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many complete rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many rows were left out because a value was missing.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Pearson's product-moment correlations.
    pub(super) fn correlations(&self) -> Result<Square, StatsError> {
        self.weighted_correlations(&vec![1.0; self.rows])
    }

    /// The correlations of a sample in which row `r` occurs `times[r]` times.
    ///
    /// Errors: a column without spread in that sample.
    pub(super) fn weighted_correlations(&self, times: &[f64]) -> Result<Square, StatsError> {
        let size = self.columns;
        let mut sums = vec![0.0; size];
        let mut products = Square::filled(size, 0.0);
        for (row, weight) in self.scaled.chunks_exact(size).zip(times) {
            if *weight == 0.0 {
                continue;
            }
            for (index, value) in row.iter().enumerate() {
                let weighted = weight * value;
                sums[index] += weighted;
                super::square::add_scaled(
                    &mut products.row_mut(index)[..=index],
                    weighted,
                    &row[..=index],
                );
            }
        }
        let total: f64 = times.iter().sum();
        let centred = |row: usize, column: usize| {
            products.get(row.max(column), row.min(column)) - sums[row] * sums[column] / total
        };
        let mut roots = Vec::with_capacity(size);
        for column in 0..size {
            let squares = centred(column, column);
            // The full sample has a sum of squares of one; what is left here is rounding.
            if squares <= 1e-12 {
                return Err(StatsError::ConstantColumn { column });
            }
            roots.push(squares.sqrt());
        }
        Ok(Square::from_function(size, |row, column| {
            if row == column {
                1.0
            } else {
                (centred(row, column) / (roots[row] * roots[column])).clamp(-1.0, 1.0)
            }
        }))
    }
}

/// Centres every `stride`-th value and divides it by the root of the sum of squares;
/// nothing if they are all alike.
fn standardise(values: &mut [f64], stride: usize) -> Option<()> {
    let cells = || values.iter().step_by(stride);
    let count = cells().count() as f64;
    // Divided first, so that sums and squares of very large or small numbers exist.
    let size = cells().fold(0.0_f64, |most, value| most.max(value.abs()));
    if size == 0.0 {
        return None;
    }
    let centre = cells().map(|value| value / size).sum::<f64>() / count;
    let squares: f64 = cells().map(|value| (value / size - centre).powi(2)).sum();
    if squares <= NO_SPREAD * count {
        return None;
    }
    let root = squares.sqrt();
    for value in values.iter_mut().step_by(stride) {
        *value = (*value / size - centre) / root;
    }
    Some(())
}
