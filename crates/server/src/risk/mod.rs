//! Risk: nothing is lost, somebody acts. Who is told of a risk answer, who is told when nobody acts, what needs
//! attention now, and the plan for a crisis.

mod attention;
mod duration;
mod escalation;
mod history;
mod people;
mod settings;
mod told;

pub(crate) use duration::in_words;
pub(crate) use escalation::bring_somebody_in;
pub use settings::RiskSettings;
pub(crate) use told::posts_for;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/attention", Policy::Clinical, attention::show)
        .post("/attention/mail", Policy::Clinical, people::mails)
        .get("/clients/{client}/risk", Policy::ReadRecord, history::show)
        .get("/practice/risk", Policy::Administrator, people::show)
        .post("/practice/risk", Policy::Administrator, people::save)
}
