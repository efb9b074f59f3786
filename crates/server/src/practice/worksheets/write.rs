//! Writing a worksheet of one's own, or a new version of one: as text, looked at before it is kept.

use askama::Template;
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

#[derive(Template)]
#[template(path = "practice/worksheets/write.html")]
struct WritePage {
    frame: Frame,
    here: &'static str,
    text: String,
    seen: u64,
    problem: String,
    preview: Option<Preview>,
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
            let page = WritePage { problem, ..page };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
        }
    };
    if written.action != "save" {
        let page = WritePage {
            preview: Some(preview(&worksheet)),
            ..page
        };
        return Ok(html(&page)?.into_response());
    }
    let by = administrator.staff.id();
    let line = Line::Worksheet {
        id: worksheet.id,
        text,
        by,
        on: app.today().await,
    };
    app.add_content(&line, written.seen, by).await?;
    Ok(Redirect::to("/practice/worksheets?kept=yes#own").into_response())
}

/// The id is taken from the text, since there is no file to have a name.
fn read(app: &App, text: &str) -> Result<Worksheet, String> {
    let id = text
        .lines()
        .filter_map(|line| line.split_once('='))
        .find(|(key, _)| key.trim() == "id")
        .map(|(_, value)| value.trim().trim_matches('"').to_owned())
        .ok_or("Please begin with its id: id = \"...\"".to_owned())?;
    worksheet::own(&id, text, &app.catalog).map_err(|error| error.to_string())
}

async fn page(app: &App, administrator: &Administrator, text: String, seen: u64) -> WritePage {
    WritePage {
        frame: Frame::staff(app, "A worksheet of your own", &administrator.staff).await,
        here: "worksheets",
        text,
        seen,
        problem: String::new(),
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
