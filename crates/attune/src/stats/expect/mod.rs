//! What to expect of people, given a reference and their own scores so far.

pub(crate) mod plan;
mod report;

use attune_stats::Proportion;
use attune_stats::change::Direction;
use attune_stats::growth::{Observation, ReferenceCourse};
use clap::Args;

use super::answer::Caution;
use super::{Answer, Output, Refusal};
use plan::{Plan, Threshold};
use report::{Expected, Person, Predicted};

/// What to expect of each person: bands, and the chance of reliable change, given their own scores so far
///
/// Fits a growth model to the reference and updates it with each person's own scores: once with none of them, once with
/// the first, with the first two, and so on (`given`). Bands are for a single new score. The parameters are taken as known,
/// so bands from a small reference are too narrow; scores are taken as unbounded, so bands may leave the scale.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  three clients against the courses of a trial:
    attune stats expect --reference trial.csv --course mine.csv --outcome phq9 --time month --group patient \\
      --transform log1p --reliable-points 6
  at certain times, with certain bands:
    ... --at 3,6,12 --coverage .5,.8,.95
  one client, drawn:
    ... --where patient=17 --plot course.svg

Without --reliable-points a change is reliable from 1.96 times the square root of twice the residual variance of the
reference: what two scores differ by when the person stays on the same course.

Keys of the JSON: courses[].{group,scores,predictions[].{given,at,mean,sd,bands[].{coverage,lower,upper},improvement,
deterioration}}, reference, reliable_points")]
pub(crate) struct Expect {
    #[command(flatten)]
    plan: Plan,
    #[command(flatten)]
    pub(crate) output: Output,
}

impl Expect {
    pub(crate) fn run(&self) -> Result<Answer<Expected>, Refusal> {
        let reference = self.plan.population(&self.plan.reference)?;
        let course = self
            .plan
            .population(self.plan.course.as_ref().unwrap_or(&self.plan.reference))?;
        let (fitted, mut warnings) = reference.fit(&self.plan)?;
        let model = fitted.reference(&[], plan::UNIT)?;
        let threshold = Threshold::new(&self.plan, &reference, fitted.variance.residual)?;
        warnings.extend(threshold.caution());
        let times = self
            .plan
            .times(&reference, &[0.125, 0.25, 0.5, 0.75, 1.0])?;
        if let Some(late) = times.iter().find(|time| **time > reference.last_time()) {
            let message = format!(
                "Time {late} lies after the last one of the reference: nothing is known about it."
            );
            warnings.push(Caution::new("extrapolated", message));
        }
        let question = Question {
            model,
            times: &times,
            coverages: self.plan.coverages()?,
            threshold: &threshold,
            direction: self.plan.direction(),
        };
        let people = course
            .people
            .iter()
            .map(|(name, scores)| question.person(name, scores))
            .collect::<Result<Vec<_>, Refusal>>()?;
        let method = format!(
            "Expected course by a linear mixed model (Laird & Ware 1982) of {} {} with {} scores, updated with everybody's \
             own scores",
            fitted.groups, "people", fitted.rows
        );
        let result = Expected::new(&self.plan, people, model, &threshold);
        Ok(Answer::new(method, warnings, result))
    }
}

/// What is asked about everybody.
struct Question<'a> {
    model: ReferenceCourse,
    times: &'a [f64],
    coverages: Vec<Proportion>,
    threshold: &'a Threshold,
    direction: Direction,
}

impl Question<'_> {
    fn person(&self, name: &str, scores: &[Observation]) -> Result<Person, Refusal> {
        let mut predictions = Vec::new();
        for given in 0..=scores.len() {
            let so_far = &scores[..given];
            let course = self.model.given(so_far)?;
            let last = so_far.last().map_or(0.0, |score| score.time.get());
            for &at in self.times.iter().filter(|at| **at >= last) {
                let prediction = course.at(at)?;
                let bands = self
                    .coverages
                    .iter()
                    .map(|coverage| prediction.band(*coverage));
                let change = (given > 0)
                    .then(|| {
                        course.probability_of_change(at, self.threshold.counted(), self.direction)
                    })
                    .transpose()?;
                predictions.push(Predicted {
                    given,
                    at,
                    mean: prediction.mean,
                    sd: prediction.sd,
                    bands: bands.collect::<Result<_, _>>()?,
                    improvement: change.map(|change| change.improvement.get()),
                    deterioration: change.map(|change| change.deterioration.get()),
                });
            }
        }
        Ok(Person {
            group: name.to_owned(),
            scores: scores.len(),
            predictions,
            observations: scores.to_vec(),
        })
    }
}
