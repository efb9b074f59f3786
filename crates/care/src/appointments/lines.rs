use std::collections::BTreeSet;

use attune_ids::{AccountId, AppointmentId, TogetherId};
use jiff::ToSpan;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{AppointmentState, Standing};
use crate::Record;
use crate::session::MeetingKind;

/// Appointments of which it is known what became of them, and that a headline still holds: half a year of weeks.
const LATEST_SETTLED: usize = 26;

/// What a calendar shows of an appointment without opening the record: a part of the headline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentLine {
    /// Which.
    pub id: AppointmentId,
    /// With whom.
    pub with: AccountId,
    /// When, on the wall of the practice.
    pub at: DateTime,
    /// How long, in minutes.
    pub minutes: u16,
    /// Where.
    pub how: MeetingKind,
    /// Set where several clients meet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub together: Option<TogetherId>,
    /// What became of it.
    pub standing: LineStanding,
}

/// What became of it, without a word about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineStanding {
    /// It is to come, or nobody has said.
    Agreed,
    /// Called off.
    Cancelled,
    /// The client did not come.
    Missed,
    /// They met.
    Kept,
}

impl AppointmentLine {
    /// When it is over, on the wall of the practice.
    pub fn end(&self) -> DateTime {
        self.at.saturating_add(i64::from(self.minutes).minutes())
    }

    fn of(state: &AppointmentState) -> Self {
        Self {
            id: state.id,
            with: state.with,
            at: state.at,
            minutes: state.minutes,
            how: state.how,
            together: state.together,
            standing: match state.standing {
                Standing::Agreed => LineStanding::Agreed,
                Standing::Cancelled(_) => LineStanding::Cancelled,
                Standing::Missed(_) => LineStanding::Missed,
                Standing::Kept(_) => LineStanding::Kept,
            },
        }
    }
}

/// For the headline: everything agreed, and the latest of those that are settled. Earliest first.
pub fn lines(record: &Record) -> Vec<AppointmentLine> {
    let mut all: Vec<&AppointmentState> = record.appointments.iter().collect();
    all.sort_by_key(|state| (state.at, state.id));
    let settled = all.iter().filter(|state| !state.is_agreed()).count();
    let mut to_leave_out = settled.saturating_sub(LATEST_SETTLED);
    all.retain(|state| {
        let left_out = !state.is_agreed() && to_leave_out > 0;
        to_leave_out -= usize::from(left_out);
        !left_out
    });
    all.into_iter().map(AppointmentLine::of).collect()
}

/// The first agreed time after this moment on the wall.
pub fn next_on(record: &Record, after: DateTime) -> Option<&AppointmentState> {
    let agreed = record.appointments.iter().filter(|state| state.is_agreed());
    agreed
        .filter(|state| state.at >= after)
        .min_by_key(|state| state.at)
}

/// Appointments of one person that lie over each other in time, although they are not the same meeting. Shown, never
/// forbidden: whoever makes them may know why.
pub fn overlapping(lines: &[AppointmentLine]) -> BTreeSet<AppointmentId> {
    let mut agreed: Vec<&AppointmentLine> = lines
        .iter()
        .filter(|line| line.standing == LineStanding::Agreed)
        .collect();
    agreed.sort_by_key(|line| line.at);
    let mut found = BTreeSet::new();
    for (place, line) in agreed.iter().enumerate() {
        let end = line.end();
        let later = agreed[place + 1..].iter();
        for other in later.take_while(|other| other.at < end) {
            let same_meeting = line.together.is_some() && line.together == other.together;
            if line.with == other.with && !same_meeting {
                found.insert(line.id);
                found.insert(other.id);
            }
        }
    }
    found
}
