use serde::Serialize;

use super::egger::Line;
use super::pool::{EffectEstimate, Model, Pooled, pool};
use crate::{Finite, StatsError};

/// The side of the funnel on which trials seem to be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Small trials with low effects.
    Left,
    /// Small trials with high effects.
    Right,
}

/// The pooled effect if the funnel were symmetric.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrimAndFill {
    /// Where trials were sought.
    pub side: Side,
    /// How many were filled in.
    pub filled: usize,
    /// Rows and filled rows pooled. A sensitivity result, never the estimate.
    pub pooled: Pooled,
}

/// Duval & Tweedie's trim and fill with the estimator `L0` (2000,
/// doi:10.1111/j.0006-341X.2000.00455.x).
///
/// The most extreme rows of one side are set aside until the ranks of the rest are
/// balanced around their mean: `L0 = (4 S - k (k + 1)) / (2 k - 1)`, `S` the sum of
/// the ranks of `|y - mu|` that belong to that side, `mu` from the trimmed rows.
/// Then each row set aside gets a mirror image on the other side. That side is
/// chosen by the line of [`egger_test`](super::egger_test): missing on the left
/// where effects rise with their standard error.
///
/// Real spread between trials misleads it (Peters et al. 2007,
/// doi:10.1002/sim.2889), so the result is shown beside the estimate and never in
/// its place.
///
/// Errors: fewer than three rows; standard errors all alike; those of [`pool`].
pub fn trim_and_fill(rows: &[EffectEstimate], model: Model) -> Result<TrimAndFill, StatsError> {
    if rows.len() < 3 {
        return Err(StatsError::TooFew {
            what: "rows",
            needed: 3,
            given: rows.len(),
        });
    }
    let side = if Line::through(rows)?.slope < 0.0 {
        Side::Right
    } else {
        Side::Left
    };
    // Mirrored so that the trials to set aside are always the highest.
    let sign = if side == Side::Right { -1.0 } else { 1.0 };
    let mut sorted: Vec<EffectEstimate> = rows
        .iter()
        .map(|row| mirrored(*row, sign, 0.0))
        .collect::<Result<_, _>>()?;
    // Of equal effects the less precise is set aside first, whatever the order of rows.
    sorted.sort_by(|one, two| {
        let key = |row: &EffectEstimate| (row.effect.get(), row.standard_error.get());
        let ((effect, error), (other_effect, other_error)) = (key(one), key(two));
        effect
            .total_cmp(&other_effect)
            .then(error.total_cmp(&other_error))
    });

    let (filled, centre) = balance(&sorted, model)?;
    let mut all = sorted.clone();
    for row in &sorted[sorted.len() - filled..] {
        all.push(mirrored(*row, -1.0, 2.0 * centre)?);
    }
    let all: Vec<EffectEstimate> = all
        .into_iter()
        .map(|row| mirrored(row, sign, 0.0))
        .collect::<Result<_, _>>()?;
    Ok(TrimAndFill {
        side,
        filled,
        pooled: pool(&all, model)?,
    })
}

/// Sets rows aside until their number stays the same; also the mean of the rest.
fn balance(sorted: &[EffectEstimate], model: Model) -> Result<(usize, f64), StatsError> {
    let rows = sorted.len();
    let mut aside = 0;
    // Each round but the last changes the number; a cycle would never end by itself.
    for _ in 0..2 * rows {
        let centre = pool(&sorted[..rows - aside], model)?.estimate;
        let next = missing(sorted, centre).min(rows - 1);
        if next == aside {
            return Ok((aside, centre));
        }
        aside = next;
    }
    Err(StatsError::NotSettled {
        what: "the number of missing trials",
    })
}

/// `L0`, rounded, at least 0.
fn missing(sorted: &[EffectEstimate], centre: f64) -> usize {
    let mut distances: Vec<f64> = sorted.iter().map(|row| row.effect.get() - centre).collect();
    distances.sort_by(|one, two| one.abs().total_cmp(&two.abs()));
    let count = distances.len() as f64;
    let mut high_ranks = 0.0;
    let mut first = 0;
    while first < distances.len() {
        // Equal distances share the mean of their ranks.
        let tied = distances[first..]
            .iter()
            .take_while(|other| other.abs() <= distances[first].abs())
            .count();
        let rank = first as f64 + f64::midpoint(tied as f64, 1.0);
        let high = distances[first..first + tied]
            .iter()
            .filter(|distance| **distance > 0.0)
            .count();
        high_ranks += rank * high as f64;
        first += tied;
    }
    let estimate = (4.0 * high_ranks - count * (count + 1.0)) / (2.0 * count - 1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rounded, not negative, and at most the number of rows"
    )]
    let rounded = estimate.round_ties_even().max(0.0) as usize;
    rounded
}

fn mirrored(row: EffectEstimate, sign: f64, shift: f64) -> Result<EffectEstimate, StatsError> {
    Ok(EffectEstimate {
        effect: Finite::new(shift + sign * row.effect.get())?,
        ..row
    })
}
