use attune_ids::{AlertId, EntryId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::assess::MeasureRef;
use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// A risk answer that a clinician must look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// From raised to acknowledged.
    pub id: AlertId,
    /// The response that raised it.
    pub response: EntryId,
    /// The measure it was given on.
    pub measure: MeasureRef,
    /// The measure's flag, for example `item9`.
    pub flag: String,
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
    /// Set when a clinician acted.
    pub acknowledged: Option<Acknowledgement>,
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
