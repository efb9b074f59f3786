use crate::NonNegative;

/// Counts, over draws, how often each option came first and how often it was as good as the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    minimal: f64,
    draws: u32,
    first: Vec<f64>,
    as_good: Vec<u32>,
}

/// What the draws say about one option.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// Share of the draws in which it was the best; options that tie share the draw. All shares together are 1.
    pub best: f64,
    /// Share of the draws in which it was the best or short of it by no more than the minimally important difference.
    pub as_good: f64,
}

impl Tally {
    /// Nothing drawn yet. `minimal` is the minimally important difference, in the unit of the benefits.
    pub fn new(options: usize, minimal: NonNegative) -> Self {
        Self {
            minimal: minimal.get(),
            draws: 0,
            first: vec![0.0; options],
            as_good: vec![0; options],
        }
    }

    /// One draw: the benefit of each option, in the order of the options. Benefits beyond the options count nothing.
    pub fn add(&mut self, benefits: &[f64]) {
        let best = benefits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ties = benefits.iter().filter(|benefit| **benefit >= best).count();
        let counts = self.first.iter_mut().zip(&mut self.as_good);
        for ((first, as_good), benefit) in counts.zip(benefits) {
            if *benefit >= best {
                *first += 1.0 / ties as f64;
            }
            if *benefit >= best - self.minimal {
                *as_good += 1;
            }
        }
        self.draws += 1;
    }

    /// The shares, in the order of the options; 0 before the first draw.
    pub fn chances(&self) -> Vec<Chance> {
        let draws = f64::from(self.draws.max(1));
        self.first
            .iter()
            .zip(&self.as_good)
            .map(|(first, as_good)| Chance {
                best: first / draws,
                as_good: f64::from(*as_good) / draws,
            })
            .collect()
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::choice::Draws;

    #[test]
    fn shares_are_counted_and_ties_are_shared() {
        let mut tally = Tally::new(3, NonNegative::new(0.2).unwrap());
        tally.add(&[1.0, 1.0, 0.85]);
        tally.add(&[0.0, 1.0, 0.5]);
        let chances = tally.chances();
        let best: Vec<f64> = chances.iter().map(|chance| chance.best).collect();
        let as_good: Vec<f64> = chances.iter().map(|chance| chance.as_good).collect();
        assert_eq!(best, [0.25, 0.75, 0.0]);
        assert_eq!(as_good, [0.5, 1.0, 0.5]);
    }

    /// Of two normal benefits the first is larger with probability Φ((m1 - m2) / √(s1² + s2²)): here Φ(0.5 / √2) = 0.6382.
    #[test]
    fn two_normal_benefits_come_first_as_often_as_theory_says() {
        let mut draws = Draws::new(7);
        let mut tally = Tally::new(2, NonNegative::new(0.0).unwrap());
        for _ in 0..20_000 {
            tally.add(&[0.5 + draws.normal(), draws.normal()]);
        }
        assert!((tally.chances()[0].best - 0.6382).abs() < 0.012);
    }
}
