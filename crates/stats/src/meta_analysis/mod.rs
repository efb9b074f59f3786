//! Pooling the effects of several trials.
//!
//! Each trial `i` brings an effect `y_i` (a standardised mean difference, a log
//! odds ratio, any effect whose error is about normal) and its standard error.
//! The random-effects model says
//!
//! ```text
//! y_i = mu + u_i + e_i,   u_i ~ N(0, tau2),   e_i ~ N(0, se_i^2)
//! ```
//!
//! `mu` is the mean of the true effects and `tau2` how far they lie apart. With
//! weights `w_i = 1 / (se_i^2 + tau2)` the estimate is `sum(w y) / sum(w)`.
//!
//! Three models ([`Model`]):
//!
//! - **REML with Hartung-Knapp**, the one to use: `tau2` maximises the restricted
//!   likelihood (Viechtbauer 2005, doi:10.3102/10769986030003261); the variance of
//!   the mean is `sum(w (y - mu)^2) / ((k - 1) sum(w))` and its distribution t with
//!   `k - 1` degrees of freedom (Hartung & Knapp 2001, doi:10.1002/sim.1009).
//! - **`DerSimonian` & Laird** (1986, doi:10.1016/0197-2456(86)90046-2), with the
//!   normal interval; kept because most published reviews used it. Its interval is
//!   too narrow when trials are few.
//! - **Common effect**: `tau2 = 0`, all trials estimate one and the same number.
//!
//! Also given: Cochran's `Q` with its p value; `tau2` with the Q-profile interval
//! (Viechtbauer 2007, doi:10.1002/sim.2514); `I2`, the share of `tau2` in the total
//! variance of a typical trial, `tau2 / (tau2 + v)` with
//! `v = (k - 1) sum(w) / (sum(w)^2 - sum(w^2))` at `w = 1 / se^2` (Higgins &
//! Thompson 2002, doi:10.1002/sim.1186; from 0 to 1 here); and the prediction
//! interval, where the true effect of a further trial of the same kind would lie.
//!
//! Two looks at whether small trials say something else than large ones:
//! [`egger_test`] and [`trim_and_fill`]. Neither proves that trials went
//! unpublished: small trials also differ in clients and care.
//!
//! # Assumptions
//!
//! Rows are independent. Several rows of one trial (two measures, two arms against
//! one control group) are not, and make intervals too narrow: choose one row, or
//! use [`network_meta_analysis`](crate::network_meta_analysis) for several arms.
//! Standard errors are taken as known. True effects are taken as normal around the
//! mean, which matters most for the prediction interval.
//!
//! # Example
//!
//! ```
//! use attune_stats::meta_analysis::{EffectEstimate, Model, pool};
//!
//! let rows = [(0.72, 0.21), (0.35, 0.15), (0.98, 0.30), (0.51, 0.18)]
//!     .map(|(effect, standard_error)| EffectEstimate::new(effect, standard_error))
//!     .into_iter()
//!     .collect::<Result<Vec<_>, _>>()?;
//! let pooled = pool(&rows, Model::RestrictedLikelihood)?;
//! assert!(pooled.confidence_interval.contains(0.55));
//! // The next trial may do better or worse than the mean of these.
//! let prediction = pooled.prediction_interval.ok_or("one row only")?;
//! assert!(prediction.width() >= pooled.confidence_interval.width());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod distribution;
mod egger;
mod heterogeneity;
mod interval;
mod pool;
mod restricted_likelihood;
mod trim_and_fill;

pub use egger::{EggerTest, egger_test};
pub use heterogeneity::Heterogeneity;
pub use interval::Interval;
pub use pool::{EffectEstimate, Model, Pooled, PoolingWarning, pool};
pub use trim_and_fill::{Side, TrimAndFill, trim_and_fill};
