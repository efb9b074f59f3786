//! Lines whose shape tells what is between two: no colour is needed.

use super::{Conflict, Nearness, TieLine};
use crate::Point;
use crate::geometry::Area;
use crate::svg::{Element, Paint, PathData, line, paint, path, rect};

/// Points along one line; enough for a zigzag.
const STEPS: u32 = 48;

/// A line between two cards that lies on as few others as a slight bend allows.
pub(super) fn between(tie: &TieLine, one: Area, other: Area, cards: &[Area]) -> Element {
    let covered = |points: &[Point]| {
        let others = cards.iter().filter(|card| **card != one && **card != other);
        let on = |card: &Area| {
            points
                .iter()
                .filter(|point| card.grown(4.0).contains(**point))
                .count()
        };
        others.map(on).sum::<usize>()
    };
    // The straight one first: the first of the best is taken.
    let bends = [
        0.0, 50.0, -50.0, 100.0, -100.0, 150.0, -150.0, 210.0, -210.0,
    ];
    let ways = bends.map(|bend| way(one, other, bend));
    let best = ways.iter().min_by_key(|points| covered(points));
    let points = best.map_or(&[][..], Vec::as_slice);
    along(tie, points).tooltip(&tie.words)
}

/// From the edge of one card to the edge of the other, bent to a side.
fn way(one: Area, other: Area, bend: f64) -> Vec<Point> {
    let (from, to) = (one.centre(), other.centre());
    let (across_x, across_y) = across(from, to);
    let middle = Point::new(f64::midpoint(from.x, to.x), f64::midpoint(from.y, to.y))
        .plus(across_x * bend, across_y * bend);
    (0..=STEPS)
        .map(|step| {
            let t = f64::from(step) / f64::from(STEPS);
            let mix = |a: f64, b: f64, c: f64| {
                a * (1.0 - t) * (1.0 - t) + 2.0 * b * t * (1.0 - t) + c * t * t
            };
            Point::new(mix(from.x, middle.x, to.x), mix(from.y, middle.y, to.y))
        })
        .filter(|point| !one.grown(3.0).contains(*point) && !other.grown(3.0).contains(*point))
        .collect()
}

/// A straight line as points.
pub(super) fn straight(from: Point, to: Point) -> Vec<Point> {
    (0..=STEPS)
        .map(|step| {
            let t = f64::from(step) / f64::from(STEPS);
            from.plus((to.x - from.x) * t, (to.y - from.y) * t)
        })
        .collect()
}

/// Draws what is between two along points from the first of them to the second.
pub(super) fn along(tie: &TieLine, points: &[Point]) -> Element {
    let mut group = Element::new("g").class("fig-relation");
    let (offsets, kind): (&[f64], Paint) = match tie.nearness {
        None => (&[0.0], paint::TIE_NOT_SAID),
        Some(Nearness::Distant) => (&[0.0], paint::TIE_DISTANT),
        Some(Nearness::Some) => (&[0.0], paint::TIE),
        Some(Nearness::Close) => (&[-2.0, 2.0], paint::TIE),
        Some(Nearness::VeryClose) => (&[-3.5, 0.0, 3.5], paint::TIE),
    };
    for offset in offsets {
        let beside: Vec<Point> = (0..points.len())
            .map(|index| shifted(points, index, *offset))
            .collect();
        group = group.child(path(kind, &PathData::polyline(&beside)));
    }
    if let Some(conflict) = tie.conflict {
        group = group.child(zigzag(points, conflict));
    }
    if tie.supports_first {
        let turned: Vec<Point> = points.iter().rev().copied().collect();
        group = group.children(head(&turned));
    }
    if tie.supports_second {
        group = group.children(head(points));
    }
    if tie.broken {
        group = group.children(cut(points));
    }
    group
}

/// A unit step across the way from one point to another.
fn across(from: Point, to: Point) -> (f64, f64) {
    let length = from.distance(to).max(1e-6);
    (-(to.y - from.y) / length, (to.x - from.x) / length)
}

/// One of the points, moved across the line.
fn shifted(points: &[Point], index: usize, by: f64) -> Point {
    let before = points.get(index.saturating_sub(1));
    let after = points.get(index + 1).or_else(|| points.get(index));
    let (Some(here), Some(before), Some(after)) = (points.get(index), before, after) else {
        return Point::default();
    };
    let (x, y) = across(*before, *after);
    here.plus(x * by, y * by)
}

fn zigzag(points: &[Point], conflict: Conflict) -> Element {
    let (from, to) = match conflict {
        Conflict::Strong => (0, points.len()),
        Conflict::Some => (points.len() / 3, points.len() - points.len() / 3),
    };
    // A tooth about every six units, however long the line is.
    let mut last: Option<Point> = None;
    let mut teeth = Vec::new();
    for (index, point) in points.iter().enumerate().take(to).skip(from) {
        if last.is_none_or(|last| last.distance(*point) >= 6.0) {
            let by = if teeth.len() % 2 == 0 { 5.0 } else { -5.0 };
            teeth.push(shifted(points, index, by));
            last = Some(*point);
        }
    }
    path(paint::TIE_CONFLICT, &PathData::polyline(&teeth))
}

/// A head at the last of the points.
fn head(points: &[Point]) -> Option<Element> {
    let tip = points.last()?;
    let behind = points
        .iter()
        .rev()
        .find(|point| point.distance(*tip) >= 9.0)
        .or_else(|| points.first())?;
    let (x, y) = across(*behind, *tip);
    let shape = [
        *tip,
        behind.plus(x * 5.0, y * 5.0),
        behind.plus(-x * 5.0, -y * 5.0),
    ];
    Some(path(paint::TIE_HEAD, &PathData::polyline(&shape).close()))
}

/// A gap in the middle with two strokes across.
fn cut(points: &[Point]) -> Vec<Element> {
    let middle = points.len() / 2;
    let Some(centre) = points.get(middle) else {
        return Vec::new();
    };
    let (x, y) = match (points.get(middle.saturating_sub(1)), points.get(middle + 1)) {
        (Some(before), Some(after)) => across(*before, *after),
        _ => (0.0, 1.0),
    };
    // Along the line is across the across.
    let along = (y, -x);
    let stroke = |by: f64| {
        let foot = centre.plus(along.0 * by, along.1 * by);
        line(
            paint::TIE_CUT,
            foot.plus(x * 8.0, y * 8.0),
            foot.plus(-x * 8.0, -y * 8.0),
        )
    };
    vec![
        rect(paint::TIE_GAP, Area::around(*centre, 7.0, 7.0)),
        stroke(-4.0),
        stroke(4.0),
    ]
}
