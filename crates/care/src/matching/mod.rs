//! Step 3: what could help this person. Candidate strands with reasons.
//!
//! Five considerations stand side by side: what trials found, what the technique acts
//! on in this drawing, how it meets the client's wishes, when to think twice, and what
//! it asks for. They make no score. [`chances`] draws what the first three come to for
//! whole therapies, with all their doubt; mostly that says "choose together".

mod ask_again;
mod brought;
mod candidate;
mod cautions;
mod chances;
mod compared;
mod considerations;
mod decision;
mod drift;
mod evidence;
mod first;
mod forecast;
mod preference;
mod stated;
mod target;

pub use ask_again::{FRESH_DAYS, ask_wishes_again};
pub use brought::{PreferencesBrought, ScaleScore, bring_preferences};
pub use candidate::{Candidate, Group, Matching, Place, candidates, candidates_for};
pub use cautions::{CautionView, Situation, cautions_for};
pub use chances::{
    Chances, Consideration, DRAWS, LEADS_FROM, MINIMAL_DIFFERENCE, NotDrawn, TherapyChance,
    Verdict, Wishing, chances,
};
pub use compared::{
    Compared, ComparisonChosen, ComparisonKey, ComparisonOffer, choose_comparison,
    comparison_offers,
};
pub use considerations::Considerations;
pub use decision::{CandidateDecision, Choice, SituationCheck, decide, latest, taken};
pub use drift::{Drift, drifts};
pub use evidence::{
    AboutProblem, Comparison, Evidence, Standing, comparable, comparator_words, comparisons,
    counts_words, in_people, outcome_words, problem_words, row_words,
};
pub use first::first_to_consider;
pub use forecast::{Forecast, NoForecast, forecast};
pub use preference::{PreferenceFit, WISHES_OLD_AFTER, Wish, Wishes};
pub use target::{Meets, Target};
