//! Where people ended who began like this, and whether therapies differed: learnt from
//! finished therapies of one place, and believed only as far as it holds for people not seen.
//!
//! # Two models
//!
//! For person `i` with first score `x` and last score `y`, and `w_k` 1 where therapy `k` was
//! part of what was begun with and 0 where it was not, by least squares
//!
//! - **first score alone**: `y = b0 + b1 x + e`
//! - **with therapies**: `y = b0 + b1 x + sum_k c_k w_k + e`
//!
//! Several therapies may be part of one plan, so the `w` need not add up to 1. A prediction
//! for one person has the variance `s2 (1 + 1/n + z'(Z'Z)^-1 z)`: the spread of people and the
//! doubt in the parameters.
//!
//! # When it is believed
//!
//! [`check()`] predicts everybody from models fitted to the people of other folds. With `d` the
//! difference of squared errors of a plainer and a richer model, person by person, the gain is
//! `mean(d)` with the standard error `sqrt((1 + k / (k - 1)) var(d) / n)` for `k` folds, whose
//! models share most of their people (Nadeau & Bengio 2003, doi:10.1023/A:1024068626366). A model
//! [holds](Held::holds) when the whole 95 % interval of its gain lies above zero, the interval
//! of the calibration slope (observed on predicted; van Calster et al. 2019,
//! doi:10.1186/s12916-019-1466-7) holds 1, and that of the share inside the 80 % bands holds 0.8.
//!
//! # What it cannot know
//!
//! **Nobody was allotted by chance.** `c_k` says how those who had a therapy ended, not what it
//! did: whoever was given it may have been another kind of person. Only first and last score are
//! looked at, of people who have both; those who left without a last score may have fared
//! otherwise. Regression to the mean is in `b1`, where it belongs: this is a forecast, not an
//! effect.
//!
//! ```
//! use attune_stats::prognosis::{EndedRows, check, fit};
//!
//! // 120 people; with the therapy they end 4 points lower.
//! let first: Vec<f64> = (0..120).map(|i| 10.0 + f64::from(i % 11)).collect();
//! let with: Vec<bool> = (0..120).map(|i| i % 3 == 0).collect();
//! let last: Vec<f64> = (0..120)
//!     .map(|i| {
//!         let noise = 2.0 * (f64::from(i as u32) * 1.7).sin();
//!         0.6 * first[i] + noise - if with[i] { 4.0 } else { 0.0 }
//!     })
//!     .collect();
//! let rows = EndedRows { first: &first, last: &last, worked_with: &[&with] };
//! let found = check(&rows, 10, 1)?;
//! assert!(found.with_therapies.is_some_and(|held| held.holds()));
//! let prognosis = fit(&rows)?;
//! assert!((prognosis.worked_with[0].estimate + 4.0).abs() < 1.0);
//! # Ok::<(), attune_stats::StatsError>(())
//! ```

mod check;

use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::growth::Prediction;
use crate::least_squares::LinearModel;
use crate::meta_analysis::distribution::student_bound;
use crate::number::finite;

pub use check::{Checked, Gain, Held, check};

/// Finished therapies, one row per person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EndedRows<'a> {
    /// First score, in points.
    pub first: &'a [f64],
    /// Last score, in points.
    pub last: &'a [f64],
    /// For each therapy whether it was part of what was begun with; may be empty.
    pub worked_with: &'a [&'a [bool]],
}

/// How those with a therapy ended against those without, at the same first score and with
/// the same other therapies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// In points, with the sign of the scale.
    pub estimate: f64,
    /// 95 % interval, lower end first.
    pub interval: [f64; 2],
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prognosis {
    /// How many people.
    pub people: usize,
    /// `b0`, in points.
    pub intercept: f64,
    /// `b1`, points at the end per point at the beginning.
    pub first: f64,
    /// One for each therapy, in the order given.
    pub worked_with: Vec<Difference>,
    /// Spread of people around what is expected, in points.
    pub residual_sd: f64,
    /// Mean of the first scores, where the doubt in the parameters is least.
    pub mean_first: f64,
    /// Spread of the first scores.
    pub sd_first: f64,
}

impl Prognosis {
    /// Where somebody with this first score is expected to end, therapies left aside: the
    /// model of the first score alone.
    ///
    /// Errors: a score that is not finite.
    pub fn expected(&self, first: f64) -> Result<Prediction, StatsError> {
        let mean = finite("a first score", self.intercept + self.first * first)?;
        let away = (first - self.mean_first) / self.sd_first;
        let people = self.people as f64;
        // With one column z'(Z'Z)^-1 z is the squared distance over n - 1.
        let doubt = 1.0 / people + away.powi(2) / (people - 1.0);
        Ok(Prediction {
            mean,
            sd: self.residual_sd * (1.0 + doubt).sqrt(),
        })
    }
}

/// Fits the model of the first score alone, and with therapies the differences between them.
///
/// `intercept`, `first` and `residual_sd` are those of the first score alone, so that
/// [`Prognosis::expected`] holds whatever is done; `worked_with` comes from the richer model.
///
/// Errors: columns of different length, values that are not finite, too few people, a first
/// score or therapy that never varies, a therapy that the others determine.
pub fn fit(rows: &EndedRows) -> Result<Prognosis, StatsError> {
    let columns = Columns::of(rows)?;
    let everybody: Vec<usize> = (0..rows.last.len()).collect();
    let alone = LinearModel::fit(rows.last, &columns.of_first(), &everybody)?;
    let worked_with = if rows.worked_with.is_empty() {
        Vec::new()
    } else {
        let richer = LinearModel::fit(rows.last, &columns.all(), &everybody)?;
        let bound = student_bound(richer.freedom())?;
        (1..=rows.worked_with.len())
            .map(|place| {
                let (estimate, reach) = (richer.slopes[place], bound * richer.error_of(place)?);
                Ok(Difference {
                    estimate,
                    interval: [estimate - reach, estimate + reach],
                })
            })
            .collect::<Result<_, StatsError>>()?
    };
    let (mean_first, sd_first) = columns.spread_of_first();
    Ok(Prognosis {
        people: rows.last.len(),
        intercept: alone.intercept,
        first: alone.slopes[0],
        worked_with,
        residual_sd: alone.residual_variance.sqrt(),
        mean_first,
        sd_first,
    })
}

/// The rows as columns of numbers, checked.
struct Columns<'a> {
    first: &'a [f64],
    therapies: Vec<Vec<f64>>,
}

impl<'a> Columns<'a> {
    fn of(rows: &EndedRows<'a>) -> Result<Self, StatsError> {
        let people = rows.last.len();
        let lengths = rows.worked_with.iter().map(|column| column.len());
        for given in lengths.chain([rows.first.len()]) {
            if given != people {
                return Err(StatsError::LengthMismatch {
                    what: "each column",
                    needed: people,
                    given,
                });
            }
        }
        for score in rows.first.iter().chain(rows.last) {
            finite("a score", *score)?;
        }
        let number = |had: &bool| f64::from(u8::from(*had));
        Ok(Self {
            first: rows.first,
            therapies: rows
                .worked_with
                .iter()
                .map(|column| column.iter().map(number).collect())
                .collect(),
        })
    }

    fn of_first(&self) -> Vec<&[f64]> {
        vec![self.first]
    }

    fn all(&self) -> Vec<&[f64]> {
        let therapies = self.therapies.iter().map(Vec::as_slice);
        std::iter::once(self.first).chain(therapies).collect()
    }

    fn spread_of_first(&self) -> (f64, f64) {
        (
            crate::number::mean(self.first),
            crate::number::sample_sd(self.first),
        )
    }
}
