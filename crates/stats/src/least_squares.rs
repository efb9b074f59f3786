//! Least squares on columns centred and brought to spread 1, so that neither units nor a
//! large mean cost digits.

use nalgebra::{DMatrix, DVector};

use crate::StatsError;
use crate::number::{mean, sample_sd};

/// A linear prediction from columns, with what is needed for its errors.
pub(crate) struct LinearModel {
    pub(crate) intercept: f64,
    pub(crate) slopes: Vec<f64>,
    /// Mean and spread of each column.
    scales: Vec<(f64, f64)>,
    /// `R` of the QR factorisation of the standardised columns.
    triangle: DMatrix<f64>,
    people: usize,
    /// Sum of squared residuals over what is left of the degrees of freedom.
    pub(crate) residual_variance: f64,
}

impl LinearModel {
    /// Fits to the people named.
    pub(crate) fn fit(
        outcome: &[f64],
        columns: &[&[f64]],
        people: &[usize],
    ) -> Result<Self, StatsError> {
        // One more than parameters, or the fit would be exact.
        let needed = columns.len() + 2;
        if people.len() < needed {
            return Err(StatsError::TooFew {
                what: "people to fit a prediction to",
                needed,
                given: people.len(),
            });
        }
        let pick = |column: &[f64]| people.iter().map(|one| column[*one]).collect::<Vec<f64>>();
        let outcome = pick(outcome);
        let centre = mean(&outcome);
        let mut scales = Vec::with_capacity(columns.len());
        let mut standardised = Vec::with_capacity(columns.len() * people.len());
        for (index, column) in columns.iter().enumerate() {
            let column = pick(column);
            let (centre, spread) = (mean(&column), sample_sd(&column));
            if spread <= 1e-13 * centre.abs() {
                return Err(StatsError::ConstantCovariate { covariate: index });
            }
            standardised.extend(column.iter().map(|value| (value - centre) / spread));
            scales.push((centre, spread));
        }
        let design = DMatrix::from_vec(people.len(), columns.len(), standardised);
        let target = DVector::from_iterator(people.len(), outcome.iter().map(|y| y - centre));
        let factor = design.clone().qr();
        let triangle = factor.r();
        // A column that those before it determine has nothing left on the diagonal.
        let whole = (people.len() as f64 - 1.0).sqrt();
        if let Some(covariate) =
            (0..columns.len()).find(|k| triangle[(*k, *k)].abs() < 1e-7 * whole)
        {
            return Err(StatsError::CollinearCovariate { covariate });
        }
        let rotated = factor.q().transpose() * &target;
        let solved = triangle
            .solve_upper_triangular(&rotated)
            .ok_or(StatsError::NotFinite {
                what: "the prediction",
            })?;
        let residuals = target - design * &solved;
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
            residual_variance: residuals.norm_squared() / (people.len() - columns.len() - 1) as f64,
            slopes,
            scales,
            triangle,
            people: people.len(),
        })
    }

    /// What is left of the degrees of freedom.
    pub(crate) fn freedom(&self) -> usize {
        self.people - self.slopes.len() - 1
    }

    /// The prediction for somebody with these values, in points.
    pub(crate) fn predict(&self, values: &[f64]) -> f64 {
        let terms = self.slopes.iter().zip(values);
        self.intercept + terms.map(|(slope, value)| slope * value).sum::<f64>()
    }

    /// The variance of what is predicted on average for such people: the doubt in the
    /// parameters, `s2 (1/n + z'(Z'Z)^-1 z)`.
    pub(crate) fn variance_of_mean(&self, values: &[f64]) -> Result<f64, StatsError> {
        let standard = values.iter().zip(&self.scales);
        let standard = standard.map(|(value, (mean, spread))| (value - mean) / spread);
        let standard = DVector::from_iterator(values.len(), standard);
        Ok(self.residual_variance * (1.0 / self.people as f64 + self.squared(&standard)?))
    }

    /// Standard error of one slope.
    pub(crate) fn error_of(&self, slope: usize) -> Result<f64, StatsError> {
        let mut direction = DVector::zeros(self.slopes.len());
        direction[slope] = 1.0 / self.scales[slope].1;
        Ok((self.residual_variance * self.squared(&direction)?).sqrt())
    }

    /// `v'(Z'Z)^-1 v`, which is the squared length of `R^-T v`.
    fn squared(&self, direction: &DVector<f64>) -> Result<f64, StatsError> {
        let solved = self.triangle.tr_solve_upper_triangular(direction);
        let solved = solved.ok_or(StatsError::NotFinite {
            what: "the error of the prediction",
        })?;
        Ok(solved.norm_squared())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// Five points, worked by hand.
    /// `y = (1, 3, 2, 5, 6)`, `x = (1, 2, 3, 4, 5)`: slope 6/5, intercept -1/5, residual sum of
    /// squares 2.8, so `s2 = 14/15` and the slope's error is `sqrt(14/150)`.
    #[test]
    fn a_line_by_hand() {
        let (y, x) = ([1.0, 3.0, 2.0, 5.0, 6.0], [1.0, 2.0, 3.0, 4.0, 5.0]);
        let model = LinearModel::fit(&y, &[&x], &[0, 1, 2, 3, 4]).unwrap();
        let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-12, "{one} {other}");
        near(model.slopes[0], 1.2);
        near(model.intercept, -0.2);
        near(model.residual_variance, 14.0 / 15.0);
        near(model.error_of(0).unwrap(), (14.0_f64 / 150.0).sqrt());
        // At 4: s2 (1/5 + 1/10).
        near(model.variance_of_mean(&[4.0]).unwrap(), 14.0 / 50.0);
        near(model.predict(&[4.0]), 4.6);
        assert_eq!(model.freedom(), 3);
    }
}
