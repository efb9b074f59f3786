//! The relapse plan: made together before the end, kept by the client.

use attune_ids::EntryId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Body, NewEntry, Record, Refusal};

/// The longest line: it is read when things are harder than today.
const LONGEST_LINE: usize = 300;

/// One part of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelapsePart {
    /// Early signs.
    Signs,
    /// What I do then.
    Own,
    /// Whom I call.
    People,
    /// What helped, to remember.
    Helped,
}

impl RelapsePart {
    /// In the order in which it is written and read.
    pub const ALL: [Self; 4] = [Self::Signs, Self::Own, Self::People, Self::Helped];

    /// The stable code used in form fields and keys of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Signs => "signs",
            Self::Own => "own",
            Self::People => "people",
            Self::Helped => "helped",
        }
    }

    /// The heading, in the words of the person whose plan it is.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Signs => "Early signs that I know",
            Self::Own => "What I do then",
            Self::People => "Whom I call, and when",
            Self::Helped => "What has helped me",
        }
    }

    /// What to talk about when writing it.
    pub const fn prompt(self) -> &'static str {
        match self {
            Self::Signs => {
                "How did it begin the last times: sleep, thoughts, what was put off, what others noticed first?"
            }
            Self::Own => "Small steps that are possible on a bad day, the smallest first.",
            Self::People => "Names and numbers; from which sign on; when it is time to come back.",
            Self::Helped => "What the client found and did, in their words.",
        }
    }
}

/// One agreed version. Versions are never changed, only followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelapsePlan {
    /// 1, 2, 3 ...
    pub number: u32,
    /// Lines under [`RelapsePart::Signs`], in the client's words.
    pub signs: Vec<String>,
    /// Under [`RelapsePart::Own`].
    pub own: Vec<String>,
    /// Under [`RelapsePart::People`].
    pub people: Vec<String>,
    /// Under [`RelapsePart::Helped`].
    pub helped: Vec<String>,
    /// The day.
    pub on: Date,
}

impl RelapsePlan {
    /// The lines of a part.
    pub fn lines(&self, part: RelapsePart) -> &[String] {
        match part {
            RelapsePart::Signs => &self.signs,
            RelapsePart::Own => &self.own,
            RelapsePart::People => &self.people,
            RelapsePart::Helped => &self.helped,
        }
    }
}

/// A version being written: one text per part, one line each. The same from the
/// clinician's page and from the client's space.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RelapseInput {
    /// Number of the version it was built on; 0 for the first.
    pub based_on: u32,
    /// See [`RelapsePart::Signs`].
    pub signs: String,
    /// See [`RelapsePart::Own`].
    pub own: String,
    /// See [`RelapsePart::People`].
    pub people: String,
    /// See [`RelapsePart::Helped`].
    pub helped: String,
}

impl RelapseInput {
    /// The plan as it stands, ready to be changed.
    pub fn of(plan: Option<&RelapsePlan>) -> Self {
        let Some(plan) = plan else {
            return Self::default();
        };
        let text = |part| plan.lines(part).join("\n");
        Self {
            based_on: plan.number,
            signs: text(RelapsePart::Signs),
            own: text(RelapsePart::Own),
            people: text(RelapsePart::People),
            helped: text(RelapsePart::Helped),
        }
    }

    /// The text of a part.
    pub fn text(&self, part: RelapsePart) -> &str {
        match part {
            RelapsePart::Signs => &self.signs,
            RelapsePart::Own => &self.own,
            RelapsePart::People => &self.people,
            RelapsePart::Helped => &self.helped,
        }
    }

    fn lines(&self, part: RelapsePart) -> Result<Vec<String>, Refusal> {
        let lines: Vec<String> = self
            .text(part)
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        if lines.iter().any(|line| line.chars().count() > LONGEST_LINE) {
            return Err(Refusal::Invalid {
                field: part.title(),
                expected: "lines of at most 300 letters; short ones are read more easily when it is needed",
            });
        }
        Ok(lines)
    }
}

/// Keeps a version, whoever of the two writes it down.
///
/// # Errors
/// [`Refusal::Outdated`] if the other one wrote meanwhile; [`Refusal::Missing`] if
/// nothing is written; [`Refusal::Invalid`] for a line that is too long;
/// [`Refusal::AlreadyDone`] if nothing changed.
pub fn agree_relapse_plan(
    record: &Record,
    input: &RelapseInput,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let found = record.relapse_plan().map_or(0, |plan| plan.number);
    if found != input.based_on {
        return Err(Refusal::Outdated {
            expected: input.based_on,
            found,
        });
    }
    let plan = RelapsePlan {
        number: found + 1,
        signs: input.lines(RelapsePart::Signs)?,
        own: input.lines(RelapsePart::Own)?,
        people: input.lines(RelapsePart::People)?,
        helped: input.lines(RelapsePart::Helped)?,
        on: today,
    };
    let all = RelapsePart::ALL;
    if all.iter().all(|part| plan.lines(*part).is_empty()) {
        return Err(Refusal::Missing {
            field: "at least one line",
        });
    }
    let same = |now: &RelapsePlan| all.iter().all(|part| now.lines(*part) == plan.lines(*part));
    if record.relapse_plan().is_some_and(same) {
        return Err(Refusal::AlreadyDone {
            what: "The plan says this already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::RelapsePlanAgreed(plan),
    }])
}
