use jiff::civil::Date;

use crate::Record;
use crate::assess::AssignmentState;
use crate::caseload::days;

/// A questionnaire that has waited this many days is overdue: a week, the usual distance between two sessions.
pub const OVERDUE_DAYS: i64 = 7;

/// Whether something asked on that day has waited too long.
pub fn is_overdue(asked_on: Date, today: Date) -> bool {
    days(asked_on, today) >= OVERDUE_DAYS
}

/// What was asked and has not been answered for [`OVERDUE_DAYS`] or more, the oldest first.
pub fn overdue(record: &Record, today: Date) -> Vec<&AssignmentState> {
    let mut found: Vec<&AssignmentState> = record
        .assignments
        .iter()
        .filter(|state| state.is_open() && is_overdue(state.assignment.on, today))
        .collect();
    found.sort_by_key(|state| state.assignment.on);
    found
}
