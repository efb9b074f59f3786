use serde::{Deserialize, Serialize};

use crate::StatsError;
use crate::meta_analysis::distribution::student_bound;
use crate::number::{finite, mean};

/// What rounding to whole points adds to the variance of a difference of two answers: twice 1/12.
const ROUNDING: f64 = 1.0 / 6.0;

/// The change of a sum of answers, held against how unlike the changes of the single answers were.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ItemwiseChange {
    /// Later sum less earlier sum, in points.
    pub change: f64,
    /// Half the width of its 95 % interval, in points.
    pub error: f64,
    /// The change is larger than its error.
    pub beyond_error: bool,
}

/// How sure a change of one person's sum is when no norm says how exactly it measures: every question is taken as one more
/// reading of the same wish, and the spread of the differences between them is the error,
/// `t(k - 1) * sqrt(k * max(s_d^2, 1/6))` for `k` questions. A paired t test within one form; that questions differ from
/// each other drops out of it. With three to five questions it is wide, and that is the truth. It says nothing about how
/// much a person varies from day to day: two forms cannot.
///
/// Errors: fewer than two answers, or not the same number in both; answers not finite.
pub fn itemwise_change(earlier: &[f64], later: &[f64]) -> Result<ItemwiseChange, StatsError> {
    let questions = earlier.len().min(later.len());
    if questions < 2 || earlier.len() != later.len() {
        return Err(StatsError::TooFew {
            what: "answers to the same questions",
            needed: earlier.len().max(later.len()).max(2),
            given: questions,
        });
    }
    let differences = earlier
        .iter()
        .zip(later)
        .map(|(before, after)| finite("an answer", after - before))
        .collect::<Result<Vec<f64>, StatsError>>()?;
    let count = questions as f64;
    let middle = mean(&differences);
    let variance = differences
        .iter()
        .map(|difference| (difference - middle).powi(2))
        .sum::<f64>()
        / (count - 1.0);
    let change = finite("the change", middle * count)?;
    let error = student_bound(questions - 1)? * (count * variance.max(ROUNDING)).sqrt();
    Ok(ItemwiseChange {
        change,
        error,
        beyond_error: change.abs() > error,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_change_all_questions_share_is_beyond_its_error() {
        let found =
            itemwise_change(&[0.0, 1.0, -1.0, 0.0, 0.0], &[2.0, 2.0, 1.0, 1.0, 2.0]).unwrap();
        // Differences 2, 1, 2, 1, 2: variance 0.3.
        assert!((found.change - 8.0).abs() < 1e-12);
        assert!((found.error - 2.776_445_105_197_79 * 1.5_f64.sqrt()).abs() < 1e-9);
        assert!(found.beyond_error);
    }

    #[test]
    fn one_question_that_jumps_is_not() {
        let found = itemwise_change(&[0.0, 0.0, 0.0], &[3.0, 0.0, 0.0]).unwrap();
        assert!(!found.beyond_error);
        // All alike: rounding alone still leaves doubt.
        let alike = itemwise_change(&[0.0, 0.0, 0.0], &[1.0, 1.0, 1.0]).unwrap();
        assert!((alike.error - 4.302_652_729_749_46 * 0.5_f64.sqrt()).abs() < 1e-9);
        assert!(!alike.beyond_error);
        assert!(itemwise_change(&[1.0], &[2.0]).is_err());
        assert!(itemwise_change(&[1.0, 2.0], &[2.0]).is_err());
        assert!(itemwise_change(&[1.0, f64::NAN], &[2.0, 1.0]).is_err());
    }
}
