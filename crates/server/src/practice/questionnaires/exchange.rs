//! Questionnaires that travel: handed on and taken in as FHIR files.

use askama::Template;
use attune_catalog::fhir::{self, Imported, Importing};
use attune_catalog::{Direction, Files, Grant, MeasureFiles, PRACTICE_PACK};
use attune_ids::{IdSource, RandomIds};
use attune_record::{Actor, AuditAction};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::preview::{OneMeasure, Preview};
use crate::content::Line;
use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "practice/questionnaires/import.html")]
struct ImportPage {
    frame: Frame,
    here: &'static str,
    input: Input,
    problem: String,
    title: String,
    notes: Vec<String>,
    preview: Option<Preview>,
}

/// The form, as text.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Input {
    /// The id of a questionnaire that brings none, made with the form.
    #[serde(default)]
    id: String,
    #[serde(default)]
    seen: u64,
    #[serde(default)]
    json: String,
    #[serde(default)]
    better: String,
    #[serde(default)]
    holder: String,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    action: String,
}

/// The file of one questionnaire, to keep or to send. Its licence stands in it.
pub(super) async fn hand_on(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneMeasure { measure }): Path<OneMeasure>,
) -> Result<Response, AppError> {
    let measure = app.catalog.measure(&measure).ok_or(AppError::NotFound)?;
    let files = if measure.pack == PRACTICE_PACK {
        let read = app.content.now();
        let mut kept = read.own.iter().rev().map(|version| &version.files);
        kept.find(|files| files.id == measure.id && files.version == measure.version)
            .cloned()
    } else {
        let shipped = Files::shipped().map_err(|error| AppError::Broken(error.to_string()))?;
        MeasureFiles::of(&shipped, &measure.id, &measure.version)
    };
    let files = files.ok_or(AppError::NotFound)?;
    let json = fhir::export(measure, &files, "en")
        .map_err(|error| AppError::Refused(error.to_string()))?;
    let by = Actor::Account(administrator.staff.id());
    let line = app.line(by, AuditAction::Export, None);
    app.store.audit(&line).await?;
    let name = format!("attachment; filename=\"{}.json\"", measure.id);
    let headers = [
        (CONTENT_TYPE, "application/fhir+json".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, json).into_response())
}

pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
) -> Result<Html<String>, AppError> {
    let input = Input {
        id: format!("practice-{}", RandomIds.next_id().simple()),
        seen: app.content.now().counter,
        holder: app.settings.read().await.practice_name.clone(),
        ..Input::default()
    };
    html(&page(&app, &administrator, input).await)
}

/// Shows what a file holds, or saves it.
pub(super) async fn take_in(
    State(app): State<App>,
    administrator: Administrator,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    let today = app.today().await;
    let imported = match input.read(&app, &today.to_string()) {
        Ok(imported) => imported,
        Err(problem) => {
            let page = ImportPage {
                problem,
                ..page(&app, &administrator, input).await
            };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
        }
    };
    if input.action != "save" {
        let page = ImportPage {
            title: imported.measure.title.clone(),
            notes: imported.notes,
            preview: Some(Preview::of(&imported.measure)),
            ..page(&app, &administrator, input).await
        };
        return Ok(html(&page)?.into_response());
    }
    let by = administrator.staff.id();
    let line = Line::Measure {
        files: imported.files,
        by,
        on: today,
    };
    app.add_content(&line, input.seen, by).await?;
    Ok(Redirect::to("/practice/questionnaires?kept=yes#own").into_response())
}

impl Input {
    fn read(&self, app: &App, today: &str) -> Result<Imported, String> {
        let direction = match self.better.as_str() {
            "higher" => Direction::HigherIsBetter,
            "lower" => Direction::LowerIsBetter,
            _ => return Err("Please say whether more points are better or worse.".to_owned()),
        };
        if self.holder.trim().is_empty() || self.basis.trim().is_empty() {
            return Err("Please write who holds the licence and what permits the use.".to_owned());
        }
        let importing = Importing {
            id: self.id.clone(),
            direction,
            grant: Grant {
                holder: self.holder.trim().to_owned(),
                basis: self.basis.trim().to_owned(),
                stated: today.to_owned(),
            },
        };
        let imported = fhir::import(&self.json, &importing).map_err(|error| error.to_string())?;
        let (id, version) = (&imported.measure.id, &imported.measure.version);
        let shipped = app.content.shipped().measure(id);
        if shipped.is_some_and(|measure| !measure.texts.is_empty()) {
            return Err(format!("{id} is part of the program already."));
        }
        if app.catalog.measure_version(id, version).is_some() {
            return Err(format!("{id} is here already in version {version}."));
        }
        Ok(imported)
    }
}

async fn page(app: &App, administrator: &Administrator, input: Input) -> ImportPage {
    ImportPage {
        frame: Frame::staff(app, "Take in a questionnaire", &administrator.staff).await,
        here: "questionnaires",
        input,
        problem: String::new(),
        title: String::new(),
        notes: Vec::new(),
        preview: None,
    }
}
