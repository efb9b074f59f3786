use super::linear::{Matrix, positive_inverse};
use crate::StatsError;

/// One trial: which treatments it has, their effects up to a constant, and the
/// variance of each comparison.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Trial {
    pub(super) study: String,
    /// Index of the treatment of each arm, ascending.
    pub(super) arms: Vec<usize>,
    /// Effect of each arm; they sum to 0.
    pub(super) effects: Vec<f64>,
    /// Variance of the comparison of each two arms; 0 on the diagonal.
    variances: Matrix,
    /// People in both arms of each comparison, if known.
    people: Vec<Vec<Option<u64>>>,
}

/// One comparison as the trial's own arms number it.
pub(super) struct Pair {
    pub(super) arms: [usize; 2],
    pub(super) effect: f64,
    pub(super) standard_error: f64,
    pub(super) people: Option<u64>,
}

/// How far the comparisons of a trial may be from adding up, in standard errors:
/// rounding to two digits must pass, a wrong sign must not.
const ROUNDING: f64 = 0.05;

impl Trial {
    /// From all comparisons of the trial, each pair once.
    ///
    /// Errors: effects that do not add up; standard errors no set of arms can have.
    pub(super) fn new(study: String, arms: Vec<usize>, pairs: &[Pair]) -> Result<Self, StatsError> {
        let size = arms.len();
        let mut effects = vec![0.0; size];
        let mut variances = Matrix::zeros(size, size);
        let mut people = vec![vec![None; size]; size];
        for pair in pairs {
            let [first, second] = pair.arms;
            // With all pairs present, the least squares effect of an arm is the mean of
            // its comparisons with every arm, itself included.
            effects[first] += pair.effect / size as f64;
            effects[second] -= pair.effect / size as f64;
            for (row, column) in [(first, second), (second, first)] {
                variances[(row, column)] = pair.standard_error.powi(2);
                people[row][column] = pair.people;
            }
        }
        let adds_up = |pair: &Pair| {
            let [first, second] = pair.arms;
            let rest = pair.effect - (effects[first] - effects[second]);
            rest.abs() <= ROUNDING * pair.standard_error
        };
        if !pairs.iter().all(adds_up) {
            return Err(StatsError::EffectsDoNotAddUp { study });
        }
        let trial = Self {
            study,
            arms,
            effects,
            variances,
            people,
        };
        trial.information(0.0)?;
        Ok(trial)
    }

    /// The information matrix of the arms if each comparison's variance grows by
    /// `tau2`; rows sum to 0.
    pub(super) fn information(&self, tau2: f64) -> Result<Matrix, StatsError> {
        let variance = |one: usize, other: usize| {
            let between = if one == other { 0.0 } else { tau2 };
            self.variances[(one, other)] + between
        };
        let size = self.arms.len();
        // Covariance of the comparisons of arms 1, 2, ... with arm 0.
        let covariance = Matrix::from_fn(size - 1, size - 1, |row, column| {
            let (row, column) = (row + 1, column + 1);
            0.5 * (variance(0, row) + variance(0, column) - variance(row, column))
        });
        let precision =
            positive_inverse(covariance).ok_or_else(|| StatsError::ImpossibleVariances {
                study: self.study.clone(),
            })?;
        let mut information = Matrix::zeros(size, size);
        for row in 1..size {
            for column in 1..size {
                let value = precision[(row - 1, column - 1)];
                information[(row, column)] += value;
                information[(0, column)] -= value;
                information[(row, 0)] -= value;
                information[(0, 0)] += value;
            }
        }
        Ok(information)
    }

    /// Every two arms `(first, second)` with `first < second`, as positions in `arms`.
    pub(super) fn pairs(&self) -> impl Iterator<Item = [usize; 2]> + use<> {
        let size = self.arms.len();
        (0..size).flat_map(move |first| (first + 1..size).map(move |second| [first, second]))
    }

    /// Effect of one arm less another.
    pub(super) fn difference(&self, [first, second]: [usize; 2]) -> f64 {
        self.effects[first] - self.effects[second]
    }

    /// Variance of that difference.
    pub(super) fn variance(&self, [first, second]: [usize; 2]) -> f64 {
        self.variances[(first, second)]
    }

    /// People in both arms, if known.
    pub(super) fn people(&self, [first, second]: [usize; 2]) -> Option<u64> {
        self.people[first][second]
    }

    /// Adds the trial's matrix to that of the network.
    pub(super) fn add_to(&self, network: &mut Matrix, own: &Matrix) {
        for (row, treatment) in self.arms.iter().enumerate() {
            for (column, other) in self.arms.iter().enumerate() {
                network[(*treatment, *other)] += own[(row, column)];
            }
        }
    }

    /// The same trial with other numbers for its treatments, in the same order.
    pub(super) fn renumbered(&self, number: impl Fn(usize) -> usize) -> Self {
        Self {
            arms: self.arms.iter().map(|arm| number(*arm)).collect(),
            ..self.clone()
        }
    }
}
