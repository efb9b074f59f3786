//! Curves of the same kind, one for each time: how something rose and fell within an hour.

use jiff::civil::Date;

use crate::frame::root;
use crate::key::{self, SWATCH, Swatch};
use crate::rise::Rise;
use crate::scale::{Linear, decimals_needed, round_ticks};
use crate::svg::{Anchor, Element, PathData, circle, label, line, paint, path};
use crate::{DataTable, Figure, Frame, Header, Point, Range, Size};

/// Curves over one scale. The latest stands out, earlier ones are thin.
#[derive(Debug, Clone, PartialEq)]
pub struct Curves {
    /// Title, summary, ids and words.
    pub frame: Frame,
    /// What goes up, and its whole scale.
    pub up: (String, Range),
    /// What goes along the bottom.
    pub across: String,
    /// What the latest one and the earlier ones are called.
    pub key: [String; 2],
    /// Oldest first.
    pub curves: Vec<OneCurve>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct OneCurve {
    /// The day.
    pub on: Date,
    /// What it belongs to; may be empty.
    pub name: String,
    /// From left to right.
    pub points: Vec<(f64, f64)>,
}

fn latest_swatch(centre: Point) -> Vec<Element> {
    let half = SWATCH / 2.0;
    let (from, to) = (centre.plus(-half, 0.0), centre.plus(half, 0.0));
    vec![
        line(paint::MEASURED_LINE, from, to),
        circle(paint::MEASURED, centre, 3.5),
    ]
}

fn earlier_swatch(centre: Point) -> Vec<Element> {
    let half = SWATCH / 2.0;
    let (from, to) = (centre.plus(-half, 0.0), centre.plus(half, 0.0));
    vec![line(paint::EXPECTED, from, to)]
}

impl Curves {
    fn told(&self, curve: &OneCurve) -> String {
        let on = self.frame.words.format.date(curve.on);
        if curve.name.is_empty() {
            on
        } else {
            format!("{on}: {}", curve.name)
        }
    }
}

impl Figure for Curves {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        let rise = Rise::new(self.up.1, size);
        let (area, text) = (rise.area, size.text());
        let format = &self.frame.words.format;
        let mut body = rise.draw(&self.up.0, format);
        let points = self.curves.iter().flat_map(|curve| &curve.points);
        let range = Range::around(points.map(|(across, _)| *across).chain([0.0]));
        let across = Linear::new(range, area.left + 6.0, area.right - 6.0);
        let foot = area.bottom + 6.0;
        let ticks = round_ticks(range, 6);
        let decimals = decimals_needed(&ticks);
        for tick in ticks {
            let at = Point::new(across.at(tick), foot + text);
            let number = format.number(tick, decimals);
            body.push(label(paint::QUIET, at, Anchor::Middle, &number));
        }
        let below = Point::new(area.centre().x, foot + text * 2.4);
        body.push(label(paint::QUIET, below, Anchor::Middle, &self.across));
        let last = self.curves.len().saturating_sub(1);
        for (index, curve) in self.curves.iter().enumerate() {
            let placed = curve.points.iter();
            let placed: Vec<Point> = placed
                .map(|(x, y)| Point::new(across.at(*x), rise.up.at(*y)))
                .collect();
            let look = if index == last {
                paint::MEASURED_LINE
            } else {
                paint::EXPECTED
            };
            let mut mark = Element::new("g").tooltip(&self.told(curve));
            mark = mark.child(path(look, &PathData::polyline(&placed)));
            if index == last || placed.len() == 1 {
                let dots = placed.iter().map(|at| circle(paint::MEASURED, *at, 3.5));
                mark = mark.children(dots);
            }
            body.push(mark);
        }
        let entries: [(Swatch, &str); 2] = [
            (latest_swatch, &self.key[0]),
            (earlier_swatch, &self.key[1]),
        ];
        let shown = if self.curves.len() > 1 {
            &entries[..]
        } else {
            &entries[..1]
        };
        let (mut key, bottom) = key::draw(shown, size, foot + text * 3.0 + 8.0);
        body.append(&mut key);
        let view = [0.0, 0.0, size.width(), bottom];
        root(&self.frame, "fig-curves", size, "img", view, body)
    }

    /// One row for each, with where it was highest and where it ended.
    fn table(&self) -> DataTable {
        let words = &self.frame.words;
        let number = |value: f64| words.format.number(value, 0);
        let rows = self.curves.iter().map(|curve| {
            let points = curve.points.iter();
            let said: Vec<String> = points
                .map(|(across, up)| format!("{}: {}", number(*across), number(*up)))
                .collect();
            vec![
                words.format.date(curve.on),
                curve.name.clone(),
                said.join("; "),
            ]
        });
        DataTable {
            caption: self.frame.title.clone(),
            headers: vec![
                Header::words(words.date.to_string()),
                Header::words(words.what.to_string()),
                Header::words(format!("{}: {}", self.across, self.up.0)),
            ],
            rows: rows.collect(),
        }
    }
}
