//! The expected course against the mixed model of open monthly PHQ-9 scores
//! (250 people with refractory depression, fitted with lme4; parameters rounded
//! to four digits), and against simulation and dense algebra.
#![expect(clippy::unwrap_used, reason = "tests")]

use crate::support;

use attune_stats::change::Direction;
use attune_stats::growth::{Covariance, Observation, ReferenceCourse, TimeFunction, TimeUnit};
use attune_stats::{Positive, Proportion, StatsError};
use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use support::close;

fn reference() -> ReferenceCourse {
    ReferenceCourse::new(
        [18.8313, -1.9408],
        [18.5972, -0.0695, 4.1699],
        11.7418,
        TimeFunction::LogOnePlus,
        TimeUnit::Months,
    )
    .unwrap()
}

fn observations(scores: &[(f64, f64)]) -> Vec<Observation> {
    scores
        .iter()
        .map(|(time, score)| Observation::new(*time, *score).unwrap())
        .collect()
}

#[test]
fn marginal_means_and_spreads() {
    let times = [0.0, 1.0, 2.0, 3.0, 6.0, 12.0];
    let means = [18.8313, 17.4860, 16.6991, 16.1408, 15.0547, 13.8532];
    let spreads = [5.5081, 5.6786, 5.9346, 6.1774, 6.7719, 7.5773];
    for ((time, mean), sd) in times.into_iter().zip(means).zip(spreads) {
        let prediction = reference().marginal(time).unwrap();
        close(prediction.mean, mean, 6e-5);
        close(prediction.sd, sd, 6e-5);
    }
}

#[test]
fn course_after_one_score() {
    let course = reference().given(&observations(&[(0.0, 20.0)])).unwrap();
    let eighty = Proportion::new(0.80).unwrap();
    let fan = course.fan(&[1.0, 3.0, 6.0], &[eighty]).unwrap();
    for (point, (mean, lower, upper)) in fan.iter().zip([
        (18.2006, 12.341, 24.060),
        (16.8535, 10.209, 23.498),
        (15.7659, 8.225, 23.307),
    ]) {
        close(point.prediction.mean, mean, 6e-5);
        close(point.bands[0].lower, lower, 6e-4);
        close(point.bands[0].upper, upper, 6e-4);
    }
    close(fan[0].prediction.sd, 4.5722, 6e-5);
}

#[test]
fn course_after_four_rising_scores() {
    let course = reference()
        .given(&observations(&[
            (0.0, 20.0),
            (1.0, 21.0),
            (2.0, 22.0),
            (3.0, 23.0),
        ]))
        .unwrap();
    let [intercept, slope] = course.deviation();
    close(intercept, 2.63201, 6e-6);
    close(slope, 1.45922, 6e-6);
    let prediction = course.at(6.0).unwrap();
    close(prediction.mean, 20.5262, 6e-5);
    close(prediction.sd, 4.3204, 6e-5);
}

#[test]
fn probabilities_of_change_follow_the_prediction() {
    let course = reference().given(&observations(&[(0.0, 20.0)])).unwrap();
    let six = Positive::new(6.0).unwrap();
    let lower = course
        .probability_of_change(6.0, six, Direction::LowerIsBetter)
        .unwrap();
    // From the printed 80% band: mean 15.7659, SD (23.307 - 8.225) / (2 * 1.281552) = 5.8843.
    close(lower.improvement.get(), 0.3820, 2e-4);
    close(lower.deterioration.get(), 0.0410, 2e-4);
    let higher = course
        .probability_of_change(6.0, six, Direction::HigherIsBetter)
        .unwrap();
    assert_eq!(
        (higher.improvement, higher.deterioration),
        (lower.deterioration, lower.improvement)
    );
}

/// The closed-form rank is the share of simulated people of the reference, measured
/// at the same irregular times, whose expected change is smaller.
#[test]
fn rank_is_the_share_of_the_reference() {
    const PEOPLE: u32 = 20_000;
    let reference = reference();
    let times = [0.0, 0.5, 2.0, 3.5];
    let person = observations(&[(0.0, 20.0), (0.5, 21.0), (2.0, 19.0), (3.5, 18.0)]);
    for planned_end in [3.5, 6.0, 12.0] {
        let rank = reference
            .given(&person)
            .unwrap()
            .improvement_rank(planned_end, Direction::LowerIsBetter)
            .unwrap();
        let mut random = ChaCha8Rng::seed_from_u64(20);
        let (mut worse, mut sum, mut squares) = (0_u32, 0.0, 0.0);
        for _ in 0..PEOPLE {
            let other = simulate(&reference, &times, &mut random);
            let other = reference.given(&other).unwrap();
            let other = other
                .improvement_rank(planned_end, Direction::LowerIsBetter)
                .unwrap();
            worse += u32::from(other.expected_change > rank.expected_change);
            sum += other.expected_change;
            squares += (other.expected_change - rank.reference_mean).powi(2);
        }
        let people = f64::from(PEOPLE);
        let share = rank.rank.get();
        close(
            f64::from(worse) / people,
            share,
            4.0 * (share * (1.0 - share) / people).sqrt(),
        );
        close(
            sum / people,
            rank.reference_mean,
            4.0 * rank.reference_sd / people.sqrt(),
        );
        close(
            (squares / people).sqrt(),
            rank.reference_sd,
            4.0 * rank.reference_sd / (2.0 * people).sqrt(),
        );
    }
}

/// One person of the reference, by Box-Muller draws independent of the library's own.
fn simulate(
    reference: &ReferenceCourse,
    times: &[f64],
    random: &mut ChaCha8Rng,
) -> Vec<Observation> {
    let mut uniform = || (random.next_u64() as f64 + 0.5) / 2_f64.powi(64);
    let mut normal =
        || (-2.0 * uniform().ln()).sqrt() * (2.0 * std::f64::consts::PI * uniform()).cos();
    let [[intercept, between], [_, slope]] = reference.covariance.matrix();
    let own_intercept = intercept.sqrt() * normal();
    let slope_given = (slope - between * between / intercept).sqrt();
    let own_slope = between / intercept * own_intercept + slope_given * normal();
    times
        .iter()
        .map(|time| {
            let shape = (1.0 + time).ln();
            let line = reference.intercept.get()
                + own_intercept
                + (reference.slope.get() + own_slope) * shape;
            Observation::new(
                *time,
                line + reference.residual_variance.get().sqrt() * normal(),
            )
            .unwrap()
        })
        .collect()
}

/// `var m = a'Va` with the weights `a` found by moving one score at a time.
#[test]
fn rank_variance_equals_the_dense_quadratic_form() {
    let reference = reference();
    let scores = [(0.0, 20.0), (1.0, 18.0), (2.0, 19.0), (5.0, 12.0)];
    let rank_of = |scores: &[(f64, f64)]| {
        let course = reference.given(&observations(scores)).unwrap();
        course
            .improvement_rank(9.0, Direction::LowerIsBetter)
            .unwrap()
    };
    let base = rank_of(&scores);
    let weights: Vec<f64> = (0..scores.len())
        .map(|index| {
            let mut moved = scores;
            moved[index].1 += 1.0;
            rank_of(&moved).expected_change - base.expected_change
        })
        .collect();
    let [[intercept, between], [_, slope]] = reference.covariance.matrix();
    let mut variance = 0.0;
    for (row, (time, _)) in scores.iter().enumerate() {
        for (column, (other, _)) in scores.iter().enumerate() {
            let (shape, other_shape) = (time.ln_1p(), other.ln_1p());
            let mut entry =
                intercept + between * (shape + other_shape) + slope * shape * other_shape;
            if row == column {
                entry += reference.residual_variance.get();
            }
            variance += weights[row] * entry * weights[column];
        }
    }
    close(base.reference_sd, variance.sqrt(), 1e-9);
}

/// Ranks worked out separately with the inverse of `G` and 2 by 2 matrices.
#[test]
fn ranks_of_worked_courses() {
    for (scores, expected) in [
        (&[20.0, 21.0, 22.0, 23.0][..], 0.157_588),
        (&[20.0, 14.0, 12.0, 22.0][..], 0.563_149),
        (&[15.0, 13.0, 12.0, 18.0][..], 0.328_362),
    ] {
        let timed: Vec<(f64, f64)> = scores
            .iter()
            .enumerate()
            .map(|(time, score)| (time as f64, *score))
            .collect();
        let course = reference().given(&observations(&timed)).unwrap();
        close(
            course
                .improvement_rank(12.0, Direction::LowerIsBetter)
                .unwrap()
                .rank
                .get(),
            expected,
            1e-6,
        );
    }
}

#[test]
fn rank_orders_as_the_probability_of_improvement_does() {
    let reference = reference();
    let six = Positive::new(6.0).unwrap();
    let judged: Vec<(f64, f64)> = [
        [20.0, 22.0, 24.0],
        [20.0, 20.0, 20.0],
        [25.0, 20.0, 18.0],
        [12.0, 11.0, 13.0],
    ]
    .into_iter()
    .map(|[first, second, third]| {
        let course = reference
            .given(&observations(&[(0.0, first), (1.0, second), (2.0, third)]))
            .unwrap();
        let probability = course
            .probability_of_change(12.0, six, Direction::LowerIsBetter)
            .unwrap();
        let rank = course
            .improvement_rank(12.0, Direction::LowerIsBetter)
            .unwrap();
        (rank.rank.get(), probability.improvement.get())
    })
    .collect();
    for (one, two) in judged.iter().zip(judged.iter().skip(1)) {
        assert_eq!(one.0 < two.0, one.1 < two.1, "{judged:?}");
    }
}

#[test]
fn a_reference_in_which_all_change_alike_still_predicts() {
    // Random intercept only: G is singular.
    let flat = ReferenceCourse::new(
        [10.0, -1.0],
        [4.0, 0.0, 0.0],
        1.0,
        TimeFunction::Linear,
        TimeUnit::Weeks,
    )
    .unwrap();
    let course = flat
        .given(&observations(&[(0.0, 12.0), (1.0, 11.0)]))
        .unwrap();
    // Both scores lie 2 above the mean course: u0 = 2 * 4 / (4 + 1/2).
    close(course.deviation()[0], 2.0 * 4.0 / 4.5, 1e-12);
    close(course.deviation()[1], 0.0, 1e-12);
}

#[test]
fn refusals() {
    let reference = reference();
    assert!(matches!(
        reference.given(&observations(&[(1.0, 20.0), (0.5, 19.0)])),
        Err(StatsError::TimesOutOfOrder)
    ));
    let course = reference
        .given(&observations(&[(0.0, 20.0), (4.0, 19.0)]))
        .unwrap();
    assert_eq!(
        course.improvement_rank(3.0, Direction::LowerIsBetter),
        Err(StatsError::BeforeLastObservation)
    );
    assert!(matches!(
        reference
            .given(&[])
            .unwrap()
            .improvement_rank(3.0, Direction::LowerIsBetter),
        Err(StatsError::TooFew {
            needed: 1,
            given: 0,
            ..
        })
    ));
    assert!(course.at(-1.0).is_err());
    assert!(course.at(1.0).unwrap().band(Proportion::ONE).is_err());
    assert_eq!(
        Covariance::new(1.0, 2.0, 1.0),
        Err(StatsError::ImpossibleCovariance)
    );
    assert!(
        ReferenceCourse::new(
            [1.0, 1.0],
            [1.0, 0.0, 1.0],
            0.0,
            TimeFunction::Linear,
            TimeUnit::Days
        )
        .is_err()
    );
    let nearly_exact = ReferenceCourse::new(
        [1.0, 1.0],
        [1.0, 0.0, 1.0],
        1e-9,
        TimeFunction::Linear,
        TimeUnit::Days,
    )
    .unwrap();
    assert!(matches!(
        nearly_exact.given(&observations(&[(0.0, 1e308)])),
        Err(StatsError::NotFinite { .. })
    ));
}

#[test]
fn a_reference_survives_storage_and_a_broken_one_does_not_load() {
    let stored = serde_json::to_string(&reference()).unwrap();
    assert_eq!(
        serde_json::from_str::<ReferenceCourse>(&stored).unwrap(),
        reference()
    );
    assert!(serde_json::from_str::<ReferenceCourse>(&stored.replace("-0.0695", "-40.0")).is_err());
}

proptest! {
    /// Every further score leaves less unknown, and never more than the reference.
    #[test]
    fn scores_only_narrow(scores in prop::collection::vec((0.0..12.0_f64, 0.0..27.0_f64), 1..12), at in 0.0..24.0_f64) {
        let mut scores = scores;
        scores.sort_by(|one, two| one.0.total_cmp(&two.0));
        let reference = reference();
        let mut before = reference.marginal(at).unwrap().sd;
        for count in 1..=scores.len() {
            let after = reference.given(&observations(&scores[..count])).unwrap().at(at).unwrap().sd;
            prop_assert!(after <= before + 1e-9);
            before = after;
        }
    }

    /// Turning the scale round turns nothing else: same rank.
    #[test]
    fn direction_mirrors(scores in prop::collection::vec(0.0..27.0_f64, 2..6)) {
        let mirrored = ReferenceCourse::new(
            [-18.8313, 1.9408], [18.5972, -0.0695, 4.1699], 11.7418, TimeFunction::LogOnePlus, TimeUnit::Months,
        ).unwrap();
        let plain: Vec<(f64, f64)> = scores.iter().enumerate().map(|(time, score)| (time as f64, *score)).collect();
        let turned: Vec<(f64, f64)> = plain.iter().map(|(time, score)| (*time, -score)).collect();
        let one = reference().given(&observations(&plain)).unwrap().improvement_rank(12.0, Direction::LowerIsBetter).unwrap();
        let two = mirrored.given(&observations(&turned)).unwrap().improvement_rank(12.0, Direction::HigherIsBetter).unwrap();
        prop_assert!((one.rank.get() - two.rank.get()).abs() < 1e-9);
    }
}
