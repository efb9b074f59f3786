//! The clinician's page about the end: the relapse plan, written together, and the book.

use askama::Template;
use attune_care::Refusal;
use attune_care::review::{RelapseInput, RelapsePart, RelapsePlan, agree_relapse_plan};
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::format::day;
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::{Reader, Writer};
use crate::review::ending::{EndingView, endings};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "ending/page.html")]
struct EndingPage {
    frame: Frame,
    banner: Banner,
    entry: EntryId,
    endings: Vec<EndingView>,
    /// "Version 2, Tue 14 May, by ..."; none before the first.
    agreed: Option<String>,
    parts: Vec<PartView>,
    based_on: u32,
    problem: Option<String>,
    /// What the other one wrote meanwhile.
    theirs: bool,
    /// What the book would hold, and what is missing in it.
    in_book: Vec<&'static str>,
    not_in_book: Vec<&'static str>,
}

struct PartView {
    code: &'static str,
    title: &'static str,
    prompt: &'static str,
    lines: Vec<String>,
    typed: String,
}

pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let input = RelapseInput::of(opened.record.relapse_plan());
    html(&page(&app, &reader, &opened, input, None).await?)
}

/// The form: a text for each part.
#[derive(Deserialize)]
pub(super) struct Written {
    entry: EntryId,
    based_on: u32,
    #[serde(default)]
    signs: String,
    #[serde(default)]
    own: String,
    #[serde(default)]
    people: String,
    #[serde(default)]
    helped: String,
}

impl Written {
    /// The id of the submission, and what was written.
    pub(super) fn read(self) -> (EntryId, RelapseInput) {
        let input = RelapseInput {
            based_on: self.based_on,
            signs: self.signs,
            own: self.own,
            people: self.people,
            helped: self.helped,
        };
        (self.entry, input)
    }
}

/// Keeps the next version, or shows the form again with what was typed.
pub(super) async fn agree(
    State(app): State<App>,
    writer: Writer,
    Form(written): Form<Written>,
) -> Result<Response, AppError> {
    let (entry, input) = written.read();
    let action = AuditAction::RecordWrite;
    let kept = app
        .change_or_refusal(&writer, action, entry, &[], |record, today, _| {
            agree_relapse_plan(record, &input, today, entry)
        })
        .await?;
    let Err(refusal) = kept else {
        let client = writer.reader.client;
        return Ok(Redirect::to(&format!("/clients/{client}/ending#plan")).into_response());
    };
    let opened = app.open(&writer.reader).await?;
    let input = rebased(input, opened.record.relapse_plan());
    let page = page(&app, &writer.reader, &opened, input, Some(refusal)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

/// What was typed, on top of the version that is there now.
pub(super) fn rebased(input: RelapseInput, now: Option<&RelapsePlan>) -> RelapseInput {
    RelapseInput {
        based_on: now.map_or(0, |plan| plan.number),
        ..input
    }
}

async fn page(
    app: &App,
    reader: &Reader,
    opened: &Opened,
    input: RelapseInput,
    refusal: Option<Refusal>,
) -> Result<EndingPage, AppError> {
    let record = &opened.record;
    let today = app.today().await;
    let plan = record.relapse_plan();
    let agreed = match record.relapse_plans.last() {
        Some(plan) => Some(format!(
            "Version {}, {}, written down by {}",
            plan.item.number,
            day(plan.item.on, today),
            app.author_name(plan.by).await?
        )),
        None => None,
    };
    let (in_book, not_in_book) = [
        (
            "the map as it was and as it is now",
            record.space.map.is_some(),
        ),
        (
            "goals and what you did together",
            record.space.plan.is_some(),
        ),
        (
            "early signs, what to do, whom to call, what helped",
            plan.is_some(),
        ),
    ]
    .into_iter()
    .partition::<Vec<_>, _>(|(_, there)| *there);
    let names = |list: Vec<(&'static str, bool)>| list.into_iter().map(|(name, _)| name).collect();
    Ok(EndingPage {
        frame: Frame::staff(app, "Towards the end", &reader.staff).await,
        banner: Banner::of(app, reader, opened, Step::Review).await,
        entry: form_id(),
        endings: endings(record, &app.catalog, today),
        agreed,
        parts: RelapsePart::ALL
            .into_iter()
            .map(|part| PartView {
                code: part.code(),
                title: part.title(),
                prompt: part.prompt(),
                lines: plan.map_or_else(Vec::new, |plan| plan.lines(part).to_vec()),
                typed: input.text(part).to_owned(),
            })
            .collect(),
        based_on: input.based_on,
        theirs: matches!(refusal, Some(Refusal::Outdated { .. })),
        problem: refusal.map(|refusal| match refusal {
            Refusal::Outdated { .. } => "Somebody wrote the next version meanwhile. It stands below; look it over, then keep yours on top of it.".to_owned(),
            refusal => refusal.to_string(),
        }),
        in_book: names(in_book),
        not_in_book: names(not_in_book),
    })
}
