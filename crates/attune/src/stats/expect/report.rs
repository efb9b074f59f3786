use attune_figures::{Fan, Figure, FigureId, Frame};
use attune_stats::growth::{Band, Observation, ReferenceCourse};
use serde::Serialize;

use super::plan::{Plan, Threshold};
use crate::stats::growth::picture::{band_names, bands, point, steps};
use crate::stats::text::{Grid, counted, interval, number, percent};
use crate::stats::{Refusal, Report};

/// The answer of `attune stats expect`.
#[derive(Debug, Serialize)]
pub(crate) struct Expected {
    courses: Vec<Person>,
    reference: ReferenceCourse,
    reliable_points: f64,
    #[serde(skip)]
    outcome: String,
    #[serde(skip)]
    time: String,
}

/// What to expect of one person.
#[derive(Debug, Serialize)]
pub(super) struct Person {
    pub(super) group: String,
    pub(super) scores: usize,
    pub(super) predictions: Vec<Predicted>,
    #[serde(skip)]
    pub(super) observations: Vec<Observation>,
}

/// One new score at one time, given so many of the person's own.
#[derive(Debug, Serialize)]
pub(super) struct Predicted {
    pub(super) given: usize,
    pub(super) at: f64,
    pub(super) mean: f64,
    pub(super) sd: f64,
    pub(super) bands: Vec<Band>,
    /// Chance of being reliably better than at the first score; none without a score.
    pub(super) improvement: Option<f64>,
    pub(super) deterioration: Option<f64>,
}

impl Expected {
    pub(super) fn new(
        plan: &Plan,
        courses: Vec<Person>,
        reference: ReferenceCourse,
        threshold: &Threshold,
    ) -> Self {
        Self {
            courses,
            reference,
            reliable_points: threshold.points.get(),
            outcome: plan.columns.outcome.clone(),
            time: plan.columns.time.clone(),
        }
    }
}

impl Report for Expected {
    fn text(&self) -> String {
        let mut text = format!(
            "{} in points; a change of {} points is reliable; given all scores so far (earlier ones are in the JSON)\n",
            self.outcome,
            number(self.reliable_points, 1)
        );
        for person in &self.courses {
            let scores = counted(person.scores, "score", "scores");
            text.push_str(&format!("\n{}, {scores}\n", person.group));
            let mut grid = Grid::new(
                0,
                [
                    &self.time,
                    "expected",
                    "SD",
                    "widest band",
                    "improved",
                    "deteriorated",
                ],
            );
            for predicted in person
                .predictions
                .iter()
                .filter(|found| found.given == person.scores)
            {
                let widest = predicted
                    .bands
                    .iter()
                    .max_by(|one, two| one.coverage.get().total_cmp(&two.coverage.get()));
                let band = widest.map_or_else(
                    || "-".to_owned(),
                    |band| {
                        format!(
                            "{}: {}",
                            percent(band.coverage.get()),
                            interval([band.lower, band.upper], 1)
                        )
                    },
                );
                grid.row([
                    number(predicted.at, 1),
                    number(predicted.mean, 1),
                    number(predicted.sd, 1),
                    band,
                    percent(predicted.improvement),
                    percent(predicted.deterioration),
                ]);
            }
            text.push_str(&grid.to_string());
        }
        text
    }

    /// The first person's course; select another with `--where`.
    fn picture(&self) -> Result<Box<dyn Figure>, Refusal> {
        let nobody = || Refusal::Option {
            option: "--plot",
            expected: "somebody with scores".to_owned(),
        };
        let person = self.courses.first().ok_or_else(nobody)?;
        let own = &person.observations;
        let last = own.last().map_or(0.0, |score| score.time.get());
        let until = person
            .predictions
            .iter()
            .map(|found| found.at)
            .fold(last, f64::max);
        let fan = self
            .reference
            .given(own)?
            .fan(&steps(last, until), &bands()?)?;
        let summary = format!(
            "{}: {} expected at {} {}, given {}.",
            person.group,
            number(fan.last().map(|point| point.prediction.mean), 1),
            self.time,
            number(until, 1),
            counted(own.len(), "score", "scores")
        );
        Ok(Box::new(Fan {
            frame: Frame::new(FigureId::new("expect")?, "Expected course", summary),
            time: self.time.clone(),
            measure: format!("{}, points", self.outcome),
            bands: band_names(),
            decimals: 1,
            expected: fan.iter().map(point).collect(),
            measured: own
                .iter()
                .map(|score| (score.time.get(), score.score.get()))
                .collect(),
        }))
    }
}
