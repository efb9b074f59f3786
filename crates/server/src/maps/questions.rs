//! What the client sends while drawing their map, and about the joint one.

use attune_care::formulate::{self, HowMuch, Link, Sign, ThingLine};
use attune_care::{NewEntry, Record, Refusal};
use attune_catalog::Domain;
use attune_ids::{EntryId, FactorId, IdSource};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::own::{Line, Stage, answer, page, shared_factors};
use crate::language::{Here, key};
use crate::policy::SpaceHolder;
use crate::portal::Trouble;
use crate::{App, AppError};

const NEXT: &str = "/portal/map#question";

/// Why an answer was not kept, as the key of a text.
fn reason(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Missing { field } => match *field {
            "at least two things" => key("map-need-two"),
            "what each line is about" => key("map-need-about"),
            "your words" => key("map-need-words"),
            _ => key("map-open-questions"),
        },
        Refusal::Invalid { field, .. } => match *field {
            "What you marked" => key("map-at-most-three"),
            "The lines" => key("map-at-most-eight"),
            _ => key("map-too-long"),
        },
        Refusal::AlreadyDone { what } if what.starts_with("Two lines") => key("map-twice"),
        _ => key("map-changed"),
    }
}

fn say(key: &'static str) -> String {
    Here::now().language.say(key).to_string()
}

/// Keeps one answer and goes on to the next question, or asks again.
async fn keep(
    app: &App,
    holder: &SpaceHolder,
    entry: EntryId,
    rule: impl Fn(&Record, &mut dyn IdSource) -> Result<Vec<NewEntry>, Refusal>,
) -> Result<Response, Trouble> {
    let action = AuditAction::RecordWrite;
    let kept = app
        .change_for_client(holder, action, entry, &[], |record, _, ids| {
            rule(record, ids)
        })
        .await?;
    match kept {
        Ok(_) => Ok(Redirect::to(NEXT).into_response()),
        Err(refusal) => again_with(app, holder, reason(&refusal), String::new()).await,
    }
}

async fn again_with(
    app: &App,
    holder: &SpaceHolder,
    reason: &'static str,
    typed: String,
) -> Result<Response, Trouble> {
    let opened = app.open_for_client(holder).await?;
    page(app, &opened, Some(say(reason)), typed).await
}

/// The value of a field, trimmed; empty if it was not sent.
fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value.trim())
}

fn entry_of(fields: &[(String, String)]) -> Result<EntryId, AppError> {
    field(fields, "entry")
        .parse()
        .map_err(|_| AppError::NotFound)
}

pub(super) async fn things(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let entry = entry_of(&fields)?;
    // A line more than can be kept, so that too many are refused and not cut off.
    let lines: Vec<ThingLine> = (1..=formulate::MOST_THINGS + 1)
        .map(|number| ThingLine {
            text: field(&fields, &format!("text{number}")).to_owned(),
            domain: Domain::from_code(field(&fields, &format!("about{number}"))),
        })
        .collect();
    let known = shared_factors(&app.open_for_client(&holder).await?);
    let action = AuditAction::RecordWrite;
    let kept = app
        .change_for_client(&holder, action, entry, &[], |record, _, ids| {
            formulate::set_things(record, &known, &lines, entry, ids)
        })
        .await?;
    let Err(refusal) = kept else {
        return Ok(Redirect::to(NEXT).into_response());
    };
    let opened = app.open_for_client(&holder).await?;
    let typed = lines.iter().take(formulate::MOST_THINGS).enumerate();
    let typed = typed.map(|(index, line)| Line::new(index + 1, &line.text, line.domain));
    let stage = Stage::Things(typed.collect());
    let problem = Some(say(reason(&refusal)));
    answer(&app, &opened, stage, problem, String::new()).await
}

pub(super) async fn causes(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let entry = entry_of(&fields)?;
    let marked = fields.iter().filter(|(name, _)| name == "led_by");
    let marked: Result<Vec<FactorId>, _> = marked.map(|(_, value)| value.parse()).collect();
    let (Ok(thing), Ok(marked)) = (field(&fields, "thing").parse::<FactorId>(), marked) else {
        return again_with(&app, &holder, key("map-changed"), String::new()).await;
    };
    keep(&app, &holder, entry, |record, _| {
        formulate::set_causes(record, thing, &marked, entry)
    })
    .await
}

#[derive(Deserialize)]
pub(super) struct HowMuchForm {
    entry: EntryId,
    cause: FactorId,
    effect: FactorId,
    #[serde(default)]
    how_much: String,
    #[serde(default)]
    sign: String,
}

pub(super) async fn how_much(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(form): Form<HowMuchForm>,
) -> Result<Response, Trouble> {
    let how_much = HowMuch::from_code(&form.how_much);
    let sign = Sign::from_code(&form.sign);
    let link = match (how_much, sign) {
        (Some(HowMuch::NotAtAll), _) => (HowMuch::NotAtAll, Sign::More),
        (Some(how_much), Some(sign)) => (how_much, sign),
        _ => return again_with(&app, &holder, key("map-need-both"), String::new()).await,
    };
    let link = Link {
        cause: form.cause,
        effect: form.effect,
        how_much: link.0,
        sign: link.1,
    };
    keep(&app, &holder, form.entry, |record, _| {
        formulate::set_how_much(record, link, form.entry)
    })
    .await
}

#[derive(Deserialize)]
pub(super) struct AgainForm {
    entry: EntryId,
    thing: FactorId,
}

pub(super) async fn again(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(form): Form<AgainForm>,
) -> Result<Response, Trouble> {
    keep(&app, &holder, form.entry, |record, _| {
        formulate::ask_again(record, form.thing, form.entry)
    })
    .await
}

#[derive(Deserialize)]
pub(super) struct ShowForm {
    entry: EntryId,
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(form): Form<ShowForm>,
) -> Result<Response, Trouble> {
    keep(&app, &holder, form.entry, |record, _| {
        formulate::tell(record, form.entry)
    })
    .await
}

#[derive(Deserialize)]
pub(super) struct JointForm {
    entry: EntryId,
    proposal: EntryId,
    #[serde(default)]
    agreed: String,
    #[serde(default)]
    words: String,
}

pub(super) async fn joint(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(form): Form<JointForm>,
) -> Result<Response, Trouble> {
    let (agreed, action) = (form.agreed == "yes", AuditAction::RecordWrite);
    let kept = app
        .change_for_client(&holder, action, form.entry, &[], |record, _, _| {
            formulate::answer_joint(record, form.proposal, agreed, &form.words, form.entry)
        })
        .await?;
    match kept {
        Ok(_) => Ok(Redirect::to("/portal/map#joint").into_response()),
        Err(refusal) => again_with(&app, &holder, reason(&refusal), form.words).await,
    }
}
