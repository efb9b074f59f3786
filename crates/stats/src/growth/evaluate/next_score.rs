//! Predicting each next score from those before it.

use super::super::{Observation, ReferenceCourse};
use super::{Coverage, NextScore};
use crate::{Proportion, StatsError};

pub(super) fn next_scores(
    courses: &[Vec<Observation>],
    references: &[ReferenceCourse],
    coverages: &[Proportion],
) -> Result<NextScore, StatsError> {
    let mut inside = vec![0_usize; coverages.len()];
    let (mut predictions, mut error, mut error_last) = (0_usize, 0.0, 0.0);
    for (course, reference) in courses.iter().zip(references) {
        for known in 1..course.len() {
            let (before, next) = (&course[..known], course[known]);
            let prediction = reference.given(before)?.at(next.time.get())?;
            let score = next.score.get();
            predictions += 1;
            error += (score - prediction.mean).abs();
            error_last += (score - before[known - 1].score.get()).abs();
            for (count, coverage) in inside.iter_mut().zip(coverages) {
                let band = prediction.band(*coverage)?;
                *count += usize::from((band.lower..=band.upper).contains(&score));
            }
        }
    }
    if predictions == 0 {
        return Err(StatsError::TooFew {
            what: "people with two scores or more",
            needed: 1,
            given: 0,
        });
    }
    let count = predictions as f64;
    Ok(NextScore {
        predictions,
        coverage: coverages
            .iter()
            .zip(inside)
            .map(|(stated, inside)| Coverage {
                stated: *stated,
                observed: inside as f64 / count,
            })
            .collect(),
        mae: error / count,
        mae_last_value: error_last / count,
    })
}
