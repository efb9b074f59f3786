//! My data: everything as a file, and who looked at my record.

use askama::Template;
use attune_record::{Actor, AuditAction};
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::looked::{Looked, who_looked};
use super::mine::{Section, everything};
use super::{Nav, Place};
use crate::gate::Private;
use crate::language::{Here, Language};
use crate::page::html;
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "space/data.html")]
struct DataPage {
    frame: Frame,
    nav: Nav,
    notes: bool,
    /// The journal pages for the client alone are open, so that the file holds them.
    alone: bool,
    looked: Vec<Looked>,
    older: Option<u64>,
    first_page: bool,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Number of the audit line before which the page begins.
    before: Option<u64>,
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Trouble> {
    let settings = app.settings.read().await.space;
    let (looked, older) = who_looked(&app, &holder, settings, asked.before).await?;
    Ok(html(&DataPage {
        frame: Frame::of(&app).await,
        nav: Nav::at(Place::More),
        notes: settings.notes_in_file,
        alone: private.key().is_some(),
        looked,
        older,
        first_page: asked.before.is_none(),
    })?)
}

#[derive(Template)]
#[template(path = "space/file.html")]
struct FilePage {
    practice: String,
    made: String,
    sections: Vec<Section>,
    language: Language,
}

/// The same for other programs.
#[derive(Serialize)]
struct File {
    practice: String,
    made: jiff::civil::Date,
    sections: Vec<Section>,
}

/// Opens the record for taking along, with a line in the audit that says so.
async fn take(
    app: &App,
    holder: &SpaceHolder,
    private: &Private,
) -> Result<Vec<Section>, AppError> {
    let opened = app.open_for_client(holder).await?;
    let actor = Actor::ClientLink(holder.client);
    app.store
        .audit(&app.line(actor, AuditAction::Export, Some(holder.client)))
        .await?;
    let settings = app.settings.read().await.space;
    let alone = match private.key() {
        Some(key) => Some(app.private_pages(holder, key).await?),
        None => None,
    };
    Ok(everything(app, &opened, settings, alone.as_deref()).await)
}

/// A page to read and to print. It loads nothing, so that it looks the same in ten years.
pub(super) async fn page(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
) -> Result<Response, Trouble> {
    let today = app.today().await;
    let language = Here::now().language;
    let page = FilePage {
        sections: take(&app, &holder, &private).await?,
        practice: app.settings.read().await.practice_name.clone(),
        made: language.day(today, today),
        language,
    };
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"my-data.html\""),
    ];
    Ok((headers, html(&page)?.0).into_response())
}

/// The same content for other programs.
pub(super) async fn json(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
) -> Result<Response, Trouble> {
    let file = File {
        sections: take(&app, &holder, &private).await?,
        practice: app.settings.read().await.practice_name.clone(),
        made: app.today().await,
    };
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""),
    ];
    Ok((headers, serde_json::to_string_pretty(&file)?).into_response())
}
