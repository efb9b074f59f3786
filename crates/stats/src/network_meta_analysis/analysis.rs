use serde::{Deserialize, Serialize};

use super::comparison::{Comparison, Effect, comparisons};
use super::fit::{Estimates, fit};
use super::heterogeneity::{NetworkHeterogeneity, heterogeneity};
use super::network::Network;
use crate::change::Direction;
use crate::meta_analysis::Interval;
use crate::{StatsError, normal};

/// The whole network, common and random effects.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NetworkMetaAnalysis {
    /// The treatment that others are shown against.
    pub reference: String,
    /// Which way an effect is better; P-scores depend on it.
    pub direction: Direction,
    /// How many trials.
    pub studies: usize,
    /// How many comparisons, each pair of arms of each trial.
    pub comparisons: usize,
    /// The treatments in alphabetical order.
    pub treatments: Vec<String>,
    /// Disagreement.
    #[serde(flatten)]
    pub heterogeneity: NetworkHeterogeneity,
    /// Each treatment less the reference, in alphabetical order.
    pub versus_reference: Vec<VersusReference>,
    /// Every pair of treatments: direct, indirect, grade.
    pub split: Vec<Comparison>,
    /// The treatment with the best estimate, and all whose 95 % interval against it
    /// covers no difference. The numbers do not say which of these is better.
    pub not_separable_from_best: Vec<String>,
    /// What to keep in mind.
    pub warnings: Vec<NetworkWarning>,
}

/// One treatment less the reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VersusReference {
    /// The treatment.
    pub treatment: String,
    /// The effect if all trials estimate the same one.
    pub common: f64,
    /// Its standard error.
    pub common_se: f64,
    /// The effect with variance between trials.
    pub random: f64,
    /// Its standard error.
    pub random_se: f64,
    /// 95 % confidence interval, random effects.
    #[serde(rename = "ci")]
    pub confidence_interval: Interval,
    /// 95 % prediction interval; none where `tau2` is not known.
    pub prediction: Option<Interval>,
    /// Mean chance to be better than each other treatment, random effects.
    pub p_score: f64,
    /// The same for common effects.
    pub p_score_common: f64,
    /// Trials that compared both directly.
    pub trials_direct: usize,
    /// Share of direct evidence, from 0 to 1.
    pub share_direct: f64,
}

/// What to keep in mind about a network.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkWarning {
    /// Each effect rests on just enough trials: variance between trials is not known,
    /// random effects equal common effects, and there is no prediction.
    NoVarianceBetweenTrials,
    /// No loop of comparisons: direct and indirect evidence cannot be held against
    /// each other.
    NoLoop,
    /// Designs disagree more than chance allows, with this p.
    Inconsistent(f64),
}

/// Analyses a connected network.
///
/// Errors: a reference that is not there; a network in parts, which are named in the
/// error (analyse [`Network::part_with`] a treatment, or connect them through
/// [`additive`](super::additive) components); numbers so far apart that the equations
/// cannot be solved.
pub fn analyse(
    network: &Network,
    reference: &str,
    direction: Direction,
) -> Result<NetworkMetaAnalysis, StatsError> {
    let reference_index = network.index(reference)?;
    network.connected()?;
    let common = fit(network, 0.0)?;
    let heterogeneity = heterogeneity(network, &common)?;
    let common = common.estimates;
    let random = match heterogeneity.tau2 {
        Some(tau2) if tau2 > 0.0 => fit(network, tau2)?.estimates,
        _ => common.clone(),
    };
    let split = comparisons(network, &random, heterogeneity.tau2, heterogeneity.q_df)?;
    let scores = p_scores(&random, network.treatments.len(), direction);
    let scores_common = p_scores(&common, network.treatments.len(), direction);

    let mut versus_reference = Vec::with_capacity(network.treatments.len());
    for (index, treatment) in network.treatments.iter().enumerate() {
        let (effect, variance) = common.difference(index, reference_index);
        let row = if index == reference_index {
            None
        } else {
            Some(oriented(
                &split,
                &network.treatments,
                index,
                reference_index,
            ))
        };
        let nothing = Effect::new(0.0, 0.0)?;
        let random = row.as_ref().map_or(nothing, |row| row.network);
        versus_reference.push(VersusReference {
            treatment: treatment.clone(),
            common: effect,
            common_se: variance.sqrt(),
            random: random.estimate,
            random_se: random.standard_error,
            confidence_interval: random.confidence_interval,
            prediction: row
                .as_ref()
                .map_or(Some(nothing.confidence_interval), |row| row.prediction),
            p_score: scores[index],
            p_score_common: scores_common[index],
            trials_direct: row.as_ref().map_or(0, |row| row.trials_direct),
            share_direct: row.as_ref().map_or(0.0, |row| row.share_direct),
        });
    }
    Ok(NetworkMetaAnalysis {
        reference: reference.to_owned(),
        direction,
        studies: network.trials(),
        comparisons: network.comparisons(),
        treatments: network.treatments.clone(),
        warnings: warnings(&heterogeneity),
        not_separable_from_best: not_separable(network, &random, &split, direction),
        heterogeneity,
        versus_reference,
        split,
    })
}

impl NetworkMetaAnalysis {
    /// One treatment against another.
    ///
    /// Errors: a treatment that is not there, or the same one twice.
    pub fn comparison(&self, treatment: &str, versus: &str) -> Result<Comparison, StatsError> {
        let index = |name: &str| {
            self.treatments
                .binary_search_by(|other| other.as_str().cmp(name))
                .map_err(|_| StatsError::NoSuchTreatment {
                    treatment: name.to_owned(),
                })
        };
        let (one, other) = (index(treatment)?, index(versus)?);
        if one == other {
            return Err(StatsError::NoSuchTreatment {
                treatment: format!("{versus} other than itself"),
            });
        }
        Ok(oriented(&self.split, &self.treatments, one, other))
    }
}

/// The comparison of two different treatments the right way round.
fn oriented(split: &[Comparison], treatments: &[String], one: usize, other: usize) -> Comparison {
    let (low, high) = (one.min(other), one.max(other));
    // Pairs before those of `low`, then those of `low` before `high`.
    let position = low * (2 * treatments.len() - low - 1) / 2 + high - low - 1;
    if one < other {
        split[position].clone()
    } else {
        split[position].reversed()
    }
}

fn p_scores(estimates: &Estimates, size: usize, direction: Direction) -> Vec<f64> {
    let score = |one: usize| {
        let chances = (0..size).filter(|other| *other != one).map(|other| {
            let (difference, variance) = estimates.difference(one, other);
            normal::cumulative(direction.improvement(difference) / variance.sqrt())
        });
        chances.sum::<f64>() / (size as f64 - 1.0)
    };
    (0..size).map(score).collect()
}

fn not_separable(
    network: &Network,
    random: &Estimates,
    split: &[Comparison],
    direction: Direction,
) -> Vec<String> {
    let merit = |index: usize| direction.improvement(random.difference(index, 0).0);
    let mut order: Vec<usize> = (0..network.treatments.len()).collect();
    order.sort_by(|one, other| merit(*other).total_cmp(&merit(*one)));
    let best = order[0];
    order
        .into_iter()
        .filter(|index| {
            *index == best
                || oriented(split, &network.treatments, *index, best)
                    .network
                    .confidence_interval
                    .contains(0.0)
        })
        .map(|index| network.treatments[index].clone())
        .collect()
}

fn warnings(heterogeneity: &NetworkHeterogeneity) -> Vec<NetworkWarning> {
    let mut warnings = Vec::new();
    if heterogeneity.tau2.is_none() {
        warnings.push(NetworkWarning::NoVarianceBetweenTrials);
    }
    match heterogeneity.q_between_p {
        None => warnings.push(NetworkWarning::NoLoop),
        Some(p) if p < 0.05 => warnings.push(NetworkWarning::Inconsistent(p)),
        Some(_) => {}
    }
    warnings
}
