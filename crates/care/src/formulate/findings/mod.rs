//! What follows from the drawing, as data and as sentences.
//!
//! A drawing is somebody's hypothesis (perceived causal networks: Klintwall,
//! Bellander & Cervin 2021). Nothing here makes it true: what is computed is what
//! follows if the arrows are right, and how much of it hangs on each of them.

mod coverage;
mod known;
mod leverage;
mod loops;
mod map;
mod upstream;

pub use coverage::{Coverage, Drawn};
pub use known::KnownRanks;
pub use leverage::{DRAWS, FactorLeverage, LEVEL, Leverage, WEAKENING, WEIGHT_SD};
pub use loops::{GainSize, LoopFinding, LoopVoice, Loops};
pub use upstream::{Upstream, UpstreamFactor};

use attune_stats::StatsError;
use attune_stats::causal_map::MOST_NODES;

use crate::Record;
use map::Map;

/// Everything that can be said about a formulation as it stands. Factors and
/// influences are named by id; the order in which they were drawn has no effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// How much is drawn and whose view it is.
    pub drawn: Drawn,
    /// Which sides of life and which parts of the story are not drawn.
    pub coverage: Coverage,
    /// What feeds itself, and what works against itself.
    pub loops: Result<Loops, Withheld>,
    /// What lies before many others.
    pub upstream: Result<Upstream, Withheld>,
    /// What the loops hang on, with the doubt in it.
    pub leverage: Result<Leverage, Withheld>,
}

/// Why something is not said. No number is better than a doubtful one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Withheld {
    /// No factor is named.
    NoFactors,
    /// No influence is drawn.
    NoInfluences,
    /// No arrows lead back to where they began.
    NoLoop,
    /// So many factors that the calculation would run away.
    TooManyFactors,
    /// The calculation did not settle for this drawing.
    NotSettled,
    /// An influence in the record has a strength this program does not know.
    NotReadable,
}

impl Withheld {
    /// What is missing and what to do about it.
    pub fn words(self) -> String {
        match self {
            Self::NoFactors => "Nothing is drawn yet. Begin with a few factors.".to_owned(),
            Self::NoInfluences => {
                "No influence is drawn yet. Ask of each factor what it leads to.".to_owned()
            }
            Self::NoLoop => "This needs at least one loop, and so far no arrows lead back to where they began. Ask of the last factor in a row what it leads to in turn.".to_owned(),
            Self::TooManyFactors => format!("This is worked out for at most {MOST_NODES} factors. Leave out what matters least."),
            Self::NotSettled => "The calculation did not settle for this drawing, so nothing is said. Leaving out faint arrows may help.".to_owned(),
            Self::NotReadable => "An influence has a strength that is not from 1 to 10. Change it, and this appears.".to_owned(),
        }
    }
}

impl From<StatsError> for Withheld {
    fn from(error: StatsError) -> Self {
        match error {
            StatsError::TooManyNodes { .. } => Self::TooManyFactors,
            StatsError::OutOfRange { .. } | StatsError::NotFinite { .. } => Self::NotReadable,
            _ => Self::NotSettled,
        }
    }
}

/// The seed the pages use. Any number will do; it is fixed so that the same drawing
/// always gives the same ranks.
pub const SEED: u64 = 2021;

/// Works out what follows from the formulation. `seed` starts the random numbers
/// behind the rank intervals: same drawing and seed, same answer.
pub fn findings(record: &Record, seed: u64) -> Findings {
    findings_knowing(record, seed, &KnownRanks::new())
}

/// The same, with what is costly looked up among what is known and remembered there.
pub fn findings_knowing(record: &Record, seed: u64, known: &KnownRanks) -> Findings {
    let formulation = &record.formulation;
    let map = Map::of(formulation);
    let with_influences = || {
        let map = map.as_ref().map_err(|withheld| *withheld)?;
        if map.factors.is_empty() {
            Err(Withheld::NoFactors)
        } else if map.influences.is_empty() {
            Err(Withheld::NoInfluences)
        } else {
            Ok(map)
        }
    };
    Findings {
        drawn: Drawn::of(formulation),
        coverage: Coverage::of(formulation),
        loops: with_influences().map(loops::find),
        upstream: with_influences().and_then(upstream::find),
        leverage: with_influences().and_then(|map| leverage::find(map, seed, known)),
    }
}

/// "“low mood”". Words that are a quotation already get no second marks.
pub fn quoted(text: &str) -> String {
    let inner = text
        .strip_prefix(['"', '“', '„', '«'])
        .and_then(|rest| rest.strip_suffix(['"', '”', '“', '»']));
    format!("“{}”", inner.unwrap_or(text))
}

/// "a", "a and b", "a, b and c".
fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
