//! Several measures one above the other, each on its own scale, all on one axis of
//! time: small multiples (Tufte 1990, Envisioning Information). Two scales on one
//! axis would let any two courses seem to cross.

use std::fmt::Write as _;

use super::bands::BandNames;
use super::draw::{Plot, dates_of, panel, role, tick_room};
use super::{Line, Trajectory, below, key, table};
use crate::date_axis::DateAxis;
use crate::frame::root;
use crate::geometry::Area;
use crate::scale::Linear;
use crate::svg::{Anchor, escape, lines, paint, wrap};
use crate::{DataTable, Figure, Frame, Point, Size};

/// Courses of several measures on a common axis.
///
/// Sessions and marks are what happened, whatever was measured: those of the first
/// panel stand below the last one and run through all.
#[derive(Debug, Clone, PartialEq)]
pub struct Courses {
    /// Title, summary, ids and words of the whole.
    pub frame: Frame,
    /// From top to bottom. The title of each names its measure; its summary is the
    /// sentence it shows.
    pub panels: Vec<Trajectory>,
}

impl Courses {
    /// The panels with the same meetings and marks in each.
    fn with_common(&self) -> Vec<Trajectory> {
        let Some(first) = self.panels.first() else {
            return Vec::new();
        };
        self.panels
            .iter()
            .map(|panel| Trajectory {
                sessions: first.sessions.clone(),
                marks: first.marks.clone(),
                ..panel.clone()
            })
            .collect()
    }

    fn lines(&self) -> Vec<Line> {
        let mut lines: Vec<Line> = self
            .panels
            .iter()
            .flat_map(|panel| panel.course_lines(&panel.frame.title))
            .chain(
                self.panels
                    .first()
                    .into_iter()
                    .flat_map(Trajectory::beside_lines),
            )
            .collect();
        lines.sort_by_key(|line| line.date);
        lines
    }
}

impl Figure for Courses {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        let panels = self.with_common();
        let names: Vec<BandNames> = panels
            .iter()
            .map(|panel| BandNames::new(panel, size))
            .collect();
        let left = panels
            .iter()
            .map(|panel| tick_room(panel, size))
            .fold(14.0, f64::max);
        let right = size.width() - names.iter().map(BandNames::width).fold(14.0, f64::max);
        let dates = DateAxis::new(panels.iter().flat_map(dates_of), left, right);
        let (text, height) = match size {
            Size::Wide => (size.text(), 150.0),
            Size::Narrow => (size.text(), 140.0),
        };
        let (mut body, mut top) = (Vec::new(), text);
        let mut last = None;
        for (course, names) in panels.iter().zip(&names) {
            let title = wrap(&course.frame.title, text, size.width(), 1);
            let at = Point::new(0.0, top);
            body.push(lines(paint::STRONG, at, Anchor::Start, text, &title));
            let area = Area::new(left, top + 14.0, right, top + 14.0 + height);
            let plot = Plot {
                dates,
                values: Linear::new(course.range, area.bottom, area.top),
                area,
                size,
            };
            body.extend(panel(course, &plot, Some(names)));
            top = area.bottom + 34.0;
            last = Some((course, plot));
        }
        let mut bottom = top;
        if let Some((course, plot)) = &last {
            let (mut beneath, end) = below::draw(course, plot);
            body.append(&mut beneath);
            bottom = end;
        }
        let all: Vec<&Trajectory> = panels.iter().collect();
        let (mut key, bottom) = key::draw(&all, size, bottom);
        body.append(&mut key);
        let role = role(panels.iter().any(Trajectory::has_links));
        let view = [0.0, 0.0, size.width(), bottom];
        root(&self.frame, "fig-courses", size, role, view, body)
    }

    fn table(&self) -> DataTable {
        let undated = self
            .panels
            .iter()
            .flat_map(|panel| panel.undated_rows(&panel.frame.title))
            .collect();
        table(&self.frame, self.lines(), undated)
    }

    fn table_html(&self) -> String {
        let links: Vec<_> = self.lines().into_iter().map(|line| line.link).collect();
        self.table().to_html_linked(&links)
    }

    /// The sentence of every panel.
    fn notes_html(&self) -> String {
        let mut html = String::from("<ul class=\"fig-course-list\">");
        for panel in &self.panels {
            // Writing into a String cannot fail.
            let _ = write!(html, "<li>{}</li>", escape(&panel.frame.summary));
        }
        html.push_str("</ul>");
        if self.panels.is_empty() {
            String::new()
        } else {
            html
        }
    }
}
