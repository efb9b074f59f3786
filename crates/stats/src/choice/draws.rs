use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

use crate::normal::{normal_draw, uniform_draw};

/// Random numbers from a seed, one word for each, so that two simulations with the same seed differ only by what was
/// changed between them.
#[derive(Debug, Clone)]
pub struct Draws(ChaCha8Rng);

impl Draws {
    /// Always the same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// From a normal distribution with mean 0 and standard deviation 1.
    pub fn normal(&mut self) -> f64 {
        normal_draw(&mut self.0)
    }

    /// Strictly between 0 and 1.
    pub fn uniform(&mut self) -> f64 {
        uniform_draw(&mut self.0)
    }
}
