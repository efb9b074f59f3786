use attune_ids::{EntryId, IdSource, SessionId, TaskId};
use serde::{Deserialize, Serialize};

use crate::refusal::required;
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// Something the client takes along until next time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Stays the same until it was looked at.
    pub id: TaskId,
    /// The session it was agreed in.
    pub session: SessionId,
    /// In the words agreed.
    pub words: String,
}

/// How far it got. No grades: it was a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskDone {
    /// Done.
    Done,
    /// Tried, in part.
    Partly,
    /// Not done.
    NotDone,
}

impl TaskDone {
    /// Every outcome, in the order offered.
    pub const ALL: [Self; 3] = [Self::Done, Self::Partly, Self::NotDone];

    /// The code in forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "partly",
            Self::NotDone => "not_done",
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "tried, in part",
            Self::NotDone => "not done",
        }
    }
}

/// What came of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskOutcome {
    /// Which task.
    pub task: TaskId,
    /// How far it got.
    pub done: TaskDone,
    /// What was learned, in words.
    #[serde(default)]
    pub words: String,
}

/// A task as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskState {
    /// What was agreed.
    pub task: Task,
    /// What the client says of it, if they have.
    pub told: Option<Dated<super::TaskReport>>,
    /// Set when it was looked at.
    pub outcome: Option<TaskOutcome>,
}

/// Agrees a between-session task.
pub fn give_task(
    record: &Record,
    session: SessionId,
    words: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    record
        .session(session)
        .ok_or(Refusal::NotThere { what: "session" })?;
    let task = Task {
        id: TaskId::new(ids),
        session,
        words: required(words, "the task")?,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::TaskGiven(task),
    }])
}

/// Records what came of a task.
pub fn review_task(
    record: &Record,
    task: TaskId,
    done: TaskDone,
    words: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .task(task)
        .ok_or(Refusal::NotThere { what: "task" })?;
    if state.outcome.is_some() {
        return Err(Refusal::AlreadyDone {
            what: "This task has been looked at already.",
        });
    }
    let outcome = TaskOutcome {
        task,
        done,
        words: words.trim().to_owned(),
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::TaskReviewed(outcome),
    }])
}
