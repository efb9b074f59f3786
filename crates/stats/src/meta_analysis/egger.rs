use serde::Serialize;

use super::distribution::{student_bound, student_two_sided};
use super::interval::Interval;
use super::pool::EffectEstimate;
use crate::StatsError;
use crate::number::finite;

/// Whether small trials report other effects than large ones.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EggerTest {
    /// How many rows.
    pub rows: usize,
    /// Change of the effect for each unit of standard error: 0 in a funnel that is
    /// symmetric, above 0 where small trials report larger effects.
    pub slope: f64,
    /// Standard error of the slope.
    #[serde(rename = "se")]
    pub standard_error: f64,
    /// Slope over its standard error.
    pub statistic: f64,
    /// Degrees of freedom of the t distribution, rows less two.
    pub df: usize,
    /// Two-sided p.
    pub p: f64,
    /// The effect that the line foretells for a trial without error.
    pub limit: f64,
    /// 95 % interval of that effect.
    #[serde(rename = "limit_ci")]
    pub limit_interval: Interval,
    /// Fewer than ten rows: the test can hardly find anything (Sterne et al. 2011,
    /// doi:10.1136/bmj.d4002).
    pub few_rows: bool,
}

/// Egger's regression test (Egger et al. 1997, doi:10.1136/bmj.315.7109.629).
///
/// The line `effect = limit + slope * se`, weighted by `1 / se^2` with the residual
/// variance estimated: the same line as `effect / se = slope + limit / se`.
/// For odds ratios of large effect the test finds asymmetry too often, since effect
/// and standard error are then bound together.
///
/// Errors: fewer than three rows; standard errors all alike; rows exactly on a line.
///
/// ```
/// use attune_stats::meta_analysis::{EffectEstimate, egger_test};
///
/// // The smaller the trial, the larger the effect.
/// let rows = [(0.30, 0.08), (0.41, 0.12), (0.52, 0.20), (0.90, 0.31), (1.12, 0.38)]
///     .map(|(effect, standard_error)| EffectEstimate::new(effect, standard_error))
///     .into_iter()
///     .collect::<Result<Vec<_>, _>>()?;
/// let test = egger_test(&rows)?;
/// assert!(test.slope > 1.0 && test.p < 0.05);
/// assert!(test.limit < 0.30);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
pub fn egger_test(rows: &[EffectEstimate]) -> Result<EggerTest, StatsError> {
    if rows.len() < 3 {
        return Err(StatsError::TooFew {
            what: "rows",
            needed: 3,
            given: rows.len(),
        });
    }
    let line = Line::through(rows)?;
    let df = rows.len() - 2;
    let dispersion = line.squares / df as f64;
    let standard_error = finite("the error of the slope", (dispersion / line.spread).sqrt())?;
    // Relative to the effects: rounding leaves a little residual on any exact line.
    if dispersion <= 1e-24 * line.total {
        return Err(StatsError::NoSpread {
            what: "the distance of the rows from the line",
        });
    }
    let statistic = line.slope / standard_error;
    let limit_error =
        (dispersion * (line.total_weight.recip() + line.centre.powi(2) / line.spread)).sqrt();
    Ok(EggerTest {
        rows: rows.len(),
        slope: line.slope,
        standard_error,
        statistic,
        df,
        p: student_two_sided(statistic, df)?,
        limit: line.limit,
        limit_interval: Interval::around(line.limit, student_bound(df)? * limit_error),
        few_rows: rows.len() < 10,
    })
}

/// The weighted line of the effects on their standard errors.
pub(super) struct Line {
    pub(super) slope: f64,
    limit: f64,
    total_weight: f64,
    /// Weighted mean of the standard errors.
    centre: f64,
    /// Weighted squares of the standard errors around their mean.
    spread: f64,
    /// Weighted squares of the effects around the line.
    squares: f64,
    /// Weighted squares of the effects.
    total: f64,
}

impl Line {
    /// Errors: standard errors all alike, sums that overflow.
    pub(super) fn through(rows: &[EffectEstimate]) -> Result<Self, StatsError> {
        let weighted = |value: &dyn Fn(&EffectEstimate) -> f64| -> f64 {
            rows.iter().map(|row| value(row) / row.variance()).sum()
        };
        let error = |row: &EffectEstimate| row.standard_error.get();
        let effect = |row: &EffectEstimate| row.effect.get();
        if rows
            .windows(2)
            .all(|pair| pair[0].standard_error == pair[1].standard_error)
        {
            return Err(StatsError::NoSpread {
                what: "the standard error of the rows",
            });
        }
        let total_weight = weighted(&|_| 1.0);
        let centre = weighted(&error) / total_weight;
        let mean = weighted(&effect) / total_weight;
        let spread = weighted(&|row| (error(row) - centre).powi(2));
        let slope = weighted(&|row| (error(row) - centre) * (effect(row) - mean)) / spread;
        let limit = mean - slope * centre;
        finite("the slope", slope)?;
        Ok(Self {
            slope,
            limit: finite("the effect without error", limit)?,
            total_weight,
            centre,
            spread,
            squares: weighted(&|row| (effect(row) - limit - slope * error(row)).powi(2)),
            total: weighted(&|row| effect(row).powi(2)),
        })
    }
}
