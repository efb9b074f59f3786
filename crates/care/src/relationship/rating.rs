use attune_catalog::{Answer, Catalog, Measure, Purpose, score};
use attune_ids::{EntryId, SessionId};
use serde::{Deserialize, Serialize};

use crate::assess::MeasureRef;
use crate::{Body, NewEntry, Record, Refusal};

/// How the session was for the clinician: the questions the client is asked, answered from the other chair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionRated {
    /// Which session.
    pub session: SessionId,
    /// The form.
    pub measure: MeasureRef,
    /// One answer per item, in item order.
    pub answers: Vec<Answer>,
}

/// The form a session is rated with: our own session feedback.
pub fn rating_form(catalog: &Catalog) -> Option<&Measure> {
    catalog
        .measures
        .iter()
        .rfind(|measure| measure.purpose == Purpose::SessionFeedback)
}

/// Keeps the clinician's rating of a session; a later one of the same session takes its place.
///
/// # Errors
/// - [`Refusal::NotThere`]: no such session.
/// - [`Refusal::UnknownMeasure`]: the form is not in the catalogue.
/// - [`Refusal::Missing`]: no question answered.
/// - [`Refusal::Score`]: an answer the form does not offer.
pub fn rate_session(
    record: &Record,
    catalog: &Catalog,
    rated: SessionRated,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    record
        .session(rated.session)
        .ok_or(Refusal::NotThere { what: "session" })?;
    let measure = catalog
        .measure_version(&rated.measure.id, &rated.measure.version)
        .filter(|measure| measure.purpose == Purpose::SessionFeedback)
        .ok_or_else(|| Refusal::UnknownMeasure {
            id: rated.measure.id.clone(),
        })?;
    score(measure, &rated.answers)?;
    let answered = |answer: &Answer| matches!(answer, Answer::Value(_));
    if !rated.answers.iter().any(answered) {
        return Err(Refusal::Missing {
            field: "at least one answer",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::SessionRated(rated),
    }])
}
