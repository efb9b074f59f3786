//! The client names something that happened, to look at it together.

use askama::Template;
use attune_care::Refusal;
use attune_care::worksheets::set_moment;
use attune_ids::EntryId;
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::change::Typed;
use crate::App;
use crate::language::{Here, key};
use crate::page::{form_id, html};
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::space::{Nav, Place};

#[derive(Template)]
#[template(path = "moments/own.html")]
struct OwnPage {
    frame: Frame,
    nav: Nav,
    entry: EntryId,
    words: String,
    on: String,
    today: String,
    problem: String,
    /// When, and in what words.
    moments: Vec<(String, String)>,
}

pub(super) async fn show(State(app): State<App>, holder: SpaceHolder) -> Result<Response, Trouble> {
    Ok(html(&page(&app, &holder, &Typed::default(), String::new()).await?)?.into_response())
}

async fn page(
    app: &App,
    holder: &SpaceHolder,
    typed: &Typed,
    problem: String,
) -> Result<OwnPage, Trouble> {
    let opened = app.open_for_client(holder).await?;
    let today = app.today().await;
    let language = Here::now().language;
    let moments = opened.record.moments.iter().rev();
    Ok(OwnPage {
        frame: Frame::of(app).await,
        nav: Nav::at(Place::Today),
        entry: form_id(),
        words: typed.words.clone(),
        on: if typed.on.is_empty() {
            today.to_string()
        } else {
            typed.on.clone()
        },
        today: today.to_string(),
        problem,
        // Only what they named themselves: a moment the clinician names is theirs to bring up.
        moments: moments
            .filter(|kept| kept.by == attune_care::Author::Client)
            .map(|kept| (language.day(kept.item.on, today), kept.item.words.clone()))
            .collect(),
    })
}

pub(super) async fn add(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    // A client says what happened and when; sides of life and factors are for the two to find.
    let typed = Typed {
        domains: Vec::new(),
        factors: Vec::new(),
        ..Typed::of(&fields)
    };
    let entry = typed.entry.unwrap_or_else(form_id);
    let named = app
        .change_for_client(
            &holder,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, today, ids| set_moment(record, typed.read(None)?, today, entry, ids),
        )
        .await?;
    let problem = match named {
        Ok(_) => return Ok(Redirect::to("/portal/moments#kept").into_response()),
        Err(Refusal::Missing { .. }) => key("moment-nothing-written"),
        Err(_) => key("moment-wants-day"),
    };
    let problem = Here::now().language.say(problem).to_string();
    let page = page(&app, &holder, &typed, problem).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}
