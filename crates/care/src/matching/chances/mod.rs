//! What the considerations come to together, with all their doubt: how often each therapy would do most for this person,
//! and how often about as much as the best. Never one score: the doubt is the answer, and mostly it says "choose together".

mod option;
mod reasons;
mod simulate;
mod words;

pub use option::Wishing;
pub use reasons::{Consideration, Verdict};

use attune_catalog::{Catalog, Comparator};
use attune_stats::StatsError;

use super::Matching;
use super::compared::Unfit;
use option::ground;

/// A difference between therapies that people notice, as a standardised mean difference. Tentative, and for depression
/// (Cuijpers and others 2014, doi:10.1002/da.22249); used for the other problems for want of a better one.
pub const MINIMAL_DIFFERENCE: f64 = 0.24;
/// A therapy leads if it is the best in more than this share of the draws.
pub const LEADS_FROM: f64 = 0.6;
/// How often it is drawn: a share of a half is then off by 0.016 (standard error).
pub const DRAWS: u32 = 1_000;

/// What was drawn, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Chances {
    /// Id of the problem whose trials were used.
    pub problem: String,
    /// What those trials compared the therapies with.
    pub against: Comparator,
    /// Most often about as good as the best first, then by name.
    pub therapies: Vec<TherapyChance>,
    /// Whether one leads.
    pub verdict: Verdict,
    /// What it all says, in a sentence or two.
    pub sentence: String,
    /// What would change the verdict, a sentence each; empty if nothing that was tried does.
    pub would_change: Vec<String>,
    /// How it was worked out: what was drawn from what, each with its source.
    pub method: Vec<String>,
}

/// One therapy in the draws.
#[derive(Debug, Clone, PartialEq)]
pub struct TherapyChance {
    /// Catalogue id of the therapy.
    pub modality: String,
    /// Its name.
    pub name: String,
    /// Share of the draws in which it did most.
    pub best: f64,
    /// Share of the draws in which it was short of the best by no more than [`MINIMAL_DIFFERENCE`].
    pub as_good: f64,
    /// Whether a trial in the comparison speaks about it; else it was drawn as one more of its kind.
    pub in_trials: bool,
    /// How it meets the client's wishes.
    pub wishing: Wishing,
    /// How many of the drawn factors it acts on.
    pub acts_on: usize,
}

/// Why nothing was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotDrawn {
    /// Fewer than two therapies may be begun.
    NoChoice,
    /// Fewer than three therapies were held against the same control in trials with an interval, or fewer than two of
    /// those that may be begun.
    NoComparison,
    /// Problems like this one are studied as several, and nobody said which of them it is.
    WhichProblem,
    /// Somebody said that none of the comparisons fits.
    NoneFits,
}

impl NotDrawn {
    /// What is missing.
    pub fn words(self) -> &'static str {
        match self {
            Self::NoChoice => {
                "There are not two therapies here that may be begun, so there is nothing to weigh."
            }
            Self::NoComparison => {
                "Too few of these therapies were held against the same control, so what they come to together cannot be said. Choose together, by what fits."
            }
            Self::WhichProblem => {
                "Trials study problems of this kind apart from each other, and it was not said which of them is nearest to this one. What was found for another problem is not used. Choose the nearest below."
            }
            Self::NoneFits => {
                "You said that no comparison of trials fits this problem, so what they come to together is not said. Choose together, by what fits."
            }
        }
    }
}

impl From<Unfit> for NotDrawn {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Several => Self::WhichProblem,
            Unfit::NoneFits => Self::NoneFits,
            Unfit::NoneThere => Self::NoComparison,
        }
    }
}

impl From<StatsError> for NotDrawn {
    fn from(_: StatsError) -> Self {
        Self::NoComparison
    }
}

/// Draws what the considerations come to for the therapies behind these candidates. Those that may not be begun, and those
/// against which a trial decided, take no part. Same matching, same seed: same answer, whatever the therapies are called and in which
/// order they stand.
pub fn chances(matching: &Matching, catalog: &Catalog, seed: u64) -> Result<Chances, NotDrawn> {
    let ground = ground(matching, catalog)?;
    let drawn = simulate::simulate(&ground, seed);
    let verdict = reasons::verdict(&ground, &drawn, seed);
    let would_change = reasons::would_change(&ground, matching, catalog, &verdict, &drawn, seed);
    let mut therapies: Vec<TherapyChance> = ground
        .options
        .iter()
        .zip(&drawn)
        .map(|(option, chance)| TherapyChance {
            modality: option.modality.clone(),
            name: option.name.clone(),
            best: chance.best,
            as_good: chance.as_good,
            in_trials: option.found.is_some(),
            wishing: option.wishing,
            acts_on: option.aims.len(),
        })
        .collect();
    therapies.sort_by(|one, two| {
        two.as_good
            .total_cmp(&one.as_good)
            .then_with(|| one.name.cmp(&two.name))
    });
    Ok(Chances {
        sentence: words::sentence(&verdict, &therapies),
        method: words::method(&ground, catalog),
        problem: ground.problem,
        against: ground.against,
        therapies,
        verdict,
        would_change,
    })
}
