//! The crossed random intercept (therapist). Clients, of whom there are many, are
//! eliminated one by one; what is left is one dense system with a row per therapist.

use nalgebra::DMatrix;

use super::dense::invert;
use super::design::{Cell, Crossing, Design};
use super::likelihood::{Client, Relative, Sums, over_clients, shrink};
use crate::StatsError;

/// With `V1 = I + Z D Z'` (clients only), `t` the relative variance of the crossed
/// factor and `V = V1 + t T T'`:
///
/// `V^-1 = V1^-1 - t V1^-1 T (I + t B)^-1 T'V1^-1`, `B = T'V1^-1T`,
/// `ln det V = ln det V1 + ln det(I + t B)`
///
/// (Woodbury; the same elimination as the sparse factor of Bates et al. 2015, section 5.1,
/// with the clients ordered first.)
#[derive(Debug, Clone)]
pub(super) struct Schur {
    levels: usize,
    /// `T'V^-1W = E T'V1^-1W`.
    products: Vec<f64>,
    /// `E = (I + t B)^-1`, `levels` times `levels`.
    inverse: Vec<f64>,
    /// `tr(T'V^-1T)`.
    pub(super) trace: f64,
    /// `W'V^-1T T'V^-1W`.
    pub(super) outer: Vec<f64>,
}

impl Schur {
    /// Takes the crossed factor off the sums of the criterion, and adds what the gradient
    /// needs of every client now that `V` is known.
    pub(super) fn of(
        design: &Design,
        crossing: &Crossing,
        relative: Relative,
        sums: &mut Sums,
    ) -> Result<Self, StatsError> {
        let (levels, width) = (crossing.levels, design.width);
        let (inner, before) = without_clients(design, crossing, relative);
        let variance = relative.crossed.powi(2);
        let mut system = DMatrix::from_fn(levels, levels, |row, column| {
            variance * inner[row * levels + column]
        });
        for level in 0..levels {
            system[(level, level)] += 1.0;
        }
        let overflow = StatsError::NotFinite {
            what: "the likelihood",
        };
        let (inverse, log_determinant) = invert(&system).ok_or(overflow)?;
        sums.log_determinant += log_determinant;
        // Symmetric, so columns are rows.
        let inverse = inverse.as_slice().to_vec();
        let products = product(&inverse, &before, levels, width);
        let mut outer = vec![0.0; width * width];
        for (old, new) in before.chunks_exact(width).zip(products.chunks_exact(width)) {
            for row in 0..width {
                for column in 0..=row {
                    sums.explained[row * width + column] += variance * old[row] * new[column];
                    outer[row * width + column] += new[row] * new[column];
                }
            }
        }
        let schur = Self {
            levels,
            trace: inner.iter().zip(&inverse).map(|(b, e)| b * e).sum(),
            inverse,
            products,
            outer,
        };
        let gradient = over_clients(
            design,
            relative,
            |sums, group, client, rows, [first, second]| {
                shrink(client, rows, first, second);
                let cells = crossing.cells(group);
                let information = schur.complete(cells, client, variance, first, second);
                sums.add_gradient(information, first, second);
            },
        );
        sums.information = gradient.information;
        sums.outer = gradient.outer;
        Ok(schur)
    }

    /// Turns `Z_i'V1^-1W` of one client into `Z_i'V^-1W`, and answers `Z_i'V^-1Z_i`.
    pub(super) fn complete(
        &self,
        cells: &[Cell],
        client: &Client,
        variance: f64,
        first: &mut [f64],
        second: &mut [f64],
    ) -> [f64; 3] {
        let width = first.len();
        let [a, b, c, d] = client.shrink;
        let reach = |cell: &Cell| {
            let [one, two] = cell.rows;
            [a * one + b * two, c * one + d * two]
        };
        let mut information = client.information();
        for cell in cells {
            let [one, two] = reach(cell);
            let line = &self.products[cell.level * width..(cell.level + 1) * width];
            for ((x, y), entry) in first.iter_mut().zip(second.iter_mut()).zip(line) {
                *x -= variance * one * entry;
                *y -= variance * two * entry;
            }
            let line = &self.inverse[cell.level * self.levels..(cell.level + 1) * self.levels];
            for other in cells {
                let [other_one, other_two] = reach(other);
                let weight = variance * line[other.level];
                information[0] -= weight * one * other_one;
                information[1] -= weight * 0.5 * (one * other_two + two * other_one);
                information[2] -= weight * two * other_two;
            }
        }
        information
    }

    /// Predicted effects of the levels and their conditional variances, both relative
    /// to the residual: `v = t T'V^-1 r` and `t E`.
    pub(super) fn effects(&self, relative: Relative, weights: &[f64]) -> Vec<(f64, f64)> {
        let variance = relative.crossed.powi(2);
        self.products
            .chunks_exact(weights.len())
            .enumerate()
            .map(|(level, line)| {
                let residual: f64 = line.iter().zip(weights).map(|(x, y)| x * y).sum();
                let own = self.inverse[level * self.levels + level];
                (variance * residual, variance * own)
            })
            .collect()
    }
}

/// `B = T'V1^-1T` and `T'V1^-1W`: what is left of the levels when each client's own part
/// is taken off.
fn without_clients(
    design: &Design,
    crossing: &Crossing,
    relative: Relative,
) -> (Vec<f64>, Vec<f64>) {
    let (levels, width) = (crossing.levels, design.width);
    let (covariance, determinant) = (relative.covariance(), relative.determinant());
    let mut inner = vec![0.0; levels * levels];
    for (level, count) in crossing.counts.iter().enumerate() {
        inner[level * levels + level] = *count;
    }
    let mut products = crossing.products.clone();
    for group in 0..design.groups {
        let (intercept, time) = design.client(group);
        let own = [intercept[0], intercept[1], time[1]];
        let [a, b, c] = Client::of(own, covariance, determinant).remaining;
        let cells = crossing.cells(group);
        for cell in cells {
            let [one, two] = cell.rows;
            let (left, right) = (a * one + b * two, b * one + c * two);
            let line = &mut products[cell.level * width..(cell.level + 1) * width];
            for ((entry, x), y) in line.iter_mut().zip(intercept).zip(time) {
                *entry -= left * x + right * y;
            }
            let line = &mut inner[cell.level * levels..(cell.level + 1) * levels];
            for other in cells {
                line[other.level] -= left * other.rows[0] + right * other.rows[1];
            }
        }
    }
    (inner, products)
}

/// `left right` for a square `left`.
fn product(left: &[f64], right: &[f64], order: usize, width: usize) -> Vec<f64> {
    let mut product = vec![0.0; order * width];
    for (line, row) in product
        .chunks_exact_mut(width)
        .zip(left.chunks_exact(order))
    {
        for (factor, other) in row.iter().zip(right.chunks_exact(width)) {
            for (entry, value) in line.iter_mut().zip(other) {
                *entry += factor * value;
            }
        }
    }
    product
}
