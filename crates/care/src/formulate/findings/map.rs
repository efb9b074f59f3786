use attune_ids::FactorId;
use attune_stats::Proportion;
use attune_stats::causal_map::{self, CausalMap};

use super::Withheld;
use crate::formulate::{Factor, Influence};
use crate::record::Formulation;

/// The formulation as the calculations take it: factors in the order of their
/// words and influences in the order of their ends, so that neither ids nor the
/// order of drawing can move a result.
pub(super) struct Map<'a> {
    pub(super) factors: Vec<&'a Factor>,
    pub(super) influences: Vec<&'a Influence>,
    pub(super) graph: CausalMap,
    /// Ends of the influences, by index; ascending.
    ends: Vec<(usize, usize)>,
}

impl<'a> Map<'a> {
    pub(super) fn of(formulation: &'a Formulation) -> Result<Self, Withheld> {
        let mut factors: Vec<&Factor> = formulation.factors.iter().collect();
        factors.sort_by_cached_key(|factor| (factor.text.to_lowercase(), factor.id));
        let index = |id: FactorId| factors.iter().position(|factor| factor.id == id);
        let mut placed: Vec<((usize, usize), &Influence)> = formulation
            .influences
            .iter()
            .filter_map(|arrow| Some(((index(arrow.from)?, index(arrow.to)?), arrow)))
            .collect();
        placed.sort_by_key(|(ends, _)| *ends);
        let edges = placed
            .iter()
            .map(|((from, to), arrow)| {
                let confidence = Proportion::new(arrow.confidence.probability())?;
                Ok(causal_map::Influence::new(*from, *to, arrow.weight())?
                    .with_confidence(confidence))
            })
            .collect::<Result<Vec<_>, Withheld>>()?;
        let graph = CausalMap::new(factors.len(), edges)?;
        Ok(Self {
            factors,
            ends: placed.iter().map(|(ends, _)| *ends).collect(),
            influences: placed.into_iter().map(|(_, arrow)| arrow).collect(),
            graph,
        })
    }

    /// The influence between two factors, by index.
    pub(super) fn between(&self, from: usize, to: usize) -> Option<&'a Influence> {
        let place = self.ends.binary_search(&(from, to)).ok()?;
        self.influences.get(place).copied()
    }
}
