use serde::Serialize;

use super::fit::Estimates;
use super::grade::{Grade, GradeReason, grade};
use super::network::Network;
use crate::StatsError;
use crate::meta_analysis::Interval;
use crate::meta_analysis::distribution::{normal_bound, normal_two_sided, student_bound};

/// An effect, its standard error and 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Effect {
    /// The effect of one treatment less another.
    pub estimate: f64,
    /// Its standard error.
    #[serde(rename = "se")]
    pub standard_error: f64,
    /// Its 95 % confidence interval (normal).
    #[serde(rename = "ci")]
    pub confidence_interval: Interval,
}

impl Effect {
    pub(super) fn new(estimate: f64, standard_error: f64) -> Result<Self, StatsError> {
        Ok(Self {
            estimate,
            standard_error,
            confidence_interval: Interval::around(estimate, normal_bound()? * standard_error),
        })
    }

    fn reversed(self) -> Self {
        Self {
            estimate: -self.estimate,
            confidence_interval: reversed(self.confidence_interval),
            ..self
        }
    }
}

fn reversed(interval: Interval) -> Interval {
    Interval {
        lower: -interval.upper,
        upper: -interval.lower,
    }
}

/// All that is known about one treatment against another (random effects).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// The treatment.
    pub treatment: String,
    /// What it is compared with.
    pub versus: String,
    /// Trials that compared both directly.
    pub trials_direct: usize,
    /// People in both arms of those trials, if all gave the number.
    pub people_direct: Option<u64>,
    /// Share of direct evidence in the network estimate, from 0 to 1.
    pub share_direct: f64,
    /// The network's estimate.
    pub network: Effect,
    /// From the direct trials alone.
    pub direct: Option<Effect>,
    /// From all the rest; none where all evidence is direct.
    pub indirect: Option<Effect>,
    /// Two-sided p that direct and indirect evidence agree.
    pub p: Option<f64>,
    /// Where the effect of a further trial would lie; none where `tau2` is not known.
    pub prediction: Option<Interval>,
    /// How much to lean on it; see [`Grade`].
    pub grade: Grade,
    /// What was taken off for.
    pub reasons: Vec<GradeReason>,
}

impl Comparison {
    /// The same the other way round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            treatment: self.versus.clone(),
            versus: self.treatment.clone(),
            network: self.network.reversed(),
            direct: self.direct.map(Effect::reversed),
            indirect: self.indirect.map(Effect::reversed),
            prediction: self.prediction.map(reversed),
            reasons: self.reasons.clone(),
            ..*self
        }
    }
}

/// What the trials say directly about one pair.
#[derive(Debug, Clone, Copy)]
struct Direct {
    trials: usize,
    people: Option<u64>,
    weight: f64,
    weighted: f64,
}

/// All pairs of treatments, in the order of the network.
///
/// Direct evidence is the inverse-variance mean of the trials that have both arms,
/// with the network's `tau2`. With its share `p = var_network / var_direct` the rest
/// is `(network - p direct) / (1 - p)` with variance `var_network / (1 - p)`.
pub(super) fn comparisons(
    network: &Network,
    random: &Estimates,
    tau2: Option<f64>,
    df: usize,
) -> Result<Vec<Comparison>, StatsError> {
    let size = network.treatments.len();
    let direct = direct_evidence(network, tau2.unwrap_or(0.0));
    let bound = if df > 0 {
        Some(student_bound(df)?)
    } else {
        None
    };
    let mut all = Vec::with_capacity(size * (size - 1) / 2);
    for one in 0..size {
        for other in one + 1..size {
            let (estimate, variance) = random.difference(one, other);
            let names = [one, other].map(|index| network.treatments[index].clone());
            let mut comparison =
                one_comparison(names, estimate, variance, direct[one * size + other])?;
            comparison.prediction = bound
                .zip(tau2)
                .map(|(bound, tau2)| Interval::around(estimate, bound * (variance + tau2).sqrt()));
            (comparison.grade, comparison.reasons) = grade(&comparison);
            all.push(comparison);
        }
    }
    Ok(all)
}

/// A share that is closer to 1 than this is all of it but for rounding.
const ALL: f64 = 1.0 - 1e-9;

fn one_comparison(
    [treatment, versus]: [String; 2],
    estimate: f64,
    variance: f64,
    evidence: Direct,
) -> Result<Comparison, StatsError> {
    let share = (variance * evidence.weight).min(1.0);
    let direct_estimate = evidence.weighted / evidence.weight;
    let direct = (evidence.trials > 0)
        .then(|| Effect::new(direct_estimate, evidence.weight.recip().sqrt()))
        .transpose()?;
    let indirect = match direct {
        None => Some(Effect::new(estimate, variance.sqrt())?),
        Some(_) if share > ALL => None,
        Some(direct) => Some(Effect::new(
            (estimate - share * direct.estimate) / (1.0 - share),
            (variance / (1.0 - share)).sqrt(),
        )?),
    };
    let p = direct.zip(indirect).map(|(direct, indirect)| {
        let error = direct.standard_error.hypot(indirect.standard_error);
        normal_two_sided((direct.estimate - indirect.estimate) / error)
    });
    Ok(Comparison {
        treatment,
        versus,
        trials_direct: evidence.trials,
        people_direct: evidence.people.filter(|_| evidence.trials > 0),
        share_direct: if share > ALL { 1.0 } else { share },
        network: Effect::new(estimate, variance.sqrt())?,
        direct,
        indirect,
        p,
        prediction: None,
        grade: Grade::A,
        reasons: Vec::new(),
    })
}

/// For each pair `(one, other)` with `one < other`, at `one * size + other`.
fn direct_evidence(network: &Network, tau2: f64) -> Vec<Direct> {
    let size = network.treatments.len();
    let nothing = Direct {
        trials: 0,
        people: Some(0),
        weight: 0.0,
        weighted: 0.0,
    };
    let mut all = vec![nothing; size * size];
    for trial in &network.trials {
        for pair in trial.pairs() {
            let weight = (trial.variance(pair) + tau2).recip();
            let entry = &mut all[trial.arms[pair[0]] * size + trial.arms[pair[1]]];
            entry.trials += 1;
            entry.people = entry
                .people
                .zip(trial.people(pair))
                .map(|(sum, people)| sum.saturating_add(people));
            entry.weight += weight;
            entry.weighted += weight * trial.difference(pair);
        }
    }
    all
}
