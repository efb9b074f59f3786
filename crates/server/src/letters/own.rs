//! Letters in the client's own space: those that were shown to them, as a page and as a file.

use askama::Template;
use attune_care::Dated;
use attune_care::letter::{Letter, Piece, as_written, pieces};
use attune_record::{Actor, AuditAction};
use axum::extract::{Path, State};
use axum::response::{Html, Response};

use super::finished::{OneVersion, file};
use super::shown::{Shown, shown};
use crate::gate::Opened;
use crate::language::{Here, Language};
use crate::page::html;
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::space::{Nav, Place};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "space/letters.html")]
struct LettersPage {
    frame: Frame,
    nav: Nav,
    /// Address, title and day.
    letters: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "space/letter.html")]
struct LetterPage {
    frame: Frame,
    nav: Nav,
    letter: Letter,
    author: String,
    on: String,
    address: String,
    pieces: Vec<(Piece, Option<Shown>)>,
}

pub(super) async fn list(
    State(app): State<App>,
    holder: SpaceHolder,
) -> Result<Html<String>, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let today = app.today().await;
    let language = Here::now().language;
    let letters = opened.record.letters_for_client().map(|version| {
        let letter = &version.item;
        (
            address(letter),
            letter.title.clone(),
            language.day(letter.on, today),
        )
    });
    Ok(html(&LettersPage {
        frame: Frame::of(&app).await,
        nav: Nav::at(Place::More),
        letters: letters.collect(),
    })?)
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(at): Path<OneVersion>,
) -> Result<Html<String>, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let version = shown_version(&opened, &at)?.clone();
    let then = as_written(&opened.record, &opened.entries, version.entry);
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
    Ok(html(&LetterPage {
        frame: Frame::of(&app).await,
        nav: Nav::at(Place::More),
        author: app.author_name(version.by).await?,
        on: Here::now().language.day(version.item.on, app.today().await),
        address: address(&version.item),
        letter: version.item,
        pieces: drawn,
    })?)
}

/// The same file as the clinician can save.
pub(super) async fn pdf(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(at): Path<OneVersion>,
) -> Result<Response, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let version = shown_version(&opened, &at)?;
    let actor = Actor::ClientLink(holder.client);
    Ok(file(&app, &opened, version, actor).await?)
}

/// A version that is not shown is as if it were not there.
fn shown_version<'a>(opened: &'a Opened, at: &OneVersion) -> Result<&'a Dated<Letter>, AppError> {
    let mut versions = opened.record.letters_for_client();
    versions
        .find(|version| version.item.letter == at.letter && version.item.number == at.number)
        .ok_or(AppError::NotFound)
}

fn address(letter: &Letter) -> String {
    format!("/portal/letters/{}/{}", letter.letter, letter.number)
}

impl Shown {
    /// Points of a course lead to pages of the practice, which are none of the space's: there the table says it.
    fn leads_elsewhere(&self) -> bool {
        self.svg.contains("href=")
    }
}

/// Writes down that a letter left the practice, for the file of either side.
pub(super) async fn taken_along(app: &App, opened: &Opened, actor: Actor) -> Result<(), AppError> {
    let line = app.line(actor, AuditAction::Export, Some(opened.client));
    Ok(app.store.audit(&line).await?)
}
