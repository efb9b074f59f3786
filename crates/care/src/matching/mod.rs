//! Step 3: what could help this person. Candidate strands with reasons.

mod cautions;
mod decision;

pub use decision::{CandidateDecision, Choice, SituationCheck, decide, latest, taken};
