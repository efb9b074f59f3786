use serde::{Deserialize, Serialize};

use super::distribution::{normal_bound, student_bound};
use super::heterogeneity::{Heterogeneity, der_simonian_laird, weighted_mean};
use super::interval::Interval;
use super::restricted_likelihood::restricted_likelihood;
use crate::number::finite;
use crate::{Finite, Positive, StatsError};

/// One row: an effect and its standard error, in one unit for all rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EffectEstimate {
    /// The effect of the trial.
    pub effect: Finite,
    /// Its standard error. Zero would give the row all the weight.
    pub standard_error: Positive,
}

impl EffectEstimate {
    /// Takes effect and standard error.
    ///
    /// Errors: not finite, or a standard error not above 0.
    pub fn new(effect: f64, standard_error: f64) -> Result<Self, StatsError> {
        Ok(Self {
            effect: Finite::new(effect)?,
            standard_error: Positive::new(standard_error)?,
        })
    }

    pub(super) fn variance(self) -> f64 {
        self.standard_error.get().powi(2)
    }
}

/// How rows are weighted and how wide the interval is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Model {
    /// Random effects, restricted maximum likelihood, Hartung-Knapp interval.
    RestrictedLikelihood,
    /// Random effects, moments of `Q`, normal interval.
    DerSimonianLaird,
    /// One true effect, normal interval.
    CommonEffect,
}

/// What to keep in mind about a pooled estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PoolingWarning {
    /// One row only: the estimate is that row; spread between trials is unknown.
    OneRow,
    /// Fewer than five rows: `tau2` and the prediction interval are hardly known.
    FewRows,
    /// All effects are the same number. The Hartung-Knapp variance would be 0, so
    /// the conventional one stands in its place.
    EffectsIdentical,
    /// The Hartung-Knapp interval rests on a smaller standard error than the
    /// conventional one, by this factor: chance agreement of few trials does
    /// that (Jackson et al. 2017, doi:10.1002/sim.7411).
    NarrowerThanConventional(f64),
    /// The trials agree more closely than their standard errors allow; the
    /// interval of `tau2` is empty.
    LessSpreadThanChance,
}

/// The pooled effect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pooled {
    /// The model behind the numbers.
    pub method: Model,
    /// How many rows were pooled.
    pub rows: usize,
    /// The pooled effect, in the unit of the rows.
    pub estimate: f64,
    /// Its standard error.
    #[serde(rename = "se")]
    pub standard_error: f64,
    /// 95 % confidence interval of the mean effect.
    #[serde(rename = "ci")]
    pub confidence_interval: Interval,
    /// 95 % interval for the true effect of a further trial; none for the
    /// common-effect model and where the rows are too few to say.
    #[serde(rename = "prediction")]
    pub prediction_interval: Option<Interval>,
    /// Spread between trials.
    #[serde(flatten)]
    pub heterogeneity: Heterogeneity,
    /// What to keep in mind.
    pub warnings: Vec<PoolingWarning>,
}

/// Pools rows of independent trials.
///
/// One row is its own estimate, with the normal interval of its standard error and
/// no `tau2`. The prediction interval is `estimate ± t sqrt(se^2 + tau2)`, with
/// `k - 1` degrees of freedom beside Hartung-Knapp (so it equals the confidence
/// interval where `tau2` is 0) and `k - 2` beside `DerSimonian`-Laird (Higgins,
/// Thompson & Spiegelhalter 2009, doi:10.1111/j.1467-985X.2008.00552.x).
///
/// Errors: no row; numbers so large or small that the sums overflow.
///
/// ```
/// use attune_stats::meta_analysis::{EffectEstimate, Model, PoolingWarning, pool};
///
/// let alone = pool(&[EffectEstimate::new(0.4, 0.2)?], Model::RestrictedLikelihood)?;
/// assert_eq!(alone.estimate, 0.4);
/// assert_eq!(alone.heterogeneity.tau2, None);
/// assert_eq!(alone.warnings, [PoolingWarning::OneRow]);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
pub fn pool(rows: &[EffectEstimate], model: Model) -> Result<Pooled, StatsError> {
    let pooled = match rows {
        [] => Err(StatsError::TooFew {
            what: "rows",
            needed: 1,
            given: 0,
        }),
        [row] => one_row(*row, model),
        _ => several_rows(rows, model),
    }?;
    finite("the pooled effect", pooled.estimate)?;
    finite(
        "the standard error of the pooled effect",
        pooled.standard_error,
    )?;
    Ok(pooled)
}

fn one_row(row: EffectEstimate, method: Model) -> Result<Pooled, StatsError> {
    let (estimate, standard_error) = (row.effect.get(), row.standard_error.get());
    Ok(Pooled {
        method,
        rows: 1,
        estimate,
        standard_error,
        confidence_interval: Interval::around(estimate, normal_bound()? * standard_error),
        prediction_interval: None,
        heterogeneity: Heterogeneity::unknown(),
        warnings: vec![PoolingWarning::OneRow],
    })
}

fn several_rows(rows: &[EffectEstimate], method: Model) -> Result<Pooled, StatsError> {
    let mut warnings = Vec::new();
    let tau2 = match method {
        Model::RestrictedLikelihood => restricted_likelihood(rows)?,
        Model::DerSimonianLaird => der_simonian_laird(rows)?,
        Model::CommonEffect => 0.0,
    };
    let heterogeneity = Heterogeneity::of(rows, tau2)?;
    let mean = weighted_mean(rows, tau2);
    let conventional = mean.total_weight.recip().sqrt();
    let degrees = rows.len() - 1;

    let (standard_error, bound, prediction_bound) = match method {
        Model::RestrictedLikelihood => {
            let factor = hartung_knapp_factor(rows, mean.squares, &mut warnings);
            let bound = student_bound(degrees)?;
            (factor * conventional, bound, Some(bound))
        }
        Model::DerSimonianLaird => {
            let prediction = (degrees > 1).then(|| student_bound(degrees - 1));
            (conventional, normal_bound()?, prediction.transpose()?)
        }
        Model::CommonEffect => (conventional, normal_bound()?, None),
    };
    if rows.len() < 5 && method != Model::CommonEffect {
        warnings.push(PoolingWarning::FewRows);
    }
    if heterogeneity.tau2_interval.is_none() {
        warnings.push(PoolingWarning::LessSpreadThanChance);
    }
    Ok(Pooled {
        method,
        rows: rows.len(),
        estimate: mean.estimate,
        standard_error,
        confidence_interval: Interval::around(mean.estimate, bound * standard_error),
        prediction_interval: prediction_bound.map(|bound| {
            Interval::around(mean.estimate, bound * standard_error.hypot(tau2.sqrt()))
        }),
        heterogeneity,
        warnings,
    })
}

/// The square root of `sum(w (y - mu)^2) / (k - 1)`: how much wider than the
/// conventional standard error the scatter of the rows says it should be.
fn hartung_knapp_factor(
    rows: &[EffectEstimate],
    squares: f64,
    warnings: &mut Vec<PoolingWarning>,
) -> f64 {
    let factor = (squares / (rows.len() as f64 - 1.0)).sqrt();
    // Identical effects have squares of exactly 0, since they are taken from the first.
    if factor <= 0.0 {
        warnings.push(PoolingWarning::EffectsIdentical);
        return 1.0;
    }
    // REML brings the factor near 1 by itself when tau2 is above 0; a little less is not
    // worth a warning.
    if factor < 0.9 {
        warnings.push(PoolingWarning::NarrowerThanConventional(factor));
    }
    factor
}
