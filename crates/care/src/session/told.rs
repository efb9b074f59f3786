//! What the client says of a between-session task before it is looked at together.

use attune_ids::{EntryId, TaskId};
use serde::{Deserialize, Serialize};

use super::TaskDone;
use crate::{Body, NewEntry, Record, Refusal};

/// How it went, in the client's own view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskReport {
    /// Which task.
    pub task: TaskId,
    /// How far it got.
    pub done: TaskDone,
    /// A word about it, if they wanted.
    #[serde(default)]
    pub words: String,
}

/// The client takes back what they said of a task: it is open again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskReportTakenBack {
    /// Which task.
    pub task: TaskId,
}

/// Says how a task went. It may be said again as long as nobody has looked at the task together.
///
/// # Errors
/// The task is not in the record, or it was looked at.
pub fn tell_task(
    record: &Record,
    task: TaskId,
    done: TaskDone,
    words: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    open_task(record, task)?;
    let report = TaskReport {
        task,
        done,
        words: words.trim().to_owned(),
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::TaskTold(report),
    }])
}

/// Takes back what was said of a task.
///
/// # Errors
/// The task is not in the record, or it was looked at.
pub fn take_back_report(
    record: &Record,
    task: TaskId,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = open_task(record, task)?;
    if state.told.is_none() {
        return Ok(Vec::new());
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::TaskReportTakenBack(TaskReportTakenBack { task }),
    }])
}

fn open_task(record: &Record, task: TaskId) -> Result<&super::TaskState, Refusal> {
    let state = record
        .task(task)
        .ok_or(Refusal::NotThere { what: "task" })?;
    if state.outcome.is_some() {
        return Err(Refusal::AlreadyDone {
            what: "You have looked at this task together already.",
        });
    }
    Ok(state)
}
