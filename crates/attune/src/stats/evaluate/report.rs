use attune_figures::{Figure, FigureId, ForestPlot, ForestRow, Frame};
use attune_stats::growth::{
    Coverage, Evaluation, PredictorAccuracy, Question, Share, TimeAccuracy,
};
use serde::Serialize;

use crate::stats::text::{Grid, counted, interval, number, percent};
use crate::stats::{Refusal, Report};

/// The answer of `attune stats evaluate`.
#[derive(Debug, Serialize)]
pub(crate) struct Evaluated {
    courses: usize,
    predictions: usize,
    coverage: Vec<Coverage>,
    mae: f64,
    mae_last_value: f64,
    by_time: Vec<TimeAccuracy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    folds: Option<usize>,
    planned_end: f64,
    window: f64,
    reliable_points: f64,
    alarm_rate: f64,
}

impl Evaluated {
    pub(super) fn new(found: &Evaluation, question: &Question) -> Self {
        Self {
            courses: found.courses,
            predictions: found.next.predictions,
            coverage: found.next.coverage.clone(),
            mae: found.next.mae,
            mae_last_value: found.next.mae_last_value,
            by_time: found.by_time.clone(),
            folds: found.folds,
            planned_end: question.planned_end,
            window: question.window,
            reliable_points: question.rule.threshold_points(),
            alarm_rate: question.alarm_rate.get(),
        }
    }
}

/// The ways of telling who will not improve.
fn ways(at: &TimeAccuracy) -> [(&'static str, &PredictorAccuracy); 3] {
    [
        ("intake", &at.intake),
        ("change so far", &at.change_so_far),
        ("model", &at.model),
    ]
}

fn share(share: Option<Share>) -> String {
    share.map_or_else(
        || "-".to_owned(),
        |share| {
            format!(
                "{} ({})",
                number(share.estimate, 2),
                interval([share.lower, share.upper], 2)
            )
        },
    )
}

impl Report for Evaluated {
    fn text(&self) -> String {
        let mut text = format!(
            "{} of {}, next score: mean error {} points, last value carried forward {}\n\n",
            counted(self.predictions, "prediction", "predictions"),
            counted(self.courses, "person", "people"),
            number(self.mae, 3),
            number(self.mae_last_value, 3),
        );
        let mut grid = Grid::new(0, ["band promises", "and holds"]);
        for band in &self.coverage {
            grid.row([
                percent(band.stated.get()),
                format!("{:.1} %", 100.0 * band.observed),
            ]);
        }
        text.push_str(&format!(
            "{grid}\nWho will not improve by {} points at time {} (within {}), alarming the worst {}:\n\n",
            number(self.reliable_points, 1),
            number(self.planned_end, 1),
            number(self.window, 1),
            percent(self.alarm_rate),
        ));
        let mut grid = Grid::new(
            2,
            [
                "given until",
                "by",
                "people",
                "AUC",
                "sensitivity",
                "specificity",
                "alarms right",
                "Brier (base)",
            ],
        );
        for at in &self.by_time {
            for (name, way) in ways(at) {
                let auc = way.auc.map_or_else(
                    || "-".to_owned(),
                    |auc| {
                        format!(
                            "{} ({})",
                            number(auc.estimate, 2),
                            interval(auc.interval, 2)
                        )
                    },
                );
                let brier = format!("{} ({})", number(at.brier, 3), number(at.brier_base, 3));
                grid.row([
                    number(at.given, 1),
                    name.to_owned(),
                    format!("{} of {}", at.not_improved, at.people),
                    auc,
                    share(way.alarm.sensitivity),
                    share(way.alarm.specificity),
                    share(way.alarm.ppv),
                    if name == "model" {
                        brier
                    } else {
                        String::new()
                    },
                ]);
            }
        }
        text.push_str(&grid.to_string());
        text
    }

    /// How well each way tells people apart, at each time.
    fn picture(&self) -> Result<Box<dyn Figure>, Refusal> {
        let rows = self.by_time.iter().flat_map(|at| {
            ways(at).map(|(name, way)| {
                let [low, high] = way
                    .auc
                    .and_then(|auc| auc.interval)
                    .unwrap_or([f64::NAN; 2]);
                ForestRow {
                    label: format!("until {}: {name}", number(at.given, 1)),
                    estimate: way.auc.map_or(f64::NAN, |auc| auc.estimate),
                    interval: (low, high),
                    prediction: None,
                    weight: at.people as f64,
                    counts: counted(at.people, "person", "people"),
                }
            })
        });
        let summary =
            "How well intake, change so far and the model tell who will not improve reliably.";
        Ok(Box::new(ForestPlot {
            frame: Frame::new(FigureId::new("evaluate")?, "Who will not improve", summary),
            effect: "area under the curve; 0.5 is chance".to_owned(),
            interval_name: "95 % interval".to_owned(),
            no_difference: 0.5,
            favours: (
                "worse than chance".to_owned(),
                "better than chance".to_owned(),
            ),
            decimals: 2,
            rows: rows.collect(),
            groups: Vec::new(),
        }))
    }
}
