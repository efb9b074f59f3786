//! All eigenvalues of a small real matrix, complex ones included:
//! reduction to Hessenberg form by reflections, then the QR iteration with Francis's
//! implicit double shift (Golub & Van Loan, Matrix Computations, 4th ed., 7.4-7.5). A
//! pair of complex shifts is taken in one real step, at half the cost of two steps in
//! complex arithmetic.

use nalgebra::Complex;

use crate::StatsError;

/// Steps allowed for one eigenvalue; two or three are usual.
const MOST_STEPS: usize = 100;

/// After so many steps without an eigenvalue something stands in the way.
const PATIENT_STEPS: usize = 10;

/// Rounds of balancing; two or three are usual.
const MOST_ROUNDS: usize = 20;

/// The moduli of the eigenvalues, largest first.
pub(super) fn eigenvalue_moduli(rows: &[Vec<f64>]) -> Result<Vec<f64>, StatsError> {
    Ok(eigenvalues(rows)?.into_iter().map(Complex::norm).collect())
}

/// The eigenvalues, those of the largest modulus first.
pub(super) fn eigenvalues(rows: &[Vec<f64>]) -> Result<Vec<Complex<f64>>, StatsError> {
    // Brought to size 1 first, since the iteration squares entries.
    let size = rows
        .iter()
        .flatten()
        .fold(0.0_f64, |most, entry| most.max(entry.abs()));
    if size == 0.0 {
        return Ok(vec![Complex::ZERO; rows.len()]);
    }
    let scaled = rows.iter().flatten().map(|entry| entry / size).collect();
    let mut matrix = Square {
        size: rows.len(),
        entries: scaled,
    };
    matrix.reduce_to_hessenberg();
    let (mut values, _) = matrix.into_eigenvalues()?;
    for value in &mut values {
        *value *= size;
    }
    values.sort_by(|one, two| two.norm().total_cmp(&one.norm()));
    Ok(values)
}

/// A square matrix, row by row in one piece.
struct Square {
    size: usize,
    entries: Vec<f64>,
}

/// A reflection `I - b v v'` on two or three neighbouring coordinates; the third part
/// of `v` is 0 for two.
#[derive(Clone, Copy)]
struct Reflection {
    v: [f64; 3],
    b: f64,
}

impl Reflection {
    /// The one that turns `x` into a multiple of the first unit vector; none if it is
    /// one already.
    fn of(x: [f64; 3]) -> Option<Self> {
        // Scaled, so that tiny vectors do not underflow when they are squared.
        let largest = x.iter().fold(0.0_f64, |most, part| most.max(part.abs()));
        if largest == 0.0 {
            return None;
        }
        let mut v = x.map(|part| part / largest);
        let length = (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]).sqrt();
        // Away from cancellation: the reflected vector gets the opposite sign.
        v[0] += length.copysign(v[0]);
        let square = v[0] * v[0] + v[1] * v[1] + v[2] * v[2];
        Some(Self { v, b: 2.0 / square })
    }
}

impl Square {
    fn at(&self, row: usize, column: usize) -> f64 {
        self.entries[row * self.size + column]
    }

    /// Makes all entries below the first subdiagonal zero by similarity: for each
    /// column a reflection from both sides.
    fn reduce_to_hessenberg(&mut self) {
        let size = self.size;
        for column in 0..size.saturating_sub(2) {
            let first = column + 1;
            let mut normal: Vec<f64> = (first..size).map(|row| self.at(row, column)).collect();
            if normal[1..].iter().all(|entry| *entry == 0.0) {
                continue;
            }
            normal[0] += norm(&normal).copysign(normal[0]);
            let length = norm(&normal);
            for entry in &mut normal {
                *entry /= length;
            }
            let mut along = vec![0.0; size - column];
            for (v, row) in normal.iter().zip(first..size) {
                let row = &self.entries[row * size + column..(row + 1) * size];
                add(&mut along, *v, row);
            }
            for (v, row) in normal.iter().zip(first..size) {
                let row = &mut self.entries[row * size + column..(row + 1) * size];
                add(row, -2.0 * v, &along);
            }
            for row in self.entries.chunks_exact_mut(size) {
                let along: f64 = normal
                    .iter()
                    .zip(&row[first..])
                    .map(|(v, entry)| v * entry)
                    .sum();
                add(&mut row[first..], -2.0 * along, &normal);
            }
        }
    }

    /// Deflates one or two eigenvalues after the other from the lower right corner.
    /// Answers with how many double steps that took as well.
    fn into_eigenvalues(mut self) -> Result<(Vec<Complex<f64>>, usize), StatsError> {
        let mut values = Vec::with_capacity(self.size);
        let mut end = self.size;
        let (mut steps, mut all_steps) = (0, 0);
        while end > 0 {
            let start = self.split(end);
            match end - start {
                1 => values.push(Complex::new(self.at(start, start), 0.0)),
                2 => values.extend(self.pair(start)),
                _ if steps == MOST_STEPS => return Err(StatsError::NoConvergence),
                _ => {
                    steps += 1;
                    all_steps += 1;
                    if steps.is_multiple_of(PATIENT_STEPS) {
                        self.balance(start, end);
                    }
                    self.francis_step(start, end, steps);
                    continue;
                }
            }
            (end, steps) = (start, 0);
        }
        Ok((values, all_steps))
    }

    /// Where the last block without a negligible subdiagonal entry begins.
    fn split(&self, end: usize) -> usize {
        let mut start = end - 1;
        while start > 0 {
            let beside = self.at(start, start).abs() + self.at(start - 1, start - 1).abs();
            // The largest entry was brought to 1.
            let size = if beside > 0.0 { beside } else { 1.0 };
            if self.at(start, start - 1).abs() <= f64::EPSILON * size {
                break;
            }
            start -= 1;
        }
        start
    }

    /// Both eigenvalues of the 2 by 2 block that begins here.
    fn pair(&self, start: usize) -> [Complex<f64>; 2] {
        let (upper, last) = (self.at(start, start), self.at(start + 1, start + 1));
        let product = self.at(start, start + 1) * self.at(start + 1, start);
        let (middle, half_gap) = (f64::midpoint(upper, last), (upper - last) / 2.0);
        let inside = half_gap * half_gap + product;
        if inside < 0.0 {
            let value = Complex::new(middle, (-inside).sqrt());
            return [value, value.conj()];
        }
        // The larger first; the other from their product, so that nothing cancels.
        let larger = middle + inside.sqrt().copysign(middle);
        let other = if larger == 0.0 {
            0.0
        } else {
            upper * (last / larger) - product / larger
        };
        [larger, other].map(|real| Complex::new(real, 0.0))
    }

    /// Makes rows and columns of the block alike in size by a diagonal similarity
    /// (Parlett & Reinsch 1969, doi:10.1007/BF02165404); powers of 2 round nothing. A
    /// map with chains has zero several times over with a single eigenvector, and the
    /// block of these is large above and nothing below the diagonal: each step would
    /// round by more than is left to be found.
    fn balance(&mut self, start: usize, end: usize) {
        for _ in 0..MOST_ROUNDS {
            let mut settled = true;
            for index in start..end {
                let others = || (start..end).filter(|other| *other != index);
                let row: f64 = others().map(|other| self.at(index, other).abs()).sum();
                let column: f64 = others().map(|other| self.at(other, index).abs()).sum();
                let factor = (row / column).log2() / 2.0;
                if !factor.is_finite() || factor.abs() < 1.0 {
                    continue;
                }
                let factor = factor.round().exp2();
                for other in others().collect::<Vec<_>>() {
                    self.entries[index * self.size + other] /= factor;
                    self.entries[other * self.size + index] *= factor;
                }
                settled = false;
            }
            if settled {
                break;
            }
        }
    }

    /// One double step on the block `start..end` of three rows or more: the first
    /// column of `(H - s1)(H - s2)` begins a bulge that reflections chase downwards.
    fn francis_step(&mut self, start: usize, end: usize, steps: usize) {
        let (sum, product) = self.shifts(end, steps);
        let (a, b) = (self.at(start, start), self.at(start, start + 1));
        let (c, d) = (self.at(start + 1, start), self.at(start + 1, start + 1));
        let mut bulge = [
            a * (a - sum) + product + b * c,
            c * (a + d - sum),
            c * self.at(start + 2, start + 1),
        ];
        for row in start..end - 1 {
            let length = if row + 2 < end { 3 } else { 2 };
            if let Some(reflection) = Reflection::of(bulge) {
                let from = row.saturating_sub(1).max(start);
                self.reflect_rows(reflection, row, length, from, end);
                self.reflect_columns(reflection, row, length, start, end);
            }
            if row + 2 < end {
                let below = |further: usize| {
                    if row + further < end {
                        self.at(row + further, row)
                    } else {
                        0.0
                    }
                };
                bulge = [below(1), below(2), below(3)];
            }
        }
    }

    /// Sum and product of the two shifts: the eigenvalues of the last 2 by 2 block.
    /// Every tenth step breaks the symmetry that can make them cycle.
    fn shifts(&self, end: usize, steps: usize) -> (f64, f64) {
        let (upper, last) = (self.at(end - 2, end - 2), self.at(end - 1, end - 1));
        if steps.is_multiple_of(PATIENT_STEPS) {
            let size = self.at(end - 1, end - 2).abs() + self.at(end - 2, end - 3).abs();
            return (
                2.0 * last + 1.5 * size,
                last * last + 1.5 * size * last + size * size,
            );
        }
        let product = self.at(end - 2, end - 1) * self.at(end - 1, end - 2);
        (upper + last, upper * last - product)
    }

    fn reflect_rows(&mut self, by: Reflection, row: usize, length: usize, from: usize, end: usize) {
        let size = self.size;
        let rows = &mut self.entries[row * size..(row + length) * size];
        let (first, rest) = rows.split_at_mut(size);
        let (second, third) = rest.split_at_mut(size);
        let ([v0, v1, v2], b) = (by.v, by.b);
        if length == 3 {
            let three = first[from..end]
                .iter_mut()
                .zip(&mut second[from..end])
                .zip(&mut third[from..end]);
            for ((x, y), z) in three {
                let along = b * (v0 * *x + v1 * *y + v2 * *z);
                *x -= along * v0;
                *y -= along * v1;
                *z -= along * v2;
            }
        } else {
            for (x, y) in first[from..end].iter_mut().zip(&mut second[from..end]) {
                let along = b * (v0 * *x + v1 * *y);
                *x -= along * v0;
                *y -= along * v1;
            }
        }
    }

    fn reflect_columns(
        &mut self,
        by: Reflection,
        column: usize,
        length: usize,
        start: usize,
        end: usize,
    ) {
        let size = self.size;
        let last = (column + 4).min(end);
        let ([v0, v1, v2], b) = (by.v, by.b);
        for row in self.entries[start * size..last * size].chunks_exact_mut(size) {
            match &mut row[column..column + length] {
                [x, y, z] => {
                    let along = b * (v0 * *x + v1 * *y + v2 * *z);
                    *x -= along * v0;
                    *y -= along * v1;
                    *z -= along * v2;
                }
                [x, y] => {
                    let along = b * (v0 * *x + v1 * *y);
                    *x -= along * v0;
                    *y -= along * v1;
                }
                _ => {}
            }
        }
    }
}

fn add(into: &mut [f64], factor: f64, other: &[f64]) {
    for (entry, value) in into.iter_mut().zip(other) {
        *entry += factor * value;
    }
}

fn norm(vector: &[f64]) -> f64 {
    vector.iter().map(|entry| entry * entry).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers from -1 to 1 that look like chance and are the same everywhere.
    fn matrix(size: usize, seed: u64) -> Square {
        let mut state = seed;
        let entries = (0..size * size).map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let high = u32::try_from(state >> 33).unwrap_or_default();
            f64::from(high) / f64::from(u32::MAX >> 1) * 2.0 - 1.0
        });
        Square {
            size,
            entries: entries.collect(),
        }
    }

    /// What a page waits for: its rank intervals take some two thousand of these.
    #[test]
    fn an_eigenvalue_takes_less_than_two_double_steps() -> Result<(), StatsError> {
        let (mut eigenvalues, mut steps) = (0, 0);
        for seed in 0..60 {
            let mut matrix = matrix(30, seed);
            matrix.reduce_to_hessenberg();
            let (moduli, taken) = matrix.into_eigenvalues()?;
            assert_eq!(moduli.len(), 30);
            eigenvalues += moduli.len();
            steps += taken;
        }
        assert!(steps < 2 * eigenvalues, "{steps} for {eigenvalues}");
        Ok(())
    }

    /// The product of all moduli is the size of the determinant.
    #[test]
    fn moduli_agree_with_the_determinant() -> Result<(), StatsError> {
        for seed in 0..200 {
            let square = matrix(3, seed);
            let at = |row: usize, column: usize| square.entries[row * 3 + column];
            let determinant = at(0, 0) * (at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1))
                - at(0, 1) * (at(1, 0) * at(2, 2) - at(1, 2) * at(2, 0))
                + at(0, 2) * (at(1, 0) * at(2, 1) - at(1, 1) * at(2, 0));
            let rows: Vec<Vec<f64>> = square.entries.chunks(3).map(<[f64]>::to_vec).collect();
            let moduli = eigenvalue_moduli(&rows)?;
            let product: f64 = moduli.iter().product();
            assert!((product - determinant.abs()).abs() < 1e-12, "seed {seed}");
            assert!(moduli.is_sorted_by(|one, two| one >= two));
        }
        Ok(())
    }
}
