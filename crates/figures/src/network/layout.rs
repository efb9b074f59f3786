//! Finding places for cards.
//!
//! A force layout after Fruchterman & Reingold (1991, "Graph drawing by
//! force-directed placement", Software: Practice and Experience 21) in units of
//! one card with its gap, so that the cards' flat shape needs no care of its
//! own; then cards that still touch are pushed apart. Only sums, products,
//! quotients and square roots are used: they round the same way everywhere, so
//! a seed gives the same picture on every machine.

use super::cards::CardShape;
use super::random::Scatter;
use crate::Point;
use crate::geometry::Area;

/// What the layout is given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Problem<'a> {
    /// The cards that were put somewhere.
    pub(super) fixed: &'a [Option<Point>],
    /// Influences as pairs of cards.
    pub(super) links: &'a [(usize, usize)],
    pub(super) shape: CardShape,
    /// Width of the drawing.
    pub(super) width: f64,
    pub(super) seed: u64,
}

/// Different starts end in different tangles; the best of these is taken.
const STARTS: u64 = 8;
/// In a crowd the starts differ less, and each takes longer: half as many.
const CROWD: usize = 40;
const ROUNDS: u32 = 200;

/// A place for every card; those that were given stay where they are.
pub(super) fn solve(problem: &Problem) -> Vec<Point> {
    if problem.fixed.iter().all(Option::is_some) {
        return problem.fixed.iter().flatten().copied().collect();
    }
    let held: Vec<bool> = problem.fixed.iter().map(Option::is_some).collect();
    let mut best: Option<(f64, Vec<Point>)> = None;
    let starts = if held.len() > CROWD {
        STARTS / 2
    } else {
        STARTS
    };
    for start in 0..starts {
        let mut scatter = Scatter::new(problem.seed.wrapping_mul(STARTS).wrapping_add(start));
        let loose = forces(problem, &held, &mut scatter);
        let placed = apart(loose, &held, problem.shape, problem.width);
        let least = best.as_ref().map_or(f64::INFINITY, |(least, _)| *least);
        let cost = tangle(&placed, problem, least);
        if cost < least {
            best = Some((cost, placed));
        }
    }
    best.map(|(_, placed)| placed).unwrap_or_default()
}

fn forces(problem: &Problem, held: &[bool], scatter: &mut Scatter) -> Vec<Point> {
    let count = held.len();
    let unit = Point::new(
        problem.shape.width + problem.shape.gap,
        problem.shape.height + problem.shape.gap * 1.4,
    );
    let columns = (problem.width / unit.x).max(1.0);
    let rows = (count as f64 / columns).ceil().max(2.0) * 1.15;
    let centre = Point::new(columns / 2.0, rows / 2.0);
    let mut places: Vec<Point> = problem
        .fixed
        .iter()
        .map(|fixed| {
            fixed.map_or_else(
                || Point::new(scatter.next() * columns, scatter.next() * rows),
                |point| Point::new(point.x / unit.x, point.y / unit.y),
            )
        })
        .collect();
    for round in 0..ROUNDS {
        let heat = 0.9 * f64::from(ROUNDS - round) / f64::from(ROUNDS) + 0.01;
        let pulls = pulls(&places, problem.links, centre);
        for ((place, pull), held) in places.iter_mut().zip(pulls).zip(held) {
            let length = pull.distance(Point::default());
            if *held || length <= 0.0 {
                continue;
            }
            let step = length.min(heat) / length;
            place.x = (place.x + pull.x * step).clamp(0.5, (columns - 0.5).max(0.5));
            // The drawing may grow downwards, but not upwards past its edge.
            place.y = (place.y + pull.y * step).max(0.5);
        }
    }
    // Given places come back as they were given, not rounded by the units.
    let scaled = places
        .into_iter()
        .map(|p| Point::new(p.x * unit.x, p.y * unit.y));
    scaled
        .zip(problem.fixed)
        .map(|(place, fixed)| fixed.unwrap_or(place))
        .collect()
}

/// The sum of forces on each card: away from all others, towards those it is
/// linked with, and a little towards the middle.
fn pulls(places: &[Point], links: &[(usize, usize)], centre: Point) -> Vec<Point> {
    const REST: f64 = 1.05;
    const REACH: f64 = 2.3;
    let mut pulls: Vec<Point> = places
        .iter()
        .map(|p| Point::new((centre.x - p.x) * 0.06, (centre.y - p.y) * 0.12))
        .collect();
    for first in 0..places.len() {
        for second in first + 1..places.len() {
            let (mut x, mut y) = away(places, first, second);
            let squared = (x * x + y * y).max(1e-3);
            // Far cards leave each other alone (the paper's grid variant), so
            // that parts without a link between them do not drift away.
            if squared > REACH * REACH {
                continue;
            }
            let push = REST * REST / squared;
            x *= push;
            y *= push;
            pulls[first] = pulls[first].plus(x, y);
            pulls[second] = pulls[second].plus(-x, -y);
        }
    }
    for &(from, to) in links {
        let (x, y) = away(places, from, to);
        let pull = (x * x + y * y).sqrt() / REST;
        pulls[from] = pulls[from].plus(-x * pull, -y * pull);
        pulls[to] = pulls[to].plus(x * pull, y * pull);
    }
    pulls
}

/// From the second card to the first. Two in one place are told apart by index.
fn away(places: &[Point], first: usize, second: usize) -> (f64, f64) {
    let (x, y) = (
        places[first].x - places[second].x,
        places[first].y - places[second].y,
    );
    if x * x + y * y > 1e-9 || first == second {
        (x, y)
    } else {
        (0.01 * (first as f64 - second as f64), 0.013)
    }
}

/// Moves cards until none that is free lies on another; held ones stay.
pub(super) fn apart(
    mut places: Vec<Point>,
    held: &[bool],
    shape: CardShape,
    width: f64,
) -> Vec<Point> {
    const SWEEPS: usize = 120;
    keep_inside(&mut places, held, shape, width);
    for _ in 0..SWEEPS {
        if !push_once(&mut places, held, shape) {
            return places;
        }
        keep_inside(&mut places, held, shape, width);
    }
    // What pushing could not part goes to the nearest free place.
    for index in 0..places.len() {
        if !held[index] && touches(&places, index, places[index], shape) {
            places[index] = nearest_free(&places, index, shape, width);
        }
    }
    places
}

fn keep_inside(places: &mut [Point], held: &[bool], shape: CardShape, width: f64) {
    let (left, right) = (shape.width / 2.0 + 2.0, width - shape.width / 2.0 - 2.0);
    for (place, held) in places.iter_mut().zip(held) {
        if !held {
            place.x = place.x.clamp(left, right);
        }
    }
}

/// Pushes every pair that touches apart along the shorter way. False when none did.
fn push_once(places: &mut [Point], held: &[bool], shape: CardShape) -> bool {
    let (wide, high) = (shape.width + shape.gap, shape.height + shape.gap);
    let mut moved = false;
    for first in 0..places.len() {
        for second in first + 1..places.len() {
            if held[first] && held[second] {
                continue;
            }
            let (x, y) = away(places, first, second);
            let (missing_x, missing_y) = (wide - x.abs(), high - y.abs());
            if missing_x <= 0.0 || missing_y <= 0.0 {
                continue;
            }
            moved = true;
            let push = if missing_x / wide < missing_y / high {
                Point::new((missing_x + 0.5) * x.signum(), 0.0)
            } else {
                Point::new(0.0, (missing_y + 0.5) * y.signum())
            };
            let (mine, theirs) = match (held[first], held[second]) {
                (false, true) => (1.0, 0.0),
                (true, false) => (0.0, 1.0),
                _ => (0.5, 0.5),
            };
            places[first] = places[first].plus(push.x * mine, push.y * mine);
            places[second] = places[second].plus(-push.x * theirs, -push.y * theirs);
        }
    }
    moved
}

fn touches(places: &[Point], index: usize, at: Point, shape: CardShape) -> bool {
    let area = shape.at(at).grown(shape.gap / 2.0 - 0.1);
    places.iter().enumerate().any(|(other, p)| {
        other != index && area.overlaps(shape.at(*p).grown(shape.gap / 2.0 - 0.1))
    })
}

fn nearest_free(places: &[Point], index: usize, shape: CardShape, width: f64) -> Point {
    const STEP: f64 = 18.0;
    let here = places[index];
    let (left, right) = (shape.width / 2.0 + 2.0, width - shape.width / 2.0 - 2.0);
    let mut columns = vec![here.x.clamp(left, right)];
    let mut x = left;
    while x <= right {
        columns.push(x);
        x += STEP;
    }
    // Past all other cards there is always room, so the search ends.
    let lowest = places.iter().map(|p| p.y).fold(here.y, f64::max);
    let highest = places.iter().map(|p| p.y).fold(here.y, f64::min);
    let below = lowest + shape.height + shape.gap;
    let above = highest - shape.height - shape.gap;
    let mut distance = 0.0;
    let mut best = Point::new(columns[0], below);
    let mut nearest = best.distance(here);
    while distance < nearest && (here.y + distance <= below || here.y - distance >= above) {
        for y in [here.y - distance, here.y + distance] {
            for &x in &columns {
                let at = Point::new(x, y);
                let far = at.distance(here);
                if far < nearest && !touches(places, index, at, shape) {
                    (best, nearest) = (at, far);
                }
            }
        }
        distance += STEP;
    }
    best
}

/// How hard a placement is to read: crossings, then cards in the way of an
/// influence, then length. Not worked out to its end where it is past `enough` already.
fn tangle(places: &[Point], problem: &Problem, enough: f64) -> f64 {
    let ends = |link: &(usize, usize)| (places[link.0], places[link.1]);
    let mut cost = 0.0;
    for (index, link) in problem.links.iter().enumerate() {
        if cost >= enough {
            return cost;
        }
        let (from, to) = ends(link);
        cost += from.distance(to) / 400.0;
        for other in &problem.links[index + 1..] {
            let shares_end = [other.0, other.1]
                .iter()
                .any(|end| *end == link.0 || *end == link.1);
            let (other_from, other_to) = ends(other);
            if !shares_end && cross(from, to, other_from, other_to) {
                cost += 1.0;
            }
        }
        // A little larger, so that rounding leaves no point of the line outside.
        let reach = Area::around(from, 2.0, 2.0).union(Area::around(to, 2.0, 2.0));
        for (card, place) in places.iter().enumerate() {
            let area = problem.shape.at(*place);
            let near = area.overlaps(reach);
            if near && card != link.0 && card != link.1 && meets(from, to, area) {
                cost += 1.5;
            }
        }
    }
    let lowest = places.iter().map(|p| p.y).fold(f64::NEG_INFINITY, f64::max);
    let highest = places.iter().map(|p| p.y).fold(f64::INFINITY, f64::min);
    cost + (lowest - highest) / 300.0
}

fn side(a: Point, b: Point, c: Point) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// Whether a straight line goes through a card, sampled.
fn meets(from: Point, to: Point, area: Area) -> bool {
    (1..16).any(|step| {
        let share = f64::from(step) / 16.0;
        area.contains(Point::new(
            from.x + (to.x - from.x) * share,
            from.y + (to.y - from.y) * share,
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Size;
    use crate::network::Factor;
    use proptest::prelude::*;

    fn shape(size: Size) -> CardShape {
        let factor = Factor {
            key: String::new(),
            label: "a label of two lines or so".to_owned(),
            domain: Some(crate::Domain::Thoughts),
            position: None,
            link: None,
        };
        CardShape::new(&[factor], size)
    }

    fn overlapping(places: &[Point], held: &[bool], shape: CardShape) -> usize {
        let mut count = 0;
        for first in 0..places.len() {
            for second in first + 1..places.len() {
                let both_held = held[first] && held[second];
                if !both_held && shape.at(places[first]).overlaps(shape.at(places[second])) {
                    count += 1;
                }
            }
        }
        count
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn free_cards_never_overlap_and_held_ones_keep_still(
            fixed in proptest::collection::vec(
                proptest::option::weighted(0.3, (0.0..800.0_f64, 0.0..600.0_f64)), 1..20),
            links in proptest::collection::vec((0_usize..20, 0_usize..20), 0..30),
            seed: u64,
        ) {
            let fixed: Vec<Option<Point>> =
                fixed.into_iter().map(|f| f.map(|(x, y)| Point::new(x, y))).collect();
            let links: Vec<(usize, usize)> = links
                .into_iter()
                .map(|(a, b)| (a % fixed.len(), b % fixed.len()))
                .collect();
            let held: Vec<bool> = fixed.iter().map(Option::is_some).collect();
            let shape = shape(Size::Wide);
            let problem = Problem { fixed: &fixed, links: &links, shape, width: 800.0, seed };
            let places = solve(&problem);
            prop_assert_eq!(&places, &solve(&problem));
            prop_assert_eq!(overlapping(&places, &held, shape), 0);
            for (place, fixed) in places.iter().zip(&fixed) {
                prop_assert!(place.is_finite());
                prop_assert!(fixed.is_none_or(|f| f == *place));
            }
        }
    }
}
