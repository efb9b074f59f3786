use attune_catalog::{Catalog, Domain};
use attune_ids::{EntryId, FactorId, GoalId, IdSource, ProblemId, ReviewId, StrandId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::terms::{Terms, Turn, sessions};
use crate::plan::{Goal, PlanVersion, Strand};
use crate::refusal::required;
use crate::review::{Decision, ReviewInput};
use crate::{Body, NewEntry, Record, Refusal};

/// A plan version being written. Also what a draft of it is kept as.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PlanInput {
    /// Number of the version it was built on; 0 for the first plan.
    pub based_on: u32,
    /// In working order.
    pub strands: Vec<StrandInput>,
    /// In the client's order.
    pub goals: Vec<GoalInput>,
    /// When to look again.
    pub review_on: Option<Date>,
    /// Why this version comes about.
    pub reason: String,
    /// The client is part of the decision.
    pub agreed_with_client: bool,
    /// How many of the decisions made in Match were taken over so far; see [`take_over`](super::take_over).
    #[serde(default)]
    pub decisions_seen: usize,
    /// See [`PlanVersion::terms`].
    #[serde(default)]
    pub terms: Terms,
}

/// One line being written.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StrandInput {
    /// The strand of the version before that it continues.
    pub id: Option<StrandId>,
    /// See [`Strand::problem`].
    pub problem: Option<ProblemId>,
    /// See [`Strand::factors`].
    pub factors: Vec<FactorId>,
    /// See [`Strand::technique`].
    pub technique: String,
    /// See [`Strand::measure`].
    pub measure: Option<String>,
    /// See [`Strand::expected`].
    pub expected: String,
    /// See [`Strand::turn`].
    #[serde(default)]
    pub turn: Turn,
    /// See [`Strand::sessions`].
    #[serde(default)]
    pub sessions: Option<u32>,
}

/// One goal being written.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GoalInput {
    /// The goal of the version before that it continues.
    pub id: Option<GoalId>,
    /// See [`Goal::words`].
    pub words: String,
    /// See [`Goal::domain`].
    pub domain: Option<Domain>,
}

impl PlanInput {
    /// The plan as it stands, ready to be changed.
    pub fn from_version(plan: Option<&PlanVersion>) -> Self {
        let Some(plan) = plan else {
            return Self::default();
        };
        Self {
            based_on: plan.number,
            strands: plan
                .strands
                .iter()
                .map(|strand| StrandInput {
                    id: Some(strand.id),
                    problem: Some(strand.problem),
                    factors: strand.factors.clone(),
                    technique: strand.technique.clone(),
                    measure: strand.measure.clone(),
                    expected: strand.expected.clone(),
                    turn: strand.turn,
                    sessions: strand.sessions,
                })
                .collect(),
            goals: plan
                .goals
                .iter()
                .map(|goal| GoalInput {
                    id: Some(goal.id),
                    words: goal.words.clone(),
                    domain: goal.domain,
                })
                .collect(),
            terms: plan.terms.clone(),
            ..Self::default()
        }
    }
}

/// Agrees a plan version. If somebody agreed one meanwhile, this one is refused
/// and both are shown; nothing is merged behind anybody's back.
pub fn agree(
    record: &Record,
    catalog: &Catalog,
    input: &PlanInput,
    review: Option<&ReviewInput>,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let found = record.plan().map_or(0, |plan| plan.number);
    if found != input.based_on {
        return Err(Refusal::Outdated {
            expected: input.based_on,
            found,
        });
    }
    let strands = input
        .strands
        .iter()
        .map(|strand| read_strand(record, catalog, strand, ids))
        .collect::<Result<Vec<_>, _>>()?;
    if strands.is_empty() {
        return Err(Refusal::Missing {
            field: "at least one strand",
        });
    }
    let goals = input
        .goals
        .iter()
        .filter(|goal| !goal.words.trim().is_empty())
        .map(|goal| Goal {
            id: goal.id.unwrap_or_else(|| GoalId::new(ids)),
            words: goal.words.trim().to_owned(),
            domain: goal.domain,
        })
        .collect();
    let review_on = input.review_on.ok_or(Refusal::Missing {
        field: "the day to look at it again",
    })?;
    if review_on <= today {
        return Err(Refusal::Invalid {
            field: "The day to look at it again",
            expected: "must lie ahead",
        });
    }
    let reason = required(&input.reason, "why this version")?;

    let review_id = review.map(|_| ReviewId::new(ids));
    let version = PlanVersion {
        number: found + 1,
        strands,
        goals,
        review_on,
        reason,
        agreed_with_client: input.agreed_with_client,
        review: review_id,
        terms: input.terms.read()?,
    };
    let mut entries = vec![NewEntry {
        id: entry,
        body: Body::PlanAgreed(version),
    }];
    if let (Some(id), Some(review)) = (review_id, review) {
        let held = review.end(id, today, Decision::NewPlan { version: found + 1 })?;
        entries.push(NewEntry::new(Body::ReviewHeld(held), ids));
    }
    Ok(entries)
}

fn read_strand(
    record: &Record,
    catalog: &Catalog,
    input: &StrandInput,
    ids: &mut dyn IdSource,
) -> Result<Strand, Refusal> {
    let problem = input.problem.ok_or(Refusal::Missing {
        field: "the problem a strand is for",
    })?;
    record
        .problem(problem)
        .ok_or(Refusal::NotThere { what: "problem" })?;
    catalog
        .technique(&input.technique)
        .ok_or(Refusal::Missing {
            field: "the technique of a strand",
        })?;
    for factor in &input.factors {
        record
            .formulation
            .factor(*factor)
            .ok_or(Refusal::NotThere { what: "factor" })?;
    }
    if let Some(measure) = &input.measure {
        catalog
            .measure(measure)
            .ok_or_else(|| Refusal::UnknownMeasure {
                id: measure.clone(),
            })?;
    }
    Ok(Strand {
        id: input.id.unwrap_or_else(|| StrandId::new(ids)),
        problem,
        factors: input.factors.clone(),
        technique: input.technique.clone(),
        measure: input.measure.clone(),
        expected: input.expected.trim().to_owned(),
        turn: input.turn,
        sessions: sessions(input.sessions)?,
    })
}
