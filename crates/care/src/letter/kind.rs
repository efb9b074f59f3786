//! Which letters there are, and what can go into one.

use serde::{Deserialize, Serialize};

/// What a letter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// How it goes so far.
    Progress,
    /// How it went, at the end.
    Discharge,
    /// To a physician who also cares for the client.
    Physician,
    /// What was found at the beginning.
    Assessment,
    /// The safety plan to keep at hand.
    SafetyPlan,
    /// The book of the therapy.
    Book,
}

impl LetterKind {
    /// In the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Progress,
        Self::Discharge,
        Self::Physician,
        Self::Assessment,
        Self::SafetyPlan,
        Self::Book,
    ];

    /// The stable code used in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Discharge => "discharge",
            Self::Physician => "physician",
            Self::Assessment => "assessment",
            Self::SafetyPlan => "safety_plan",
            Self::Book => "book",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// As it is called on pages for staff.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Progress => "Progress report",
            Self::Discharge => "Letter at the end",
            Self::Physician => "Letter to a physician",
            Self::Assessment => "Assessment report",
            Self::SafetyPlan => "Safety plan",
            Self::Book => "Book of the therapy",
        }
    }

    /// What usually goes into it; a suggestion that can be changed before anything is drafted.
    pub const fn usual_parts(self) -> &'static [Part] {
        match self {
            Self::Progress => &[
                Part::Problems,
                Part::Sessions,
                Part::Scores,
                Part::Plan,
                Part::Goals,
            ],
            Self::Discharge => &[
                Part::Problems,
                Part::Sessions,
                Part::Scores,
                Part::Plan,
                Part::Goals,
                Part::RelapsePlan,
            ],
            Self::Physician => &[Part::Problems, Part::Sessions, Part::Scores, Part::Plan],
            Self::Assessment => &[
                Part::Problems,
                Part::Scores,
                Part::WholePerson,
                Part::Map,
                Part::Goals,
            ],
            Self::SafetyPlan => &[Part::SafetyPlan],
            Self::Book => &[
                Part::Sessions,
                Part::Map,
                Part::Goals,
                Part::Plan,
                Part::RelapsePlan,
            ],
        }
    }
}

/// Something of the record that can be drafted into a letter, each only if somebody ticks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What the client wants changed, in their words.
    Problems,
    /// How often and when the two met.
    Sessions,
    /// Each measure first and last, with what the change amounts to, and its course as a picture.
    Scores,
    /// Six domains of a life, then and now.
    WholePerson,
    /// What keeps it going, drawn and as a list.
    Map,
    /// What is done, by strand.
    Plan,
    /// Where the client wants to get, and how near it is.
    Goals,
    /// The safety plan as it stands.
    SafetyPlan,
    /// The relapse plan as it stands.
    RelapsePlan,
}

impl Part {
    /// In the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Problems,
        Self::Sessions,
        Self::Scores,
        Self::WholePerson,
        Self::Map,
        Self::Plan,
        Self::Goals,
        Self::SafetyPlan,
        Self::RelapsePlan,
    ];

    /// The stable code used in forms, and its place in a template: `{scores}`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Problems => "problems",
            Self::Sessions => "sessions",
            Self::Scores => "scores",
            Self::WholePerson => "whole_person",
            Self::Map => "map",
            Self::Plan => "plan",
            Self::Goals => "goals",
            Self::SafetyPlan => "safety_plan",
            Self::RelapsePlan => "relapse_plan",
        }
    }

    /// The part with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// As it is called on pages for staff.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Problems => "Problems, in the client\u{2019}s words",
            Self::Sessions => "How often you met",
            Self::Scores => "Questionnaires: first and last score, and the course as a picture",
            Self::WholePerson => "The whole person, as a picture",
            Self::Map => "What keeps it going, as a picture and a list",
            Self::Plan => "What you do together",
            Self::Goals => "Goals and how near they are",
            Self::SafetyPlan => "The safety plan",
            Self::RelapsePlan => "The relapse plan",
        }
    }
}
