//! Step 6: is it working? Change, expected course, signal, and a decision.

mod decision;
mod progress;

pub use decision::{Decision, Review, no_change};
pub use progress::{Expected, Progress, Verdict, leading_measure, progress};
