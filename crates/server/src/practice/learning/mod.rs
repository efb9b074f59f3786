//! What the practice learns from its own finished therapies, and what it goes by. Like the outcomes it is made from
//! headlines, and opens no record; what is learnt is sums over a hundred people or more
//! (`attune_care::outcomes::learn`).

mod view;

use askama::Template;
use attune_care::Headline;
use attune_care::outcomes::QUIET_DAYS;
use attune_care::outcomes::learn::{LEAST_CLOSED, LEAST_MORE, closed, enough, learn};
use attune_catalog::{Learned, Measure};
use attune_ids::ClientId;
use attune_record::{Actor, AuditAction, AuditLine};
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use serde::Deserialize;
use std::sync::Arc;

use super::outcomes::measures;
use crate::content::Line;
use crate::page::{Frame, html};
use crate::policy::{Administrator, Policy};
use crate::routes::Routes;
use crate::{App, AppError};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/practice/learning", Policy::Administrator, show)
        .post("/practice/learning", Policy::Administrator, look)
        .post("/practice/learning/use", Policy::Administrator, choose)
}

#[derive(Debug, Default, Deserialize)]
struct Said {
    #[serde(default)]
    kept: String,
}

#[derive(Debug, Deserialize)]
struct LookInput {
    seen: u64,
    measure: String,
}

#[derive(Debug, Deserialize)]
struct ChoiceInput {
    seen: u64,
    measure: String,
    /// Id of a course, or nothing.
    #[serde(default)]
    course: String,
    /// Number of a look, or nothing.
    #[serde(default)]
    outlook: String,
}

#[derive(Template)]
#[template(path = "practice/learning.html")]
struct LearningPage {
    frame: Frame,
    here: &'static str,
    measures: Vec<view::MeasureView>,
    /// Names of measures nobody was led by yet.
    without: Vec<String>,
    seen: u64,
    kept: bool,
    least: usize,
    more: usize,
    quiet_days: i64,
}

async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Query(said): Query<Said>,
) -> Result<Html<String>, AppError> {
    let headlines = headlines(&app, &administrator).await?;
    let today = app.today().await;
    let (mut shown, mut without) = (Vec::new(), Vec::new());
    for measure in measures(&app) {
        let ended = closed(headlines.iter().map(AsRef::as_ref), measure, today).len();
        let before = last_look(&app, measure);
        let total = measure.total.as_deref().unwrap_or_default();
        if ended == 0 && before.is_none() && app.catalog.courses_of(&measure.id, total).count() == 0
        {
            without.push(measure.name.clone());
            continue;
        }
        let ready = enough(ended, before);
        shown.push(view::measure(&app, measure, ended, &ready, today).await?);
    }
    html(&LearningPage {
        frame: Frame::staff(&app, "What was learnt", &administrator.staff).await,
        here: "learning",
        measures: shown,
        without,
        seen: app.content.now().counter,
        kept: said.kept == "yes",
        least: LEAST_CLOSED,
        more: LEAST_MORE,
        quiet_days: QUIET_DAYS,
    })
}

/// Learns from all finished therapies of a measure, and keeps what comes of it, also where it did not pass: a look
/// that could be had again and again for nothing would tell of single people.
async fn look(
    State(app): State<App>,
    administrator: Administrator,
    Form(input): Form<LookInput>,
) -> Result<Redirect, AppError> {
    let measure = one(&app, &input.measure)?.clone();
    let headlines = headlines(&app, &administrator).await?;
    let (before, today) = (last_look(&app, &measure).cloned(), app.today().await);
    // A growth model of thousands takes a moment, and a thread that serves pages must not stand still so long.
    let work = move || {
        let ended = closed(headlines.iter().map(AsRef::as_ref), &measure, today);
        learn(&ended, &measure, before.as_ref(), today)
    };
    let learnt = tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| AppError::Broken(error.to_string()))?;
    // The page says what is missing.
    let Ok(learnt) = learnt else {
        return Ok(Redirect::to("/practice/learning"));
    };
    let text = learnt
        .to_toml()
        .map_err(|error| AppError::Broken(error.to_string()))?;
    let by = administrator.staff.id();
    let line = Line::Learnt {
        text,
        by,
        on: today,
    };
    app.add_content(&line, input.seen, by).await?;
    Ok(Redirect::to("/practice/learning?kept=yes"))
}

/// What pictures, signals and Match go by from now on.
async fn choose(
    State(app): State<App>,
    administrator: Administrator,
    Form(input): Form<ChoiceInput>,
) -> Result<Redirect, AppError> {
    let measure = one(&app, &input.measure)?;
    let total = measure.total.as_deref().unwrap_or_default();
    let mut courses = app.catalog.courses_of(&measure.id, total);
    let course = courses.find(|course| course.id == input.course);
    let outlook = app.catalog.learned.iter().find(|learned| {
        learned.measure == measure.id
            && learned.number.to_string() == input.outlook
            && learned.usable_outlook().is_some()
    });
    let by = administrator.staff.id();
    let line = Line::GoesBy {
        measure: measure.id.clone(),
        course: course.map(|course| course.id.clone()),
        outlook: outlook.map(|learned| learned.number),
        by,
        on: app.today().await,
    };
    app.add_content(&line, input.seen, by).await?;
    Ok(Redirect::to("/practice/learning?kept=yes"))
}

fn one<'a>(app: &'a App, id: &str) -> Result<&'a Measure, AppError> {
    let mut measures = measures(app).into_iter();
    measures
        .find(|measure| measure.id == id)
        .ok_or(AppError::NotFound)
}

fn last_look<'a>(app: &'a App, measure: &Measure) -> Option<&'a Learned> {
    let mut learned = app.catalog.learned.iter();
    learned.rfind(|learned| learned.measure == measure.id)
}

/// Everybody's headline, with a line in the audit that somebody counted.
async fn headlines(
    app: &App,
    administrator: &Administrator,
) -> Result<Vec<Arc<Headline>>, AppError> {
    app.refresh_index().await?;
    let actor = Actor::Account(administrator.staff.id());
    let line = AuditLine {
        detail: "finished therapies of the practice".to_owned(),
        ..app.line(actor, AuditAction::ListRead, None)
    };
    app.store.audit(&line).await?;
    let (everybody, _) = app.all_headlines().await;
    let everybody = everybody.into_iter();
    Ok(everybody
        .map(|(_, headline): (ClientId, Arc<Headline>)| headline)
        .collect())
}
