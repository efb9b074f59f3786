//! Risk: answers that belong together are one alert, somebody is brought in when nobody acts, and what helps in a
//! crisis is written down together beforehand.

mod episode;
mod escalation;
mod safety_plan;

pub use episode::{AlertRepeat, EPISODE_DAYS};
pub(crate) use episode::{is_known, joins};
pub use escalation::{Escalation, EscalationStep, EscalationTimes, due_steps, escalate};
pub use safety_plan::{
    PlanChange, SafetyPlan, SafetyPlanInput, SafetyStep, agree_safety_plan, bring_back, changes,
};
