//! Finding room for labels.

use crate::Point;
use crate::geometry::Area;

/// What a label should not cover.
#[derive(Debug, Default)]
pub(crate) struct Obstacles {
    points: Vec<Point>,
    areas: Vec<Area>,
}

impl Obstacles {
    pub(crate) fn add_area(&mut self, area: Area) {
        self.areas.push(area);
    }

    pub(crate) fn add_point(&mut self, point: Point) {
        self.points.push(point);
    }

    /// A drawn line, as points a few pixels apart.
    pub(crate) fn add_line(&mut self, points: &[Point]) {
        const STEPS: u32 = 24;
        for pair in points.windows(2) {
            for step in 0..=STEPS {
                let share = f64::from(step) / f64::from(STEPS);
                self.points.push(Point::new(
                    pair[0].x + (pair[1].x - pair[0].x) * share,
                    pair[0].y + (pair[1].y - pair[0].y) * share,
                ));
            }
        }
    }

    /// How much a label there would cover; another label weighs most.
    fn covered(&self, area: Area) -> usize {
        let points = self.points.iter().filter(|p| area.contains(**p)).count();
        let areas = self.areas.iter().filter(|a| area.overlaps(**a)).count();
        points + 1000 * areas
    }

    /// The first of the candidates that covers least.
    pub(crate) fn freest(&self, candidates: &[Area]) -> Option<usize> {
        (0..candidates.len()).min_by_key(|&index| self.covered(candidates[index]))
    }
}

/// Moves things on a line apart so that none overlap, as little as a sweep
/// there and back allows, inside `low..high` while there is room.
///
/// `things` are (centre, length), in rising order of centre; the answer has
/// their new centres in the same order.
pub(crate) fn spread(things: &[(f64, f64)], low: f64, high: f64) -> Vec<f64> {
    let mut centres: Vec<f64> = Vec::with_capacity(things.len());
    let mut free_from = low;
    for &(centre, length) in things {
        let placed = centre.max(free_from + length / 2.0);
        centres.push(placed);
        free_from = placed + length / 2.0;
    }
    let mut free_to = high;
    for (centre, &(_, length)) in centres.iter_mut().zip(things).rev() {
        *centre = centre.min(free_to - length / 2.0);
        free_to = *centre - length / 2.0;
    }
    // Too much for the room: from the low end downwards, past the high end.
    let overflow = low - free_to;
    if !things.is_empty() && overflow > 0.0 {
        for centre in &mut centres {
            *centre += overflow;
        }
    }
    centres
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_moved_apart_and_stay_in_order() {
        let centres = spread(&[(10.0, 14.0), (12.0, 14.0), (99.0, 14.0)], 0.0, 100.0);
        assert!(centres[1] - centres[0] >= 14.0 - 1e-9);
        assert!(centres[2] <= 93.0 + 1e-9);
    }

    #[test]
    fn the_freest_candidate_wins_and_the_first_among_equals() {
        let mut obstacles = Obstacles::default();
        obstacles.add_line(&[Point::new(0.0, 5.0), Point::new(100.0, 5.0)]);
        let on = Area::new(0.0, 0.0, 20.0, 10.0);
        let above = Area::new(0.0, -20.0, 20.0, -10.0);
        assert_eq!(obstacles.freest(&[on, above, above]), Some(1));
        assert_eq!(obstacles.freest(&[]), None);
    }
}
