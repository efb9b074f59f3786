//! Reliable and clinically significant change.
//!
//! Two scores of one person differ for two reasons: the person changed, or the
//! measure wobbled. This module asks how much of a difference the wobble alone
//! would explain, and whether the person crossed from the clinical to the
//! functional range.
//!
//! With the standard deviation `s` and the reliability `r` of the measure:
//!
//! - standard error of measurement: `SEM = s sqrt(1 - r)`
//! - standard error of a difference: `Sdiff = sqrt(2) SEM`
//! - reliable change index: `RCI = (last - first) / Sdiff`; reliable beyond 1.96
//!
//! (Jacobson & Truax 1991, doi:10.1037/0022-006X.59.1.12.)
//!
//! Assumptions: the error of measurement is the same at every score and on both
//! occasions, and independent between them. The index measures noise, not
//! importance, and looks at two scores only. Which reliability is put in
//! (retest or internal consistency) and whose standard deviation moves the
//! threshold, so a threshold must be stored with its source and population.
//!
//! A course of more than two scores can be judged as a whole by its slope in a growth
//! model: [`Fit::slope_changes`](crate::growth::Fit::slope_changes).
//!
//! ```
//! use attune_stats::change::{ChangeClass, Direction, ReliableChangeRule};
//!
//! // A published rule: six points on the PHQ-9 are reliable; the SD is not known.
//! let rule = ReliableChangeRule::published(6.0, Direction::LowerIsBetter)?;
//! let change = rule.judge(17.0, 9.0)?;
//! assert_eq!(change.class, ChangeClass::Improved);
//! assert_eq!(change.interval, None);
//!
//! // From reliability and SD: the interval in points is known too.
//! let rule = ReliableChangeRule::from_reliability(7.5, 0.80, Direction::HigherIsBetter)?;
//! let change = rule.judge(32.5, 47.5)?;
//! assert!(change.interval.is_some_and(|interval| interval.lower > 5.7));
//! # Ok::<(), attune_stats::StatsError>(())
//! ```

mod agreement;
mod counts;
mod cutoff;
mod itemwise;
mod method;
mod minimal;
mod percentage;
mod reliable;
mod sample;

use serde::{Deserialize, Serialize};

pub use agreement::{MethodAgreement, agreement};
pub use counts::{ClassCounts, CombinedCounts};
pub use cutoff::{
    AtCutoff, ClinicalRule, ClinicalStatus, Population, cutoff_a, cutoff_b, cutoff_c, cutoff_c_true,
};
pub use itemwise::{ItemwiseChange, itemwise_change};
pub use method::{ChangeMethod, Reliabilities, change_index, classify, classify_sample};
pub use minimal::MinimalChange;
pub use percentage::{PercentageChange, PercentageRule};
pub use reliable::{
    ChangeInterval, IndividualChange, MeasurementError, ReliableChangeRule, TWO_SIDED_95,
};
pub use sample::{PairedSample, SampleStatistics};

/// Which way a score moves when the person gets better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Direction {
    /// As with symptoms: fewer is better.
    LowerIsBetter,
    /// As with well-being or functioning: more is better.
    HigherIsBetter,
}

impl Direction {
    /// Turns a raw difference (last minus first) into improvement: above zero is better.
    pub fn improvement(self, difference: f64) -> f64 {
        match self {
            Self::LowerIsBetter => -difference,
            Self::HigherIsBetter => difference,
        }
    }
}

/// What a person's change amounts to, measurement error considered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChangeClass {
    /// Better by more than measurement error explains.
    Improved,
    /// Within measurement error. This is not proof that nothing changed.
    Unchanged,
    /// Worse by more than measurement error explains.
    Deteriorated,
}

/// Reliable change and the cutoff taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CombinedClass {
    /// Reliably better, and from the clinical into the functional range.
    Recovered,
    /// Reliably better, without that crossing.
    Improved,
    /// Within measurement error.
    Unchanged,
    /// Reliably worse, without crossing into the clinical range.
    Deteriorated,
    /// Reliably worse, and from the functional into the clinical range.
    Harmed,
}
