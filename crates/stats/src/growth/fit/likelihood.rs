//! The profiled criterion of Bates et al. 2015 (doi:10.18637/jss.v067.i01), for
//! clients one after the other.

use rayon::prelude::*;

use super::Estimation;
use super::crossed::Schur;
use super::dense::Cholesky;
use super::design::Design;
use crate::StatsError;

/// A residual below this share of the outcome's variance is rounding.
const LEAST_RESIDUAL: f64 = 1e-12;

/// `D = G / s2`, the covariance of the clients' effects relative to the residual
/// variance, as its factor: `D = L L'`, `L = [[first, 0], [below, second]]`, and the
/// crossed factor's standard deviation relative to the residual one.
///
/// Signs do not matter: criterion and `D` are even in each column of `L`, so the
/// search may run over all numbers and needs no bounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Relative {
    pub(super) first: f64,
    pub(super) below: f64,
    pub(super) second: f64,
    pub(super) crossed: f64,
}

impl Relative {
    pub(super) fn of(point: &[f64]) -> Self {
        Self {
            first: point[0],
            below: point[1],
            second: point[2],
            crossed: point.get(3).copied().unwrap_or(0.0),
        }
    }

    /// `D` as variance, covariance, variance.
    pub(super) fn covariance(self) -> [f64; 3] {
        [
            self.first * self.first,
            self.first * self.below,
            self.below * self.below + self.second * self.second,
        ]
    }

    /// `det D`, without the cancellation of the product of its elements.
    pub(super) fn determinant(self) -> f64 {
        (self.first * self.second).powi(2)
    }
}

/// One client's part, for `A = Z'Z` and `V = I + Z D Z'` of this client.
pub(super) struct Client {
    /// `A`, as sums of ones, times and squared times.
    pub(super) inner: [f64; 3],
    /// `(D^-1 + A)^-1`, which exists for singular `D` too: `(D + det D adj A) / det(I + D A)`.
    pub(super) remaining: [f64; 3],
    /// `(I + A D)^-1`, row-major: `(I + adj D adj A) / det(I + D A)`.
    pub(super) shrink: [f64; 4],
    /// `det(I + D A) = det V`.
    pub(super) determinant: f64,
}

impl Client {
    pub(super) fn of(inner: [f64; 3], covariance: [f64; 3], determinant: f64) -> Self {
        let [count, sum, squares] = inner;
        let [a, b, c] = covariance;
        let trace = a * count + 2.0 * b * sum + c * squares;
        let own = 1.0 + trace + determinant * (count * squares - sum * sum);
        Self {
            inner,
            remaining: [
                (a + determinant * squares) / own,
                (b - determinant * sum) / own,
                (c + determinant * count) / own,
            ],
            // (1 + tr AD) I - AD, with AD written out.
            shrink: [
                (1.0 + b * sum + c * squares) / own,
                -(count * b + sum * c) / own,
                -(sum * a + squares * b) / own,
                (1.0 + a * count + b * sum) / own,
            ],
            determinant: own,
        }
    }

    /// `Z'V^-1 Z = (A + det A adj D) / det(I + D A)`, here as the product that has it.
    pub(super) fn information(&self) -> [f64; 3] {
        let [count, sum, squares] = self.inner;
        [
            self.shrink[0] * count + self.shrink[1] * sum,
            self.shrink[0] * sum + self.shrink[1] * squares,
            self.shrink[2] * sum + self.shrink[3] * squares,
        ]
    }
}

/// The criterion at one `D`, its gradient, and the estimates that go with it. All in
/// standardised columns.
#[derive(Debug, Clone)]
pub(super) struct Evaluation {
    pub(super) criterion: f64,
    /// Derivatives by the elements of `D` (variance, covariance counted once for
    /// each of its two places, variance), and by the crossed variance.
    pub(super) slopes: [f64; 4],
    /// `tr(Z'V^-1Z)`.
    pub(super) information: f64,
    pub(super) fixed: Vec<f64>,
    /// `(X'V^-1X)^-1`, to be multiplied by the residual variance.
    pub(super) fixed_covariance: Vec<f64>,
    pub(super) residual_variance: f64,
    pub(super) schur: Option<Schur>,
}

/// What is summed over clients: `W'Z (D^-1 + A)^-1 Z'W`, `ln det V`, `Z'V^-1Z`, and for
/// `Q_i = Z_i'V^-1W` the sums of `q_0 q_0'`, of the symmetric part of `q_0 q_1'`, and of
/// `q_1 q_1'`. Of the square matrices the lower triangle is filled.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    pub(super) explained: Vec<f64>,
    pub(super) log_determinant: f64,
    pub(super) information: [f64; 3],
    pub(super) outer: [Vec<f64>; 3],
}

impl Sums {
    pub(super) fn new(width: usize) -> Self {
        let empty = || vec![0.0; width * width];
        Self {
            explained: empty(),
            log_determinant: 0.0,
            information: [0.0; 3],
            outer: [empty(), empty(), empty()],
        }
    }

    fn merge(&mut self, other: &Self) {
        let add = |to: &mut [f64], from: &[f64]| {
            to.iter_mut().zip(from).for_each(|(sum, part)| *sum += part);
        };
        add(&mut self.explained, &other.explained);
        self.log_determinant += other.log_determinant;
        add(&mut self.information, &other.information);
        for (to, from) in self.outer.iter_mut().zip(&other.outer) {
            add(to, from);
        }
    }

    /// Adds what the criterion needs of one client.
    fn add_value(&mut self, client: &Client, intercept: &[f64], time: &[f64]) {
        self.log_determinant += client.determinant.ln();
        let [a, b, c] = client.remaining;
        let width = intercept.len();
        for (row, (one, two)) in intercept.iter().zip(time).enumerate() {
            let (left, right) = (a * one + b * two, b * one + c * two);
            let line = &mut self.explained[row * width..=row * width + row];
            for ((entry, x), y) in line.iter_mut().zip(intercept).zip(time) {
                *entry += left * x + right * y;
            }
        }
    }

    /// Adds what the gradient needs of one client: `Z_i'V^-1Z_i` and the rows of `Q_i`.
    pub(super) fn add_gradient(&mut self, information: [f64; 3], first: &[f64], second: &[f64]) {
        for (sum, part) in self.information.iter_mut().zip(information) {
            *sum += part;
        }
        let width = first.len();
        let [outer_first, outer_mixed, outer_second] = &mut self.outer;
        for row in 0..width {
            let (one, two) = (first[row], second[row]);
            let span = row * width..=row * width + row;
            let lines = outer_first[span.clone()]
                .iter_mut()
                .zip(&mut outer_mixed[span.clone()])
                .zip(&mut outer_second[span]);
            for (((a, b), c), (x, y)) in lines.zip(first.iter().zip(second)) {
                *a += one * x;
                *b += 0.5 * (one * y + two * x);
                *c += two * y;
            }
        }
    }
}

/// Clients summed in one go. Parts of fixed size, added in order, keep rounding small
/// and the result the same on any number of processors.
const PART: usize = 2048;

/// Sums over all clients, part by part in parallel; `add` gets the sums, the client's
/// number, its two rows of `Z'W`, and two rows to work in.
pub(super) fn over_clients<Add>(design: &Design, relative: Relative, add: Add) -> Sums
where
    Add: Fn(&mut Sums, usize, &Client, [&[f64]; 2], [&mut [f64]; 2]) + Sync,
{
    let (covariance, determinant) = (relative.covariance(), relative.determinant());
    let part = |part: usize| {
        let mut sums = Sums::new(design.width);
        let (mut first, mut second) = (vec![0.0; design.width], vec![0.0; design.width]);
        for group in part * PART..((part + 1) * PART).min(design.groups) {
            let (intercept, time) = design.client(group);
            let inner = [intercept[0], intercept[1], time[1]];
            let client = Client::of(inner, covariance, determinant);
            add(
                &mut sums,
                group,
                &client,
                [intercept, time],
                [&mut first, &mut second],
            );
        }
        sums
    };
    let parts: Vec<Sums> = (0..design.groups.div_ceil(PART))
        .into_par_iter()
        .map(part)
        .collect();
    let mut sums = Sums::new(design.width);
    for part in &parts {
        sums.merge(part);
    }
    sums
}

/// Evaluates criterion and gradient at `relative`, in one pass over the clients (three
/// where there is a crossed factor).
pub(super) fn evaluate(
    design: &Design,
    relative: Relative,
    estimation: Estimation,
) -> Result<Evaluation, StatsError> {
    if let Some(crossing) = &design.crossing {
        let mut sums = over_clients(design, relative, |sums, _, client, [intercept, time], _| {
            sums.add_value(client, intercept, time);
        });
        let schur = Schur::of(design, crossing, relative, &mut sums)?;
        return finish(design, &sums, Some(schur), estimation);
    }
    let sums = over_clients(
        design,
        relative,
        |sums, _, client, rows, [first, second]| {
            let [intercept, time] = rows;
            sums.add_value(client, intercept, time);
            shrink(client, rows, first, second);
            sums.add_gradient(client.information(), first, second);
        },
    );
    finish(design, &sums, None, estimation)
}

/// `Q_i = (I + A D)^-1 Z_i'W_i`, both rows.
pub(super) fn shrink(
    client: &Client,
    [intercept, time]: [&[f64]; 2],
    first: &mut [f64],
    second: &mut [f64],
) {
    let [a, b, c, d] = client.shrink;
    for ((x, y), (one, two)) in first.iter_mut().zip(second).zip(intercept.iter().zip(time)) {
        *x = a * one + b * two;
        *y = c * one + d * two;
    }
}

/// Profiles fixed effects and residual variance out (Bates et al. 2015, equations
/// 33 to 41).
fn finish(
    design: &Design,
    sums: &Sums,
    schur: Option<Schur>,
    estimation: Estimation,
) -> Result<Evaluation, StatsError> {
    let (width, count) = (design.width, design.width - 1);
    let overflow = StatsError::NotFinite {
        what: "the likelihood",
    };
    let weighted: Vec<f64> = design
        .total
        .iter()
        .zip(&sums.explained)
        .map(|(all, part)| all - part)
        .collect();
    let factor = Cholesky::of(&weighted, count, width, 0.0).map_err(|_| overflow.clone())?;
    let last = &weighted[count * width..];
    let mut fixed = last[..count].to_vec();
    factor.solve(&mut fixed);
    let explained: f64 = fixed.iter().zip(last).map(|(one, two)| one * two).sum();
    let squares = last[count] - explained;
    let freedom = estimation.freedom(design.rows, count);
    let residual_variance = squares / freedom;
    if !residual_variance.is_finite() {
        return Err(overflow);
    }
    if residual_variance < LEAST_RESIDUAL {
        return Err(StatsError::NoResidualVariance);
    }
    let fixed_covariance = factor.inverse();
    let turn = 1.0 + (2.0 * std::f64::consts::PI * residual_variance).ln();
    let mut criterion = sums.log_determinant + freedom * turn;
    if estimation == Estimation::Restricted {
        criterion += factor.log_determinant();
    }
    // Derivative of the criterion by an element of D, with residual r = y - Xb:
    // tr(Z'V^-1Z) - tr((X'V^-1X)^-1 X'V^-1Z Z'V^-1X) - |Z'V^-1r|^2 / s2 in that element.
    let slope = |trace: f64, outer: &[f64]| {
        let shared = match estimation {
            Estimation::Restricted => trace_of_product(&fixed_covariance, outer, count, width),
            Estimation::MaximumLikelihood => 0.0,
        };
        trace - shared - quadratic(outer, &fixed, width) / residual_variance
    };
    let slopes = [
        slope(sums.information[0], &sums.outer[0]),
        slope(sums.information[1], &sums.outer[1]),
        slope(sums.information[2], &sums.outer[2]),
        schur
            .as_ref()
            .map_or(0.0, |schur| slope(schur.trace, &schur.outer)),
    ];
    Ok(Evaluation {
        criterion,
        slopes,
        information: sums.information[0] + sums.information[2],
        fixed,
        fixed_covariance,
        residual_variance,
        schur,
    })
}

/// `tr(A B)` for symmetric `A` of `order` and `B` given by its lower triangle.
fn trace_of_product(full: &[f64], lower: &[f64], order: usize, stride: usize) -> f64 {
    let mut sum = 0.0;
    for row in 0..order {
        for column in 0..row {
            sum += 2.0 * full[row * order + column] * lower[row * stride + column];
        }
        sum += full[row * order + row] * lower[row * stride + row];
    }
    sum
}

/// `c'Bc` with `c = (-b, 1)`, `B` given by its lower triangle.
fn quadratic(lower: &[f64], fixed: &[f64], width: usize) -> f64 {
    let weight = |column: usize| fixed.get(column).map_or(1.0, |part| -part);
    let mut sum = 0.0;
    for row in 0..width {
        for column in 0..row {
            sum += 2.0 * weight(row) * weight(column) * lower[row * width + column];
        }
        sum += weight(row).powi(2) * lower[row * width + row];
    }
    sum
}
