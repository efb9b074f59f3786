use attune_figures::Figure;
use attune_stats::growth::{Fit, FixedEffect, TimeUnit, VarianceComponents};
use serde::Serialize;

use super::picture;
use crate::stats::courses::{CourseColumns, Courses};
use crate::stats::text::{Grid, counted, interval, number};
use crate::stats::{Refusal, Report};

/// The answer of `attune stats growth`.
#[derive(Debug, Serialize)]
pub(crate) struct Growth {
    estimation: &'static str,
    fixed: Vec<FixedEffect>,
    variance: VarianceComponents,
    criterion: f64,
    log_likelihood: f64,
    singular: bool,
    converged: bool,
    rows: usize,
    groups: usize,
    left_out: usize,
    group_effects: Vec<Deviation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    crossed_effects: Vec<Level>,
    #[serde(skip)]
    pub(super) outcome: String,
    #[serde(skip)]
    pub(super) time: String,
    #[serde(skip)]
    term: String,
    #[serde(skip)]
    pub(super) last_time: f64,
    #[serde(skip)]
    pub(super) fitted: Fit,
}

/// How one person's course differs from the mean course.
#[derive(Debug, Serialize)]
struct Deviation {
    group: String,
    intercept: f64,
    slope: f64,
    intercept_sd: f64,
    slope_sd: f64,
}

/// How one level of the crossed grouping differs.
#[derive(Debug, Serialize)]
struct Level {
    #[serde(rename = "level")]
    label: String,
    intercept: f64,
    intercept_sd: f64,
}

impl Growth {
    pub(super) fn new(columns: &CourseColumns, courses: &Courses, fitted: Fit) -> Self {
        let names = courses.names();
        let group_effects = fitted.group_effects.iter().map(|effect| Deviation {
            group: names
                .get(effect.group)
                .copied()
                .unwrap_or_default()
                .to_owned(),
            intercept: effect.intercept,
            slope: effect.slope,
            intercept_sd: effect.intercept_variance.max(0.0).sqrt(),
            slope_sd: effect.slope_variance.max(0.0).sqrt(),
        });
        let crossed_effects = fitted.crossed_effects.iter().map(|effect| Level {
            label: courses
                .crossed
                .as_ref()
                .and_then(|(labels, levels)| labels.get(*levels.first_rows().get(effect.level)?))
                .cloned()
                .unwrap_or_default(),
            intercept: effect.intercept,
            intercept_sd: effect.variance.max(0.0).sqrt(),
        });
        Self {
            estimation: match fitted.estimation {
                attune_stats::growth::Estimation::Restricted => "REML",
                attune_stats::growth::Estimation::MaximumLikelihood => "ML",
            },
            fixed: fitted.fixed.clone(),
            variance: fitted.variance,
            criterion: fitted.criterion,
            log_likelihood: fitted.log_likelihood,
            singular: fitted.singular,
            converged: fitted.converged,
            rows: fitted.rows,
            groups: fitted.groups,
            left_out: courses.left_out,
            group_effects: group_effects.collect(),
            crossed_effects: crossed_effects.collect(),
            outcome: columns.outcome.clone(),
            time: columns.time.clone(),
            term: columns.transform.words(&columns.time),
            last_time: courses.time.iter().copied().fold(0.0, f64::max),
            fitted,
        }
    }

    /// The covariates at their means are what the mean course is drawn for; without any there are none.
    pub(super) fn reference(&self) -> Result<attune_stats::growth::ReferenceCourse, Refusal> {
        let covariates = vec![0.0; self.fixed.len().saturating_sub(2)];
        Ok(self.fitted.reference(&covariates, TimeUnit::Days)?)
    }
}

impl Report for Growth {
    fn text(&self) -> String {
        let mut text = format!(
            "{} of {}, {} left out\n\n",
            counted(self.rows, "score", "scores"),
            counted(self.groups, "person", "people"),
            counted(self.left_out, "row", "rows"),
        );
        let mut grid = Grid::new(
            1,
            ["fixed effect, in points", "estimate", "SE", "95 % interval"],
        );
        for effect in &self.fixed {
            let term = match effect.term.as_str() {
                "slope" => format!("slope, per unit of {}", self.term),
                other => other.to_owned(),
            };
            let reach = 1.96 * effect.se;
            grid.row([
                term,
                number(effect.estimate, 3),
                number(effect.se, 3),
                interval([effect.estimate - reach, effect.estimate + reach], 3),
            ]);
        }
        text.push_str(&grid.to_string());
        let VarianceComponents {
            intercept,
            slope,
            covariance,
            residual,
            crossed,
        } = self.variance;
        let mut grid = Grid::new(1, ["how people differ", "variance", "SD"]);
        let mut row = |name: &str, variance: f64| {
            grid.row([
                name.to_owned(),
                number(variance, 3),
                number(variance.sqrt(), 3),
            ]);
        };
        row("intercept", intercept);
        row("slope", slope);
        if let Some(crossed) = crossed {
            row("crossed grouping", crossed);
        }
        row("one score around its course", residual);
        text.push_str(&format!("\n{grid}"));
        let correlation = covariance / (intercept * slope).sqrt();
        text.push_str(&format!(
            "\ncovariance of intercept and slope {} (correlation {}); {} criterion {}, log-likelihood {}\n\
             everybody's own deviation is in the JSON (--json)\n",
            number(covariance, 3),
            number(correlation, 2),
            self.estimation,
            number(self.criterion, 3),
            number(self.log_likelihood, 3),
        ));
        text
    }

    fn picture(&self) -> Result<Box<dyn Figure>, Refusal> {
        picture::draw(self)
    }
}
