use super::{Expected, Measured, SeverityBand, Trajectory, below, key};
use crate::date_axis::DateAxis;
use crate::frame::root;
use crate::geometry::Area;
use crate::place::{Obstacles, spread};
use crate::scale::{Linear, decimals_needed, round_ticks};
use crate::svg::{
    Anchor, Element, PathData, Wrapped, circle, label, line, lines, paint, path, text_width, wrap,
};
use crate::{Point, Size};

/// The rectangle of the plot and its two axes.
pub(super) struct Plot {
    pub(super) area: Area,
    /// None when nothing has a date.
    pub(super) dates: Option<DateAxis>,
    values: Linear,
    pub(super) size: Size,
}

impl Plot {
    fn point(&self, date: jiff::civil::Date, value: f64) -> Option<Point> {
        let x = self.dates.as_ref()?.at(date);
        Some(Point::new(x, self.values.at(value)))
    }
}

pub(super) fn svg(trajectory: &Trajectory, size: Size) -> String {
    let bands = BandNames::new(trajectory, size);
    let plot = plot(trajectory, size, bands.width());
    let mut body = grid(trajectory, &plot);
    body.extend(bands.draw(&plot));
    body.extend(expected_course(&trajectory.expected_by_day(), &plot));
    body.extend(below::through_plot(trajectory, &plot));
    body.extend(measured(trajectory, &plot));
    let (mut beneath, bottom) = below::draw(trajectory, &plot);
    body.append(&mut beneath);
    let (mut key, bottom) = key::draw(trajectory, size, bottom);
    body.append(&mut key);
    let view = [0.0, 0.0, size.width(), bottom];
    root(&trajectory.frame, "fig-trajectory", size, "img", view, body)
}

fn plot(trajectory: &Trajectory, size: Size, right_margin: f64) -> Plot {
    let ends = [trajectory.range.low(), trajectory.range.high()];
    let decimals = decimals_needed(&ends);
    let number = |value| trajectory.frame.words.format.number(value, decimals);
    let widest_tick = text_width(&number(trajectory.range.high()), size.text())
        .max(text_width(&number(trajectory.range.low()), size.text()))
        .min(80.0);
    let height = match size {
        Size::Wide => 270.0,
        Size::Narrow => 220.0,
    };
    let area = Area::new(
        widest_tick + 14.0,
        size.text(),
        size.width() - right_margin,
        size.text() + height,
    );
    let dates = trajectory
        .measured
        .iter()
        .map(|m| m.date)
        .chain(trajectory.expected_by_day().into_iter().map(|e| e.date))
        .chain(trajectory.sessions.iter().copied())
        .chain(trajectory.marks.iter().map(|m| m.date));
    Plot {
        dates: DateAxis::new(dates, area.left, area.right),
        values: Linear::new(trajectory.range, area.bottom, area.top),
        area,
        size,
    }
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

fn sorted_bands(trajectory: &Trajectory) -> Vec<&SeverityBand> {
    let range = trajectory.range;
    let mut bands: Vec<&SeverityBand> = trajectory
        .bands
        .iter()
        .filter(|b| b.from >= range.low() && b.from < range.high())
        .collect();
    bands.sort_by(|a, b| a.from.total_cmp(&b.from));
    bands
}

/// Names of the bands, to stand at the right edge instead of a legend.
struct BandNames {
    size: Size,
    /// (from, to, name), rising.
    bands: Vec<(f64, f64, Wrapped)>,
}

impl BandNames {
    fn new(trajectory: &Trajectory, size: Size) -> Self {
        let room = match size {
            Size::Wide => 150.0,
            Size::Narrow => 80.0,
        };
        let sorted = sorted_bands(trajectory);
        let bands = sorted
            .iter()
            .enumerate()
            .map(|(index, band)| {
                let to = sorted
                    .get(index + 1)
                    .map_or(trajectory.range.high(), |next| next.from);
                (band.from, to, wrap(&band.name, size.text(), room, 2))
            })
            .collect();
        Self { size, bands }
    }

    /// Room they need to the right of the plot.
    fn width(&self) -> f64 {
        let widest = self
            .bands
            .iter()
            .map(|(_, _, name)| name.width(self.size.text()));
        widest.fold(0.0, f64::max) + 14.0
    }

    fn draw(&self, plot: &Plot) -> Vec<Element> {
        let line_height = self.size.text() * 1.2;
        // From the top down, as `spread` wants rising centres.
        let things: Vec<(f64, f64)> = self
            .bands
            .iter()
            .rev()
            .map(|(from, to, name)| {
                let centre = f64::midpoint(plot.values.at(*from), plot.values.at(*to));
                (centre, line_height * name.lines.len() as f64)
            })
            .collect();
        let centres = spread(&things, plot.area.top - 6.0, plot.area.bottom + 6.0);
        self.bands
            .iter()
            .rev()
            .zip(centres.iter().zip(&things))
            .map(|((_, _, name), (centre, (_, height)))| {
                let baseline = centre - height / 2.0 + self.size.text() * 0.95;
                let at = Point::new(plot.area.right + 8.0, baseline);
                lines(paint::QUIET, at, Anchor::Start, line_height, name)
            })
            .collect()
    }
}

/// Both bands and the middle of the expected course.
fn expected_course(expected: &[Expected], plot: &Plot) -> Vec<Element> {
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
fn measured(trajectory: &Trajectory, plot: &Plot) -> Vec<Element> {
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
    let mut thresholds = thresholds(trajectory, plot, &mut obstacles);
    thresholds.append(&mut body);
    body = thresholds;
    for m in &all {
        body.extend(dot_or_gap(trajectory, m, plot));
    }
    body.extend(first_and_last(trajectory, &all, plot, &mut obstacles));
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

fn dot_or_gap(trajectory: &Trajectory, measured: &Measured, plot: &Plot) -> Option<Element> {
    let words = &trajectory.frame.words;
    let date = words.format.date(measured.date);
    if let Some(value) = measured.finite() {
        let centre = plot.point(measured.date, value)?;
        let dot = circle(paint::MEASURED, centre, 4.5)
            .attribute("data-date", &measured.date.to_string())
            .attribute(
                "data-value",
                &words.format.number(value, trajectory.decimals),
            )
            .tooltip(&format!("{date}: {}", measured.label));
        return Some(dot);
    }
    // A small cross on the axis: it cannot be read as a value of zero.
    let foot = plot.point(measured.date, trajectory.range.low())?;
    let cross = PathData::new()
        .move_to(foot.plus(-3.5, -9.5))
        .line_to(foot.plus(3.5, -2.5))
        .move_to(foot.plus(-3.5, -2.5))
        .line_to(foot.plus(3.5, -9.5));
    Some(path(paint::MISSING, &cross).tooltip(&format!("{date}: {}", words.not_answered)))
}

fn thresholds(trajectory: &Trajectory, plot: &Plot, obstacles: &mut Obstacles) -> Vec<Element> {
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
fn first_and_last(
    trajectory: &Trajectory,
    all: &[&Measured],
    plot: &Plot,
    obstacles: &mut Obstacles,
) -> Vec<Element> {
    let text_size = plot.size.text();
    let mut valued: Vec<(jiff::civil::Date, f64)> = all
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
                && area.right <= plot.area.right
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
            body.push(label(paint::VALUE, at, Anchor::Middle, &text));
        }
    }
    body
}
