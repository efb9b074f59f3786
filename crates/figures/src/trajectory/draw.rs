use super::bands::{BandNames, sorted_bands};
use super::{Trajectory, below, course, key};
use jiff::civil::Date;

use crate::date_axis::DateAxis;
use crate::frame::root;
use crate::geometry::Area;
use crate::scale::{Linear, decimals_needed, round_ticks};
use crate::svg::{Anchor, Element, label, line, paint, text_width};
use crate::{Point, Size};

/// The rectangle of the plot and its two axes.
pub(super) struct Plot {
    pub(super) area: Area,
    /// None when nothing has a date.
    pub(super) dates: Option<DateAxis>,
    pub(super) values: Linear,
    pub(super) size: Size,
}

impl Plot {
    /// Where a value lies; none without any date.
    pub(super) fn point(&self, date: jiff::civil::Date, value: f64) -> Option<Point> {
        let x = self.dates.as_ref()?.at(date);
        Some(Point::new(x, self.values.at(value)))
    }
}

pub(super) fn svg(trajectory: &Trajectory, size: Size) -> String {
    let bands = BandNames::new(trajectory, size);
    let height = match size {
        Size::Wide => 270.0,
        Size::Narrow => 220.0,
    };
    let area = Area::new(
        tick_room(trajectory, size),
        size.text(),
        size.width() - bands.width(),
        size.text() + height,
    );
    let plot = Plot {
        dates: DateAxis::new(dates_of(trajectory), area.left, area.right),
        values: Linear::new(trajectory.range, area.bottom, area.top),
        area,
        size,
    };
    let mut body = panel(trajectory, &plot, Some(&bands));
    let (mut beneath, bottom) = below::draw(trajectory, &plot);
    body.append(&mut beneath);
    let (mut key, bottom) = key::draw(&[trajectory], size, bottom);
    body.append(&mut key);
    let view = [0.0, 0.0, size.width(), bottom];
    let role = role(trajectory.has_links());
    root(&trajectory.frame, "fig-trajectory", size, role, view, body)
}

/// Interactive children inside an image are lost to assistive technology.
pub(super) const fn role(has_links: bool) -> &'static str {
    if has_links { "group" } else { "img" }
}

/// Everything inside the plot, and the names at its edges.
pub(super) fn panel(
    trajectory: &Trajectory,
    plot: &Plot,
    bands: Option<&BandNames>,
) -> Vec<Element> {
    let mut body = grid(trajectory, plot);
    body.extend(bands.into_iter().flat_map(|bands| bands.draw(plot)));
    body.extend(course::expected(&trajectory.expected_by_day(), plot));
    body.extend(below::through_plot(trajectory, plot));
    body.extend(course::measured(trajectory, plot));
    body
}

/// Room for the numbers to the left of the plot.
pub(super) fn tick_room(trajectory: &Trajectory, size: Size) -> f64 {
    let ends = [trajectory.range.low(), trajectory.range.high()];
    let decimals = decimals_needed(&ends);
    let number = |value| trajectory.frame.words.format.number(value, decimals);
    let widest_tick = text_width(&number(trajectory.range.high()), size.text())
        .max(text_width(&number(trajectory.range.low()), size.text()))
        .min(80.0);
    widest_tick + 14.0
}

/// Every day that has to be on the axis.
pub(super) fn dates_of(trajectory: &Trajectory) -> impl Iterator<Item = Date> {
    trajectory
        .measured
        .iter()
        .map(|m| m.date)
        .chain(trajectory.expected_by_day().into_iter().map(|e| e.date))
        .chain(trajectory.sessions.iter().map(|session| session.date))
        .chain(trajectory.marks.iter().map(|m| m.date))
}

/// Hairlines where bands begin (or at round numbers), with their values.
fn grid(trajectory: &Trajectory, plot: &Plot) -> Vec<Element> {
    let range = trajectory.range;
    let cuts: Vec<f64> = sorted_bands(trajectory).iter().map(|b| b.from).collect();
    let inner = if cuts.is_empty() {
        round_ticks(range, 6)
    } else {
        cuts
    };
    // The ends are always named; what stands too near to a named value is not.
    let mut named: Vec<f64> = Vec::new();
    let ends = [range.low(), range.high()];
    for value in ends.into_iter().chain(inner.iter().copied()) {
        let y = plot.values.at(value);
        if named
            .iter()
            .all(|n| (plot.values.at(*n) - y).abs() >= plot.size.text() + 1.0)
        {
            named.push(value);
        }
    }
    let decimals = decimals_needed(&named);
    let hairline = |value: &f64| {
        let y = plot.values.at(*value);
        line(
            paint::GRID,
            Point::new(plot.area.left, y),
            Point::new(plot.area.right, y),
        )
    };
    let name = |value: &f64| {
        let at = Point::new(
            plot.area.left - 8.0,
            plot.values.at(*value) + plot.size.text() * 0.35,
        );
        let text = trajectory.frame.words.format.number(*value, decimals);
        label(paint::QUIET, at, Anchor::End, &text)
    };
    inner
        .iter()
        .chain(&ends[1..])
        .map(hairline)
        .chain(named.iter().map(name))
        .collect()
}
