use attune_care::session::{self, TaskDone, Work};
use attune_ids::{EntryId, StrandId, TaskId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use serde::Deserialize;

use super::OneSession;
use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Deserialize)]
pub(crate) struct WorkInput {
    entry: EntryId,
    /// `strand:ID` for a strand of the plan, else the technique's id.
    technique: String,
    how_it_went: String,
}

#[derive(Deserialize)]
pub(crate) struct TaskInput {
    entry: EntryId,
    words: String,
}

#[derive(Deserialize)]
pub(crate) struct OutcomeInput {
    entry: EntryId,
    done: TaskDone,
    #[serde(default)]
    words: String,
}

#[derive(Deserialize)]
pub(crate) struct OneTask {
    task: TaskId,
}

pub(crate) async fn add(
    State(app): State<App>,
    writer: Writer,
    Path(OneSession { session }): Path<OneSession>,
    Form(input): Form<WorkInput>,
) -> Result<Redirect, AppError> {
    let strand = input
        .technique
        .strip_prefix("strand:")
        .and_then(|id| id.parse::<StrandId>().ok());
    app.change(
        &writer,
        AuditAction::RecordWrite,
        input.entry,
        &[],
        |record, _, _| {
            let of_plan =
                strand.and_then(|id| record.plan()?.strands.iter().find(|line| line.id == id));
            let technique =
                of_plan.map_or_else(|| input.technique.clone(), |line| line.technique.clone());
            let work = Work {
                session,
                strand,
                technique,
                how_it_went: input.how_it_went.clone(),
            };
            session::record_work(record, &app.catalog, work, input.entry)
        },
    )
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/session/{session}#done",
        writer.reader.client
    )))
}

pub(crate) async fn give(
    State(app): State<App>,
    writer: Writer,
    Path(OneSession { session }): Path<OneSession>,
    Form(input): Form<TaskInput>,
) -> Result<Redirect, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        input.entry,
        &[],
        |record, _, ids| session::give_task(record, session, &input.words, input.entry, ids),
    )
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/session/{session}#tasks",
        writer.reader.client
    )))
}

pub(crate) async fn look_at(
    State(app): State<App>,
    writer: Writer,
    Path(OneTask { task }): Path<OneTask>,
    Form(input): Form<OutcomeInput>,
) -> Result<Redirect, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        input.entry,
        &[],
        |record, _, _| session::review_task(record, task, input.done, &input.words, input.entry),
    )
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/session#tasks",
        writer.reader.client
    )))
}
