//! The spectral radius of one matrix after each of many small changes.
//!
//! To take a share `w` from an arrow, or from all arrows that leave a node, is a change
//! of rank one, `B = A - w x y'`. By the matrix determinant lemma
//!
//! `det(I - u B) = det(I - u A) (1 + w u y' (I - u A)^-1 x)`
//!
//! and the last factor is, as a power series in `u`, made of entries of the powers of
//! `A`. The left side is a polynomial of as many degrees as there are nodes, so as many
//! powers give it exactly: one sparse product each, which serve all changes at once,
//! where a decomposition for each change would cost the cube of the nodes.
//! `det(I - u A)` itself comes from the traces of the same powers by Newton's identities
//! (Horn & Johnson, Matrix Analysis, 2nd ed., 0.8.5 and 2.4.P3).
//!
//! The eigenvalues of `A` lead Newton's method to the zeros of the polynomial. Three
//! things can go wrong, and after each the change is decomposed on its own: rounding
//! in the coefficients moves the zero too far (a bound is carried along); no zero is
//! found; or there is a larger one that nothing led to. The last is asked of the
//! polynomial by the test of Schur and Cohn (Jury 1964), which tells without finding
//! them whether all zeros lie in a disc.

use nalgebra::Complex;

use super::eigenvalues::eigenvalues;
use super::graph::Edge;
use super::matrix::SquareMatrix;
use super::radius::radius_of;
use crate::StatsError;

/// Below so many nodes a decomposition costs no more than the powers.
const FEW_NODES: usize = 8;

/// Eigenvalues as large as this share of the largest are followed.
const FOLLOWED: f64 = 0.8;

/// Newton steps for one zero; four or five are usual.
const MOST_STEPS: usize = 30;

/// How far rounding may have moved a zero, relative to it: a tenth of what is held to be
/// a tie between two drops.
const ACCURATE: f64 = 1e-10;

/// What rounding makes of the sizes that were added up: some units in the last place,
/// since the powers carry a little of it from one to the next.
const ROUNDING: f64 = 16.0 * f64::EPSILON;

/// How much farther out than the zero that was found there must be no other. Closer to
/// it the test cannot tell them apart for rounding.
const MARGIN: f64 = 1e-6;

/// A share taken from one arrow, or from every arrow that leaves a node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change {
    pub(super) from: usize,
    /// Every arrow if none.
    pub(super) to: Option<usize>,
    pub(super) share: f64,
}

impl Change {
    fn made(self, edges: &[Edge]) -> Vec<Edge> {
        let concerns = |from, to| from == self.from && self.to.is_none_or(|only| only == to);
        edges
            .iter()
            .map(|&(from, to, weight)| {
                let left = if concerns(from, to) {
                    1.0 - self.share
                } else {
                    1.0
                };
                (from, to, weight * left)
            })
            .collect()
    }
}

/// The radius of a strongly connected component and after each change, and how many of
/// these had to be decomposed on their own.
pub(super) struct Radii {
    pub(super) radius: f64,
    pub(super) changed: Vec<f64>,
    #[cfg_attr(not(test), expect(dead_code, reason = "counted for the tests"))]
    pub(super) decomposed: usize,
}

/// Edges within a strongly connected component of so many nodes.
///
/// Errors: the eigenvalue iteration did not converge.
pub(super) fn radii_of(
    nodes: usize,
    edges: &[Edge],
    changes: &[Change],
) -> Result<Radii, StatsError> {
    let few = nodes < FEW_NODES || changes.len() < 2;
    // Without negative arrows the largest eigenvalue is real and above zero (Perron and
    // Frobenius), and needs no decomposition.
    let (radius, leads) = if few || edges.iter().all(|(.., weight)| *weight > 0.0) {
        let radius = radius_of(nodes, edges)?;
        (radius, vec![Complex::new(radius, 0.0)])
    } else {
        let values = eigenvalues(SquareMatrix::from_edges(nodes, edges).rows())?;
        (values.first().map_or(0.0, |value| value.norm()), values)
    };
    let polynomials = if few {
        None
    } else {
        Polynomials::of(nodes, edges, changes, radius, leads)
    };
    let mut decomposed = 0;
    let mut after = Vec::with_capacity(changes.len());
    for (index, change) in changes.iter().enumerate() {
        let found = polynomials
            .as_ref()
            .and_then(|polynomials| polynomials.largest_zero(index));
        after.push(if let Some(modulus) = found {
            modulus * radius
        } else {
            decomposed += 1;
            radius_of(nodes, &change.made(edges))?
        });
    }
    Ok(Radii {
        radius,
        changed: after,
        decomposed,
    })
}

/// Everything in units of the radius of the unchanged matrix.
struct Polynomials {
    /// Where to look for zeros: large eigenvalues, one of each conjugate pair.
    leads: Vec<Complex<f64>>,
    /// `det(I - u A)`, from the constant upwards.
    unchanged: Vec<f64>,
    /// For each coefficient the size of what it was added up from: rounding is a share of it.
    added: Vec<f64>,
    /// For each change the factor that turns one polynomial into the other.
    factors: Vec<Vec<f64>>,
}

impl Polynomials {
    /// None where the polynomial does not even give back the radius it was made from.
    fn of(
        nodes: usize,
        edges: &[Edge],
        changes: &[Change],
        radius: f64,
        mut leads: Vec<Complex<f64>>,
    ) -> Option<Self> {
        if radius <= 0.0 {
            return None;
        }
        let scaled: Vec<Edge> = edges
            .iter()
            .map(|&(from, to, weight)| (from, to, weight / radius))
            .collect();
        let matrix = SquareMatrix::from_edges(nodes, &scaled);
        for lead in &mut leads {
            *lead /= radius;
        }
        leads.retain(|value| value.norm() >= FOLLOWED && value.im >= 0.0);
        let (traces, factors) = powers(nodes, &scaled, &matrix, changes);
        let (unchanged, added) = from_traces(&traces);
        let polynomials = Self {
            leads,
            unchanged,
            added,
            factors,
        };
        let back = polynomials.zero_of(&polynomials.unchanged, &[1.0])?;
        ((back - 1.0).abs() <= ACCURATE).then_some(polynomials)
    }

    /// The largest modulus of an eigenvalue after the change, if it is certain.
    fn largest_zero(&self, index: usize) -> Option<f64> {
        let factor = self.factors.get(index)?;
        self.zero_of(&product(&self.unchanged, factor), factor)
    }

    /// The largest eigenvalue usually leads to the largest; the others are followed only
    /// if it did not.
    fn zero_of(&self, polynomial: &[f64], factor: &[f64]) -> Option<f64> {
        let (first, others) = self.leads.split_first()?;
        let followed = zero(polynomial, *first);
        let found = followed.and_then(|zero| self.certain(polynomial, factor, zero));
        found.or_else(|| {
            let zeros = others.iter().filter_map(|lead| zero(polynomial, *lead));
            let largest = zeros
                .chain(followed)
                .max_by(|one, two| one.norm().total_cmp(&two.norm()))?;
            self.certain(polynomial, factor, largest)
        })
    }

    /// Its modulus, if it is accurate and no other zero is larger.
    fn certain(&self, polynomial: &[f64], factor: &[f64], zero: Complex<f64>) -> Option<f64> {
        let modulus = zero.norm();
        let (_, slope) = value_and_slope(polynomial, zero.inv());
        let outside = modulus.recip();
        let added = size_at(&self.added, outside) * size_at(factor, outside);
        let moved = ROUNDING * added * modulus / slope.norm();
        let certain = moved <= ACCURATE && all_within(polynomial, modulus * (1.0 + MARGIN));
        certain.then_some(modulus)
    }
}

/// The traces of the powers of the matrix, and for each change the power series of
/// `1 + w u y' (I - u A)^-1 x`, each up to the power of the nodes.
fn powers(
    nodes: usize,
    edges: &[Edge],
    matrix: &SquareMatrix,
    changes: &[Change],
) -> (Vec<f64>, Vec<Vec<f64>>) {
    let mut power = vec![0.0; nodes * nodes];
    for node in 0..nodes {
        power[node * nodes + node] = 1.0;
    }
    let mut next = power.clone();
    let mut traces = Vec::with_capacity(nodes);
    let mut factors = vec![vec![1.0]; changes.len()];
    for _ in 0..nodes {
        next.fill(0.0);
        for &(from, to, weight) in edges {
            let row = &power[to * nodes..(to + 1) * nodes];
            let into = &mut next[from * nodes..(from + 1) * nodes];
            for (entry, value) in into.iter_mut().zip(row) {
                *entry += weight * value;
            }
        }
        for (change, factor) in changes.iter().zip(&mut factors) {
            let way_round = match change.to {
                Some(to) => matrix.rows()[change.from][to] * power[to * nodes + change.from],
                None => next[change.from * nodes + change.from],
            };
            factor.push(change.share * way_round);
        }
        std::mem::swap(&mut power, &mut next);
        traces.push((0..nodes).map(|node| power[node * nodes + node]).sum());
    }
    (traces, factors)
}

/// Newton's identities, `m c_m = -(t_1 c_{m-1} + ... + t_m c_0)`, with the size of what
/// each coefficient was added up from.
fn from_traces(traces: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (mut coefficients, mut added) = (vec![1.0], vec![1.0]);
    for degree in 1..=traces.len() {
        let terms = || {
            let earlier = coefficients.iter().rev();
            traces
                .iter()
                .zip(earlier)
                .map(|(trace, earlier)| trace * earlier)
        };
        let coefficient = -terms().sum::<f64>() / degree as f64;
        let size = terms().map(f64::abs).sum::<f64>() / degree as f64;
        coefficients.push(coefficient);
        added.push(size);
    }
    (coefficients, added)
}

/// The product of two power series, as far as both are known.
fn product(one: &[f64], two: &[f64]) -> Vec<f64> {
    let mut product = vec![0.0; one.len()];
    for (degree, factor) in one.iter().enumerate() {
        for (entry, value) in product[degree..].iter_mut().zip(two) {
            *entry += factor * value;
        }
    }
    product
}

/// Newton's method for the `z = 1 / u` at which the polynomial in `u` is zero.
fn zero(polynomial: &[f64], start: Complex<f64>) -> Option<Complex<f64>> {
    let mut place = start.inv();
    for _ in 0..MOST_STEPS {
        let (value, slope) = value_and_slope(polynomial, place);
        let step = value / slope;
        if !(step.re.is_finite() && step.im.is_finite()) {
            return None;
        }
        place -= step;
        // The error is squared in each step, so what is left is below rounding.
        if step.norm_sqr() <= 1e-18 * place.norm_sqr() {
            return Some(place.inv());
        }
    }
    None
}

fn value_and_slope(polynomial: &[f64], at: Complex<f64>) -> (Complex<f64>, Complex<f64>) {
    let (mut value, mut slope) = (Complex::ZERO, Complex::ZERO);
    for coefficient in polynomial.iter().rev() {
        slope = slope * at + value;
        value = value * at + coefficient;
    }
    (value, slope)
}

fn size_at(polynomial: &[f64], at: f64) -> f64 {
    polynomial
        .iter()
        .rev()
        .fold(0.0, |sum, coefficient| sum * at + coefficient.abs())
}

/// Whether all eigenvalues lie within this radius: the last coefficient, as a multiple
/// of the first, is the product of all; while it is below 1 the degree can be lowered
/// by one without any of them crossing the circle.
fn all_within(polynomial: &[f64], radius: f64) -> bool {
    let mut scale = 1.0;
    let mut rest: Vec<f64> = polynomial
        .iter()
        .map(|coefficient| {
            let scaled = coefficient / scale;
            scale *= radius;
            scaled
        })
        .collect();
    while let Some(last) = rest.pop().filter(|_| !rest.is_empty()) {
        let left = 1.0 - last * last;
        if left.is_nan() || left <= 0.0 {
            return false;
        }
        let lowered = left.recip();
        // rest[m] and rest[n - m] belong together, and rest[0] stays 1 after division.
        let degree = rest.len();
        for low in 1..=degree / 2 {
            let high = degree - low;
            let (one, two) = (rest[low], rest[high]);
            rest[low] = (one - last * two) * lowered;
            rest[high] = (two - last * one) * lowered;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::causal_map::components::components_of;
    use crate::causal_map::radius::restrict;

    /// Numbers from 0 to 1 that look like chance and are the same everywhere.
    fn chances(seed: u64) -> impl Iterator<Item = f64> {
        let mut state = seed;
        std::iter::from_fn(move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let high = u32::try_from(state >> 33).unwrap_or_default();
            Some(f64::from(high) / f64::from(u32::MAX >> 1))
        })
    }

    /// Each node leads to three others; a quarter of the arrows is left out, and so many
    /// of those left lead to less. The largest strongly connected component of it.
    fn component(nodes: usize, less: f64, seed: u64) -> (usize, Vec<Edge>) {
        let mut chances = chances(seed);
        let mut chance = || chances.next().unwrap_or_default();
        let mut edges = Vec::new();
        for from in 0..nodes {
            for step in [1, 7, 23] {
                let weight = 0.1 + 0.9 * chance();
                let sign = if chance() < less { -1.0 } else { 1.0 };
                if chance() < 0.75 {
                    edges.push((from, (from + step) % nodes, sign * weight));
                }
            }
        }
        let components = components_of(nodes, &edges);
        let largest = components.iter().max_by_key(|members| members.len());
        let members = largest.cloned().unwrap_or_default();
        (members.len(), restrict(nodes, &edges, &members))
    }

    fn weakened(nodes: usize, share: f64) -> Vec<Change> {
        let change = |from| Change {
            from,
            to: None,
            share,
        };
        (0..nodes).map(change).collect()
    }

    fn left_out(edges: &[Edge]) -> Vec<Change> {
        let change = |&(from, to, _): &Edge| Change {
            from,
            to: Some(to),
            share: 1.0,
        };
        edges.iter().map(change).collect()
    }

    /// As many signs of each kind as drawings have, and more. What is told here about
    /// accuracy and cost is what the pages rely on.
    #[test]
    fn all_at_once_are_as_one_by_one() -> Result<(), StatsError> {
        for (less, share) in [(0.0, 0.5), (0.2, 0.5), (0.5, 0.5), (0.2, 1.0)] {
            let (mut all, mut decomposed) = (0, 0);
            for seed in 0..10 {
                let (nodes, edges) = component(60, less, seed);
                let mut changes = weakened(nodes, share);
                if seed < 5 {
                    changes.extend(left_out(&edges));
                }
                let radii = radii_of(nodes, &edges, &changes)?;
                for (change, radius) in changes.iter().zip(&radii.changed) {
                    let alone = radius_of(nodes, &change.made(&edges))?;
                    let apart = (alone - radius).abs() / radii.radius;
                    assert!(apart < 1e-11, "{apart} at {less}, {share}, {seed}");
                }
                all += changes.len();
                decomposed += radii.decomposed;
            }
            // A decomposition costs some fifty times as much as a zero: one in twenty-five
            // of them would make all together three times as dear.
            assert!(
                25 * decomposed <= all,
                "{decomposed} of {all} at {less}, {share}"
            );
        }
        Ok(())
    }

    /// A ring: all eigenvalues are of one size.
    #[test]
    fn a_ring_is_as_strong_as_its_arrows() -> Result<(), StatsError> {
        let nodes = 12_u8;
        let ring: Vec<Edge> = (0..nodes)
            .map(|node| (usize::from(node), usize::from((node + 1) % nodes), -0.5))
            .collect();
        let radii = radii_of(12, &ring, &weakened(12, 0.5))?;
        let expected = 0.5 * 0.5_f64.powf(1.0 / 12.0);
        assert!((radii.radius - 0.5).abs() < 1e-12);
        for radius in radii.changed {
            assert!((radius - expected).abs() < 1e-12, "{radius}");
        }
        Ok(())
    }

    /// `(1 - 0.5 u)(1 + u^2)`: what is found first need not be the largest.
    #[test]
    fn a_larger_zero_is_noticed() {
        let polynomial = [1.0, -0.5, 1.0, -0.5];
        assert!(!all_within(&polynomial, 0.9));
        assert!(all_within(&polynomial, 1.1));
        let polynomials = Polynomials {
            leads: vec![Complex::new(0.5, 0.0)],
            unchanged: polynomial.to_vec(),
            added: vec![1.0; 4],
            factors: Vec::new(),
        };
        assert_eq!(polynomials.zero_of(&polynomial, &[1.0]), None);
    }
}
