//! Fitting the growth model to the scores of many people.
//!
//! # Model
//!
//! Score `j` of client `i` at time `t`, with covariates `x` and, if there is a crossed
//! factor, therapist `h` (a client may change therapist):
//!
//! `y_ij = (b0 + u0_i) + (b1 + u1_i) f(t_ij) + c'x_ij + v_h + e_ij`,
//!
//! `(u0, u1) ~ N(0, G)`, `v ~ N(0, q)`, `e ~ N(0, s2)` (Laird & Ware 1982,
//! doi:10.2307/2529876).
//!
//! # Estimation
//!
//! Restricted maximum likelihood, or maximum likelihood. With `D = G / s2` and
//! `V = I + Z D Z' (+ (q / s2) T T')` both `b` and `s2` have closed forms given `D`, so
//! only `D` is searched (Bates, Mächler, Bolker & Walker 2015,
//! doi:10.18637/jss.v067.i01, equations 34 and 41): minimise
//!
//! - restricted: `ln|V| + ln|X'V^-1X| + (n - p)(1 + ln(2 pi r'V^-1r / (n - p)))`
//! - maximum likelihood: `ln|V| + n (1 + ln(2 pi r'V^-1r / n))`
//!
//! `V` is never formed. For one client `ln|V_i| = ln det(I + D A_i)` with the 2 by 2
//! matrix `A_i = Z_i'Z_i`, and `W'V_i^-1W = W'W - W'Z_i (D^-1 + A_i)^-1 Z_i'W`, so the
//! cross products of each client, gathered once, are all that is needed: time and memory
//! grow with the number of rows and clients. After the clients are eliminated a system of
//! the therapists is left, in which only those are linked who share a client. It is solved
//! for one connected component of therapists after the other (each at most
//! [`MOST_CROSSED_LEVELS`]); with one therapist per client every component is a single one.
//!
//! The derivative by `D` is
//! `Z'V^-1Z - Z'V^-1X (X'V^-1X)^-1 X'V^-1Z - Z'V^-1r r'V^-1Z / s2` (`s2` at its
//! estimate; the middle term is absent in maximum likelihood); it steers a
//! quasi-Newton search from several starts and tells a minimum on the boundary from a saddle.
//! Columns are standardised inside, so units and distance from zero do not matter.
//!
//! # Assumptions
//!
//! Normal deviations and errors, independent of each other and of the covariates; one
//! residual variance; scores missing at random given those seen. Standard errors take
//! the variances as known and are a little small with few clients. See
//! [`FitWarning`] for what makes a fit doubtful.
//!
//! ```
//! use attune_stats::growth::{Estimation, FitOptions, GrowthRows, Levels, TimeFunction, TimeUnit, fit};
//!
//! let client = ["a", "a", "a", "b", "b", "b", "c", "c", "c", "d", "d"];
//! let week = [0.0, 1.0, 2.0, 0.0, 1.0, 2.0, 0.0, 1.0, 3.0, 0.0, 2.0];
//! let score = [20.0, 17.0, 15.5, 14.0, 13.0, 13.5, 22.0, 16.0, 9.0, 18.0, 15.0];
//! let fitted = fit(
//!     &GrowthRows {
//!         outcome: &score,
//!         time: &week,
//!         group: &Levels::of(&client),
//!         covariates: &[],
//!         crossed: None,
//!     },
//!     FitOptions { time_function: TimeFunction::Linear, estimation: Estimation::Restricted },
//! )?;
//! assert!(fitted.converged && fitted.fixed[1].estimate < 0.0);
//! // What to expect of the next client:
//! let reference = fitted.reference(&[], TimeUnit::Weeks)?;
//! assert!(reference.marginal(2.0)?.mean < reference.marginal(0.0)?.mean);
//! # Ok::<(), attune_stats::StatsError>(())
//! ```

mod components;
mod crossed;
mod dense;
mod design;
mod levels;
mod likelihood;
mod minimise;
mod report;
mod result;
mod search;

use serde::{Deserialize, Serialize};

use super::TimeFunction;
use crate::StatsError;
pub use levels::Levels;
pub use result::{CrossedEffect, Fit, FitWarning, FixedEffect, GroupEffect, VarianceComponents};

/// The most levels of a crossed factor that may hang together, directly or through others,
/// by groups with rows in several of them. How many such components there are is not
/// limited. The search works on a dense matrix for each of them, so time grows with the
/// cubes of their sizes: well under a second for 100 levels that hang together, some ten for
/// 1000, and next to nothing for levels that share no group.
pub const MOST_CROSSED_LEVELS: usize = 2000;

/// Which criterion is minimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Estimation {
    /// Restricted maximum likelihood: variances without the bias that comes from
    /// estimating the fixed effects. The default choice.
    #[serde(rename = "REML")]
    Restricted,
    /// Maximum likelihood: for comparing models with different fixed effects.
    #[serde(rename = "ML")]
    MaximumLikelihood,
}

impl Estimation {
    /// What the residual sum of squares is divided by: rows, less the fixed effects
    /// where the likelihood is restricted.
    fn freedom(self, rows: usize, fixed: usize) -> f64 {
        match self {
            Self::Restricted => rows as f64 - fixed as f64,
            Self::MaximumLikelihood => rows as f64,
        }
    }
}

/// A covariate with one value per row. Put a category as columns of 0 and 1, one fewer
/// than it has values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Covariate<'a> {
    /// Comes back as the name of the fixed effect.
    pub name: &'a str,
    /// One value for each row.
    pub values: &'a [f64],
}

/// The scores of many people, one row per score, in any order. Leave rows with a
/// missing value out, and report how many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrowthRows<'a> {
    /// Scores, in points.
    pub outcome: &'a [f64],
    /// Time since the start, 0 or more, in one unit for all.
    pub time: &'a [f64],
    /// Which client each row belongs to.
    pub group: &'a Levels,
    /// Further fixed effects; may be empty.
    pub covariates: &'a [Covariate<'a>],
    /// A second grouping that crosses the first, such as the therapist.
    pub crossed: Option<&'a Levels>,
}

/// How to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FitOptions {
    /// The shape `f` of time.
    pub time_function: TimeFunction,
    /// The criterion.
    pub estimation: Estimation,
}

/// Fits the growth model; model, method and example are in the [module's text](self).
///
/// Groups with one row are welcome: they inform the intercept.
///
/// Errors: columns of different length; a value that is not finite, or a time below 0;
/// fewer than two groups, or fewer rows than parameters; no group in which residual and
/// random effects can be told apart; a time, outcome, covariate or crossed factor that
/// never varies; a covariate that the others determine; a crossed factor that is the
/// grouping itself or links too many levels; scores that leave no residual variance.
pub fn fit(rows: &GrowthRows, options: FitOptions) -> Result<Fit, StatsError> {
    let design = design::Design::of(rows, options.time_function)?;
    let found = search::search(&design, options)?;
    Ok(report::report(rows, options, &design, &found))
}
