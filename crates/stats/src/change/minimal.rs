use serde::{Deserialize, Serialize};

use super::{ChangeClass, Direction, MeasurementError};
use crate::number::finite;
use crate::{Positive, StatsError};

/// Change as a share of the first score, `(x2 - x1) / x1`: -0.5 is half of what it was.
///
/// `None` for a first score of 0, of which nothing is a share. The sign is that of
/// the scale; on scales that do not begin at 0 a share means little.
///
/// Errors: scores that are not finite.
pub fn relative_change(first: f64, last: f64) -> Result<Option<f64>, StatsError> {
    let first = finite("the first score", first)?;
    let change = finite("the change", finite("the last score", last)? - first)?;
    if first == 0.0 {
        return Ok(None);
    }
    finite("the relative change", change / first.abs()).map(Some)
}

/// The class of a relative change that has to reach `share` either way, as in
/// "response: at least half of the first score gone".
///
/// ```
/// use attune_stats::Positive;
/// use attune_stats::change::{ChangeClass, Direction, classify_relative, relative_change};
/// let change = relative_change(24.0, 11.0)?;
/// let half = Positive::new(0.5)?;
/// assert_eq!(
///     change.map(|change| classify_relative(change, half, Direction::LowerIsBetter)),
///     Some(ChangeClass::Improved)
/// );
/// assert_eq!(relative_change(0.0, 4.0)?, None);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
pub fn classify_relative(change: f64, share: Positive, direction: Direction) -> ChangeClass {
    let improvement = direction.improvement(change);
    if improvement >= share.get() {
        ChangeClass::Improved
    } else if improvement <= -share.get() {
        ChangeClass::Deteriorated
    } else {
        ChangeClass::Unchanged
    }
}

/// The least change worth noticing, found from the spread of scores alone, without
/// asking anybody whether they noticed (distribution-based, anchor-free). In points.
///
/// They say what a measure can tell apart, not what matters to people: where an
/// anchor-based value exists for the measure, prefer it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MinimalChange {
    /// Half a standard deviation of the first scores (Norman, Sloan & Wyrwich 2003,
    /// doi:10.1097/01.MLR.0000062554.74615.4C).
    pub half_sd: f64,
    /// One standard error of measurement (Wyrwich, Tierney & Wolinsky 1999,
    /// doi:10.1016/S0895-4356(99)00071-2).
    pub sem: f64,
    /// The minimal detectable change, `1.96 Sdiff` (Jacobson & Truax 1991): less
    /// cannot be told from measurement error in one person.
    pub detectable: f64,
}

/// Minimal change from the error of a measure, whose standard deviation is that of
/// the first scores.
///
/// ```
/// use attune_stats::change::{MeasurementError, minimal_change};
/// let minimal = minimal_change(MeasurementError::new(7.5, 0.80)?);
/// assert_eq!(minimal.half_sd, 3.75);
/// assert!((minimal.sem - 3.354102).abs() < 1e-6);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
pub fn minimal_change(error: MeasurementError) -> MinimalChange {
    MinimalChange {
        half_sd: 0.5 * error.sd.get(),
        sem: error.of_score(),
        detectable: error.reliable_points(),
    }
}
