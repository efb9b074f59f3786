use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use attune_stats::StatsError;
use attune_stats::causal_map::{CausalMap, Perturbation, RankIntervals, rank_intervals};

/// Drawings remembered at most.
const MOST: usize = 256;

/// Rank intervals that were worked out before. They come from hundreds of simulated
/// drawings and take most of a page's time; the same drawing and seed give the same
/// numbers, so nothing is lost by remembering them. Holds numbers only: no words and
/// no ids.
#[derive(Debug, Default)]
pub struct KnownRanks {
    /// The oldest first.
    known: Mutex<VecDeque<(Vec<u64>, RankIntervals)>>,
}

impl KnownRanks {
    /// Nothing known yet.
    pub const fn new() -> Self {
        Self {
            known: Mutex::new(VecDeque::new()),
        }
    }

    pub(super) fn of(
        &self,
        map: &CausalMap,
        perturbation: Perturbation,
    ) -> Result<RankIntervals, StatsError> {
        let key = key(map, perturbation);
        // A thread that panicked elsewhere left whole entries behind.
        let found = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let same = known.iter().find(|(other, _)| *other == key);
            same.map(|(_, ranks)| ranks.clone())
        };
        if let Some(ranks) = found {
            return Ok(ranks);
        }
        let ranks = rank_intervals(map, perturbation)?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.pop_front();
        }
        known.push_back((key, ranks.clone()));
        Ok(ranks)
    }
}

/// Everything the numbers depend on, bit by bit: two drawings are the same only if
/// nothing could tell their numbers apart.
fn key(map: &CausalMap, perturbation: Perturbation) -> Vec<u64> {
    let Perturbation {
        weight_sd,
        draws,
        seed,
        level,
        weakening,
    } = perturbation;
    let mut key = vec![
        map.nodes() as u64,
        weight_sd.get().to_bits(),
        u64::from(draws),
        seed,
        level.get().to_bits(),
        weakening.get().to_bits(),
    ];
    for arrow in map.influences() {
        key.extend([
            arrow.from as u64,
            arrow.to as u64,
            arrow.weight.get().to_bits(),
            arrow.confidence.get().to_bits(),
        ]);
    }
    key
}
