//! An expected course with bands over plain time: weeks or months since a start, without a calendar.

use crate::frame::root;
use crate::geometry::Area;
use crate::key::{self, SWATCH, Swatch};
use crate::scale::{Linear, decimals_needed, round_ticks};
use crate::svg::{Anchor, Element, PathData, circle, label, line, paint, path, rect, text_width};
use crate::{DataTable, Figure, Frame, Header, Point, Range, Size};

/// An expected course that opens like a fan, with what was measured so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Fan {
    /// Title, summary, ids and words.
    pub frame: Frame,
    /// What time is counted in: "month".
    pub time: String,
    /// What is measured, with its unit: "PHQ-9, points".
    pub measure: String,
    /// Names of the two bands, the wider one first: "80 %", "50 %".
    pub bands: [String; 2],
    /// Decimals of a value, for the table.
    pub decimals: usize,
    /// The expected course. Any order.
    pub expected: Vec<FanPoint>,
    /// What was measured: time and value. Any order.
    pub measured: Vec<(f64, f64)>,
}

/// The expected course at one time. What is not finite is not drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FanPoint {
    /// Time since the start.
    pub at: f64,
    /// The expected middle.
    pub mean: f64,
    /// Ends of the two bands, the wider one first.
    pub bands: [(f64, f64); 2],
}

impl FanPoint {
    fn values(self) -> [f64; 5] {
        let [(a, b), (c, d)] = self.bands;
        [self.mean, a, b, c, d]
    }
}

struct Plot {
    area: Area,
    times: Linear,
    values: Linear,
    size: Size,
}

impl Plot {
    fn at(&self, time: f64, value: f64) -> Point {
        Point::new(self.times.at(time), self.values.at(value))
    }
}

impl Fan {
    fn expected_by_time(&self) -> Vec<FanPoint> {
        let finite = |point: &FanPoint| {
            point.at.is_finite() && point.values().into_iter().all(f64::is_finite)
        };
        let mut points: Vec<FanPoint> = self.expected.iter().copied().filter(finite).collect();
        points.sort_by(|one, two| one.at.total_cmp(&two.at));
        points
    }

    fn measured_by_time(&self) -> Vec<(f64, f64)> {
        let finite = |(at, value): &(f64, f64)| at.is_finite() && value.is_finite();
        let mut points: Vec<(f64, f64)> = self.measured.iter().copied().filter(finite).collect();
        points.sort_by(|one, two| one.0.total_cmp(&two.0));
        points
    }

    fn plot(&self, size: Size) -> Plot {
        let (expected, measured) = (self.expected_by_time(), self.measured_by_time());
        let times = expected.iter().map(|point| point.at);
        let times = Range::around(times.chain(measured.iter().map(|(at, _)| *at)));
        let values = expected.iter().flat_map(|point| point.values());
        let values = Range::around(values.chain(measured.iter().map(|(_, value)| *value)));
        let ticks = round_ticks(values, 6);
        let decimals = decimals_needed(&ticks);
        let widest = ticks
            .iter()
            .map(|tick| {
                text_width(
                    &self.frame.words.format.number(*tick, decimals),
                    size.text(),
                )
            })
            .fold(0.0, f64::max);
        let height = match size {
            Size::Wide => 300.0,
            Size::Narrow => 220.0,
        };
        let top = size.text() * 2.0;
        let area = Area::new(widest + 14.0, top, size.width() - 12.0, top + height);
        Plot {
            times: Linear::new(times, area.left, area.right),
            values: Linear::new(values, area.bottom, area.top),
            area,
            size,
        }
    }

    fn axes(&self, plot: &Plot) -> Vec<Element> {
        let (area, text) = (plot.area, plot.size.text());
        let format = &self.frame.words.format;
        let mut body = Vec::new();
        let ticks = round_ticks(plot.values.range(), 6);
        let decimals = decimals_needed(&ticks);
        for tick in ticks {
            let y = plot.values.at(tick);
            body.push(line(
                paint::GRID,
                Point::new(area.left, y),
                Point::new(area.right, y),
            ));
            let at = Point::new(area.left - 8.0, y + text * 0.35);
            body.push(label(
                paint::QUIET,
                at,
                Anchor::End,
                &format.number(tick, decimals),
            ));
        }
        let ticks = round_ticks(plot.times.range(), 8);
        let decimals = decimals_needed(&ticks);
        let foot = area.bottom + 4.0;
        body.push(line(
            paint::AXIS,
            Point::new(area.left, foot),
            Point::new(area.right, foot),
        ));
        for tick in ticks {
            let x = plot.times.at(tick);
            body.push(line(
                paint::AXIS,
                Point::new(x, foot),
                Point::new(x, foot + 4.0),
            ));
            let at = Point::new(x, foot + text + 8.0);
            body.push(label(
                paint::QUIET,
                at,
                Anchor::Middle,
                &format.number(tick, decimals),
            ));
        }
        body.push(label(
            paint::QUIET,
            Point::new(0.0, text),
            Anchor::Start,
            &self.measure,
        ));
        let at = Point::new(area.centre().x, foot + text * 2.4 + 8.0);
        body.push(label(paint::QUIET, at, Anchor::Middle, &self.time));
        body
    }

    fn course(&self, plot: &Plot) -> Vec<Element> {
        let expected = self.expected_by_time();
        let mut body = Vec::new();
        if expected.len() > 1 {
            for (index, look) in [paint::BAND_MOST, paint::BAND_HALF].into_iter().enumerate() {
                let lower = expected
                    .iter()
                    .map(|point| plot.at(point.at, point.bands[index].0));
                let upper = expected
                    .iter()
                    .map(|point| plot.at(point.at, point.bands[index].1));
                let outline: Vec<Point> = lower.chain(upper.rev()).collect();
                body.push(path(look, &PathData::polyline(&outline).close()));
            }
            let middle = expected.iter().map(|point| plot.at(point.at, point.mean));
            let middle: Vec<Point> = middle.collect();
            body.push(path(paint::EXPECTED, &PathData::polyline(&middle)));
        }
        let measured = self.measured_by_time();
        let measured: Vec<Point> = measured
            .iter()
            .map(|(at, value)| plot.at(*at, *value))
            .collect();
        if measured.len() > 1 {
            body.push(path(paint::MEASURED_LINE, &PathData::polyline(&measured)));
        }
        body.extend(
            measured
                .into_iter()
                .map(|at| circle(paint::MEASURED, at, 3.6)),
        );
        body
    }

    fn entries(&self) -> Vec<(Swatch, &str)> {
        let words = &self.frame.words;
        let mut entries: Vec<(Swatch, &str)> = Vec::new();
        if !self.measured_by_time().is_empty() {
            entries.push((measured_swatch, &words.measured));
        }
        if self.expected_by_time().len() > 1 {
            entries.push((expected_swatch, &words.expected));
            entries.push((most_swatch, &self.bands[0]));
            entries.push((half_swatch, &self.bands[1]));
        }
        entries
    }
}

fn measured_swatch(centre: Point) -> Vec<Element> {
    vec![circle(paint::MEASURED, centre, 3.6)]
}

fn expected_swatch(centre: Point) -> Vec<Element> {
    let half = SWATCH / 2.0;
    vec![line(
        paint::EXPECTED,
        centre.plus(-half, 0.0),
        centre.plus(half, 0.0),
    )]
}

fn most_swatch(centre: Point) -> Vec<Element> {
    vec![rect(paint::BAND_MOST, Area::around(centre, SWATCH, 10.0))]
}

fn half_swatch(centre: Point) -> Vec<Element> {
    vec![rect(paint::BAND_HALF, Area::around(centre, SWATCH, 10.0))]
}

impl Figure for Fan {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        let plot = self.plot(size);
        let mut body = self.axes(&plot);
        body.extend(self.course(&plot));
        let beneath = plot.area.bottom + size.text() * 3.0 + 12.0;
        let (mut key, bottom) = key::draw(&self.entries(), size, beneath);
        body.append(&mut key);
        let view = [0.0, 0.0, size.width(), bottom];
        root(&self.frame, "fig-fan", size, "img", view, body)
    }

    /// One row for each measured value and each expected point, by time.
    fn table(&self) -> DataTable {
        let words = &self.frame.words;
        let number = |value: f64| words.format.number(value, self.decimals);
        let span =
            |(low, high): (f64, f64)| format!("{} {} {}", number(low), words.to, number(high));
        let measured = self.measured_by_time().into_iter().map(|(at, value)| {
            let cells = vec![
                words.measured.to_string(),
                number(value),
                String::new(),
                String::new(),
            ];
            (at, cells)
        });
        let expected = self.expected_by_time().into_iter().map(|point| {
            let [most, half] = point.bands.map(span);
            (
                point.at,
                vec![words.expected.to_string(), number(point.mean), most, half],
            )
        });
        let mut rows: Vec<(f64, Vec<String>)> = measured.chain(expected).collect();
        rows.sort_by(|one, two| one.0.total_cmp(&two.0));
        let times: Vec<f64> = rows.iter().map(|(at, _)| *at).collect();
        let decimals = decimals_needed(&times);
        DataTable {
            caption: format!("{} ({})", self.frame.title, self.measure),
            headers: vec![
                Header::numbers(self.time.as_str()),
                Header::words(words.what.as_ref()),
                Header::numbers(words.value.as_ref()),
                Header::numbers(self.bands[0].as_str()),
                Header::numbers(self.bands[1].as_str()),
            ],
            rows: rows
                .into_iter()
                .map(|(at, mut cells)| {
                    cells.insert(0, words.format.number(at, decimals));
                    cells
                })
                .collect(),
        }
    }
}
