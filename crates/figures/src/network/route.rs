//! The way of an influence from card to card.

use crate::Point;
use crate::geometry::Area;

/// A quadratic Bézier curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Curve {
    pub(super) start: Point,
    pub(super) bend: Point,
    pub(super) end: Point,
}

impl Curve {
    pub(super) fn at(&self, t: f64) -> Point {
        let (u, v, w) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
        Point::new(
            u * self.start.x + v * self.bend.x + w * self.end.x,
            u * self.start.y + v * self.bend.y + w * self.end.y,
        )
    }

    /// The part between two parameters (de Casteljau).
    pub(super) fn part(&self, from: f64, to: f64) -> Self {
        let mix =
            |a: Point, b: Point, t: f64| Point::new(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
        let bend = mix(
            mix(self.start, self.bend, from),
            mix(self.bend, self.end, from),
            to,
        );
        Self {
            start: self.at(from),
            bend,
            end: self.at(to),
        }
    }

    /// Shortens the curve so that about `room` units are free before its end.
    pub(super) fn shortened(&self, room: f64) -> Self {
        let steps = 60;
        let t = (1..steps)
            .rev()
            .map(|step| f64::from(step) / f64::from(steps))
            .find(|t| self.at(*t).distance(self.end) >= room)
            .unwrap_or(0.1);
        self.part(0.0, t)
    }

    /// Whether two curves between the same cards could be taken for one.
    fn lies_on(&self, other: &Self) -> bool {
        self.at(0.5).distance(other.at(0.5)) < 9.0
    }

    /// A rectangle that holds the curve: it never leaves the triangle of its three points. A little larger, so that
    /// rounding leaves nothing outside.
    fn reach(&self) -> Area {
        let hull = Area::around(self.start, 0.0, 0.0)
            .union(Area::around(self.bend, 0.0, 0.0))
            .union(Area::around(self.end, 0.0, 0.0));
        hull.grown(1.0)
    }

    pub(super) fn points(&self) -> impl Iterator<Item = Point> {
        (0..=SAMPLES).map(|step| self.at(f64::from(step) / f64::from(SAMPLES)))
    }
}

const SAMPLES: u32 = 48;

/// Free space between a curve's end and its card.
const AIR: f64 = 4.0;

/// Shorter than this an arrowhead would hide the curve.
const SHORTEST: f64 = 26.0;

/// Nearer to a corner than this an end is avoided.
const CORNER: f64 = 14.0;

/// A way for each influence, given as (from, to), through a drawing of that width.
pub(super) fn all(cards: &[Area], influences: &[(usize, usize)], width: f64) -> Vec<Curve> {
    let mut curves: Vec<Curve> = Vec::with_capacity(influences.len());
    for (index, &(from, to)) in influences.iter().enumerate() {
        let beside: Vec<Curve> = influences[..index]
            .iter()
            .zip(&curves)
            .filter(|(other, _)| **other == (from, to) || **other == (to, from))
            .map(|(_, curve)| *curve)
            .collect();
        curves.push(between(cards, from, to, width, &beside));
    }
    curves
}

/// The curve from one card to another that meets the fewest other cards and
/// stays inside the drawing; never through its own two cards.
///
/// The bend is measured against the direction of travel, so that two
/// influences between the same cards part to opposite sides; `beside` are those
/// between the two that have their way already.
fn between(cards: &[Area], from: usize, to: usize, width: f64, beside: &[Curve]) -> Curve {
    // Flat ones first: each bend costs more than all before it even where nothing is in its way.
    const BENDS: [f64; 9] = [0.12, 0.18, 0.26, 0.36, 0.48, 0.62, 0.8, 1.0, 1.25];
    if from == to {
        return around(cards[from], cards[to]);
    }
    let mut best: Option<(f64, Curve)> = None;
    for bend in BENDS.into_iter().flat_map(|bend| [bend, -bend]) {
        let least = best.map_or(f64::INFINITY, |(least, _)| least);
        let bending = bend.abs() * 3.0;
        if bending >= least {
            break;
        }
        let Some(curve) = bent(cards[from], cards[to], bend) else {
            continue;
        };
        let on_another = beside.iter().any(|other| curve.lies_on(other));
        let cost =
            trouble(&curve, cards, from, to, width) + bending + if on_another { 40.0 } else { 0.0 };
        if cost < least {
            best = Some((cost, curve));
        }
    }
    best.map_or_else(|| around(cards[from], cards[to]), |(_, curve)| curve)
}

/// The visible part of a curve between the centres of two cards; none where
/// the cards hide all of it.
fn bent(from: Area, to: Area, bend: f64) -> Option<Curve> {
    let (a, b) = (from.centre(), to.centre());
    let whole = Curve {
        start: a,
        bend: Point::new(
            f64::midpoint(a.x, b.x) - (b.y - a.y) * bend,
            f64::midpoint(a.y, b.y) + (b.x - a.x) * bend,
        ),
        end: b,
    };
    let (from, to) = (from.grown(AIR), to.grown(AIR));
    let time = |step: u32| f64::from(step) / f64::from(SAMPLES * 4);
    let inside_from = |step: &u32| from.contains(whole.at(time(*step)));
    let leaves = (0..=SAMPLES * 4).rev().find(inside_from)? + 1;
    let inside_to = |step: &u32| to.contains(whole.at(time(*step)));
    let arrives = (leaves..=SAMPLES * 4).find(inside_to)?;
    let curve = whole.part(time(leaves), time(arrives - 1));
    (arrives > leaves + 1).then_some(curve)
}

fn trouble(curve: &Curve, cards: &[Area], from: usize, to: usize, width: f64) -> f64 {
    let mut cost = 0.0;
    let reach = curve.reach();
    let in_reach: Vec<Area> = cards
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != from && *index != to)
        .map(|(_, card)| card.grown(8.0))
        .filter(|card| card.overlaps(reach))
        .collect();
    for point in curve.points() {
        let in_others = in_reach.iter().filter(|card| card.contains(point)).count();
        let outside = point.x < 2.0 || point.x > width - 2.0;
        cost += in_others as f64 + if outside { 2.0 } else { 0.0 };
    }
    if curve.start.distance(curve.end) < SHORTEST {
        cost += 3.0;
    }
    // An end at a corner looks as if it missed its card.
    for (card, end) in [(from, curve.start), (to, curve.end)] {
        if cards[card].grown(AIR).nearest_corner(end) < CORNER {
            cost += 1.0;
        }
    }
    cost
}

/// For an influence of a factor on itself, or between cards that lie on each
/// other: out at the top and in at the right of the two together.
fn around(from: Area, to: Area) -> Curve {
    let both = from.union(to);
    let start = Point::new(both.right - 34.0, both.top - AIR);
    let end = Point::new(both.right + AIR, both.top + 22.0);
    Curve {
        start,
        bend: Point::new(both.right + 30.0, both.top - 44.0),
        end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_curve_never_runs_through_its_own_cards(
            x in 0.0..800.0_f64, y in 0.0..800.0_f64,
            other_x in 0.0..800.0_f64, other_y in 0.0..800.0_f64,
        ) {
            let card = |x, y| Area::around(Point::new(x, y), 164.0, 70.0);
            let cards = [card(x, y), card(other_x, other_y)];
            let curve = between(&cards, 0, 1, 800.0, &[]);
            if !cards[0].overlaps(cards[1]) {
                for point in curve.points() {
                    prop_assert!(!cards.iter().any(|card| card.grown(-0.5).contains(point)));
                }
            }
            prop_assert!(curve.points().all(Point::is_finite));
        }
    }

    #[test]
    fn a_card_in_the_way_is_gone_around() {
        let card = |x| Area::around(Point::new(x, 300.0), 120.0, 60.0);
        let cards = [card(100.0), card(700.0), card(400.0)];
        let curve = between(&cards, 0, 1, 800.0, &[]);
        assert!(curve.points().all(|point| !cards[2].contains(point)));
    }

    #[test]
    fn there_and_back_part_to_opposite_sides() {
        let card = |y| Area::around(Point::new(200.0, y), 120.0, 60.0);
        let cards = [card(100.0), card(400.0)];
        let curves = all(&cards, &[(0, 1), (1, 0)], 800.0);
        assert!((curves[0].at(0.5).x - 200.0) * (curves[1].at(0.5).x - 200.0) < 0.0);
    }
}
