//! The scale at the left of a picture, shared by those that show plain numbers.

use crate::geometry::Area;
use crate::scale::{Linear, decimals_needed, round_ticks};
use crate::svg::{Anchor, Element, label, line, paint, text_width};
use crate::words::Format;
use crate::{Point, Range, Size};

/// Where things are drawn: numbers go up in it.
pub(crate) struct Rise {
    pub(crate) area: Area,
    pub(crate) up: Linear,
    size: Size,
}

impl Rise {
    /// The whole of the scale, from end to end: a cut one makes differences look large.
    pub(crate) fn new(range: Range, size: Size) -> Self {
        let text = size.text();
        let height = match size {
            Size::Wide => 220.0,
            Size::Narrow => 190.0,
        };
        let widest = [range.low(), range.high()]
            .into_iter()
            .map(|end| text_width(&format!("{end:.0}"), text))
            .fold(0.0, f64::max);
        let top = text * 2.0;
        let area = Area::new(widest + 14.0, top, size.width() - 14.0, top + height);
        Self {
            up: Linear::new(range, area.bottom, area.top),
            area,
            size,
        }
    }

    /// Lines with their numbers, and above them what they mean.
    pub(crate) fn draw(&self, name: &str, format: &Format) -> Vec<Element> {
        let text = self.size.text();
        let ticks = round_ticks(self.up.range(), 5);
        let decimals = decimals_needed(&ticks);
        let mut body = Vec::new();
        for tick in ticks {
            let y = self.up.at(tick);
            let (from, to) = (
                Point::new(self.area.left, y),
                Point::new(self.area.right, y),
            );
            body.push(line(paint::GRID, from, to));
            let at = Point::new(self.area.left - 8.0, y + text * 0.35);
            let number = format.number(tick, decimals);
            body.push(label(paint::QUIET, at, Anchor::End, &number));
        }
        body.push(label(
            paint::QUIET,
            Point::new(0.0, text),
            Anchor::Start,
            name,
        ));
        body
    }
}
