//! A finished letter: to read, to print, to take along as PDF, and to take up again as its next version.

use askama::Template;
use attune_care::Dated;
use attune_care::letter::{Letter, Piece, as_written, pieces};
use attune_ids::LetterId;
use attune_record::{Actor, AuditAction};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::draft::{LetterDraft, letter_draft};
use super::edit::address;
use super::paper::{document, identifiers};
use super::shown::{Shown, shown};
use crate::format::day;
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, html};
use crate::policy::{Reader, Writer};
use crate::{App, AppError};

/// Letter and version in the address.
#[derive(Deserialize)]
pub(super) struct OneVersion {
    letter: LetterId,
    number: u32,
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
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(at): Path<OneVersion>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let version = version(&opened, &at)?.clone();
    let then = as_written(&opened.entries, version.entry);
    let author = app.author_name(version.by).await?;
    let mut drawn = Vec::new();
    for piece in pieces(&version.item.text) {
        let picture = match &piece {
            Piece::Picture(of, _) => {
                shown(of, opened.client, &then, &app.catalog, version.item.on)?
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
    html(&FinishedPage {
        frame: Frame::staff(&app, "A finished letter", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Person).await,
        kind: version.item.purpose.label(),
        when: format!("{}, by {author}", day(version.item.on, app.today().await)),
        identifiers: identifiers(&app, &opened, &version.item).await,
        practice: app.settings.read().await.practice_name.clone(),
        versions: versions.map(|other| other.item.number).collect(),
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
    let author = app.author_name(version.by).await?;
    let document = document(&app, &opened, version.entry, &version.item, &author).await?;
    // Setting type takes its time, and others wait for their pages meanwhile.
    let bytes = tokio::task::spawn_blocking(move || attune_paper::write(&document))
        .await
        .map_err(|_| AppError::Broken("writing a letter was cut off".to_owned()))??;
    let actor = Actor::Account(writer.reader.staff.id());
    let line = app.line(actor, AuditAction::Export, Some(opened.client));
    app.store.audit(&line).await?;
    let headers = [
        (CONTENT_TYPE, "application/pdf"),
        (CONTENT_DISPOSITION, "attachment; filename=\"letter.pdf\""),
    ];
    Ok((headers, bytes).into_response())
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
