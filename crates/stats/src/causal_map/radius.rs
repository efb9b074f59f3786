use super::components::components_of;
use super::eigenvalues::eigenvalue_moduli;
use super::graph::{CausalMap, Edge, successors};
use super::matrix::SquareMatrix;
use crate::StatsError;

/// Power steps before the eigenvalue iteration takes over.
const MOST_POWER_STEPS: usize = 500;

/// How closely the bounds must meet, relative to the radius.
const TOLERANCE: f64 = 1e-12;

/// The spectral radius of a map: the largest modulus of an eigenvalue, 0 where
/// there is no loop.
///
/// Eigenvalues of a map are those of its strongly connected components, so a map
/// without loops gives exactly 0. A component whose weights are all positive is
/// solved by power steps with the bounds of Collatz and Wielandt, which enclose the
/// answer; any other by all its eigenvalues, complex ones included.
///
/// ```
/// use attune_stats::causal_map::{CausalMap, Influence, spectral_radius};
/// let map = CausalMap::new(2, vec![Influence::new(0, 1, 0.9)?, Influence::new(1, 0, -0.4)?])?;
/// assert!((spectral_radius(&map)? - 0.6).abs() < 1e-12); // eigenvalues 0.6i and -0.6i
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
///
/// Errors: the eigenvalue iteration did not converge.
pub fn spectral_radius(map: &CausalMap) -> Result<f64, StatsError> {
    radius_of(map.nodes(), &map.edges())
}

/// As [`spectral_radius`]; edges of weight 0 are no edges, and self-edges are allowed.
pub(super) fn radius_of(nodes: usize, edges: &[Edge]) -> Result<f64, StatsError> {
    let edges: Vec<Edge> = edges
        .iter()
        .copied()
        .filter(|(.., weight)| *weight != 0.0)
        .collect();
    let mut largest = 0.0_f64;
    for component in components_of(nodes, &edges) {
        let inside = restrict(nodes, &edges, &component);
        largest = largest.max(radius_of_component(component.len(), &inside)?);
    }
    Ok(largest)
}

/// The moduli of all eigenvalues, largest first, component by component: taken
/// whole, a long chain without any loop would seem to have large ones, because a
/// defective eigenvalue of multiplicity `n` is only found to `eps^(1/n)`.
pub(super) fn moduli_of(nodes: usize, edges: &[Edge]) -> Result<Vec<f64>, StatsError> {
    let mut moduli = Vec::with_capacity(nodes);
    for component in components_of(nodes, edges) {
        let inside = restrict(nodes, edges, &component);
        moduli.extend(eigenvalue_moduli(
            SquareMatrix::from_edges(component.len(), &inside).rows(),
        )?);
    }
    moduli.sort_by(|one, two| two.total_cmp(one));
    Ok(moduli)
}

/// The edges within some nodes, with these numbered from 0 in their order.
pub(super) fn restrict(nodes: usize, edges: &[Edge], members: &[usize]) -> Vec<Edge> {
    let mut position = vec![None; nodes];
    for (index, member) in members.iter().enumerate() {
        position[*member] = Some(index);
    }
    edges
        .iter()
        .filter_map(|&(from, to, weight)| Some((position[from]?, position[to]?, weight)))
        .collect()
}

fn radius_of_component(nodes: usize, edges: &[Edge]) -> Result<f64, StatsError> {
    if nodes == 1 {
        return Ok(edges.first().map_or(0.0, |(.., weight)| weight.abs()));
    }
    let positive = edges.iter().all(|(.., weight)| *weight > 0.0);
    if let Some(radius) = positive.then(|| power_steps(nodes, edges)).flatten() {
        return Ok(radius);
    }
    let moduli = eigenvalue_moduli(SquareMatrix::from_edges(nodes, edges).rows())?;
    Ok(moduli.first().copied().unwrap_or(0.0))
}

/// Power steps for an irreducible matrix without negative entries: for every
/// positive `x`, `min (Ax)_i / x_i <= rho <= max (Ax)_i / x_i` (Collatz 1942,
/// Wielandt 1950). A multiple of `I` is added so that loops of one length only do
/// not make the steps swing; it shifts both bounds alike.
fn power_steps(nodes: usize, edges: &[Edge]) -> Option<f64> {
    let lists = successors(nodes, edges);
    let shift = edges.iter().map(|(.., weight)| weight).sum::<f64>() / (2.0 * nodes as f64);
    let mut vector = vec![1.0; nodes];
    for _ in 0..MOST_POWER_STEPS {
        let next: Vec<f64> = lists
            .iter()
            .zip(&vector)
            .map(|(list, own)| {
                shift * own
                    + list
                        .iter()
                        .map(|(to, weight)| weight * vector[*to])
                        .sum::<f64>()
            })
            .collect();
        let ratios = next
            .iter()
            .zip(&vector)
            .map(|(after, before)| after / before);
        let (lower, upper) = ratios.fold((f64::INFINITY, 0.0_f64), |(low, high), ratio| {
            (low.min(ratio), high.max(ratio))
        });
        if upper - lower <= TOLERANCE * upper {
            return Some((f64::midpoint(lower, upper) - shift).max(0.0));
        }
        let largest = next.iter().copied().fold(0.0, f64::max);
        vector = next.into_iter().map(|entry| entry / largest).collect();
        // A vector that underflows has lost the bounds' precondition.
        if vector
            .iter()
            .any(|entry| *entry <= 0.0 || !entry.is_finite())
        {
            return None;
        }
    }
    None
}
