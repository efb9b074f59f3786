//! Who will not improve reliably by the planned end, told early.

use super::super::{Observation, ReferenceCourse};
use super::accuracy::{AlarmAccuracy, Area};
use super::{PredictorAccuracy, Question, TimeAccuracy};
use crate::change::ChangeClass;
use crate::{Positive, StatsError};

/// What each predictor says of the people who can be judged at one time; higher means
/// less hope of improvement.
#[derive(Default)]
struct Judged {
    intake: Vec<f64>,
    change_so_far: Vec<f64>,
    model: Vec<f64>,
    not_improved: Vec<bool>,
}

pub(super) fn at_time(
    courses: &[Vec<Observation>],
    references: &[ReferenceCourse],
    question: &Question,
    given: f64,
) -> Result<TimeAccuracy, StatsError> {
    let direction = question.rule.direction();
    let threshold = question.model_threshold()?;
    let mut judged = Judged::default();
    for (course, reference) in courses.iter().zip(references) {
        let Some(end) = planned_end(course, question) else {
            continue;
        };
        let known = course.partition_point(|one| one.time.get() <= given);
        // Change so far needs two scores, and neither may be the one to be predicted.
        if known < 2 || course[known - 1].time >= end.time {
            continue;
        }
        let (first, last) = (course[0].score.get(), course[known - 1].score.get());
        let chance = reference.given(&course[..known])?.probability_of_change(
            question.planned_end,
            threshold,
            direction,
        )?;
        let improved = question.rule.judge(first, end.score.get())?.class == ChangeClass::Improved;
        judged.intake.push(direction.improvement(first));
        judged
            .change_so_far
            .push(-direction.improvement(last - first));
        judged.model.push(1.0 - chance.improvement.get());
        judged.not_improved.push(!improved);
    }
    Ok(summarise(&judged, question, given))
}

/// The score nearest to the planned end, if one lies within the window.
fn planned_end<'a>(course: &'a [Observation], question: &Question) -> Option<&'a Observation> {
    let distance = |one: &Observation| (one.time.get() - question.planned_end).abs();
    course
        .iter()
        .filter(|one| distance(one) <= question.window)
        .min_by(|one, two| distance(one).total_cmp(&distance(two)))
}

fn summarise(judged: &Judged, question: &Question, given: f64) -> TimeAccuracy {
    let event = &judged.not_improved;
    let (people, events) = (event.len(), event.iter().filter(|event| **event).count());
    let accuracy = |numbers: &[f64]| PredictorAccuracy {
        auc: Area::of(numbers, event),
        alarm: AlarmAccuracy::of(numbers, event, question.alarm_rate),
    };
    let base = events as f64 / people.max(1) as f64;
    let squares: f64 = judged
        .model
        .iter()
        .zip(event)
        .map(|(chance, event)| (chance - f64::from(u8::from(*event))).powi(2))
        .sum();
    TimeAccuracy {
        given,
        people,
        not_improved: events,
        brier: (people > 0).then(|| squares / people as f64),
        brier_base: (people > 0).then_some(base * (1.0 - base)),
        intake: accuracy(&judged.intake),
        change_so_far: accuracy(&judged.change_so_far),
        model: accuracy(&judged.model),
    }
}

impl Question {
    /// On a scale of whole points "6 or more" begins at 5.5 of a continuous one.
    fn model_threshold(&self) -> Result<Positive, StatsError> {
        let points = self.rule.threshold_points();
        Positive::new(if self.whole_points {
            points.ceil() - 0.5
        } else {
            points
        })
    }
}
