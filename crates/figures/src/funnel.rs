//! Rates of groups against their size, with the limits between which chance alone would keep them.

use crate::frame::root;
use crate::geometry::Area;
use crate::key::{self, SWATCH, Swatch};
use crate::scale::{Linear, decimals_needed, round_ticks};
use crate::svg::{Anchor, Element, PathData, circle, label, line, paint, path, rect, text_width};
use crate::{DataTable, Figure, Frame, Header, Point, Range, Size};

/// A funnel plot (Spiegelhalter 2005, Stat Med 24:1185): no order, no league table.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// Title, summary, ids and words.
    pub frame: Frame,
    /// What the height is: "reliably better, per cent".
    pub rate: String,
    /// What the width is: "therapies with a pair of scores".
    pub cases: String,
    /// What the line in the middle is: "all together, 52 %".
    pub middle: String,
    /// The rate in the middle, in per cent.
    pub target: f64,
    /// Names of the two bands, the wider one first.
    pub bands: [String; 2],
    /// The limits by number of cases. Any order.
    pub limits: Vec<FunnelLimits>,
    /// The groups, in the order of the table.
    pub groups: Vec<FunnelGroup>,
    /// Heads of the table's columns that are not named already: the group, and how it lies.
    pub columns: [String; 2],
}

/// The limits for one number of cases, in per cent. What is not finite is not drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelLimits {
    /// For how many cases.
    pub cases: f64,
    /// Ends of the two bands, the wider one first.
    pub bands: [(f64, f64); 2],
}

/// One group.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelGroup {
    /// Its name.
    pub name: String,
    /// How many cases.
    pub cases: f64,
    /// Its rate in per cent. Not finite: in the table only.
    pub rate: f64,
    /// The rate with its interval: "21 of 40, 53 % (38 to 67 %)".
    pub text: String,
    /// How it lies among the limits, in words.
    pub place: String,
}

struct Plot {
    area: Area,
    cases: Linear,
    rates: Linear,
    size: Size,
}

impl Plot {
    fn at(&self, cases: f64, rate: f64) -> Point {
        Point::new(self.cases.at(cases), self.rates.at(rate))
    }
}

/// Radius of a group's dot.
const DOT: f64 = 4.5;

impl Funnel {
    fn limits_by_cases(&self) -> Vec<FunnelLimits> {
        let finite = |limits: &FunnelLimits| {
            let [(a, b), (c, d)] = limits.bands;
            [limits.cases, a, b, c, d].into_iter().all(f64::is_finite)
        };
        let mut limits: Vec<FunnelLimits> = self.limits.iter().copied().filter(finite).collect();
        limits.sort_by(|one, two| one.cases.total_cmp(&two.cases));
        limits
    }

    fn drawn(&self) -> impl Iterator<Item = &FunnelGroup> {
        self.groups
            .iter()
            .filter(|group| group.cases.is_finite() && group.rate.is_finite())
    }

    fn plot(&self, size: Size) -> Plot {
        let text = size.text();
        let groups = self.drawn().map(|group| group.cases);
        let cases = Range::around(groups.chain(self.limits_by_cases().iter().map(|at| at.cases)));
        // A rate is shown on the whole of its scale: a cut one makes differences look large.
        let rates = Range::around([0.0, 100.0]);
        let height = match size {
            Size::Wide => 340.0,
            Size::Narrow => 260.0,
        };
        let top = text * 2.0;
        let left = text_width("100", text) + 14.0;
        let area = Area::new(left, top, size.width() - 12.0, top + height);
        Plot {
            cases: Linear::new(cases, area.left + 8.0, area.right - 8.0),
            rates: Linear::new(rates, area.bottom, area.top),
            area,
            size,
        }
    }

    fn axes(&self, plot: &Plot) -> Vec<Element> {
        let (area, text) = (plot.area, plot.size.text());
        let format = &self.frame.words.format;
        let mut body = Vec::new();
        for tick in round_ticks(plot.rates.range(), 5) {
            let y = plot.rates.at(tick);
            let (from, to) = (Point::new(area.left, y), Point::new(area.right, y));
            body.push(line(paint::GRID, from, to));
            let at = Point::new(area.left - 8.0, y + text * 0.35);
            body.push(label(
                paint::QUIET,
                at,
                Anchor::End,
                &format.number(tick, 0),
            ));
        }
        let foot = area.bottom + 4.0;
        let (from, to) = (Point::new(area.left, foot), Point::new(area.right, foot));
        body.push(line(paint::AXIS, from, to));
        let ticks = round_ticks(plot.cases.range(), 6);
        let decimals = decimals_needed(&ticks);
        for tick in ticks {
            let x = plot.cases.at(tick);
            let (from, to) = (Point::new(x, foot), Point::new(x, foot + 4.0));
            body.push(line(paint::AXIS, from, to));
            let at = Point::new(x, foot + text + 8.0);
            let number = format.number(tick, decimals);
            body.push(label(paint::QUIET, at, Anchor::Middle, &number));
        }
        let above = Point::new(0.0, text);
        body.push(label(paint::QUIET, above, Anchor::Start, &self.rate));
        let below = Point::new(area.centre().x, foot + text * 2.4 + 8.0);
        body.push(label(paint::QUIET, below, Anchor::Middle, &self.cases));
        body
    }

    fn bands(&self, plot: &Plot) -> Vec<Element> {
        let limits = self.limits_by_cases();
        if limits.len() < 2 {
            return Vec::new();
        }
        let mut body = Vec::new();
        for (index, look) in [paint::BAND_MOST, paint::BAND_HALF].into_iter().enumerate() {
            let lower = limits.iter().map(|at| plot.at(at.cases, at.bands[index].0));
            let upper = limits.iter().map(|at| plot.at(at.cases, at.bands[index].1));
            let outline: Vec<Point> = lower.chain(upper.rev()).collect();
            body.push(path(look, &PathData::polyline(&outline).close()));
        }
        body
    }

    fn target(&self, plot: &Plot) -> Option<Element> {
        let y = self
            .target
            .is_finite()
            .then(|| plot.rates.at(self.target))?;
        let (from, to) = (
            Point::new(plot.area.left, y),
            Point::new(plot.area.right, y),
        );
        Some(line(paint::THRESHOLD, from, to))
    }

    /// Dots, and beside them names where there is room; the others are in tooltip and table.
    fn dots(&self, plot: &Plot) -> Vec<Element> {
        let text = plot.size.text();
        let mut body = Vec::new();
        let mut taken: Vec<Area> = self
            .drawn()
            .map(|group| Area::around(plot.at(group.cases, group.rate), DOT * 2.0, DOT * 2.0))
            .collect();
        for group in self.drawn() {
            let at = plot.at(group.cases, group.rate);
            let told = format!("{}: {}; {}", group.name, group.text, group.place);
            let dot = Element::new("g").tooltip(&told);
            body.push(dot.child(circle(paint::MEASURED, at, DOT)));
            let (width, gap) = (text_width(&group.name, text), DOT + 4.0);
            let right = Area::new(
                at.x + gap,
                at.y - text / 2.0,
                at.x + gap + width,
                at.y + text / 2.0,
            );
            let left = Area::new(at.x - gap - width, right.top, at.x - gap, right.bottom);
            let sides = [(right, Anchor::Start, gap), (left, Anchor::End, -gap)];
            let free = sides.into_iter().find(|(area, ..)| {
                area.left >= plot.area.left
                    && area.right <= plot.area.right
                    && !taken.iter().any(|other| other.overlaps(*area))
            });
            if let Some((area, anchor, by)) = free {
                let baseline = at.plus(by, text * 0.35);
                body.push(label(paint::ON_LINES, baseline, anchor, &group.name));
                taken.push(area);
            }
        }
        body
    }
}

fn target_swatch(centre: Point) -> Vec<Element> {
    let half = SWATCH / 2.0;
    let (from, to) = (centre.plus(-half, 0.0), centre.plus(half, 0.0));
    vec![line(paint::THRESHOLD, from, to)]
}

fn outer_swatch(centre: Point) -> Vec<Element> {
    vec![rect(paint::BAND_MOST, Area::around(centre, SWATCH, 10.0))]
}

fn inner_swatch(centre: Point) -> Vec<Element> {
    vec![rect(paint::BAND_HALF, Area::around(centre, SWATCH, 10.0))]
}

impl Figure for Funnel {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        let plot = self.plot(size);
        let mut body = self.bands(&plot);
        body.append(&mut self.axes(&plot));
        body.extend(self.target(&plot));
        body.append(&mut self.dots(&plot));
        let entries: [(Swatch, &str); 3] = [
            (target_swatch, &self.middle),
            (inner_swatch, &self.bands[1]),
            (outer_swatch, &self.bands[0]),
        ];
        let beneath = plot.area.bottom + size.text() * 3.0 + 12.0;
        let (mut key, bottom) = key::draw(&entries, size, beneath);
        body.append(&mut key);
        let view = [0.0, 0.0, size.width(), bottom];
        root(&self.frame, "fig-funnel", size, "img", view, body)
    }

    /// One row for each group, with the limits for its size.
    fn table(&self) -> DataTable {
        let words = &self.frame.words;
        let number = |value: f64| words.format.number(value, 0);
        let span =
            |(low, high): (f64, f64)| format!("{} {} {}", number(low), words.to, number(high));
        let limits = self.limits_by_cases();
        let rows = self.groups.iter().map(|group| {
            let found = limits
                .iter()
                .find(|limits| (limits.cases - group.cases).abs() < 0.5);
            let band = |index: usize| {
                found
                    .map(|found| span(found.bands[index]))
                    .unwrap_or_default()
            };
            vec![
                group.name.clone(),
                number(group.cases),
                group.text.clone(),
                band(1),
                band(0),
                group.place.clone(),
            ]
        });
        DataTable {
            caption: format!("{}. {}", self.frame.title, self.middle),
            headers: vec![
                Header::words(self.columns[0].as_str()),
                Header::numbers(self.cases.as_str()),
                Header::words(self.rate.as_str()),
                Header::numbers(self.bands[1].as_str()),
                Header::numbers(self.bands[0].as_str()),
                Header::words(self.columns[1].as_str()),
            ],
            rows: rows.collect(),
        }
    }
}
