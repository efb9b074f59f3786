//! All eigenvalues of a small real matrix, complex ones included: reduction to
//! Hessenberg form by reflections, then the QR iteration with Wilkinson's shift in
//! complex arithmetic (Golub & Van Loan, Matrix Computations, 4th ed., 7.4-7.5).
//! Complex arithmetic costs more per step than the real double shift, but has one
//! case where that has many.

use super::complex::Complex;
use crate::StatsError;

/// Steps allowed for one eigenvalue; two or three are usual.
const MOST_STEPS: usize = 100;

/// The moduli of the eigenvalues, largest first.
pub(super) fn eigenvalue_moduli(rows: &[Vec<f64>]) -> Result<Vec<f64>, StatsError> {
    // Brought to size 1 first, since the iteration squares entries.
    let size = rows
        .iter()
        .flatten()
        .fold(0.0_f64, |most, entry| most.max(entry.abs()));
    if size == 0.0 {
        return Ok(vec![0.0; rows.len()]);
    }
    let scaled = rows
        .iter()
        .map(|row| row.iter().map(|entry| entry / size).collect());
    let eigenvalues = iterate(hessenberg(scaled.collect()))?;
    let mut moduli: Vec<f64> = eigenvalues
        .into_iter()
        .map(|value| value.modulus() * size)
        .collect();
    moduli.sort_by(|one, two| two.total_cmp(one));
    Ok(moduli)
}

/// Makes all entries below the first subdiagonal zero by similarity: for each
/// column a reflection `I - 2 v v'` from both sides.
fn hessenberg(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<Complex>> {
    let size = matrix.len();
    for column in 0..size.saturating_sub(2) {
        let mut normal: Vec<f64> = (column + 1..size).map(|row| matrix[row][column]).collect();
        let length = norm(&normal);
        // Away from cancellation: the reflected vector gets the opposite sign.
        normal[0] += length.copysign(normal[0]);
        let length = norm(&normal);
        if length == 0.0 {
            continue;
        }
        for entry in &mut normal {
            *entry /= length;
        }
        let mut along = vec![0.0; size];
        for (v, row) in normal.iter().zip(&matrix[column + 1..]) {
            add(&mut along, *v, row);
        }
        for (v, row) in normal.iter().zip(&mut matrix[column + 1..]) {
            add(row, -2.0 * v, &along);
        }
        for row in &mut matrix {
            let along: f64 = normal
                .iter()
                .zip(&row[column + 1..])
                .map(|(v, entry)| v * entry)
                .sum();
            add(&mut row[column + 1..], -2.0 * along, &normal);
        }
    }
    matrix
        .iter()
        .map(|row| row.iter().map(|entry| Complex::real(*entry)).collect())
        .collect()
}

fn add(into: &mut [f64], factor: f64, other: &[f64]) {
    for (entry, value) in into.iter_mut().zip(other) {
        *entry += factor * value;
    }
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|entry| entry * entry).sum::<f64>().sqrt()
}

/// Deflates one eigenvalue after the other from the lower right corner.
fn iterate(mut matrix: Vec<Vec<Complex>>) -> Result<Vec<Complex>, StatsError> {
    let scale = matrix
        .iter()
        .flatten()
        .fold(0.0_f64, |most, entry| most.max(entry.size()));
    let mut eigenvalues = Vec::with_capacity(matrix.len());
    let mut end = matrix.len();
    let mut steps = 0;
    while end > 0 {
        let start = split(&matrix, end, scale);
        if start + 1 == end {
            eigenvalues.push(matrix[start][start]);
            end = start;
            steps = 0;
            continue;
        }
        if steps == MOST_STEPS {
            return Err(StatsError::NoConvergence);
        }
        steps += 1;
        // Every tenth step breaks the symmetry that can make the shift cycle.
        let shift = if steps % 10 == 0 {
            matrix[end - 1][end - 1] + Complex::real(matrix[end - 1][end - 2].modulus())
        } else {
            wilkinson(&matrix, end)
        };
        qr_step(&mut matrix, start, end, shift);
    }
    Ok(eigenvalues)
}

/// Where the last block without a negligible subdiagonal entry begins.
fn split(matrix: &[Vec<Complex>], end: usize, scale: f64) -> usize {
    let mut start = end - 1;
    while start > 0 {
        let beside = matrix[start][start].size() + matrix[start - 1][start - 1].size();
        let size = if beside > 0.0 { beside } else { scale };
        if matrix[start][start - 1].size() <= f64::EPSILON * size {
            break;
        }
        start -= 1;
    }
    start
}

/// The eigenvalue of the last 2 by 2 block that is closer to its last entry.
fn wilkinson(matrix: &[Vec<Complex>], end: usize) -> Complex {
    let (upper, last) = (matrix[end - 2][end - 2], matrix[end - 1][end - 1]);
    let half_trace = (upper + last).scaled(0.5);
    let half_gap = (upper - last).scaled(0.5);
    let root =
        (half_gap * half_gap + matrix[end - 2][end - 1] * matrix[end - 1][end - 2]).square_root();
    let (one, two) = (half_trace + root, half_trace - root);
    if (one - last).square() <= (two - last).square() {
        one
    } else {
        two
    }
}

/// One step `H - mu I = QR`, `H <- RQ + mu I` on the block `start..end`, by
/// rotations of neighbouring rows and then of the same columns.
fn qr_step(matrix: &mut [Vec<Complex>], start: usize, end: usize, shift: Complex) {
    for (index, row) in matrix.iter_mut().enumerate().take(end).skip(start) {
        row[index] = row[index] - shift;
    }
    let mut rotations = Vec::with_capacity(end - start);
    for row in start..end - 1 {
        let (upper, lower) = (matrix[row][row], matrix[row + 1][row]);
        let length = (upper.square() + lower.square()).sqrt();
        let (cosine, sine) = if length == 0.0 {
            (Complex::real(1.0), Complex::ZERO)
        } else {
            (upper / length, lower / length)
        };
        let (above, below) = matrix.split_at_mut(row + 1);
        for (above, below) in above[row][row..end].iter_mut().zip(&mut below[0][row..end]) {
            let (upper, lower) = (*above, *below);
            *above = cosine.conjugate() * upper + sine.conjugate() * lower;
            *below = cosine * lower - sine * upper;
        }
        rotations.push((cosine, sine));
    }
    // Row by row; a row has entries from one column before its diagonal on.
    for (index, row) in matrix.iter_mut().enumerate().take(end).skip(start) {
        let first = index.saturating_sub(1).max(start);
        for (column, (cosine, sine)) in (first..end - 1).zip(&rotations[first - start..]) {
            let (left, right) = (row[column], row[column + 1]);
            row[column] = left * *cosine + right * *sine;
            row[column + 1] = right * cosine.conjugate() - left * sine.conjugate();
        }
        row[index] = row[index] + shift;
    }
}
