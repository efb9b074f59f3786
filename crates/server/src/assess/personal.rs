//! Measures in the client's own words: made with one press, and no longer asked with another.

use attune_care::Record;
use attune_care::assess::{PersonalSource, end_personal, make_personal};
use attune_ids::{EntryId, FactorId, GoalId, ProblemId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::overview::{self, Tried};
use crate::page::form_id;
use crate::policy::Writer;
use crate::{App, AppError};

/// Words that could be asked about, with what the button sends.
pub(super) struct CandidateRow {
    pub(super) words: String,
    /// Where they stand, in words.
    pub(super) from: &'static str,
    pub(super) code: &'static str,
    pub(super) id: Uuid,
    pub(super) entry: EntryId,
}

/// What was typed and not accepted.
#[derive(Debug, Clone, Default)]
pub(super) struct TriedPersonal {
    pub(super) text: String,
    pub(super) problem: String,
}

#[derive(Deserialize)]
pub(super) struct MakeInput {
    entry: EntryId,
    from: String,
    #[serde(default)]
    id: Option<Uuid>,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
pub(super) struct EndInput {
    entry: EntryId,
}

/// The personal measure a path names, by the entry that made it.
#[derive(Deserialize)]
pub(super) struct OnePersonal {
    entry: EntryId,
}

/// Every sentence of the record that is not asked about yet.
pub(super) fn candidates(record: &Record) -> Vec<CandidateRow> {
    let rows = record.personal_candidates().into_iter();
    rows.filter_map(|candidate| {
        let (from, code, id) = match candidate.from {
            PersonalSource::Words(entry) => ("said", "words", entry.0),
            PersonalSource::Problem(problem) => ("what brings them", "problem", problem.0),
            PersonalSource::Factor(factor) => ("in the formulation", "factor", factor.0),
            PersonalSource::Goal(goal) => ("a goal of the plan", "goal", goal.0),
            PersonalSource::Written => return None,
        };
        Some(CandidateRow {
            words: candidate.words,
            from,
            code,
            id,
            entry: form_id(),
        })
    })
    .collect()
}

impl MakeInput {
    fn source(&self) -> Result<PersonalSource, AppError> {
        match (self.from.as_str(), self.id) {
            ("words", Some(id)) => Ok(PersonalSource::Words(EntryId(id))),
            ("problem", Some(id)) => Ok(PersonalSource::Problem(ProblemId(id))),
            ("goal", Some(id)) => Ok(PersonalSource::Goal(GoalId(id))),
            ("factor", Some(id)) => Ok(PersonalSource::Factor(FactorId(id))),
            ("written", _) => Ok(PersonalSource::Written),
            _ => Err(AppError::NotFound),
        }
    }
}

/// Makes a measure of words in the record, or of words written for it.
pub(super) async fn make(
    State(app): State<App>,
    writer: Writer,
    Form(input): Form<MakeInput>,
) -> Result<Response, AppError> {
    let from = input.source()?;
    let outcome = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            input.entry,
            &[],
            |record, _, _| make_personal(record, from, &input.text, input.entry),
        )
        .await?;
    match outcome {
        Ok(_) => Ok(back(&writer)),
        Err(refusal) => {
            let tried = Tried {
                personal: TriedPersonal {
                    text: input.text,
                    problem: refusal.to_string(),
                },
                ..Tried::default()
            };
            let page = overview::page(&app, &writer.reader, tried).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Stops asking about it. What was answered stays.
pub(super) async fn end(
    State(app): State<App>,
    writer: Writer,
    Path(OnePersonal { entry: measure }): Path<OnePersonal>,
    Form(input): Form<EndInput>,
) -> Result<Response, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        input.entry,
        &[],
        |record, _, _| end_personal(record, measure, input.entry),
    )
    .await?;
    Ok(back(&writer))
}

fn back(writer: &Writer) -> Response {
    Redirect::to(&format!(
        "/clients/{}/assess#personal",
        writer.reader.client
    ))
    .into_response()
}
