//! What follows from a causal map: loops, reach, leverage, and how far their order can be trusted.

mod picture;
mod report;

use std::path::PathBuf;

use attune_stats::causal_map::{
    LoopSearch, Perturbation, ReachMethod, Severity, leverage, rank_intervals_by_influence,
    strong_components, upstream_reach,
};
use attune_stats::{NonNegative, Proportion};
use clap::Args;

use super::answer::Caution;
use super::{Answer, Output, Refusal};
use attune_readers::causal_map::{self, Fault, NamedMap};
use report::{Found, Maps};

/// The longest loops and paths that are looked at.
const LONGEST: usize = 6;

/// What follows from a map of factors and what they do to each other: loops, reach, leverage
///
/// Lists every loop of up to six arrows with its gain, the parts within which everything influences everything, how much
/// of the trouble elsewhere each factor reaches, and by how much all feedback falls when a factor is weakened. Ranks are
/// given as intervals over many maps with weights moved at random: a map is a hypothesis, and a single rank claims too
/// much.
#[derive(Debug, Args)]
#[command(after_help = "\
The file is one JSON object. A node is a name, or an object with a name and a severity (0 or more; upstream reach counts
trouble by it). A weight is from -1 to 1 and not 0; \"sd\" is how far it may be off, \"confidence\" (0 to 1) how sure it is
that the arrow exists. Both may be left out, then --weight-sd and 1 are taken.

  {
    \"nodes\": [\"poor sleep\", \"low energy\", {\"name\": \"low mood\", \"severity\": 7}],
    \"influences\": [
      {\"from\": \"poor sleep\", \"to\": \"low energy\", \"weight\": 0.5, \"sd\": 0.1},
      {\"from\": \"low energy\", \"to\": \"poor sleep\", \"weight\": 0.4},
      {\"from\": \"low energy\", \"to\": \"low mood\", \"weight\": 0.6, \"confidence\": 0.8}
    ]
  }

Examples:
  attune stats map sleep.json
  as if each factor were gone altogether, with a picture:
    attune stats map sleep.json --weakening 1 --plot sleep.svg
  more draws, for programs:
    attune stats map sleep.json --draws 2000 --seed 7 --json

Keys of the JSON: spectral_radius, nodes[].{name,component,upstream_reach,radius_after,radius_drop,loops,vicious,rank,
rank_interval,first}, loops[].{nodes,gain,sign}, components, loops_stopped, draws, level, weakening")]
pub(crate) struct Map {
    /// The map, as JSON
    file: PathBuf,
    /// Share taken from every arrow that leaves a weakened factor
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.5,
        allow_hyphen_values = true
    )]
    weakening: f64,
    /// How far a weight may be off where the file does not say (standard deviation)
    #[arg(
        long,
        value_name = "SD",
        default_value_t = 0.15,
        allow_hyphen_values = true
    )]
    weight_sd: f64,
    /// How many maps to draw
    #[arg(long, value_name = "N", default_value_t = 500)]
    draws: u32,
    /// Share of the drawn ranks inside an interval
    #[arg(
        long,
        value_name = "SHARE",
        default_value_t = 0.90,
        allow_hyphen_values = true
    )]
    level: f64,
    /// Where the random numbers start: the same seed gives the same answer
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    pub(crate) output: Output,
}

impl Map {
    pub(crate) fn run(&self) -> Result<Answer<Maps>, Refusal> {
        let bytes = std::fs::read(&self.file).map_err(|error| Refusal::Table {
            file: self.file.clone(),
            error: error.into(),
        })?;
        let named = causal_map::read(&bytes).map_err(|fault| self.refuse(fault))?;
        let weakening = Proportion::new(self.weakening)?;
        let weight_sd = NonNegative::new(self.weight_sd)?;
        let NamedMap {
            map, severities, ..
        } = &named;
        let search = LoopSearch {
            longest: LONGEST,
            ..LoopSearch::default()
        };
        let severity = if severities.iter().any(Option::is_some) {
            Severity::Rated(severities)
        } else {
            Severity::Equal
        };
        let weight_sds: Vec<NonNegative> = named
            .weight_sds
            .iter()
            .map(|sd| sd.unwrap_or(weight_sd))
            .collect();
        let perturbation = Perturbation {
            weight_sd,
            draws: self.draws,
            seed: self.seed,
            level: Proportion::new(self.level)?,
            weakening,
        };
        let found = Found {
            components: strong_components(map),
            reach: upstream_reach(map, severity, LONGEST)?,
            leverage: leverage(map, weakening, search)?,
            ranks: rank_intervals_by_influence(map, &weight_sds, perturbation)?,
        };
        let warnings = cautions(&found);
        let method = "Causal map: elementary cycles (Johnson 1975), strong components (Tarjan 1972), total effects \
                      (Bollen 1987), drop of the spectral radius";
        let mut answer = Answer::new(method, warnings, Maps::new(named, found));
        answer.seed = Some(self.seed);
        Ok(answer)
    }

    fn refuse(&self, fault: Fault) -> Refusal {
        Refusal::Place {
            file: self.file.clone(),
            place: fault.place,
            found: fault.found,
            expected: fault.expected,
        }
    }
}

fn cautions(found: &Found) -> Vec<Caution> {
    let mut cautions = vec![Caution::new(
        "hypothesis",
        "A map is somebody's hypothesis: this is what follows from its arrows, not that they are right. An arrow nobody \
         thought of is in no interval.",
    )];
    if found.leverage.loops.loops.is_empty() {
        let message = "There is no loop of up to six arrows: what is weakened breaks none. Look at upstream reach.";
        cautions.push(Caution::new("no_loops", message));
    }
    if found.leverage.loops.stopped {
        let message = "There are more loops than are listed: the counts are lower bounds.";
        cautions.push(Caution::new("loops_stopped", message));
    }
    if let ReachMethod::Walks {
        longest,
        spectral_radius,
    } = found.reach.method
    {
        cautions.push(Caution::new(
            "amplifies_without_bound",
            format!(
                "The loops amplify without bound (spectral radius {spectral_radius:.3}): upstream reach is along paths of \
                 at most {longest} arrows and must not be compared with that of other maps."
            ),
        ));
    }
    cautions
}
