//! How client and therapist are with each other: the line of the alliance, what came between them and what was tried.
//!
//! The alliance goes with the result (r = .278, 295 studies; Flückiger and others 2018, doi:10.1037/pst0000172), and the two
//! drive each other. A fall is a question to ask, never a finding about a person.

mod fold;
mod line;
mod rating;
mod rupture;

pub use line::{
    AllianceLine, AlliancePoint, CEILING_FORMS, Ceiling, LEAST_DROP_SHARE, Suspicion, TOP_SHARE,
    Usual, alliance_lines, episodes, rating_of, suspicions,
};
pub use rating::{SessionRated, rate_session, rating_form};
pub use rupture::{
    Judged, RepairTried, RuptureJudged, RuptureNoted, RuptureState, Stand, judge_rupture,
    note_rupture, try_repair,
};
