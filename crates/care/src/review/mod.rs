//! Step 6: is it working? Change, expected course, signal, and a decision.

mod again;
mod decision;
mod ending;
mod expected;
mod explain;
mod fitting;
mod look;
mod progress;
mod relapse;
mod shown;
mod since;

pub use again::{AGAIN_AFTER, Again, Cause, CourseSince, SecondLook, again, causes};
pub use decision::{Decision, Review, ReviewInput, no_change};
pub use ending::{EndingPrompt, NEAR, STEADY_DAYS, STEADY_SCORES, ending_prompts};
pub use expected::{Expected, ExpectedDay};
pub use explain::{
    explain, explain_course, explain_feedback, explain_rule, reference_line, rule_line,
    signal_words,
};
pub use fitting::{Fitting, fitting};
pub use look::{Known, Look, Looked, guided_look, look_is_due, review_words};
pub use progress::{
    ALARM_RATE, Change, Course, Meaning, Progress, courses, leading_measure, meanings, progress,
    signal_of,
};
pub(crate) use progress::{change_between, reliable_change};
pub use relapse::{RelapseInput, RelapsePart, RelapsePlan, agree_relapse_plan};
pub use shown::shown;
pub use since::{Since, StrandWork, TaskCount, since_last_review};
