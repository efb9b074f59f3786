use serde::{Deserialize, Serialize};

use super::{ChangeClass, CombinedClass, Direction, MeasurementError, ReliableChangeRule};
use crate::number::finite;
use crate::{Finite, Positive, StatsError};

/// Mean and standard deviation of a group of people on one measure, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// Mean score.
    pub mean: Finite,
    /// Standard deviation.
    pub sd: Positive,
}

impl Population {
    /// From a mean and a standard deviation.
    ///
    /// Errors: a mean that is not finite, a standard deviation not above 0.
    pub fn new(mean: f64, sd: f64) -> Result<Self, StatsError> {
        Ok(Self {
            mean: Finite::new(mean)?,
            sd: Positive::new(sd)?,
        })
    }
}

/// Cutoff a: two clinical standard deviations from the clinical mean towards
/// better (Jacobson & Truax 1991). For when no functional norm is known.
pub fn cutoff_a(clinical: Population, direction: Direction) -> f64 {
    clinical.mean.get() + towards_better(direction) * 2.0 * clinical.sd.get()
}

/// Cutoff b: two **functional** standard deviations from the functional mean
/// towards worse (Jacobson & Truax 1991).
///
/// Some published software uses the clinical standard deviation here; the
/// definition does not.
pub fn cutoff_b(functional: Population, direction: Direction) -> f64 {
    functional.mean.get() - towards_better(direction) * 2.0 * functional.sd.get()
}

/// Cutoff c: the point between both means, weighted so that it lies equally many
/// standard deviations from each,
/// `c = (s_clin m_func + s_func m_clin) / (s_clin + s_func)` (Jacobson & Truax 1991).
///
/// Errors: the functional mean is not on the better side.
pub fn cutoff_c(
    clinical: Population,
    functional: Population,
    direction: Direction,
) -> Result<f64, StatsError> {
    weighted_midpoint(
        clinical,
        clinical.sd.get(),
        functional,
        functional.sd.get(),
        direction,
    )
}

/// Cutoff c on true scores (Hageman & Arrindell 1999,
/// doi:10.1016/S0005-7967(99)00032-7): as [`cutoff_c`] with
/// the true standard deviations `sqrt(s^2 - SEM^2)` of both groups; `error` is
/// that of the measure, and its standard error of measurement is taken to be the
/// same in both.
///
/// Errors: as [`cutoff_c`], and a group whose variance is all error.
pub fn cutoff_c_true(
    clinical: Population,
    functional: Population,
    error: MeasurementError,
    direction: Direction,
) -> Result<f64, StatsError> {
    let true_sd = |group: Population, what| {
        let variance = group.sd.get().powi(2) - error.of_score().powi(2);
        if variance > 0.0 {
            Ok(variance.sqrt())
        } else {
            Err(StatsError::NoReliableVariance { what })
        }
    };
    let clinical_sd = true_sd(clinical, "true variance of the clinical group")?;
    let functional_sd = true_sd(functional, "true variance of the functional group")?;
    weighted_midpoint(clinical, clinical_sd, functional, functional_sd, direction)
}

fn weighted_midpoint(
    clinical: Population,
    clinical_sd: f64,
    functional: Population,
    functional_sd: f64,
    direction: Direction,
) -> Result<f64, StatsError> {
    let apart = direction.improvement(functional.mean.get() - clinical.mean.get());
    if apart <= 0.0 {
        return Err(StatsError::PopulationsNotOrdered);
    }
    let weighted = clinical_sd * functional.mean.get() + functional_sd * clinical.mean.get();
    finite("the cutoff", weighted / (clinical_sd + functional_sd))
}

fn towards_better(direction: Direction) -> f64 {
    direction.improvement(1.0)
}

/// On which side a score that equals the cutoff lies. Sources differ, and it
/// changes counts: "caseness at 10 or more" is [`AtCutoff::Clinical`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AtCutoff {
    /// The cutoff itself is still clinical.
    Clinical,
    /// The cutoff itself is already functional.
    Functional,
}

/// The range in which a score lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ClinicalStatus {
    /// On the worse side of the cutoff.
    Clinical,
    /// On the better side of the cutoff.
    Functional,
}

/// Reliable change together with a cutoff: clinically significant change.
///
/// ```
/// use attune_stats::change::{AtCutoff, ClinicalRule, CombinedClass, Direction, ReliableChangeRule};
/// // PHQ-9 in English talking-therapy services: caseness at 10 or more, reliable at 6.
/// let rule = ClinicalRule::new(
///     ReliableChangeRule::published(6.0, Direction::LowerIsBetter)?,
///     10.0,
///     AtCutoff::Clinical,
/// )?;
/// assert_eq!(rule.judge(17.0, 9.0)?, CombinedClass::Recovered);
/// assert_eq!(rule.judge(17.0, 10.0)?, CombinedClass::Improved);
/// assert_eq!(rule.judge(11.0, 9.0)?, CombinedClass::Unchanged);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ClinicalRule {
    /// When a change is reliable, and which way is better.
    pub reliable: ReliableChangeRule,
    /// The cutoff between the clinical and the functional range, in points.
    pub cutoff: Finite,
    /// Where the cutoff itself belongs.
    pub at_cutoff: AtCutoff,
}

impl ClinicalRule {
    /// From a reliable change rule and a cutoff in points.
    ///
    /// Errors: a cutoff that is not finite.
    pub fn new(
        reliable: ReliableChangeRule,
        cutoff: f64,
        at_cutoff: AtCutoff,
    ) -> Result<Self, StatsError> {
        Ok(Self {
            reliable,
            cutoff: Finite::new(cutoff)?,
            at_cutoff,
        })
    }

    /// The range in which one score lies.
    ///
    /// Errors: a score that is not finite.
    pub fn status(&self, score: f64) -> Result<ClinicalStatus, StatsError> {
        let better_by = self
            .reliable
            .direction()
            .improvement(finite("the score", score)? - self.cutoff.get());
        let functional = match self.at_cutoff {
            AtCutoff::Clinical => better_by > 0.0,
            AtCutoff::Functional => better_by >= 0.0,
        };
        Ok(if functional {
            ClinicalStatus::Functional
        } else {
            ClinicalStatus::Clinical
        })
    }

    /// Judges the change of one person by the rule of this cutoff.
    ///
    /// Errors: a score that is not finite.
    pub fn judge(&self, first: f64, last: f64) -> Result<CombinedClass, StatsError> {
        self.combine(self.reliable.judge(first, last)?.class, first, last)
    }

    /// Combines a class found by any method with the crossing of the cutoff.
    ///
    /// Errors: a score that is not finite.
    pub fn combine(
        &self,
        class: ChangeClass,
        first: f64,
        last: f64,
    ) -> Result<CombinedClass, StatsError> {
        let (before, after) = (self.status(first)?, self.status(last)?);
        Ok(match (class, before, after) {
            (ChangeClass::Improved, ClinicalStatus::Clinical, ClinicalStatus::Functional) => {
                CombinedClass::Recovered
            }
            (ChangeClass::Improved, ..) => CombinedClass::Improved,
            (ChangeClass::Unchanged, ..) => CombinedClass::Unchanged,
            (ChangeClass::Deteriorated, ClinicalStatus::Functional, ClinicalStatus::Clinical) => {
                CombinedClass::Harmed
            }
            (ChangeClass::Deteriorated, ..) => CombinedClass::Deteriorated,
        })
    }
}
