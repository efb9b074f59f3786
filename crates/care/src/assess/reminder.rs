//! A mail to the client that something still waits for an answer.

use attune_ids::{AssignmentId, EntryId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::assess::Way;
use crate::caseload::days;
use crate::{Body, NewEntry, Record, Refusal};

/// Days after which somebody is reminded, and again after the same time.
pub const REMIND_AFTER_DAYS: i64 = 3;

/// Nobody is reminded of one questionnaire more often than this.
pub const MOST_REMINDERS: usize = 2;

/// That the client was written to. The mail itself is queued with this entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Of which request.
    pub assignment: AssignmentId,
    /// The first, the second; counted from 1.
    pub number: u8,
    /// The day.
    pub on: Date,
}

/// Whether somebody is to be reminded today of what was asked on a day by link, and was reminded of on these.
pub fn reminder_due(asked: Date, reminded: &[Date], today: Date) -> bool {
    let last = reminded.iter().copied().max().unwrap_or(asked);
    reminded.len() < MOST_REMINDERS && days(last, today) >= REMIND_AFTER_DAYS
}

/// Reminds the client of a request that waits. Refused for everything else: what is answered or withdrawn is let
/// alone at once.
pub fn remind(
    record: &Record,
    assignment: AssignmentId,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .assignment(assignment)
        .filter(|state| state.assignment.way == Way::Link)
        .ok_or(Refusal::NotThere {
            what: "questionnaire",
        })?;
    if !state.is_open() || !reminder_due(state.assignment.on, &state.reminded, today) {
        return Err(Refusal::AlreadyDone {
            what: "There is nothing to remind of.",
        });
    }
    let number = u8::try_from(state.reminded.len() + 1).unwrap_or(u8::MAX);
    Ok(vec![NewEntry {
        id: entry,
        body: Body::ClientReminded(Reminder {
            assignment,
            number,
            on: today,
        }),
    }])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn twice_three_days_apart_and_then_never_again() {
        let asked = date(2026, 5, 4);
        assert!(!reminder_due(asked, &[], date(2026, 5, 6)));
        assert!(reminder_due(asked, &[], date(2026, 5, 7)));
        let first = [date(2026, 5, 7)];
        assert!(!reminder_due(asked, &first, date(2026, 5, 9)));
        assert!(reminder_due(asked, &first, date(2026, 5, 10)));
        let both = [date(2026, 5, 7), date(2026, 5, 10)];
        assert!(!reminder_due(asked, &both, date(2027, 1, 1)));
    }
}
