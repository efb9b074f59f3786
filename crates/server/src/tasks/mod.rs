//! What was agreed to try between sessions, on the client's phone: see it, say how it went, take that back.

use askama::Template;
use attune_care::session::{TaskDone, TaskState, take_back_report, tell_task};
use attune_ids::{EntryId, TaskId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::App;
use crate::language::{Here, key};
use crate::page::{form_id, html};
use crate::policy::{Policy, SpaceHolder};
use crate::portal::{Frame, Trouble};
use crate::routes::Routes;
use crate::space::{Nav, Place};

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/portal/tasks", Policy::ClientSpace, show)
        .post("/portal/tasks/{task}", Policy::ClientSpace, tell)
        .post("/portal/tasks/{task}/undo", Policy::ClientSpace, undo)
}

/// One task as the client sees it.
struct Line {
    id: TaskId,
    words: String,
    agreed: String,
    /// What they said of it.
    told: Option<String>,
    told_words: String,
    /// What the two found when they looked at it.
    looked: Option<String>,
    entry: EntryId,
}

#[derive(Template)]
#[template(path = "tasks/own.html")]
struct TasksPage {
    frame: Frame,
    nav: Nav,
    /// How far it can have got: code and words.
    choices: Vec<(&'static str, String)>,
    open: Vec<Line>,
    past: Vec<Line>,
}

#[derive(Deserialize)]
pub(super) struct One {
    task: TaskId,
}

#[derive(Deserialize)]
pub(super) struct Told {
    entry: EntryId,
    done: TaskDone,
    #[serde(default)]
    words: String,
}

#[derive(Deserialize)]
pub(super) struct Undo {
    entry: EntryId,
}

async fn show(State(app): State<App>, holder: SpaceHolder) -> Result<Html<String>, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let today = app.today().await;
    let language = Here::now().language;
    let far = |done: TaskDone| language.say(done_key(done)).to_string();
    let record = &opened.record;
    let line = |state: &TaskState| Line {
        id: state.task.id,
        words: state.task.words.clone(),
        agreed: record
            .session(state.task.session)
            .map_or_else(String::new, |session| {
                language.day(session.meeting.on, today)
            }),
        told: state.told.as_ref().map(|told| far(told.item.done)),
        told_words: state
            .told
            .as_ref()
            .map_or_else(String::new, |told| told.item.words.clone()),
        looked: state.outcome.as_ref().map(|outcome| far(outcome.done)),
        entry: form_id(),
    };
    let tasks = record.tasks.iter().rev().map(line);
    let (open, past) = tasks.partition(|task: &Line| task.looked.is_none());
    Ok(html(&TasksPage {
        frame: Frame::of(&app).await,
        nav: Nav::at(Place::Today),
        choices: TaskDone::ALL
            .into_iter()
            .map(|done| (done.code(), far(done)))
            .collect(),
        open,
        past,
    })?)
}

/// How far it got, as the key of a text.
fn done_key(done: TaskDone) -> &'static str {
    match done {
        TaskDone::Done => key("tasks-done"),
        TaskDone::Partly => key("tasks-partly"),
        TaskDone::NotDone => key("tasks-not-done"),
    }
}

/// Says how a task went; said again, it is said differently.
async fn tell(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(One { task }): Path<One>,
    Form(told): Form<Told>,
) -> Result<Response, Trouble> {
    app.change_for_client(
        &holder,
        AuditAction::RecordWrite,
        told.entry,
        &[],
        |record, _, _| tell_task(record, task, told.done, &told.words, told.entry),
    )
    .await??;
    Ok(Redirect::to(&format!("/portal/tasks#task-{task}")).into_response())
}

/// Takes back what was said: the task is open again.
async fn undo(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(One { task }): Path<One>,
    Form(asked): Form<Undo>,
) -> Result<Response, Trouble> {
    app.change_for_client(
        &holder,
        AuditAction::RecordWrite,
        asked.entry,
        &[],
        |record, _, _| take_back_report(record, task, asked.entry),
    )
    .await??;
    Ok(Redirect::to(&format!("/portal/tasks#task-{task}")).into_response())
}
