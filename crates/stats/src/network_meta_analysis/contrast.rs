use serde::{Deserialize, Serialize};

use crate::{Finite, Positive, StatsError};

/// One comparison of one trial: the first treatment against the second.
///
/// A trial with three arms brings three of them, one with four brings six; their
/// standard errors together say how the comparisons hang together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// The trial.
    pub study: String,
    /// The two treatments.
    pub treatments: [String; 2],
    /// Effect of the first less the second: a difference of means, a log odds ratio.
    pub effect: Finite,
    /// Its standard error.
    pub standard_error: Positive,
    /// People in both arms, if known.
    pub people: Option<u64>,
}

impl Contrast {
    /// A comparison without the number of people.
    ///
    /// Errors: not finite, or a standard error not above 0.
    pub fn new(
        study: &str,
        [first, second]: [&str; 2],
        effect: f64,
        standard_error: f64,
    ) -> Result<Self, StatsError> {
        Ok(Self {
            study: study.to_owned(),
            treatments: [first.to_owned(), second.to_owned()],
            effect: Finite::new(effect)?,
            standard_error: Positive::new(standard_error)?,
            people: None,
        })
    }

    /// The same with the number of people in both arms.
    #[must_use]
    pub fn with_people(self, people: u64) -> Self {
        Self {
            people: Some(people),
            ..self
        }
    }
}
