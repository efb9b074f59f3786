//! Naming needs and strengths, changing them, and taking any of that back.

use attune_care::assess::{
    self, Aspect, AspectInput, AspectSort, SaidBy, undo_aspect_change, void_aspect,
};
use attune_catalog::Domain;
use attune_ids::{AspectId, EntryId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::page::{self, Against};
use crate::gate::Changed;
use crate::lasting::{LastChange, Only, Reason, back_again};
use crate::policy::Writer;
use crate::{App, AppError};

/// A need or a strength as it was typed and not accepted.
#[derive(Debug, Clone, Default)]
pub(super) struct Tried {
    /// The one that was to change; none for a new one.
    pub(super) id: Option<AspectId>,
    pub(super) domain: Option<Domain>,
    pub(super) sort: Option<AspectSort>,
    pub(super) said_by: Option<SaidBy>,
    pub(super) words: String,
    pub(super) problem: String,
}

#[derive(Deserialize)]
pub(super) struct OneAspect {
    aspect: AspectId,
}

#[derive(Deserialize)]
pub(super) struct Input {
    entry: EntryId,
    domain: Option<Domain>,
    #[serde(default)]
    sort: String,
    said_by: Option<SaidBy>,
    #[serde(default)]
    words: String,
}

/// Names a need or a strength.
pub(super) async fn name(
    State(app): State<App>,
    writer: Writer,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    set(&app, &writer, None, input).await
}

/// Changes one.
pub(super) async fn change(
    State(app): State<App>,
    writer: Writer,
    Path(OneAspect { aspect }): Path<OneAspect>,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    set(&app, &writer, Some(aspect), input).await
}

async fn set(
    app: &App,
    writer: &Writer,
    id: Option<AspectId>,
    input: Input,
) -> Result<Response, AppError> {
    let sort = AspectSort::from_code(&input.sort);
    let typed = AspectInput {
        domain: input.domain,
        sort,
        words: &input.words,
        said_by: input.said_by,
    };
    let outcome = app
        .change_or_refusal(
            writer,
            AuditAction::RecordWrite,
            input.entry,
            &[],
            |record, _, ids| assess::set_aspect(record, id, typed, input.entry, ids),
        )
        .await?;
    match outcome {
        Ok(_) => Ok(back(
            writer,
            input.domain.map_or("sides", attune_catalog::Domain::code),
        )),
        Err(refusal) => {
            let tried = Tried {
                id,
                domain: input.domain,
                sort,
                said_by: input.said_by,
                words: input.words,
                problem: refusal.to_string(),
            };
            let page = page::page(app, &writer.reader, Against::default(), tried).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Takes the last change of one back.
pub(super) async fn change_back(
    State(app): State<App>,
    writer: Writer,
    Path(OneAspect { aspect }): Path<OneAspect>,
    Form(form): Form<LastChange>,
) -> Result<Response, AppError> {
    let changed = app
        .change(
            &writer,
            AuditAction::RecordWrite,
            form.entry,
            &[],
            |record, _, ids| undo_aspect_change(record, aspect, form.last, form.entry, ids),
        )
        .await?;
    Ok(back(&writer, side_of(&changed, aspect)))
}

/// Takes one out, with a word why.
pub(super) async fn take_out(
    State(app): State<App>,
    writer: Writer,
    Path(OneAspect { aspect }): Path<OneAspect>,
    Form(form): Form<Reason>,
) -> Result<Response, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        form.entry,
        &[],
        |record, _, ids| void_aspect(record, aspect, &form.because, form.entry, ids),
    )
    .await?;
    Ok(back(&writer, "taken-out"))
}

/// Puts one back that was taken out.
pub(super) async fn put_back(
    State(app): State<App>,
    writer: Writer,
    Path(OneAspect { aspect }): Path<OneAspect>,
    Form(form): Form<Only>,
) -> Result<Response, AppError> {
    let changed = back_again::<Aspect>(&app, &writer, aspect, form.entry).await?;
    Ok(back(&writer, side_of(&changed, aspect)))
}

/// Where on the page the one stands now.
fn side_of(changed: &Changed, aspect: AspectId) -> &'static str {
    changed
        .opened
        .record
        .aspects
        .iter()
        .find(|kept| kept.item.id == aspect)
        .map_or("sides", |kept| kept.item.domain.code())
}

fn back(writer: &Writer, anchor: &str) -> Response {
    Redirect::to(&format!(
        "/clients/{}/assess/person#{anchor}",
        writer.reader.client
    ))
    .into_response()
}
