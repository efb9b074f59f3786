use serde::{Deserialize, Serialize};

use super::alliance::check_scores;
use crate::number::{finite, mean};
use crate::{Finite, Positive, StatsError};

/// When an answer to a practice's own short session feedback is worth asking
/// about. Higher answers are better. The limits are opinions, not norms: such a
/// scale is not validated, and the page must say so.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FeedbackRule {
    /// A fall of this many points or more from the own usual, such as 2 of 10.
    pub drop: Positive,
    /// Any answer at or below this, such as 5 of 10.
    pub low: Finite,
}

impl FeedbackRule {
    /// From a fall and a low answer, both in points of the scale.
    ///
    /// Errors: a fall not above 0, a low answer that is not finite.
    pub fn new(drop: f64, low: f64) -> Result<Self, StatsError> {
        Ok(Self {
            drop: Positive::new(drop)?,
            low: Finite::new(low)?,
        })
    }
}

/// Why an answer is worth asking about.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum FeedbackReason {
    /// Well below the person's own usual.
    BelowUsual {
        /// Mean of the earlier answers, in points.
        usual: f64,
        /// How many points below.
        drop: f64,
        /// On how many earlier answers the usual rests.
        sessions: usize,
    },
    /// Low in itself.
    Low {
        /// The answer.
        answer: f64,
    },
}

/// Reads one question's latest answer against earlier answers to the same
/// question; call it once per question. Unanswered questions are left out, of the
/// earlier answers as well. An empty answer means: nothing stands out.
///
/// ```
/// use attune_stats::signal::{FeedbackReason, FeedbackRule, worth_asking_about};
/// let rule = FeedbackRule::new(2.0, 5.0)?;
/// assert!(worth_asking_about(&[9.0, 8.0], 8.0, &rule)?.is_empty());
/// assert_eq!(worth_asking_about(&[], 5.0, &rule)?, [FeedbackReason::Low { answer: 5.0 }]);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
///
/// Errors: answers that are not finite.
pub fn worth_asking_about(
    previous: &[f64],
    now: f64,
    rule: &FeedbackRule,
) -> Result<Vec<FeedbackReason>, StatsError> {
    check_scores(previous)?;
    finite("the answer", now)?;
    let mut reasons = Vec::new();
    if !previous.is_empty() {
        let usual = mean(previous);
        let drop = finite("the drop", usual - now)?;
        if drop >= rule.drop.get() {
            reasons.push(FeedbackReason::BelowUsual {
                usual,
                drop,
                sessions: previous.len(),
            });
        }
    }
    if now <= rule.low.get() {
        reasons.push(FeedbackReason::Low { answer: now });
    }
    Ok(reasons)
}
