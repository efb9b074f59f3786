use super::linear::{Matrix, grounded_inverse, quadratic};
use super::network::Network;
use super::trial::Trial;
use crate::StatsError;
use crate::number::finite;

/// Effects of all treatments and what is known about their differences.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Estimates {
    /// Up to a constant.
    effects: Vec<f64>,
    /// A generalised inverse of the Laplacian matrix.
    covariance: Matrix,
}

impl Estimates {
    /// Estimate and variance of one treatment less another.
    pub(super) fn difference(&self, one: usize, other: usize) -> (f64, f64) {
        let covariance = &self.covariance;
        let variance =
            covariance[(one, one)] + covariance[(other, other)] - 2.0 * covariance[(one, other)];
        // Rounding must not make the variance of a difference negative.
        (self.effects[one] - self.effects[other], variance.max(0.0))
    }

    /// What a trial's arms have beyond the estimates.
    pub(super) fn residuals(&self, trial: &Trial) -> Vec<f64> {
        trial
            .arms
            .iter()
            .zip(&trial.effects)
            .map(|(arm, effect)| effect - self.effects[*arm])
            .collect()
    }
}

/// A fit by weighted least squares.
pub(super) struct Fit {
    pub(super) estimates: Estimates,
    /// `sum_s (a_s - d)' L_s (a_s - d)`.
    pub(super) q: f64,
    /// `sum_s (tr L_s - tr(L+ L_s^2)) / 2`: what one unit of `tau2` adds to `Q`.
    pub(super) slope: f64,
}

/// Solves `(sum_s L_s) d = sum_s L_s a_s` for a connected network.
///
/// Errors: numbers so far apart that the equations cannot be solved.
pub(super) fn fit(network: &Network, tau2: f64) -> Result<Fit, StatsError> {
    let information = informations(&network.trials, tau2)?;
    let size = network.treatments.len();
    let mut laplacian = Matrix::zeros(size, size);
    let mut right = vec![0.0; size];
    for (trial, own) in network.trials.iter().zip(&information) {
        trial.add_to(&mut laplacian, own);
        for (row, arm) in trial.arms.iter().enumerate() {
            right[*arm] += (0..trial.arms.len())
                .map(|column| own[(row, column)] * trial.effects[column])
                .sum::<f64>();
        }
    }
    let covariance = grounded_inverse(&laplacian)
        .filter(differences_survive)
        .ok_or(StatsError::NotSettled {
            what: "the network's equations",
        })?;
    let effects = (0..size)
        .map(|row| {
            (0..size)
                .map(|column| covariance[(row, column)] * right[column])
                .sum()
        })
        .collect();
    let estimates = Estimates {
        effects,
        covariance,
    };
    let q = network
        .trials
        .iter()
        .zip(&information)
        .map(|(trial, own)| quadratic(own, &estimates.residuals(trial)))
        .sum();
    let slope = moment_slope(&network.trials, &information, |one, other| {
        estimates.covariance[(one, other)]
    });
    Ok(Fit {
        q: finite("the network's Q", q)?,
        slope: finite("the expectation of Q", slope)?,
        estimates,
    })
}

/// Whether the variance of every difference keeps at least six of its digits. One trial
/// a hundred thousand times as precise as the rest would leave rounding in its place.
fn differences_survive(covariance: &Matrix) -> bool {
    let size = covariance.nrows();
    (0..size).all(|one| {
        (0..one).all(|other| {
            let apart = covariance[(one, one)] + covariance[(other, other)];
            apart - 2.0 * covariance[(one, other)] > 1e-10 * apart
        })
    })
}

/// The information matrix of every trial.
pub(super) fn informations(trials: &[Trial], tau2: f64) -> Result<Vec<Matrix>, StatsError> {
    trials.iter().map(|trial| trial.information(tau2)).collect()
}

/// `sum_s (tr L_s - tr(G L_s^2)) / 2`, `G` the covariance of two treatments' effects.
///
/// `tau2 / 2` in each arm makes `tau2` in each comparison, so a trial's residuals gain
/// `tau2 / 2` times the identity, and the fit takes away what it can follow.
pub(super) fn moment_slope(
    trials: &[Trial],
    information: &[Matrix],
    covariance: impl Fn(usize, usize) -> f64,
) -> f64 {
    let one_trial = |(trial, own): (&Trial, &Matrix)| {
        let square = own * own;
        let size = trial.arms.len();
        let followed: f64 = (0..size)
            .flat_map(|row| (0..size).map(move |column| (row, column)))
            .map(|(row, column)| {
                covariance(trial.arms[row], trial.arms[column]) * square[(row, column)]
            })
            .sum();
        0.5 * (own.trace() - followed)
    };
    trials.iter().zip(information).map(one_trial).sum()
}

/// The moment estimate of `tau2`; `None` without degrees of freedom.
pub(super) fn moment_tau2(q: f64, df: usize, slope: f64) -> Option<f64> {
    (df > 0).then(|| ((q - df as f64) / slope).max(0.0))
}
