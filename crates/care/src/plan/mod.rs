//! Step 4: what we agreed. Strands, goals, a date to look again.

mod agree;
mod difference;
mod version;

pub use agree::{GoalInput, PlanInput, ReviewInput, StrandInput, agree};
pub use difference::Difference;
pub use version::{Goal, PlanVersion, Strand};
