//! Stored examples that must come out as written, checked every time the catalogue is loaded.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::Measure;
use crate::error::CatalogError;
use crate::files::Source;
use crate::flag::FlagState;
use crate::score::{Answer, Outcome, score, score_from_total};

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
    answers: Option<Vec<WrittenAnswer>>,
    total: Option<f64>,
    #[serde(default)]
    scores: BTreeMap<String, Expected>,
    #[serde(default)]
    flags: BTreeMap<String, FlagState>,
    /// Caseness by norm id; a score that is not complete has none, so it cannot be listed.
    #[serde(default)]
    cases: BTreeMap<String, bool>,
}

/// A number is a value, `null` is skipped, `"na"` is not applicable, `"not_asked"` was never shown.
#[derive(Clone, Copy, Debug)]
struct WrittenAnswer(Answer);

impl<'de> Deserialize<'de> for WrittenAnswer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Value(i32),
            Word(Word),
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Word {
            Na,
            NotAsked,
        }
        Ok(Self(match Option::<Written>::deserialize(deserializer)? {
            None => Answer::Skipped,
            Some(Written::Value(value)) => Answer::Value(value),
            Some(Written::Word(Word::Na)) => Answer::NotApplicable,
            Some(Written::Word(Word::NotAsked)) => Answer::NotAsked,
        }))
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
            .and_then(|value| norm.is_case(value, measure.direction));
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
            let answers: Vec<Answer> = answers.iter().map(|answer| answer.0).collect();
            let scored = score(measure, &answers).map_err(|error| error.to_string())?;
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

fn agrees(expected: &Expected, found: &Outcome) -> bool {
    match found {
        Outcome::Complete { value, band } => {
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
