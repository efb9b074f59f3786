//! What finished therapies foretell, and that nothing is foretold from noise.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use attune_stats::prognosis::{Checked, EndedRows, check, fit};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// Twelve uniform numbers make a normal one that is good enough to invent people with.
fn normal(random: &mut ChaCha8Rng) -> f64 {
    let uniform = |random: &mut ChaCha8Rng| random.next_u64() as f64 / u64::MAX as f64;
    (0..12).map(|_| uniform(random)).sum::<f64>() - 6.0
}

struct People {
    first: Vec<f64>,
    last: Vec<f64>,
    worked_with: Vec<Vec<bool>>,
}

impl People {
    /// `y = 3 + slope x + effect w_1 + 4 e`; therapies given to two of five by chance.
    fn invented(seed: u64, number: usize, slope: f64, effect: f64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut people = Self {
            first: Vec::new(),
            last: Vec::new(),
            worked_with: vec![Vec::new(); 3],
        };
        for _ in 0..number {
            let first = (15.0 + 4.0 * normal(&mut random)).clamp(0.0, 27.0).round();
            for column in &mut people.worked_with {
                column.push(
                    random.next_u64().is_multiple_of(5) || random.next_u64().is_multiple_of(4),
                );
            }
            let had = people.worked_with[0].last().copied().unwrap_or_default();
            let noise = 4.0 * normal(&mut random);
            let helped = if had { effect } else { 0.0 };
            people.first.push(first);
            people.last.push(3.0 + slope * first + helped + noise);
        }
        people
    }

    fn with<Out>(&self, ask: impl Fn(&EndedRows) -> Out) -> Out {
        let columns: Vec<&[bool]> = self.worked_with.iter().map(Vec::as_slice).collect();
        ask(&EndedRows {
            first: &self.first,
            last: &self.last,
            worked_with: &columns,
        })
    }

    fn checked(&self) -> Checked {
        self.with(|rows| check(rows, 10, 7).unwrap())
    }
}

fn near(actual: f64, expected: f64) {
    assert!(
        (actual - expected).abs() < 1e-6,
        "{actual} is not {expected}"
    );
}

/// Pre and post scores of thirty couples (`jacobson_1989` of the R package clinicalsignificance, GPL-3, figures
/// only): the line worked out from the published sums, `b1 = r s2 / s1`, `b0 = m2 - b1 m1`, with n = 30,
/// m1 81.583333, s1 11.825661, m2 98.05, s2 19.241814, r .517721.
#[test]
fn the_line_agrees_with_published_sums() {
    let first = [
        90.5, 74.0, 97.0, 73.5, 61.0, 66.5, 68.5, 86.5, 88.5, 68.5, 98.0, 80.5, 89.5, 91.5, 83.5,
        60.5, 83.0, 88.0, 98.5, 78.5, 99.5, 79.5, 84.5, 92.5, 93.0, 85.0, 64.0, 61.0, 80.0, 82.5,
    ];
    let last = [
        97.0, 124.0, 97.5, 88.0, 96.5, 62.5, 112.5, 103.5, 90.0, 82.5, 105.0, 99.5, 112.5, 101.0,
        99.5, 79.5, 88.0, 100.5, 119.0, 116.0, 116.0, 129.0, 113.0, 118.0, 92.0, 114.0, 68.0, 52.0,
        60.5, 104.5,
    ];
    let found = fit(&EndedRows {
        first: &first,
        last: &last,
        worked_with: &[],
    })
    .unwrap();
    let (slope, spread) = (0.517_721 * 19.241_814 / 11.825_661, 19.241_814);
    assert!((found.first - slope).abs() < 1e-5);
    assert!((found.intercept - (98.05 - slope * 81.583_333)).abs() < 1e-3);
    let residual = spread * ((1.0 - 0.517_721_f64.powi(2)) * 29.0 / 28.0).sqrt();
    assert!((found.residual_sd - residual).abs() < 1e-4);
    // At the mean the variance is s2 (1 + 1/n).
    let there = found.expected(found.mean_first).unwrap();
    near(there.sd, found.residual_sd * (1.0 + 1.0 / 30.0_f64).sqrt());
    assert!((there.mean - 98.05).abs() < 1e-9);
}

#[test]
fn a_true_difference_is_found_and_its_interval_holds_it() {
    let (mut found, mut held) = (0, 0);
    for seed in 0..60 {
        let people = People::invented(seed, 400, 0.6, -3.0);
        let with_therapies = people.checked().with_therapies.unwrap();
        found += usize::from(with_therapies.holds());
        let difference = people.with(|rows| fit(rows).unwrap()).worked_with[0];
        let [lower, upper] = difference.interval;
        held += usize::from(lower <= -3.0 && -3.0 <= upper);
    }
    // 2 points of standard error, 3 of effect: most of the time it shows; measured 51 of 60.
    assert!(found >= 48, "found {found} of 60");
    // 95 of 100 on average; 60 times 0.95 is 57, and fewer than 52 once in a thousand.
    assert!(held >= 52, "held {held} of 60");
}

#[test]
fn noise_tells_no_therapies_apart() {
    let passed = (0..300).filter(|seed| {
        let people = People::invented(1000 + seed, 150, 0.6, 0.0);
        people.checked().with_therapies.unwrap().holds()
    });
    let passed = passed.count();
    assert!(passed <= 3, "{passed} of 300 passed on noise");
}

#[test]
fn a_first_score_that_says_nothing_does_not_pass() {
    let passed = (0..300).filter(|seed| {
        People::invented(5000 + seed, 150, 0.0, 0.0)
            .checked()
            .first_alone
            .holds()
    });
    let passed = passed.count();
    assert!(passed <= 3, "{passed} of 300 passed on noise");
    let told = (0..60).filter(|seed| {
        People::invented(9000 + seed, 150, 0.8, 0.0)
            .checked()
            .first_alone
            .holds()
    });
    let told = told.count();
    assert!(told >= 45, "{told} of 60");
}

/// In which order therapies are handed in, and which shuffle of the same people, is no finding.
#[test]
fn order_of_therapies_moves_nothing() {
    let people = People::invented(3, 200, 0.5, -2.0);
    let mut turned = People::invented(3, 200, 0.5, -2.0);
    turned.worked_with.rotate_left(1);
    let (one, other) = (people.checked(), turned.checked());
    near(one.first_alone.error, other.first_alone.error);
    near(
        one.with_therapies.unwrap().error,
        other.with_therapies.unwrap().error,
    );
    let (one, other) = (
        people.with(|rows| fit(rows).unwrap()),
        turned.with(|rows| fit(rows).unwrap()),
    );
    near(one.worked_with[0].estimate, other.worked_with[2].estimate);
    near(
        one.worked_with[1].interval[0],
        other.worked_with[0].interval[0],
    );
}

/// Nobody is foretold from their own score.
#[test]
fn one_score_moves_its_own_error_and_not_its_own_prediction() {
    let mut people = People::invented(11, 100, 0.6, 0.0);
    let before = people.checked();
    people.last[17] += 1000.0;
    let after = people.checked();
    // The error of that person alone is about 1000: squared, over 100 people, 10,000 or more.
    assert!(after.first_alone.error.powi(2) > before.first_alone.error.powi(2) + 9_900.0);
}

fn rows<'a>(first: &'a [f64], last: &'a [f64], worked_with: &'a [&'a [bool]]) -> EndedRows<'a> {
    EndedRows {
        first,
        last,
        worked_with,
    }
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let numbers = [1.0, 2.0, 3.0, 4.0, 5.0];
    let alike = [2.0; 5];
    let with = [true; 5];
    assert!(fit(&rows(&numbers[..4], &numbers, &[])).is_err());
    assert!(fit(&rows(&alike, &numbers, &[])).is_err());
    let always: [&[bool]; 1] = [&with];
    assert!(fit(&rows(&numbers, &numbers, &always)).is_err());
    assert!(fit(&rows(&[f64::NAN, 1.0, 2.0, 3.0, 4.0], &numbers, &[])).is_err());
    assert!(check(&rows(&numbers[..2], &numbers[..2], &[]), 2, 1).is_err());
}
