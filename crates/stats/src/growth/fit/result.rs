use serde::{Deserialize, Serialize};

use super::Estimation;
use crate::StatsError;
use crate::growth::{ReferenceCourse, TimeFunction, TimeUnit};
use crate::number::finite;

/// One fixed effect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FixedEffect {
    /// `intercept`, `slope` (per unit of `f(t)`), or the name of a covariate.
    pub term: String,
    /// Estimate, in points per unit.
    pub estimate: f64,
    /// Standard error, the variance components taken as known.
    pub se: f64,
}

/// Variances of the random parts, in squared points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct VarianceComponents {
    /// How groups differ at time 0.
    pub intercept: f64,
    /// How their slopes differ.
    pub slope: f64,
    /// Covariance of both.
    pub covariance: f64,
    /// Of one score around its own course.
    pub residual: f64,
    /// How levels of the crossed factor differ; `None` without one.
    pub crossed: Option<f64>,
}

/// What the model predicts of one group's deviation from the mean course: the best
/// linear unbiased predictor, and the covariance of what remains unknown of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct GroupEffect {
    /// Number of the group in [`Levels`](super::Levels).
    pub group: usize,
    /// Deviation at time 0, in points.
    pub intercept: f64,
    /// Deviation of the slope, in points per unit of `f(t)`.
    pub slope: f64,
    /// Conditional variance of the deviation at time 0.
    pub intercept_variance: f64,
    /// Conditional covariance of both.
    pub covariance: f64,
    /// Conditional variance of the deviation of the slope.
    pub slope_variance: f64,
}

/// The same for one level of the crossed factor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CrossedEffect {
    /// Number of the level in [`Levels`](super::Levels).
    pub level: usize,
    /// Deviation, in points.
    pub intercept: f64,
    /// Conditional variance of it.
    pub variance: f64,
}

/// What makes a fit doubtful. Show it wherever the fit is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum FitWarning {
    /// A variance came out as zero, or a correlation as plus or minus one: the data do
    /// not support all of the random effects. Estimates are those of the boundary;
    /// conditional variances of the groups are too small.
    Singular,
    /// The search ended before the criterion stopped falling.
    NotConverged,
    /// So few groups that their variances are hardly known.
    FewGroups {
        /// How many there are.
        groups: usize,
    },
    /// So few levels of the crossed factor that their variance is hardly known.
    FewCrossedLevels {
        /// How many there are.
        levels: usize,
    },
}

/// A fitted growth model; see [`fit`](super::fit).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    /// Which criterion was minimised.
    pub estimation: Estimation,
    /// The shape `f` of time.
    pub time_function: TimeFunction,
    /// Intercept, slope, then the covariates in the order given.
    pub fixed: Vec<FixedEffect>,
    /// The variances of the random parts.
    pub variance: VarianceComponents,
    /// The minimum: the restricted deviance, or minus twice the log-likelihood.
    pub criterion: f64,
    /// Minus half of it: the restricted log-likelihood, or the log-likelihood.
    /// Restricted ones compare only between models with the same fixed effects.
    pub log_likelihood: f64,
    /// Whether the covariance of the random effects lies on the boundary.
    pub singular: bool,
    /// Whether the search reached a minimum.
    pub converged: bool,
    /// Rows used.
    pub rows: usize,
    /// Groups (clients) among them.
    pub groups: usize,
    /// One for each group, in the order of their numbers.
    pub group_effects: Vec<GroupEffect>,
    /// One for each level of the crossed factor; empty without one.
    pub crossed_effects: Vec<CrossedEffect>,
    /// What to be careful about.
    pub warnings: Vec<FitWarning>,
}

impl Fit {
    /// The mean course and its spread as a reference for predicting a new person's
    /// scores, for a person with these values of the covariates (in their order; none
    /// if the model has none). The variance of a crossed factor is added to that of
    /// the intercept: the new person's therapist is taken as unknown, and as the same
    /// throughout.
    ///
    /// `time_unit` is what one unit of the time column was.
    ///
    /// Errors: another number of covariates, a value that is not finite.
    pub fn reference(
        &self,
        covariates: &[f64],
        time_unit: TimeUnit,
    ) -> Result<ReferenceCourse, StatsError> {
        let (course, others) = self.fixed.split_at(self.fixed.len().min(2));
        if others.len() != covariates.len() {
            return Err(StatsError::LengthMismatch {
                what: "covariates",
                needed: others.len(),
                given: covariates.len(),
            });
        }
        let [intercept, slope] = course else {
            return Err(StatsError::TooFew {
                what: "fixed effects",
                needed: 2,
                given: course.len(),
            });
        };
        let mut mean = intercept.estimate;
        for (effect, value) in others.iter().zip(covariates) {
            mean += effect.estimate * finite("a covariate", *value)?;
        }
        let variance = &self.variance;
        ReferenceCourse::new(
            [mean, slope.estimate],
            [
                variance.intercept + variance.crossed.unwrap_or(0.0),
                variance.covariance,
                variance.slope,
            ],
            variance.residual,
            self.time_function,
            time_unit,
        )
    }
}
