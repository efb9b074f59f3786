use attune_catalog::{Answer, Catalog, Measure, Outcome, Scored, score};
use attune_ids::{AssignmentId, EntryId, IdSource, SessionId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::assess::{PaperOrigin, Way, alert};
use crate::{Body, NewEntry, Record, Refusal};

/// Which measure, in which version and language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MeasureRef {
    /// Catalogue id, for example `phq-9`.
    pub id: String,
    /// Catalogue version, for example `1.0.0`.
    pub version: String,
    /// Language of the text the client read.
    pub language: String,
}

impl MeasureRef {
    /// The reference to a measure of the catalogue, in English.
    pub fn of(measure: &Measure) -> Self {
        Self {
            id: measure.id.clone(),
            version: measure.version.clone(),
            language: "en".to_owned(),
        }
    }
}

/// Answers to one measure, with the scores made from them at that time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// The request it answers.
    pub assignment: AssignmentId,
    /// What was answered.
    pub measure: MeasureRef,
    /// One answer per item, in item order.
    pub answers: Vec<Answer>,
    /// Words given to the open question, if the measure has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// How it was answered.
    pub way: Way,
    /// The day it was answered.
    pub on: Date,
    /// Scores and flags with the engine's version; they never change silently.
    pub scored: Scored,
    /// The session it is feedback on, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionId>,
    /// How it came in, if it was answered on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<PaperOrigin>,
}

/// A total from another system, without item answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportedTotal {
    /// What was measured.
    pub measure: MeasureRef,
    /// The total, checked against the measure's range, with its band.
    pub outcome: Outcome,
    /// The day it was measured, exact or reckoned from the file's time column.
    pub on: Date,
    /// File and column it came from, as the person who imported it named them.
    pub source: String,
}

/// What a client or clinician sends in.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// The request being answered.
    pub assignment: AssignmentId,
    /// One answer per item, in item order.
    pub answers: Vec<Answer>,
    /// Words to the open question.
    pub words: Option<String>,
    /// Tag of the language the questions were read in.
    pub language: String,
}

/// Scores a form and records it. A raised risk flag becomes an alert in the
/// same list of entries, and so in the same transaction.
pub fn give_response(
    record: &Record,
    catalog: &Catalog,
    answered: Answered,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .assignment(answered.assignment)
        .ok_or(Refusal::NotThere {
            what: "questionnaire",
        })?;
    if !state.is_open() {
        return Err(Refusal::AlreadyDone {
            what: "This questionnaire has been answered already.",
        });
    }
    let asked = &state.assignment;
    let measure = catalog
        .measure_version(&asked.measure.id, &asked.measure.version)
        .ok_or_else(|| Refusal::UnknownMeasure {
            id: asked.measure.id.clone(),
        })?;
    let mut scored = score(measure, &answered.answers)?;
    // Of a personal measure, its own id and not that of the form behind it.
    scored.measure_id.clone_from(&asked.measure.id);

    let alerts = alert::raise(
        record,
        measure,
        &asked.measure,
        &answered.answers,
        entry,
        today,
        ids,
    );

    let response = Response {
        assignment: asked.id,
        measure: MeasureRef {
            language: answered.language,
            ..asked.measure.clone()
        },
        answers: answered.answers,
        words: answered
            .words
            .map(|words| words.trim().to_owned())
            .filter(|words| !words.is_empty()),
        way: asked.way,
        on: today,
        scored,
        session: asked.session,
        paper: None,
    };
    let mut entries = vec![NewEntry {
        id: entry,
        body: Body::ResponseGiven(response),
    }];
    entries.extend(alerts);
    Ok(entries)
}
