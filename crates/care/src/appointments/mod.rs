//! When the two meet: agreed times, one by one or in series, and what became of each.
//!
//! A series is written down as the times it consists of, never as a rule to be worked out again: what was agreed is
//! what stands, and a later program cannot move it. Times are those on the wall of the practice, without an offset,
//! so that three in the afternoon stays three in the afternoon when the clocks are changed.

mod change;
mod fold;
mod lines;
mod times;

pub use change::{
    Cancel, NewBooking, cancel, hold, make, miss, move_to, take_back, what_can_be_taken_back,
};
pub use fold::{AppointmentState, Standing};
pub use lines::{AppointmentLine, LineStanding, lines, next_on, overlapping};
pub use times::{Ends, MOST_TIMES, Repeat, instant, times};

use attune_ids::{AccountId, AppointmentId, SeriesId, SessionId, TogetherId};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::session::MeetingKind;

/// An appointment and its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Stays the same when it is moved.
    pub id: AppointmentId,
    /// On the wall of the practice.
    pub at: DateTime,
}

/// Times that were agreed together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// Names them as one series; also where it is only one.
    pub series: SeriesId,
    /// With whom.
    pub with: AccountId,
    /// Where.
    pub how: MeetingKind,
    /// How long, in minutes.
    pub minutes: u16,
    /// Set where several clients meet at these times: the same id stands in the record of each, and nothing else of
    /// the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub together: Option<TogetherId>,
    /// The first one first.
    pub slots: Vec<Slot>,
}

/// Appointments got other times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    /// Which, and where to.
    pub slots: Vec<Slot>,
    /// How long from now on, in minutes.
    pub minutes: u16,
}

/// Who called it off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelledBy {
    /// The client.
    Client,
    /// The clinician or the practice.
    Practice,
    /// Both: it is left out, as for a holiday.
    Both,
}

impl CancelledBy {
    /// Everybody who can, in the order offered.
    pub const ALL: [Self; 3] = [Self::Both, Self::Client, Self::Practice];

    /// The code in forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Practice => "practice",
            Self::Both => "both",
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Client => "called off by the client",
            Self::Practice => "called off by us",
            Self::Both => "left out, as agreed",
        }
    }
}

/// Appointments were called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelling {
    /// Which.
    pub appointments: Vec<AppointmentId>,
    /// By whom.
    pub by: CancelledBy,
    /// Later than the two have agreed; somebody decides that, no clock.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// A word about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// The client did not come and had not said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Which.
    pub appointment: AppointmentId,
    /// A word about it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// They met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeping {
    /// Which.
    pub appointment: AppointmentId,
    /// The session that was begun from it.
    pub session: SessionId,
}
