use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::graph::{CausalMap, Edge};
use super::leverage::radius_drops;
use crate::normal::{normal_draw, uniform_draw};
use crate::{NonNegative, Proportion, StatsError};

/// Drops closer than this are a tie: the difference is rounding.
const TIE: f64 = 1e-9;

/// How the map is varied to see how far the ranks can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Perturbation {
    /// Standard deviation of the error of a weight. The size of a weight is moved
    /// within 0 and 1; its sign, which people know better than its size, is kept.
    pub weight_sd: NonNegative,
    /// How many maps to draw. 59 leave the three lowest and the three highest ranks out
    /// of an interval of 0.90; the cost grows with the fourth power of the nodes.
    pub draws: u32,
    /// Seed of the random numbers: same seed, same answer.
    pub seed: u64,
    /// Share of the drawn ranks inside the interval, such as 0.90.
    pub level: Proportion,
    /// Share taken from the weakened node, as in [`super::leverage`].
    pub weakening: Proportion,
}

/// Where one node ranks in leverage, 1 being the most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RankInterval {
    /// Index of the node.
    pub node: usize,
    /// Rank in the map as drawn by its author. Nodes that tie share the mean of their ranks.
    pub rank: f64,
    /// Lower end of the interval of ranks over the drawn maps.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Share of the drawn maps with a loop in which the node had the most leverage;
    /// nodes that tie for it share it.
    pub first: f64,
}

/// Rank intervals of every node, with all that is needed to compute them again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankIntervals {
    /// By node index.
    pub nodes: Vec<RankInterval>,
    /// How many of the drawn maps had any feedback at all. Where few had, leverage
    /// says little about this map; look at upstream reach instead.
    pub draws_with_loops: u32,
    /// How the map was varied.
    pub perturbation: Perturbation,
}

/// Ranks nodes by leverage over many maps that the author might as well have drawn:
/// each influence stays with the probability of its confidence, and the size of
/// its weight is moved by a normal error.
///
/// Assumption: errors of different influences are independent. A rater who
/// overrates everything changes no rank; one who overlooks a whole domain changes
/// all, and no interval can show that.
///
/// ```
/// use attune_stats::causal_map::{CausalMap, Influence, Perturbation, rank_intervals};
/// use attune_stats::{NonNegative, Proportion};
/// let map = CausalMap::new(3, vec![
///     Influence::new(0, 1, 0.5)?,
///     Influence::new(1, 0, 0.4)?,
///     Influence::new(1, 2, 0.6)?,
/// ])?;
/// let intervals = rank_intervals(&map, Perturbation {
///     weight_sd: NonNegative::new(0.1)?,
///     draws: 100,
///     seed: 7,
///     level: Proportion::new(0.90)?,
///     weakening: Proportion::ONE,
/// })?;
/// // Removing either node of the only loop breaks it: they cannot be told apart.
/// assert_eq!((intervals.nodes[0].rank, intervals.nodes[1].rank), (1.5, 1.5));
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
///
/// Errors: no draws; the eigenvalue iteration did not converge.
pub fn rank_intervals(
    map: &CausalMap,
    perturbation: Perturbation,
) -> Result<RankIntervals, StatsError> {
    let alike = vec![perturbation.weight_sd; map.influences().len()];
    rank_intervals_by_influence(map, &alike, perturbation)
}

/// As [`rank_intervals`], with a standard deviation of its own for each influence, in
/// their order: where several people rated an arrow, or the diary estimated it, it is
/// known how sure it is. The `weight_sd` of the perturbation is then not used.
///
/// Errors: as [`rank_intervals`]; not one standard deviation for each influence.
pub fn rank_intervals_by_influence(
    map: &CausalMap,
    weight_sds: &[NonNegative],
    perturbation: Perturbation,
) -> Result<RankIntervals, StatsError> {
    let Perturbation {
        draws,
        seed,
        weakening,
        ..
    } = perturbation;
    if draws == 0 {
        return Err(StatsError::TooFew {
            what: "draws",
            needed: 1,
            given: 0,
        });
    }
    if weight_sds.len() != map.influences().len() {
        return Err(StatsError::LengthMismatch {
            what: "standard deviations of the weights",
            needed: map.influences().len(),
            given: weight_sds.len(),
        });
    }
    let nodes = map.nodes();
    let (_, drops) = radius_drops(nodes, &map.edges(), weakening)?;
    let ranks = ranks_of(&drops);
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut drawn = vec![Vec::new(); nodes];
    let mut firsts = vec![0.0; nodes];
    let mut draws_with_loops = 0_u32;
    // The random numbers come one after the other, so that a seed means the same on
    // every machine; what is made of them does not depend on each other.
    let maps: Vec<Vec<Edge>> = (0..draws)
        .map(|_| perturbed(map, weight_sds, &mut random))
        .collect();
    let drops_of = |edges: &Vec<Edge>| radius_drops(nodes, edges, weakening);
    let found: Vec<(f64, Vec<f64>)> = maps.par_iter().map(drops_of).collect::<Result<_, _>>()?;
    for (radius, drops) in found {
        for (list, rank) in drawn.iter_mut().zip(ranks_of(&drops)) {
            list.push(rank);
        }
        if radius > 0.0 {
            draws_with_loops += 1;
            share_first(&drops, &mut firsts);
        }
    }
    let nodes = ranks
        .into_iter()
        .zip(drawn)
        .zip(firsts)
        .enumerate()
        .map(|(node, ((rank, mut drawn), first))| {
            let (lower, upper) = ends(&mut drawn, perturbation.level.get());
            let first = if draws_with_loops == 0 {
                0.0
            } else {
                first / f64::from(draws_with_loops)
            };
            RankInterval {
                node,
                rank,
                lower,
                upper,
                first,
            }
        })
        .collect();
    Ok(RankIntervals {
        nodes,
        draws_with_loops,
        perturbation,
    })
}

/// Two random numbers for each influence, used or not, so that the streams of two
/// runs with different parameters stay side by side.
fn perturbed(map: &CausalMap, weight_sds: &[NonNegative], random: &mut ChaCha8Rng) -> Vec<Edge> {
    let influences = map.influences().iter().zip(weight_sds);
    let moved = influences.map(|(influence, weight_sd)| {
        let (chance, error) = (uniform_draw(random), normal_draw(random));
        let weight = influence.weight.get();
        let size = (weight.abs() + weight_sd.get() * error).clamp(0.0, 1.0);
        (
            chance <= influence.confidence.get(),
            (influence.from, influence.to, size.copysign(weight)),
        )
    });
    moved
        .filter(|(stays, (.., weight))| *stays && *weight != 0.0)
        .map(|(_, edge)| edge)
        .collect()
}

/// Rank 1 for the largest; ties share the mean of their ranks.
fn ranks_of(drops: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..drops.len()).collect();
    order.sort_by(|one, two| drops[*two].total_cmp(&drops[*one]));
    let mut ranks = vec![0.0; drops.len()];
    let mut start = 0;
    while start < order.len() {
        let mut end = start + 1;
        while end < order.len() && drops[order[end - 1]] - drops[order[end]] <= TIE {
            end += 1;
        }
        // Positions start..end hold ranks start + 1 ..= end.
        let shared = f64::midpoint(start as f64 + 1.0, end as f64);
        for node in &order[start..end] {
            ranks[*node] = shared;
        }
        start = end;
    }
    ranks
}

/// Shares one first place among those that tie for it.
fn share_first(drops: &[f64], firsts: &mut [f64]) {
    let most = drops.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let leads = |drop: f64| most - drop <= TIE;
    let leaders = drops.iter().filter(|drop| leads(**drop)).count() as f64;
    for (first, drop) in firsts.iter_mut().zip(drops) {
        if leads(*drop) {
            *first += 1.0 / leaders;
        }
    }
}

/// The interval between the `k`-th smallest and the `k`-th largest of `n` drawn ranks,
/// with the largest `k` for which `(n + 1 - 2 k) / (n + 1)` is at least `level`: the
/// chance that one more drawing falls between them, whatever the distribution (Wilks
/// 1941, doi:10.1214/aoms/1177731788). Few draws thus give wide intervals and no
/// false ones: 59 are the fewest with three left out at each end for 0.90.
fn ends(ranks: &mut [f64], level: f64) -> (f64, f64) {
    ranks.sort_by(f64::total_cmp);
    let last = ranks.len() - 1;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count, rounded down"
    )]
    let kth = ((1.0 - level) / 2.0 * (ranks.len() + 1) as f64 + 1e-9) as usize;
    let outside = kth.saturating_sub(1).min(last / 2);
    (ranks[outside], ranks[last - outside])
}
