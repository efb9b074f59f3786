//! Several clients at one time: a couple, a family, a group.
//!
//! There is no record of a couple or of a group. Each person has their own, with an entry of its own for everything
//! that happens together, and what belongs to somebody else is not in it: no name, no word, no note. All that joins
//! them is a random id ([`TogetherId`]) that says nothing to whoever has only one of the records.

mod fold;
mod names;
mod rules;

pub use fold::{TogetherLine, lines};
pub use names::{Present, SharedWords};
pub use rules::{
    agree, appointment_on, begin, company_of, consent_of, file, filed_text, miss, say, session_on,
};

use attune_ids::{SessionId, TogetherId};
use serde::{Deserialize, Serialize};

/// Who meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Company {
    /// Two who live as a couple.
    Couple,
    /// Parents, children, brothers and sisters.
    Family,
    /// People who did not know each other before.
    Group,
}

impl Company {
    /// Every kind, in the order offered.
    pub const ALL: [Self; 3] = [Self::Couple, Self::Family, Self::Group];

    /// The code in forms and files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Couple => "couple",
            Self::Family => "family",
            Self::Group => "group",
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Couple => "a couple",
            Self::Family => "a family",
            Self::Group => "a group",
        }
    }

    /// What stands in a record in the place of somebody else's name. The brackets say that a name was there.
    pub fn somebody(self) -> &'static str {
        match self {
            Self::Couple => "[partner]",
            Self::Family => "[family member]",
            Self::Group => "[group member]",
        }
    }
}

/// Whether somebody agreed to meet the others. Each person says so for themselves, and can take it back alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Nobody has asked yet.
    Open,
    /// They agreed.
    Given,
    /// They took it back.
    Withdrawn,
}

/// What this person said about meeting the others. The latest one counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TogetherSaid {
    /// The same in the record of each.
    pub together: TogetherId,
    /// Who meets.
    pub company: Company,
    /// Whether they agreed.
    pub consent: Consent,
    /// In their words; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A session of this record was one with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetTogether {
    /// The session in this record.
    pub session: SessionId,
    /// The same in the record of each.
    pub together: TogetherId,
    /// Who met.
    pub company: Company,
}
