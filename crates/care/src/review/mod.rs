//! Step 6: is it working? Change, expected course, signal, and a decision.

mod decision;
mod expected;
mod progress;
mod shown;

pub use decision::{Decision, Review, no_change};
pub use expected::{Expected, ExpectedDay};
pub use progress::{ALARM_RATE, Change, Course, Meaning, Progress, leading_measure, progress};
pub use shown::{shown, signal_words};
