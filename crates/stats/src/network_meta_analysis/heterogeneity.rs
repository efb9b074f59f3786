use std::collections::BTreeMap;

use serde::Serialize;

use super::fit::{Fit, informations, moment_tau2};
use super::linear::{Matrix, grounded_inverse, quadratic};
use super::network::Network;
use super::trial::Trial;
use crate::StatsError;
use crate::meta_analysis::distribution::chi_squared_upper;

/// Disagreement in the network, and where it sits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NetworkHeterogeneity {
    /// Disagreement of all trials with the network.
    pub q: f64,
    /// Its degrees of freedom.
    pub q_df: usize,
    /// `P(chi2 >= Q)` if all trials agree but for chance.
    pub q_p: Option<f64>,
    /// Disagreement between trials of the same treatments.
    pub q_within: f64,
    /// Its degrees of freedom.
    pub q_within_df: usize,
    /// Its p.
    pub q_within_p: Option<f64>,
    /// Disagreement between designs: inconsistency.
    pub q_between: f64,
    /// Its degrees of freedom; 0 where no loop can be checked.
    pub q_between_df: usize,
    /// Its p.
    pub q_between_p: Option<f64>,
    /// Variance between trials, one for all comparisons; none without degrees of
    /// freedom.
    pub tau2: Option<f64>,
    /// `max(0, (Q - df) / Q)`, from 0 to 1.
    pub i2: Option<f64>,
    /// The designs with two trials or more.
    pub designs: Vec<DesignHeterogeneity>,
}

/// Disagreement between trials of the same treatments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DesignHeterogeneity {
    /// The treatments.
    pub treatments: Vec<String>,
    /// How many trials have exactly these.
    pub trials: usize,
    /// Their disagreement.
    pub q: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// `P(chi2 >= q)`.
    pub p: Option<f64>,
}

/// Splits the `Q` of a common-effect fit.
pub(super) fn heterogeneity(
    network: &Network,
    common: &Fit,
) -> Result<NetworkHeterogeneity, StatsError> {
    let arms: usize = network
        .trials
        .iter()
        .map(|trial| trial.arms.len() - 1)
        .sum();
    let df = arms + 1 - network.treatments.len();
    let designs = designs(network)?;
    let within: f64 = designs.iter().map(|design| design.q).sum();
    let within_df: usize = designs.iter().map(|design| design.df).sum();
    // The parts add up; rounding must not make one negative.
    let between = (common.q - within).max(0.0);
    let between_df = df - within_df;
    Ok(NetworkHeterogeneity {
        q: common.q,
        q_df: df,
        q_p: chi_squared_upper(common.q, df),
        q_within: within,
        q_within_df: within_df,
        q_within_p: chi_squared_upper(within, within_df),
        q_between: between,
        q_between_df: between_df,
        q_between_p: chi_squared_upper(between, between_df),
        tau2: moment_tau2(common.q, df, common.slope),
        i2: i2(common.q, df),
        designs,
    })
}

/// `max(0, (Q - df) / Q)`; none without degrees of freedom.
pub(super) fn i2(q: f64, df: usize) -> Option<f64> {
    let df = df as f64;
    (df > 0.0).then(|| if q > df { (q - df) / q } else { 0.0 })
}

fn designs(network: &Network) -> Result<Vec<DesignHeterogeneity>, StatsError> {
    let mut groups: BTreeMap<&[usize], Vec<Trial>> = BTreeMap::new();
    for trial in &network.trials {
        groups.entry(&trial.arms).or_default().push(trial.clone());
    }
    groups
        .into_iter()
        .filter(|(_, trials)| trials.len() > 1)
        .map(|(arms, trials)| {
            let q = disagreement(&trials)?;
            let df = (trials.len() - 1) * (arms.len() - 1);
            Ok(DesignHeterogeneity {
                treatments: arms
                    .iter()
                    .map(|arm| network.treatments[*arm].clone())
                    .collect(),
                trials: trials.len(),
                q,
                df,
                p: chi_squared_upper(q, df),
            })
        })
        .collect()
}

/// `Q` of trials that all have the same arms.
fn disagreement(trials: &[Trial]) -> Result<f64, StatsError> {
    let information = informations(trials, 0.0)?;
    let arms = trials[0].arms.len();
    let mut total = Matrix::zeros(arms, arms);
    let mut right = Matrix::zeros(arms, 1);
    for (trial, own) in trials.iter().zip(&information) {
        total += own;
        right += own * Matrix::from_column_slice(arms, 1, &trial.effects);
    }
    let inverse = grounded_inverse(&total).ok_or(StatsError::NotSettled {
        what: "the equations of a design",
    })?;
    let mean = inverse * right;
    Ok(trials
        .iter()
        .zip(&information)
        .map(|(trial, own)| {
            let rest: Vec<f64> = (0..arms)
                .map(|arm| trial.effects[arm] - mean[arm])
                .collect();
            quadratic(own, &rest)
        })
        .sum())
}
