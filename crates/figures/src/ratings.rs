//! Numbers somebody gave, by date: one each time, or one before and one after.

use jiff::civil::Date;

use crate::date_axis::DateAxis;
use crate::frame::root;
use crate::key::{self, Swatch};
use crate::rise::Rise;
use crate::svg::{Anchor, Element, circle, label, line, paint};
use crate::{DataTable, Figure, Frame, Header, Point, Range, Size};

/// Ratings on one scale. Nothing is drawn through them: each stands for its day alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    /// Title, summary, ids and words.
    pub frame: Frame,
    /// What the numbers mean.
    pub name: String,
    /// The whole scale.
    pub range: Range,
    /// What the earlier and the later number are called; none where there is one.
    pub pair: Option<[String; 2]>,
    /// Oldest first.
    pub ratings: Vec<Rating>,
}

/// What was given on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Rating {
    /// The day.
    pub on: Date,
    /// The earlier number, where there is one.
    pub before: Option<f64>,
    /// The number, or the later one.
    pub after: Option<f64>,
    /// What it belongs to; may be empty.
    pub detail: String,
}

/// Radius of a dot.
const DOT: f64 = 4.0;

fn after_swatch(centre: Point) -> Vec<Element> {
    vec![circle(paint::MEASURED, centre, DOT)]
}

fn before_swatch(centre: Point) -> Vec<Element> {
    vec![circle(paint::MISSING, centre, DOT)]
}

impl Ratings {
    fn dots(&self, rise: &Rise, dates: &DateAxis) -> Vec<Element> {
        let mut body = Vec::new();
        let mut last: Option<f64> = None;
        for rating in &self.ratings {
            // Several of one day stand side by side.
            let x = dates.at(rating.on);
            let x = last
                .filter(|last| x < last + DOT * 2.4)
                .map_or(x, |last| last + DOT * 2.4);
            last = Some(x);
            let at = |value: f64| Point::new(x, rise.up.at(value));
            let mut mark = Element::new("g").tooltip(&self.told(rating));
            if let (Some(before), Some(after)) = (rating.before, rating.after) {
                mark = mark.child(line(paint::MOVED, at(before), at(after)));
            }
            if let Some(before) = rating.before {
                mark = mark.child(circle(paint::MISSING, at(before), DOT));
            }
            if let Some(after) = rating.after {
                mark = mark.child(circle(paint::MEASURED, at(after), DOT));
            }
            body.push(mark);
        }
        body
    }

    fn told(&self, rating: &Rating) -> String {
        let words = &self.frame.words;
        let number = |value: Option<f64>| value.map(|value| words.format.number(value, 0));
        let numbers = [number(rating.before), number(rating.after)];
        let numbers: Vec<String> = numbers.into_iter().flatten().collect();
        let on = words.format.date(rating.on);
        let said = format!("{on}: {}", numbers.join(" \u{2192} "));
        if rating.detail.is_empty() {
            said
        } else {
            format!("{said}; {}", rating.detail)
        }
    }
}

impl Figure for Ratings {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        let rise = Rise::new(self.range, size);
        let (area, text) = (rise.area, size.text());
        let format = &self.frame.words.format;
        let mut body = rise.draw(&self.name, format);
        let foot = area.bottom + 6.0;
        let dates = self.ratings.iter().map(|rating| rating.on);
        if let Some(dates) = DateAxis::new(dates, area.left + DOT, area.right - DOT) {
            for tick in dates.ticks(format, text) {
                let at = Point::new(tick.x, foot + text);
                body.push(label(paint::QUIET, at, Anchor::Middle, &tick.text));
                if let Some(year) = tick.year {
                    let below = Point::new(tick.x, foot + text * 2.2);
                    body.push(label(paint::QUIET, below, Anchor::Middle, &year));
                }
            }
            body.append(&mut self.dots(&rise, &dates));
        }
        let beneath = foot + text * 2.6;
        let mut bottom = beneath;
        if let Some([before, after]) = &self.pair {
            let entries: [(Swatch, &str); 2] = [
                (before_swatch, before.as_str()),
                (after_swatch, after.as_str()),
            ];
            let (mut key, end) = key::draw(&entries, size, beneath + 8.0);
            body.append(&mut key);
            bottom = end;
        }
        let view = [0.0, 0.0, size.width(), bottom];
        root(&self.frame, "fig-ratings", size, "img", view, body)
    }

    /// One row for each.
    fn table(&self) -> DataTable {
        let words = &self.frame.words;
        let number = |value: Option<f64>| {
            value.map_or_else(String::new, |value| words.format.number(value, 0))
        };
        let detailed = self.ratings.iter().any(|rating| !rating.detail.is_empty());
        let mut headers = vec![Header::words(words.date.to_string())];
        match &self.pair {
            Some([before, after]) => {
                headers.push(Header::numbers(before.as_str()));
                headers.push(Header::numbers(after.as_str()));
            }
            None => headers.push(Header::numbers(self.name.as_str())),
        }
        if detailed {
            headers.push(Header::words(words.detail.to_string()));
        }
        let rows = self.ratings.iter().map(|rating| {
            let mut row = vec![words.format.date(rating.on)];
            if self.pair.is_some() {
                row.push(number(rating.before));
            }
            row.push(number(rating.after));
            if detailed {
                row.push(rating.detail.clone());
            }
            row
        });
        DataTable {
            caption: self.frame.title.clone(),
            headers,
            rows: rows.collect(),
        }
    }
}
