//! Which symptoms hang together when all others are held still.
//!
//! A Gaussian graphical model: the answers of many people, one node for each
//! question, and an edge between two nodes where people who differ in one differ in the
//! other although all remaining answers are alike. With `S` the correlations and `K` their
//! penalised inverse,
//!
//! - the **graphical lasso** finds, for a penalty `lambda`, the `K` with the least
//!   `-log det K + tr(S K) + lambda sum_{i != j} |K_ij|` (Friedman, Hastie &
//!   Tibshirani 2008, doi:10.1093/biostatistics/kxm045). Small entries become exactly zero: no edge;
//! - the edge is the **partial correlation** `-K_ij / sqrt(K_ii K_jj)`;
//! - the penalty is the one, of 100 from `max |S_ij|` to a hundredth of it, with the least
//!   **extended BIC** `-2 L + E log n + 4 gamma E log p`, where
//!   `L = n/2 (log det K - tr(S K))`, `E` edges, `p` nodes, `n` rows (Foygel & Drton
//!   2010, doi:10.48550/arXiv.1011.6640); `gamma` 0.5 is usual.
//!
//! Every fit carries a duality gap: a proof of how far from the optimum it can be at most.
//!
//! How steady it is: [`bootstrap`] gives intervals, [`stability`] the share of people that
//! can be left out before the order of the nodes is lost (Epskamp, Borsboom & Fried 2018,
//! doi:10.3758/s13428-017-0862-1). A network without them should not be shown.
//!
//! Assumptions, to be said beside every picture: people are independent and of one
//! population; answers are roughly normal (skewed items with few steps weaken edges);
//! what is missing does not depend on the answers. An edge has no direction, is between
//! people and not within one, and is no cause. Penalised edges are shrunk: "no edge" is not
//! "no relation". As a rule of thumb have more rows than pairs of nodes; fewer
//! raise [`Warning::FewRows`].
//!
//! ```
//! use attune_stats::graphical_model::{PathSettings, centralities, fit_correlations};
//!
//! // Three questions; the first and the last go together only through the middle one.
//! let correlations = [
//!     vec![1.00, 0.60, 0.36],
//!     vec![0.60, 1.00, 0.60],
//!     vec![0.36, 0.60, 1.00],
//! ];
//! let model = fit_correlations(&correlations, 500, &PathSettings::usual(0.5)?)?;
//! assert!(model.partial[0][2].abs() < 0.1, "{:?}", model.partial);
//! assert!(model.partial[0][1] > 0.4, "{:?}", model.partial);
//! let strength = centralities(&model.partial)?.strength;
//! assert!(strength[1] > strength[0]);
//! # Ok::<(), attune_stats::StatsError>(())
//! ```
//!
//! From answers rather than correlations, with what is missing as `None`:
//!
//! ```no_run
//! # use attune_stats::graphical_model::{BootstrapSettings, CompleteRows, PathSettings, bootstrap, fit};
//! # use attune_stats::Proportion;
//! # let answers: Vec<Vec<Option<f64>>> = vec![];
//! let rows = CompleteRows::new(&answers)?;
//! let settings = PathSettings::usual(0.5)?;
//! let model = fit(&rows, &settings)?;
//! let draws = BootstrapSettings { draws: 1000, seed: 1, level: Proportion::new(0.95)? };
//! let intervals = bootstrap(&rows, &settings, draws, &|| ())?;
//! # Ok::<(), attune_stats::StatsError>(())
//! ```

mod bootstrap;
mod centrality;
pub(crate) mod lasso;
mod network;
mod path;
mod resample;
mod rows;
pub(crate) mod square;
mod stability;

pub use bootstrap::{Bootstrap, BootstrapSettings, EdgeInterval, StrengthInterval, bootstrap};
pub use centrality::{Centralities, centralities};
pub(crate) use network::partial_correlations;
pub use network::{GraphicalModel, Warning, fit, fit_correlations};
pub use path::{PathPoint, PathSettings};
pub(crate) use path::{check_penalties, edges_of, log_spaced};
pub use rows::CompleteRows;
pub use stability::{ByCentrality, DroppingPoint, DroppingSettings, Stability, stability};
