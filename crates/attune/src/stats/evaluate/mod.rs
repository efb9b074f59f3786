//! How well courses are predicted, on people the model has not seen.

mod report;

use std::collections::HashSet;

use attune_stats::Proportion;
use attune_stats::growth::{Observation, Question, cross_validate, evaluate};
use clap::Args;

use super::answer::Caution;
use super::expect::plan::{Plan, Population, Threshold, UNIT};
use super::growth::warning;
use super::{Answer, Output, Refusal};
use crate::terminal::working;
use report::Evaluated;

/// How good the predictions are on people the model has not seen, against simpler ways
///
/// With another file as --course the model is fitted to the reference and tried on those courses; without one, or with the
/// same, by cross-validation over people: everybody is predicted by a model that never saw them. Bands should hold the
/// share they promise; the expected score should beat carrying the last value forward; and an alarm for \"will not improve
/// reliably\" should beat intake and change so far. Where it does not, this says so.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cross-validation over the patients of a trial:
    attune stats evaluate --reference trial.csv --outcome phq9 --time month --group patient --transform log1p \\
      --reliable-points 6 --end 12 --at 1,2,3,6
  a model of one practice tried on another:
    attune stats evaluate --reference ours.csv --course theirs.csv ...
  for a service that can look at a fifth of its clients:
    ... --alarm-rate 0.2

Keys of the JSON: courses, predictions, coverage[].{stated,observed}, mae, mae_last_value,
by_time[].{given,people,not_improved,brier,brier_base,intake,change_so_far,model}, each of the last three with
auc.{estimate,interval} and alarm.{alarmed,sensitivity,specificity,ppv}; folds")]
pub(crate) struct Evaluate {
    #[command(flatten)]
    plan: Plan,
    /// The planned end, at which it is judged who improved [default: the usual length of a reference course]
    #[arg(long, value_name = "T")]
    end: Option<f64>,
    /// How far from the planned end its score may lie [default: half the usual time between two scores]
    #[arg(long, value_name = "T")]
    window: Option<f64>,
    /// The share of people to alarm
    #[arg(long, value_name = "SHARE", default_value_t = 0.40)]
    alarm_rate: f64,
    /// Parts of the cross-validation
    #[arg(long, value_name = "N", default_value_t = 5)]
    folds: usize,
    /// Where the random numbers start that divide people: the same seed gives the same answer
    #[arg(long, value_name = "S", default_value_t = 7)]
    seed: u64,
    #[command(flatten)]
    pub(crate) output: Output,
}

impl Evaluate {
    pub(crate) fn run(&self) -> Result<Answer<Evaluated>, Refusal> {
        let plan = &self.plan;
        let reference = plan.population(&plan.reference)?;
        let (fitted, mut warnings) = reference.fit(plan)?;
        let threshold = Threshold::new(plan, &reference, fitted.variance.residual)?;
        warnings.extend(threshold.caution());
        let planned_end = self.end.unwrap_or_else(|| reference.usual_length());
        let question = Question {
            coverages: plan.coverages()?,
            rule: threshold.rule(plan.direction())?,
            whole_points: threshold.whole_points,
            planned_end,
            window: self.window.unwrap_or_else(|| 0.5 * reference.usual_gap()),
            given: plan.times(&reference, &[0.125, 0.25, 0.5, 0.75])?,
            alarm_rate: Proportion::new(self.alarm_rate)?,
        };
        let other = plan
            .course
            .as_ref()
            .filter(|course| **course != plan.reference);
        let bar = working("predicting people who were not seen");
        let (evaluation, how) = if let Some(course) = other {
            let course = plan.population(course)?;
            warnings.extend(shared(&reference, &course));
            let model = fitted.reference(&[], UNIT)?;
            let found = evaluate(&model, &scores(&course), &question)?;
            (found, "on other courses".to_owned())
        } else {
            let found = cross_validate(
                &scores(&reference),
                plan.options(),
                UNIT,
                self.folds,
                self.seed,
                &question,
            )?;
            let how = format!("by {}-fold cross-validation over people", self.folds);
            (found, how)
        };
        bar.finish_and_clear();
        warnings.extend(evaluation.warnings.iter().map(warning));
        warnings.dedup();
        let method = format!("Accuracy of growth-model predictions {how}");
        let mut answer = Answer::new(method, warnings, Evaluated::new(&evaluation, &question));
        answer.seed = evaluation.seed;
        Ok(answer)
    }
}

fn scores(population: &Population) -> Vec<Vec<Observation>> {
    population
        .people
        .iter()
        .map(|(_, scores)| scores.clone())
        .collect()
}

/// People of the same name in both files may be the same, and then nothing was held out.
fn shared(reference: &Population, course: &Population) -> Option<Caution> {
    let known: HashSet<&str> = reference
        .people
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let both = course
        .people
        .iter()
        .filter(|(name, _)| known.contains(name.as_str()));
    let message = format!(
        "{} of the courses have the name of somebody in the reference: if they are the same people, these numbers are too \
         good.",
        both.clone().count()
    );
    (both.count() > 0).then(|| Caution::new("shared_people", message))
}
