use std::collections::BTreeSet;

use attune_ids::{EntryId, FactorId};
use serde::{Deserialize, Serialize};

use crate::record::Formulation;
use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// Names something that follows from the drawing, by the factors it is about. It is
/// the same finding as long as the drawing says so, whatever the strengths are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum FindingKey {
    /// A loop, in the direction of its arrows, beginning with the smallest id.
    Loop {
        /// At least two.
        factors: Vec<FactorId>,
    },
    /// A factor that lies before at least two others.
    Upstream {
        /// Which.
        factor: FactorId,
    },
    /// How much the loops hang on a factor.
    Leverage {
        /// Which.
        factor: FactorId,
    },
    /// What the diary says about an arrow, drawn or not.
    Diary {
        /// Where it begins.
        cause: FactorId,
        /// Where it leads.
        effect: FactorId,
    },
}

impl FindingKey {
    /// The loop through these factors; where it is entered does not matter.
    pub fn of_loop(factors: &[FactorId]) -> Self {
        let least = factors.iter().enumerate().min_by_key(|(_, id)| **id);
        let start = least.map_or(0, |(index, _)| index);
        let mut factors = factors.to_vec();
        factors.rotate_left(start);
        Self::Loop { factors }
    }

    /// As a form carries it: `loop:ID:ID`, `upstream:ID`, `leverage:ID`, `diary:ID:ID`.
    pub fn code(&self) -> String {
        match self {
            Self::Loop { factors } => {
                let ids = factors.iter().map(|id| format!(":{id}"));
                format!("loop{}", ids.collect::<String>())
            }
            Self::Upstream { factor } => format!("upstream:{factor}"),
            Self::Leverage { factor } => format!("leverage:{factor}"),
            Self::Diary { cause, effect } => format!("diary:{cause}:{effect}"),
        }
    }

    /// The finding with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        let (kind, ids) = code.split_once(':')?;
        let ids: Vec<FactorId> = ids
            .split(':')
            .map(|id| id.parse().ok())
            .collect::<Option<_>>()?;
        match (kind, ids.as_slice()) {
            ("loop", [_, _, ..]) => Some(Self::of_loop(&ids)),
            ("upstream", [factor]) => Some(Self::Upstream { factor: *factor }),
            ("leverage", [factor]) => Some(Self::Leverage { factor: *factor }),
            ("diary", [cause, effect]) => Some(Self::Diary {
                cause: *cause,
                effect: *effect,
            }),
            _ => None,
        }
    }

    /// Whether the drawing, as it stands, says so.
    pub fn holds(&self, formulation: &Formulation) -> bool {
        match self {
            Self::Loop { factors } => {
                let targets = factors.iter().cycle().skip(1);
                let each_once = factors.iter().collect::<BTreeSet<_>>().len() == factors.len();
                let joined = |(from, to): (&FactorId, &FactorId)| {
                    let between = |arrow: &super::Influence| arrow.from == *from && arrow.to == *to;
                    formulation.influences.iter().any(between)
                };
                factors.len() > 1 && each_once && factors.iter().zip(targets).all(joined)
            }
            Self::Upstream { factor } => {
                let mut reached = reached_from(formulation, *factor);
                reached.remove(factor);
                reached.len() > 1
            }
            Self::Leverage { factor } => reached_from(formulation, *factor).contains(factor),
            // What the diary says changes with every answer; that it can speak of both is what the drawing tells.
            Self::Diary { cause, effect } => {
                let there = |id| formulation.factor(id).is_some();
                cause != effect && there(*cause) && there(*effect)
            }
        }
    }
}

/// Every factor that a walk along the arrows from `start` comes to.
fn reached_from(formulation: &Formulation, start: FactorId) -> BTreeSet<FactorId> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![start];
    while let Some(from) = waiting.pop() {
        let arrows = formulation.influences.iter();
        for arrow in arrows.filter(|arrow| arrow.from == from) {
            if reached.insert(arrow.to) {
                waiting.push(arrow.to);
            }
        }
    }
    reached
}

/// What people think of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It rings true.
    Accepted,
    /// Not sure.
    Doubted,
    /// It does not fit this person.
    Dismissed,
}

impl Verdict {
    /// Every verdict, in the order offered.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Doubted, Self::Dismissed];

    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Doubted => "doubted",
            Self::Dismissed => "dismissed",
        }
    }

    /// The verdict with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// The word on a button.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Accepted => "It fits",
            Self::Doubted => "We doubt it",
            Self::Dismissed => "It does not fit",
        }
    }

    /// The word once it is said.
    pub const fn said(self) -> &'static str {
        match self {
            Self::Accepted => "Accepted",
            Self::Doubted => "Doubted",
            Self::Dismissed => "Dismissed",
        }
    }
}

/// What was said about a finding. The last one counts; all stay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Which finding.
    pub finding: FindingKey,
    /// What people think of it.
    pub verdict: Verdict,
    /// Why, in a word; may be empty for an accepted one.
    pub because: String,
}

/// Keeps what people think of a finding.
///
/// # Errors
/// [`Refusal::NotThere`] if the drawing does not say so (any more);
/// [`Refusal::Missing`] without a word for a doubt or a dismissal.
pub fn judge_finding(
    record: &Record,
    finding: FindingKey,
    verdict: Verdict,
    because: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    if !finding.holds(&record.formulation) {
        return Err(Refusal::NotThere { what: "finding" });
    }
    let because = match verdict {
        Verdict::Accepted => because.trim().to_owned(),
        Verdict::Doubted | Verdict::Dismissed => required(because, "why, in a word")?,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::FindingJudged(Judgement {
            finding,
            verdict,
            because,
        }),
    }])
}
