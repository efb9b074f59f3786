use jiff::civil::Date;

use super::draw::Plot;
use super::{Measured, Trajectory};
use crate::Point;
use crate::geometry::Area;
use crate::place::Obstacles;
use crate::svg::{Anchor, Element, label, line, lines, paint, text_width, wrap};

/// Thresholds across the plot, each named on its line where it covers least.
pub(super) fn thresholds(
    trajectory: &Trajectory,
    plot: &Plot,
    obstacles: &mut Obstacles,
) -> Vec<Element> {
    let text_size = plot.size.text();
    let mut body = Vec::new();
    for threshold in trajectory.thresholds.iter().filter(|t| t.value.is_finite()) {
        let y = plot.values.at(threshold.value);
        body.push(line(
            paint::THRESHOLD,
            Point::new(plot.area.left, y),
            Point::new(plot.area.right, y),
        ));
        let name = wrap(&threshold.name, text_size, plot.area.width() * 0.8, 1);
        let width = name.width(text_size);
        let slack = (plot.area.width() - width - 8.0).max(0.0);
        // From the right edge to the left, above the line before below it.
        let candidates: Vec<Area> = [y - text_size - 5.0, y + 3.0]
            .into_iter()
            .filter(|top| *top >= 0.0 && top + text_size <= plot.area.bottom)
            .flat_map(|top| {
                (0..=8).map(move |step| {
                    let left = plot.area.left + 4.0 + slack * (1.0 - f64::from(step) / 8.0);
                    Area::new(left, top, left + width, top + text_size + 2.0)
                })
            })
            .collect();
        if let Some(area) = obstacles.freest(&candidates).map(|index| candidates[index]) {
            obstacles.add_area(area);
            let at = Point::new(area.left, area.bottom - text_size * 0.25);
            body.push(lines(paint::ON_LINES, at, Anchor::Start, text_size, &name));
        }
    }
    body
}

/// The first and the last value stand beside their dots, so that the change
/// can be read without going to the axis.
pub(super) fn first_and_last(
    trajectory: &Trajectory,
    all: &[&Measured],
    plot: &Plot,
    obstacles: &mut Obstacles,
) -> Vec<Element> {
    let text_size = plot.size.text();
    let mut valued: Vec<(Date, f64)> = all
        .iter()
        .filter_map(|m| m.finite().map(|value| (m.date, value)))
        .collect();
    if valued.len() > 2 {
        valued.drain(1..valued.len() - 1);
    }
    let mut body = Vec::new();
    for (date, value) in valued {
        let Some(dot) = plot.point(date, value) else {
            continue;
        };
        let text = trajectory
            .frame
            .words
            .format
            .number(value, trajectory.decimals);
        let width = text_width(&text, text_size);
        let far = width / 2.0 + 7.5;
        let up = text_size / 2.0 + 8.0;
        let candidates: Vec<Area> = [
            (0.0, -up),
            (0.0, up),
            (far, 0.0),
            (-far, 0.0),
            (far, -up),
            (far, up),
            (-far, -up),
            (-far, up),
        ]
        .into_iter()
        .map(|(x, y)| Area::around(dot.plus(x, y), width, text_size))
        .filter(|area| {
            area.left >= plot.area.left - 6.0
                && area.right <= plot.area.right + 6.0
                && area.top >= 0.0
                && area.bottom <= plot.area.bottom
        })
        .collect();
        if let Some(area) = obstacles.freest(&candidates).map(|index| candidates[index]) {
            obstacles.add_area(area);
            let at = Point::new(
                f64::midpoint(area.left, area.right),
                area.bottom - text_size * 0.15,
            );
            body.push(label(paint::STRONG_ON_LINES, at, Anchor::Middle, &text));
        }
    }
    body
}
