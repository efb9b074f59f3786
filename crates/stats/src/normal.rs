//! The standard normal distribution, and draws from it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng as _;
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

/// A uniform number strictly between 0 and 1, from the top 53 bits of one word.
pub(crate) fn uniform_draw(random: &mut ChaCha8Rng) -> f64 {
    const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
    ((random.next_u64() >> 11) as f64 + 0.5) * STEP
}

/// A standard normal number by inversion: one word per draw, so that streams
/// stay aligned when one parameter of a simulation changes.
pub(crate) fn normal_draw(random: &mut ChaCha8Rng) -> f64 {
    Normal::standard().inverse_cdf(uniform_draw(random))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::rand_core::SeedableRng as _;

    #[test]
    fn draws_have_mean_zero_and_variance_one() {
        let mut random = ChaCha8Rng::seed_from_u64(5);
        let draws: Vec<f64> = (0..20_000).map(|_| normal_draw(&mut random)).collect();
        let mean = draws.iter().sum::<f64>() / 20_000.0;
        let variance = draws.iter().map(|z| (z - mean).powi(2)).sum::<f64>() / 19_999.0;
        assert!(mean.abs() < 4.0 / 20_000_f64.sqrt());
        assert!((variance - 1.0).abs() < 4.0 * (2.0 / 20_000_f64).sqrt());
    }
}
