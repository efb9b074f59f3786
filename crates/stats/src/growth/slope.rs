use serde::{Deserialize, Serialize};

use super::Fit;
use crate::StatsError;
use crate::change::{ChangeClass, Direction, TWO_SIDED_95};
use crate::number::finite;

/// One person's change over all their scores, by the growth model.
///
/// `index = (b1 + u1) / sd(u1 | scores)`: the person's **total** slope, the mean slope
/// plus their predicted deviation, over the conditional standard deviation of the
/// deviation (Speer & Greenbaum 1995, doi:10.1037/0022-006X.63.6.1044, whose index is
/// the empirical Bayes slope over its standard error). Reliable beyond 1.96.
///
/// Some software tests the deviation alone, so that whoever improves less than the
/// average can come out as deteriorated while improving; the total slope cannot do that.
///
/// Unlike the two-score indices it uses every score of the course. It is pulled towards
/// the mean slope, the more the fewer scores there are; it takes mean slope and variances
/// as known; in a singular fit the conditional standard deviation is too small, so more
/// people come out as changed than should ([`FitWarning::Singular`](super::FitWarning)).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SlopeChange {
    /// Number of the person's group in [`Levels`](super::Levels).
    pub group: usize,
    /// Total slope, in points per unit of `f(t)`, with the sign of the scale.
    pub slope: f64,
    /// Conditional standard deviation of it.
    pub sd: f64,
    /// `slope / sd`.
    pub index: f64,
    /// What it amounts to.
    pub class: ChangeClass,
}

impl Fit {
    /// Judges every group's total slope; see [`SlopeChange`]. In the order of the groups.
    ///
    /// Errors: slopes that do not vary in the fit, so that none has a standard deviation
    /// of its own.
    pub fn slope_changes(&self, direction: Direction) -> Result<Vec<SlopeChange>, StatsError> {
        let mean = self.fixed.get(1).map_or(0.0, |effect| effect.estimate);
        let judge = |effect: &super::GroupEffect| {
            if effect.slope_variance <= 0.0 {
                return Err(StatsError::NoReliableVariance {
                    what: "variance of slopes in the growth model",
                });
            }
            let (slope, sd) = (mean + effect.slope, effect.slope_variance.sqrt());
            let index = finite("the change index", slope / sd)?;
            let improvement = direction.improvement(index);
            let class = if improvement > TWO_SIDED_95 {
                ChangeClass::Improved
            } else if improvement < -TWO_SIDED_95 {
                ChangeClass::Deteriorated
            } else {
                ChangeClass::Unchanged
            };
            Ok(SlopeChange {
                group: effect.group,
                slope,
                sd,
                index,
                class,
            })
        };
        self.group_effects.iter().map(judge).collect()
    }
}
