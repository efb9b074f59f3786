//! The safety plan: what helps when it gets hard, written down together beforehand.
//!
//! The six steps and their order are those of the Safety Planning Intervention (Stanley B, Brown GK. Safety planning
//! intervention: a brief intervention to mitigate suicide risk. Cognitive and Behavioral Practice 2012; 19:256-264,
//! doi:10.1016/j.cbpra.2011.01.001). Their form is not reproduced: every sentence here is our own.

use attune_ids::EntryId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Body, NewEntry, Record, Refusal};

/// The longest line of a plan: it has to be read in a bad hour.
const LONGEST_LINE: usize = 300;

/// One of the six steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SafetyStep {
    /// What announces a crisis.
    Signs,
    /// What I can do alone.
    Own,
    /// People and places that take my mind off it.
    Distraction,
    /// People I can ask for help.
    People,
    /// Professionals and services.
    Professionals,
    /// What makes my surroundings safe.
    Surroundings,
}

impl SafetyStep {
    /// In the order in which they are gone through.
    pub const ALL: [Self; 6] = [
        Self::Signs,
        Self::Own,
        Self::Distraction,
        Self::People,
        Self::Professionals,
        Self::Surroundings,
    ];

    /// The stable code used in form fields.
    pub fn code(self) -> &'static str {
        match self {
            Self::Signs => "signs",
            Self::Own => "own",
            Self::Distraction => "distraction",
            Self::People => "people",
            Self::Professionals => "professionals",
            Self::Surroundings => "surroundings",
        }
    }

    /// The heading, in the words of the person whose plan it is.
    pub fn title(self) -> &'static str {
        match self {
            Self::Signs => "How I notice that it is starting",
            Self::Own => "What I can do by myself",
            Self::Distraction => "People and places that take my mind off it",
            Self::People => "Whom I can ask for help",
            Self::Professionals => "Professionals I can call",
            Self::Surroundings => "How I make the place around me safer",
        }
    }

    /// What to talk about when filling it in.
    pub fn prompt(self) -> &'static str {
        match self {
            Self::Signs => {
                "Thoughts, pictures, moods, what the body does, what happened just before."
            }
            Self::Own => {
                "What has helped for a while without anybody else, and what could get in the way of it."
            }
            Self::Distraction => "Company and places where nothing needs to be said about it.",
            Self::People => "Family, friends, each with a number; whom first.",
            Self::Professionals => {
                "Names, numbers and hours; where to go at night. Local help is added below by itself."
            }
            Self::Surroundings => {
                "What is kept away, by whom and how; the step that is agreed most exactly."
            }
        }
    }
}

/// One agreed version. Versions are never changed, only followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyPlan {
    /// 1, 2, 3 ...
    pub number: u32,
    /// Lines under [`SafetyStep::Signs`], in the client's words.
    pub signs: Vec<String>,
    /// Under [`SafetyStep::Own`].
    pub own: Vec<String>,
    /// Under [`SafetyStep::Distraction`].
    pub distraction: Vec<String>,
    /// Under [`SafetyStep::People`].
    pub people: Vec<String>,
    /// Under [`SafetyStep::Professionals`].
    pub professionals: Vec<String>,
    /// Under [`SafetyStep::Surroundings`].
    pub surroundings: Vec<String>,
    /// The day it was agreed.
    pub on: Date,
    /// The earlier version that it brings back as it was, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_to: Option<u32>,
}

impl SafetyPlan {
    /// The lines of a step.
    pub fn lines(&self, step: SafetyStep) -> &[String] {
        match step {
            SafetyStep::Signs => &self.signs,
            SafetyStep::Own => &self.own,
            SafetyStep::Distraction => &self.distraction,
            SafetyStep::People => &self.people,
            SafetyStep::Professionals => &self.professionals,
            SafetyStep::Surroundings => &self.surroundings,
        }
    }
}

/// A version being written: one text per step, one line each.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SafetyPlanInput {
    /// Number of the version it was built on; 0 for the first.
    pub based_on: u32,
    /// See [`SafetyStep::Signs`].
    #[serde(default)]
    pub signs: String,
    /// See [`SafetyStep::Own`].
    #[serde(default)]
    pub own: String,
    /// See [`SafetyStep::Distraction`].
    #[serde(default)]
    pub distraction: String,
    /// See [`SafetyStep::People`].
    #[serde(default)]
    pub people: String,
    /// See [`SafetyStep::Professionals`].
    #[serde(default)]
    pub professionals: String,
    /// See [`SafetyStep::Surroundings`].
    #[serde(default)]
    pub surroundings: String,
}

impl SafetyPlanInput {
    /// The plan as it stands, ready to be changed.
    pub fn of(plan: Option<&SafetyPlan>) -> Self {
        let Some(plan) = plan else {
            return Self::default();
        };
        let text = |step| plan.lines(step).join("\n");
        Self {
            based_on: plan.number,
            signs: text(SafetyStep::Signs),
            own: text(SafetyStep::Own),
            distraction: text(SafetyStep::Distraction),
            people: text(SafetyStep::People),
            professionals: text(SafetyStep::Professionals),
            surroundings: text(SafetyStep::Surroundings),
        }
    }

    /// The text of a step.
    pub fn text(&self, step: SafetyStep) -> &str {
        match step {
            SafetyStep::Signs => &self.signs,
            SafetyStep::Own => &self.own,
            SafetyStep::Distraction => &self.distraction,
            SafetyStep::People => &self.people,
            SafetyStep::Professionals => &self.professionals,
            SafetyStep::Surroundings => &self.surroundings,
        }
    }

    fn lines(&self, step: SafetyStep) -> Result<Vec<String>, Refusal> {
        let lines = self.text(step).lines().map(str::trim);
        let lines: Vec<String> = lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        if lines.iter().any(|line| line.chars().count() > LONGEST_LINE) {
            return Err(Refusal::Invalid {
                field: step.title(),
                expected: "lines of at most 300 letters; short ones are read more easily in a bad hour",
            });
        }
        Ok(lines)
    }
}

/// Agrees a version.
pub fn agree_safety_plan(
    record: &Record,
    input: &SafetyPlanInput,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let number = next_number(record, input.based_on)?;
    let plan = SafetyPlan {
        number,
        signs: input.lines(SafetyStep::Signs)?,
        own: input.lines(SafetyStep::Own)?,
        distraction: input.lines(SafetyStep::Distraction)?,
        people: input.lines(SafetyStep::People)?,
        professionals: input.lines(SafetyStep::Professionals)?,
        surroundings: input.lines(SafetyStep::Surroundings)?,
        on: today,
        back_to: None,
    };
    if SafetyStep::ALL
        .iter()
        .all(|step| plan.lines(*step).is_empty())
    {
        return Err(Refusal::Missing {
            field: "at least one line",
        });
    }
    if record
        .safety_plan()
        .is_some_and(|now| changes(now, &plan).is_empty())
    {
        return Err(Refusal::AlreadyDone {
            what: "The plan says this already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::SafetyPlanAgreed(plan),
    }])
}

/// Brings an earlier version back, as a new one.
pub fn bring_back(
    record: &Record,
    number: u32,
    based_on: u32,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let next = next_number(record, based_on)?;
    let earlier = record
        .safety_plans
        .iter()
        .find(|plan| plan.item.number == number)
        .ok_or(Refusal::NotThere { what: "version" })?;
    if number == based_on {
        return Err(Refusal::AlreadyDone {
            what: "This is the version that is in force.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::SafetyPlanAgreed(SafetyPlan {
            number: next,
            on: today,
            back_to: Some(number),
            ..earlier.item.clone()
        }),
    }])
}

fn next_number(record: &Record, based_on: u32) -> Result<u32, Refusal> {
    let found = record.safety_plan().map_or(0, |plan| plan.number);
    if found != based_on {
        return Err(Refusal::Outdated {
            expected: based_on,
            found,
        });
    }
    Ok(found + 1)
}

/// What changed under one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanChange {
    /// Which step.
    pub step: SafetyStep,
    /// Lines only in the later version.
    pub added: Vec<String>,
    /// Lines only in the earlier version.
    pub dropped: Vec<String>,
    /// The same lines in another order.
    pub reordered: bool,
}

/// What changed from an earlier version to a later one, by step; empty if nothing did.
pub fn changes(earlier: &SafetyPlan, later: &SafetyPlan) -> Vec<PlanChange> {
    let without = |these: &[String], those: &[String]| -> Vec<String> {
        let these = these.iter().filter(|line| !those.contains(line));
        these.cloned().collect()
    };
    SafetyStep::ALL
        .into_iter()
        .filter_map(|step| {
            let (before, after) = (earlier.lines(step), later.lines(step));
            let added = without(after, before);
            let dropped = without(before, after);
            let reordered = added.is_empty() && dropped.is_empty() && before != after;
            (before != after).then_some(PlanChange {
                step,
                added,
                dropped,
                reordered,
            })
        })
        .collect()
}
