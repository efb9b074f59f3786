//! The process note: what moved the clinician, kept apart from the record and sealed to its author. No other page
//! shows it or that it exists; the gate opens it only with the author's own key.

use askama::Template;
use attune_ids::SessionId;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::OneSession;
use super::note::{ConflictPage, kept};
use crate::format::day;
use crate::gate::{Draft, Kept, Own};
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "session/process.html")]
struct ProcessPage {
    frame: Frame,
    banner: Banner,
    session: SessionId,
    on: String,
    note: Option<Draft<String>>,
    /// Written under earlier passwords, opened with the code for process notes.
    earlier: Vec<String>,
    /// There is one under an earlier password that nothing here opens.
    locked: bool,
}

#[derive(Deserialize)]
pub(crate) struct Typed {
    version: u64,
    text: String,
}

#[derive(Deserialize)]
pub(crate) struct Discard {
    /// Ticked: it cannot be brought back.
    #[serde(default)]
    sure: String,
}

/// The author's own note, or the way to it where the key did not come with this browser.
pub(crate) async fn show(
    State(app): State<App>,
    writer: Writer,
    own: Own,
    Path(OneSession { session }): Path<OneSession>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&writer.reader).await?;
    let state = opened.record.session(session).ok_or(AppError::NotFound)?;
    let today = app.today().await;
    let (note, earlier, locked) = match own.key() {
        Some(key) => {
            let note = app.process_note(&writer, key, session).await?;
            let earlier = app.earlier_process_notes(&writer, key, session).await?;
            let locked = app.has_earlier_process_note(&writer, key, session).await?;
            (Some(note.unwrap_or_else(nothing_yet)), earlier, locked)
        }
        None => (None, Vec::new(), false),
    };
    html(&ProcessPage {
        frame: Frame::staff(&app, "Process note", &writer.reader.staff).await,
        banner: Banner::of(&app, &writer.reader, &opened, Step::Session).await,
        session,
        on: day(state.meeting.on, today),
        note,
        earlier,
        locked,
    })
}

fn nothing_yet() -> Draft<String> {
    Draft {
        version: 0,
        value: String::new(),
    }
}

/// Keeps the text for the script: no content, or both texts.
pub(crate) async fn autosave(
    State(app): State<App>,
    writer: Writer,
    own: Own,
    Path(OneSession { session }): Path<OneSession>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    match keep_text(&app, &writer, &own, session, &typed).await? {
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
    own: Own,
    Path(OneSession { session }): Path<OneSession>,
    Form(typed): Form<Typed>,
) -> Result<Response, AppError> {
    match keep_text(&app, &writer, &own, session, &typed).await? {
        Kept::Saved(_) => Ok(Redirect::to(&address(&writer, session)).into_response()),
        Kept::Conflict(there) => conflict(&app, &writer, session, there, typed.text)
            .await
            .whole(),
    }
}

/// Throws the note away. It is no part of the record, so nothing of it stays.
pub(crate) async fn discard(
    State(app): State<App>,
    writer: Writer,
    own: Own,
    Path(OneSession { session }): Path<OneSession>,
    Form(asked): Form<Discard>,
) -> Result<Redirect, AppError> {
    there(&app, &writer, session).await?;
    if let Some(key) = own.key().filter(|_| asked.sure == "yes") {
        app.discard_process_note(&writer, key, session).await?;
    }
    Ok(Redirect::to(&address(&writer, session)))
}

async fn keep_text(
    app: &App,
    writer: &Writer,
    own: &Own,
    session: SessionId,
    typed: &Typed,
) -> Result<Kept<String>, AppError> {
    there(app, writer, session).await?;
    let key = own.key().ok_or_else(|| {
        AppError::Refused(
            "The key to your process notes is not here any more. Copy what you typed, sign out and sign in again."
                .to_owned(),
        )
    })?;
    app.keep_process_note(writer, key, session, typed.version, &typed.text)
        .await
}

/// The session is in this client's record.
async fn there(app: &App, writer: &Writer, session: SessionId) -> Result<(), AppError> {
    let opened = app.open(&writer.reader).await?;
    opened
        .record
        .session(session)
        .map(drop)
        .ok_or(AppError::NotFound)
}

async fn conflict(
    app: &App,
    writer: &Writer,
    session: SessionId,
    there: Draft<String>,
    mine: String,
) -> ConflictPage {
    let page = address(writer, session);
    ConflictPage::new(app, writer, page.clone(), page, there, mine).await
}

fn address(writer: &Writer, session: SessionId) -> String {
    let client = writer.reader.client;
    format!("/clients/{client}/session/{session}/process")
}
