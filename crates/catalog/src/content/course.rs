//! Expected courses: growth models fitted to open data, each with its model card.

use serde::{Deserialize, Serialize};

use super::{one_per_file, refers};
use crate::error::CatalogError;
use crate::files::{Files, Source};
use crate::measure::Measure;

/// A linear mixed model of a score over time, in the notation of Laird & Ware 1982: score = (b0 + u0) + (b1 + u1) f(t) + e,
/// u ~ N(0, G), e ~ N(0, s2), with f the transform and t in the time unit since the start.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedCourse {
    /// Stable id; the name of its file.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Id of the measure.
    pub measure: String,
    /// Id of the score.
    pub score: String,
    /// Unit of t.
    pub time_unit: TimeUnit,
    /// f.
    pub transform: Transform,
    /// The last t at which people were measured; nothing may be predicted beyond it.
    pub horizon: f64,
    /// b0, in points.
    pub intercept: f64,
    /// b1, in points per unit of f(t).
    pub slope: f64,
    /// Standard error of b0, where stored.
    pub intercept_se: Option<f64>,
    /// Standard error of b1, where stored.
    pub slope_se: Option<f64>,
    /// First diagonal element of G, points squared.
    pub var_intercept: f64,
    /// Second diagonal element of G.
    pub var_slope: f64,
    /// Off-diagonal element of G.
    pub covariance: f64,
    /// s2, points squared.
    pub var_residual: f64,
    /// On whom and how the model was made. To be shown with every prediction.
    pub card: ModelCard,
    /// Measured coverage of its bands; empty if never validated.
    #[serde(default, rename = "band_check")]
    pub band_checks: Vec<BandCheck>,
    /// A rule for raising a question, with its measured errors; absent if never validated.
    pub alarm: Option<AlarmRule>,
}

/// Unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// Calendar months of 30.4375 days.
    Months,
    /// Weeks.
    Weeks,
}

/// How time enters the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Transform {
    /// ln(1 + t): fast change first.
    LogOnePlus,
}

/// What a model was made from and how far it can be trusted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ModelCard {
    /// Who the people were.
    pub population: String,
    /// How many people.
    pub people: u32,
    /// How many scores.
    pub observations: u32,
    /// How the data came about.
    pub design: String,
    /// How the parameters were estimated.
    pub fitted_with: String,
    /// How it was validated; absent means it was not, and pages must say so.
    pub validation: Option<String>,
    /// What it must not be used for, and what it cannot know.
    pub limits: Vec<String>,
    /// Where the data come from.
    pub source: String,
    /// Under which licence.
    pub licence: String,
}

/// How often a band held the next score in people the model had not seen.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct BandCheck {
    /// What the band promises, between 0 and 1.
    pub promised: f64,
    /// What it held.
    pub held: f64,
    /// Number of scores predicted.
    pub predictions: u32,
}

/// A rule that raises a question, with the errors it made.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmRule {
    /// The rule in words.
    pub rule: String,
    /// The share of people it points at: those least likely to improve.
    pub share: f64,
    /// What it tries to foresee.
    pub foresees: String,
    /// The time by which, in the course's unit: the alarm looks ahead to it.
    pub by: f64,
    /// How often that happens, between 0 and 1.
    pub base_rate: f64,
    /// Lowest and highest sensitivity over the checks below.
    pub sensitivity: [f64; 2],
    /// Lowest and highest specificity.
    pub specificity: [f64; 2],
    /// Lowest and highest share of alarms that were right.
    pub positive_predictive_value: [f64; 2],
    /// How well the model ranked people at single months.
    #[serde(rename = "check")]
    pub checks: Vec<AlarmCheck>,
}

/// Measured at one time point, in people the model had not seen.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmCheck {
    /// Time, in the course's unit.
    pub time: f64,
    /// Number of people.
    pub people: u32,
    /// Area under the curve of the first score alone.
    pub auc_first_score: f64,
    /// Area under the curve of change so far, without any model.
    pub auc_change: f64,
    /// Area under the curve of this model.
    pub auc_model: f64,
    /// Brier score of this model.
    pub brier_model: f64,
    /// Brier score of always giving the base rate.
    pub brier_base: f64,
}

/// Ids of courses that a practice learnt from its own finished therapies begin with this.
pub const OWN_COURSE: &str = "own-";

impl ExpectedCourse {
    /// Whether the practice learnt it from its own finished therapies.
    pub fn is_own(&self) -> bool {
        self.id.starts_with(OWN_COURSE)
    }

    /// f(t) for t in the course's time unit, t >= 0.
    pub fn transformed(&self, time: f64) -> f64 {
        match self.transform {
            Transform::LogOnePlus => time.ln_1p(),
        }
    }
}

pub(crate) fn load(
    files: &Files,
    measures: &[Measure],
) -> Result<Vec<ExpectedCourse>, CatalogError> {
    let courses = one_per_file(files, "references", |course: &ExpectedCourse| {
        course.id.clone()
    })?;
    for course in &courses {
        let path = format!("references/{}.toml", course.id);
        let source = files.source(&path)?;
        let mut versions = measures
            .iter()
            .filter(|measure| measure.id == course.measure);
        let has_score = versions
            .clone()
            .any(|measure| measure.rule_for(&course.score).is_some());
        refers(
            source,
            "measure",
            &course.measure,
            versions.next().is_some(),
        )?;
        refers(source, "score", &course.score, has_score)?;
        check_numbers(source, course)?;
    }
    Ok(courses)
}

fn check_numbers(source: Source<'_>, course: &ExpectedCourse) -> Result<(), CatalogError> {
    let refuse = |near: &str, message: &str| {
        Err(CatalogError::Rule {
            at: source.near(near),
            message: message.to_owned(),
        })
    };
    // G must be a covariance matrix, or the variance of a prediction could come out negative.
    let determinant = course.var_intercept * course.var_slope - course.covariance.powi(2);
    if course.var_intercept <= 0.0 || course.var_slope <= 0.0 || determinant < 0.0 {
        return refuse(
            "var_intercept",
            "the variances and the covariance contradict each other",
        );
    }
    if course.var_residual <= 0.0 || course.horizon <= 0.0 {
        return refuse(
            "var_residual",
            "the residual variance and the horizon must be positive",
        );
    }
    if let Some(alarm) = &course.alarm
        && !(alarm.by > 0.0 && alarm.by <= course.horizon)
    {
        return refuse("by", "the alarm looks ahead to a time within the horizon");
    }
    let validated = course.card.validation.is_some();
    if !validated && (course.alarm.is_some() || !course.band_checks.is_empty()) {
        return refuse(
            "[card]",
            "measured errors are given, but not how they were measured",
        );
    }
    Ok(())
}
