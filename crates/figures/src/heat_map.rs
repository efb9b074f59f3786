//! A table of numbers whose size is seen at a glance: darker is further from nothing.

use crate::frame::root;
use crate::geometry::Area;
use crate::key::{self, Swatch};
use crate::svg::{Anchor, Element, label, lines, paint, rect, text_width, wrap};
use crate::{DataTable, Figure, Frame, Header, Point, Size};

/// Numbers by row and column, such as a league table: each therapy against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMap {
    /// Title, summary, ids and words.
    pub frame: Frame,
    /// Names of rows and columns alike, in their order.
    pub names: Vec<String>,
    /// Row by row; none where there is nothing, as on the diagonal.
    pub cells: Vec<Vec<Option<HeatCell>>>,
    /// What a number above and below nothing means: "row does better", "row does worse".
    pub sides: [String; 2],
}

/// One number.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatCell {
    /// What is shown as darkness. Not finite: drawn as nothing.
    pub value: f64,
    /// What stands in the cell of the table and in the tooltip: "0.42 (0.10 to 0.74)".
    pub text: String,
    /// Whether it is surely not nothing; drawn with an edge.
    pub marked: bool,
}

/// Up to here the numbers are numbered; further ones are a picture without words.
const NUMBERED: usize = 40;

impl HeatMap {
    fn cell(&self, row: usize, column: usize) -> Option<&HeatCell> {
        let cell = self.cells.get(row)?.get(column)?.as_ref();
        cell.filter(|cell| cell.value.is_finite())
    }

    fn most(&self) -> f64 {
        let cells = self.cells.iter().flatten().flatten();
        let sizes = cells
            .map(|cell| cell.value.abs())
            .filter(|size| size.is_finite());
        sizes.fold(0.0, f64::max)
    }

    fn square(&self, area: Area, cell: &HeatCell, told: &str) -> Element {
        let most = self.most();
        let share = if most > 0.0 {
            cell.value.abs() / most
        } else {
            0.0
        };
        let look = if cell.value < 0.0 {
            paint::HEAT_LESS
        } else {
            paint::HEAT_MORE
        };
        let look =
            rect(look, area).attribute("fill-opacity", &format!("{:.2}", 0.08 + 0.82 * share));
        let mut group = Element::new("g").tooltip(told).child(look);
        if cell.marked {
            group = group.child(rect(paint::HEAT_EDGE, area.grown(-1.5)));
        }
        group
    }
}

fn more_swatch(centre: Point) -> Vec<Element> {
    let square = rect(paint::HEAT_MORE, Area::around(centre, 12.0, 12.0));
    vec![square.attribute("fill-opacity", "0.60")]
}

fn less_swatch(centre: Point) -> Vec<Element> {
    let square = rect(paint::HEAT_LESS, Area::around(centre, 12.0, 12.0));
    vec![square.attribute("fill-opacity", "0.60")]
}

impl Figure for HeatMap {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        let text = size.text();
        let numbered = |index: usize, name: &str| format!("{}  {name}", index + 1);
        let widest = self
            .names
            .iter()
            .enumerate()
            .map(|(index, name)| text_width(&numbered(index, name), text))
            .fold(0.0, f64::max);
        let left = (widest + 10.0).min(size.width() * 0.45);
        let count = self.names.len().max(1) as f64;
        let edge = ((size.width() - left - 4.0) / count).min(44.0);
        let top = text * 1.8;
        let mut body = Vec::new();
        if self.names.is_empty() {
            let at = Point::new(size.width() / 2.0, text * 2.0);
            body.push(label(
                paint::QUIET,
                at,
                Anchor::Middle,
                &self.frame.words.no_estimate,
            ));
        }
        for (index, name) in self.names.iter().enumerate() {
            let place = top + edge * index as f64;
            let name = wrap(&numbered(index, name), text, left - 8.0, 1);
            let at = Point::new(left - 8.0, place + edge / 2.0 + text * 0.35);
            body.push(lines(paint::TEXT, at, Anchor::End, text, &name));
            if self.names.len() <= NUMBERED {
                let at = Point::new(left + edge * (index as f64 + 0.5), top - 6.0);
                body.push(label(
                    paint::QUIET,
                    at,
                    Anchor::Middle,
                    &(index + 1).to_string(),
                ));
            }
        }
        for (row, row_name) in self.names.iter().enumerate() {
            for (column, column_name) in self.names.iter().enumerate() {
                let Some(cell) = self.cell(row, column) else {
                    continue;
                };
                let (x, y) = (left + edge * column as f64, top + edge * row as f64);
                let told = format!("{row_name}, {column_name}: {}", cell.text);
                body.push(self.square(
                    Area::new(x, y, x + edge - 1.0, y + edge - 1.0),
                    cell,
                    &told,
                ));
            }
        }
        let entries: [(Swatch, &str); 2] = [
            (more_swatch, self.sides[0].as_str()),
            (less_swatch, self.sides[1].as_str()),
        ];
        let (mut key, bottom) = key::draw(&entries, size, top + edge * count + 8.0);
        body.append(&mut key);
        root(
            &self.frame,
            "fig-heat-map",
            size,
            "img",
            [0.0, 0.0, size.width(), bottom],
            body,
        )
    }

    fn table(&self) -> DataTable {
        let mut headers = vec![Header::words(self.frame.words.comparison.as_ref())];
        headers.extend(self.names.iter().map(|name| Header::numbers(name.as_str())));
        let text = |row: usize, column: usize| {
            let cell = self.cell(row, column);
            cell.map(|cell| cell.text.clone()).unwrap_or_default()
        };
        let rows = self.names.iter().enumerate().map(|(row, name)| {
            let cells = (0..self.names.len()).map(|column| text(row, column));
            std::iter::once(name.clone()).chain(cells).collect()
        });
        DataTable {
            caption: self.frame.title.clone(),
            headers,
            rows: rows.collect(),
        }
    }
}
