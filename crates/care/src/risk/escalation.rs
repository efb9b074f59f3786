//! When nobody acts on a risk answer, somebody else is brought in: first the deputy, then the lead.

use attune_ids::{AccountId, AlertId, EntryId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Body, NewEntry, Record, Refusal};

/// Who is brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EscalationStep {
    /// Whoever stands in for the clinician.
    Deputy,
    /// Whoever leads the practice.
    Lead,
}

impl EscalationStep {
    /// In this order.
    pub const ALL: [Self; 2] = [Self::Deputy, Self::Lead];

    /// The stable code, for ids that follow from a step.
    pub fn code(self) -> &'static str {
        match self {
            Self::Deputy => "deputy",
            Self::Lead => "lead",
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Deputy => "the deputy",
            Self::Lead => "the lead",
        }
    }
}

/// Somebody was brought in, because nobody had acted in time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Escalation {
    /// For which alert.
    pub alert: AlertId,
    /// Which step it was.
    pub step: EscalationStep,
    /// Who. Nobody, if nobody was named or could sign in: then that is what has to be seen.
    pub to: Vec<AccountId>,
}

/// When somebody is brought in, counted from the moment an alert was raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EscalationTimes {
    /// The deputy, after so long.
    pub deputy: SignedDuration,
    /// The lead, after so long.
    pub lead: SignedDuration,
}

/// The steps that are due and were not taken. Each once, however long the program slept and whatever its clock did
/// meanwhile: what counts is what the record says was done.
pub fn due_steps(
    raised: Timestamp,
    taken: &[EscalationStep],
    times: EscalationTimes,
    now: Timestamp,
) -> Vec<EscalationStep> {
    let waited = now.duration_since(raised);
    EscalationStep::ALL
        .into_iter()
        .filter(|step| {
            waited
                >= match step {
                    EscalationStep::Deputy => times.deputy,
                    EscalationStep::Lead => times.lead,
                }
        })
        .filter(|step| !taken.contains(step))
        .collect()
}

/// Records that somebody was brought in.
pub fn escalate(
    record: &Record,
    alert: AlertId,
    step: EscalationStep,
    to: Vec<AccountId>,
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
    if state.steps().any(|taken| taken == step) {
        return Err(Refusal::AlreadyDone {
            what: "Somebody was brought in already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::AlertEscalated(Escalation { alert, step, to }),
    }])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn each_step_is_due_at_its_time_and_once() {
        use EscalationStep::{Deputy, Lead};
        let raised: Timestamp = "2026-05-14T09:00:00Z".parse().unwrap();
        let times = EscalationTimes {
            deputy: SignedDuration::from_hours(4),
            lead: SignedDuration::from_hours(24),
        };
        let due = |hours, taken: &[EscalationStep]| {
            due_steps(
                raised,
                taken,
                times,
                raised + SignedDuration::from_hours(hours),
            )
        };
        assert_eq!(due(3, &[]), []);
        assert_eq!(due(4, &[]), [Deputy]);
        assert_eq!(due(5, &[Deputy]), []);
        assert_eq!(due(24, &[Deputy]), [Lead]);
        // Slept over the first step.
        assert_eq!(due(30, &[]), [Deputy, Lead]);
        assert_eq!(due(3000, &[Deputy, Lead]), []);
        // The clock was put back.
        assert_eq!(due(-24, &[Deputy]), []);
    }
}
