//! How scores move over the weeks.

use super::dice::Dice;
use super::texts::Course;

/// The course of one person on one measure, without the noise of single days.
pub(super) struct Way {
    course: Course,
    start: f64,
    end: f64,
    /// Where in its wave a fluctuating course begins, in radians.
    phase: f64,
    /// Highest total of the measure.
    most: f64,
}

impl Way {
    /// `start` and `most` are totals of the measure.
    pub(super) fn new(course: Course, start: f64, most: f64, dice: &mut Dice) -> Self {
        let end = match course {
            Course::Improving => start * dice.between(0.22, 0.42),
            Course::Slow => start * dice.between(0.55, 0.7),
            Course::Stuck | Course::Fluctuating => start * dice.between(0.92, 1.02),
            Course::Worsening => (start + dice.between(5.0, 7.0)).min(most - 2.0),
        };
        Self {
            course,
            start,
            end,
            phase: dice.between(0.0, 6.0),
            most,
        }
    }

    /// Where the person stands after so many weeks.
    pub(super) fn at(&self, weeks: f64) -> f64 {
        // Weeks until two thirds of the change are made.
        let pace = match self.course {
            Course::Improving => 7.0,
            Course::Slow => 12.0,
            Course::Stuck | Course::Worsening | Course::Fluctuating => 9.0,
        };
        let way = self.end + (self.start - self.end) * (-weeks / pace).exp();
        match self.course {
            Course::Fluctuating => way + 3.5 * (weeks / 2.2 + self.phase).sin(),
            _ => way,
        }
    }

    /// A total as it is measured on one day, between 0 and `highest`.
    pub(super) fn total(&self, weeks: f64, highest: u32, dice: &mut Dice) -> u32 {
        let noise = 1.2 * dice.normal() * (self.most / 27.0);
        let total = (self.at(weeks) + noise)
            .round()
            .clamp(0.0, f64::from(highest));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and a small number"
        )]
        let total = total as u32;
        total
    }
}

/// Spreads a total over items from 0 to `highest` each, more on those with a larger weight. Gives as many points as
/// fit.
pub(super) fn spread(total: u32, weights: &[f64], highest: i32, dice: &mut Dice) -> Vec<i32> {
    let mut values = vec![0_i32; weights.len()];
    for _ in 0..total {
        let open = |value: &i32| *value < highest;
        let sum: f64 = values
            .iter()
            .zip(weights)
            .filter(|(value, _)| open(value))
            .map(|(_, weight)| weight)
            .sum();
        let mut point = dice.unit() * sum;
        let drawn = values.iter().zip(weights).position(|(value, weight)| {
            if !open(value) {
                return false;
            }
            point -= weight;
            point <= 0.0
        });
        let drawn = drawn.or_else(|| values.iter().position(open));
        if let Some(value) = drawn.and_then(|at| values.get_mut(at)) {
            *value += 1;
        }
    }
    values
}
