//! A scored form as one flat list of names and values, for the command line and for other programs.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::error::ScoreError;
use crate::flag::FlagState;
use crate::form::Form;
use crate::measure::Measure;
use crate::score::{Answer, CriterionState, Flag, Outcome, Scored, score_by};

/// What came of a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Id of the measure.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Version of the scoring rules.
    pub engine: String,
    /// Whether there is a score, and what stands behind it.
    pub status: Status,
    /// Scores, criteria and flags by name; `null` where nothing can be said. The score that stands for the whole
    /// brings `band` and `prorated`; a flag is called `flag_` and its id; items are given by their number.
    pub result: Map<String, Value>,
}

impl Report {
    /// The report as an indented JSON object.
    pub fn json(&self) -> String {
        let object = json!({
            "id": self.id,
            "version": self.version,
            "engine": self.engine,
            "status": self.status.code(),
            "result": self.result,
        });
        format!("{object:#}")
    }
}

/// Whether there is a score. For a measure without a score for the whole: whether the form is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Every answer that counts was given.
    Complete,
    /// Some are missing, and the measure allows a score of the others.
    Prorated,
    /// Too many are missing.
    Insufficient,
}

impl Status {
    /// The word used in reports.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Prorated => "prorated",
            Self::Insufficient => "insufficient",
        }
    }
}

/// Scores a form as written; see [`Form::read`] for how it is written.
///
/// ```
/// use attune_catalog::{Catalog, score_written};
///
/// let catalog = Catalog::shipped()?;
/// let measure = catalog.measure("gad-7").ok_or("no such measure")?;
/// let report = score_written(measure, &["1", "1", "0", "1", "0", "1", "0"], &[])?;
/// assert_eq!(report.result["total"], 4);
/// assert_eq!(report.result["band"], "minimal");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Those of [`Form::read`] and [`score_by`].
pub fn score_written(
    measure: &Measure,
    listed: &[&str],
    context: &[(&str, &str)],
) -> Result<Report, ScoreError> {
    let form = Form::read(measure, listed, context)?;
    let scored = score_by(measure, &form.answers, form.policy.as_deref())?;
    Ok(report(measure, &form.answers, &scored))
}

/// The flat list made of what was scored.
pub fn report(measure: &Measure, answers: &[Answer], scored: &Scored) -> Report {
    let mut result = Map::new();
    let total = measure.total.as_deref();
    if total.is_none() {
        // Said aloud, so that nobody takes another of the numbers for one.
        result.insert("total".to_owned(), Value::Null);
    }
    for score in &scored.scores {
        result.insert(
            score.id.clone(),
            score.outcome.value().map_or(Value::Null, number),
        );
    }
    let whole = total.and_then(|total| scored.outcome(total));
    if let Some(outcome) = whole {
        let banded = measure
            .total_rule()
            .is_some_and(|rule| !rule.bands.is_empty());
        if banded {
            let code = outcome.band().map(|band| band.code.clone());
            result.insert("band".to_owned(), json!(code));
        }
        result.insert("prorated".to_owned(), json!(outcome.is_prorated()));
    }
    for criterion in &scored.criteria {
        let value = match &criterion.state {
            CriterionState::Unknown => Value::Null,
            CriterionState::Met => json!(true),
            CriterionState::NotMet => json!(false),
            CriterionState::Code(code) => json!(code),
            CriterionState::Items(ids) => json!(numbers(measure, ids)),
        };
        result.insert(criterion.id.clone(), value);
    }
    for flag in scored.flags.iter().chain(&scored.ask_about) {
        result.insert(format!("flag_{}", flag.id), raised(flag));
    }
    Report {
        id: scored.measure_id.clone(),
        version: scored.measure_version.clone(),
        engine: scored.engine_version.clone(),
        status: status(measure, answers, whole),
        result,
    }
}

fn status(measure: &Measure, answers: &[Answer], whole: Option<&Outcome>) -> Status {
    match whole {
        Some(Outcome::Complete { .. }) => Status::Complete,
        Some(Outcome::Prorated { .. }) => Status::Prorated,
        Some(Outcome::Insufficient { .. }) => Status::Insufficient,
        None => {
            let open = measure.items.iter().enumerate().any(|(position, item)| {
                let answered = matches!(
                    answers.get(position),
                    Some(Answer::Value(_) | Answer::NotApplicable)
                );
                !item.optional && !answered && measure.asks(position, answers) != Some(false)
            });
            if open {
                Status::Insufficient
            } else {
                Status::Complete
            }
        }
    }
}

/// Whole numbers without a decimal point.
fn number(value: f64) -> Value {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "scores lie within the range of a measure, which is a pair of 32-bit numbers"
    )]
    if value.fract() == 0.0 {
        json!(value as i64)
    } else {
        json!(value)
    }
}

/// Numbers of items, counted from 1 as on the form.
fn numbers(measure: &Measure, ids: &[String]) -> Vec<usize> {
    let place = |id: &String| measure.items.iter().position(|item| &item.id == id);
    ids.iter()
        .filter_map(place)
        .map(|place| place + 1)
        .collect()
}

fn raised(flag: &Flag) -> Value {
    match flag.state {
        FlagState::Raised => json!(true),
        FlagState::NotRaised => json!(false),
        FlagState::Unknown => Value::Null,
    }
}
