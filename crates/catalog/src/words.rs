//! The words every part of the program shares: the six domains, the problem areas, which way is better.

use serde::{Deserialize, Serialize};

/// One of the six sides of a life that an assessment looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Domain {
    /// Thinking: worry, self-criticism, concentration.
    Thoughts,
    /// Feelings and mood.
    Emotions,
    /// What the person does: habits, sleep, activity, avoiding.
    Behaviours,
    /// The places where the person lives, works or studies.
    Environment,
    /// Money, work and material security.
    Economic,
    /// The people in the person's life.
    Relationships,
}

impl Domain {
    /// All six, in the order every page shows them.
    pub const ALL: [Self; 6] = [
        Self::Thoughts,
        Self::Emotions,
        Self::Behaviours,
        Self::Environment,
        Self::Economic,
        Self::Relationships,
    ];

    /// The name to show, in English.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Thoughts => "Thoughts",
            Self::Emotions => "Emotions",
            Self::Behaviours => "Behaviours",
            Self::Environment => "Environment",
            Self::Economic => "Money and work",
            Self::Relationships => "Relationships",
        }
    }

    /// The stable code used in files and form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Thoughts => "thoughts",
            Self::Emotions => "emotions",
            Self::Behaviours => "behaviours",
            Self::Environment => "environment",
            Self::Economic => "economic",
            Self::Relationships => "relationships",
        }
    }

    /// The domain with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|domain| domain.code() == code)
    }
}

/// The kinds of trouble the catalogue is complete for, from questionnaire to technique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemArea {
    /// Low mood, loss of interest.
    Depression,
    /// Worry, panic, fear of people or places.
    Anxiety,
    /// The aftermath of terrible events.
    Trauma,
    /// Trouble between people who matter to each other.
    Relationship,
}

impl ProblemArea {
    /// All four, in the order every page shows them.
    pub const ALL: [Self; 4] = [
        Self::Depression,
        Self::Anxiety,
        Self::Trauma,
        Self::Relationship,
    ];

    /// The name to show, in English.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Depression => "Depression",
            Self::Anxiety => "Anxiety",
            Self::Trauma => "Trauma",
            Self::Relationship => "Relationships",
        }
    }

    /// The stable code used in files and form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Depression => "depression",
            Self::Anxiety => "anxiety",
            Self::Trauma => "trauma",
            Self::Relationship => "relationship",
        }
    }

    /// The problem area with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|area| area.code() == code)
    }
}

/// Which way a score moves when life gets better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// A symptom scale: fewer points are better.
    LowerIsBetter,
    /// A well-being scale: more points are better.
    HigherIsBetter,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_serialised_names() {
        for domain in Domain::ALL {
            let text = serde_json::to_string(&domain).ok();
            assert_eq!(text, Some(format!("\"{}\"", domain.code())));
            assert_eq!(Domain::from_code(domain.code()), Some(domain));
        }
        for area in ProblemArea::ALL {
            let text = serde_json::to_string(&area).ok();
            assert_eq!(text, Some(format!("\"{}\"", area.code())));
            assert_eq!(ProblemArea::from_code(area.code()), Some(area));
        }
    }
}
