//! Step 4: what we agreed. Strands, goals, a date to look again.

mod version;

pub use version::{Goal, PlanVersion, Strand};
