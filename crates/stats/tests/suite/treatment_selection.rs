//! The reported gain of choosing a treatment is that on new people, where the in-sample
//! one is many times too high.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, reason = "says what was found")]

use crate::courses;
use crate::support;

use attune_stats::StatsError;
use attune_stats::change::Direction;
use attune_stats::treatment_selection::{Arm, TrialRows, cross_validated_gain};
use courses::normals;
use nalgebra::{DMatrix, DVector};
use support::close;

const CHARACTERISTICS: usize = 20;

/// A trial in which arm B is better by `tau = moderator (x_1 + ... + x_20) / sqrt(20)`:
/// half for B, half against A; higher is better.
struct Trial {
    outcome: Vec<f64>,
    arm: Vec<Arm>,
    columns: Vec<Vec<f64>>,
    moderator: f64,
}

impl Trial {
    fn new(per_arm: usize, moderator: f64, seed: u64) -> Self {
        let mut normal = normals(seed);
        let people = 2 * per_arm;
        let columns: Vec<Vec<f64>> = (0..CHARACTERISTICS)
            .map(|_| (0..people).map(|_| normal()).collect())
            .collect();
        let arm: Vec<Arm> = (0..people)
            .map(|one| if one % 2 == 0 { Arm::A } else { Arm::B })
            .collect();
        let outcome = (0..people)
            .map(|one| {
                let tau = benefit(&columns, one, moderator);
                normal()
                    + if arm[one] == Arm::B {
                        0.5 * tau
                    } else {
                        -0.5 * tau
                    }
            })
            .collect();
        Self {
            outcome,
            arm,
            columns,
            moderator,
        }
    }

    fn rows<'a>(&'a self, columns: &'a [&'a [f64]]) -> TrialRows<'a> {
        TrialRows {
            outcome: &self.outcome,
            arm: &self.arm,
            characteristics: columns,
        }
    }

    /// Coefficients of each arm by the normal equations, independent of the library.
    fn coefficients(&self, wanted: Arm) -> DVector<f64> {
        let people: Vec<usize> = (0..self.arm.len())
            .filter(|one| self.arm[*one] == wanted)
            .collect();
        let design = DMatrix::from_fn(people.len(), CHARACTERISTICS + 1, |row, column| {
            if column == 0 {
                1.0
            } else {
                self.columns[column - 1][people[row]]
            }
        });
        let outcome = DVector::from_fn(people.len(), |row, _| self.outcome[people[row]]);
        let normal = design.transpose() * &design;
        normal
            .cholesky()
            .unwrap()
            .solve(&(design.transpose() * outcome))
    }

    /// What the rule made from all of the trial is worth: on its own people, and in truth
    /// over all people. With `x` standard normal, `tau` and the predicted advantage
    /// `a + d'x` are jointly normal, and `E[tau sign(a + d'x)] = 2 cov / |d| phi(a / |d|)`.
    fn in_sample_and_truth(&self) -> (f64, f64) {
        let difference = self.coefficients(Arm::B) - self.coefficients(Arm::A);
        let (mut matched, mut others) = ((0.0, 0.0), (0.0, 0.0));
        for one in 0..self.arm.len() {
            let slopes = difference.iter().skip(1).zip(&self.columns);
            let advantage = difference[0]
                + slopes
                    .map(|(slope, column)| slope * column[one])
                    .sum::<f64>();
            let side = if (advantage > 0.0) == (self.arm[one] == Arm::B) {
                &mut matched
            } else {
                &mut others
            };
            *side = (side.0 + self.outcome[one], side.1 + 1.0);
        }
        let slopes = difference.rows(1, CHARACTERISTICS);
        let length = slopes.norm();
        let covariance = slopes.sum() * self.moderator / (CHARACTERISTICS as f64).sqrt();
        let density =
            (-0.5 * (difference[0] / length).powi(2)).exp() / (2.0 * std::f64::consts::PI).sqrt();
        (
            matched.0 / matched.1 - others.0 / others.1,
            2.0 * covariance / length * density,
        )
    }
}

fn benefit(columns: &[Vec<f64>], one: usize, moderator: f64) -> f64 {
    let sum: f64 = columns.iter().map(|column| column[one]).sum();
    moderator * sum / (CHARACTERISTICS as f64).sqrt()
}

/// Means over trials of in-sample, reported and true gain, and the standard error of
/// reported minus true.
fn means(per_arm: usize, trials: u64, moderator: f64) -> [f64; 4] {
    let mut sums = [0.0; 3];
    let mut differences = Vec::new();
    for seed in 0..trials {
        let trial = Trial::new(per_arm, moderator, 1000 * per_arm as u64 + seed);
        let columns: Vec<&[f64]> = trial.columns.iter().map(Vec::as_slice).collect();
        let found =
            cross_validated_gain(&trial.rows(&columns), Direction::HigherIsBetter, 10, seed)
                .unwrap();
        let (in_sample, truth) = trial.in_sample_and_truth();
        for (sum, value) in sums.iter_mut().zip([in_sample, found.gain, truth]) {
            *sum += value / trials as f64;
        }
        differences.push(found.gain - truth);
    }
    let mean = differences.iter().sum::<f64>() / trials as f64;
    let variance = differences
        .iter()
        .map(|one| (one - mean).powi(2))
        .sum::<f64>()
        / (trials as f64 - 1.0);
    [sums[0], sums[1], sums[2], (variance / trials as f64).sqrt()]
}

/// 20 characteristics, a true advantage with standard deviation 0.2. In an earlier
/// simulation in-sample, 10-fold and true gain were .615/.021/.029 with 50 people per arm,
/// .486/.040/.045 with 100 and .302/.053/.072 with 300.
#[test]
fn the_reported_gain_is_not_the_in_sample_one() {
    for (per_arm, trials, in_sample, truth) in [
        (50, 150, 0.615, 0.029),
        (100, 100, 0.486, 0.045),
        (300, 30, 0.302, 0.072),
    ] {
        let found = means(per_arm, trials, 0.2);
        println!(
            "{per_arm} per arm: in-sample {:.3}, reported {:.3}, true {:.3}, error {:.3}",
            found[0], found[1], found[2], found[3]
        );
        close(found[0], in_sample, 0.05);
        close(found[2], truth, 0.012);
        // Reported from nine tenths of the people, so a little below the truth, and
        // otherwise within Monte Carlo error of it.
        close(found[1], found[2], 0.01 + 3.0 * found[3]);
        assert!(found[1] < 0.5 * found[0]);
    }
}

#[test]
fn without_any_difference_nothing_is_gained() {
    let found = means(50, 120, 0.0);
    close(found[1], 0.0, 3.0 * found[3]);
    assert!(found[0] > 0.5);
}

#[test]
fn intervals_hold_the_truth() {
    let trials = 120;
    let held = (0..trials)
        .filter(|seed| {
            let trial = Trial::new(100, 0.2, 50_000 + seed);
            let columns: Vec<&[f64]> = trial.columns.iter().map(Vec::as_slice).collect();
            let found =
                cross_validated_gain(&trial.rows(&columns), Direction::HigherIsBetter, 10, *seed)
                    .unwrap();
            let (_, truth) = trial.in_sample_and_truth();
            (found.interval[0]..found.interval[1]).contains(&truth)
        })
        .count();
    // 95% or more, less three standard errors of a share of 120. Without the correction
    // for shared people it is 86%.
    assert!(held >= 107, "{held}");
    println!("{held} of {trials} intervals hold the truth");
}

#[test]
fn direction_units_and_names_of_arms() {
    let trial = Trial::new(60, 0.5, 8);
    let columns: Vec<&[f64]> = trial.columns.iter().map(Vec::as_slice).collect();
    let rows = trial.rows(&columns);
    let one = cross_validated_gain(&rows, Direction::HigherIsBetter, 10, 3).unwrap();
    assert_eq!(
        one,
        cross_validated_gain(&rows, Direction::HigherIsBetter, 10, 3).unwrap()
    );
    assert_eq!(one.on_recommended + one.on_other, 120);

    let turned: Vec<f64> = trial
        .outcome
        .iter()
        .map(|score| 50.0 - 3.0 * score)
        .collect();
    let other = TrialRows {
        outcome: &turned,
        ..rows
    };
    let two = cross_validated_gain(&other, Direction::LowerIsBetter, 10, 3).unwrap();
    close(two.gain, 3.0 * one.gain, 1e-9);
    close(two.se, 3.0 * one.se, 1e-9);

    let swapped: Vec<Arm> = trial
        .arm
        .iter()
        .map(|arm| if *arm == Arm::A { Arm::B } else { Arm::A })
        .collect();
    let other = TrialRows {
        arm: &swapped,
        ..rows
    };
    let three = cross_validated_gain(&other, Direction::HigherIsBetter, 10, 3).unwrap();
    close(three.gain, one.gain, 1e-9);
    close(three.advantage[0], -one.advantage[0], 1e-9);
}

#[test]
fn refusals() {
    let trial = Trial::new(30, 0.2, 1);
    let columns: Vec<&[f64]> = trial.columns.iter().map(Vec::as_slice).collect();
    let rows = trial.rows(&columns);
    let refused = |rows: TrialRows| {
        cross_validated_gain(&rows, Direction::HigherIsBetter, 10, 1)
            .map(drop)
            .unwrap_err()
    };
    let small = Trial::new(20, 0.2, 1);
    let few: Vec<&[f64]> = small.columns.iter().map(Vec::as_slice).collect();
    assert!(matches!(
        refused(small.rows(&few)),
        StatsError::TooFew {
            what: "people to fit a prediction to",
            ..
        }
    ));
    let constant = vec![1.0; 60];
    assert_eq!(
        refused(TrialRows {
            characteristics: &[&constant],
            ..rows
        }),
        StatsError::ConstantCovariate { covariate: 0 }
    );
    let double: Vec<f64> = columns[0].iter().map(|x| 2.0 * x + 1.0).collect();
    assert_eq!(
        refused(TrialRows {
            characteristics: &[columns[0], columns[1], &double],
            ..rows
        }),
        StatsError::CollinearCovariate { covariate: 2 }
    );
    assert!(matches!(
        refused(TrialRows {
            arm: &trial.arm[1..],
            ..rows
        }),
        StatsError::LengthMismatch { .. }
    ));
    let mut broken = trial.outcome.clone();
    broken[0] = f64::NAN;
    assert!(matches!(
        refused(TrialRows {
            outcome: &broken,
            ..rows
        }),
        StatsError::NotFinite { .. }
    ));
    let one_arm = vec![Arm::A; 60];
    assert!(matches!(
        refused(TrialRows {
            arm: &one_arm,
            ..rows
        }),
        StatsError::TooFew { .. }
    ));
}
