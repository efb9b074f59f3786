use std::collections::BTreeMap;

use attune_catalog::{Catalog, Severity};
use attune_ids::{EntryId, ProblemId};
use serde::{Deserialize, Serialize};

use crate::refusal::required;
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// Taken up or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Goes into the next plan.
    Taken,
    /// Not now, because ...
    Declined,
    /// Undecided: an earlier yes or no is taken back, or only its cautions were looked at.
    Open,
}

impl Choice {
    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Declined => "declined",
            Self::Open => "open",
        }
    }

    /// The choice with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Taken, Self::Declined, Self::Open]
            .into_iter()
            .find(|choice| choice.code() == code)
    }
}

/// Whether a situation a caution speaks of holds for this client now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SituationCheck {
    /// The situation, in the catalogue's words ([`attune_catalog::Caution::when`]).
    pub situation: String,
    /// It holds; false says that it was ruled out.
    pub holds: bool,
}

/// What the clinician and the client decided about a suggestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CandidateDecision {
    /// For which problem it was suggested.
    pub problem: ProblemId,
    /// Catalogue id of the technique.
    pub technique: String,
    /// Taken, declined or open.
    pub choice: Choice,
    /// In a word. Needed for "no", welcome for "yes".
    pub because: String,
    /// What was found out about the situations its cautions name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checked: Vec<SituationCheck>,
}

/// Records a yes or a no to a suggestion; the later one counts.
///
/// # Errors
/// - [`Refusal::NotThere`]: no such problem, or it is closed.
/// - [`Refusal::Missing`]: no such technique; a "no" without a reason; a "yes" while
///   a situation in which the catalogue says "do not begin" has not been ruled out.
pub fn decide(
    record: &Record,
    catalog: &Catalog,
    decision: CandidateDecision,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    record
        .problem(decision.problem)
        .filter(|state| state.closed_because.is_none())
        .ok_or(Refusal::NotThere { what: "problem" })?;
    let technique = catalog
        .technique(&decision.technique)
        .ok_or(Refusal::Missing {
            field: "the technique",
        })?;
    let because = match decision.choice {
        Choice::Declined => required(&decision.because, "no, because")?,
        Choice::Taken | Choice::Open => decision.because.trim().to_owned(),
    };
    if decision.choice == Choice::Taken {
        let mut known = situations(record);
        known.extend(
            decision
                .checked
                .iter()
                .map(|check| (check.situation.as_str(), check.holds)),
        );
        let ruled_out = catalog
            .cautions_of(technique)
            .filter(|caution| caution.severity == Severity::NotNow)
            .all(|caution| known.get(caution.when.as_str()) == Some(&false));
        if !ruled_out {
            return Err(Refusal::Missing {
                field: "that each situation marked \"not now\" does not hold",
            });
        }
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::CandidateDecided(CandidateDecision {
            because,
            ..decision
        }),
    }])
}

/// The latest decision about this technique for this problem.
pub fn latest<'a>(
    record: &'a Record,
    problem: ProblemId,
    technique: &str,
) -> Option<&'a Dated<CandidateDecision>> {
    record
        .candidate_decisions
        .iter()
        .rfind(|decision| decision.item.problem == problem && decision.item.technique == technique)
}

/// Techniques taken for the next plan, with the open problem each is for, in the
/// order in which they were first looked at. One that stands in the plan already
/// is still listed.
pub fn taken(record: &Record) -> Vec<(ProblemId, String)> {
    let mut taken: Vec<(ProblemId, String)> = Vec::new();
    for decided in &record.candidate_decisions {
        let pair = (decided.item.problem, decided.item.technique.clone());
        let open = record
            .problem(pair.0)
            .is_some_and(|state| state.closed_because.is_none());
        let stands =
            latest(record, pair.0, &pair.1).is_some_and(|last| last.item.choice == Choice::Taken);
        if open && stands && !taken.contains(&pair) {
            taken.push(pair);
        }
    }
    taken
}

/// What is known about the situations that cautions name: the latest word counts,
/// whichever technique it was said about, since a situation is the client's.
pub(super) fn situations(record: &Record) -> BTreeMap<&str, bool> {
    record
        .candidate_decisions
        .iter()
        .flat_map(|decision| &decision.item.checked)
        .map(|check| (check.situation.as_str(), check.holds))
        .collect()
}
