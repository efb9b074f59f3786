use attune_catalog::Domain;
use attune_ids::{FactorId, GoalId, ProblemId, ReviewId, StrandId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::terms::{Terms, Turn};

/// One line of the plan: for this problem, working on these factors, with this
/// technique, seen in this measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Strand {
    /// Stays the same from version to version, so that differences can be told.
    pub id: StrandId,
    /// The problem it is for.
    pub problem: ProblemId,
    /// The factors it works on; none is allowed (for example support first).
    #[serde(default)]
    pub factors: Vec<FactorId>,
    /// Catalogue id of the technique, which names its modality.
    pub technique: String,
    /// Catalogue id of the measure it should show in, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// What we expect and by when, in words.
    #[serde(default)]
    pub expected: String,
    /// When it has its turn.
    #[serde(default)]
    pub turn: Turn,
    /// About how many sessions it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<u32>,
}

/// Something the client wants to reach, in their words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Goal {
    /// Stays the same when the wording changes.
    pub id: GoalId,
    /// The client's words.
    pub words: String,
    /// Which part of life, if it is in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<Domain>,
}

/// One agreed version of the plan. Versions are never changed, only followed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanVersion {
    /// 1, 2, 3 ...
    pub number: u32,
    /// In working order.
    pub strands: Vec<Strand>,
    /// In the client's order.
    pub goals: Vec<Goal>,
    /// When we look at it together.
    pub review_on: Date,
    /// Why this version came about.
    pub reason: String,
    /// The client was part of the decision.
    pub agreed_with_client: bool,
    /// The review it came out of, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewId>,
    /// How much, how often, and when it is enough.
    #[serde(default, skip_serializing_if = "Terms::is_empty")]
    pub terms: Terms,
}
