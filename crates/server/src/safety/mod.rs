//! The client's safety plan in their own space: to read and to print, one press away from every page there.
//!
//! It is made together, on a page of the clinician; what stands here is the version agreed last. Nothing of it is kept
//! on the device: see decision 0020.

use askama::Template;
use attune_care::risk::SafetyStep;
use axum::extract::State;
use axum::response::Html;

use crate::App;
use crate::language::key;
use crate::page::html;
use crate::policy::{Policy, SpaceHolder};
use crate::portal::{Frame, Help, Trouble};
use crate::routes::Routes;
use crate::space::{Nav, Place};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/portal/safety-plan", Policy::ClientSpace, show)
}

/// One step with the client's own lines.
struct Step {
    /// Its heading.
    title: String,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "safety/own.html")]
struct SafetyPage {
    frame: Frame,
    nav: Nav,
    /// The steps that say something; none without a plan.
    steps: Vec<Step>,
    /// When it was agreed.
    on: Option<String>,
    help: Help,
}

async fn show(State(app): State<App>, holder: SpaceHolder) -> Result<Html<String>, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let today = app.today().await;
    let frame = Frame::of(&app).await;
    let plan = opened.record.safety_plan();
    let steps = SafetyStep::ALL.into_iter().map(|step| Step {
        title: frame.say(title(step)).to_string(),
        lines: plan.map_or_else(Vec::new, |plan| plan.lines(step).to_vec()),
    });
    let steps = steps.filter(|step| !step.lines.is_empty()).collect();
    Ok(html(&SafetyPage {
        nav: Nav::at(Place::More),
        steps,
        on: plan.map(|plan| frame.language.day(plan.on, today)),
        help: Help::of(&app).await,
        frame,
    })?)
}

/// The heading of a step, as the key of a text.
pub(crate) fn title(step: SafetyStep) -> &'static str {
    match step {
        SafetyStep::Signs => key("safety-signs"),
        SafetyStep::Own => key("safety-own"),
        SafetyStep::Distraction => key("safety-distraction"),
        SafetyStep::People => key("safety-people"),
        SafetyStep::Professionals => key("safety-professionals"),
        SafetyStep::Surroundings => key("safety-surroundings"),
    }
}
