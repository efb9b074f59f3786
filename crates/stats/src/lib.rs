//! The numbers of psychotherapy, and nothing else.
//!
//! | Module | Question it answers |
//! | --- | --- |
//! | [`change`] | Is the difference between two scores more than measurement error, and is it recovery? |
//!
//! Plain functions on plain types. No files, no clock, no global random numbers:
//! a seed is an argument and comes back with the result. Every function that
//! cannot give a trustworthy number answers with a [`StatsError`] that says what
//! the caller can do; a doubtful number is never returned in its place.
//!
//! A missing answer is never zero: there is no way to put "missing" into these
//! functions. Leave the observation out, or do not ask.

mod error;
mod number;

pub mod change;

pub use error::StatsError;
pub use number::{Correlation, Finite, NonNegative, Positive, Proportion, Reliability};
