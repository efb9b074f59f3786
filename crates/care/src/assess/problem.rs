use attune_catalog::ProblemArea;
use attune_ids::{EntryId, IdSource, ProblemId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// How a record began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opening {
    /// Day of the first contact (for imports: of the first row).
    pub on: Date,
    /// Where an imported record came from; none for a person who was met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Something the client wants changed, in their words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Stays the same when the wording changes.
    pub id: ProblemId,
    /// What kind of problem it is, for evidence and measures.
    pub area: ProblemArea,
    /// The client's own words.
    pub words: String,
}

/// The end of work on a problem.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProblemClosing {
    /// Which problem.
    pub problem: ProblemId,
    /// Why: reached, changed, no longer wanted ...
    pub because: String,
}

/// A problem as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct ProblemState {
    /// Latest wording.
    pub problem: Problem,
    /// Set when work on it ended.
    pub closed_because: Option<String>,
}

/// Names a problem, or changes its wording when the id is already in the record.
pub fn set_problem(
    id: Option<ProblemId>,
    area: ProblemArea,
    words: &str,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let words = required(words, "what the client wants changed")?;
    let id = id.unwrap_or_else(|| ProblemId::new(ids));
    Ok(vec![NewEntry {
        id: entry,
        body: Body::ProblemSet(Problem { id, area, words }),
    }])
}

/// Changes the wording or the area of a problem that is being worked on.
pub fn reword_problem(
    record: &Record,
    problem: ProblemId,
    area: ProblemArea,
    words: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .problem(problem)
        .ok_or(Refusal::NotThere { what: "problem" })?;
    if state.closed_because.is_some() {
        return Err(Refusal::AlreadyDone {
            what: "This problem is closed already.",
        });
    }
    let words = required(words, "what the client wants changed")?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::ProblemSet(Problem {
            id: problem,
            area,
            words,
        }),
    }])
}

/// Ends work on a problem, with a word why.
pub fn close_problem(
    record: &Record,
    problem: ProblemId,
    because: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .problem(problem)
        .ok_or(Refusal::NotThere { what: "problem" })?;
    if state.closed_because.is_some() {
        return Err(Refusal::AlreadyDone {
            what: "This problem is closed already.",
        });
    }
    let because = required(because, "why this problem is closed")?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::ProblemClosed(ProblemClosing { problem, because }),
    }])
}
