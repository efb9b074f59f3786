//! How well a number tells two groups of people apart.

use serde::{Deserialize, Serialize};

use crate::funnel::Counted;
use crate::{Proportion, normal};

/// A share of counted people with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Out of how many.
    pub of: usize,
    /// Their quotient.
    pub estimate: f64,
    /// Lower end of the score interval, see [`Counted::interval`].
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

impl Share {
    /// `None` of nobody.
    pub(super) fn of(count: usize, of: usize) -> Option<Self> {
        let counted = Counted::new(count as u64, of as u64).ok()?;
        let interval = counted.interval(Proportion::new(0.95).ok()?).ok()?;
        Some(Self {
            count,
            of,
            estimate: counted.rate(),
            lower: interval.lower,
            upper: interval.upper,
        })
    }
}

/// Area under the receiver operating characteristic: the probability that of two
/// people, one of each group, the one with the event has the higher number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// 0.5 is chance, 1 perfect.
    pub estimate: f64,
    /// 95% interval, on the logit scale with the variance of
    /// `DeLong, DeLong & Clarke-Pearson` 1988 (doi:10.2307/2531595); `None` where that variance is zero or
    /// a group has one person only.
    pub interval: Option<[f64; 2]>,
}

impl Area {
    /// Of `numbers`, for those with the `event` against those without; ties count half.
    /// `None` unless both groups have somebody.
    pub(super) fn of(numbers: &[f64], event: &[bool]) -> Option<Self> {
        let pick = |wanted: bool| -> Vec<f64> {
            let both = numbers.iter().zip(event);
            let mut picked: Vec<f64> = both
                .filter(|(_, event)| **event == wanted)
                .map(|(number, _)| *number)
                .collect();
            picked.sort_by(f64::total_cmp);
            picked
        };
        let (with, without) = (pick(true), pick(false));
        if with.is_empty() || without.is_empty() {
            return None;
        }
        // The structural components: for each person the share of the other group that
        // they are on the right side of.
        let above: Vec<f64> = with
            .iter()
            .map(|number| share_below(&without, *number))
            .collect();
        let below: Vec<f64> = without
            .iter()
            .map(|number| 1.0 - share_below(&with, *number))
            .collect();
        let estimate = above.iter().sum::<f64>() / above.len() as f64;
        let variance = spread(&above, estimate)
            .zip(spread(&below, estimate))
            .map(|(one, two)| one / above.len() as f64 + two / below.len() as f64);
        let interval = variance
            .filter(|variance| *variance > 0.0 && estimate > 0.0 && estimate < 1.0)
            .map(|variance| {
                let centre = (estimate / (1.0 - estimate)).ln();
                let reach = critical() * variance.sqrt() / (estimate * (1.0 - estimate));
                [centre - reach, centre + reach].map(|logit| 1.0 / (1.0 + (-logit).exp()))
            });
        Some(Self { estimate, interval })
    }
}

/// Share of sorted numbers below `number`, those alike counted half.
fn share_below(sorted: &[f64], number: f64) -> f64 {
    let below = sorted.partition_point(|other| *other < number);
    let not_above = sorted.partition_point(|other| *other <= number);
    0.5 * (below + not_above) as f64 / sorted.len() as f64
}

/// Sample variance; `None` of one value.
fn spread(values: &[f64], mean: f64) -> Option<f64> {
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() > 1).then(|| squares / (values.len() as f64 - 1.0))
}

fn critical() -> f64 {
    Proportion::new(0.975).map_or(1.96, normal::quantile)
}

/// What comes of raising an alarm for the people with the highest numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AlarmAccuracy {
    /// Share of people alarmed: as near to the rate asked for as people with the same
    /// number, who are alarmed together, allow.
    pub alarmed: Option<Share>,
    /// Share alarmed among those with the event.
    pub sensitivity: Option<Share>,
    /// Share not alarmed among those without.
    pub specificity: Option<Share>,
    /// Share with the event among those alarmed.
    pub ppv: Option<Share>,
}

impl AlarmAccuracy {
    pub(super) fn of(numbers: &[f64], event: &[bool], rate: Proportion) -> Self {
        let mut sorted = numbers.to_vec();
        sorted.sort_by(|one, two| two.total_cmp(one));
        let wanted = rate.get() * numbers.len() as f64;
        // How many would be alarmed from each number upwards; nobody is possible too.
        let mut from = f64::INFINITY;
        let mut nearest = wanted;
        for (rank, number) in sorted.iter().enumerate() {
            let last_of_ties = sorted.get(rank + 1).is_none_or(|next| next < number);
            let distance = ((rank + 1) as f64 - wanted).abs();
            if last_of_ties && distance < nearest {
                (from, nearest) = (*number, distance);
            }
        }
        let count = |alarmed: bool, wanted: bool| {
            let both = numbers.iter().zip(event);
            both.filter(|(number, event)| (**number >= from) == alarmed && **event == wanted)
                .count()
        };
        let (hits, misses) = (count(true, true), count(false, true));
        let (false_alarms, rest) = (count(true, false), count(false, false));
        Self {
            alarmed: Share::of(hits + false_alarms, numbers.len()),
            sensitivity: Share::of(hits, hits + misses),
            specificity: Share::of(rest, rest + false_alarms),
            ppv: Share::of(hits, hits + false_alarms),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn near(actual: f64, expected: f64) {
        assert!(
            (actual - expected).abs() < 1e-4,
            "{actual} is not {expected}"
        );
    }

    /// Newcombe 1998 (Statistics in Medicine 17:857-872),
    /// table I: 81 of 263, 15 of 148, 0 of 20 and 1 of 29 by Wilson's method.
    #[test]
    fn published_wilson_intervals() {
        for (count, of, lower, upper) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0000, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let share = Share::of(count, of).unwrap();
            near(share.lower, lower);
            near(share.upper, upper);
        }
        assert!(Share::of(0, 0).is_none());
    }

    /// Worked by hand: events 3, 4, 4; others 1, 2, 4. Pairs won: 2 + 2.5 + 2.5 of 9.
    #[test]
    fn area_and_its_variance_by_hand() {
        let event = [true, true, true, false, false, false];
        let area = Area::of(&[3.0, 4.0, 4.0, 1.0, 2.0, 4.0], &event).unwrap();
        near(area.estimate, 7.0 / 9.0);
        // Components 2/3, 5/6, 5/6 and 1, 1, 1/3: variances 1/108 and 4/27.
        let variance: f64 = (1.0 / 108.0 + 4.0 / 27.0) / 3.0;
        let reach = 1.959_964 * variance.sqrt() / (7.0 / 9.0 * 2.0 / 9.0);
        let [lower, upper] = area.interval.unwrap();
        near((lower / (1.0 - lower)).ln(), (7.0_f64 / 2.0).ln() - reach);
        near((upper / (1.0 - upper)).ln(), (7.0_f64 / 2.0).ln() + reach);
    }

    #[test]
    fn areas_without_answer() {
        assert!(Area::of(&[1.0, 2.0], &[true, true]).is_none());
        let perfect = Area::of(&[1.0, 2.0, 3.0, 4.0], &[false, false, true, true]).unwrap();
        near(perfect.estimate, 1.0);
        assert!(perfect.interval.is_none());
    }

    #[test]
    fn people_alike_are_alarmed_together() {
        let numbers = [5.0, 4.0, 4.0, 4.0, 1.0, 0.0];
        let event = [true, true, false, true, true, false];
        let rate = |rate| Proportion::new(rate).unwrap();
        // A half is three people: one is two away, four is one away.
        let half = AlarmAccuracy::of(&numbers, &event, rate(0.5));
        assert_eq!(half.alarmed.unwrap().count, 4);
        let counts = [half.sensitivity, half.specificity, half.ppv]
            .map(|share| share.map(|share| (share.count, share.of)).unwrap());
        assert_eq!(counts, [(3, 4), (1, 2), (3, 4)]);
        let nobody = AlarmAccuracy::of(&numbers, &event, rate(0.0));
        assert!(nobody.alarmed.unwrap().count == 0 && nobody.ppv.is_none());
    }
}
