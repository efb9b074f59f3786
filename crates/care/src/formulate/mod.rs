//! Step 2: what keeps the trouble going. Factors, influences, loops.

mod factor;
mod influence;

pub use factor::{Factor, FactorInput, FactorRemoval, Role, remove_factor, set_factor};
pub use influence::{
    Confidence, Influence, InfluenceInput, InfluenceRemoval, Sign, Voice, remove_influence,
    set_influence,
};
