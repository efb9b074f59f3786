//! Is a rate that differs from the others more than chance explains? Intervals of a
//! proportion, and the control limits of a funnel plot.
//!
//! A funnel plot sets the rate of each group against its size, with the limits between
//! which a group that is no different would lie. It replaces the league table, which puts
//! chance in order (Spiegelhalter DJ, Funnel plots for comparing institutional
//! performance, Stat Med 2005; 24:1185-1202).

use serde::{Deserialize, Serialize};
use statrs::distribution::{Binomial, DiscreteCDF as _};

use crate::{Proportion, StatsError, normal};

/// How many of how many. There is at least one case, and no more events than cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    events: u64,
    cases: u64,
}

/// An interval of a proportion, both ends between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

/// The two pairs of limits of a funnel plot for one number of cases.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// For how many cases.
    pub cases: u64,
    /// 19 of 20 groups that do not differ lie within.
    pub inner: Interval,
    /// 998 of 1000 groups that do not differ lie within.
    pub outer: Interval,
}

/// Where a group lies among the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Within the 95 % limits: not told apart from the target.
    Within,
    /// Between the 95 % and the 99.8 % limits, above.
    Above,
    /// Between the 95 % and the 99.8 % limits, below.
    Below,
    /// Above the 99.8 % limit.
    FarAbove,
    /// Below the 99.8 % limit.
    FarBelow,
}

impl Counted {
    /// Errors: no cases, or more events than cases.
    pub fn new(events: u64, cases: u64) -> Result<Self, StatsError> {
        if cases == 0 {
            return Err(StatsError::TooFew {
                what: "cases",
                needed: 1,
                given: 0,
            });
        }
        if events > cases {
            return Err(StatsError::OutOfRange {
                what: "the number of events",
                range: "at most the number of cases",
                value: events as f64,
            });
        }
        Ok(Self { events, cases })
    }

    /// To how many it happened.
    pub const fn events(self) -> u64 {
        self.events
    }

    /// How many there are.
    pub const fn cases(self) -> u64 {
        self.cases
    }

    /// The share, from 0 to 1.
    pub fn rate(self) -> f64 {
        self.events as f64 / self.cases as f64
    }

    /// The score interval (Wilson EB, J Am Stat Assoc 1927; 22:209-212), method 3 of
    /// Newcombe RG, Stat Med 1998; 17:857-872, which recommends it: it stays between 0 and 1
    /// and is of use with no events at all.
    ///
    /// `level` is the coverage, such as 0.95. Errors: a level of 0 or 1, which has no interval.
    pub fn interval(self, level: Proportion) -> Result<Interval, StatsError> {
        let level = level.get();
        if level <= 0.0 || level >= 1.0 {
            return Err(StatsError::OutOfRange {
                what: "the level of an interval",
                range: "strictly between 0 and 1",
                value: level,
            });
        }
        let z = normal::quantile(Proportion::new(f64::midpoint(1.0, level))?);
        let (n, share) = (self.cases as f64, self.rate());
        let spread = z * z / n;
        let centre = share + spread / 2.0;
        let half = z * (share * (1.0 - share) / n + spread / (4.0 * n)).sqrt();
        // At no events and at all events one end is exact; rounding must not move it.
        let lower = if self.events == 0 {
            0.0
        } else {
            (centre - half) / (1.0 + spread)
        };
        let upper = if self.events == self.cases {
            1.0
        } else {
            (centre + half) / (1.0 + spread)
        };
        Ok(Interval { lower, upper })
    }
}

/// Exact limits for groups of `cases` when the rate of all is `target`, from 0 to 1.
///
/// A binomial count has steps, so the limits are interpolated between two neighbouring
/// counts: Spiegelhalter 2005, appendix A.1.1, `y_p = (r_p - alpha) / n` with `r_p` the
/// smallest count whose cumulative probability exceeds `p` and
/// `alpha = (P(R <= r_p) - p) / P(R = r_p)`. What falls below 0 is cut off there. The upper
/// limit is one less the lower limit of those to whom it did not happen: the formula taken
/// literally for both ends puts the upper one a case too low, because `P(R <= r)` holds `r`
/// itself, and calls about twice as many groups high as it says.
///
/// Errors: no cases; a target of 0 or 1, about which chance has nothing to say.
pub fn limits(cases: u64, target: Proportion) -> Result<Limits, StatsError> {
    let share = target.get();
    if cases == 0 {
        return Err(StatsError::TooFew {
            what: "cases",
            needed: 1,
            given: 0,
        });
    }
    if share <= 0.0 || share >= 1.0 {
        return Err(StatsError::OutOfRange {
            what: "the target rate",
            range: "strictly between 0 and 1",
            value: share,
        });
    }
    let below = |p: f64| lower_limit(cases, share, p);
    let above = |p: f64| Ok::<_, StatsError>(1.0 - lower_limit(cases, 1.0 - share, p)?);
    Ok(Limits {
        cases,
        inner: Interval {
            lower: below(0.025)?,
            upper: above(0.025)?,
        },
        outer: Interval {
            lower: below(0.001)?,
            upper: above(0.001)?,
        },
    })
}

fn lower_limit(cases: u64, share: f64, p: f64) -> Result<f64, StatsError> {
    let counts = Binomial::new(share, cases).map_err(|_| StatsError::NotFinite {
        what: "the binomial distribution",
    })?;
    Ok(interpolated(&counts, cases, p))
}

fn interpolated(counts: &Binomial, cases: u64, p: f64) -> f64 {
    // Bisection: the cumulative probability rises with the count and is 1 at `cases`.
    let (mut low, mut high) = (0, cases);
    while low < high {
        let middle = low + (high - low) / 2;
        if counts.cdf(middle) > p {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    let up_to = counts.cdf(low);
    let before = low.checked_sub(1).map_or(0.0, |less| counts.cdf(less));
    let step = up_to - before;
    let alpha = if step > 0.0 { (up_to - p) / step } else { 0.0 };
    ((low as f64 - alpha) / cases as f64).clamp(0.0, 1.0)
}

impl Limits {
    /// Where a rate from 0 to 1 lies; on a limit it lies within.
    pub fn place(&self, rate: f64) -> Place {
        if rate > self.outer.upper {
            Place::FarAbove
        } else if rate < self.outer.lower {
            Place::FarBelow
        } else if rate > self.inner.upper {
            Place::Above
        } else if rate < self.inner.lower {
            Place::Below
        } else {
            Place::Within
        }
    }
}
