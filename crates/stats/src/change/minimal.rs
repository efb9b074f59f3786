use serde::{Deserialize, Serialize};

use super::MeasurementError;

/// The least change worth speaking of, without an outside anchor: from the spread and
/// the error of the measure alone. For when nobody has asked clients from which change
/// on they feel a difference; where somebody has, that number is better.
///
/// Use one of them with [`ReliableChangeRule::published`](super::ReliableChangeRule::published).
///
/// ```
/// use attune_stats::change::{MeasurementError, MinimalChange};
/// let least = MinimalChange::of(MeasurementError::new(7.5, 0.80)?);
/// assert_eq!(least.half_sd, 3.75);
/// assert!((least.one_sem - 3.354).abs() < 0.001 && (least.detectable - 9.297).abs() < 0.001);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MinimalChange {
    /// Half a standard deviation, in points (Norman, Sloan & Wyrwich 2003,
    /// doi:10.1097/01.MLR.0000062554.74615.4C).
    pub half_sd: f64,
    /// One standard error of measurement, in points (Wyrwich, Tierney & Wolinsky 1999,
    /// doi:10.1016/S0895-4356(99)00071-2).
    pub one_sem: f64,
    /// The minimal detectable change `1.96 Sdiff`, in points: the Jacobson-Truax threshold.
    /// The other two are smaller than it for the usual reliabilities, so a change may
    /// reach them and still be within measurement error.
    pub detectable: f64,
}

impl MinimalChange {
    /// From standard deviation and reliability of the measure.
    pub fn of(error: MeasurementError) -> Self {
        Self {
            half_sd: 0.5 * error.sd.get(),
            one_sem: error.of_score(),
            detectable: error.reliable_points(),
        }
    }
}
