//! Answers to one question that belong together: from the first that calls for a look until somebody acts.

use attune_catalog::{Answer, Comparison, FlagRule};
use attune_ids::{AlertId, EntryId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Record;
use crate::assess::{AlertState, MeasureRef};
use crate::caseload::days;

/// An alert that nobody acted on for so long takes in no further answers: the next one is an alert of its own, so
/// that it stands in the list as what it is, something new.
pub const EPISODE_DAYS: i64 = 14;

/// One more answer that calls for a look while an alert for the same question is open. It joins that alert's history
/// instead of being a second one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlertRepeat {
    /// The alert it joins.
    pub alert: AlertId,
    /// The response it is in; see [`Alert::response`](crate::assess::Alert::response).
    pub response: EntryId,
    /// The measure it was given on.
    pub measure: MeasureRef,
    /// The answer, which is kept and shown like the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// The day of the answer.
    pub on: Date,
    /// Worse than every answer of this alert before: whoever is to act is told again.
    pub worse: bool,
}

/// Whether this answer of this form raised or joined an alert before.
pub(crate) fn is_known(
    record: &Record,
    response: EntryId,
    flag: &str,
    answer: Option<Answer>,
) -> bool {
    record.alerts.iter().any(|state| {
        let alert = &state.alert;
        let first = alert.response == response && alert.answer == answer;
        let later = || {
            let mut repeats = state.repeats.iter();
            repeats.any(|repeat| repeat.item.response == response && repeat.item.answer == answer)
        };
        alert.flag == flag && (first || later())
    })
}

/// The alert that an answer joins, if one is open for the same question.
pub(crate) fn joins(
    record: &Record,
    flag: &FlagRule,
    measure: &MeasureRef,
    response: EntryId,
    answer: Option<Answer>,
    today: Date,
) -> Option<AlertRepeat> {
    let state = record.open_alerts().find(|state| {
        let alert = &state.alert;
        alert.measure.id == measure.id
            && alert.flag == flag.id
            && days(alert.on, today) <= EPISODE_DAYS
    })?;
    Some(AlertRepeat {
        alert: state.alert.id,
        response,
        measure: measure.clone(),
        answer,
        on: today,
        worse: is_worse(state, flag.comparison, answer),
    })
}

/// Against every answer of the alert so far. Where one is not known, nobody can say that this one is no worse.
fn is_worse(state: &AlertState, comparison: Comparison, answer: Option<Answer>) -> bool {
    let Some(Answer::Value(now)) = answer else {
        return false;
    };
    let repeats = state.repeats.iter().map(|repeat| repeat.item.answer);
    std::iter::once(state.alert.answer)
        .chain(repeats)
        .all(|before| match (before, comparison) {
            (Some(Answer::Value(before)), Comparison::AtLeast) => now > before,
            (Some(Answer::Value(before)), Comparison::AtMost) => now < before,
            (Some(Answer::Value(before)), Comparison::Equal) => now != before,
            _ => true,
        })
}
