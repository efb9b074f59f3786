use serde::{Deserialize, Serialize};

use super::predict::PersonalCourse;
use crate::change::Direction;
use crate::{NonNegative, Proportion, StatsError, normal};

/// Where a person stands in expected improvement among people of the reference
/// measured at the same times.
///
/// Let `D = y(t_end) - y_first` be the change from the first observed score to a
/// score at the planned end, and `m = E[D | scores so far]`. All people measured
/// at the same times share the predictive variance of `D`, so the probability of
/// an improvement beyond any threshold is monotone in `m`: to rank people by that
/// probability is to rank them by `m`, whatever the threshold.
///
/// `m` is linear in the scores. With `Z` the rows of the scores, `x_e` and `x_1`
/// the rows at the end and at the first score, `V = Z G Z' + s2 I` and
/// `c = V^-1 Z G x_e`,
///
/// `m - E m = (c - e_1)'(y - Z b)`, `E m = (x_e - x_1)'b`,
///
/// `var m = c'Vc - 2 (Vc)_1 + V_11
///        = x_e'(G - G_post)x_e - 2 x_1'G x_e + x_1'G x_1 + s2`,
///
/// so under the model the share of people with a smaller `m` is exactly
/// `Phi((m - E m) / sqrt(var m))`. (Own derivation from the model of
/// doi:10.2307/2529876; checked by simulation in the tests.)
///
/// The rank is relative to the reference: in a population that improves little,
/// the middle improves little. How well an alarm on this rank finds those who do
/// not improve must be measured on data and printed beside it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ImprovementRank {
    /// Share of the reference expected to improve **less** than this person:
    /// 0 is the worst, 1 the best.
    pub rank: Proportion,
    /// `m`: this person's expected change, in points with the sign of the scale.
    pub expected_change: f64,
    /// `E m`: the mean of it over the reference, in points.
    pub reference_mean: f64,
    /// `sqrt(var m)`: its spread over the reference, in points.
    pub reference_sd: f64,
}

impl PersonalCourse {
    /// Ranks the improvement expected by the planned end; see [`ImprovementRank`].
    ///
    /// ```
    /// use attune_stats::change::Direction;
    /// use attune_stats::growth::{Observation, ReferenceCourse, TimeFunction, TimeUnit};
    /// let reference = ReferenceCourse::new(
    ///     [18.8313, -1.9408], [18.5972, -0.0695, 4.1699], 11.7418,
    ///     TimeFunction::LogOnePlus, TimeUnit::Months,
    /// )?;
    /// let rising = [(0.0, 20.0), (1.0, 21.0), (2.0, 22.0), (3.0, 23.0)];
    /// let scores = rising.map(|(time, score)| Observation::new(time, score));
    /// let scores = scores.into_iter().collect::<Result<Vec<_>, _>>()?;
    /// let rank = reference.given(&scores)?.improvement_rank(12.0, Direction::LowerIsBetter)?;
    /// assert!(rank.rank.get() < 0.2);
    /// # Ok::<(), attune_stats::StatsError>(())
    /// ```
    ///
    /// Errors: no scores yet; an end before the last score; a model in which
    /// everybody measured at these times is expected to change alike.
    pub fn improvement_rank(
        &self,
        planned_end: f64,
        direction: Direction,
    ) -> Result<ImprovementRank, StatsError> {
        let (first, _) = self.ends_before(planned_end)?;
        let reference = &self.reference;
        let end_row = reference.row(NonNegative::new(planned_end)?);
        let first_row = reference.row(first.time);
        let prior = reference.covariance;
        let first_variance =
            prior.product(first_row, first_row) + reference.residual_variance.get();
        let explained = prior.product(end_row, end_row) - self.remaining.product(end_row, end_row);
        let variance = explained - 2.0 * prior.product(first_row, end_row) + first_variance;
        // Below this the difference is rounding of the terms, not spread of people.
        if variance <= 1e-12 * (first_variance + explained.abs()) {
            return Err(StatsError::NoSpread {
                what: "the expected change in the reference",
            });
        }
        let expected_change = self.expected(end_row) - first.score.get();
        let reference_mean = reference.mean(end_row) - reference.mean(first_row);
        let reference_sd = variance.sqrt();
        let standing = direction.improvement((expected_change - reference_mean) / reference_sd);
        Ok(ImprovementRank {
            rank: Proportion::new(normal::cumulative(standing))?,
            expected_change,
            reference_mean,
            reference_sd,
        })
    }
}
