//! The profiled criterion of Bates et al. 2015 (doi:10.18637/jss.v067.i01), for
//! clients one after the other.

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
    pub(super) fixed: Vec<f64>,
    /// `(X'V^-1X)^-1`, to be multiplied by the residual variance.
    pub(super) fixed_covariance: Vec<f64>,
    pub(super) residual_variance: f64,
    pub(super) schur: Option<Schur>,
}

/// What is summed over clients: `W'V^-1W`, `ln det V`, `Z'V^-1Z`, and for
/// `Q_i = Z_i'V^-1W` the sums of `q_0 q_0'`, of the symmetric part of `q_0 q_1'`, and of `q_1 q_1'`.
pub(super) struct Sums {
    pub(super) weighted: Vec<f64>,
    pub(super) log_determinant: f64,
    pub(super) information: [f64; 3],
    pub(super) outer: [Vec<f64>; 3],
}

impl Sums {
    pub(super) fn new(design: &Design) -> Self {
        let empty = || vec![0.0; design.width * design.width];
        Self {
            weighted: design.total.clone(),
            log_determinant: 0.0,
            information: [0.0; 3],
            outer: [empty(), empty(), empty()],
        }
    }

    /// Adds what the gradient needs of one client.
    pub(super) fn add_gradient(&mut self, information: [f64; 3], first: &[f64], second: &[f64]) {
        for (sum, part) in self.information.iter_mut().zip(information) {
            *sum += part;
        }
        let width = first.len();
        let [outer_first, outer_mixed, outer_second] = &mut self.outer;
        for row in 0..width {
            let (one, two) = (first[row], second[row]);
            let span = row * width..row * width + row + 1;
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

/// Evaluates criterion and gradient at `relative`, in one pass over the clients (two
/// where there is a crossed factor).
pub(super) fn evaluate(
    design: &Design,
    relative: Relative,
    estimation: Estimation,
) -> Result<Evaluation, StatsError> {
    let (covariance, determinant) = (relative.covariance(), relative.determinant());
    let width = design.width;
    let mut sums = Sums::new(design);
    let mut schur = Schur::begin(design);
    let (mut first, mut second) = (vec![0.0; width], vec![0.0; width]);
    for group in 0..design.groups {
        let (intercept, time) = design.client(group);
        let client = Client::of(
            [intercept[0], intercept[1], time[1]],
            covariance,
            determinant,
        );
        sums.log_determinant += client.determinant.ln();
        let [a, b, c] = client.remaining;
        for row in 0..width {
            let (one, two) = (intercept[row], time[row]);
            let (left, right) = (a * one + b * two, b * one + c * two);
            let line = &mut sums.weighted[row * width..=row * width + row];
            for ((entry, x), y) in line.iter_mut().zip(intercept).zip(time) {
                *entry -= left * x + right * y;
            }
        }
        if let (Some(schur), Some(crossing)) = (&mut schur, &design.crossing) {
            schur.add(crossing.cells(group), &client, intercept, time);
        } else {
            shrink(&client, intercept, time, &mut first, &mut second);
            sums.add_gradient(client.information(), &first, &second);
        }
    }
    if let (Some(schur), Some(crossing)) = (&mut schur, &design.crossing) {
        schur.eliminate(design, crossing, relative, &mut sums)?;
    }
    finish(design, sums, schur, estimation)
}

/// `Q_i = (I + A D)^-1 Z_i'W_i`, both rows.
pub(super) fn shrink(
    client: &Client,
    intercept: &[f64],
    time: &[f64],
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
    sums: Sums,
    schur: Option<Schur>,
    estimation: Estimation,
) -> Result<Evaluation, StatsError> {
    let (width, count) = (design.width, design.width - 1);
    let overflow = StatsError::NotFinite {
        what: "the likelihood",
    };
    let factor = Cholesky::of(&sums.weighted, count, width, 0.0).map_err(|_| overflow.clone())?;
    let last = &sums.weighted[count * width..];
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
