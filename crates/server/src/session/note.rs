//! The note: kept as it is typed, locked, amended. Two windows never overwrite
//! each other: the second one is shown both texts and chooses.

use askama::Template;
use attune_care::session::{amend_note, lock_note};
use attune_ids::{ClientId, EntryId, SessionId};
use attune_record::{AuditAction, DraftDone};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::OneSession;
use crate::gate::{Kept, note_draft};
use crate::page::{Frame, form_id, html};
use crate::policy::Writer;
use crate::{App, AppError};

/// What is kept while the note is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct NoteDraft {
    pub(crate) text: String,
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    /// The draft version the text was typed over.
    version: u64,
    text: String,
    entry: EntryId,
}

#[derive(Deserialize)]
pub(crate) struct Amend {
    text: String,
    reason: String,
    entry: EntryId,
}

/// Both texts with a choice; a whole page, or a fragment of one for the script.
#[derive(Template)]
#[template(path = "session/conflict.html", blocks = ["both"])]
struct ConflictPage {
    frame: Frame,
    client: ClientId,
    session: SessionId,
    version: u64,
    theirs: String,
    mine: String,
    together: String,
    entry: EntryId,
}

/// Keeps the text for the script: no content, or both texts.
pub(crate) async fn autosave(
    State(app): State<App>,
    writer: Writer,
    Path(OneSession { session }): Path<OneSession>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    match keep_text(&app, &writer, session, &typed).await? {
        Kept::Saved(version) => {
            let mut response = StatusCode::NO_CONTENT.into_response();
            response.headers_mut().insert(
                HeaderName::from_static("attune-version"),
                HeaderValue::from(version),
            );
            Ok(response)
        }
        Kept::Conflict(there) => {
            let page = conflict(
                &app,
                &writer,
                session,
                there.version,
                there.value.text,
                typed.text,
            )
            .await;
            Ok((StatusCode::CONFLICT, Html(page.as_both().render()?)).into_response())
        }
    }
}

/// The same for a browser without scripts, and for the choice between two texts.
pub(crate) async fn keep(
    State(app): State<App>,
    writer: Writer,
    Path(OneSession { session }): Path<OneSession>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    match keep_text(&app, &writer, session, &typed).await? {
        Kept::Saved(_) => Ok(back(&writer, session)),
        Kept::Conflict(there) => {
            let page = conflict(
                &app,
                &writer,
                session,
                there.version,
                there.value.text,
                typed.text,
            )
            .await;
            Ok((StatusCode::CONFLICT, html(&page)?).into_response())
        }
    }
}

/// Locks the note, unless another window kept a different text meanwhile.
pub(crate) async fn lock(
    State(app): State<App>,
    writer: Writer,
    Path(OneSession { session }): Path<OneSession>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    let draft = app
        .draft::<NoteDraft>(&writer.reader, note_draft(session))
        .await?;
    let done = DraftDone {
        id: note_draft(session),
        seen: Some(draft.as_ref().map_or(0, |there| there.version)),
    };
    if let Some(there) =
        draft.filter(|there| there.version != typed.version && there.value.text != typed.text)
    {
        let page = conflict(
            &app,
            &writer,
            session,
            there.version,
            there.value.text,
            typed.text,
        )
        .await;
        return Ok((StatusCode::CONFLICT, html(&page)?).into_response());
    }
    app.change(
        &writer,
        AuditAction::RecordWrite,
        typed.entry,
        &[done],
        |record, _, _| lock_note(record, session, &typed.text, typed.entry),
    )
    .await?;
    Ok(back(&writer, session))
}

/// Adds to a locked note; the original stays as it is.
pub(crate) async fn amend(
    State(app): State<App>,
    writer: Writer,
    Path(OneSession { session }): Path<OneSession>,
    Form(typed): Form<Amend>,
) -> Result<Response, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        typed.entry,
        &[],
        |record, _, _| amend_note(record, session, &typed.text, &typed.reason, typed.entry),
    )
    .await?;
    Ok(back(&writer, session))
}

async fn keep_text(
    app: &App,
    writer: &Writer,
    session: SessionId,
    typed: &Typed,
) -> Result<Kept<NoteDraft>, AppError> {
    let opened = app.open(&writer.reader).await?;
    let state = opened.record.session(session).ok_or(AppError::NotFound)?;
    if state.note.is_some() {
        return Err(AppError::Refused(
            "This note was locked meanwhile. Add what you typed as an amendment.".to_owned(),
        ));
    }
    let draft = NoteDraft {
        text: typed.text.clone(),
    };
    app.keep_draft(writer, note_draft(session), typed.version, &draft)
        .await
}

async fn conflict(
    app: &App,
    writer: &Writer,
    session: SessionId,
    version: u64,
    theirs: String,
    mine: String,
) -> ConflictPage {
    ConflictPage {
        frame: Frame::staff(app, "Two texts", &writer.reader.staff).await,
        client: writer.reader.client,
        session,
        version,
        together: format!("{theirs}\n\n{mine}"),
        theirs,
        mine,
        entry: form_id(),
    }
}

fn back(writer: &Writer, session: SessionId) -> Response {
    Redirect::to(&format!(
        "/clients/{}/session/{session}",
        writer.reader.client
    ))
    .into_response()
}
