//! My plan and my map: as they were shared, and nothing newer.

use askama::Template;
use attune_care::Record;
use attune_care::plan::{Frequency, GoalRating, goal_course, rate_goals};
use attune_care::space::{self, Kind, Shareable, as_shared};
use attune_ids::{EntryId, GoalId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::{Nav, Place};
use crate::gate::Opened;
use crate::language::{Here, key};
use crate::page::{form_id, html};
use crate::pictures::{self, MapPicture};
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::{App, AppError};

/// The plan as the client reads it.
pub(crate) struct PlanView {
    pub(crate) goals: Vec<Goal>,
    /// Number of sessions from here on, if it was agreed.
    pub(super) sessions: Option<u32>,
    /// A key: how often the two meet.
    pub(super) often: Option<&'static str>,
    /// What will be so when it is enough.
    pub(super) enough: String,
    /// By what the two will see that this does not help.
    pub(super) not_helping: String,
    /// For the form that rates goals.
    pub(super) entry: EntryId,
    pub(crate) ways: Vec<Way>,
    pub(super) look_on: String,
}

/// A goal with how near the client said it is.
pub(crate) struct Goal {
    pub(crate) id: GoalId,
    pub(crate) words: String,
    /// The last rating and its day.
    pub(super) rated: Option<(u32, String)>,
}

/// One thing the two do together.
pub(crate) struct Way {
    /// What it is called.
    pub(crate) name: String,
    /// What it is, in a sentence.
    pub(crate) what: String,
    /// What it is for, in the client's words.
    pub(super) problem: String,
    /// What the two expect.
    pub(super) expected: String,
}

/// Something shared, with what the client said to it.
pub(super) struct Section {
    kind: &'static str,
    shared: EntryId,
    since: String,
    agreed: Option<String>,
    words: Vec<String>,
    entry: EntryId,
}

#[derive(Template)]
#[template(path = "space/plan.html")]
struct PlanPage {
    frame: Frame,
    nav: Nav,
    problem: Option<String>,
    /// What was typed when it could not be kept.
    typed: String,
    plan: Option<(Section, PlanView)>,
    map: Option<(Section, MapPicture)>,
}

pub(super) async fn show(State(app): State<App>, holder: SpaceHolder) -> Result<Response, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let page = page(&app, &opened, None, String::new()).await?;
    Ok(html(&page)?.into_response())
}

#[derive(Deserialize)]
pub(super) struct Input {
    entry: EntryId,
    of: Kind,
    shared: EntryId,
    #[serde(default)]
    agreed: String,
    #[serde(default)]
    words: String,
}

/// Keeps that the client agrees, or what they have to say.
pub(super) async fn remark(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(input): Form<Input>,
) -> Result<Response, Trouble> {
    let agreed = input.agreed == "yes";
    let action = AuditAction::RecordWrite;
    let kept = app
        .change_for_client(&holder, action, input.entry, &[], |record, _, ids| {
            let words = &input.words;
            space::remark(
                record,
                input.of,
                input.shared,
                agreed,
                words,
                input.entry,
                ids,
            )
        })
        .await?;
    match kept {
        Ok(_) => {
            let place = kind_code(input.of);
            Ok(Redirect::to(&format!("/portal/plan#{place}")).into_response())
        }
        Err(refusal) => {
            let opened = app.open_for_client(&holder).await?;
            let page = page(&app, &opened, Some(refusal.to_string()), input.words).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
        }
    }
}

fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::Plan => "plan",
        Kind::Map => "map",
    }
}

async fn page(
    app: &App,
    opened: &Opened,
    problem: Option<String>,
    typed: String,
) -> Result<PlanPage, AppError> {
    let plan = match section(app, opened, Kind::Plan).await {
        Some(section) => plan_view(app, opened).await.map(|view| (section, view)),
        None => None,
    };
    let map = match section(app, opened, Kind::Map).await {
        Some(section) => map_picture(opened)?.map(|picture| (section, picture)),
        None => None,
    };
    Ok(PlanPage {
        frame: Frame::of(app).await,
        nav: Nav::at(Place::Plan),
        problem,
        typed,
        plan,
        map,
    })
}

async fn section(app: &App, opened: &Opened, kind: Kind) -> Option<Section> {
    let state = &opened.record.space;
    let shared = state.shared(kind)?;
    let (today, zone) = (app.today().await, app.zone().await);
    let language = Here::now().language;
    Some(Section {
        kind: kind_code(kind),
        shared: shared.entry,
        since: language.day(shared.at.to_zoned(zone.clone()).date(), today),
        agreed: state
            .agreed(kind)
            .map(|said| language.moment(said.at, &zone, today)),
        words: state
            .words(kind)
            .filter_map(|said| said.item.words.clone())
            .collect(),
        entry: form_id(),
    })
}

/// The plan version that is shared, in the words it had then. The reason a version came
/// about is the clinician's and is left out.
pub(crate) async fn plan_view(app: &App, opened: &Opened) -> Option<PlanView> {
    let shared = opened.record.space.plan.as_ref()?;
    let Shareable::Plan { number } = shared.item.shared else {
        return None;
    };
    let then: Record = as_shared(&opened.record, &opened.entries, shared);
    let plan = then.plans.iter().find(|plan| plan.item.number == number)?;
    let ways = plan.item.strands.iter().map(|strand| {
        let technique = app.catalog.technique(&strand.technique);
        Way {
            name: technique.map_or_else(String::new, |found| found.name.clone()),
            what: technique.map_or_else(String::new, |found| found.what.clone()),
            problem: then
                .problem(strand.problem)
                .map_or_else(String::new, |state| state.problem.words.clone()),
            expected: strand.expected.clone(),
        }
    });
    let language = Here::now().language;
    let today = app.today().await;
    let goals = plan.item.goals.iter().map(|goal| Goal {
        id: goal.id,
        words: goal.words.clone(),
        // Ratings are the client's own, also those after it was shared.
        rated: goal_course(&opened.record, goal.id)
            .map(|course| (u32::from(course.last.1), language.day(course.last.0, today))),
    });
    let terms = &plan.item.terms;
    Some(PlanView {
        goals: goals.collect(),
        sessions: terms.sessions,
        often: terms.frequency.map(often_key),
        enough: terms.enough.clone(),
        not_helping: terms.not_helping.clone(),
        entry: form_id(),
        ways: ways.collect(),
        look_on: Here::now()
            .language
            .day(plan.item.review_on, app.today().await),
    })
}

fn often_key(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::TwiceWeekly => key("meet-twice-weekly"),
        Frequency::Weekly => key("meet-weekly"),
        Frequency::Fortnightly => key("meet-fortnightly"),
        Frequency::Monthly => key("meet-monthly"),
    }
}

/// Keeps how near the client says their goals are. A goal that is left out is not rated.
pub(super) async fn rate(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let field = |wanted: &str| {
        let found = fields.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.as_str())
    };
    let entry: EntryId = field("entry")
        .and_then(|entry| entry.parse().ok())
        .ok_or(AppError::NotFound)?;
    let ratings: Vec<GoalRating> = fields
        .iter()
        .filter_map(|(name, value)| {
            Some(GoalRating {
                goal: name.strip_prefix("goal-")?.parse().ok()?,
                rating: value.parse().ok()?,
            })
        })
        .collect();
    let action = AuditAction::RecordWrite;
    let kept = app
        .change_for_client(&holder, action, entry, &[], |record, today, _| {
            rate_goals(record, &ratings, today, entry)
        })
        .await?;
    if kept.is_ok() {
        return Ok(Redirect::to("/portal/plan#goals").into_response());
    }
    let opened = app.open_for_client(&holder).await?;
    let problem = Here::now().language.say("rate-one-goal").to_string();
    let page = page(&app, &opened, Some(problem), String::new()).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

/// The map that is shared, as it was drawn then.
pub(super) fn map_picture(opened: &Opened) -> Result<Option<MapPicture>, AppError> {
    let Some(shared) = &opened.record.space.map else {
        return Ok(None);
    };
    let then = as_shared(&opened.record, &opened.entries, shared);
    let frame = pictures::map_frame(Here::now().language, "formulation", &then.formulation)?;
    pictures::as_drawn(frame, &then.formulation).map(Some)
}
