use attune_ids::{EntryId, ProblemId};
use serde::{Deserialize, Serialize};

use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// Taken up or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Goes into the next plan.
    Taken,
    /// Not now, because ...
    Declined,
}

/// What the clinician and the client decided about a suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CandidateDecision {
    /// For which problem it was suggested.
    pub problem: ProblemId,
    /// Catalogue id of the technique.
    pub technique: String,
    /// Taken or declined.
    pub choice: Choice,
    /// In a word. Needed for "no", welcome for "yes".
    pub because: String,
}

/// Records a yes or a no to a suggestion; the later one counts.
pub fn decide(
    record: &Record,
    problem: ProblemId,
    technique: &str,
    choice: Choice,
    because: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    record
        .problem(problem)
        .ok_or(Refusal::NotThere { what: "problem" })?;
    let because = match choice {
        Choice::Declined => required(because, "no, because")?,
        Choice::Taken => because.trim().to_owned(),
    };
    let decision = CandidateDecision {
        problem,
        technique: technique.to_owned(),
        choice,
        because,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::CandidateDecided(decision),
    }])
}
