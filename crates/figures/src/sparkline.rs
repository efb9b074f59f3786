//! A trajectory small enough for one row of a list.

use jiff::civil::Date;

use crate::date_axis::DateAxis;
use crate::scale::Linear;
use crate::svg::{Element, PathData, circle, paint, path};
use crate::{DataTable, Header, Point, Range, Words};

/// Width and height of a sparkline in CSS pixels.
const SIZE: (f64, f64) = (96.0, 24.0);

/// A tiny trajectory: light line, gaps where an answer is missing, a dot on the last.
#[derive(Debug, Clone, PartialEq)]
pub struct Sparkline {
    /// What a screen reader says: "PHQ-9 from 19 in March to 8".
    pub title: String,
    /// The measure's whole range, so that rows of a list can be compared.
    pub range: Range,
    /// Decimals of a value, for the table.
    pub decimals: usize,
    /// What was asked for, answered or not. Any order.
    pub points: Vec<(Date, Option<f64>)>,
    /// Whether the row says the same in words already: then the picture is
    /// hidden from screen readers.
    pub decorative: bool,
}

impl Sparkline {
    /// The picture as one `<svg>` element of 96 by 24 CSS pixels.
    pub fn svg(&self) -> String {
        let svg = Element::new("svg")
            .class("fig-spark")
            .attribute("xmlns", "http://www.w3.org/2000/svg")
            .numbers("viewBox", &[0.0, 0.0, SIZE.0, SIZE.1])
            .number("width", SIZE.0)
            .number("height", SIZE.1);
        let named = if self.decorative {
            svg.attribute("aria-hidden", "true")
        } else {
            svg.attribute("role", "img")
                .attribute("aria-label", &self.title)
                .child(Element::new("title").text(&self.title))
        };
        named.children(self.marks()).to_string()
    }

    /// The same data as a table.
    pub fn table(&self, words: &Words) -> DataTable {
        let row = |(date, value): (Date, Option<f64>)| {
            let value = value.map_or_else(
                || words.not_answered.to_string(),
                |value| words.format.number(value, self.decimals),
            );
            vec![words.format.date(date), value]
        };
        DataTable {
            caption: self.title.clone(),
            headers: vec![
                Header::words(words.date.as_ref()),
                Header::numbers(words.value.as_ref()),
            ],
            rows: self.by_day().into_iter().map(row).collect(),
        }
    }

    /// By day; what is not finite is missing.
    fn by_day(&self) -> Vec<(Date, Option<f64>)> {
        let mut points: Vec<(Date, Option<f64>)> = self
            .points
            .iter()
            .map(|(date, value)| (*date, value.filter(|v| v.is_finite())))
            .collect();
        points.sort_by_key(|(date, _)| *date);
        points
    }

    fn marks(&self) -> Vec<Element> {
        const EDGE: f64 = 3.0;
        let points = self.by_day();
        let dates = points.iter().map(|(date, _)| *date);
        let Some(axis) = DateAxis::new(dates, EDGE, SIZE.0 - EDGE) else {
            return Vec::new();
        };
        let values = Linear::new(self.range, SIZE.1 - EDGE, EDGE);
        let mut body = Vec::new();
        let answered = |part: &[(Date, Option<f64>)]| -> Vec<Point> {
            part.iter()
                .filter_map(|(date, value)| Some(Point::new(axis.at(*date), values.at((*value)?))))
                .collect()
        };
        for stretch in points.split(|(_, value)| value.is_none()) {
            let stretch = answered(stretch);
            match stretch.as_slice() {
                [] => {}
                [only] => body.push(circle(paint::SPARK_POINT, *only, 1.2)),
                _ => body.push(path(paint::SPARK_LINE, &PathData::polyline(&stretch))),
            }
        }
        if let Some(last) = answered(&points).last() {
            body.push(circle(paint::SPARK_LAST, *last, 2.4));
        }
        body
    }
}
