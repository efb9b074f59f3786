//! Risk: nothing is lost, somebody acts. Who is told of a risk answer, who is told when nobody acts, what needs
//! attention now, and the plan for a crisis.

mod attention;
mod duration;
mod escalation;
mod help;
mod history;
mod people;
mod safety_plan;
mod settings;
mod told;

pub(crate) use duration::in_words;
pub(crate) use escalation::bring_somebody_in;
pub use help::HelpLine;
pub use settings::RiskSettings;
pub(crate) use told::posts_for;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/attention", Policy::Clinical, attention::show)
        .post("/attention/mail", Policy::Clinical, people::mails)
        .get("/clients/{client}/risk", Policy::ReadRecord, history::show)
        .get(
            "/clients/{client}/safety-plan",
            Policy::ReadRecord,
            safety_plan::show,
        )
        .post(
            "/clients/{client}/safety-plan",
            Policy::WriteRecord,
            safety_plan::agree,
        )
        .get(
            "/clients/{client}/safety-plan/paper",
            Policy::ReadRecord,
            safety_plan::paper,
        )
        .post(
            "/clients/{client}/safety-plan/{number}/again",
            Policy::WriteRecord,
            safety_plan::again,
        )
        .get("/practice/help", Policy::Administrator, help::show)
        .post("/practice/help", Policy::Administrator, help::save)
        .post(
            "/practice/help/region",
            Policy::Administrator,
            help::from_region,
        )
        .get("/practice/risk", Policy::Administrator, people::show)
        .post("/practice/risk", Policy::Administrator, people::save)
}
