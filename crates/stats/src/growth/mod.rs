//! The expected course of scores, given a reference and a person's own scores.
//!
//! A reference is a linear mixed model that somebody fitted and published, or
//! that was computed elsewhere. For person `i` at time `t`
//!
//! `y = (b0 + u0) + (b1 + u1) f(t) + e`, with `(u0, u1) ~ N(0, G)`, `e ~ N(0, s2)`
//!
//! and `f(t) = ln(1 + t)` or `t` (Laird & Ware 1982, doi:10.2307/2529876; the
//! log-time form for expected treatment response: Finch, Lambert & Schaalje 2001,
//! doi:10.1002/cpp.286). [`fit()`] estimates the parameters from the scores of many people; this page is
//! about predicting one person with them:
//!
//! - with `Z` the rows `(1, f(t_j))` of the person's `k` scores and
//!   `W = Z'Z / s2`, the person's own deviation has covariance
//!   `G_post = (I + G W)^-1 G` and mean `u = G_post Z'(y - Z b) / s2`, which equals
//!   `G Z'(Z G Z' + s2 I)^-1 (y - Z b)` but costs `O(k)` and allows a singular `G`;
//! - a new score at `t` has mean `x'(b + u)` and variance `x' G_post x + s2` with
//!   `x = (1, f(t))`.
//!
//! Assumptions, to be shown beside every picture made of this: the person comes
//! from the population of the reference; deviations are normal; scores are missing
//! at random; scores are not bounded (bands may leave the range of the scale: cut
//! them when drawing); the parameters are taken as known, so bands from a small
//! reference are too narrow. Never extrapolate beyond the reference's last time.
//!
//! ```
//! use attune_stats::growth::{Observation, ReferenceCourse, TimeFunction, TimeUnit};
//! use attune_stats::Proportion;
//!
//! let reference = ReferenceCourse::new(
//!     [18.8313, -1.9408],
//!     [18.5972, -0.0695, 4.1699],
//!     11.7418,
//!     TimeFunction::LogOnePlus,
//!     TimeUnit::Months,
//! )?;
//! let course = reference.given(&[Observation::new(0.0, 20.0)?])?;
//! let band = course.at(1.0)?.band(Proportion::new(0.80)?)?;
//! assert!((band.lower - 12.341).abs() < 0.001 && (band.upper - 24.060).abs() < 0.001);
//! # Ok::<(), attune_stats::StatsError>(())
//! ```

mod course;
pub mod evaluate;
pub mod fit;
mod predict;
mod rank;
mod slope;

pub use course::{Covariance, Observation, ReferenceCourse, TimeFunction, TimeUnit};
pub use evaluate::{
    AlarmAccuracy, Area, Coverage, Evaluation, NextScore, PredictorAccuracy, Question, Share,
    TimeAccuracy, cross_validate, evaluate,
};
pub use fit::{
    Covariate, CrossedEffect, Estimation, Fit, FitOptions, FitWarning, FixedEffect, GroupEffect,
    GrowthRows, Levels, MOST_CROSSED_LEVELS, VarianceComponents, fit,
};
pub use predict::{Band, ChangeProbability, FanPoint, PersonalCourse, Prediction};
pub use rank::ImprovementRank;
pub use slope::SlopeChange;
