//! Step 4: what we agreed. Strands, goals, a date to look again.

mod agree;
mod difference;
mod take_over;
mod version;

pub use agree::{GoalInput, PlanInput, ReviewInput, StrandInput, agree};
pub use difference::Difference;
pub use take_over::take_over;
pub use version::{Goal, PlanVersion, Strand};
