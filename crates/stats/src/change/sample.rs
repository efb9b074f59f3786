use serde::{Deserialize, Serialize};

use super::Population;
use crate::number::{finite, mean, sample_sd};
use crate::{Correlation, StatsError};

/// First and last scores of the same people, two or more, all finite.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(f64, f64)>", into = "Vec<(f64, f64)>")]
pub struct PairedSample {
    pairs: Vec<(f64, f64)>,
}

impl PairedSample {
    /// Takes one `(first, last)` pair per person. People with only one score do
    /// not belong here: leave them out and report how many were left out.
    ///
    /// Errors: fewer than two people, a score that is not finite.
    pub fn new(pairs: Vec<(f64, f64)>) -> Result<Self, StatsError> {
        if pairs.len() < 2 {
            return Err(StatsError::TooFew {
                what: "people",
                needed: 2,
                given: pairs.len(),
            });
        }
        for (first, last) in &pairs {
            finite("a first score", *first)?;
            finite("a last score", *last)?;
        }
        Ok(Self { pairs })
    }

    /// The pairs in the order given.
    pub fn pairs(&self) -> &[(f64, f64)] {
        &self.pairs
    }

    /// Means, standard deviations (`n - 1`) and correlation of the sample.
    ///
    /// Errors: all first or all last scores alike.
    pub fn statistics(&self) -> Result<SampleStatistics, StatsError> {
        let (first, last): (Vec<f64>, Vec<f64>) = self.pairs.iter().copied().unzip();
        let (first_mean, last_mean) = (mean(&first), mean(&last));
        let (first_sd, last_sd) = (sample_sd(&first), sample_sd(&last));
        for (sd, what) in [(first_sd, "the first score"), (last_sd, "the last score")] {
            if sd == 0.0 {
                return Err(StatsError::NoSpread { what });
            }
        }
        let products: f64 = self
            .pairs
            .iter()
            .map(|(x, y)| (x - first_mean) * (y - last_mean))
            .sum();
        let correlation = products / ((self.pairs.len() as f64 - 1.0) * first_sd * last_sd);
        Ok(SampleStatistics {
            count: self.pairs.len(),
            first: Population::new(first_mean, first_sd)?,
            last: Population::new(last_mean, last_sd)?,
            // Rounding can carry a perfect correlation just past 1; NaN is refused.
            correlation: Correlation::new(correlation.clamp(-1.0, 1.0))?,
        })
    }
}

impl TryFrom<Vec<(f64, f64)>> for PairedSample {
    type Error = StatsError;
    fn try_from(pairs: Vec<(f64, f64)>) -> Result<Self, StatsError> {
        Self::new(pairs)
    }
}

impl From<PairedSample> for Vec<(f64, f64)> {
    fn from(sample: PairedSample) -> Self {
        sample.pairs
    }
}

/// What the sample-based methods need to know of a sample. May also be typed in
/// from a publication.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SampleStatistics {
    /// How many people had both scores.
    pub count: usize,
    /// Mean and standard deviation of the first scores.
    pub first: Population,
    /// Mean and standard deviation of the last scores.
    pub last: Population,
    /// Correlation of first and last scores.
    pub correlation: Correlation,
}
