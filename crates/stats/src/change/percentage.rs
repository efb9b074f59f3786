use serde::{Deserialize, Serialize};

use super::{ChangeClass, Direction};
use crate::number::finite;
use crate::{Positive, StatsError};

/// Change as a share of the first score, such as "response is a fall by half".
///
/// Common in drug trials. It knows nothing of measurement error: from a low first score
/// a wobble of two points is a large share, so show reliable change beside it.
///
/// ```
/// use attune_stats::change::{ChangeClass, Direction, PercentageRule};
/// let response = PercentageRule::new(0.50, 0.50, Direction::LowerIsBetter)?;
/// assert_eq!(response.judge(24.0, 11.0)?.class, ChangeClass::Improved);
/// assert_eq!(response.judge(24.0, 13.0)?.class, ChangeClass::Unchanged);
/// // From nothing there is no share.
/// assert!(response.judge(0.0, 5.0).is_err());
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PercentageRule {
    /// The least share of the first score that counts as improvement, such as 0.5.
    pub improvement: Positive,
    /// The least share of the first score that counts as deterioration.
    pub deterioration: Positive,
    /// Which way is better.
    pub direction: Direction,
}

/// One person's change as a share of the first score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PercentageChange {
    /// `(last - first) / first`, with the sign of the scale: -0.25 is a fall by a quarter.
    pub share: f64,
    /// What it amounts to.
    pub class: ChangeClass,
}

impl PercentageRule {
    /// From the least shares of the first score that count, 0.5 for a half.
    ///
    /// Errors: a share not above 0.
    pub fn new(
        improvement: f64,
        deterioration: f64,
        direction: Direction,
    ) -> Result<Self, StatsError> {
        Ok(Self {
            improvement: Positive::new(improvement)?,
            deterioration: Positive::new(deterioration)?,
            direction,
        })
    }

    /// Judges the change from `first` to `last`; exactly the share counts.
    ///
    /// Errors: a first score of 0 or below, of which there is no share; a score that is
    /// not finite.
    pub fn judge(&self, first: f64, last: f64) -> Result<PercentageChange, StatsError> {
        if finite("the first score", first)? <= 0.0 {
            return Err(StatsError::NoBaseline);
        }
        let share = finite(
            "the change",
            (finite("the last score", last)? - first) / first,
        )?;
        let better = self.direction.improvement(share);
        let class = if better >= self.improvement.get() {
            ChangeClass::Improved
        } else if -better >= self.deterioration.get() {
            ChangeClass::Deteriorated
        } else {
            ChangeClass::Unchanged
        };
        Ok(PercentageChange { share, class })
    }
}
