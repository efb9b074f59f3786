use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use statrs::function::gamma::ln_gamma;

use super::contrast::Contrast;
use crate::{Finite, Positive, StatsError};

/// One arm of a trial with a yes-or-no outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BinaryArm {
    /// The trial.
    pub study: String,
    /// The treatment.
    pub treatment: String,
    /// People with the outcome.
    pub events: u64,
    /// People in the arm.
    pub total: u64,
}

/// One arm of a trial with a measured outcome.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContinuousArm {
    /// The trial.
    pub study: String,
    /// The treatment.
    pub treatment: String,
    /// Mean score.
    pub mean: Finite,
    /// Standard deviation of the scores.
    pub sd: Positive,
    /// People in the arm.
    pub people: u64,
}

/// How means are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContinuousEffect {
    /// In points, for one measure in all trials.
    MeanDifference,
    /// Hedges' g, for different measures of one thing.
    StandardisedMeanDifference,
}

/// Comparisons made from arms, and what was done to get them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArmContrasts {
    /// All pairs of arms of each trial.
    pub contrasts: Vec<Contrast>,
    /// Trials to whose cells 0.5 was added, since one was 0.
    pub corrected: Vec<String>,
    /// Trials left out: one arm only, or nobody (or everybody) in any arm had the
    /// outcome, which says nothing about odds.
    pub left_out: Vec<String>,
}

/// Log odds ratios of all pairs of arms of each trial.
///
/// With `e` events and `o` others the log odds are `ln(e / o)` with variance
/// `1/e + 1/o`. If any cell of a trial is 0, 0.5 is added to every cell of that trial,
/// so that its comparisons still add up.
///
/// Errors: an arm without people or with more events than people; a treatment twice in
/// one trial.
///
/// ```
/// use attune_stats::network_meta_analysis::{BinaryArm, binary_contrasts};
///
/// let arm = |treatment: &str, events, total| BinaryArm {
///     study: "one".to_owned(),
///     treatment: treatment.to_owned(),
///     events,
///     total,
/// };
/// let made = binary_contrasts(&[arm("therapy", 12, 17), arm("waiting", 2, 17)])?;
/// assert!((made.contrasts[0].effect.get() - 2.8904).abs() < 1e-4);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
pub fn binary_contrasts(arms: &[BinaryArm]) -> Result<ArmContrasts, StatsError> {
    let mut made = ArmContrasts::nothing();
    for (study, arms) in by_study(arms, |arm| (&arm.study, &arm.treatment))? {
        if arms
            .iter()
            .any(|arm| arm.total == 0 || arm.events > arm.total)
        {
            return Err(StatsError::ImpossibleArm {
                study: study.to_owned(),
            });
        }
        let nobody = arms.iter().all(|arm| arm.events == 0);
        let everybody = arms.iter().all(|arm| arm.events == arm.total);
        if arms.len() < 2 || nobody || everybody {
            made.left_out.push(study.to_owned());
            continue;
        }
        let zero = arms
            .iter()
            .any(|arm| arm.events == 0 || arm.events == arm.total);
        if zero {
            made.corrected.push(study.to_owned());
        }
        let added = if zero { 0.5 } else { 0.0 };
        for (first, second) in pairs(&arms) {
            let log_odds = |arm: &BinaryArm| {
                let (events, others) = (
                    arm.events as f64 + added,
                    (arm.total - arm.events) as f64 + added,
                );
                ((events / others).ln(), events.recip() + others.recip())
            };
            let ((one, one_variance), (other, other_variance)) =
                (log_odds(first), log_odds(second));
            made.contrasts.push(
                Contrast::new(
                    study,
                    [&first.treatment, &second.treatment],
                    one - other,
                    (one_variance + other_variance).sqrt(),
                )?
                .with_people(first.total.saturating_add(second.total)),
            );
        }
    }
    Ok(made)
}

/// Differences of means of all pairs of arms of each trial.
///
/// Mean difference: variance `sd1^2 / n1 + sd2^2 / n2`.
///
/// Standardised: `g = J (m1 - m2) / s` with `s` pooled over **all** arms of the trial
/// and `J` Hedges' exact correction for `N - arms` degrees of freedom (Hedges 1981,
/// doi:10.3102/10769986006002107); variance `1/n1 + 1/n2 + g^2 / (2 N)` with `N` people
/// in the trial. With a standard deviation pooled for each pair, the comparisons of a
/// trial with several arms would not add up; pooled over all arms they do, and the
/// variances are those of one covariance matrix (Gleser & Olkin 2009, *Stochastically
/// dependent effect sizes*, in *The Handbook of Research Synthesis and Meta-Analysis*).
/// With two arms both are the same.
///
/// Errors: an arm of fewer than two people; a treatment twice in one trial.
pub fn continuous_contrasts(
    arms: &[ContinuousArm],
    effect: ContinuousEffect,
) -> Result<ArmContrasts, StatsError> {
    let mut made = ArmContrasts::nothing();
    for (study, arms) in by_study(arms, |arm| (&arm.study, &arm.treatment))? {
        if arms.iter().any(|arm| arm.people < 2) {
            return Err(StatsError::ImpossibleArm {
                study: study.to_owned(),
            });
        }
        if arms.len() < 2 {
            made.left_out.push(study.to_owned());
            continue;
        }
        let scale = Scale::of(&arms);
        for (first, second) in pairs(&arms) {
            let difference = first.mean.get() - second.mean.get();
            let size = [first, second].map(|arm| (arm.people as f64).recip());
            let (value, variance) = match effect {
                ContinuousEffect::MeanDifference => (
                    difference,
                    first.sd.get().powi(2) * size[0] + second.sd.get().powi(2) * size[1],
                ),
                ContinuousEffect::StandardisedMeanDifference => {
                    let g = scale.correction * difference / scale.sd;
                    (g, size[0] + size[1] + g.powi(2) / (2.0 * scale.people))
                }
            };
            made.contrasts.push(
                Contrast::new(
                    study,
                    [&first.treatment, &second.treatment],
                    value,
                    variance.sqrt(),
                )?
                .with_people(first.people.saturating_add(second.people)),
            );
        }
    }
    Ok(made)
}

impl ArmContrasts {
    fn nothing() -> Self {
        Self {
            contrasts: Vec::new(),
            corrected: Vec::new(),
            left_out: Vec::new(),
        }
    }
}

/// What a trial's arms have in common.
struct Scale {
    people: f64,
    /// Pooled over all arms.
    sd: f64,
    /// `J = gamma(m/2) / (sqrt(m/2) gamma((m-1)/2))`.
    correction: f64,
}

impl Scale {
    /// Of two arms or more with two people or more each.
    fn of(arms: &[&ContinuousArm]) -> Self {
        let people: f64 = arms.iter().map(|arm| arm.people as f64).sum();
        let degrees = people - arms.len() as f64;
        let squares: f64 = arms
            .iter()
            .map(|arm| (arm.people as f64 - 1.0) * arm.sd.get().powi(2))
            .sum();
        let half = degrees / 2.0;
        Self {
            people,
            sd: (squares / degrees).sqrt(),
            correction: (ln_gamma(half) - ln_gamma(half - 0.5)).exp() / half.sqrt(),
        }
    }
}

/// Arms by trial, in alphabetical order of trials.
fn by_study<'a, A>(
    arms: &'a [A],
    names: impl Fn(&'a A) -> (&'a String, &'a String),
) -> Result<BTreeMap<&'a str, Vec<&'a A>>, StatsError> {
    let mut studies: BTreeMap<&str, Vec<&A>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for arm in arms {
        let (study, treatment) = names(arm);
        if !seen.insert((study, treatment)) {
            return Err(StatsError::RepeatedArm {
                study: study.clone(),
                treatment: treatment.clone(),
            });
        }
        studies.entry(study).or_default().push(arm);
    }
    Ok(studies)
}

fn pairs<'a, A>(arms: &'a [&'a A]) -> impl Iterator<Item = (&'a A, &'a A)> {
    (0..arms.len()).flat_map(move |first| {
        (first + 1..arms.len()).map(move |second| (arms[first], arms[second]))
    })
}
