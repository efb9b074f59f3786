use crate::StatsError;
use crate::number::{finite, mean, sample_sd};

/// One entry of a diary.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// Which day, counted in any way.
    pub day: i64,
    /// Which beep of that day; the one after it has the next number.
    pub beep: i64,
    /// The answers, one for each variable, `None` where missing.
    pub values: Vec<Option<f64>>,
}

/// The pairs of neighbouring moments in one person's diary, standardised.
///
/// A pair is two beeps of the same day with consecutive numbers and every answer in both. A
/// night breaks the chain, and so does a missed or incomplete beep: what lies between
/// would not be one step.
#[derive(Debug, Clone, PartialEq)]
pub struct LagPairs {
    pub(super) variables: usize,
    moments: usize,
    /// How many moments have the same day and beep as the one before them.
    pub(super) repeats: usize,
    /// `(before, after)`, standardised.
    pub(super) pairs: Vec<(Vec<f64>, Vec<f64>)>,
}

impl LagPairs {
    /// Pairs the moments of a diary; their order does not matter.
    ///
    /// Every variable is first centred and divided by its standard deviation over all its answers,
    /// paired or not.
    ///
    /// Errors: fewer than two variables; moments of different lengths; a value that is
    /// not finite; two moments with the same day and beep; a variable that is
    /// always the same, in the whole diary or in the pairs; fewer pairs than
    /// [`LagPairs::least_pairs`], the least with which the model can be told from noise at all.
    pub fn new(moments: &[Moment]) -> Result<Self, StatsError> {
        let pairs = Self::with_repeats(moments)?;
        if pairs.repeats > 0 {
            return Err(StatsError::SameMomentTwice);
        }
        Ok(pairs)
    }

    /// As [`LagPairs::new`], but of moments with the same day and beep each is taken as one
    /// step after the one given before it, as `graphicalVAR` does with extra prompts. The model then
    /// carries [`super::Warning::RepeatedBeeps`].
    ///
    /// Errors: as [`LagPairs::new`] but for moments given twice.
    pub fn with_repeats(moments: &[Moment]) -> Result<Self, StatsError> {
        let variables = moments.first().map_or(0, |moment| moment.values.len());
        if variables < 2 {
            return Err(StatsError::TooFew {
                what: "variables",
                needed: 2,
                given: variables,
            });
        }
        for moment in moments {
            if moment.values.len() != variables {
                return Err(StatsError::LengthMismatch {
                    what: "a moment of the diary",
                    needed: variables,
                    given: moment.values.len(),
                });
            }
            for value in moment.values.iter().flatten() {
                finite("a value", *value)?;
            }
        }
        let mut sorted: Vec<&Moment> = moments.iter().collect();
        sorted.sort_by_key(|moment| (moment.day, moment.beep));
        let steps = || {
            sorted
                .windows(2)
                .filter(|pair| pair[0].day == pair[1].day)
                .map(|pair| {
                    let step = pair[1].beep.checked_sub(pair[0].beep);
                    (pair[0], pair[1], step)
                })
        };
        let repeats = steps().filter(|(.., step)| *step == Some(0)).count();
        let scales = (0..variables).map(|column| {
            let answers = sorted.iter().filter_map(|moment| moment.values[column]);
            scale(&answers.collect::<Vec<_>>()).ok_or(StatsError::ConstantColumn { column })
        });
        let scales: Vec<(f64, f64)> = scales.collect::<Result<_, _>>()?;
        let standardised = |moment: &Moment| -> Option<Vec<f64>> {
            let answers = moment.values.iter().zip(&scales);
            answers
                .map(|(value, (centre, spread))| value.map(|value| (value - centre) / spread))
                .collect()
        };
        let neighbours = steps().filter(|(.., step)| matches!(step, Some(0 | 1)));
        let pairs: Vec<_> = neighbours
            .filter_map(|(one, two, _)| Some((standardised(one)?, standardised(two)?)))
            .collect();
        let needed = Self::least_pairs(variables);
        if pairs.len() < needed {
            return Err(StatsError::TooFew {
                what: "pairs of consecutive complete beeps of the same day",
                needed,
                given: pairs.len(),
            });
        }
        for column in 0..variables {
            let before = scale(&pairs.iter().map(|pair| pair.0[column]).collect::<Vec<_>>());
            let after = scale(&pairs.iter().map(|pair| pair.1[column]).collect::<Vec<_>>());
            if before.is_none() || after.is_none() {
                return Err(StatsError::ConstantColumn { column });
            }
        }
        Ok(Self {
            variables,
            moments: moments.len(),
            repeats,
            pairs,
        })
    }

    /// `2 q + 2` for `q` variables: as many as leave the residuals of an unpenalised
    /// regression on intercept and `q` predictors a covariance matrix of full rank. It is
    /// the least that can be computed, not what suffices; see the module.
    pub fn least_pairs(variables: usize) -> usize {
        2 * variables + 2
    }

    /// How many variables there are.
    pub fn variables(&self) -> usize {
        self.variables
    }

    /// How many moments the diary had.
    pub fn moments(&self) -> usize {
        self.moments
    }

    /// How many pairs were found in it.
    pub fn pairs(&self) -> usize {
        self.pairs.len()
    }
}

/// Mean and standard deviation; nothing where there is no spread but rounding.
fn scale(values: &[f64]) -> Option<(f64, f64)> {
    let size = values
        .iter()
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    if values.len() < 2 || size == 0.0 {
        return None;
    }
    // Divided first, so that sums and squares of very large or small numbers exist.
    let shares: Vec<f64> = values.iter().map(|value| value / size).collect();
    let spread = sample_sd(&shares);
    (spread > 1e-12).then(|| (mean(&shares) * size, spread * size))
}
