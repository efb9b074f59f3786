use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::network::fit;
use super::path::PathSettings;
use super::resample::{Draw, network, quantile, stream, with_replacement};
use super::rows::CompleteRows;
use crate::{Proportion, StatsError};

/// How often rows are drawn again, and what is read off.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BootstrapSettings {
    /// How many resamples; 1,000 is usual, fewer than 40 say nothing of a 95% interval.
    pub draws: u32,
    /// Seed of the random numbers: same seed, same answer, however many threads.
    pub seed: u64,
    /// Share of the draws inside an interval, such as 0.95; below 1.
    pub level: Proportion,
}

/// An edge over the resamples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EdgeInterval {
    /// Index of one node.
    pub first: usize,
    /// Index of the other, larger.
    pub second: usize,
    /// Partial correlation in the network of all rows.
    pub partial: f64,
    /// Lower end over the resamples.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Share of the resamples in which the edge is there.
    pub present: f64,
}

/// A node's strength over the resamples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StrengthInterval {
    /// Index of the node.
    pub node: usize,
    /// Strength in the network of all rows.
    pub strength: f64,
    /// Lower end over the resamples.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// Percentile intervals of edges and strengths.
///
/// They show how much the result would vary between samples. An interval of a
/// penalised edge is no test of that edge against zero: whether it is in the network is
/// what the penalty decided (Epskamp, Borsboom & Fried 2018).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bootstrap {
    /// Every pair of nodes, in the order of the upper triangle.
    pub edges: Vec<EdgeInterval>,
    /// Every node.
    pub strength: Vec<StrengthInterval>,
    /// Resamples without an answer, mostly because a column had no spread in them.
    pub draws_left_out: u32,
    /// How it was drawn.
    pub settings: BootstrapSettings,
}

/// Fits the network again to rows drawn with replacement, in parallel. `after_each` is called when
/// a draw is done, from any thread, to show progress.
///
/// Errors: as [`fit`]; fewer than two draws; a level of 1; more than half of the draws without an answer.
pub fn bootstrap(
    rows: &CompleteRows,
    path: &PathSettings,
    settings: BootstrapSettings,
    after_each: &(dyn Fn() + Sync),
) -> Result<Bootstrap, StatsError> {
    let BootstrapSettings { draws, seed, level } = settings;
    if level == Proportion::ONE {
        return Err(StatsError::OutOfRange {
            what: "the level of an interval",
            range: "from 0 to below 1",
            value: 1.0,
        });
    }
    let whole = fit(rows, path)?;
    let drawn: Vec<Option<Draw>> = (0..draws)
        .into_par_iter()
        .map(|draw| {
            let mut random = stream(seed, u64::from(draw));
            let times = with_replacement(rows.rows(), &mut random);
            let found = network(rows, &times, path).ok();
            after_each();
            found
        })
        .collect();
    let found: Vec<Draw> = drawn.into_iter().flatten().collect();
    let needed = (draws as usize).div_ceil(2).max(2);
    if found.len() < needed {
        return Err(StatsError::TooFew {
            what: "resamples with an answer",
            needed,
            given: found.len(),
        });
    }
    let tail = (1.0 - level.get()) / 2.0;
    let ends = |mut values: Vec<f64>| {
        (
            quantile(&mut values, tail),
            quantile(&mut values, 1.0 - tail),
        )
    };
    let nodes = rows.columns();
    let pairs = (0..nodes).flat_map(|first| (first + 1..nodes).map(move |second| (first, second)));
    let edges = pairs.map(|(first, second)| {
        let values: Vec<f64> = found
            .iter()
            .map(|draw| draw.partial.get(first, second))
            .collect();
        let there = values.iter().filter(|value| **value != 0.0).count();
        let present = there as f64 / values.len() as f64;
        let (lower, upper) = ends(values);
        EdgeInterval {
            first,
            second,
            partial: whole.partial[first][second],
            lower,
            upper,
            present,
        }
    });
    let strength = (0..nodes).map(|node| {
        let values = found.iter().map(|draw| draw.centralities.strength[node]);
        let (lower, upper) = ends(values.collect());
        StrengthInterval {
            node,
            strength: whole.partial[node].iter().map(|edge| edge.abs()).sum(),
            lower,
            upper,
        }
    });
    Ok(Bootstrap {
        edges: edges.collect(),
        strength: strength.collect(),
        draws_left_out: draws - u32::try_from(found.len()).unwrap_or(draws),
        settings,
    })
}
