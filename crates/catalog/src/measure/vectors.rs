//! Stored examples that must come out as written, checked every time the catalogue is loaded.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::Measure;
use crate::error::CatalogError;
use crate::files::Source;
use crate::flag::FlagState;
use crate::form::Form;
use crate::report::report;
use crate::score::{Outcome, score_by, score_from_total};

/// `vectors.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VectorFile {
    vectors: Vec<Vector>,
}

/// One example: answers or a total, and what comes of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    name: String,
    answers: Option<Vec<Written>>,
    /// What stands beside the answers, by item; see [`Form::read`].
    #[serde(default)]
    context: BTreeMap<String, Written>,
    total: Option<f64>,
    /// Names and values of the report.
    #[serde(default)]
    expect: BTreeMap<String, Value>,
    #[serde(default)]
    scores: BTreeMap<String, Expected>,
    #[serde(default)]
    flags: BTreeMap<String, FlagState>,
    /// Caseness by norm id; a score that is not complete has none, so it cannot be listed.
    #[serde(default)]
    cases: BTreeMap<String, bool>,
}

/// A number is a value, a word the id of a choice, `null` is skipped, `"na"` not applicable, `"not_asked"` was
/// never shown.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Written {
    Value(i32),
    Flag(bool),
    Word(String),
    Nothing(()),
}

impl Written {
    fn word(&self) -> String {
        match self {
            Self::Value(value) => value.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Word(word) => word.clone(),
            Self::Nothing(()) => String::new(),
        }
    }
}

/// `value` (and `band` where there is one) for a complete score, `answered` for one that cannot be made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    value: Option<f64>,
    band: Option<String>,
    answered: Option<usize>,
}

/// Refuses a measure without examples or with one that comes out otherwise.
pub(super) fn check(source: Source<'_>, measure: &Measure) -> Result<(), CatalogError> {
    let file: VectorFile = source.json()?;
    if file.vectors.is_empty() {
        return Err(CatalogError::Rule {
            at: source.whole(),
            message: "a measure needs at least one vector".to_owned(),
        });
    }
    for vector in &file.vectors {
        run(measure, vector).map_err(|message| CatalogError::Vector {
            at: source.near(&format!("\"{}\"", vector.name)),
            name: vector.name.clone(),
            message,
        })?;
    }
    Ok(())
}

fn run(measure: &Measure, vector: &Vector) -> Result<(), String> {
    let outcomes = outcomes(measure, vector)?;
    for (id, expected) in &vector.scores {
        let found = outcomes
            .get(id)
            .ok_or_else(|| format!("there is no score \"{id}\""))?;
        if !agrees(expected, found) {
            return Err(format!(
                "score \"{id}\" should be {expected:?}, is {found:?}"
            ));
        }
    }
    for (id, expected) in &vector.cases {
        let norm = measure
            .norms
            .iter()
            .find(|norm| &norm.id == id)
            .ok_or_else(|| format!("there is no norm \"{id}\""))?;
        let found = outcomes
            .get(&norm.score)
            .and_then(Outcome::value)
            .and_then(|value| norm.is_case(value, measure.direction_of(&norm.score)));
        if found != Some(*expected) {
            return Err(format!(
                "case by \"{id}\" should be {expected}, is {found:?}"
            ));
        }
    }
    Ok(())
}

/// All outcomes by score id; checks the flags on the way, since only answers have them.
fn outcomes(measure: &Measure, vector: &Vector) -> Result<BTreeMap<String, Outcome>, String> {
    match (&vector.answers, vector.total) {
        (Some(answers), None) => {
            let listed: Vec<String> = answers.iter().map(Written::word).collect();
            let listed: Vec<&str> = listed.iter().map(String::as_str).collect();
            let context: Vec<(&str, String)> = vector
                .context
                .iter()
                .map(|(key, value)| (key.as_str(), value.word()))
                .collect();
            let context: Vec<(&str, &str)> = context
                .iter()
                .map(|(key, value)| (*key, value.as_str()))
                .collect();
            let form = Form::read(measure, &listed, &context).map_err(|error| error.to_string())?;
            let scored = score_by(measure, &form.answers, form.policy.as_deref())
                .map_err(|error| error.to_string())?;
            check_report(vector, &report(measure, &form.answers, &scored).result)?;
            for (id, expected) in &vector.flags {
                let found = scored
                    .flags
                    .iter()
                    .chain(&scored.ask_about)
                    .find(|flag| &flag.id == id);
                if found.map(|flag| flag.state) != Some(*expected) {
                    return Err(format!(
                        "flag \"{id}\" should be {expected:?}, is {found:?}"
                    ));
                }
            }
            Ok(scored
                .scores
                .into_iter()
                .map(|score| (score.id, score.outcome))
                .collect())
        }
        (None, Some(total)) => {
            let outcome = score_from_total(measure, total).map_err(|error| error.to_string())?;
            let id = measure.total.clone().unwrap_or_default();
            Ok(BTreeMap::from([(id, outcome)]))
        }
        _ => Err("give either answers or a total".to_owned()),
    }
}

/// Every name expected is in the report, with the same value.
fn check_report(vector: &Vector, found: &serde_json::Map<String, Value>) -> Result<(), String> {
    for (name, expected) in &vector.expect {
        let value = found
            .get(name)
            .ok_or_else(|| format!("the report has no \"{name}\""))?;
        let same = match (expected.as_f64(), value.as_f64()) {
            (Some(expected), Some(value)) => (expected - value).abs() < 1e-9,
            _ => expected == value,
        };
        if !same {
            return Err(format!("\"{name}\" should be {expected}, is {value}"));
        }
    }
    Ok(())
}

fn agrees(expected: &Expected, found: &Outcome) -> bool {
    match found {
        Outcome::Complete { value, band } | Outcome::Prorated { value, band, .. } => {
            expected.answered.is_none()
                && expected.band.as_deref() == band.as_ref().map(|band| band.code.as_str())
                && expected
                    .value
                    .is_some_and(|expected| (expected - value).abs() < 1e-9)
        }
        Outcome::Insufficient { answered, .. } => {
            expected.value.is_none()
                && expected.band.is_none()
                && expected.answered == Some(*answered)
        }
    }
}
