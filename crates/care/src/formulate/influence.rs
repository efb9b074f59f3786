use attune_ids::{EntryId, FactorId, IdSource, InfluenceId};
use serde::{Deserialize, Serialize};

use crate::{Body, NewEntry, Record, Refusal};

/// Does more of the first make more or less of the second?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// More leads to more.
    More,
    /// More leads to less.
    Less,
}

/// Whose view an influence is. A cause is a hypothesis with an author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Voice {
    /// The client said so.
    Client,
    /// The clinician thinks so.
    Clinician,
    /// Both agree.
    Both,
    /// Estimated from diary answers.
    Diary,
}

impl Sign {
    /// Both signs.
    pub const ALL: [Self; 2] = [Self::More, Self::Less];

    /// The words on the page, as in "low mood leads to less activity".
    pub fn label(self) -> &'static str {
        match self {
            Self::More => "leads to more",
            Self::Less => "leads to less",
        }
    }

    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::More => "more",
            Self::Less => "less",
        }
    }

    /// The sign with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

impl Voice {
    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Clinician => "clinician",
            Self::Both => "both",
            Self::Diary => "diary",
        }
    }

    /// The source with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// Every source, in the order offered.
    pub const ALL: [Self; 4] = [Self::Client, Self::Clinician, Self::Both, Self::Diary];

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Client => "said by the client",
            Self::Clinician => "the clinician's view",
            Self::Both => "both think so",
            Self::Diary => "estimated from the diary",
        }
    }
}

/// How sure the author is that the influence is there at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A guess.
    Low,
    /// Likely.
    Medium,
    /// Seen again and again.
    High,
}

impl Confidence {
    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The level with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// Every level.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The words on the page.
    pub fn label(self) -> &'static str {
        match self {
            Self::Low => "a guess",
            Self::Medium => "likely",
            Self::High => "seen again and again",
        }
    }

    /// Probability that the arrow is there, used when rankings are shown under
    /// doubt. Our own convention: 0.5, 0.75, 0.95.
    pub fn probability(self) -> f64 {
        match self {
            Self::Low => 0.5,
            Self::Medium => 0.75,
            Self::High => 0.95,
        }
    }
}

/// A directed, signed, weighted arrow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Influence {
    /// Stays the same when strength or source change.
    pub id: InfluenceId,
    /// The factor that influences.
    pub from: FactorId,
    /// The factor that is influenced.
    pub to: FactorId,
    /// More or less.
    pub sign: Sign,
    /// "How much does A lead to B?", 1 hardly to 10 entirely (Klintwall et al. 2021).
    pub strength: u8,
    /// Whose view.
    pub voice: Voice,
    /// How sure.
    pub confidence: Confidence,
}

/// Words for a strength, so that a number need not be weighed alone.
pub fn strength_words(strength: u8) -> &'static str {
    match strength {
        0 | 1 => "hardly",
        2 | 3 => "a little",
        4..=6 => "somewhat",
        7 | 8 => "a lot",
        9 => "nearly entirely",
        _ => "entirely",
    }
}

impl Influence {
    /// Signed weight in [-1, 1].
    pub fn weight(&self) -> f64 {
        let size = f64::from(self.strength) / 10.0;
        match self.sign {
            Sign::More => size,
            Sign::Less => -size,
        }
    }
}

/// Takes an influence out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InfluenceRemoval {
    /// Which influence.
    pub influence: InfluenceId,
}

/// What the editor sends.
#[derive(Debug, Clone, PartialEq)]
pub struct InfluenceInput {
    /// None for a new influence.
    pub id: Option<InfluenceId>,
    /// See [`Influence::from`].
    pub from: FactorId,
    /// See [`Influence::to`].
    pub to: FactorId,
    /// See [`Influence::sign`].
    pub sign: Sign,
    /// See [`Influence::strength`].
    pub strength: u8,
    /// See [`Influence::voice`].
    pub voice: Voice,
    /// See [`Influence::confidence`].
    pub confidence: Confidence,
}

/// Adds an influence or changes one. One arrow per direction between two
/// factors: a second one would count the same thing twice.
///
/// # Errors
/// [`Refusal::NotThere`] if an end, or the influence to change, is gone;
/// [`Refusal::Invalid`] for a factor on itself or a strength outside 1 to 10;
/// [`Refusal::AlreadyDone`] for a second arrow in one direction.
pub fn set_influence(
    record: &Record,
    input: &InfluenceInput,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let formulation = &record.formulation;
    for end in [input.from, input.to] {
        formulation
            .factor(end)
            .ok_or(Refusal::NotThere { what: "factor" })?;
    }
    if input.from == input.to {
        return Err(Refusal::Invalid {
            field: "The influence",
            expected: "must lead from one factor to another one",
        });
    }
    if !(1..=10).contains(&input.strength) {
        return Err(Refusal::Invalid {
            field: "The strength",
            expected: "a whole number from 1 to 10",
        });
    }
    if let Some(id) = input.id {
        formulation
            .influence(id)
            .ok_or(Refusal::NotThere { what: "influence" })?;
    }
    let twice = formulation.influences.iter().any(|other| {
        Some(other.id) != input.id && other.from == input.from && other.to == input.to
    });
    if twice {
        return Err(Refusal::AlreadyDone {
            what: "There is an influence between these two in this direction already; change that one.",
        });
    }
    let influence = Influence {
        id: input.id.unwrap_or_else(|| InfluenceId::new(ids)),
        from: input.from,
        to: input.to,
        sign: input.sign,
        strength: input.strength,
        voice: input.voice,
        confidence: input.confidence,
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::InfluenceSet(influence),
    }])
}

/// Takes an influence out of the formulation.
///
/// # Errors
/// [`Refusal::NotThere`] if it is gone already.
pub fn remove_influence(
    record: &Record,
    influence: InfluenceId,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    record
        .formulation
        .influence(influence)
        .ok_or(Refusal::NotThere { what: "influence" })?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::InfluenceRemoved(InfluenceRemoval { influence }),
    }])
}
