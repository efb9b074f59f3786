//! The numbers of psychotherapy, and nothing else.
//!
//! | Module | Question it answers |
//! | --- | --- |
//! | [`change`] | Is the difference between two scores more than measurement error, and is it recovery? |
//! | [`growth`] | Where would this person's scores be expected to go, and how wide is the doubt? Fitting, predicting, evaluating. |
//! | [`signal`] | Is this therapy on track? Did the alliance dip below the person's own usual? |
//! | [`meta_analysis`] | What do several trials say together, and what would the next one find? |
//! | [`treatment_selection`] | What is gained by choosing a treatment by a person's characteristics? |
//! | [`prognosis`] | Where did people who began like this end, and did therapies differ, on people not seen? |
//! | [`network_meta_analysis`] | Which of many treatments does better, and how sure is that? |
//! | [`graphical_model`] | Which symptoms hang together when all others are held still, and how steady is that? |
//! | [`graphical_autoregression`] | In one person's diary: what goes together, and what precedes what? |
//! | [`choice`] | Which of several uncertain options is best, and how often as good as the best? |
//! | [`funnel`] | Is a rate that differs from the others more than chance explains? |
//! | [`causal_map`] | Which loops keep a problem going, and how much hangs on each factor and arrow? |
//!
//! Plain functions on plain types. No files, no clock, no global random numbers:
//! a seed is an argument and comes back with the result. Every function that
//! cannot give a trustworthy number answers with a [`StatsError`] that says what
//! the caller can do; a doubtful number is never returned in its place.
//!
//! A missing answer is never zero: there is no way to put "missing" into these
//! functions. Leave the observation out, or do not ask.

mod error;
mod folds;
mod least_squares;
mod normal;
mod number;

pub mod causal_map;
pub mod change;
pub mod choice;
pub mod effect_size;
pub mod funnel;
pub mod graphical_autoregression;
pub mod graphical_model;
pub mod growth;
pub mod meta_analysis;
pub mod network_meta_analysis;
pub mod prognosis;
pub mod signal;
pub mod treatment_selection;

pub use error::StatsError;
pub use number::{Correlation, Finite, NonNegative, Positive, Proportion, Reliability, Weight};

/// The example of the README, so that it keeps working.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
