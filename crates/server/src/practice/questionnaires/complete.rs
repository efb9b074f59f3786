//! Completing a skeleton with the practice's own licensed wording.

use std::collections::BTreeMap;

use askama::Template;
use attune_catalog::{Completion, CompletionProblem, Files, Measure, MeasureFiles, OptionKind};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::preview::{OneMeasure, Preview};
use super::{Fields, skeleton, value};
use crate::content::Line;
use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "practice/questionnaires/complete.html")]
struct CompletePage {
    frame: Frame,
    here: &'static str,
    id: String,
    name: String,
    title: String,
    holder_of_rights: String,
    statement: String,
    items: usize,
    open: usize,
    sets: Vec<SetField>,
    typed: Completion,
    problems: Vec<CompletionProblem>,
    preview: Option<Preview>,
    seen: u64,
}

/// A box for the words of one set of answers.
struct SetField {
    field: String,
    hint: String,
    rows: usize,
    typed: String,
}

/// The form: empty, or with the wording of the last completion.
pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneMeasure { measure }): Path<OneMeasure>,
) -> Result<Response, AppError> {
    let Some(skeleton) = skeleton(app.content.shipped(), &measure) else {
        return Ok(Redirect::to("/practice/questionnaires").into_response());
    };
    let typed = app
        .catalog
        .measure(&measure)
        .map(Completion::of)
        .unwrap_or_default();
    let seen = app.content.now().counter;
    let page = page(
        &app,
        &administrator,
        skeleton,
        typed,
        Vec::new(),
        None,
        seen,
    )
    .await;
    Ok(html(&page)?.into_response())
}

/// Shows how it would look, or saves it as a new version.
pub(super) async fn receive(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneMeasure { measure }): Path<OneMeasure>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    let Some(skeleton) = skeleton(app.content.shipped(), &measure) else {
        return Ok(Redirect::to("/practice/questionnaires").into_response());
    };
    let typed = read(skeleton, &fields);
    let seen = value(&fields, "seen").parse().unwrap_or_default();
    let today = app.today().await;
    let number = app
        .content
        .now()
        .own
        .iter()
        .filter(|version| version.files.id == measure)
        .count()
        + 1;
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let written = MeasureFiles::of(&shipped_files()?, &skeleton.id, &skeleton.version)
        .ok_or(AppError::NotFound)?;
    let files = match typed.files(skeleton, &written, number, &today.to_string()) {
        Ok(files) => files,
        Err(problems) => {
            let page = page(&app, &administrator, skeleton, typed, problems, None, seen).await;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
        }
    };
    let measure = files
        .load()
        .map_err(|error| AppError::Refused(error.to_string()))?;
    if value(&fields, "action") != "save" {
        let preview = Some(Preview::of(&measure));
        let page = page(
            &app,
            &administrator,
            skeleton,
            typed,
            Vec::new(),
            preview,
            seen,
        )
        .await;
        return Ok(html(&page)?.into_response());
    }
    let by = administrator.staff.id();
    let line = Line::Measure {
        files,
        by,
        on: today,
    };
    app.add_content(&line, seen, by).await?;
    Ok(Redirect::to("/practice/questionnaires?kept=yes#own").into_response())
}

/// The files this program was built with.
fn shipped_files() -> Result<Files, AppError> {
    Files::shipped().map_err(|error| AppError::Broken(error.to_string()))
}

fn read(skeleton: &Measure, fields: &Fields) -> Completion {
    let answers: BTreeMap<String, String> = Completion::option_sets(skeleton)
        .into_iter()
        .map(|set| {
            let typed = value(fields, &format!("answers-{}", set.id));
            (set.id.clone(), typed.to_owned())
        })
        .collect();
    let text = |name: &str| value(fields, name).replace("\r\n", "\n");
    Completion {
        instruction: text("instruction"),
        items: text("items"),
        answers,
        open: text("open"),
        holder: text("holder"),
        basis: text("basis"),
    }
}

async fn page(
    app: &App,
    administrator: &Administrator,
    skeleton: &Measure,
    typed: Completion,
    problems: Vec<CompletionProblem>,
    preview: Option<Preview>,
    seen: u64,
) -> CompletePage {
    let sets = Completion::option_sets(skeleton)
        .into_iter()
        .map(|set| {
            let values = set.values();
            let (hint, rows) = match &set.kind {
                OptionKind::Choices(choices) => {
                    let numbers: Vec<String> = values.iter().map(ToString::to_string).collect();
                    let hint = format!(
                        "{} answers, one on each line. In this order they count {}.",
                        choices.len(),
                        numbers.join(", ")
                    );
                    (hint, choices.len())
                }
                OptionKind::Scale { from, to } => (
                    format!(
                        "A scale from {from} to {to}. Two lines: what {from} means, and what {to} means. Or one line for each number, where each has words of its own."
                    ),
                    if values.len() > 11 { 2 } else { values.len() },
                ),
            };
            SetField {
                field: format!("answers-{}", set.id),
                hint,
                rows,
                typed: typed.answers.get(&set.id).cloned().unwrap_or_default(),
            }
        })
        .collect();
    CompletePage {
        frame: Frame::staff(app, "Complete a questionnaire", &administrator.staff).await,
        here: "questionnaires",
        id: skeleton.id.clone(),
        name: skeleton.name.clone(),
        title: skeleton.title.clone(),
        holder_of_rights: skeleton.licence.holder.clone(),
        statement: skeleton.licence.statement.clone(),
        items: skeleton.items.len(),
        open: skeleton.open_questions.len(),
        sets,
        typed,
        problems,
        preview,
        seen,
    }
}
