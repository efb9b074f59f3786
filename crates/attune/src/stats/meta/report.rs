use std::collections::BTreeMap;

use attune_figures::{Figure, FigureId, ForestPlot, ForestRow, Frame};
use attune_stats::meta_analysis::{EffectEstimate, EggerTest, Interval, Pooled, Side, TrimAndFill};
use serde::Serialize;

use crate::stats::text::{Grid, counted, interval, number, percent, probability};
use crate::stats::{Refusal, Report};

/// The answer of `attune stats meta`.
#[derive(Debug, Serialize)]
pub(crate) struct Metas {
    effect: String,
    all: Summary,
    groups: BTreeMap<String, Summary>,
    #[serde(skip)]
    trials: Vec<(String, EffectEstimate)>,
}

/// Some rows, pooled.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    #[serde(flatten)]
    pub(super) pooled: Pooled,
    pub(super) dersimonian_laird: Other,
    pub(super) egger: Option<EggerTest>,
    pub(super) trim_and_fill: Option<Filled>,
}

/// The same rows by another model.
#[derive(Debug, Serialize)]
pub(super) struct Other {
    estimate: f64,
    se: f64,
    ci: Interval,
    prediction: Option<Interval>,
    tau2: Option<f64>,
}

impl Other {
    pub(super) fn new(pooled: &Pooled) -> Self {
        Self {
            estimate: pooled.estimate,
            se: pooled.standard_error,
            ci: pooled.confidence_interval,
            prediction: pooled.prediction_interval,
            tau2: pooled.heterogeneity.tau2,
        }
    }
}

/// The pooled effect if the funnel were symmetric.
#[derive(Debug, Serialize)]
pub(super) struct Filled {
    side: Side,
    #[serde(rename = "filled")]
    rows: usize,
    #[serde(flatten)]
    pooled: Other,
}

impl Filled {
    #[expect(clippy::needless_pass_by_value, reason = "a conversion")]
    pub(super) fn new(found: TrimAndFill) -> Self {
        Self {
            side: found.side,
            rows: found.filled,
            pooled: Other::new(&found.pooled),
        }
    }
}

impl Metas {
    pub(super) fn new(
        effect: String,
        all: Summary,
        groups: BTreeMap<String, Summary>,
        trials: Vec<(String, EffectEstimate)>,
    ) -> Self {
        Self {
            effect,
            all,
            groups,
            trials,
        }
    }

    fn named(&self) -> impl Iterator<Item = (&str, &Summary)> {
        let groups = self.groups.iter();
        groups
            .map(|(name, summary)| (name.as_str(), summary))
            .chain([("all", &self.all)])
    }
}

fn ends(ends: Interval) -> [f64; 2] {
    ends.into()
}

impl Report for Metas {
    fn text(&self) -> String {
        let mut grid = Grid::new(
            1,
            [
                "",
                "rows",
                "estimate",
                "95 % interval",
                "next trial (95 %)",
                "tau2",
                "I2",
                "Q",
                "p",
            ],
        );
        for (name, Summary { pooled, .. }) in self.named() {
            let spread = &pooled.heterogeneity;
            grid.row([
                name.to_owned(),
                pooled.rows.to_string(),
                number(pooled.estimate, 3),
                interval(ends(pooled.confidence_interval), 3),
                interval(pooled.prediction_interval.map(ends), 3),
                number(spread.tau2, 3),
                percent(spread.i2),
                number(spread.q, 1),
                probability(spread.q_p, 3),
            ]);
        }
        let mut text = format!(
            "effect {}\n\n{grid}\nHow all of it depends on the method:\n\n",
            self.effect
        );
        let mut grid = Grid::new(1, ["", "estimate", "95 % interval", ""]);
        let simple = &self.all.dersimonian_laird;
        let mut row = |name: &str, estimate: f64, ci: Interval, note: String| {
            grid.row([
                name.to_owned(),
                number(estimate, 3),
                interval(ends(ci), 3),
                note,
            ]);
        };
        row(
            "DerSimonian-Laird",
            simple.estimate,
            simple.ci,
            String::new(),
        );
        if let Some(filled) = &self.all.trim_and_fill {
            let note = format!("{} filled in", counted(filled.rows, "row", "rows"));
            row(
                "trim and fill",
                filled.pooled.estimate,
                filled.pooled.ci,
                note,
            );
        }
        if let Some(egger) = &self.all.egger {
            let note = format!(
                "Egger's test: slope {}, p {}",
                number(egger.slope, 2),
                probability(egger.p, 3)
            );
            row(
                "a trial without error",
                egger.limit,
                egger.limit_interval,
                note,
            );
        }
        text.push_str(&grid.to_string());
        text
    }

    /// Groups where there are any, else every trial; below them all together.
    fn picture(&self) -> Result<Box<dyn Figure>, Refusal> {
        let pooled = |name: &str, found: &Pooled| {
            let [low, high] = ends(found.confidence_interval);
            ForestRow {
                label: name.to_owned(),
                estimate: found.estimate,
                interval: (low, high),
                prediction: found
                    .prediction_interval
                    .map(|ends| (ends.lower, ends.upper)),
                weight: found.standard_error.powi(-2),
                counts: counted(found.rows, "row", "rows"),
            }
        };
        let trial = |(name, trial): &(String, EffectEstimate)| {
            let (effect, se) = (trial.effect.get(), trial.standard_error.get());
            let tau2 = self.all.pooled.heterogeneity.tau2.unwrap_or_default();
            ForestRow {
                label: name.clone(),
                estimate: effect,
                interval: (effect - 1.96 * se, effect + 1.96 * se),
                prediction: None,
                weight: (se.powi(2) + tau2).recip(),
                counts: String::new(),
            }
        };
        let mut rows: Vec<ForestRow> = if self.groups.is_empty() {
            self.trials.iter().map(trial).collect()
        } else {
            let groups = self.groups.iter();
            groups
                .map(|(name, summary)| pooled(name, &summary.pooled))
                .collect()
        };
        rows.push(pooled("all", &self.all.pooled));
        let all = &self.all.pooled;
        let summary = format!(
            "{} together: {}, 95 % interval {}.",
            counted(all.rows, "row", "rows"),
            number(all.estimate, 2),
            interval(ends(all.confidence_interval), 2)
        );
        Ok(Box::new(ForestPlot {
            frame: Frame::new(FigureId::new("meta")?, "Pooled effects", summary),
            effect: self.effect.clone(),
            interval_name: "95 % interval".to_owned(),
            no_difference: 0.0,
            favours: ("below 0".to_owned(), "above 0".to_owned()),
            decimals: 2,
            rows,
            groups: Vec::new(),
        }))
    }
}
