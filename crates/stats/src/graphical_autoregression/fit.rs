use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::alternate::{Estimate, Moments, Penalties};
use super::diary::LagPairs;
use crate::causal_map::SquareMatrix;
use crate::graphical_model::lasso::{Problem, solve};
use crate::graphical_model::square::Square;
use crate::graphical_model::{check_penalties, edges_of, log_spaced, partial_correlations};
use crate::{NonNegative, Proportion, StatsError};

/// How exactly the residual network is fitted again without penalty.
const GAP: f64 = 1e-9;
/// A variable follows from the others when less than this share of its variance is its own.
const OWN_VARIANCE: f64 = 1e-10;

/// Which penalties are tried, and how hard extra edges are judged.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GridSettings {
    /// `gamma` of the extended BIC: 0 is the BIC, 0.5 asks more of every edge.
    pub gamma: NonNegative,
    /// How many penalties of each kind are tried, evenly spaced in their logarithm.
    pub lambdas: usize,
    /// The smallest penalty as a share of the largest, above 0 and below 1.
    pub smallest_share: Proportion,
    /// Whether a network may also be chosen that a larger penalty than the usual largest
    /// empties. That one is computed from the answers and not from residuals, so the
    /// usual grid need not hold an empty network. What the choice would have been is found out in
    /// any case and told by [`Warning::EmptierIsBetter`].
    pub beyond: bool,
}

impl GridSettings {
    /// 20 penalties of each kind, from the largest down to a twentieth of it, as `graphicalVAR` has them.
    ///
    /// Errors: none for a `gamma` of 0 or more.
    pub fn usual(gamma: f64) -> Result<Self, StatsError> {
        Ok(Self {
            gamma: NonNegative::new(gamma)?,
            lambdas: 20,
            smallest_share: Proportion::new(0.05)?,
            beyond: false,
        })
    }
}

/// A reason to doubt a model that was nevertheless found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Warning {
    /// Fewer pairs than coefficients and edges that might be: expect most to be missed.
    FewPairs,
    /// No variable predicts any an occasion later, as far as this diary can tell.
    NoTemporalEdges,
    /// No two variables go together within an occasion, as far as this diary can tell.
    NoContemporaneousEdges,
    /// The best penalty was the smallest tried: the best may lie below it.
    SmallestPenaltyChosen,
    /// The estimated process grows without bound: the diary has a trend, or is too short.
    NotStationary,
    /// A network with an emptier part, which the usual grid does not hold, has a smaller EBIC: an
    /// edge was kept because it was never compared with its absence.
    EmptierIsBetter,
    /// Some moments had the same day and beep, and were taken as steps in the order given.
    RepeatedBeeps,
    /// Some pairs of penalties gave no fit and were left out of the choice.
    PenaltiesLeftOut,
}

/// One person's network over time. Variables are by index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GraphicalAutoregression {
    /// Moments of the diary.
    pub moments: usize,
    /// Pairs of neighbouring moments the model was fitted to.
    pub rows: usize,
    /// `gamma` of the extended BIC.
    pub gamma: f64,
    /// The penalty of lagged effects.
    pub lambda_beta: f64,
    /// The penalty of the residual network.
    pub lambda_kappa: f64,
    /// Extended BIC, constants left out; the smaller the better, on the same pairs only.
    pub ebic: f64,
    /// `g(B, K)`, the penalised objective at the chosen penalties.
    pub objective: f64,
    /// q rows of 1 + q: `beta[i][0]` the intercept of variable `i`, `beta[i][1 + j]` the effect of `j` one
    /// occasion earlier on `i`, in standard deviations.
    pub beta: Vec<Vec<f64>>,
    /// q x q: the inverse covariance of what is left when the past is accounted for.
    pub kappa: Vec<Vec<f64>>,
    /// q x q, symmetric: partial correlations within an occasion.
    pub contemporaneous: Vec<Vec<f64>>,
    /// q x q: `temporal[i][j]` the partial directed correlation of `i` with `j` one occasion later.
    pub temporal: Vec<Vec<f64>>,
    /// Reasons for doubt.
    pub warnings: Vec<Warning>,
}

struct Candidate {
    penalties: Penalties,
    estimate: Estimate,
    ebic: f64,
}

/// Fits every pair of penalties, in parallel, and keeps the one with the least EBIC. `after_each` is called
/// when a pair is done, from any thread, to show progress.
///
/// Errors: settings out of range; a variable that follows from the others; no pair of penalties gave a fit.
pub fn fit(
    pairs: &LagPairs,
    settings: &GridSettings,
    after_each: &(dyn Fn() + Sync),
) -> Result<GraphicalAutoregression, StatsError> {
    check_penalties(settings.lambdas, settings.smallest_share)?;
    let moments = Moments::of(pairs);
    let grid = grid(&moments, settings)?;
    let found: Vec<Option<Candidate>> = grid
        .par_iter()
        .map(|penalties| {
            let candidate = candidate(&moments, *penalties, settings.gamma.get());
            after_each();
            candidate.ok()
        })
        .collect();
    let fitted = found.iter().flatten().count();
    // Of equal ones the first, whose penalties are largest.
    let order = |one: &Candidate, two: &Candidate| one.ebic.total_cmp(&two.ebic);
    let (beyond, within): (Vec<_>, Vec<_>) = found
        .into_iter()
        .flatten()
        .partition(|one| one.penalties.beyond);
    let unsettled = StatsError::AutoregressionNotConverged;
    let usual = within.into_iter().min_by(order).ok_or(unsettled)?;
    let emptier = beyond
        .into_iter()
        .filter(|one| one.ebic < usual.ebic)
        .min_by(order);
    let is_better = emptier.is_some();
    let best = emptier.filter(|_| settings.beyond).unwrap_or(usual);
    let mut warnings = warnings_of(&best, &grid, pairs)?;
    if is_better && !settings.beyond {
        warnings.push(Warning::EmptierIsBetter);
    }
    if fitted < grid.len() {
        warnings.push(Warning::PenaltiesLeftOut);
    }
    let Candidate {
        penalties,
        estimate,
        ebic,
    } = best;
    let kappa = &estimate.kappa.matrix;
    Ok(GraphicalAutoregression {
        moments: pairs.moments(),
        rows: pairs.pairs(),
        gamma: settings.gamma.get(),
        lambda_beta: penalties.beta,
        lambda_kappa: penalties.kappa,
        ebic,
        objective: estimate.objective,
        temporal: temporal(&estimate.coefficients, kappa)?,
        contemporaneous: partial_correlations(kappa).to_rows(),
        kappa: kappa.to_rows(),
        beta: estimate.coefficients,
        warnings,
    })
}

/// All pairs of penalties, largest first. Down from the largest correlation within an
/// occasion and from the largest of `|X'Y (Y'Y)^-1|`. These only about empty the networks; twice
/// of each lies beyond and does.
fn grid(moments: &Moments, settings: &GridSettings) -> Result<Vec<Penalties>, StatsError> {
    let size = moments.variables;
    let outcomes = &moments.outcomes;
    let roots: Vec<f64> = (0..size)
        .map(|index| outcomes.get(index, index).sqrt())
        .collect();
    let correlations = Square::from_function(size, |row, column| {
        outcomes.get(row, column) / (roots[row] * roots[column])
    });
    let singular = StatsError::NotPositiveDefinite {
        what: "the covariance matrix of the diary",
    };
    correlations
        .cholesky(OWN_VARIANCE)
        .ok_or(singular.clone())?;
    let inverse = outcomes.cholesky(0.0).ok_or(singular)?.inverse();
    let mut kappa = 0.0_f64;
    let mut beta = 0.0_f64;
    for row in 0..size {
        for column in 0..row {
            kappa = kappa.max(correlations.get(row, column).abs());
        }
        for predictor in 0..=size {
            let cells = moments.cross.iter().zip(inverse.row(row));
            let entry: f64 = cells.map(|(cross, weight)| cross[predictor] * weight).sum();
            beta = beta.max(entry.abs());
        }
    }
    let down = |largest: f64| {
        let smallest = largest * settings.smallest_share.get();
        let grid = log_spaced(largest, smallest, settings.lambdas);
        let grid = grid.into_iter().map(|lambda| (lambda, false));
        std::iter::once((2.0 * largest, true))
            .chain(grid)
            .collect::<Vec<_>>()
    };
    let (kappas, betas) = (down(kappa), down(beta));
    let pairs = betas.into_iter().flat_map(|(beta, far)| {
        let with = move |&(kappa, further): &(f64, bool)| Penalties {
            beta,
            kappa,
            beyond: far || further,
        };
        kappas.iter().map(with)
    });
    Ok(pairs.collect())
}

/// One pair of penalties with its EBIC, `-2 L + E log n + 4 gamma E log 2q`: `L` with the
/// residual network fitted again without penalty where it has edges, `E` edges of `K` and coefficients of `B`
/// without intercepts (Abegaz & Wit 2013; Foygel & Drton 2010).
fn candidate(moments: &Moments, penalties: Penalties, gamma: f64) -> Result<Candidate, StatsError> {
    let estimate = moments.alternate(penalties)?;
    let residuals = moments.residual_covariance(&estimate.coefficients);
    let kappa = &estimate.kappa.matrix;
    let size = moments.variables;
    let free = Square::from_function(size, |row, column| {
        if kappa.get(row, column) == 0.0 {
            f64::INFINITY
        } else {
            0.0
        }
    });
    let problem = Problem {
        covariance: &residuals,
        penalty: &free,
    };
    // Nothing that is not zero is penalised, so the objective is -2 L / n.
    let fit = solve(problem, None, GAP)?.objective;
    let edges = (edges_of(kappa) + temporal_edges(&estimate.coefficients)) as f64;
    let pairs = moments.pairs as f64;
    let price = pairs.ln() + 4.0 * gamma * (2.0 * size as f64).ln();
    Ok(Candidate {
        penalties,
        ebic: pairs * fit + edges * price,
        estimate,
    })
}

fn temporal_edges(coefficients: &[Vec<f64>]) -> usize {
    let entries = coefficients.iter().flat_map(|row| row[1..].iter());
    entries.filter(|entry| **entry != 0.0).count()
}

/// Partial directed correlations, from row to column: with `b` the effect of `j` on `i` and
/// `Sigma = K^-1`, the entry at `[j][i]` is `b / sqrt(Sigma_ii K_jj + b^2)` (Wild et al. 2010,
/// doi:10.1186/1471-2288-10-28).
fn temporal(coefficients: &[Vec<f64>], kappa: &Square) -> Result<Vec<Vec<f64>>, StatsError> {
    let size = kappa.size();
    let factor = kappa.cholesky(0.0).ok_or(StatsError::NotPositiveDefinite {
        what: "the residual network",
    })?;
    let sigma = factor.inverse();
    let entry = |from: usize, to: usize| {
        let effect = coefficients[to][1 + from];
        if effect == 0.0 {
            0.0
        } else {
            effect / (sigma.get(to, to) * kappa.get(from, from) + effect * effect).sqrt()
        }
    };
    Ok(Square::from_function(size, entry).to_rows())
}

fn warnings_of(
    best: &Candidate,
    grid: &[Penalties],
    pairs: &LagPairs,
) -> Result<Vec<Warning>, StatsError> {
    let mut warnings = Vec::new();
    let size = pairs.variables();
    if pairs.pairs() < size * size + size * (size - 1) / 2 {
        warnings.push(Warning::FewPairs);
    }
    let coefficients = &best.estimate.coefficients;
    if temporal_edges(coefficients) == 0 {
        warnings.push(Warning::NoTemporalEdges);
    }
    if edges_of(&best.estimate.kappa.matrix) == 0 {
        warnings.push(Warning::NoContemporaneousEdges);
    }
    let smaller = |other: &Penalties| {
        (
            other.beta < best.penalties.beta,
            other.kappa < best.penalties.kappa,
        )
    };
    let (beta, kappa) = grid
        .iter()
        .map(smaller)
        .fold((false, false), |any, one| (any.0 || one.0, any.1 || one.1));
    if !beta || !kappa {
        warnings.push(Warning::SmallestPenaltyChosen);
    }
    let lagged = coefficients.iter().map(|row| row[1..].to_vec()).collect();
    if SquareMatrix::new(lagged)?.spectral_radius()? >= 1.0 {
        warnings.push(Warning::NotStationary);
    }
    if pairs.repeats > 0 {
        warnings.push(Warning::RepeatedBeeps);
    }
    Ok(warnings)
}
