//! The statistics against published and independent results, in one program; what takes the time has its own beside it.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may stop at the first surprise, and says what it left out"
)]

mod causal_map;
mod causal_map_rules;
mod change;
mod change_more;
#[path = "support/courses.rs"]
mod courses;
#[path = "support/effects.rs"]
mod effects;
mod funnel;
mod graphical_autoregression;
mod graphical_autoregression_rules;
mod graphical_model;
mod graphical_model_rules;
mod growth;
mod growth_evaluate;
mod growth_fit;
mod growth_fit_dense;
mod growth_fit_refusals;
mod growth_fit_rules;
mod meta_analysis;
mod meta_analysis_rules;
mod network_meta_analysis;
mod network_meta_analysis_components;
mod network_meta_analysis_invariance;
mod network_meta_analysis_published;
mod network_meta_analysis_rules;
mod open_courses;
#[path = "support/open_data.rs"]
mod open_data;
mod prognosis;
mod signal;
mod support;
#[path = "support/table.rs"]
mod table;
mod treatment_selection;
#[path = "support/trials.rs"]
mod trials;
