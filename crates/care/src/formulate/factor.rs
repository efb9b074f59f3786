use attune_catalog::{Catalog, Domain};
use attune_ids::{EntryId, FactorId, IdSource};
use serde::{Deserialize, Serialize};

use crate::formulate::InfluenceRemoval;
use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// The part a factor plays in the story of the trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Made it more likely, long before.
    Predisposing,
    /// Set it off.
    Precipitating,
    /// Keeps it going.
    Perpetuating,
    /// Holds against it.
    Protective,
}

impl Role {
    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Predisposing => "predisposing",
            Self::Precipitating => "precipitating",
            Self::Perpetuating => "perpetuating",
            Self::Protective => "protective",
        }
    }

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Every role, in the order of a story.
    pub const ALL: [Self; 4] = [
        Self::Predisposing,
        Self::Precipitating,
        Self::Perpetuating,
        Self::Protective,
    ];

    /// The field's word, with what it means.
    pub fn label(self) -> &'static str {
        match self {
            Self::Predisposing => "predisposing (made it likely)",
            Self::Precipitating => "precipitating (set it off)",
            Self::Perpetuating => "perpetuating (keeps it going)",
            Self::Protective => "protective (holds against it)",
        }
    }
}

/// A node of the formulation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Factor {
    /// Stays the same when the wording changes.
    pub id: FactorId,
    /// In a few words, the client's where possible.
    pub text: String,
    /// Which part of life.
    pub domain: Domain,
    /// Its part in the story, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Catalogue id of the mechanism it is an instance of, where one fits. It is how a
    /// factor and a technique find each other; nobody guesses it from the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mechanism: Option<String>,
}

/// Takes a factor out; what pointed to it goes too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactorRemoval {
    /// Which factor.
    pub factor: FactorId,
}

/// What the editor sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorInput {
    /// None for a new factor.
    pub id: Option<FactorId>,
    /// See [`Factor::text`].
    pub text: String,
    /// See [`Factor::domain`].
    pub domain: Domain,
    /// See [`Factor::role`].
    pub role: Option<Role>,
    /// See [`Factor::mechanism`].
    pub mechanism: Option<String>,
}

/// The most characters of a factor, so that it fits its card.
pub const LONGEST_FACTOR: usize = 120;

/// Adds a factor or changes one. Two factors with the same words would be
/// impossible to tell apart in the network, so the second is refused.
///
/// # Errors
/// [`Refusal::Missing`] without words; [`Refusal::Invalid`] if they are too long or
/// the mechanism is unknown; [`Refusal::NotThere`] if the factor to change is gone;
/// [`Refusal::AlreadyDone`] if another factor has these words.
pub fn set_factor(
    record: &Record,
    catalog: &Catalog,
    input: FactorInput,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let text = required(&input.text, "the factor in a few words")?;
    if text.chars().count() > LONGEST_FACTOR {
        return Err(Refusal::Invalid {
            field: "The factor",
            expected: "at most 120 characters, so that it fits its card",
        });
    }
    if let Some(id) = input.id {
        record
            .formulation
            .factor(id)
            .ok_or(Refusal::NotThere { what: "factor" })?;
    }
    let unknown = |id: &String| catalog.mechanism(id).is_none();
    if input.mechanism.as_ref().is_some_and(unknown) {
        return Err(Refusal::Invalid {
            field: "What kind of thing it is",
            expected: "one of the list, or nothing",
        });
    }
    let same_words = record.formulation.factors.iter().any(|other| {
        Some(other.id) != input.id && other.text.to_lowercase() == text.to_lowercase()
    });
    if same_words {
        return Err(Refusal::AlreadyDone {
            what: "There is a factor with these words already.",
        });
    }
    let id = input.id.unwrap_or_else(|| FactorId::new(ids));
    let factor = Factor {
        id,
        text,
        domain: input.domain,
        role: input.role,
        mechanism: input.mechanism,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::FactorSet(factor),
    }])
}

/// Takes a factor and its influences out of the formulation.
///
/// # Errors
/// [`Refusal::NotThere`] if it is gone already.
pub fn remove_factor(
    record: &Record,
    factor: FactorId,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    record
        .formulation
        .factor(factor)
        .ok_or(Refusal::NotThere { what: "factor" })?;
    let mut entries = vec![NewEntry {
        id: entry,
        body: Body::FactorRemoved(FactorRemoval { factor }),
    }];
    let touching = record
        .formulation
        .influences
        .iter()
        .filter(|arrow| arrow.from == factor || arrow.to == factor);
    for arrow in touching {
        let removal = InfluenceRemoval {
            influence: arrow.id,
        };
        entries.push(NewEntry::new(Body::InfluenceRemoved(removal), ids));
    }
    Ok(entries)
}
