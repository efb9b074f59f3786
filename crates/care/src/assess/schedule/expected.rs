use jiff::ToSpan;
use jiff::civil::Date;

use crate::Record;
use crate::caseload::days;

/// A week between sessions is taken as usual until two sessions have shown this person's own distance.
pub const USUAL_DAYS: i64 = 7;

/// Days before an expected session or review on which its questionnaires are asked, so that there is time to answer.
pub const LEAD_DAYS: i64 = 2;

/// How many distances between sessions are looked at; what was usual a year ago says little.
const LATEST_GAPS: usize = 5;

/// When the next session is to be expected: on the first agreed appointment after the last session. Where there is
/// none, the last session plus the middle of the latest distances between sessions; the median, since one holiday must
/// not move everything. None before the first session without an appointment. This only decides when a questionnaire
/// is sent, never what it means.
pub fn expected_session(record: &Record) -> Option<Date> {
    let mut held: Vec<Date> = record
        .sessions
        .iter()
        .map(|session| session.meeting.on)
        .collect();
    held.sort_unstable();
    held.dedup();
    let last = held.last().copied();
    let agreed = record.appointments.iter().filter(|state| state.is_agreed());
    let appointed = agreed
        .map(|state| state.at.date())
        .filter(|day| last.is_none_or(|last| *day > last))
        .min();
    if appointed.is_some() {
        return appointed;
    }
    let last = last?;
    let mut gaps: Vec<i64> = held
        .windows(2)
        .rev()
        .take(LATEST_GAPS)
        .map(|pair| days(pair[0], pair[1]))
        .collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(USUAL_DAYS);
    last.checked_add(usual.days()).ok()
}
