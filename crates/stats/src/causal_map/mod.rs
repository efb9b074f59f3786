//! Causal maps: a client's factors and how each is held to influence the others.
//!
//! A map is somebody's hypothesis (perceived causal networks: Frewen et al. 2012;
//! Klintwall, Bellander & Cervin 2021, who found them practical in half an hour).
//! Nothing here makes it true. What is computed is what *follows* from the arrows,
//! and how much of it hangs on each of them.
//!
//! With `A[i][j]` the weight of the influence of node `i` on node `j`:
//!
//! - [`find_loops`]: closed paths, each with the product of its weights as gain.
//!   Above zero it feeds itself (vicious, or virtuous if all is well); below zero it
//!   balances itself.
//! - spectral radius `rho(A) = max |eigenvalue|`: how strongly all loops together
//!   keep a disturbance going; below 1 it dies away.
//! - [`total_effects`]: `T = A + A^2 + ... = (I - A)^-1 - I`, along all paths, which
//!   exists only while `rho(A) < 1`.
//! - [`upstream_reach_without_each`]: how far each node reaches if one arrow is wrong.
//! - [`leverage`]: by how much `rho` falls, and which loops break, when one node is
//!   weakened. Out-strength is not leverage: a node with many strong arrows that
//!   nothing feeds back to keeps no trouble going.
//! - [`rank_intervals`]: the same under other weights and missing arrows. Show the
//!   interval, never the single rank.
//!
//! Assumptions: influences are linear and add up; weights are on one scale;
//! feedback happens along the arrows drawn and no others. The weights come from
//! ratings, so compare within one map, not between people.
//!
//! ```
//! use attune_stats::causal_map::{CausalMap, Influence, LoopSearch, find_loops, leverage};
//! use attune_stats::Proportion;
//!
//! // Poor sleep (0) drains energy (1), low energy worsens sleep and mood (2).
//! let map = CausalMap::new(3, vec![
//!     Influence::new(0, 1, 0.5)?,
//!     Influence::new(1, 0, 0.4)?,
//!     Influence::new(1, 2, 0.6)?,
//! ])?;
//! let found = find_loops(&map, LoopSearch::default());
//! assert_eq!(found.loops[0].nodes, [0, 1]);
//! assert!((found.loops[0].gain - 0.20).abs() < 1e-12);
//!
//! let leverage = leverage(&map, Proportion::ONE, LoopSearch::default())?;
//! assert_eq!(leverage.nodes[2].radius_drop, 0.0);
//! assert!(leverage.nodes[0].radius_drop > 0.4);
//! # Ok::<(), attune_stats::StatsError>(())
//! ```

mod changed;
mod components;
mod doubted;
mod effects;
mod eigenvalues;
mod graph;
mod leverage;
mod loops;
mod matrix;
mod radius;
mod stability;

pub use components::strong_components;
pub use doubted::{DoubtedReach, upstream_reach_without_each};
pub use effects::{
    Reach, ReachMethod, Severity, reached_counts, total_effects, upstream_reach, walk_effects,
};
pub use graph::{CausalMap, Influence, MOST_NODES};
pub use leverage::{Leverage, NodeLeverage, leverage};
pub use loops::{FeedbackLoop, LoopKind, LoopSearch, Loops, Participation, find_loops};
pub use matrix::SquareMatrix;
pub use radius::spectral_radius;
pub use stability::{
    Perturbation, RankInterval, RankIntervals, rank_intervals, rank_intervals_by_influence,
};
