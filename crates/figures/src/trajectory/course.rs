use super::draw::Plot;
use super::{Expected, Measured, Moved, Trajectory, labels};
use crate::Point;
use crate::geometry::Area;
use crate::place::Obstacles;
use crate::svg::{Anchor, Element, PathData, circle, label, paint, path, pressed, rect};

/// Both bands and the middle of the expected course.
pub(super) fn expected(expected: &[Expected], plot: &Plot) -> Vec<Element> {
    let band = |paint, ends: fn(&Expected) -> (f64, f64)| {
        let lower = expected
            .iter()
            .filter_map(|e| plot.point(e.date, ends(e).0));
        let upper = expected
            .iter()
            .rev()
            .filter_map(|e| plot.point(e.date, ends(e).1));
        path(
            paint,
            &PathData::polyline(&widened(lower.chain(upper).collect())).close(),
        )
    };
    if expected.is_empty() || plot.dates.is_none() {
        return Vec::new();
    }
    vec![
        band(paint::BAND_MOST, |e| e.most),
        band(paint::BAND_HALF, |e| e.half),
        path(
            paint::EXPECTED,
            &PathData::polyline(&middle(expected, plot)),
        ),
    ]
}

/// A course of one day would have no width: it is drawn eight units wide.
fn widened(outline: Vec<Point>) -> Vec<Point> {
    match outline.as_slice() {
        [low, high] => vec![
            low.plus(-4.0, 0.0),
            low.plus(4.0, 0.0),
            high.plus(4.0, 0.0),
            high.plus(-4.0, 0.0),
        ],
        _ => outline,
    }
}

fn middle(expected: &[Expected], plot: &Plot) -> Vec<Point> {
    let points: Vec<Point> = expected
        .iter()
        .filter_map(|e| plot.point(e.date, e.mean))
        .collect();
    match points.as_slice() {
        [only] => vec![only.plus(-4.0, 0.0), only.plus(4.0, 0.0)],
        _ => points,
    }
}

/// Dots, light lines between neighbours, gaps where an answer is missing,
/// thresholds with their names, and the first and last value in figures.
pub(super) fn measured(trajectory: &Trajectory, plot: &Plot) -> Vec<Element> {
    let all = trajectory.measured_by_day();
    let mut obstacles = Obstacles::default();
    let mut body = Vec::new();
    let stretches = stretches(&all, plot);
    for stretch in &stretches {
        obstacles.add_line(stretch);
        for point in stretch {
            obstacles.add_area(Area::around(*point, 13.0, 13.0));
        }
        if stretch.len() > 1 {
            body.push(path(paint::MEASURED_LINE, &PathData::polyline(stretch)));
        }
    }
    let middle_line = middle(&trajectory.expected_by_day(), plot);
    for point in middle_line {
        obstacles.add_point(point);
    }
    let mut thresholds = labels::thresholds(trajectory, plot, &mut obstacles);
    thresholds.append(&mut body);
    body = thresholds;
    // Many dots are drawn smaller, so that they do not become one.
    let radius = (plot.area.width() / all.len().max(1) as f64 * 0.45).clamp(2.4, 4.5);
    // As large as a finger wants, while dots that stand close leave room for each other.
    let reach = (plot.area.width() / all.len().max(1) as f64 * 0.5).clamp(radius, 12.0);
    for m in &all {
        body.extend(dot_or_gap(trajectory, m, radius, reach, plot));
    }
    body.extend(labels::first_and_last(
        trajectory,
        &all,
        plot,
        &mut obstacles,
    ));
    if stretches.is_empty() {
        let centre = Point::new(
            f64::midpoint(plot.area.left, plot.area.right),
            f64::midpoint(plot.area.top, plot.area.bottom),
        );
        let text = &trajectory.frame.words.nothing_measured;
        body.push(label(paint::ON_LINES, centre, Anchor::Middle, text));
    }
    body
}

/// The measured points, broken wherever one is missing.
fn stretches(all: &[&Measured], plot: &Plot) -> Vec<Vec<Point>> {
    let mut stretches: Vec<Vec<Point>> = vec![Vec::new()];
    for m in all {
        match m.finite().and_then(|value| plot.point(m.date, value)) {
            Some(point) => {
                if let Some(current) = stretches.last_mut() {
                    current.push(point);
                }
            }
            None => stretches.push(Vec::new()),
        }
    }
    stretches.retain(|stretch| !stretch.is_empty());
    stretches
}

/// The sign around a dot that moved by more than measurement error; told apart by
/// shape, so that it needs no colour.
pub(super) fn around(moved: Moved, centre: Point, radius: f64) -> Element {
    match moved {
        Moved::Better => circle(paint::MOVED, centre, radius + 3.5),
        Moved::Worse => {
            let side = 2.0 * radius + 6.0;
            rect(paint::MOVED, Area::around(centre, side, side))
        }
    }
}

fn dot_or_gap(
    trajectory: &Trajectory,
    measured: &Measured,
    radius: f64,
    reach: f64,
    plot: &Plot,
) -> Option<Element> {
    let words = &trajectory.frame.words;
    let date = words.format.date(measured.date);
    let link = measured.link.as_ref();
    if let Some(value) = measured.finite() {
        let centre = plot.point(measured.date, value)?;
        let told = match measured.moved {
            Some(Moved::Better) => format!("{date}: {}; {}", measured.label, words.moved_better),
            Some(Moved::Worse) => format!("{date}: {}; {}", measured.label, words.moved_worse),
            None => format!("{date}: {}", measured.label),
        };
        let dot = circle(paint::MEASURED, centre, radius)
            .attribute("data-date", &measured.date.to_string())
            .attribute(
                "data-value",
                &words.format.number(value, trajectory.decimals),
            )
            .tooltip(&told);
        let thing = match measured.moved {
            Some(moved) => Element::new("g")
                .child(around(moved, centre, radius))
                .child(dot),
            None => dot,
        };
        let reach = circle(paint::REACH, centre, reach);
        return Some(pressed(link, &told, reach, thing));
    }
    // A small cross on the axis: it cannot be read as a value of zero.
    let foot = plot.point(measured.date, trajectory.range.low())?;
    let cross = PathData::new()
        .move_to(foot.plus(-3.5, -9.5))
        .line_to(foot.plus(3.5, -2.5))
        .move_to(foot.plus(-3.5, -2.5))
        .line_to(foot.plus(3.5, -9.5));
    let told = format!("{date}: {}", words.not_answered);
    let reach = circle(paint::REACH, foot.plus(0.0, -6.0), reach);
    let cross = path(paint::MISSING, &cross).tooltip(&told);
    Some(pressed(link, &told, reach, cross))
}
