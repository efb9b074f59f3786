use serde::{Deserialize, Serialize};

use super::course::{Covariance, Observation, ReferenceCourse};
use crate::change::Direction;
use crate::number::finite;
use crate::{NonNegative, Positive, Proportion, StatsError, normal};

/// A normal prediction of one new score, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// Expected score.
    pub mean: f64,
    /// Standard deviation of the score around it, one score's noise included.
    pub sd: f64,
}

/// The range in which a share of scores is predicted to fall, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// The share, such as 0.80.
    pub coverage: Proportion,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Prediction {
    /// The central band that holds a score with probability `coverage`.
    ///
    /// Errors: a coverage of exactly 1, whose band has no end.
    pub fn band(&self, coverage: Proportion) -> Result<Band, StatsError> {
        if coverage == Proportion::ONE {
            return Err(StatsError::OutOfRange {
                what: "coverage",
                range: "from 0 to below 1",
                value: 1.0,
            });
        }
        let reach =
            self.sd * normal::quantile(Proportion::new(f64::midpoint(1.0, coverage.get()))?);
        Ok(Band {
            coverage,
            lower: finite("the band", self.mean - reach)?,
            upper: finite("the band", self.mean + reach)?,
        })
    }

    /// The probability of a score at or below `score`.
    pub fn probability_at_most(&self, score: f64) -> f64 {
        normal::cumulative((score - self.mean) / self.sd)
    }
}

/// One point of a fan chart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FanPoint {
    /// Time since the start, in the unit of the reference.
    pub time: f64,
    /// Expected score and its spread.
    pub prediction: Prediction,
    /// One band for each coverage asked for, in that order.
    pub bands: Vec<Band>,
}

/// How likely a reliable change is at one later time, by the model.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChangeProbability {
    /// Probability that the score is better than the first observed one by the
    /// threshold or more.
    pub improvement: Proportion,
    /// Probability that it is worse by the threshold or more.
    pub deterioration: Proportion,
}

/// A person's course as far as their scores tell: the reference, updated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonalCourse {
    pub(super) reference: ReferenceCourse,
    /// Posterior mean of the person's own `(u0, u1)`.
    deviation: [f64; 2],
    /// Posterior covariance `G_post` of the same.
    pub(super) remaining: Covariance,
    /// First and last observation, if there is any.
    ends: Option<(Observation, Observation)>,
}

impl ReferenceCourse {
    /// Mean and standard deviation of scores at `time` over the whole reference
    /// population: `x'b` and `sqrt(x'Gx + s2)`.
    ///
    /// Errors: a time below 0 or not finite.
    pub fn marginal(&self, time: f64) -> Result<Prediction, StatsError> {
        self.given(&[])?.at(time)
    }

    /// What this person's scores so far say about their course, in time `O(k)`.
    /// No scores at all are allowed: the answer is then the reference itself.
    ///
    /// Several scores at the same time are allowed and taken as separate readings.
    ///
    /// Errors: times that go back; numbers so large that the result is not finite.
    pub fn given(&self, observations: &[Observation]) -> Result<PersonalCourse, StatsError> {
        if observations
            .windows(2)
            .any(|pair| pair[1].time < pair[0].time)
        {
            return Err(StatsError::TimesOutOfOrder);
        }
        let residual_variance = self.residual_variance.get();
        let rows = observations
            .iter()
            .map(|observation| self.row(observation.time));
        let remaining = self
            .covariance
            .after(Covariance::information(rows, residual_variance));
        let mut weighted = [0.0; 2];
        for observation in observations {
            let row = self.row(observation.time);
            let residual = (observation.score.get() - self.mean(row)) / residual_variance;
            weighted = [
                weighted[0] + row[0] * residual,
                weighted[1] + row[1] * residual,
            ];
        }
        let deviation = remaining.times(weighted);
        for part in deviation.into_iter().chain(<[f64; 3]>::from(remaining)) {
            finite("the person's deviation from the reference", part)?;
        }
        let ends = observations
            .first()
            .copied()
            .zip(observations.last().copied());
        Ok(PersonalCourse {
            reference: *self,
            deviation,
            remaining,
            ends,
        })
    }
}

impl PersonalCourse {
    /// How far the person's own intercept and slope lie from the reference's, in points.
    pub fn deviation(&self) -> [f64; 2] {
        self.deviation
    }

    /// What is still unknown of that deviation: the covariance `G_post`.
    pub fn remaining_covariance(&self) -> Covariance {
        self.remaining
    }

    /// Predicts one new score at `time`; its spread holds the doubt about the
    /// person's course and the noise of a single score.
    ///
    /// Errors: a time below 0 or not finite.
    pub fn at(&self, time: f64) -> Result<Prediction, StatsError> {
        let row = self.reference.row(NonNegative::new(time)?);
        let mean = self.expected(row);
        let variance =
            self.remaining.product(row, row).max(0.0) + self.reference.residual_variance.get();
        Ok(Prediction {
            mean: finite("the prediction", mean)?,
            sd: finite("the prediction", variance.sqrt())?,
        })
    }

    /// Predictions with bands at several times, for a fan chart.
    ///
    /// Errors: as [`PersonalCourse::at`] and [`Prediction::band`].
    pub fn fan(
        &self,
        times: &[f64],
        coverages: &[Proportion],
    ) -> Result<Vec<FanPoint>, StatsError> {
        times
            .iter()
            .map(|time| {
                let prediction = self.at(*time)?;
                let bands = coverages
                    .iter()
                    .map(|coverage| prediction.band(*coverage))
                    .collect::<Result<_, _>>()?;
                Ok(FanPoint {
                    time: *time,
                    prediction,
                    bands,
                })
            })
            .collect()
    }

    /// The probability that a score at `time` differs from the first **observed**
    /// score by `threshold` points or more, either way.
    ///
    /// "At `time`" is one measurement then, not "at any time until then". The
    /// model knows no whole points; for a scale of whole points and a threshold of
    /// "6 or more" pass 5.5 to correct for that.
    ///
    /// Errors: no scores yet; a time before the last score.
    pub fn probability_of_change(
        &self,
        time: f64,
        threshold: Positive,
        direction: Direction,
    ) -> Result<ChangeProbability, StatsError> {
        let (first, _) = self.ends_before(time)?;
        let prediction = self.at(time)?;
        let fall = prediction.probability_at_most(first.score.get() - threshold.get());
        // The upper tail as a lower one, which keeps its digits when it is small.
        let rise = normal::cumulative(
            (prediction.mean - first.score.get() - threshold.get()) / prediction.sd,
        );
        let (improvement, deterioration) = match direction {
            Direction::LowerIsBetter => (fall, rise),
            Direction::HigherIsBetter => (rise, fall),
        };
        Ok(ChangeProbability {
            improvement: Proportion::new(improvement)?,
            deterioration: Proportion::new(deterioration)?,
        })
    }

    /// `x'(b + u)`.
    pub(super) fn expected(&self, row: [f64; 2]) -> f64 {
        self.reference.mean(row) + row[0] * self.deviation[0] + row[1] * self.deviation[1]
    }

    /// First and last score, if there is one and `time` is not before the last.
    pub(super) fn ends_before(&self, time: f64) -> Result<(Observation, Observation), StatsError> {
        let time = NonNegative::new(time)?;
        match self.ends {
            None => Err(StatsError::TooFew {
                what: "scores",
                needed: 1,
                given: 0,
            }),
            Some((_, last)) if time < last.time => Err(StatsError::BeforeLastObservation),
            Some(ends) => Ok(ends),
        }
    }
}
