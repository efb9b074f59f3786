//! The standard normal distribution.

use statrs::distribution::{ContinuousCDF as _, Normal};

/// `P(Z <= z)`; NaN stays NaN.
pub(crate) fn cumulative(z: f64) -> f64 {
    if z.is_nan() {
        z
    } else {
        Normal::standard().cdf(z)
    }
}

/// The `z` below which a share `p` lies; infinite at 0 and 1.
pub(crate) fn quantile(p: crate::Proportion) -> f64 {
    Normal::standard().inverse_cdf(p.get())
}
