//! Step 4: what we agreed. Strands, goals, a date to look again.

mod agree;
mod cosign;
mod difference;
mod rating;
mod take_over;
mod terms;
mod version;

pub use agree::{GoalInput, PlanInput, StrandInput, agree};
pub use cosign::{Cosigning, cosigned};
pub use difference::Difference;
pub use rating::{GoalCourse, GoalRating, GoalsRated, REACHED, goal_course, rate_goals};
pub use take_over::take_over;
pub use terms::{Frequency, Terms, Turn};
pub use version::{Goal, PlanVersion, Strand};
