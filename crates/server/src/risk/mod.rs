//! Risk: nothing is lost, somebody acts. Who is told of a risk answer, who is told when nobody acts, what needs
//! attention now, and the plan for a crisis.

mod settings;
mod told;

pub use settings::RiskSettings;
pub(crate) use told::posts_for;
