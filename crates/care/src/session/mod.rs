//! Step 5: the meeting. What was done, the note, tasks, the client's feedback.

mod alliance;
mod brief;
mod meeting;
mod note;
mod search;
mod task;
mod template;
mod told;

pub use alliance::{Alliance, DROP, Feedback, LOW, Outstanding, alliance};
pub use brief::{Brief, BriefScore, BriefTask, BriefWish, brief};
pub use meeting::{Meeting, MeetingKind, SessionState, Work, hold, record_work};
pub use note::{Amendment, Note, amend_note, lock_note};
pub(crate) use search::folded;
pub use search::{Hit, Passage, PassageKind, Whereabouts, find, passages};
pub use task::{Task, TaskDone, TaskOutcome, TaskState, give_task, review_task};
pub use template::{NOTE_TEMPLATES, NoteTemplate, with_piece};
pub use told::{TaskReport, TaskReportTakenBack, take_back_report, tell_task};
