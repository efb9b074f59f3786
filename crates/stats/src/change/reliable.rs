use serde::{Deserialize, Serialize};

use super::{ChangeClass, Direction};
use crate::number::finite;
use crate::{Positive, Reliability, StatsError};

/// The two-sided 95% critical value as Jacobson and Truax print it.
pub const TWO_SIDED_95: f64 = 1.96;

/// How far a measure wobbles when nothing changes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MeasurementError {
    /// Standard deviation of the scores in the population named by the source, in points.
    pub sd: Positive,
    /// Reliability in the same population.
    pub reliability: Reliability,
}

impl MeasurementError {
    /// From the standard deviation in points and the reliability.
    ///
    /// Errors: `sd` not above 0, `reliability` not strictly between 0 and 1.
    pub fn new(sd: f64, reliability: f64) -> Result<Self, StatsError> {
        Ok(Self {
            sd: Positive::new(sd)?,
            reliability: Reliability::new(reliability)?,
        })
    }

    /// Standard error of measurement `SEM = s sqrt(1 - r)`, in points.
    pub fn of_score(self) -> f64 {
        self.sd.get() * (1.0 - self.reliability.get()).sqrt()
    }

    /// Standard error of a difference of two scores `Sdiff = sqrt(2) SEM`, in points.
    pub fn of_difference(self) -> f64 {
        std::f64::consts::SQRT_2 * self.of_score()
    }

    /// Standard error of estimating the second score from the first,
    /// `Sest = s sqrt(1 - r^2)`, in points.
    pub fn of_estimate(self) -> f64 {
        self.sd.get() * (1.0 - self.reliability.get().powi(2)).sqrt()
    }

    /// The least change that measurement error alone explains in fewer than 5 of
    /// 100 unchanged people: `1.96 Sdiff`, in points.
    pub fn reliable_points(self) -> f64 {
        TWO_SIDED_95 * self.of_difference()
    }
}

/// When a change between two scores counts as more than measurement error.
///
/// ```
/// use attune_stats::change::{Direction, ReliableChangeRule};
/// let rule = ReliableChangeRule::from_reliability(7.5, 0.80, Direction::HigherIsBetter)?;
/// assert!((rule.threshold_points() - 9.297).abs() < 0.001);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum ReliableChangeRule {
    /// Jacobson & Truax 1991: reliable if the change exceeds `1.96 Sdiff`.
    JacobsonTruax {
        /// The error of the measure.
        error: MeasurementError,
        /// Which way is better.
        direction: Direction,
    },
    /// A threshold printed by a source: reliable if the change is at least this
    /// many points. No standard deviation is known, so no interval is given.
    Published {
        /// The least reliable change, in points.
        points: Positive,
        /// Which way is better.
        direction: Direction,
    },
}

/// A 95% interval of a person's true change, in points of `last - first`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChangeInterval {
    /// `change - 1.96 Sdiff`.
    pub lower: f64,
    /// `change + 1.96 Sdiff`.
    pub upper: f64,
}

/// One person's change between two scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct IndividualChange {
    /// `last - first`, in points, with the sign of the scale.
    pub change: f64,
    /// The same in the good direction: above zero is better, in points.
    pub improvement: f64,
    /// How many points the rule asks for.
    pub threshold: f64,
    /// `change / Sdiff`; `None` where the rule is a published threshold.
    pub index: Option<f64>,
    /// 95% interval of the change; `None` where the rule is a published threshold.
    pub interval: Option<ChangeInterval>,
    /// What it amounts to.
    pub class: ChangeClass,
}

impl ReliableChangeRule {
    /// The Jacobson-Truax rule from a standard deviation in points and a reliability.
    ///
    /// Errors: as [`MeasurementError::new`].
    pub fn from_reliability(
        sd: f64,
        reliability: f64,
        direction: Direction,
    ) -> Result<Self, StatsError> {
        Ok(Self::JacobsonTruax {
            error: MeasurementError::new(sd, reliability)?,
            direction,
        })
    }

    /// A published threshold in points.
    ///
    /// Errors: `points` not above 0.
    pub fn published(points: f64, direction: Direction) -> Result<Self, StatsError> {
        Ok(Self::Published {
            points: Positive::new(points)?,
            direction,
        })
    }

    /// Which way is better on this measure.
    pub fn direction(&self) -> Direction {
        match self {
            Self::JacobsonTruax { direction, .. } | Self::Published { direction, .. } => *direction,
        }
    }

    /// The change that the rule asks for, in points.
    pub fn threshold_points(&self) -> f64 {
        match self {
            Self::JacobsonTruax { error, .. } => error.reliable_points(),
            Self::Published { points, .. } => points.get(),
        }
    }

    /// Judges the change of one person from `first` to `last`, both in points.
    ///
    /// At exactly the threshold a Jacobson-Truax change is not yet reliable (the
    /// index must exceed 1.96) and a published one is ("6 points or more").
    ///
    /// Errors: a score, or their difference, that is not finite.
    pub fn judge(&self, first: f64, last: f64) -> Result<IndividualChange, StatsError> {
        let change = finite(
            "the change",
            finite("the last score", last)? - finite("the first score", first)?,
        )?;
        let improvement = self.direction().improvement(change);
        let threshold = self.threshold_points();
        let (index, interval, reliable) = match self {
            Self::JacobsonTruax { error, .. } => (
                Some(change / error.of_difference()),
                Some(ChangeInterval {
                    lower: change - threshold,
                    upper: change + threshold,
                }),
                improvement.abs() > threshold,
            ),
            Self::Published { .. } => (None, None, improvement.abs() >= threshold),
        };
        let class = match (reliable, improvement > 0.0) {
            (false, _) => ChangeClass::Unchanged,
            (true, true) => ChangeClass::Improved,
            (true, false) => ChangeClass::Deteriorated,
        };
        Ok(IndividualChange {
            change,
            improvement,
            threshold,
            index,
            interval,
            class,
        })
    }
}
