//! Assessment that keeps itself going: which measures are asked again, in which rhythm.
//!
//! A schedule is an arrangement, and what it asks for are ordinary assignments. Whether something is due is worked
//! out from the record alone, so that a page and the program in the background come to the same answer, and the id
//! of each assignment is made from schedule and occasion, so that whoever works it out a second time finds it made.

mod change;
mod due;
mod expected;
mod occasion;
mod propose;
mod rhythm;

use attune_ids::{EntryId, ScheduleId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::assess::Way;

pub use change::{NewSchedule, end_schedule, pause_schedule, set_schedule, undo_schedule};
pub use due::{due_today, next_due};
pub use expected::{LEAD_DAYS, USUAL_DAYS, expected_session};
pub use occasion::Moment;
pub use propose::{Proposal, propose};
pub use rhythm::Rhythm;

/// Measures that are asked again and again, or on one occasion to come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// Stays the same when the arrangement changes. It stands in sealed entries only; ids of assignments are made
    /// from it.
    pub id: ScheduleId,
    /// Catalogue ids, asked in this order as one flow.
    pub measures: Vec<String>,
    /// How often.
    pub rhythm: Rhythm,
    /// How it is given.
    pub way: Way,
    /// The first day.
    pub from: Date,
    /// The last day on which anything is asked; none: until it is ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Nothing is asked for the time being.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
}

/// The end of a schedule. What was asked already stays asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScheduleEnding {
    /// Which.
    pub schedule: ScheduleId,
    /// Why; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
}

/// A schedule as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleState {
    /// The arrangement as it was set last.
    pub schedule: Schedule,
    /// The entry of the latest change, which can be taken back.
    pub changed_by: EntryId,
    /// Why it ended; none while it runs.
    pub ended: Option<String>,
}

impl ScheduleState {
    /// Something will be asked, today or later.
    pub fn is_running(&self) -> bool {
        self.ended.is_none() && !self.schedule.paused
    }
}
