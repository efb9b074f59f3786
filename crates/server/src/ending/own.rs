//! The relapse plan in the client's own space: to read, to change, and to take along.

use askama::Template;
use attune_care::Refusal;
use attune_care::review::{RelapseInput, RelapsePart, agree_relapse_plan};
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::page::{Written, rebased};
use crate::gate::Opened;
use crate::language::key;
use crate::page::{form_id, html};
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::space::{Nav, Place};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "ending/own.html")]
struct OwnPage {
    frame: Frame,
    nav: Nav,
    entry: EntryId,
    parts: Vec<Part>,
    based_on: u32,
    /// When it was written last.
    on: Option<String>,
    /// A key: why it could not be kept.
    problem: Option<&'static str>,
}

struct Part {
    code: &'static str,
    /// A key: the heading.
    title: &'static str,
    /// A key: what to think of.
    prompt: &'static str,
    lines: Vec<String>,
    typed: String,
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
) -> Result<Html<String>, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let input = RelapseInput::of(opened.record.relapse_plan());
    Ok(html(&page(&app, &opened, input, None).await)?)
}

/// Keeps what the client wrote as the next version.
pub(super) async fn keep(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(written): Form<Written>,
) -> Result<Response, Trouble> {
    let (entry, input) = written.read();
    let action = AuditAction::RecordWrite;
    let kept = app
        .change_for_client(&holder, action, entry, &[], |record, today, _| {
            agree_relapse_plan(record, &input, today, entry)
        })
        .await?;
    let problem = match kept {
        Ok(_) => return Ok(Redirect::to("/portal/relapse-plan").into_response()),
        Err(Refusal::Outdated { .. }) => key("relapse-outdated"),
        Err(Refusal::Missing { .. }) => key("relapse-empty"),
        Err(Refusal::AlreadyDone { .. }) => key("relapse-same"),
        Err(Refusal::Invalid { .. }) => key("relapse-long"),
        Err(other) => return Err(AppError::from(other).into()),
    };
    let opened = app.open_for_client(&holder).await?;
    let input = rebased(input, opened.record.relapse_plan());
    let page = page(&app, &opened, input, Some(problem)).await;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

async fn page(
    app: &App,
    opened: &Opened,
    input: RelapseInput,
    problem: Option<&'static str>,
) -> OwnPage {
    let frame = Frame::of(app).await;
    let plan = opened.record.relapse_plan();
    let today = app.today().await;
    OwnPage {
        nav: Nav::at(Place::More),
        entry: form_id(),
        parts: RelapsePart::ALL
            .into_iter()
            .map(|part| Part {
                code: part.code(),
                title: title(part),
                prompt: prompt(part),
                lines: plan.map_or_else(Vec::new, |plan| plan.lines(part).to_vec()),
                typed: input.text(part).to_owned(),
            })
            .collect(),
        based_on: input.based_on,
        on: plan.map(|plan| frame.language.day(plan.on, today)),
        problem,
        frame,
    }
}

/// The heading of a part, as the key of a text.
pub(crate) fn title(part: RelapsePart) -> &'static str {
    match part {
        RelapsePart::Signs => key("relapse-signs"),
        RelapsePart::Own => key("relapse-own"),
        RelapsePart::People => key("relapse-people"),
        RelapsePart::Helped => key("relapse-helped"),
    }
}

fn prompt(part: RelapsePart) -> &'static str {
    match part {
        RelapsePart::Signs => key("relapse-signs-hint"),
        RelapsePart::Own => key("relapse-own-hint"),
        RelapsePart::People => key("relapse-people-hint"),
        RelapsePart::Helped => key("relapse-helped-hint"),
    }
}
