use serde::{Deserialize, Serialize};

use super::alliance::check_scores;
use crate::meta_analysis::distribution::student_bound;
use crate::number::{finite, mean};
use crate::{Positive, StatsError};

/// Over how many of the latest sessions a slow decline is looked for: the longest fall among the rupture patterns of Gumz
/// and others 2012 (doi:10.1186/1471-2288-12-10) took six sessions.
pub const DECLINE_SESSIONS: usize = 6;

/// The straight line through the latest [`DECLINE_SESSIONS`] scores.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SlowDecline {
    /// Points per session; below 0 it falls.
    pub slope: f64,
    /// Its 95 % interval, in points per session.
    pub interval: [f64; 2],
    /// How far the line falls from the first to the last of these sessions, in points; negative if it rises.
    pub fall: f64,
    /// The whole interval lies below 0, and the fall is at least as large as was asked for.
    pub declines: bool,
}

/// Looks for a fall that no single session shows: least squares over the latest six scores, with Student's t on four degrees
/// of freedom. It is read session after session, so that over a long therapy without any change it will say "declines" now
/// and then; the least fall keeps that rare and the page has to call it a question.
///
/// ```
/// use attune_stats::{Positive, signal::slow_decline};
/// let found = slow_decline(&[9.0, 8.6, 8.3, 7.7, 7.4, 6.9], Positive::new(2.0)?)?;
/// assert!(found.declines);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
///
/// Errors: fewer than six scores; scores not finite.
pub fn slow_decline(scores: &[f64], least_fall: Positive) -> Result<SlowDecline, StatsError> {
    check_scores(scores)?;
    let first = scores
        .len()
        .checked_sub(DECLINE_SESSIONS)
        .ok_or(StatsError::TooFew {
            what: "sessions",
            needed: DECLINE_SESSIONS,
            given: scores.len(),
        })?;
    let latest = &scores[first..];
    let (times, steps) = (DECLINE_SESSIONS as f64, (DECLINE_SESSIONS - 1) as f64);
    let middle = steps / 2.0;
    let centre = mean(latest);
    let from_middle = |place: usize| place as f64 - middle;
    // The sum of squares of 0, 1, ..., n - 1 around their mean.
    let spread = times * (times * times - 1.0) / 12.0;
    let slope = latest
        .iter()
        .enumerate()
        .map(|(place, score)| from_middle(place) * (score - centre))
        .sum::<f64>()
        / spread;
    let left_over: f64 = latest
        .iter()
        .enumerate()
        .map(|(place, score)| (score - centre - slope * from_middle(place)).powi(2))
        .sum();
    let degrees = DECLINE_SESSIONS - 2;
    let error = (left_over / degrees as f64 / spread).sqrt();
    let half = student_bound(degrees)? * error;
    let fall = finite("the fall", -slope * steps)?;
    Ok(SlowDecline {
        slope: finite("the slope", slope)?,
        interval: [slope - half, slope + half],
        fall,
        declines: slope + half < 0.0 && fall >= least_fall.get(),
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// Worked out by hand; the t quantile is that of R's qt.
    #[test]
    fn the_line_and_its_interval() {
        let scores = [5.0, 9.0, 8.0, 8.0, 7.0, 6.0, 6.0];
        let found = slow_decline(&scores, Positive::new(2.0).unwrap()).unwrap();
        // 9, 8, 8, 7, 6, 6: sum of cross products -11, of squares 17.5.
        assert!((found.slope + 11.0 / 17.5).abs() < 1e-12);
        let left_over = 22.0 / 3.0 - 121.0 / 17.5;
        let half = 2.776_445_105_197_79 * (left_over / 4.0 / 17.5_f64).sqrt();
        assert!((found.interval[0] - (found.slope - half)).abs() < 1e-12);
        assert!((found.fall - 5.0 * 11.0 / 17.5).abs() < 1e-12);
        assert!(found.declines);
    }

    #[test]
    fn a_small_fall_and_a_noisy_one_are_none() {
        let least = Positive::new(2.0).unwrap();
        assert!(
            !slow_decline(&[9.0, 8.9, 8.8, 8.7, 8.6, 8.5], least)
                .unwrap()
                .declines
        );
        assert!(
            !slow_decline(&[9.0, 4.0, 9.0, 5.0, 9.0, 4.0], least)
                .unwrap()
                .declines
        );
        assert!(
            !slow_decline(&[4.0, 5.0, 6.0, 7.0, 8.0, 9.0], least)
                .unwrap()
                .declines
        );
        assert!(slow_decline(&[9.0; 5], least).is_err());
        assert!(slow_decline(&[9.0, 9.0, 9.0, 9.0, 9.0, f64::NAN], least).is_err());
    }
}
