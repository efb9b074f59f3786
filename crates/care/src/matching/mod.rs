//! Step 3: what could help this person. Candidate strands with reasons.

mod decision;

pub use decision::{CandidateDecision, Choice, decide};
