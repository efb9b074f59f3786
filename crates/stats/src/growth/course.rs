use serde::{Deserialize, Serialize};

use crate::{Finite, NonNegative, Positive, StatsError};

/// How the expected score depends on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TimeFunction {
    /// `f(t) = ln(1 + t)`: fast change first, then slower.
    LogOnePlus,
    /// `f(t) = t`: a straight line.
    Linear,
}

impl TimeFunction {
    /// `f(t)` for a time since the start in the unit of the reference.
    pub fn of(self, time: NonNegative) -> f64 {
        match self {
            Self::LogOnePlus => time.get().ln_1p(),
            Self::Linear => time.get(),
        }
    }
}

/// What one unit of time is. With a logarithm the unit is part of the model:
/// months cannot be turned into weeks by scaling the slope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TimeUnit {
    /// Days since the start.
    Days,
    /// Weeks since the start.
    Weeks,
    /// Months since the start.
    Months,
    /// Sessions since the start; the first measurement is 0.
    Sessions,
}

/// A covariance matrix of intercept and slope. Singular ones are allowed: a
/// reference may hold that all people change alike.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "[f64; 3]", into = "[f64; 3]")]
pub struct Covariance {
    intercept: f64,
    between: f64,
    slope: f64,
}

impl Covariance {
    /// From the variance of the intercept, the covariance, and the variance of the slope.
    ///
    /// Errors: not finite, or not positive semidefinite.
    pub fn new(intercept: f64, between: f64, slope: f64) -> Result<Self, StatsError> {
        NonNegative::new(intercept)?;
        NonNegative::new(slope)?;
        Finite::new(between)?;
        // Published covariances are rounded, and a perfect correlation is common.
        let most = (intercept * slope).sqrt() * (1.0 + 1e-6);
        if between.abs() > most {
            return Err(StatsError::ImpossibleCovariance);
        }
        Ok(Self {
            intercept,
            between,
            slope,
        })
    }

    /// The 2 by 2 matrix.
    pub fn matrix(self) -> [[f64; 2]; 2] {
        [[self.intercept, self.between], [self.between, self.slope]]
    }

    /// `x' G y`.
    pub(super) fn product(self, x: [f64; 2], y: [f64; 2]) -> f64 {
        let [first, second] = self.times(y);
        x[0] * first + x[1] * second
    }

    /// `G x`.
    pub(super) fn times(self, x: [f64; 2]) -> [f64; 2] {
        [
            self.intercept * x[0] + self.between * x[1],
            self.between * x[0] + self.slope * x[1],
        ]
    }

    /// `(I + G W)^-1 G` for `W` positive semidefinite.
    ///
    /// `det(I + G W) = 1 + tr(G W) + det G det W` is at least 1 for such matrices,
    /// so nothing here divides by a small number.
    pub(super) fn after(self, information: Self) -> Self {
        let [a, b] = self.times([information.intercept, information.between]);
        let [c, d] = self.times([information.between, information.slope]);
        // Columns of G W are (a, b) and (c, d).
        let determinant = (1.0 + a) * (1.0 + d) - c * b;
        let adjugate = [[1.0 + d, -c], [-b, 1.0 + a]];
        let entry = |row: usize, column: [f64; 2]| {
            (adjugate[row][0] * column[0] + adjugate[row][1] * column[1]) / determinant
        };
        let (first, second) = ([self.intercept, self.between], [self.between, self.slope]);
        Self {
            intercept: entry(0, first),
            between: f64::midpoint(entry(0, second), entry(1, first)),
            slope: entry(1, second),
        }
    }

    /// The information `Z'Z / s2` in scores at the given times.
    pub(super) fn information(
        rows: impl Iterator<Item = [f64; 2]>,
        residual_variance: f64,
    ) -> Self {
        let mut sums = Self {
            intercept: 0.0,
            between: 0.0,
            slope: 0.0,
        };
        for [one, time] in rows {
            sums.intercept += one * one / residual_variance;
            sums.between += one * time / residual_variance;
            sums.slope += time * time / residual_variance;
        }
        sums
    }
}

impl TryFrom<[f64; 3]> for Covariance {
    type Error = StatsError;
    fn try_from([intercept, between, slope]: [f64; 3]) -> Result<Self, StatsError> {
        Self::new(intercept, between, slope)
    }
}

impl From<Covariance> for [f64; 3] {
    fn from(covariance: Covariance) -> Self {
        [covariance.intercept, covariance.between, covariance.slope]
    }
}

/// One score of a person at one time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Time since the start, in the unit of the reference.
    pub time: NonNegative,
    /// The score, in points.
    pub score: Finite,
}

impl Observation {
    /// From a time since the start and a score.
    ///
    /// Errors: a time below 0, anything not finite.
    pub fn new(time: f64, score: f64) -> Result<Self, StatsError> {
        Ok(Self {
            time: NonNegative::new(time)?,
            score: Finite::new(score)?,
        })
    }
}

/// Parameters of a mixed model of the course of one measure in one population.
///
/// It says nothing of where it comes from: keep population, size, source and
/// validation beside it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReferenceCourse {
    /// Mean score at time 0, in points.
    pub intercept: Finite,
    /// Mean change per unit of `f(t)`, in points.
    pub slope: Finite,
    /// How people differ from the mean course: `G`.
    pub covariance: Covariance,
    /// Variance of one score around the person's own course: `s2`.
    pub residual_variance: Positive,
    /// The shape `f`.
    pub time_function: TimeFunction,
    /// What one unit of `t` is.
    pub time_unit: TimeUnit,
}

impl ReferenceCourse {
    /// From the fixed effects `[b0, b1]`, the covariance `[var u0, cov, var u1]`
    /// and the residual variance.
    ///
    /// Errors: not finite, a variance out of range, an impossible covariance.
    pub fn new(
        fixed_effects: [f64; 2],
        covariance: [f64; 3],
        residual_variance: f64,
        time_function: TimeFunction,
        time_unit: TimeUnit,
    ) -> Result<Self, StatsError> {
        Ok(Self {
            intercept: Finite::new(fixed_effects[0])?,
            slope: Finite::new(fixed_effects[1])?,
            covariance: Covariance::try_from(covariance)?,
            residual_variance: Positive::new(residual_variance)?,
            time_function,
            time_unit,
        })
    }

    /// `x = (1, f(t))`.
    pub(super) fn row(&self, time: NonNegative) -> [f64; 2] {
        [1.0, self.time_function.of(time)]
    }

    /// `x'b`.
    pub(super) fn mean(&self, row: [f64; 2]) -> f64 {
        row[0] * self.intercept.get() + row[1] * self.slope.get()
    }
}
