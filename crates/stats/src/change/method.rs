use serde::{Deserialize, Serialize};

use super::{
    ChangeClass, Direction, MeasurementError, PairedSample, SampleStatistics, TWO_SIDED_95,
};
use crate::number::finite;
use crate::{Reliability, StatsError};

/// The ways of judging one person's change that need no more than sample statistics.
///
/// They differ in what they compare with. Most of the disagreement between them
/// comes from regression to the mean: a high first score tends to fall by itself,
/// and only some methods take that off.
///
/// In the equations `x1, x2` are a person's scores, `m1, m2, s1, s2, r12` the
/// sample's means, standard deviations and correlation, `r` the reliability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ChangeMethod {
    /// `(x2 - x1) / Sdiff` (Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12). The default.
    JacobsonTruax,
    /// `[(x2 - m1) - r (x1 - m1)] / Sest` (Gulliksen, Lord & Novick, in Hsu 1995,
    /// doi:10.1037/0022-006X.63.1.141): the first score is pulled towards the mean
    /// of the first scores.
    GulliksenLordNovick,
    /// `[(x2 - m2) - r (x1 - m1)] / Sest` (Hsu, Linn & Lord, in Hsu 1989,
    /// Behavioral Assessment 11:459-467). **Relative to the sample's own change**:
    /// who improved less than the average can come out as deteriorated.
    HsuLinnLord,
    /// `[x2 - (r (x1 - m1) + m1)] / SEM` (Edwards & Nunnally, in Speer 1992,
    /// doi:10.1037/0022-006X.60.3.402).
    EdwardsNunnally,
    /// `[x2 - (r (x1 - m1) + m1)] / sqrt(r^2 s1^2 (1 - r) + s1^2 (1 - r_last))`
    /// (Nunnally & Kotsch 1983, doi:10.1111/j.2044-8260.1983.tb00582.x).
    NunnallyKotsch,
    /// `[(x2 - x1) r_dd + (m2 - m1)(1 - r_dd)] / (sqrt(r_dd) Sdiff)` with the
    /// reliability of difference scores `r_dd`, against a one-sided 1.645
    /// (Hageman & Arrindell 1999, doi:10.1016/S0005-7967(99)00032-7).
    HagemanArrindell,
}

impl ChangeMethod {
    /// All of them, in the order in which they are described.
    pub const ALL: [Self; 6] = [
        Self::JacobsonTruax,
        Self::GulliksenLordNovick,
        Self::HsuLinnLord,
        Self::EdwardsNunnally,
        Self::NunnallyKotsch,
        Self::HagemanArrindell,
    ];

    /// What the index must exceed, either way, for a change to be reliable.
    pub fn critical_value(self) -> f64 {
        match self {
            Self::HagemanArrindell => 1.645,
            _ => TWO_SIDED_95,
        }
    }

    /// Whether the class says how the person did compared with the sample's own
    /// change, rather than whether the person changed. Say so wherever it is shown.
    pub fn relative_to_sample_change(self) -> bool {
        matches!(self, Self::HsuLinnLord)
    }
}

/// Reliability on the first and on the last occasion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Reliabilities {
    /// On the first occasion; used by every method.
    pub first: Reliability,
    /// On the last occasion; used by [`ChangeMethod::NunnallyKotsch`] only.
    pub last: Reliability,
}

impl Reliabilities {
    /// The same reliability on both occasions.
    ///
    /// Errors: not strictly between 0 and 1.
    pub fn both(reliability: f64) -> Result<Self, StatsError> {
        let reliability = Reliability::new(reliability)?;
        Ok(Self {
            first: reliability,
            last: reliability,
        })
    }
}

/// The change index of one person by one method, with the sign of the scale
/// (above zero: the score rose).
///
/// Errors: scores that are not finite; for Hageman-Arrindell a sample whose
/// difference scores hold no reliable variance.
pub fn change_index(
    method: ChangeMethod,
    sample: &SampleStatistics,
    reliabilities: Reliabilities,
    first: f64,
    last: f64,
) -> Result<f64, StatsError> {
    let error = MeasurementError {
        sd: sample.first.sd,
        reliability: reliabilities.first,
    };
    let (mean_first, mean_last) = (sample.first.mean.get(), sample.last.mean.get());
    let reliability = reliabilities.first.get();
    let expected_last = reliability * (finite("the first score", first)? - mean_first) + mean_first;
    let last = finite("the last score", last)?;
    let index = match method {
        ChangeMethod::JacobsonTruax => (last - first) / error.of_difference(),
        ChangeMethod::GulliksenLordNovick => (last - expected_last) / error.of_estimate(),
        ChangeMethod::HsuLinnLord => {
            (last - mean_last - reliability * (first - mean_first)) / error.of_estimate()
        }
        ChangeMethod::EdwardsNunnally => (last - expected_last) / error.of_score(),
        ChangeMethod::NunnallyKotsch => {
            let variance = sample.first.sd.get().powi(2);
            let spread = reliability.powi(2) * variance * (1.0 - reliability)
                + variance * (1.0 - reliabilities.last.get());
            (last - expected_last) / spread.sqrt()
        }
        ChangeMethod::HagemanArrindell => {
            let r_dd = reliability_of_differences(sample, error)?;
            ((last - first) * r_dd + (mean_last - mean_first) * (1.0 - r_dd))
                / (r_dd.sqrt() * error.of_difference())
        }
    };
    finite("the change index", index)
}

/// Reliability of difference scores (Hageman & Arrindell 1999):
/// `r_dd = (s1^2 r1 + s2^2 r2 - 2 s1 s2 r12) / (s1^2 + s2^2 - 2 s1 s2 r12)` with
/// `r_i = (s_i^2 - SEM^2) / s_i^2`, that is, the same error on both occasions.
fn reliability_of_differences(
    sample: &SampleStatistics,
    error: MeasurementError,
) -> Result<f64, StatsError> {
    let (first, last) = (sample.first.sd.get(), sample.last.sd.get());
    let shared = 2.0 * first * last * sample.correlation.get();
    let variance = first.powi(2) + last.powi(2) - shared;
    let true_variance = variance - 2.0 * error.of_score().powi(2);
    if variance > 0.0 && true_variance > 0.0 {
        Ok(true_variance / variance)
    } else {
        Err(StatsError::NoReliableVariance {
            what: "reliability of the difference scores",
        })
    }
}

/// The class that an index amounts to by a method.
pub fn classify(method: ChangeMethod, index: f64, direction: Direction) -> ChangeClass {
    let improvement = direction.improvement(index);
    if improvement > method.critical_value() {
        ChangeClass::Improved
    } else if improvement < -method.critical_value() {
        ChangeClass::Deteriorated
    } else {
        ChangeClass::Unchanged
    }
}

/// Judges everyone in a sample against the sample's own statistics; answers
/// `(index, class)` in the order of the sample.
///
/// ```
/// use attune_stats::change::{ChangeMethod, Direction, PairedSample, Reliabilities, classify_sample};
/// let sample = PairedSample::new(vec![(20.0, 8.0), (18.0, 17.0), (25.0, 12.0)])?;
/// let judged = classify_sample(
///     ChangeMethod::JacobsonTruax, &sample, Reliabilities::both(0.85)?, Direction::LowerIsBetter,
/// )?;
/// assert_eq!(judged.len(), 3);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
///
/// Errors: no spread in the sample, and as [`change_index`].
pub fn classify_sample(
    method: ChangeMethod,
    sample: &PairedSample,
    reliabilities: Reliabilities,
    direction: Direction,
) -> Result<Vec<(f64, ChangeClass)>, StatsError> {
    let statistics = sample.statistics()?;
    sample
        .pairs()
        .iter()
        .map(|(first, last)| {
            let index = change_index(method, &statistics, reliabilities, *first, *last)?;
            Ok((index, classify(method, index, direction)))
        })
        .collect()
}
