//! Comparing many treatments at once through the network of trials.
//!
//! Trials compare two or three treatments each. Where A was compared with B and B
//! with C, something is known about A against C as well. Network meta-analysis
//! weighs all of it together.
//!
//! # Model
//!
//! Trial `s` has arms with effects `a_s`, known up to a constant, and an
//! information matrix `L_s` (the inverse of their covariance, with rows that sum to
//! 0). With one effect `d` for each treatment, the weighted least squares equations
//! are
//!
//! ```text
//! (sum_s L_s) d = sum_s L_s a_s
//! ```
//!
//! `sum_s L_s` is the Laplacian matrix of the network, and the variance of
//! `d_i - d_j` is the resistance between `i` and `j` if the information is read as
//! conductance (Rücker 2012, doi:10.1002/jrsm.1058). For a trial with several arms
//! `L_s` follows from the variances of all its comparisons: the covariance of two
//! comparisons that share arm 0 is `(v_0i + v_0j - v_ij) / 2`. This is the same as the
//! adjusted weights of Rücker & Schwarzer (2014, doi:10.1002/sim.6236).
//!
//! - `Q = sum_s (a_s - d)' L_s (a_s - d)` measures disagreement, with `sum(arms - 1) -
//!   (treatments - 1)` degrees of freedom. Its part *within designs* compares trials
//!   of the same treatments; the part *between designs* is inconsistency (Krahn,
//!   Binder & König 2013, doi:10.1186/1471-2288-13-35).
//! - Random effects: each comparison of each trial gets `tau2` added to its variance.
//!   Since `E(Q) = df + tau2 c`, with `c = sum_s (tr L_s - tr(L+ L_s^2)) / 2`, the
//!   moment estimate is `tau2 = max(0, (Q - df) / c)` (Jackson, White & Riley 2012,
//!   doi:10.1002/sim.4453, for one `tau2`).
//! - Prediction interval: `estimate ± t sqrt(se^2 + tau2)`, t with the degrees of
//!   freedom of `Q`.
//! - P-score: the mean chance, one-sided p read as such, that a treatment is better
//!   than each other one (Rücker & Schwarzer 2015, doi:10.1186/s12874-015-0060-8).
//! - Direct against indirect: the share of direct evidence is the network's variance
//!   over the direct one's; the indirect estimate is what must be mixed with the
//!   direct one to give the network's (König, Krahn & Binder 2013,
//!   doi:10.1002/sim.6001; Dias et al. 2010, doi:10.1002/sim.3767).
//! - Additive components: [`additive`].
//!
//! # Assumptions
//!
//! Clients in all trials could have been in any of them (transitivity): nothing in
//! the numbers can prove that. One `tau2` holds for all comparisons. Waiting list and
//! care as usual are different treatments; merging them is a decision for the user.
//! A rank is not a recommendation: show [`NetworkMetaAnalysis::not_separable_from_best`]
//! rather than an order.
//!
//! # Example
//!
//! ```
//! use attune_stats::change::Direction;
//! use attune_stats::network_meta_analysis::{Contrast, Network, analyse};
//!
//! let network = Network::new(&[
//!     Contrast::new("one", ["therapy", "waiting"], 0.80, 0.20)?,
//!     Contrast::new("two", ["support", "waiting"], 0.40, 0.15)?,
//!     Contrast::new("three", ["therapy", "support"], 0.30, 0.25)?,
//! ])?;
//! let result = analyse(&network, "waiting", Direction::HigherIsBetter)?;
//! let therapy = result.comparison("therapy", "waiting")?;
//! assert!((therapy.network.estimate - 0.768).abs() < 1e-9);
//! // One trial, and the detour through support.
//! assert!(therapy.share_direct > 0.6 && therapy.share_direct < 0.7);
//! # Ok::<(), attune_stats::StatsError>(())
//! ```

mod additive;
mod analysis;
mod arms;
mod comparison;
mod components;
mod contrast;
mod fit;
mod grade;
mod heterogeneity;
mod league;
mod linear;
mod network;
mod trial;

pub use additive::{AdditiveModel, ComponentEffect, ComponentWarning, TreatmentEffect, additive};
pub use analysis::{NetworkMetaAnalysis, NetworkWarning, VersusReference, analyse};
pub use arms::{
    ArmContrasts, BinaryArm, ContinuousArm, ContinuousEffect, binary_contrasts,
    continuous_contrasts,
};
pub use comparison::{Comparison, Effect};
pub use contrast::Contrast;
pub use grade::{Grade, GradeReason};
pub use heterogeneity::{DesignHeterogeneity, NetworkHeterogeneity};
pub use league::{LeagueCell, LeagueTable};
pub use network::Network;
