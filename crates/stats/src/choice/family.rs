use crate::meta_analysis::{EffectEstimate, Model, pool};
use crate::{Finite, NonNegative, StatsError};

/// Fewest effects from which the spread between them can be told at all.
const FEWEST: usize = 3;

/// What the true effects of several options of one kind have in common: a normal distribution (empirical Bayes; Morris
/// 1983, *Journal of the American Statistical Association* 78:47).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Family {
    mean: f64,
    /// Variance of the true effects between options.
    between: f64,
}

/// A normal distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Its mean.
    pub mean: Finite,
    /// Its standard deviation.
    pub standard_deviation: NonNegative,
}

impl Family {
    /// The family that these effects come from: their mean, and by restricted maximum likelihood how much they differ beyond
    /// their errors.
    ///
    /// Errors: fewer than three effects.
    pub fn of(found: &[EffectEstimate]) -> Result<Self, StatsError> {
        if found.len() < FEWEST {
            return Err(StatsError::TooFew {
                what: "effects",
                needed: FEWEST,
                given: found.len(),
            });
        }
        let pooled = pool(found, Model::RestrictedLikelihood)?;
        Ok(Self {
            mean: pooled.estimate,
            between: pooled.heterogeneity.tau2.unwrap_or(0.0),
        })
    }

    /// Where the true effect of one option lies, given what was found for it: its own effect drawn towards the mean of the
    /// family, the more so the less is known. An option for which nothing was found is one more of the family.
    ///
    /// Errors: numbers so large that they overflow.
    pub fn effect(&self, found: Option<EffectEstimate>) -> Result<Spread, StatsError> {
        let (mean, variance) = match found {
            None => (self.mean, self.between),
            Some(found) => {
                let error = found.standard_error.get().powi(2);
                let own = self.between / (self.between + error);
                (
                    own * found.effect.get() + (1.0 - own) * self.mean,
                    own * error,
                )
            }
        };
        Ok(Spread {
            mean: Finite::new(mean)?,
            standard_deviation: NonNegative::new(variance.sqrt())?,
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn estimates(rows: &[(f64, f64)]) -> Vec<EffectEstimate> {
        rows.iter()
            .map(|(effect, error)| EffectEstimate::new(*effect, *error).unwrap())
            .collect()
    }

    /// Eight schools (Rubin 1981, table 1): the between variance is estimated as 0, so every school is the mean.
    #[test]
    fn effects_that_differ_no_more_than_their_errors_are_one() {
        let schools = estimates(&[
            (28.39, 14.9),
            (7.94, 10.2),
            (-2.75, 16.3),
            (6.82, 11.0),
            (-0.64, 9.4),
            (0.63, 11.4),
            (18.01, 10.4),
            (12.16, 17.6),
        ]);
        let family = Family::of(&schools).unwrap();
        for school in schools.into_iter().map(Some).chain([None]) {
            let spread = family.effect(school).unwrap();
            assert!((spread.mean.get() - 7.87).abs() < 0.01, "{spread:?}");
            assert!(spread.standard_deviation.get() < 0.01);
        }
    }

    #[test]
    fn a_small_trial_is_drawn_towards_the_others_and_a_large_one_is_not() {
        let rows = estimates(&[(0.2, 0.05), (0.5, 0.05), (0.8, 0.05), (1.5, 0.6)]);
        let family = Family::of(&rows).unwrap();
        let small = family.effect(Some(rows[3])).unwrap();
        let large = family.effect(Some(rows[2])).unwrap();
        assert!(small.mean.get() < 0.9, "{small:?}");
        assert!((large.mean.get() - 0.8).abs() < 0.03, "{large:?}");
        let unknown = family.effect(None).unwrap();
        assert!(unknown.standard_deviation.get() > small.standard_deviation.get());
    }

    #[test]
    fn two_effects_make_no_family() {
        assert!(Family::of(&estimates(&[(0.2, 0.1), (0.4, 0.1)])).is_err());
    }
}
