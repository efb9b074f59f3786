//! Finding words again in one record.

use askama::Template;
use attune_care::session::{Hit, find};
use attune_ids::ClientId;
use axum::Form;
use axum::extract::State;
use axum::response::Html;
use jiff::civil::Date;

use super::found::{Asked, Line, MOST, readable};
use crate::format::count;
use crate::gate::{Opened, Own};
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "search/one.html")]
struct SearchPage {
    frame: Frame,
    banner: Banner,
    asked: String,
    /// None before anything was asked for.
    found: Option<Found>,
    /// One's own process notes were looked through as well.
    with_process_notes: bool,
}

struct Found {
    summary: String,
    lines: Vec<Line>,
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    own: Own,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    html(&page(&app, &reader, &own, &opened, String::new(), None).await)
}

pub(super) async fn look(
    State(app): State<App>,
    reader: Reader,
    own: Own,
    Form(asked): Form<Asked>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let today = app.today().await;
    let hits = find(readable(&app, &reader, &own, &opened).await?, &asked.words);
    let found = (!asked.words.trim().is_empty()).then(|| found(reader.client, hits, today));
    html(&page(&app, &reader, &own, &opened, asked.words, found).await)
}

fn found(client: ClientId, hits: Vec<Hit>, today: Date) -> Found {
    let number = hits.len();
    let summary = match number {
        0 => "Nothing found. Every word must be there; part of a word is enough.".to_owned(),
        number if number > MOST => {
            format!("{number} places; the latest {MOST} are shown. One more word narrows it.")
        }
        number => format!("{}, the latest first.", count(number, "place", "places")),
    };
    let lines = hits.into_iter().take(MOST);
    Found {
        summary,
        lines: lines.map(|hit| Line::of(client, hit, today)).collect(),
    }
}

async fn page(
    app: &App,
    reader: &Reader,
    own: &Own,
    opened: &Opened,
    asked: String,
    found: Option<Found>,
) -> SearchPage {
    SearchPage {
        frame: Frame::staff(app, "Search", &reader.staff).await,
        banner: Banner::of(app, reader, opened, Step::Person).await,
        asked,
        found,
        with_process_notes: reader.may_write && own.key().is_some(),
    }
}
