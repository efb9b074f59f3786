//! Predicting every person from a model fitted to others.

use super::super::fit::{FitOptions, FitWarning, GrowthRows, Levels, fit};
use super::super::{Observation, ReferenceCourse, TimeUnit};
use crate::StatsError;
use crate::folds::deal;

/// For each person the reference fitted to the people of all other folds, and what the
/// fits warn of.
pub(super) fn references(
    courses: &[Vec<Observation>],
    options: FitOptions,
    time_unit: TimeUnit,
    folds: usize,
    seed: u64,
) -> Result<(Vec<ReferenceCourse>, Vec<FitWarning>), StatsError> {
    let fold = deal(courses.len(), folds, seed)?;
    let mut warnings = Vec::new();
    let mut references = Vec::with_capacity(folds);
    for left_out in 0..folds {
        let (mut time, mut outcome, mut person) = (Vec::new(), Vec::new(), Vec::new());
        for (index, course) in courses.iter().enumerate() {
            if fold[index] != left_out {
                for observation in course {
                    time.push(observation.time.get());
                    outcome.push(observation.score.get());
                    person.push(index);
                }
            }
        }
        let rows = GrowthRows {
            outcome: &outcome,
            time: &time,
            group: &Levels::of(&person),
            covariates: &[],
            crossed: None,
        };
        let fitted = fit(&rows, options)?;
        references.push(fitted.reference(&[], time_unit)?);
        for warning in fitted.warnings {
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
    }
    Ok((
        fold.into_iter().map(|fold| references[fold]).collect(),
        warnings,
    ))
}
