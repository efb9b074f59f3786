use serde::Serialize;

use super::comparison::Comparison;

/// How much to lean on a comparison, from A to E: one step down for each
/// [`GradeReason`], two for [`GradeReason::IndirectOnly`].
///
/// The rules are this library's own, after the questions of GRADE for networks
/// (Puhan et al. 2014, doi:10.1136/bmj.g5630) and `CINeMA` (Nikolakopoulou et al. 2020,
/// doi:10.1371/journal.pmed.1003082), with what the numbers themselves can tell. How
/// well the trials were done (risk of bias) and whom they treated is not in the
/// numbers: read a grade as an upper bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Grade {
    /// Nothing taken off.
    A,
    /// One step taken off.
    B,
    /// Two steps.
    C,
    /// Three steps.
    D,
    /// Four steps or more.
    E,
}

/// Why a grade is lower than A.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GradeReason {
    /// No trial compared the two; two steps.
    IndirectOnly,
    /// Less than half of the evidence is direct.
    MostlyIndirect,
    /// One to four direct trials.
    FewTrials,
    /// Fewer than 400 people in the direct trials, the usual optimal information
    /// size for a small to moderate effect (Guyatt et al. 2011,
    /// doi:10.1016/j.jclinepi.2011.01.012).
    FewPeople,
    /// The confidence interval covers no difference.
    Imprecise,
    /// The mean differs from 0, but a further trial might find the opposite: the
    /// prediction interval covers no difference.
    Heterogeneous,
    /// Variance between trials is not known, so neither is a prediction.
    NoPrediction,
    /// Direct and indirect evidence disagree at p below 0.10.
    Inconsistent,
}

/// Below these a comparison rests on little.
const ENOUGH_TRIALS: usize = 5;
const ENOUGH_PEOPLE: u64 = 400;
/// Tests of inconsistency have little power, so the level is the usual 0.10.
const INCONSISTENT: f64 = 0.10;

pub(super) fn grade(comparison: &Comparison) -> (Grade, Vec<GradeReason>) {
    let mut reasons = Vec::new();
    if comparison.trials_direct == 0 {
        reasons.push(GradeReason::IndirectOnly);
    } else {
        if comparison.share_direct < 0.5 {
            reasons.push(GradeReason::MostlyIndirect);
        }
        if comparison.trials_direct < ENOUGH_TRIALS {
            reasons.push(GradeReason::FewTrials);
        }
        if comparison
            .people_direct
            .is_some_and(|people| people < ENOUGH_PEOPLE)
        {
            reasons.push(GradeReason::FewPeople);
        }
    }
    let imprecise = comparison.network.confidence_interval.contains(0.0);
    if imprecise {
        reasons.push(GradeReason::Imprecise);
    }
    match comparison.prediction {
        None => reasons.push(GradeReason::NoPrediction),
        Some(prediction) if !imprecise && prediction.contains(0.0) => {
            reasons.push(GradeReason::Heterogeneous);
        }
        Some(_) => {}
    }
    if comparison.p.is_some_and(|p| p < INCONSISTENT) {
        reasons.push(GradeReason::Inconsistent);
    }
    let steps: usize = reasons
        .iter()
        .map(|reason| {
            if *reason == GradeReason::IndirectOnly {
                2
            } else {
                1
            }
        })
        .sum();
    let grade = match steps {
        0 => Grade::A,
        1 => Grade::B,
        2 => Grade::C,
        3 => Grade::D,
        _ => Grade::E,
    };
    (grade, reasons)
}
