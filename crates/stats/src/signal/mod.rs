//! Signals: prompts to look, never judgements of a person.
//!
//! - [`course_signal`]: is this therapy on track, given the change so far and the
//!   rank of the expected improvement among people of a reference?
//! - [`alliance_reading`] and [`individuals_lower_limit`]: did the alliance fall below this
//!   person's own usual?
//! - [`slow_decline`]: did it fall little by little over the last sessions?
//! - [`worth_asking_about`]: the same question for a practice's own short session
//!   feedback, which has no norms.
//!
//! Each answers with an enum and the typed reasons for it, so that a page can say
//! why in its own words and language. Thresholds are arguments: how many alarms a
//! service can follow up is the service's choice, and must be shown beside the rule.

mod alliance;
mod course;
mod feedback;
mod slow_decline;

pub use alliance::{
    AllianceReading, AllianceRule, AllianceState, alliance_reading, individuals_lower_limit,
    series_scores,
};
pub use course::{
    CourseEvidence, CourseJudgement, LEAST_POINTS, Measurement, Ranks, Reason, Signal,
    course_signal, judge_course,
};
pub use feedback::{FeedbackReason, FeedbackRule, worth_asking_about};
pub use slow_decline::{DECLINE_SESSIONS, SlowDecline, slow_decline};
