//! The safety plan of a client: read, written together, its versions, and on one page for paper.

use std::collections::BTreeMap;

use askama::Template;
use attune_care::risk::{
    SafetyPlan, SafetyPlanInput, SafetyStep, agree_safety_plan, bring_back, changes,
};
use attune_care::{Dated, Refusal};
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::authors::Authors;
use crate::format::day;
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::{Reader, Writer};
use crate::portal::Help;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "risk/safety_plan.html")]
struct SafetyPlanPage {
    frame: Frame,
    banner: Banner,
    entry: EntryId,
    now: Option<Version>,
    steps: Vec<StepView>,
    input: SafetyPlanInput,
    earlier: Vec<Version>,
    help: Help,
    problem: Option<String>,
    /// What somebody else agreed meanwhile.
    theirs: Option<Vec<Change>>,
}

struct StepView {
    number: usize,
    code: &'static str,
    title: &'static str,
    prompt: &'static str,
    lines: Vec<String>,
    typed: String,
}

struct Version {
    number: u32,
    on: String,
    by: String,
    back_to: Option<u32>,
    /// Against the version before it.
    changes: Vec<Change>,
    /// For the form that brings it back.
    entry: EntryId,
}

struct Change {
    title: &'static str,
    added: Vec<String>,
    dropped: Vec<String>,
    reordered: bool,
}

pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let input = SafetyPlanInput::of(opened.record.safety_plan());
    html(&page(&app, &reader, &opened, input, None).await?)
}

/// The form: a text for each step.
#[derive(Debug, Deserialize)]
pub(super) struct Agreeing {
    entry: EntryId,
    based_on: u32,
    #[serde(default)]
    signs: String,
    #[serde(default)]
    own: String,
    #[serde(default)]
    distraction: String,
    #[serde(default)]
    people: String,
    #[serde(default)]
    professionals: String,
    #[serde(default)]
    surroundings: String,
}

/// Keeps what was agreed as the next version.
pub(super) async fn agree(
    State(app): State<App>,
    writer: Writer,
    Form(form): Form<Agreeing>,
) -> Result<Response, AppError> {
    let entry = form.entry;
    let input = SafetyPlanInput {
        based_on: form.based_on,
        signs: form.signs,
        own: form.own,
        distraction: form.distraction,
        people: form.people,
        professionals: form.professionals,
        surroundings: form.surroundings,
    };
    let kept = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, today, _| agree_safety_plan(record, &input, today, entry),
        )
        .await?;
    match kept {
        Ok(_) => Ok(onward(&writer)),
        Err(refusal) => refused(&app, &writer, input, &refusal).await,
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct OneVersion {
    number: u32,
}

#[derive(Debug, Deserialize)]
pub(super) struct BringingBack {
    entry: EntryId,
    based_on: u32,
}

/// Makes an earlier version the next one.
pub(super) async fn again(
    State(app): State<App>,
    writer: Writer,
    Path(OneVersion { number }): Path<OneVersion>,
    Form(form): Form<BringingBack>,
) -> Result<Response, AppError> {
    let entry = form.entry;
    app.change(
        &writer,
        AuditAction::RecordWrite,
        entry,
        &[],
        |record, today, _| bring_back(record, number, form.based_on, today, entry),
    )
    .await?;
    Ok(onward(&writer))
}

fn onward(writer: &Writer) -> Response {
    let client = writer.reader.client;
    Redirect::to(&format!("/clients/{client}/safety-plan")).into_response()
}

/// The form again, with what was typed. If somebody else was faster, with what they agreed: it is looked over, and
/// the next save is built on theirs.
async fn refused(
    app: &App,
    writer: &Writer,
    input: SafetyPlanInput,
    refusal: &Refusal,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    let plans = &opened.record.safety_plans;
    let based_on = plans.iter().find(|plan| plan.item.number == input.based_on);
    let newest = opened.record.safety_plan();
    let theirs = matches!(refusal, Refusal::Outdated { .. }).then(|| {
        let before = based_on.map(|plan| plan.item.clone());
        let before = before.or_else(|| newest.map(nothing_of));
        match (before, newest) {
            (Some(before), Some(newest)) => views(&before, newest),
            _ => Vec::new(),
        }
    });
    let input = SafetyPlanInput {
        based_on: newest.map_or(0, |plan| plan.number),
        ..input
    };
    let mut page = page(
        app,
        &writer.reader,
        &opened,
        input,
        Some(refusal.to_string()),
    )
    .await?;
    page.theirs = theirs;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

async fn page(
    app: &App,
    reader: &Reader,
    opened: &Opened,
    input: SafetyPlanInput,
    problem: Option<String>,
) -> Result<SafetyPlanPage, AppError> {
    let authors = app.authors().await?;
    let today = app.today().await;
    let plans = &opened.record.safety_plans;
    let by_number: BTreeMap<u32, &Dated<SafetyPlan>> =
        plans.iter().map(|plan| (plan.item.number, plan)).collect();
    let version = |plan: &Dated<SafetyPlan>, authors: &Authors| {
        let before = plan.item.number.checked_sub(1);
        let before = before.and_then(|number| by_number.get(&number));
        Version {
            number: plan.item.number,
            on: day(plan.item.on, today),
            by: authors.name(plan.by),
            back_to: plan.item.back_to,
            changes: before.map_or_else(Vec::new, |before| views(&before.item, &plan.item)),
            entry: form_id(),
        }
    };
    let mut versions: Vec<Version> = plans
        .iter()
        .rev()
        .map(|plan| version(plan, &authors))
        .collect();
    let now = (!versions.is_empty()).then(|| versions.remove(0));
    let plan = opened.record.safety_plan();
    Ok(SafetyPlanPage {
        frame: Frame::staff(app, "Safety plan", &reader.staff).await,
        banner: Banner::of(app, reader, opened, Step::Plan).await,
        entry: form_id(),
        now,
        steps: steps(plan, &input),
        input,
        earlier: versions,
        help: Help::of(app).await,
        problem,
        theirs: None,
    })
}

fn steps(plan: Option<&SafetyPlan>, input: &SafetyPlanInput) -> Vec<StepView> {
    SafetyStep::ALL
        .into_iter()
        .zip(1..)
        .map(|(step, number)| StepView {
            number,
            code: step.code(),
            title: step.title(),
            prompt: step.prompt(),
            lines: plan.map_or_else(Vec::new, |plan| plan.lines(step).to_vec()),
            typed: input.text(step).to_owned(),
        })
        .collect()
}

fn views(before: &SafetyPlan, after: &SafetyPlan) -> Vec<Change> {
    changes(before, after)
        .into_iter()
        .map(|change| Change {
            title: change.step.title(),
            added: change.added,
            dropped: change.dropped,
            reordered: change.reordered,
        })
        .collect()
}

/// A plan without a line, to say what a first version brought.
fn nothing_of(plan: &SafetyPlan) -> SafetyPlan {
    SafetyPlan {
        number: 0,
        signs: Vec::new(),
        own: Vec::new(),
        distraction: Vec::new(),
        people: Vec::new(),
        professionals: Vec::new(),
        surroundings: Vec::new(),
        on: plan.on,
        back_to: None,
    }
}

#[derive(Template)]
#[template(path = "risk/safety_plan_paper.html")]
struct PaperPage {
    frame: Frame,
    banner: Banner,
    agreed: Option<String>,
    steps: Vec<StepView>,
    help: Help,
    today: String,
}

/// The plan on one page in large type, to take along.
pub(super) async fn paper(
    State(app): State<App>,
    reader: Reader,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let today = app.today().await;
    let plan = opened.record.safety_plan();
    let mut steps = steps(plan, &SafetyPlanInput::default());
    steps.retain(|step| !step.lines.is_empty());
    html(&PaperPage {
        frame: Frame::staff(&app, "Safety plan on paper", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Plan).await,
        agreed: plan.map(|plan| day(plan.on, today)),
        steps,
        help: Help::of(&app).await,
        today: day(today, today),
    })
}
