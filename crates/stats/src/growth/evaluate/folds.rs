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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::growth::{Estimation, TimeFunction};

    /// Nobody's own scores, nor those of their fold, are in the fit they are predicted from.
    #[test]
    fn a_person_leaves_no_trace_in_their_own_reference() {
        let options = FitOptions {
            time_function: TimeFunction::Linear,
            estimation: Estimation::Restricted,
        };
        let mut courses: Vec<Vec<Observation>> = (0..20_u32)
            .map(|person| {
                let score = |time: u32| {
                    let noise = f64::from(person * 7 + time * 3).sin();
                    let own = f64::from(person % 5) - f64::from(person % 3 * time) / 4.0;
                    Observation::new(f64::from(time), 20.0 + own + noise).unwrap()
                };
                (0..4).map(score).collect()
            })
            .collect();
        let fold = deal(20, 4, 5).unwrap();
        let (before, _) = references(&courses, options, TimeUnit::Weeks, 4, 5).unwrap();
        courses[6][3] = Observation::new(3.0, 80.0).unwrap();
        let (after, _) = references(&courses, options, TimeUnit::Weeks, 4, 5).unwrap();
        for person in 0..20 {
            let same_fold = fold[person] == fold[6];
            assert_eq!(before[person] == after[person], same_fold);
        }
    }
}
