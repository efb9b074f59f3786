//! What brings the person, and what they say about their life.

use attune_care::Refusal;
use attune_care::assess::{self, WordsKind};
use attune_catalog::{Domain, ProblemArea};
use attune_ids::{EntryId, ProblemId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::overview::{self, Tried};
use crate::gate::Changed;
use crate::policy::Writer;
use crate::{App, AppError};

/// A problem as it was typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TriedProblem {
    /// The problem whose wording was to change; none for a new one.
    pub(super) id: Option<ProblemId>,
    pub(super) area: Option<ProblemArea>,
    pub(super) words: String,
    pub(super) problem: String,
}

/// Words as they were typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TriedWords {
    pub(super) domain: Option<Domain>,
    pub(super) about: Option<WordsKind>,
    pub(super) text: String,
    pub(super) problem: String,
}

#[derive(Deserialize)]
pub(super) struct OneProblem {
    problem: ProblemId,
}

#[derive(Deserialize)]
pub(super) struct ProblemInput {
    entry: EntryId,
    area: Option<ProblemArea>,
    #[serde(default)]
    words: String,
}

#[derive(Deserialize)]
pub(super) struct Closing {
    entry: EntryId,
    because: String,
}

#[derive(Deserialize)]
pub(super) struct WordsInput {
    entry: EntryId,
    domain: Option<Domain>,
    about: Option<WordsKind>,
    #[serde(default)]
    text: String,
}

/// Names a new problem.
pub(super) async fn name(
    State(app): State<App>,
    writer: Writer,
    Form(input): Form<ProblemInput>,
) -> Result<Response, AppError> {
    let outcome = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            input.entry,
            &[],
            |_, _, ids| {
                let area = input.area.ok_or(NO_AREA)?;
                assess::set_problem(None, area, &input.words, input.entry, ids)
            },
        )
        .await?;
    after_problem(&app, &writer, None, input, outcome).await
}

/// Changes the wording or the area of a problem.
pub(super) async fn reword(
    State(app): State<App>,
    writer: Writer,
    Path(OneProblem { problem }): Path<OneProblem>,
    Form(input): Form<ProblemInput>,
) -> Result<Response, AppError> {
    let outcome = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            input.entry,
            &[],
            |record, _, _| {
                let area = input.area.ok_or(NO_AREA)?;
                assess::reword_problem(record, problem, area, &input.words, input.entry)
            },
        )
        .await?;
    after_problem(&app, &writer, Some(problem), input, outcome).await
}

/// Ends work on a problem, with a word why.
pub(super) async fn close(
    State(app): State<App>,
    writer: Writer,
    Path(OneProblem { problem }): Path<OneProblem>,
    Form(input): Form<Closing>,
) -> Result<Response, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        input.entry,
        &[],
        |record, _, _| assess::close_problem(record, problem, &input.because, input.entry),
    )
    .await?;
    Ok(back(&writer, "problems"))
}

/// Keeps something the client said.
pub(super) async fn hear(
    State(app): State<App>,
    writer: Writer,
    Form(input): Form<WordsInput>,
) -> Result<Response, AppError> {
    let outcome = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            input.entry,
            &[],
            |_, _, _| {
                let domain = input.domain.ok_or(Refusal::Missing {
                    field: "the part of life",
                })?;
                let about = input.about.unwrap_or(WordsKind::Said);
                assess::hear(domain, about, &input.text, input.entry)
            },
        )
        .await?;
    match outcome {
        Ok(_) => Ok(back(&writer, "words")),
        Err(refusal) => {
            let words = TriedWords {
                domain: input.domain,
                about: input.about,
                text: input.text,
                problem: refusal.to_string(),
            };
            again(
                &app,
                &writer,
                Tried {
                    words,
                    ..Tried::default()
                },
            )
            .await
        }
    }
}

const NO_AREA: Refusal = Refusal::Missing {
    field: "the area the problem belongs to",
};

async fn after_problem(
    app: &App,
    writer: &Writer,
    id: Option<ProblemId>,
    input: ProblemInput,
    outcome: Result<Changed, Refusal>,
) -> Result<Response, AppError> {
    match outcome {
        Ok(_) => Ok(back(writer, "problems")),
        Err(refusal) => {
            let problem = TriedProblem {
                id,
                area: input.area,
                words: input.words,
                problem: refusal.to_string(),
            };
            again(
                app,
                writer,
                Tried {
                    problem,
                    ..Tried::default()
                },
            )
            .await
        }
    }
}

async fn again(app: &App, writer: &Writer, tried: Tried) -> Result<Response, AppError> {
    let page = overview::page(app, &writer.reader, tried).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn back(writer: &Writer, anchor: &str) -> Response {
    Redirect::to(&format!(
        "/clients/{}/assess#{anchor}",
        writer.reader.client
    ))
    .into_response()
}
