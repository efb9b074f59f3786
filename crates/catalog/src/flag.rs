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
        let test = ItemTest {
            item: self.item,
            comparison: self.comparison,
            threshold: self.threshold,
        };
        match test.holds(answer) {
            Some(true) => FlagState::Raised,
            Some(false) => FlagState::NotRaised,
            None => FlagState::Unknown,
        }
    }
}

/// One comparison of the answer to one item, as it was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemTest {
    /// Position of the item in the measure.
    pub item: usize,
    /// How the answer is compared.
    pub comparison: Comparison,
    /// With what.
    pub threshold: i32,
}

impl ItemTest {
    /// Whether it holds of this answer; `None` while there is no answer. What does not apply does not hold.
    pub fn holds(&self, answer: Option<Answer>) -> Option<bool> {
        match answer {
            Some(Answer::Value(value)) => {
                Some(self.comparison.holds(value.into(), self.threshold.into()))
            }
            Some(Answer::NotApplicable) => Some(false),
            Some(Answer::Skipped | Answer::NotAsked) | None => None,
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
    /// Whether a number stands so to a threshold.
    #[expect(
        clippy::float_cmp,
        reason = "thresholds are whole numbers, and so is what equals them"
    )]
    pub fn holds(self, value: f64, threshold: f64) -> bool {
        match self {
            Self::AtLeast => value >= threshold,
            Self::AtMost => value <= threshold,
            Self::Equal => value == threshold,
        }
    }

    /// The sign used in files.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
            Self::Equal => "=",
        }
    }
}

/// A condition as written in a file: the id of an item (in criteria also of a score), `>=`, `<=` or `=`, a whole number; for example `q9>=1`.
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
