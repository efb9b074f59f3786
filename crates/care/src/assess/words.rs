use attune_catalog::Domain;
use attune_ids::EntryId;
use serde::{Deserialize, Serialize};

use crate::refusal::required;
use crate::{Body, NewEntry, Refusal};

/// What the words are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordsKind {
    /// How it is.
    Said,
    /// What is needed.
    Need,
    /// What helps or carries.
    Strength,
}

impl WordsKind {
    /// Every kind, in the order offered.
    pub const ALL: [Self; 3] = [Self::Said, Self::Need, Self::Strength];

    /// The stable code used in form fields.
    pub fn code(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::Need => "need",
            Self::Strength => "strength",
        }
    }

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Said => "how it is",
            Self::Need => "what is needed",
            Self::Strength => "what helps or carries",
        }
    }
}

/// The client's own words about a domain of life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Words {
    /// Which part of life.
    pub domain: Domain,
    /// What the words are about.
    pub about: WordsKind,
    /// As said.
    pub text: String,
}

/// Keeps something the client said.
pub fn hear(
    domain: Domain,
    about: WordsKind,
    text: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let text = required(text, "the client's words")?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::WordsHeard(Words {
            domain,
            about,
            text,
        }),
    }])
}
