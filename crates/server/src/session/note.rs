//! The note: kept as it is typed, locked, amended. Two windows never overwrite
//! each other: the second one is shown both texts and chooses.

use askama::Template;
use attune_care::session::{amend_note, lock_note, with_piece};
use attune_ids::{EntryId, SessionId};
use attune_record::{AuditAction, DraftDone};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::OneSession;
use super::texts::pieces;
use crate::gate::{Draft, Kept, note_draft};
use crate::page::{Frame, form_id, html};
use crate::policy::Writer;
use crate::together::names_of_others;
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
pub(crate) struct Insert {
    version: u64,
    text: String,
    /// Which template or own text.
    piece: String,
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
pub(crate) struct ConflictPage {
    frame: Frame,
    /// The page with the text of the other window.
    back: String,
    /// Where the chosen text is sent.
    action: String,
    version: u64,
    theirs: String,
    mine: String,
    together: String,
    entry: EntryId,
}

impl ConflictPage {
    /// Both texts; `there` is the one that is kept.
    pub(crate) async fn new(
        app: &App,
        writer: &Writer,
        back: String,
        action: String,
        there: Draft<String>,
        mine: String,
    ) -> Self {
        Self {
            frame: Frame::staff(app, "Two texts", &writer.reader.staff).await,
            back,
            action,
            version: there.version,
            together: format!("{}\n\n{mine}", there.value),
            theirs: there.value,
            mine,
            entry: form_id(),
        }
    }

    /// For the script: both texts and nothing around them.
    pub(crate) fn fragment(&self) -> Result<Response, AppError> {
        Ok((StatusCode::CONFLICT, Html(self.as_both().render()?)).into_response())
    }

    /// For a browser without scripts.
    pub(crate) fn whole(&self) -> Result<Response, AppError> {
        Ok((StatusCode::CONFLICT, html(self)?).into_response())
    }
}

/// What the script hears when its text is kept: nothing to read, and the version to name next.
pub(crate) fn kept(version: u64) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(
        HeaderName::from_static("attune-version"),
        HeaderValue::from(version),
    );
    response
}

/// Keeps the text for the script: no content, or both texts.
pub(crate) async fn autosave(
    State(app): State<App>,
    writer: Writer,
    Path(OneSession { session }): Path<OneSession>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    match keep_text(&app, &writer, session, typed.version, &typed.text).await? {
        Kept::Saved(version) => Ok(kept(version)),
        Kept::Conflict(there) => conflict(&app, &writer, session, there, typed.text)
            .await
            .fragment(),
    }
}

/// The same for a browser without scripts, and for the choice between two texts.
pub(crate) async fn keep(
    State(app): State<App>,
    writer: Writer,
    Path(OneSession { session }): Path<OneSession>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    match keep_text(&app, &writer, session, typed.version, &typed.text).await? {
        Kept::Saved(_) => Ok(back(&writer, session)),
        Kept::Conflict(there) => conflict(&app, &writer, session, there, typed.text)
            .await
            .whole(),
    }
}

/// Adds a template or an own text at the end of what was typed, and keeps both.
pub(crate) async fn insert(
    State(app): State<App>,
    writer: Writer,
    Path(OneSession { session }): Path<OneSession>,
    Form(typed): Form<Insert>,
) -> Result<Response, AppError> {
    let piece = pieces(&writer.reader.staff)
        .into_iter()
        .find(|piece| piece.id == typed.piece)
        .ok_or(AppError::NotFound)?;
    let text = with_piece(&typed.text, &piece.text);
    match keep_text(&app, &writer, session, typed.version, &text).await? {
        Kept::Saved(_) => Ok(back(&writer, session)),
        Kept::Conflict(there) => conflict(&app, &writer, session, there, text).await.whole(),
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
        return conflict(&app, &writer, session, there, typed.text)
            .await
            .whole();
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
    let text = names_of_others(&app, &writer, session, &typed.text).await?;
    let reason = names_of_others(&app, &writer, session, &typed.reason).await?;
    app.change(
        &writer,
        AuditAction::RecordWrite,
        typed.entry,
        &[],
        |record, _, _| amend_note(record, session, &text, &reason, typed.entry),
    )
    .await?;
    Ok(back(&writer, session))
}

async fn keep_text(
    app: &App,
    writer: &Writer,
    session: SessionId,
    version: u64,
    text: &str,
) -> Result<Kept<NoteDraft>, AppError> {
    let opened = app.open(&writer.reader).await?;
    let state = opened.record.session(session).ok_or(AppError::NotFound)?;
    if state.note.is_some() {
        return Err(AppError::Refused(
            "This note was locked meanwhile. Add what you typed as an amendment.".to_owned(),
        ));
    }
    if state.together.is_some() {
        return Err(AppError::Refused(
            "This session was with others. Its note is written on the page of that meeting."
                .to_owned(),
        ));
    }
    let draft = NoteDraft {
        text: text.to_owned(),
    };
    app.keep_draft(writer, note_draft(session), version, &draft)
        .await
}

async fn conflict(
    app: &App,
    writer: &Writer,
    session: SessionId,
    there: Draft<NoteDraft>,
    mine: String,
) -> ConflictPage {
    let page = address(writer, session);
    let action = format!("{page}/note");
    let there = Draft {
        version: there.version,
        value: there.value.text,
    };
    ConflictPage::new(app, writer, page, action, there, mine).await
}

fn back(writer: &Writer, session: SessionId) -> Response {
    Redirect::to(&address(writer, session)).into_response()
}

fn address(writer: &Writer, session: SessionId) -> String {
    format!("/clients/{}/session/{session}", writer.reader.client)
}
