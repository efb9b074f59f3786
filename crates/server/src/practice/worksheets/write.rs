//! Writing a worksheet of one's own, or a new version of one: as text, looked at before it is kept.

use askama::Template;
use attune_catalog::CatalogError;
use attune_catalog::worksheet::{self, FieldKind, Worksheet};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::list::text_of;
use crate::content::Line;
use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::{App, AppError};

/// What stands in the field for somebody who begins with nothing: the smallest worksheet there can be.
const BLANK: &str = r#"id = "my-worksheet"
version = 1
name = "My worksheet"
workspace = "person-centred"
order = 100
used_by = "both"
what = "What it is for, in one sentence."
source = "Written in this practice."

[[part]]
id = "words"
kind = "space"
title = "In your own words"

[[part.field]]
id = "words"
kind = "text"
label = "What would you like to keep?"
"#;

/// Two people write at once: what the other kept may change what this one may be called or pick from.
const MEANWHILE: &str = "Somebody else kept a change to the content of the practice meanwhile. Nothing is lost: keep yours once more.";

#[derive(Template)]
#[template(path = "practice/worksheets/write.html")]
struct WritePage {
    frame: Frame,
    here: &'static str,
    text: String,
    seen: u64,
    problem: Option<Problem>,
    preview: Option<Preview>,
}

/// Why it was not kept.
struct Problem {
    what: String,
    at: Option<Spot>,
}

/// Where in the text something is wrong.
struct Spot {
    line: usize,
    column: usize,
    /// What stands on that line.
    text: String,
}

/// What a worksheet asks, to look at before it is kept.
struct Preview {
    name: String,
    what: String,
    /// Parts with what they ask and how it is answered.
    parts: Vec<(String, Vec<(String, &'static str)>)>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Begin {
    /// A worksheet to begin from.
    #[serde(default)]
    from: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Written {
    text: String,
    seen: u64,
    #[serde(default)]
    action: String,
}

/// An empty one, a copy of one that ships under a name of its own, or the next version of one's own.
pub(super) async fn begin(
    State(app): State<App>,
    administrator: Administrator,
    Query(asked): Query<Begin>,
) -> Result<Html<String>, AppError> {
    let text = match app.catalog.worksheet(&asked.from) {
        None => BLANK.to_owned(),
        Some(known) => {
            let text = text_of(&app, &known.id).ok_or(AppError::NotFound)?;
            let (id, next) = if app.catalog.ships(&known.id) {
                (format!("my-{}", known.id), 1)
            } else {
                (known.id.clone(), known.version.saturating_add(1))
            };
            renamed(&text, known, &id, next)
        }
    };
    html(&page(&app, &administrator, text, app.content.now().counter).await)
}

/// The same text under another id and version. What it picks from itself follows.
fn renamed(text: &str, known: &Worksheet, id: &str, version: u32) -> String {
    text.replacen(
        &format!("id = \"{}\"", known.id),
        &format!("id = \"{id}\""),
        1,
    )
    .replacen(
        &format!("version = {}", known.version),
        &format!("version = {version}"),
        1,
    )
    .replace(
        &format!("from = \"{}.", known.id),
        &format!("from = \"{id}."),
    )
}

/// Shows what it asks, or keeps it.
pub(super) async fn receive(
    State(app): State<App>,
    administrator: Administrator,
    Form(written): Form<Written>,
) -> Result<Response, AppError> {
    // A browser sends lines ended in its own way.
    let text = written.text.replace("\r\n", "\n");
    let read = read(&app, &text);
    let page = page(&app, &administrator, text.clone(), written.seen).await;
    let worksheet = match read {
        Ok(worksheet) => worksheet,
        Err(problem) => {
            let problem = Some(problem);
            let page = WritePage { problem, ..page };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
        }
    };
    let page = WritePage {
        preview: Some(preview(&worksheet)),
        ..page
    };
    if written.action != "save" {
        return Ok(html(&page)?.into_response());
    }
    let by = administrator.staff.id();
    let line = Line::Worksheet {
        id: worksheet.id,
        text,
        by,
        on: app.today().await,
    };
    match app.add_content(&line, written.seen, by).await {
        Err(AppError::Busy) => {
            let page = WritePage {
                seen: app.content.now().counter,
                problem: Some(Problem::of(MEANWHILE)),
                ..page
            };
            Ok((StatusCode::CONFLICT, html(&page)?).into_response())
        }
        kept => {
            kept?;
            Ok(Redirect::to("/practice/worksheets?kept=yes#own").into_response())
        }
    }
}

/// The id is taken from the text, since there is no file to have a name.
fn read(app: &App, text: &str) -> Result<Worksheet, Problem> {
    let id = text
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(key, _)| key.trim() == "id")
        .map(|(_, value)| value.trim().trim_matches('"').to_owned())
        .ok_or_else(|| Problem::of("Please begin with its id: id = \"...\""))?;
    worksheet::own(&id, text, &app.catalog).map_err(|error| Problem::in_text(&error, text))
}

impl Problem {
    fn of(what: &str) -> Self {
        Self {
            what: what.to_owned(),
            at: None,
        }
    }

    fn in_text(error: &CatalogError, text: &str) -> Self {
        let place = error.place();
        let at = place.line.and_then(|line| {
            Some(Spot {
                line,
                column: place.column?,
                text: text.lines().nth(line.checked_sub(1)?)?.trim().to_owned(),
            })
        });
        Self {
            what: error.what(),
            at,
        }
    }
}

async fn page(app: &App, administrator: &Administrator, text: String, seen: u64) -> WritePage {
    WritePage {
        frame: Frame::staff(app, "A worksheet of your own", &administrator.staff).await,
        here: "worksheets",
        text,
        seen,
        problem: None,
        preview: None,
    }
}

fn preview(worksheet: &Worksheet) -> Preview {
    let answered = |kind: &FieldKind| match kind {
        FieldKind::Line(_) => "a line",
        FieldKind::Text(_) => "words",
        FieldKind::Number(_) => "a number",
        FieldKind::Choice(_) => "one of a list",
        FieldKind::Several(_) => "any of a list",
        FieldKind::Day => "a date",
        FieldKind::Time => "a time",
        FieldKind::Pick(_) => "a row of another sheet",
    };
    let parts = worksheet.parts.iter().map(|part| {
        let fields = part.fields.iter();
        let asked = fields.map(|field| (field.label.clone(), answered(&field.kind)));
        (part.title.clone(), asked.collect())
    });
    Preview {
        name: worksheet.name.clone(),
        what: worksheet.what.clone(),
        parts: parts.collect(),
    }
}
