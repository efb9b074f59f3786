//! Minimising a smooth function of a few parameters with a known gradient.

use crate::StatsError;

/// Value and gradient at a point, or why there are none: at the start that ends the
/// search, further on it shortens the step.
pub(super) type Function<'a> = dyn FnMut(&[f64]) -> Result<(f64, Vec<f64>), StatsError> + 'a;

/// Where the search ended.
#[derive(Debug, Clone)]
pub(super) struct Minimum {
    pub(super) point: Vec<f64>,
    /// Whether the decrease still to be expected was below the tolerance.
    pub(super) converged: bool,
}

/// The expected decrease at which the search stops. The values are deviances, so this
/// is a distance of some hundred-thousandths of a standard error.
const LEAST_DECREASE: f64 = 1e-9;
/// Differences of values below this share of them are rounding of long sums.
const ROUNDING: f64 = 1e-12;
const MOST_STEPS: usize = 200;
/// Sufficient decrease of a step (Nocedal & Wright 2006, equation 3.4).
const ARMIJO: f64 = 1e-4;
/// How much flatter the function must become along a step whose decrease cannot be seen.
const FLATTER: f64 = 0.9;

/// Quasi-Newton search with the update of Broyden, Fletcher, Goldfarb and Shanno
/// and a backtracking line search (Nocedal & Wright 2006, algorithms 6.1 and 3.1).
pub(super) fn minimise(start: &[f64], function: &mut Function) -> Result<Minimum, StatsError> {
    let size = start.len();
    let mut point = start.to_vec();
    let (mut value, mut gradient) = function(&point)?;
    // The first step is as long as the start is from zero, whatever the unit of the value.
    let steepness = norm(&gradient).max(f64::MIN_POSITIVE);
    let mut inverse = scaled_identity(size, norm(&point).max(0.1) / steepness / 4.0);
    let mut fresh = true;
    for _ in 0..MOST_STEPS {
        let newton = times(&inverse, &gradient);
        let direction: Vec<f64> = newton.iter().map(|part| -part).collect();
        let slope = dot(&direction, &gradient);
        let rounding = ROUNDING * (1.0 + value.abs());
        let tolerance = LEAST_DECREASE + 1e-2 * rounding;
        // Before the first update the matrix knows no curvature, so only a flat
        // gradient counts.
        if -slope < tolerance && (!fresh || norm(&gradient) < tolerance) {
            return Ok(Minimum {
                point,
                converged: true,
            });
        }
        let Some((next, next_value, next_gradient)) =
            line_search(&point, value, &direction, slope, rounding, function)
        else {
            let converged = -slope < 1e3 * tolerance;
            if fresh || converged {
                return Ok(Minimum { point, converged });
            }
            // A curvature that misleads is forgotten before giving up.
            inverse = scaled_identity(size, norm(&direction) / norm(&gradient));
            fresh = true;
            continue;
        };
        let step: Vec<f64> = next
            .iter()
            .zip(&point)
            .map(|(new, old)| new - old)
            .collect();
        let change: Vec<f64> = next_gradient
            .iter()
            .zip(&gradient)
            .map(|(new, old)| new - old)
            .collect();
        let curvature = dot(&step, &change);
        if curvature > 1e-12 * norm(&step) * norm(&change) {
            if fresh {
                inverse = scaled_identity(size, curvature / dot(&change, &change));
                fresh = false;
            }
            update(&mut inverse, &step, &change, curvature);
        }
        (point, value, gradient) = (next, next_value, next_gradient);
    }
    Ok(Minimum {
        point,
        converged: false,
    })
}

type Evaluated = (Vec<f64>, f64, Vec<f64>);

/// Halves the step, or shortens it to the minimum of the parabola through what is
/// known, until the value falls enough; `None` if no step does.
fn line_search(
    point: &[f64],
    value: f64,
    direction: &[f64],
    slope: f64,
    rounding: f64,
    function: &mut Function,
) -> Option<Evaluated> {
    let mut length = 1.0;
    for _ in 0..40 {
        let next: Vec<f64> = point
            .iter()
            .zip(direction)
            .map(|(x, d)| x + length * d)
            .collect();
        // A step so long that digits run out is too long, not the end.
        let Ok((next_value, next_gradient)) = function(&next) else {
            length *= 0.25;
            continue;
        };
        let enough = next_value <= value + ARMIJO * length * slope;
        // Close to the minimum the decrease drowns in rounding; the gradient does not
        // (the approximate Wolfe condition of Hager & Zhang 2005, doi:10.1137/030601880).
        let flatter = next_value <= value + rounding
            && dot(&next_gradient, direction).abs() <= FLATTER * -slope;
        if enough || flatter {
            return Some((next, next_value, next_gradient));
        }
        let parabola = -slope * length * length / (2.0 * (next_value - value - slope * length));
        length = parabola.clamp(0.1 * length, 0.5 * length);
    }
    None
}

/// The inverse-Hessian update, Nocedal & Wright 2006, equation 6.17.
fn update(inverse: &mut [Vec<f64>], step: &[f64], change: &[f64], curvature: f64) {
    let seen = times(inverse, change);
    let factor = (1.0 + dot(change, &seen) / curvature) / curvature;
    for (row, line) in inverse.iter_mut().enumerate() {
        for (column, entry) in line.iter_mut().enumerate() {
            *entry += factor * step[row] * step[column]
                - (seen[row] * step[column] + step[row] * seen[column]) / curvature;
        }
    }
}

fn scaled_identity(size: usize, scale: f64) -> Vec<Vec<f64>> {
    (0..size)
        .map(|row| {
            (0..size)
                .map(|column| if row == column { scale } else { 0.0 })
                .collect()
        })
        .collect()
}

fn times(matrix: &[Vec<f64>], vector: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| dot(row, vector)).collect()
}

fn dot(one: &[f64], two: &[f64]) -> f64 {
    one.iter().zip(two).map(|(x, y)| x * y).sum()
}

fn norm(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn finds_the_bottom_of_rosenbrocks_valley() {
        let found = minimise(&[-1.2, 1.0], &mut |at| {
            let (x, y) = (at[0], at[1]);
            let value = (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2);
            let gradient = vec![
                -2.0 * (1.0 - x) - 400.0 * x * (y - x * x),
                200.0 * (y - x * x),
            ];
            Ok((value, gradient))
        })
        .unwrap();
        assert!(found.converged);
        assert!((found.point[0] - 1.0).abs() < 1e-5 && (found.point[1] - 1.0).abs() < 1e-5);
    }

    #[test]
    fn a_function_without_bottom_does_not_converge() {
        let found = minimise(&[1.0], &mut |at| Ok((-at[0], vec![-1.0]))).unwrap();
        assert!(!found.converged);
    }
}
