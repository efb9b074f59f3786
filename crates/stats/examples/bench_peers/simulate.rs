//! Data of known make for both sides of a comparison, the same at every run.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use statrs::distribution::{ContinuousCDF, Normal};

/// Scores over time of many clients, each with a therapist.
pub(crate) struct Courses {
    /// Client by row.
    pub(crate) clients: Vec<usize>,
    /// Therapist by row.
    pub(crate) therapists: Vec<usize>,
    /// Months since the start, by row.
    pub(crate) times: Vec<f64>,
    /// Score by row.
    pub(crate) scores: Vec<f64>,
}

/// Draws of the standard normal distribution.
pub(crate) struct Draws {
    random: ChaCha8Rng,
    normal: Normal,
}

impl Draws {
    /// The same draws for the same seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            random: ChaCha8Rng::seed_from_u64(seed),
            normal: Normal::standard(),
        }
    }

    /// Strictly between 0 and 1.
    pub(crate) fn uniform(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let upper = (self.random.next_u64() >> 11) as f64;
        (upper + 0.5) / 9_007_199_254_740_992.0
    }

    /// Mean 0, variance 1.
    pub(crate) fn normal(&mut self) -> f64 {
        let share = self.uniform();
        self.normal.inverse_cdf(share)
    }

    /// One of `0..count`.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "small counts"
    )]
    pub(crate) fn index(&mut self, count: usize) -> usize {
        ((self.uniform() * count as f64) as usize).min(count - 1)
    }
}

/// About ten scores a client, with the variances of an open trial of refractory depression and therapists that differ
/// by 1.5 points.
pub(crate) fn courses(clients: usize, seed: u64) -> Courses {
    let mut draws = Draws::new(seed);
    let therapists: Vec<f64> = (0..(clients / 50).max(5))
        .map(|_| 1.5 * draws.normal())
        .collect();
    let mut courses = Courses {
        clients: Vec::new(),
        therapists: Vec::new(),
        times: Vec::new(),
        scores: Vec::new(),
    };
    for client in 0..clients {
        let therapist = draws.index(therapists.len());
        let (start, pace) = (4.31 * draws.normal(), 2.04 * draws.normal());
        for month in 0..(8 + draws.index(5)) {
            #[expect(clippy::cast_precision_loss, reason = "a dozen months")]
            let time = month as f64;
            let expected = 18.83 + start + therapists[therapist] + (pace - 1.94) * time.ln_1p();
            courses.clients.push(client);
            courses.therapists.push(therapist);
            courses.times.push(time);
            courses.scores.push(expected + 3.43 * draws.normal());
        }
    }
    courses
}

/// Effects and standard errors of trials that differ more than chance.
pub(crate) fn trials(count: usize, seed: u64) -> (Vec<f64>, Vec<f64>) {
    let mut draws = Draws::new(seed);
    (0..count)
        .map(|_| {
            let error = 0.1 + 0.3 * draws.uniform();
            (0.6 + 0.3 * draws.normal() + error * draws.normal(), error)
        })
        .unzip()
}

/// One two-arm trial.
pub(crate) struct Contrast {
    /// First treatment, as a number.
    pub(crate) first: usize,
    /// Second treatment.
    pub(crate) second: usize,
    /// First against second.
    pub(crate) effect: f64,
    /// Its standard error.
    pub(crate) error: f64,
}

/// Two-arm trials between random pairs; the first ones form a chain, so that all hang together.
pub(crate) fn contrasts(treatments: usize, trials: usize, seed: u64) -> Vec<Contrast> {
    let mut draws = Draws::new(seed);
    let truth: Vec<f64> = (0..treatments).map(|_| 0.3 * draws.normal()).collect();
    (0..trials)
        .map(|trial| {
            let (first, second) = if trial + 1 < treatments {
                (trial, trial + 1)
            } else {
                let first = draws.index(treatments);
                let second = (first + 1 + draws.index(treatments - 1)) % treatments;
                (first, second)
            };
            let error = 0.1 + 0.3 * draws.uniform();
            let effect = truth[first] - truth[second] + error * draws.normal();
            Contrast {
                first,
                second,
                effect,
                error,
            }
        })
        .collect()
}

/// Answers to items of which each leans on the one before it. By row, then item.
pub(crate) fn items(nodes: usize, rows: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut draws = Draws::new(seed);
    (0..rows)
        .map(|_| {
            let mut before = draws.normal();
            (0..nodes)
                .map(|_| {
                    before = 0.5 * before + draws.normal();
                    before
                })
                .collect()
        })
        .collect()
}

/// Writes a table that the other side reads.
///
/// # Errors
/// If the file cannot be written.
pub(crate) fn write_table(
    file: &Path,
    header: &str,
    rows: impl IntoIterator<Item = String>,
) -> std::io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    writeln!(out, "{header}")?;
    for row in rows {
        writeln!(out, "{row}")?;
    }
    out.flush()
}
