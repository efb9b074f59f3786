//! Chance that repeats: the same seed, the same practice.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// Draws for one person.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The draws of the person with this number. Each has a stream of their own: to change one is not to change all.
    pub(super) fn of_person(number: u64) -> Self {
        const SEED: u64 = 1_913;
        let mut generator = ChaCha8Rng::seed_from_u64(SEED);
        generator.set_stream(number);
        Self(generator)
    }

    /// Any 64 bits.
    pub(super) fn word(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// From 0 up to 1.
    pub(super) fn unit(&mut self) -> f64 {
        // The upper 53 bits fill a double's fraction exactly.
        (self.word() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From `low` up to `high`.
    pub(super) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `limit`; 0 when there is none.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        let limit = limit as u64;
        // Slightly uneven for huge limits; there are none here.
        usize::try_from(self.word().checked_rem(limit).unwrap_or_default()).unwrap_or_default()
    }

    /// The same for small numbers.
    pub(super) fn small(&mut self, limit: u8) -> u8 {
        u8::try_from(self.below(limit.into())).unwrap_or_default()
    }

    /// One of these.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }

    /// Whether something happens that does so with this probability.
    pub(super) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Near enough to a normal deviate: twelve uniform ones added up have variance 1.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// The same things in another order.
    pub(super) fn shuffled<T: Clone>(&mut self, from: &[T]) -> Vec<T> {
        let mut rest = from.to_vec();
        let mut order = Vec::with_capacity(rest.len());
        while !rest.is_empty() {
            order.push(rest.swap_remove(self.below(rest.len())));
        }
        order
    }
}

/// Draws without putting back, so that nothing is said twice before everything was said once.
pub(super) struct Deck {
    all: Vec<String>,
    rest: Vec<String>,
}

impl Deck {
    pub(super) fn of(all: &[String]) -> Self {
        Self {
            all: all.to_vec(),
            rest: Vec::new(),
        }
    }

    /// The next one; empty if there never was any.
    pub(super) fn draw(&mut self, dice: &mut Dice) -> String {
        if self.rest.is_empty() {
            self.rest = dice.shuffled(&self.all);
        }
        self.rest.pop().unwrap_or_default()
    }
}
