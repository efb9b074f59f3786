//! The crossed random intercept (therapist). Clients, of whom there are many, are
//! eliminated one by one; what is left is a system with a row per therapist, which falls
//! apart into one dense block for each component of therapists that share clients.

use nalgebra::DMatrix;

use super::components::Components;
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
/// with the clients ordered first.) `B` and `E` have the blocks of [`Components`], and all
/// by level is in their order.
#[derive(Debug, Clone)]
pub(super) struct Schur {
    /// `T'V^-1W = E T'V1^-1W`.
    products: Vec<f64>,
    /// `E = (I + t B)^-1`, block by block.
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
        let width = design.width;
        let (inner, before) = without_clients(design, crossing, relative);
        let variance = relative.crossed.powi(2);
        let overflow = StatsError::NotFinite {
            what: "the likelihood",
        };
        let (inverse, log_determinant) =
            invert_blocks(&crossing.components, &inner, variance).ok_or(overflow)?;
        sums.log_determinant += log_determinant;
        let products = product(&crossing.components, &inverse, &before, width);
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
                let information =
                    schur.complete(crossing, group, client, variance, [first, second]);
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
        crossing: &Crossing,
        group: usize,
        client: &Client,
        variance: f64,
        [first, second]: [&mut [f64]; 2],
    ) -> [f64; 3] {
        let width = first.len();
        let cells = crossing.cells(group);
        let [a, b, c, d] = client.shrink;
        let reach = |cell: &Cell| {
            let [one, two] = cell.rows;
            [a * one + b * two, c * one + d * two]
        };
        let mut information = client.information();
        for cell in cells {
            let [one, two] = reach(cell);
            let line = &self.products[cell.place * width..(cell.place + 1) * width];
            for ((x, y), entry) in first.iter_mut().zip(second.iter_mut()).zip(line) {
                *x -= variance * one * entry;
                *y -= variance * two * entry;
            }
            for other in cells {
                let [other_one, other_two] = reach(other);
                let entry = crossing.components.at(cell.place, other.place);
                let weight = variance * self.inverse[entry];
                information[0] -= weight * one * other_one;
                information[1] -= weight * 0.5 * (one * other_two + two * other_one);
                information[2] -= weight * two * other_two;
            }
        }
        information
    }

    /// Predicted effects of the levels, as they were numbered by the caller, and their
    /// conditional variances, both relative to the residual: `v = t T'V^-1 r` and `t E`.
    pub(super) fn effects(
        &self,
        components: &Components,
        relative: Relative,
        weights: &[f64],
    ) -> Vec<(f64, f64)> {
        let (variance, width) = (relative.crossed.powi(2), weights.len());
        components
            .places
            .iter()
            .map(|&place| {
                let line = &self.products[place * width..(place + 1) * width];
                let residual: f64 = line.iter().zip(weights).map(|(x, y)| x * y).sum();
                let own = self.inverse[components.at(place, place)];
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
    let (components, width) = (&crossing.components, design.width);
    let (covariance, determinant) = (relative.covariance(), relative.determinant());
    let mut inner = vec![0.0; components.entries];
    for (place, count) in crossing.counts.iter().enumerate() {
        inner[components.at(place, place)] = *count;
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
            let line = &mut products[cell.place * width..(cell.place + 1) * width];
            for ((entry, x), y) in line.iter_mut().zip(intercept).zip(time) {
                *entry -= left * x + right * y;
            }
            for other in cells {
                inner[components.at(cell.place, other.place)] -=
                    left * other.rows[0] + right * other.rows[1];
            }
        }
    }
    (inner, products)
}

/// `(I + t B)^-1`, and `ln det(I + t B)`; `None` if a block is not positive definite.
fn invert_blocks(components: &Components, inner: &[f64], variance: f64) -> Option<(Vec<f64>, f64)> {
    let mut inverse = Vec::with_capacity(components.entries);
    let mut log_determinant = 0.0;
    for block in components.blocks() {
        let entries = &inner[components.span(&block)];
        if let [single] = entries {
            let own = 1.0 + variance * single;
            // Written so that what is not a number is refused too.
            if !(own > 0.0 && own.is_finite()) {
                return None;
            }
            inverse.push(own.recip());
            log_determinant += own.ln();
            continue;
        }
        let scaled = entries.iter().map(|entry| variance * entry);
        let mut system = DMatrix::from_iterator(block.len(), block.len(), scaled);
        for place in 0..block.len() {
            system[(place, place)] += 1.0;
        }
        let (own, own_log) = invert(&system)?;
        // Symmetric, so columns are rows.
        inverse.extend_from_slice(own.as_slice());
        log_determinant += own_log;
    }
    Some((inverse, log_determinant))
}

/// `left right` for a `left` in blocks and a `right` with `width` columns.
fn product(components: &Components, left: &[f64], right: &[f64], width: usize) -> Vec<f64> {
    let mut product = vec![0.0; right.len()];
    for block in components.blocks() {
        let lines = block.start * width..block.end * width;
        let rows = left[components.span(&block)].chunks_exact(block.len());
        for (line, row) in product[lines.clone()].chunks_exact_mut(width).zip(rows) {
            for (factor, other) in row.iter().zip(right[lines.clone()].chunks_exact(width)) {
                for (entry, value) in line.iter_mut().zip(other) {
                    *entry += factor * value;
                }
            }
        }
    }
    product
}
