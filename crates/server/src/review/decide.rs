//! How a review ends: a new plan version, or "no change, because ...". Until
//! then what is typed is kept, and two windows never overwrite each other.

use askama::Template;
use attune_care::matching::ask_wishes_again;
use attune_care::review;
use attune_ids::{ClientId, EntryId};
use attune_record::{AuditAction, DraftDone};
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::draft::{ReviewDraft, keep_typed, review_draft};
use super::page;
use crate::gate::{Draft, Kept};
use crate::page::{Frame, form_id, html};
use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Deserialize)]
pub(super) struct Typed {
    entry: EntryId,
    /// The draft version it was typed over.
    version: u64,
    #[serde(flatten)]
    text: ReviewDraft,
}

/// Both texts with a choice; a whole page, or a fragment of one for the script.
#[derive(Template)]
#[template(path = "review/conflict.html", blocks = ["both"])]
pub(super) struct ConflictPage {
    frame: Frame,
    client: ClientId,
    version: u64,
    entry: EntryId,
    theirs: String,
    mine: ReviewDraft,
    together: ReviewDraft,
}

/// Keeps what is typed, for the script: no content, or both texts.
pub(super) async fn autosave(
    State(app): State<App>,
    writer: Writer,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    match keep_typed(&app, &writer, typed.version, &typed.text).await? {
        Kept::Saved(version) => {
            let mut response = StatusCode::NO_CONTENT.into_response();
            response.headers_mut().insert(
                HeaderName::from_static("attune-version"),
                HeaderValue::from(version),
            );
            Ok(response)
        }
        Kept::Conflict(there) => {
            let page = conflict(&app, &writer, there, typed.text).await;
            Ok((StatusCode::CONFLICT, Html(page.as_both().render()?)).into_response())
        }
    }
}

/// The same for a browser without scripts, and for the choice between two texts.
pub(super) async fn keep(
    State(app): State<App>,
    writer: Writer,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    keep_and_go(&app, &writer, typed, "/review#decide").await
}

/// Goes on to the plan editor; what was typed goes along as the draft.
pub(super) async fn change_plan(
    State(app): State<App>,
    writer: Writer,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    keep_and_go(&app, &writer, typed, "/plan/edit?review=yes").await
}

/// Ends the review with "no change, because ...", unless another window kept
/// something else meanwhile.
pub(super) async fn no_change(
    State(app): State<App>,
    writer: Writer,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let client = writer.reader.client;
    let id = review_draft(client);
    let draft = app.draft::<ReviewDraft>(&writer.reader, id).await?;
    let done = DraftDone {
        id,
        seen: Some(draft.as_ref().map_or(0, |there| there.version)),
    };
    let other = draft.filter(|there| there.version != typed.version && there.value != typed.text);
    if let Some(there) = other {
        let page = conflict(&app, &writer, there, typed.text).await;
        return Ok((StatusCode::CONFLICT, html(&page)?).into_response());
    }
    let decided = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            typed.entry,
            &[done],
            |record, today, ids| {
                let input = typed.text.input(record, &app.catalog);
                let mut entries =
                    review::no_change(&input, &typed.text.because, today, typed.entry, ids)?;
                entries.extend(ask_wishes_again(record, &app.catalog, today, ids));
                Ok(entries)
            },
        )
        .await?;
    // The rule refuses for one reason alone: no "because".
    if decided.is_ok() {
        return Ok(Redirect::to(&format!("/clients/{client}/review#earlier")).into_response());
    }
    let opened = app.open(&writer.reader).await?;
    let draft = Draft {
        version: typed.version,
        value: typed.text,
    };
    let page = page::page(&app, &writer.reader, &opened, draft, true).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

async fn keep_and_go(
    app: &App,
    writer: &Writer,
    typed: Typed,
    onward: &str,
) -> Result<Response, AppError> {
    match keep_typed(app, writer, typed.version, &typed.text).await? {
        Kept::Saved(_) => {
            Ok(Redirect::to(&format!("/clients/{}{onward}", writer.reader.client)).into_response())
        }
        Kept::Conflict(there) => {
            let page = conflict(app, writer, there, typed.text).await;
            Ok((StatusCode::CONFLICT, html(&page)?).into_response())
        }
    }
}

pub(super) async fn conflict(
    app: &App,
    writer: &Writer,
    there: Draft<ReviewDraft>,
    mine: ReviewDraft,
) -> ConflictPage {
    ConflictPage {
        frame: Frame::staff(app, "Two texts", &writer.reader.staff).await,
        client: writer.reader.client,
        version: there.version,
        entry: form_id(),
        theirs: there.value.everything(),
        together: there.value.together(&mine),
        mine,
    }
}
