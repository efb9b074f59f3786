//! A finished letter: to read, to print, to take along as PDF, and to take up again as its next version.

use askama::Template;
use attune_care::Dated;
use attune_care::letter::{Letter, LetterShown, Piece, as_written, pieces, show_letter};
use attune_ids::{EntryId, LetterId};
use attune_record::{Actor, AuditAction};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::draft::{LetterDraft, letter_draft};
use super::edit::address;
use super::own::taken_along;
use super::paper::{document, identifiers};
use super::shown::{Shown, shown};
use crate::format::day;
use crate::gate::Opened;
use crate::language::Language;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::{Reader, Writer};
use crate::{App, AppError};

/// Letter and version in the address.
#[derive(Deserialize)]
pub(super) struct OneVersion {
    pub(super) letter: LetterId,
    pub(super) number: u32,
}

#[derive(Template)]
#[template(path = "letters/finished.html")]
struct FinishedPage {
    frame: Frame,
    banner: Banner,
    letter: Letter,
    kind: &'static str,
    /// When and by whom.
    when: String,
    author: String,
    practice: String,
    identifiers: String,
    pieces: Vec<(Piece, Option<Shown>)>,
    /// Numbers of all versions.
    versions: Vec<u32>,
    entry: EntryId,
    /// Since when the client can read it in their space.
    shown_since: Option<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(at): Path<OneVersion>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let version = version(&opened, &at)?.clone();
    let then = as_written(&opened.record, &opened.entries, version.entry);
    let author = app.author_name(version.by).await?;
    let language = Language::from_tag(&version.item.language).unwrap_or_default();
    let mut drawn = Vec::new();
    for piece in pieces(&version.item.text) {
        let picture = match &piece {
            Piece::Picture(of, words) => {
                shown(of, words, language, &then, &app.catalog, version.item.on)?
            }
            _ => None,
        };
        drawn.push((piece, picture));
    }
    let versions = opened
        .record
        .letters
        .iter()
        .filter(|other| other.item.letter == at.letter);
    let zone = app.zone().await;
    let today = app.today().await;
    let shown_since = opened
        .record
        .shows_letter(at.letter, at.number)
        .map(|said| day(said.at.to_zoned(zone).date(), today));
    html(&FinishedPage {
        frame: Frame::staff(&app, "A finished letter", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Person).await,
        kind: version.item.purpose.label(),
        when: format!("{}, by {author}", day(version.item.on, app.today().await)),
        identifiers: identifiers(&app, &opened, &version.item).await,
        practice: app.settings.read().await.practice_name.clone(),
        versions: versions.map(|other| other.item.number).collect(),
        entry: form_id(),
        shown_since,
        letter: version.item,
        author,
        pieces: drawn,
    })
}

/// The file. Its name says nothing about anybody; that it left is written down first.
pub(super) async fn pdf(
    State(app): State<App>,
    writer: Writer,
    Path(at): Path<OneVersion>,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    let version = version(&opened, &at)?;
    let actor = Actor::Account(writer.reader.staff.id());
    file(&app, &opened, version, actor).await
}

/// The file of either side, the practice's and the client's.
pub(super) async fn file(
    app: &App,
    opened: &Opened,
    version: &Dated<Letter>,
    actor: Actor,
) -> Result<Response, AppError> {
    let author = app.author_name(version.by).await?;
    let document = document(app, opened, version.entry, &version.item, &author).await?;
    // Setting type takes its time, and others wait for their pages meanwhile.
    let bytes = tokio::task::spawn_blocking(move || attune_paper::write(&document))
        .await
        .map_err(|_| AppError::Broken("writing a letter was cut off".to_owned()))??;
    taken_along(app, opened, actor).await?;
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (CONTENT_DISPOSITION, "attachment; filename=\"letter.pdf\""),
    ];
    Ok((headers, bytes).into_response())
}

#[derive(Deserialize)]
pub(super) struct SetShown {
    entry: EntryId,
    shown: bool,
}

/// Shows this version in the client's space from now on, or takes it out of there.
pub(super) async fn set_shown(
    State(app): State<App>,
    writer: Writer,
    Path(OneVersion { letter, number }): Path<OneVersion>,
    Form(SetShown { entry, shown }): Form<SetShown>,
) -> Result<Redirect, AppError> {
    let what = LetterShown {
        letter,
        number,
        shown,
    };
    app.change(
        &writer,
        AuditAction::RecordWrite,
        entry,
        &[],
        |record, _, _| show_letter(record, what, entry),
    )
    .await?;
    let client = writer.reader.client;
    Ok(Redirect::to(&format!(
        "/clients/{client}/letters/{letter}/versions/{number}#shown"
    )))
}

/// Takes it up again: what was finished stays, and the next version begins with its words.
pub(super) async fn again(
    State(app): State<App>,
    writer: Writer,
    Path(at): Path<OneVersion>,
) -> Result<Redirect, AppError> {
    let opened = app.open(&writer.reader).await?;
    let letter = version(&opened, &at)?.item.clone();
    let last = opened.record.letter(at.letter).ok_or(AppError::NotFound)?;
    let draft = LetterDraft {
        letter: letter.letter,
        purpose: letter.purpose,
        language: letter.language,
        based_on: last.item.number,
        to: letter.to,
        title: letter.title,
        text: letter.text,
    };
    // If one was begun already, that one is gone on with.
    app.keep_draft(&writer, letter_draft(at.letter), 0, &draft)
        .await?;
    Ok(Redirect::to(&address(&writer, at.letter)))
}

fn version<'a>(opened: &'a Opened, at: &OneVersion) -> Result<&'a Dated<Letter>, AppError> {
    let mut versions = opened.record.letters.iter();
    versions
        .find(|version| version.item.letter == at.letter && version.item.number == at.number)
        .ok_or(AppError::NotFound)
}
