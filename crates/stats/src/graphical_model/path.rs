use serde::{Deserialize, Serialize};

use super::lasso::{Precision, Problem, Solution, same_penalty, solve};
use super::square::Square;
use crate::{NonNegative, Proportion, StatsError};

/// Which penalties are tried, and how hard extra edges are judged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PathSettings {
    /// `gamma` of the extended BIC: 0 is the BIC, 0.5 asks more of every edge.
    pub gamma: NonNegative,
    /// How many penalties are tried, evenly spaced in their logarithm.
    pub lambdas: usize,
    /// The smallest penalty as a share of the largest, above 0 and below 1.
    pub smallest_share: Proportion,
}

impl PathSettings {
    /// 100 penalties from the one that empties the network down to a hundredth of it, as
    /// is usual in the field.
    ///
    /// Errors: none for a `gamma` of 0 or more.
    pub fn usual(gamma: f64) -> Result<Self, StatsError> {
        Ok(Self {
            gamma: NonNegative::new(gamma)?,
            lambdas: 100,
            smallest_share: Proportion::new(0.01)?,
        })
    }

    pub(super) fn check(&self) -> Result<(), StatsError> {
        check_penalties(self.lambdas, self.smallest_share)
    }
}

/// A path needs two penalties, and an end that is above zero and below its start.
pub(crate) fn check_penalties(
    lambdas: usize,
    smallest_share: Proportion,
) -> Result<(), StatsError> {
    if lambdas < 2 {
        return Err(StatsError::TooFew {
            what: "penalties",
            needed: 2,
            given: lambdas,
        });
    }
    let share = smallest_share.get();
    if share <= 0.0 || share >= 1.0 {
        return Err(StatsError::OutOfRange {
            what: "the smallest share of the largest penalty",
            range: "above 0 and below 1",
            value: share,
        });
    }
    Ok(())
}

/// One penalty tried.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PathPoint {
    /// The penalty.
    pub lambda: f64,
    /// How many edges the network has.
    pub edges: usize,
    /// Its extended BIC.
    pub ebic: f64,
}

/// The whole path, largest penalty first, and the solution with the least EBIC on it.
pub(super) struct Path {
    pub(super) points: Vec<PathPoint>,
    pub(super) best: usize,
    pub(super) solution: Solution,
}

/// Numbers from `largest` down to `smallest`, evenly spaced in their logarithm.
pub(crate) fn log_spaced(largest: f64, smallest: f64, count: usize) -> Vec<f64> {
    let (from, to) = (largest.ln(), smallest.ln());
    let step = (to - from) / (count as f64 - 1.0);
    (0..count)
        .map(|index| match index {
            // Exactly the largest: below it by rounding, one edge would stay.
            0 => largest,
            _ => (from + step * index as f64).exp(),
        })
        .collect()
}

/// How exactly a penalty is solved that is not chosen; over 1,000 rows this moves its EBIC by 0.01.
const SEARCH_GAP: f64 = 1e-5;
/// How exactly those are solved among which is chosen.
pub(crate) const FINAL_GAP: f64 = 1e-9;
/// An edge near zero may be wrongly there, or not, in a solution that is not exact. Whatever could win
/// with this many edges more or less is solved exactly before the choice.
const DOUBTFUL_EDGES: f64 = 2.0;
/// The number of edges grows as the penalty falls, though not at every step. That it will not
/// fall below this share of what it was is what [`Extent::UntilHopeless`] takes for granted.
const LASTING_EDGES: f64 = 0.8;

/// How far down the path to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// To its end.
    Whole,
    /// Until its edges cost more than any network could win back: no likelihood is above that of
    /// the unpenalised network.
    UntilHopeless,
}

/// Solves every penalty, each from the solution before it, then those near the least
/// EBIC again and exactly, and keeps the best.
pub(super) fn search(
    correlations: &Square,
    rows: usize,
    settings: &PathSettings,
    extent: Extent,
) -> Result<Path, StatsError> {
    let largest = largest_off_diagonal(correlations);
    let lambdas = if largest > 0.0 {
        log_spaced(
            largest,
            largest * settings.smallest_share.get(),
            settings.lambdas,
        )
    } else {
        vec![0.0]
    };
    let price = price_of_an_edge(rows, correlations.size(), settings.gamma.get());
    let at = |lambda: f64, start: Option<&Precision>, gap: f64| {
        let penalty = same_penalty(correlations.size(), lambda);
        let problem = Problem {
            covariance: correlations,
            penalty: &penalty,
        };
        let solution = solve(problem, start, gap)?;
        let edges = edges_of(&solution.precision.matrix);
        let ebic =
            minus_twice_likelihood(correlations, &solution.precision, rows) + price * edges as f64;
        let point = PathPoint {
            lambda,
            edges,
            ebic,
        };
        Ok::<_, StatsError>((point, solution))
    };
    let mut tried: Vec<(PathPoint, Solution)> = Vec::with_capacity(lambdas.len());
    let most_likely = match extent {
        Extent::Whole => f64::NEG_INFINITY,
        Extent::UntilHopeless => most_likely(correlations, rows),
    };
    let mut least = f64::INFINITY;
    for lambda in lambdas {
        let start = tried.last().map(|(_, solution)| &solution.precision);
        let next = at(lambda, start, SEARCH_GAP)?;
        least = least.min(next.0.ebic);
        let lasting = LASTING_EDGES * next.0.edges as f64;
        tried.push(next);
        if most_likely + lasting * price > least + DOUBTFUL_EDGES * price {
            break;
        }
    }
    for entry in &mut tried {
        if entry.0.ebic <= least + DOUBTFUL_EDGES * price {
            *entry = at(entry.0.lambda, Some(&entry.1.precision), FINAL_GAP)?;
        }
    }
    // Of equal ones the sparser, which comes first.
    let order = |one: &(usize, f64), two: &(usize, f64)| one.1.total_cmp(&two.1);
    let ebics = tried.iter().map(|(point, _)| point.ebic).enumerate();
    let best = ebics.min_by(order).map_or(0, |(index, _)| index);
    let points = tried.iter().map(|(point, _)| *point).collect();
    Ok(Path {
        points,
        best,
        solution: tried.swap_remove(best).1,
    })
}

fn largest_off_diagonal(matrix: &Square) -> f64 {
    let size = matrix.size();
    let pairs = (0..size).flat_map(|row| matrix.row(row)[..row].iter());
    pairs.fold(0.0, |most, entry| most.max(entry.abs()))
}

/// How many entries above the diagonal are not zero.
pub(crate) fn edges_of(matrix: &Square) -> usize {
    let rows = (0..matrix.size()).flat_map(|row| matrix.row(row)[..row].iter());
    rows.filter(|entry| **entry != 0.0).count()
}

/// What the EBIC asks of an edge: `log n + 4 gamma log p` (Foygel & Drton 2010, eq. 2).
fn price_of_an_edge(rows: usize, nodes: usize, gamma: f64) -> f64 {
    (rows as f64).ln() + 4.0 * gamma * (nodes as f64).ln()
}

/// The least `-2 L` of any network, that of `K = S^-1`: `n (log det S + p)`; without bound where `S` is singular.
fn most_likely(correlations: &Square, rows: usize) -> f64 {
    correlations
        .cholesky(1e-10)
        .map_or(f64::NEG_INFINITY, |factor| {
            rows as f64 * (factor.log_determinant() + correlations.size() as f64)
        })
}

/// `-2 L` with `L = n/2 (log det K - tr(S K))`, constants left out.
fn minus_twice_likelihood(correlations: &Square, precision: &Precision, rows: usize) -> f64 {
    rows as f64 * (correlations.inner(&precision.matrix) - precision.log_determinant)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::graphical_model::CompleteRows;
    use crate::graphical_model::resample::{stream, with_replacement};
    use crate::normal::normal_draw;

    /// Resamples stop early; what they choose must be what the whole path would have chosen.
    #[test]
    fn nothing_is_lost_by_stopping_when_it_is_hopeless() {
        let mut stopped = 0;
        for seed in 0..60 {
            let mut random = stream(seed, 0);
            let answers = (0..80).map(|_| {
                let shared = normal_draw(&mut random);
                let answer = |_| Some(normal_draw(&mut random) + 0.7 * shared);
                (0..8).map(answer).collect()
            });
            let rows = CompleteRows::new(&answers.collect::<Vec<_>>()).unwrap();
            let times = with_replacement(80, &mut stream(seed, 1));
            let correlations = rows.weighted_correlations(&times).unwrap();
            let settings = PathSettings::usual(0.5).unwrap();
            let found = |extent| search(&correlations, 80, &settings, extent).unwrap();
            let (whole, part) = (found(Extent::Whole), found(Extent::UntilHopeless));
            assert_eq!(whole.best, part.best);
            assert_eq!(
                whole.solution.precision.matrix,
                part.solution.precision.matrix
            );
            stopped += usize::from(part.points.len() < whole.points.len());
        }
        assert!(stopped > 10, "{stopped}");
    }
}
