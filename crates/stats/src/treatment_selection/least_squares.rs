//! Least squares in one arm, on columns centred and brought to spread 1.

use nalgebra::{DMatrix, DVector};

use super::TrialRows;
use crate::StatsError;
use crate::number::{mean, sample_sd};

/// A linear prediction from the characteristics.
pub(super) struct LinearModel {
    intercept: f64,
    slopes: Vec<f64>,
}

impl LinearModel {
    /// Fits to the people named.
    pub(super) fn fit(rows: &TrialRows, people: &[usize]) -> Result<Self, StatsError> {
        let columns = rows.characteristics.len();
        // One more than parameters, or the fit would be exact.
        let needed = columns + 2;
        if people.len() < needed {
            return Err(StatsError::TooFew {
                what: "people in each arm outside a fold",
                needed,
                given: people.len(),
            });
        }
        let pick = |column: &[f64]| people.iter().map(|one| column[*one]).collect::<Vec<f64>>();
        let outcome = pick(rows.outcome);
        let centre = mean(&outcome);
        let mut scales = Vec::with_capacity(columns);
        let mut standardised = Vec::with_capacity(columns * people.len());
        for (index, column) in rows.characteristics.iter().enumerate() {
            let column = pick(column);
            let (centre, spread) = (mean(&column), sample_sd(&column));
            if spread <= 1e-13 * centre.abs() {
                return Err(StatsError::ConstantCovariate { covariate: index });
            }
            standardised.extend(column.iter().map(|value| (value - centre) / spread));
            scales.push((centre, spread));
        }
        let design = DMatrix::from_vec(people.len(), columns, standardised);
        let target = DVector::from_iterator(people.len(), outcome.iter().map(|y| y - centre));
        let factor = design.qr();
        let triangle = factor.r();
        // A column that those before it determine has nothing left on the diagonal.
        let whole = (people.len() as f64 - 1.0).sqrt();
        if let Some(covariate) = (0..columns).find(|k| triangle[(*k, *k)].abs() < 1e-7 * whole) {
            return Err(StatsError::CollinearCovariate { covariate });
        }
        let rotated = factor.q().transpose() * target;
        let solved = triangle
            .solve_upper_triangular(&rotated)
            .ok_or(StatsError::NotFinite {
                what: "the prediction",
            })?;
        let slopes: Vec<f64> = solved
            .iter()
            .zip(&scales)
            .map(|(slope, (_, spread))| slope / spread)
            .collect();
        let shift: f64 = slopes
            .iter()
            .zip(&scales)
            .map(|(slope, (mean, _))| slope * mean)
            .sum();
        Ok(Self {
            intercept: centre - shift,
            slopes,
        })
    }

    /// The prediction for one person, in points.
    pub(super) fn predict(&self, rows: &TrialRows, person: usize) -> f64 {
        let terms = self.slopes.iter().zip(rows.characteristics);
        self.intercept
            + terms
                .map(|(slope, column)| slope * column[person])
                .sum::<f64>()
    }
}
