//! Flags: what a single answer calls for, whatever the total.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::score::Answer;

/// How a raised flag is to be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Safety: raise an alert and show the client crisis help at once.
    Risk,
    /// Worth asking about in the session; no alert.
    AskAbout,
}

/// What is known about a flag. A missing answer is unknown, which is not the same as not raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagState {
    /// The answer calls for it.
    Raised,
    /// The answer does not call for it.
    NotRaised,
    /// There is no answer.
    Unknown,
}

/// When a flag is raised: one comparison of one item, and nothing more, so that anyone can check it by eye.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagRule {
    /// Stable id within the measure.
    pub id: String,
    /// How it is to be met.
    pub level: Level,
    /// Position of the item in the measure.
    pub item: usize,
    /// How the answer is compared.
    pub comparison: Comparison,
    /// With what.
    pub threshold: i32,
}

impl FlagRule {
    /// What this answer means for the flag.
    pub fn state(&self, answer: Option<Answer>) -> FlagState {
        match answer {
            Some(Answer::Value(value)) if self.comparison.holds(value, self.threshold) => {
                FlagState::Raised
            }
            Some(Answer::Value(_) | Answer::NotApplicable) => FlagState::NotRaised,
            Some(Answer::Skipped | Answer::NotAsked) | None => FlagState::Unknown,
        }
    }
}

/// How an answer is compared with a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
}

impl Comparison {
    fn holds(self, value: i32, threshold: i32) -> bool {
        match self {
            Self::AtLeast => value >= threshold,
            Self::AtMost => value <= threshold,
            Self::Equal => value == threshold,
        }
    }
}

/// A condition as written in a file: an item id, `>=`, `<=` or `=`, a whole number; for example `q9>=1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) item: String,
    pub(crate) comparison: Comparison,
    pub(crate) threshold: i32,
}

impl FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // Two-character signs first: "=" is part of them.
        let signs = [
            (">=", Comparison::AtLeast),
            ("<=", Comparison::AtMost),
            ("=", Comparison::Equal),
        ];
        let refusal = || format!("\"{text}\" is not a condition like \"q9>=1\"");
        let (item, comparison, threshold) = signs
            .into_iter()
            .find_map(|(sign, comparison)| {
                text.split_once(sign)
                    .map(|(item, threshold)| (item.trim(), comparison, threshold.trim()))
            })
            .ok_or_else(refusal)?;
        if item.is_empty() {
            return Err(refusal());
        }
        Ok(Self {
            item: item.to_owned(),
            comparison,
            threshold: threshold.parse().map_err(|_| refusal())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_read_as_written_and_nothing_else_does() {
        let read = |text: &str| text.parse::<Condition>().ok();
        let condition = |comparison, threshold| {
            Some(Condition {
                item: "q9".to_owned(),
                comparison,
                threshold,
            })
        };
        assert_eq!(read("q9>=1"), condition(Comparison::AtLeast, 1));
        assert_eq!(read("q9 <= -2"), condition(Comparison::AtMost, -2));
        assert_eq!(read("q9=0"), condition(Comparison::Equal, 0));
        for text in [
            "",
            "q9",
            "q9>1",
            ">=1",
            "q9>=",
            "q9>=x",
            "q9>=1.5",
            "q9==1",
            "q9>=1 or q8>=1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
