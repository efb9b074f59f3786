use attune_catalog::{Answer, FlagState, Level, Measure};
use attune_ids::{AlertId, AssignmentId, EntryId, IdSource};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::assess::{Filling, MeasureRef};
use crate::refusal::required;
use crate::risk::{self, AlertRepeat, Escalation, EscalationStep};
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// A risk answer that a clinician must look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// From raised to acknowledged.
    pub id: AlertId,
    /// The response that raised it. It may not be there yet, or ever: an alert
    /// is raised as soon as the answer is given, also if the form is never sent.
    pub response: EntryId,
    /// The measure it was given on.
    pub measure: MeasureRef,
    /// The measure's flag, for example `item9`.
    pub flag: String,
    /// The answer that raised it; what was sent in the end may differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// The day of the answer.
    pub on: Date,
}

/// What a clinician did about a risk answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertAction {
    /// Talked with the client about it.
    SpokeWithClient,
    /// Made or went through a safety plan together.
    SafetyPlan,
    /// Brought somebody else in: supervisor, physician, crisis team.
    InvolvedOthers,
    /// Known and already being worked on; said how.
    KnownAndWatched,
}

impl AlertAction {
    /// Every action, in the order offered.
    pub const ALL: [Self; 4] = [
        Self::SpokeWithClient,
        Self::SafetyPlan,
        Self::InvolvedOthers,
        Self::KnownAndWatched,
    ];

    /// The stable code used in form fields.
    pub fn code(self) -> &'static str {
        match self {
            Self::SpokeWithClient => "spoke_with_client",
            Self::SafetyPlan => "safety_plan",
            Self::InvolvedOthers => "involved_others",
            Self::KnownAndWatched => "known_and_watched",
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::SpokeWithClient => "I spoke with the client about it",
            Self::SafetyPlan => "We made or went through a safety plan",
            Self::InvolvedOthers => "I brought somebody else in",
            Self::KnownAndWatched => "It is known and being watched",
        }
    }
}

/// Closes an alert with an action.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// Which alert.
    pub alert: AlertId,
    /// What was done.
    pub action: AlertAction,
    /// In a few words.
    pub words: String,
}

/// An alert as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct AlertState {
    /// What was raised.
    pub alert: Alert,
    /// When.
    pub raised: Timestamp,
    /// Further answers that joined it, oldest first.
    pub repeats: Vec<Dated<AlertRepeat>>,
    /// Who was brought in because nobody had acted, oldest first.
    pub escalations: Vec<Dated<Escalation>>,
    /// Set when a clinician acted.
    pub acknowledged: Option<Acknowledgement>,
}

impl AlertState {
    /// The steps that were taken because nobody had acted.
    pub fn steps(&self) -> impl Iterator<Item = EscalationStep> + '_ {
        self.escalations.iter().map(|taken| taken.item.step)
    }

    /// Whether an answer that joined it was worse than those before.
    pub fn worsened(&self) -> bool {
        self.repeats.iter().any(|repeat| repeat.item.worse)
    }
}

/// Raises the alerts of a form that is still being filled in: whoever answers that
/// they may be in danger and then puts the phone away has told us.
///
/// `response` is the entry the form will be recorded in when it is sent. An answer
/// that raised an alert before does not raise another.
pub fn alerts_while_filling(
    record: &Record,
    measure: &Measure,
    assignment: AssignmentId,
    filling: &Filling,
    response: EntryId,
    today: Date,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record.assignment(assignment).ok_or(Refusal::NotThere {
        what: "questionnaire",
    })?;
    if !state.is_open() {
        return Ok(Vec::new());
    }
    let asked = &state.assignment.measure;
    let form = filling.finish(measure, assignment, &asked.language);
    Ok(raise(
        record,
        measure,
        asked,
        &form.answers,
        response,
        today,
        ids,
    ))
}

/// For every risk flag that these answers raise and did not raise before: an alert, or one more answer to the alert
/// that is open for this question already.
pub(super) fn raise(
    record: &Record,
    measure: &Measure,
    asked: &MeasureRef,
    answers: &[Answer],
    response: EntryId,
    today: Date,
    ids: &mut dyn IdSource,
) -> Vec<NewEntry> {
    measure
        .flags
        .iter()
        .filter(|flag| flag.level == Level::Risk)
        .filter_map(|flag| {
            let answer = answers.get(flag.item).copied();
            let raised = flag.state(answer) == FlagState::Raised;
            if !raised || risk::is_known(record, response, &flag.id, answer) {
                return None;
            }
            let body = match risk::joins(record, flag, asked, response, answer, today) {
                Some(repeat) => Body::AlertRepeated(repeat),
                None => Body::AlertRaised(Alert {
                    id: AlertId::new(ids),
                    response,
                    measure: asked.clone(),
                    flag: flag.id.clone(),
                    answer,
                    on: today,
                }),
            };
            Some(NewEntry::new(body, ids))
        })
        .collect()
}

/// Acknowledges an alert. An action and a few words are needed: a click alone
/// says nothing about what happened.
pub fn acknowledge(
    record: &Record,
    alert: AlertId,
    action: AlertAction,
    words: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .alert(alert)
        .ok_or(Refusal::NotThere { what: "alert" })?;
    if state.acknowledged.is_some() {
        return Err(Refusal::AlreadyDone {
            what: "Somebody has acknowledged this alert already.",
        });
    }
    let words = required(words, "what was done")?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::AlertAcknowledged(Acknowledgement {
            alert,
            action,
            words,
        }),
    }])
}
