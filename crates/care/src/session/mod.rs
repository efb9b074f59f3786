//! Step 5: the meeting. What was done, the note, tasks, the client's feedback.

mod alliance;
mod meeting;
mod note;
mod task;

pub use alliance::{Alliance, DROP, Feedback, LOW, Outstanding, alliance};
pub use meeting::{Meeting, MeetingKind, SessionState, Work, hold, record_work};
pub use note::{Amendment, Note, amend_note, lock_note};
pub use task::{Task, TaskDone, TaskOutcome, TaskState, give_task, review_task};
