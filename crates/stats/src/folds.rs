//! Dealing people into folds for cross-validation.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use crate::StatsError;

/// Deals `people` into `folds` of nearly the same size, at random.
pub(crate) fn deal(people: usize, folds: usize, seed: u64) -> Result<Vec<usize>, StatsError> {
    if folds < 2 {
        return Err(StatsError::TooFew {
            what: "folds",
            needed: 2,
            given: folds,
        });
    }
    if people < folds {
        return Err(StatsError::TooFew {
            what: "people",
            needed: folds,
            given: people,
        });
    }
    // In the order of random numbers, one for each person.
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut order: Vec<(u64, usize)> = (0..people)
        .map(|person| (random.next_u64(), person))
        .collect();
    order.sort_unstable();
    let mut fold = vec![0; people];
    for (place, (_, person)) in order.into_iter().enumerate() {
        fold[person] = place % folds;
    }
    Ok(fold)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn folds_are_even_and_follow_the_seed() {
        let fold = deal(23, 5, 7).unwrap();
        for wanted in 0..5 {
            let size = fold.iter().filter(|fold| **fold == wanted).count();
            assert!((4..=5).contains(&size));
        }
        assert_eq!(fold, deal(23, 5, 7).unwrap());
        assert_ne!(fold, deal(23, 5, 8).unwrap());
        assert!(deal(3, 5, 1).is_err() && deal(3, 1, 1).is_err());
    }
}
