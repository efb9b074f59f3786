//! What is agreed about a plan beside its strands: in which order, how much, how
//! often, and when it is enough.

use serde::{Deserialize, Serialize};

use crate::Refusal;

/// The most sessions anybody writes into a plan at once.
const MOST_SESSIONS: u32 = 400;

/// When a strand has its turn. Within one turn strands stand in working order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Worked on now.
    #[default]
    Now,
    /// Next, when what is now has come far enough.
    Next,
    /// Later, when life allows it.
    Later,
}

impl Turn {
    /// In order.
    pub const ALL: [Self; 3] = [Self::Now, Self::Next, Self::Later];

    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Next => "next",
            Self::Later => "later",
        }
    }

    /// The turn with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|turn| turn.code() == code)
    }
}

/// How often the two meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Frequency {
    /// Twice a week.
    TwiceWeekly,
    /// Every week.
    Weekly,
    /// Every second week.
    Fortnightly,
    /// Every month.
    Monthly,
}

impl Frequency {
    /// From often to seldom.
    pub const ALL: [Self; 4] = [
        Self::TwiceWeekly,
        Self::Weekly,
        Self::Fortnightly,
        Self::Monthly,
    ];

    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TwiceWeekly => "twice_weekly",
            Self::Weekly => "weekly",
            Self::Fortnightly => "fortnightly",
            Self::Monthly => "monthly",
        }
    }

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::TwiceWeekly => "twice a week",
            Self::Weekly => "every week",
            Self::Fortnightly => "every second week",
            Self::Monthly => "every month",
        }
    }

    /// The frequency with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|frequency| frequency.code() == code)
    }
}

/// How much, how often, and when it is enough. Everything may be left open.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Terms {
    /// How often the two meet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// How many sessions are planned from this version on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<u32>,
    /// What will be so when it is enough, in the client's words where possible.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub enough: String,
    /// By what, and by when, the two will see that this does not help, and stop doing it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub not_helping: String,
}

impl Terms {
    /// Nothing is agreed about it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Trimmed and checked.
    pub(super) fn read(&self) -> Result<Self, Refusal> {
        Ok(Self {
            frequency: self.frequency,
            sessions: sessions(self.sessions)?,
            enough: self.enough.trim().to_owned(),
            not_helping: self.not_helping.trim().to_owned(),
        })
    }
}

/// A number of sessions a plan can hold.
pub(super) fn sessions(number: Option<u32>) -> Result<Option<u32>, Refusal> {
    match number {
        Some(0) => Err(Refusal::Invalid {
            field: "Number of sessions",
            expected: "at least one, or nothing if it is open",
        }),
        Some(many) if many > MOST_SESSIONS => Err(Refusal::Invalid {
            field: "Number of sessions",
            expected: "at most 400 at a time",
        }),
        number => Ok(number),
    }
}
