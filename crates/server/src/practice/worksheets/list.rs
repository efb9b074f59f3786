//! Every worksheet there is: the practice's own, and those that ship.

use askama::Template;
use attune_catalog::Files;
use attune_catalog::worksheet::{UsedBy, Worksheet};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::OneWorksheet;
use crate::content::Line;
use crate::format::{count, day};
use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "practice/worksheets/list.html")]
struct ListPage {
    frame: Frame,
    here: &'static str,
    own: Vec<OwnRow>,
    broken: Vec<String>,
    /// Workspaces and their worksheets.
    shipped: Vec<(String, Vec<Row>)>,
    seen: u64,
    kept: bool,
}

struct OwnRow {
    row: Row,
    saved: String,
    used: bool,
}

struct Row {
    id: String,
    name: String,
    what: String,
    /// Where it belongs, who uses it, how much it asks.
    about: String,
}

/// What to say at the top, after a redirect.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    kept: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct UseInput {
    seen: u64,
    used: String,
}

pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Query(said): Query<Said>,
) -> Result<Html<String>, AppError> {
    let read = app.content.now();
    let today = app.today().await;
    let mut own = Vec::new();
    for worksheet in own_of(&app) {
        let versions = read.own_worksheets.iter();
        let versions: Vec<_> = versions.filter(|it| it.id == worksheet.id).collect();
        let saved = match versions.last() {
            Some(last) => format!(
                "{}, the last saved {} by {}",
                count(versions.len(), "version", "versions"),
                day(last.on, today),
                app.author_name(attune_care::Author::Staff(last.by)).await?
            ),
            None => String::new(),
        };
        own.push(OwnRow {
            row: row(&app, worksheet),
            saved,
            used: !read.retired_worksheets.contains(&worksheet.id),
        });
    }
    let shipped = app.catalog.workspaces.iter().map(|workspace| {
        let sheets = app.catalog.worksheets_of(&workspace.id);
        let rows = sheets.filter(|it| shipped_text(&it.id).is_some());
        (
            workspace.name.clone(),
            rows.map(|it| row(&app, it)).collect(),
        )
    });
    html(&ListPage {
        frame: Frame::staff(&app, "Worksheets", &administrator.staff).await,
        here: "worksheets",
        own,
        broken: read
            .own_worksheets
            .iter()
            .filter_map(|version| version.broken.clone())
            .collect(),
        shipped: shipped.collect(),
        seen: read.counter,
        kept: said.kept == "yes",
    })
}

/// Takes a worksheet out of use, or back into it. What was filled in stays.
pub(super) async fn set_use(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneWorksheet { worksheet }): Path<OneWorksheet>,
    Form(input): Form<UseInput>,
) -> Result<Redirect, AppError> {
    let own = own_of(&app).any(|own| own.id == worksheet);
    let used = app.catalog.gives_out(&worksheet);
    let line = match (own, input.used.as_str()) {
        (true, "no") if used => Line::WorksheetRetired { worksheet },
        (true, "yes") if !used => Line::WorksheetReturned { worksheet },
        // Sent twice, or about one that ships: nothing to do.
        _ => return Ok(Redirect::to("/practice/worksheets")),
    };
    app.add_content(&line, input.seen, administrator.staff.id())
        .await?;
    Ok(Redirect::to("/practice/worksheets?kept=yes"))
}

/// The file of a worksheet, to keep or to hand on.
pub(super) async fn hand_on(
    State(app): State<App>,
    _administrator: Administrator,
    Path(OneWorksheet { worksheet }): Path<OneWorksheet>,
) -> Result<Response, AppError> {
    let text = text_of(&app, &worksheet).ok_or(AppError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{worksheet}.toml\""),
        ),
    ];
    Ok((headers, text).into_response())
}

/// The file of a worksheet as it stands: the practice's own, or one that ships.
pub(super) fn text_of(app: &App, worksheet: &str) -> Option<String> {
    let read = app.content.now();
    let own = read.own_worksheets.iter();
    let kept = own
        .rev()
        .find(|it| it.id == worksheet && it.broken.is_none());
    kept.map(|it| it.text.clone())
        .or_else(|| shipped_text(worksheet))
}

fn shipped_text(worksheet: &str) -> Option<String> {
    let files = Files::shipped().ok()?;
    let text = files.get(&format!("worksheets/{worksheet}.toml"))?;
    Some(text.to_owned())
}

fn own_of(app: &App) -> impl Iterator<Item = &Worksheet> {
    let all = app.catalog.worksheets.iter();
    all.filter(|worksheet| !app.catalog.ships(&worksheet.id))
}

fn row(app: &App, worksheet: &Worksheet) -> Row {
    let fields = worksheet.parts.iter().map(|part| part.fields.len()).sum();
    let workspace = app.catalog.workspace(&worksheet.workspace);
    let used_by = match worksheet.used_by {
        UsedBy::Clinician => "for the clinician alone",
        UsedBy::Both => "can be given to clients",
    };
    Row {
        id: worksheet.id.clone(),
        name: worksheet.name.clone(),
        what: worksheet.what.clone(),
        about: format!(
            "{}; {}; {used_by}",
            workspace.map_or("", |it| it.name.as_str()),
            count(fields, "thing asked", "things asked"),
        ),
    }
}
