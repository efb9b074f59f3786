use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::centrality::{Centralities, centralities};
use super::network::fit;
use super::path::PathSettings;
use super::resample::{Draw, network, stream, without_replacement};
use super::rows::CompleteRows;
use crate::{Proportion, StatsError};

/// The correlation with the whole sample that a centrality must keep.
const KEPT_CORRELATION: f64 = 0.7;
/// The share of the draws in which it must.
const KEPT_SHARE: f64 = 0.95;

/// How rows are left out to see whether the order of the nodes stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DroppingSettings {
    /// The shares of rows to leave out, ascending, each above 0 and below 1.
    pub shares: Vec<Proportion>,
    /// How many draws for each share; 100 or more.
    pub draws: u32,
    /// Seed of the random numbers: same seed, same answer, however many threads.
    pub seed: u64,
}

impl DroppingSettings {
    /// Ten shares from 5% to 75%, as is usual in the field.
    ///
    /// Errors: none.
    pub fn usual(draws: u32, seed: u64) -> Result<Self, StatsError> {
        let shares = (0..10).map(|step| Proportion::new(0.05 + 0.70 * f64::from(step) / 9.0));
        Ok(Self {
            shares: shares.collect::<Result<_, _>>()?,
            draws,
            seed,
        })
    }
}

/// What was left of the order of the nodes at one share of rows left out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct DroppingPoint {
    /// Share of rows left out.
    pub dropped: f64,
    /// Rows kept.
    pub kept_rows: usize,
    /// For each centrality, the share of draws in which its correlation with the whole
    /// sample was 0.7 or more.
    pub held: ByCentrality,
}

/// One number for each centrality.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ByCentrality {
    /// Of strength.
    pub strength: f64,
    /// Of expected influence.
    pub expected_influence: f64,
    /// Of closeness.
    pub closeness: f64,
    /// Of betweenness.
    pub betweenness: f64,
}

/// Case-dropping stability (Epskamp, Borsboom & Fried 2018, Behav Res Methods 50:195).
///
/// The CS-coefficient is the largest share of rows that can be left out such that, with
/// 95% probability, the centralities still correlate 0.7 or more with those of all
/// rows. Below 0.25 an order of nodes should not be shown at all; it is better above 0.5.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stability {
    /// The CS-coefficients: among the shares tried, the last before the first that fails; 0 if
    /// the first one fails.
    pub coefficients: ByCentrality,
    /// What they were read from.
    pub points: Vec<DroppingPoint>,
    /// How it was drawn.
    pub settings: DroppingSettings,
}

type Measure = fn(&Centralities) -> &[f64];
const MEASURES: [Measure; 4] = [
    |of| &of.strength,
    |of| &of.expected_influence,
    |of| &of.closeness,
    |of| &of.betweenness,
];

/// Fits the network again with rows left out, in parallel. A draw without an answer, or in
/// which all nodes are equally central, counts as one that did not hold.
///
/// Errors: as [`fit`]; no draws or no shares; shares that do not ascend between 0 and 1.
pub fn stability(
    rows: &CompleteRows,
    path: &PathSettings,
    settings: DroppingSettings,
    after_each: &(dyn Fn() + Sync),
) -> Result<Stability, StatsError> {
    check(&settings)?;
    let whole = centralities(&fit(rows, path)?.partial)?;
    let (draws, seed) = (settings.draws, settings.seed);
    let points = settings.shares.iter().enumerate().map(|(index, share)| {
        let kept = kept_rows(rows.rows(), share.get());
        let held: Vec<[bool; 4]> = (0..draws)
            .into_par_iter()
            .map(|draw| {
                let number = index as u64 * u64::from(draws) + u64::from(draw);
                let times = without_replacement(rows.rows(), kept, &mut stream(seed, number));
                let found = network(rows, &times, path).ok();
                after_each();
                held_by(&whole, found.as_ref())
            })
            .collect();
        let part = |measure: usize| {
            held.iter().filter(|held| held[measure]).count() as f64 / f64::from(draws)
        };
        DroppingPoint {
            dropped: share.get(),
            kept_rows: kept,
            held: ByCentrality::from([0, 1, 2, 3].map(part)),
        }
    });
    let points: Vec<DroppingPoint> = points.collect();
    let coefficient = |measure: usize| {
        let holding = points
            .iter()
            .take_while(|point| <[f64; 4]>::from(point.held)[measure] >= KEPT_SHARE);
        holding.last().map_or(0.0, |point| point.dropped)
    };
    Ok(Stability {
        coefficients: ByCentrality::from([0, 1, 2, 3].map(coefficient)),
        points,
        settings,
    })
}

impl From<[f64; 4]> for ByCentrality {
    fn from([strength, expected_influence, closeness, betweenness]: [f64; 4]) -> Self {
        Self {
            strength,
            expected_influence,
            closeness,
            betweenness,
        }
    }
}

impl From<ByCentrality> for [f64; 4] {
    fn from(by: ByCentrality) -> Self {
        [
            by.strength,
            by.expected_influence,
            by.closeness,
            by.betweenness,
        ]
    }
}

fn check(settings: &DroppingSettings) -> Result<(), StatsError> {
    if settings.draws == 0 || settings.shares.is_empty() {
        return Err(StatsError::TooFew {
            what: "draws and shares",
            needed: 1,
            given: 0,
        });
    }
    let mut before = 0.0;
    for share in &settings.shares {
        let value = share.get();
        if value <= before || value >= 1.0 {
            return Err(StatsError::OutOfRange {
                what: "a share of rows to leave out",
                range: "above the one before it and below 1",
                value,
            });
        }
        before = value;
    }
    Ok(())
}

fn kept_rows(rows: usize, dropped: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count, rounded"
    )]
    let kept = ((1.0 - dropped) * rows as f64).round() as usize;
    kept.min(rows)
}

fn held_by(whole: &Centralities, found: Option<&Draw>) -> [bool; 4] {
    MEASURES.map(|measure| {
        found.is_some_and(|draw| {
            correlation(measure(whole), measure(&draw.centralities))
                .is_some_and(|r| r >= KEPT_CORRELATION)
        })
    })
}

/// Pearson's correlation; nothing where one side has no spread.
fn correlation(left: &[f64], right: &[f64]) -> Option<f64> {
    let (left_mean, right_mean) = (crate::number::mean(left), crate::number::mean(right));
    let (mut products, mut left_squares, mut right_squares) = (0.0, 0.0, 0.0);
    for (one, two) in left.iter().zip(right) {
        let (one, two) = (one - left_mean, two - right_mean);
        products += one * two;
        left_squares += one * one;
        right_squares += two * two;
    }
    let scale = (left_squares * right_squares).sqrt();
    (scale > 1e-12).then(|| products / scale)
}
