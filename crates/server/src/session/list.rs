use askama::Template;
use attune_care::assess::schedule::Moment;
use attune_care::session::{self, MeetingKind, TaskDone, alliance};
use attune_ids::{EntryId, RandomIds, SessionId, TaskId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, Redirect};
use jiff::civil::Date;
use serde::Deserialize;

use crate::format::day;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::{Reader, Writer};
use crate::{App, AppError, form};

#[derive(Template)]
#[template(path = "session/list.html")]
struct SessionsPage {
    frame: Frame,
    banner: Banner,
    entry: EntryId,
    today: Date,
    kinds: [MeetingKind; 3],
    next_time: Option<String>,
    tasks: Vec<OpenTask>,
    outcomes: [TaskDone; 3],
    sessions: Vec<Line>,
    plan: Vec<String>,
}

struct OpenTask {
    id: TaskId,
    entry: EntryId,
    words: String,
    /// What the client says of it.
    told: Option<(&'static str, String)>,
}

struct Line {
    id: SessionId,
    on: String,
    how: &'static str,
    done: String,
    locked: bool,
}

#[derive(Deserialize)]
pub(crate) struct Held {
    entry: EntryId,
    on: String,
    how: MeetingKind,
}

pub(crate) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let record = &opened.record;
    let today = app.today().await;
    let technique = |id: &str| {
        app.catalog
            .technique(id)
            .map_or_else(|| id.to_owned(), |technique| technique.name.clone())
    };
    let mut held: Vec<_> = record.sessions.iter().collect();
    held.sort_by_key(|state| std::cmp::Reverse(state.meeting.on));
    html(&SessionsPage {
        frame: Frame::staff(&app, "Sessions", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Session).await,
        entry: form_id(),
        today,
        kinds: MeetingKind::ALL,
        next_time: alliance(record, &app.catalog)
            .next_time()
            .map(str::to_owned),
        tasks: record
            .tasks
            .iter()
            .filter(|state| state.outcome.is_none())
            .map(|state| OpenTask {
                id: state.task.id,
                entry: form_id(),
                words: state.task.words.clone(),
                told: state
                    .told
                    .as_ref()
                    .map(|told| (told.item.done.label(), told.item.words.clone())),
            })
            .collect(),
        outcomes: TaskDone::ALL,
        sessions: held
            .into_iter()
            .map(|state| Line {
                id: state.meeting.id,
                on: day(state.meeting.on, today),
                how: state.meeting.how.label(),
                done: state
                    .work
                    .iter()
                    .map(|work| technique(&work.item.technique))
                    .collect::<Vec<_>>()
                    .join(", "),
                locked: state.note.is_some(),
            })
            .collect(),
        plan: record.plan().map_or_else(Vec::new, |plan| {
            plan.strands
                .iter()
                .map(|strand| technique(&strand.technique))
                .collect()
        }),
    })
}

pub(crate) async fn hold(
    State(app): State<App>,
    writer: Writer,
    Form(held): Form<Held>,
) -> Result<Redirect, AppError> {
    let on = form::date(&held.on, "The day of the session")?;
    let client = writer.reader.client;
    // Made outside of the rule: asked again after a collision, it must stay the same.
    let id = SessionId::new(&mut RandomIds);
    let changed = app
        .change(
            &writer,
            AuditAction::RecordWrite,
            held.entry,
            &[],
            |_, today, _| session::hold(id, on, held.how, today, held.entry),
        )
        .await?;
    // Sent twice, the first one's session is shown.
    let held_before = changed
        .opened
        .record
        .sessions
        .iter()
        .find(|state| state.entry == held.entry);
    let id = held_before.map_or(id, |state| state.meeting.id);
    app.with_due(changed.opened, Moment::Session).await?;
    Ok(Redirect::to(&format!("/clients/{client}/session/{id}")))
}
