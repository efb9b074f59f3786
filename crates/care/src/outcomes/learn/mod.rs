//! What a practice learns from its finished therapies: an expected course of its own, and where people ended who
//! began like this. Both are checked on people the models have not seen, and speak only if they pass.
//!
//! From headlines, like the outcomes: no record is opened. What comes out is sums and coefficients over at least
//! [`LEAST_CLOSED`] people, and a next look waits for [`LEAST_MORE`] more, so that two of them never differ by one
//! person. The reasons are in `docs/decisions/0042-own-reference.md`.

mod closed;
mod course;
mod outlook;

pub use closed::{Closed, closed};

use attune_catalog::{Learned, Measure};
use attune_stats::change::ReliableChangeRule;
use attune_stats::{Proportion, StatsError};
use jiff::civil::Date;
use thiserror::Error;

use crate::review::reliable_change;

/// So many finished therapies, with a first and a last score, before anything is learnt from them.
pub const LEAST_CLOSED: usize = 100;

/// So many more before it is learnt anew.
pub const LEAST_MORE: usize = 25;

/// In so many parts people are dealt, each foretold from the others.
const FOLDS: usize = 10;

/// One shuffle for all, so that the same people give the same figures.
const SEED: u64 = 20_261;

/// Why nothing is learnt.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum NotLearnt {
    /// Too few therapies have ended.
    #[error("{closed} of {LEAST_CLOSED} finished therapies with a first and a last score")]
    TooFew {
        /// How many have.
        closed: usize,
    },
    /// Too few have ended since the last look.
    #[error("{more} of {LEAST_MORE} more finished therapies since the last look")]
    TooFewMore {
        /// How many have.
        more: usize,
    },
    /// The measure has no total with a rule for change.
    #[error("this questionnaire has no rule that says which change is more than measurement error")]
    NoRule,
}

/// Whether there is enough to learn from, and enough new since the last look.
///
/// # Errors
/// What is missing.
pub fn enough(closed: usize, before: Option<&Learned>) -> Result<(), NotLearnt> {
    if closed < LEAST_CLOSED {
        return Err(NotLearnt::TooFew { closed });
    }
    let known = before.map_or(0, |before| before.people as usize);
    let more = closed.saturating_sub(known);
    if before.is_some() && more < LEAST_MORE {
        return Err(NotLearnt::TooFewMore { more });
    }
    Ok(())
}

/// One look at all finished therapies of a measure. `before` is the last one.
///
/// # Errors
/// See [`NotLearnt`]; a model that cannot be fitted is no error but a check that was not passed.
pub fn learn(
    closed: &[Closed],
    measure: &Measure,
    before: Option<&Learned>,
    today: Date,
) -> Result<Learned, NotLearnt> {
    enough(closed.len(), before)?;
    let score = measure.total.as_deref().ok_or(NotLearnt::NoRule)?;
    let norm = measure.default_norm(score).ok_or(NotLearnt::NoRule)?;
    let rule = reliable_change(norm.rule, measure.direction).ok_or(NotLearnt::NoRule)?;
    let subject = Subject {
        measure,
        score,
        rule,
        number: before.map_or(1, |before| before.number.saturating_add(1)),
        today,
    };
    let (course, course_checks) = course::course(closed, &subject);
    Ok(Learned {
        measure: measure.id.clone(),
        score: score.to_owned(),
        number: subject.number,
        people: whole(closed.len()),
        course_checks,
        course,
        outlook: outlook::outlook(closed, &subject),
    })
}

/// What is being learnt about.
struct Subject<'a> {
    measure: &'a Measure,
    score: &'a str,
    rule: ReliableChangeRule,
    number: u32,
    today: Date,
}

impl Subject<'_> {
    /// "PHQ-9, this practice, version 2 of 22 November 2026".
    fn name(&self) -> String {
        format!(
            "{} in this practice, version {} of {}",
            self.measure.name,
            self.number,
            day(self.today)
        )
    }

    /// Who the people are.
    fn population(&self) -> String {
        format!(
            "People of this practice whose therapy had ended by {} and who were led by the {}, with at least two scores.",
            day(self.today),
            self.measure.name
        )
    }
}

fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// More than four billion people do not come to one practice.
fn whole(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// So many digits say what can be known of a practice, and no more of any person in it.
fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

fn share(value: f64) -> Result<Proportion, StatsError> {
    Proportion::new(value)
}
