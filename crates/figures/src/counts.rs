//! How often each of a few things was given, as bars.

use crate::frame::root;
use crate::geometry::Area;
use crate::svg::{Anchor, Element, label, paint, rect, wrap};
use crate::{DataTable, Figure, Frame, Header, Point, Size};

/// Groups of counted things. Bars of all groups share one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    /// Title, summary, ids and words.
    pub frame: Frame,
    /// What was asked, and how many answered: "What did you wish for? (7 of 8 sheets)".
    pub groups: Vec<CountGroup>,
    /// Heads of the table: what was asked, what was given, how often.
    pub columns: [String; 3],
}

/// What was given to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountGroup {
    /// Its name.
    pub name: String,
    /// Words and how often, in the order drawn.
    pub given: Vec<(String, usize)>,
}

impl Figure for Counts {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        let text = size.text();
        let all = self.groups.iter().flat_map(|group| &group.given);
        let most = all.map(|(_, often)| *often).max().unwrap_or(1).max(1) as f64;
        let words = match size {
            Size::Wide => size.width() * 0.42,
            Size::Narrow => size.width() * 0.5,
        };
        // Room at the end for the number.
        let longest = size.width() - words - text * 3.0;
        let mut body = Vec::new();
        let mut y = 0.0;
        for group in &self.groups {
            for words in wrap(&group.name, text, size.width(), 3).lines {
                y += text * 1.3;
                body.push(label(
                    paint::STRONG,
                    Point::new(0.0, y),
                    Anchor::Start,
                    &words,
                ));
            }
            y += text * 0.5;
            for (name, often) in &group.given {
                let lines = wrap(name, text, words - 12.0, 2).lines;
                let height = text * 1.25 * lines.len().max(1) as f64;
                for (index, line) in lines.iter().enumerate() {
                    let at = Point::new(0.0, y + text * (1.0 + 1.25 * index as f64));
                    body.push(label(paint::TEXT, at, Anchor::Start, line));
                }
                let width = longest * *often as f64 / most;
                let bar = Area::new(words, y + 2.0, words + width, y + text * 1.1);
                let mark = Element::new("g").tooltip(&format!("{name}: {often}"));
                body.push(mark.child(rect(paint::DOMAIN_MARK, bar)));
                let at = Point::new(words + width + 6.0, y + text);
                body.push(label(paint::TEXT, at, Anchor::Start, &often.to_string()));
                y += height + text * 0.35;
            }
            y += text * 0.6;
        }
        let view = [0.0, 0.0, size.width(), y.max(text)];
        root(&self.frame, "fig-counts", size, "img", view, body)
    }

    /// One row for each thing given.
    fn table(&self) -> DataTable {
        let rows = self.groups.iter().flat_map(|group| {
            let given = group.given.iter();
            given.map(|(name, often)| vec![group.name.clone(), name.clone(), often.to_string()])
        });
        DataTable {
            caption: self.frame.title.clone(),
            headers: vec![
                Header::words(self.columns[0].as_str()),
                Header::words(self.columns[1].as_str()),
                Header::numbers(self.columns[2].as_str()),
            ],
            rows: rows.collect(),
        }
    }
}
