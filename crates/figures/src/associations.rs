//! What goes together with what: nodes on a circle, a line for each pair, wider where the two go together more closely.
//!
//! Nothing here has a direction. For causes that somebody believes in there is [`Network`](crate::Network).

use std::f64::consts::TAU;

use crate::frame::root;
use crate::key::{self, SWATCH, Swatch};
use crate::svg::{Anchor, Element, circle, label, line, lines, paint, text_width, wrap};
use crate::{DataTable, Figure, FigureError, Frame, Header, Point, Size};

/// Named things and how closely each two go together.
#[derive(Debug, Clone, PartialEq)]
pub struct Associations {
    frame: Frame,
    names: Vec<String>,
    pairs: Vec<Association>,
}

/// Two things that go together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Association {
    /// Indices of the two names; which comes first means nothing.
    pub between: [usize; 2],
    /// A partial correlation or the like, from -1 to 1. Below 0: one is high where the other is low.
    pub strength: f64,
}

const WIDEST: f64 = 7.0;

impl Associations {
    /// A picture of these pairs.
    ///
    /// # Errors
    /// A pair names something that is not there.
    pub fn new(
        frame: Frame,
        names: Vec<String>,
        pairs: Vec<Association>,
    ) -> Result<Self, FigureError> {
        let known = |pair: &Association| pair.between.iter().all(|index| *index < names.len());
        if !pairs.iter().all(known) {
            return Err(FigureError::UnknownFactor);
        }
        Ok(Self {
            frame,
            names,
            pairs,
        })
    }

    fn strongest(&self) -> f64 {
        let sizes = self.pairs.iter().map(|pair| pair.strength.abs());
        sizes.filter(|size| size.is_finite()).fold(0.0, f64::max)
    }

    fn told(&self, pair: &Association) -> String {
        let [one, other] = pair.between.map(|index| self.names[index].as_str());
        format!("{one}, {other}: {}", self.number(pair.strength))
    }

    fn number(&self, strength: f64) -> String {
        self.frame.words.format.number(strength, 2)
    }

    /// The weakest first, so that no wide line is hidden below a thin one.
    fn lines(&self, at: &[Point]) -> Vec<Element> {
        let strongest = self.strongest();
        let drawable = |pair: &&Association| pair.strength.is_finite() && pair.strength != 0.0;
        let mut pairs: Vec<&Association> = self.pairs.iter().filter(drawable).collect();
        pairs.sort_by(|a, b| a.strength.abs().total_cmp(&b.strength.abs()));
        let drawn = pairs.into_iter().map(|pair| {
            let [from, to] = pair.between.map(|index| at[index]);
            let share = pair.strength.abs() / strongest;
            stroke(from, to, 0.6 + (WIDEST - 0.6) * share, pair.strength < 0.0)
                .attribute("stroke-opacity", &format!("{:.2}", 0.35 + 0.65 * share))
                .tooltip(&self.told(pair))
        });
        drawn.collect()
    }
}

/// A line, dotted where the two are opposed.
fn stroke(from: Point, to: Point, width: f64, opposed: bool) -> Element {
    let stroke = line(paint::EDGE, from, to).number("stroke-width", width);
    if opposed {
        stroke
            .class("fig-apart")
            .attribute("stroke-dasharray", &format!("1.5 {}", 3.0 + width.round()))
    } else {
        stroke
    }
}

fn swatch(centre: Point, opposed: bool) -> Vec<Element> {
    let half = SWATCH / 2.0 - 1.5;
    vec![stroke(
        centre.plus(-half, 0.0),
        centre.plus(half, 0.0),
        1.6,
        opposed,
    )]
}

fn together_swatch(centre: Point) -> Vec<Element> {
    swatch(centre, false)
}

fn apart_swatch(centre: Point) -> Vec<Element> {
    swatch(centre, true)
}

impl Figure for Associations {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn svg(&self, size: Size) -> String {
        const DOT: f64 = 5.0;
        let text = size.text();
        let widest = self
            .names
            .iter()
            .map(|name| text_width(name, text))
            .fold(0.0, f64::max);
        let beside = (widest + 16.0).min(size.width() * 0.28);
        let radius = (size.width() / 2.0 - beside).min(240.0);
        let centre = Point::new(size.width() / 2.0, radius + text * 2.5);
        let count = self.names.len().max(1) as f64;
        let direction = |index: usize| {
            let angle = TAU * index as f64 / count;
            Point::new(angle.sin(), -angle.cos())
        };
        let at: Vec<Point> = (0..self.names.len())
            .map(|index| centre.plus(direction(index).x * radius, direction(index).y * radius))
            .collect();
        let mut body = self.lines(&at);
        for (index, name) in self.names.iter().enumerate() {
            let towards = direction(index);
            // Above and below the circle a name stands over its dot, elsewhere beside it.
            let anchor = match towards.x {
                x if x > 0.1 => Anchor::Start,
                x if x < -0.1 => Anchor::End,
                _ => Anchor::Middle,
            };
            let name = wrap(name, text, beside.max(60.0) - 10.0, 1);
            let place = at[index].plus(towards.x * 11.0, towards.y * 14.0 + text * 0.35);
            body.push(circle(paint::CARD, at[index], DOT));
            body.push(lines(paint::ON_LINES, place, anchor, text, &name));
        }
        if self.names.is_empty() {
            body.push(label(
                paint::QUIET,
                centre,
                Anchor::Middle,
                &self.frame.words.no_estimate,
            ));
        }
        let words = &self.frame.words;
        let any = |opposed: bool| {
            self.pairs
                .iter()
                .any(|pair| (pair.strength < 0.0) == opposed)
        };
        let entries: Vec<(Swatch, &str)> = [
            (
                any(false),
                together_swatch as Swatch,
                words.goes_with_more.as_ref(),
            ),
            (
                any(true),
                apart_swatch as Swatch,
                words.goes_with_less.as_ref(),
            ),
        ]
        .into_iter()
        .filter(|(present, _, _)| *present)
        .map(|(_, swatch, text)| (swatch, text))
        .collect();
        let (mut key, bottom) = key::draw(&entries, size, centre.y + radius + text * 2.5);
        body.append(&mut key);
        root(
            &self.frame,
            "fig-associations",
            size,
            "img",
            [0.0, 0.0, size.width(), bottom],
            body,
        )
    }

    fn table(&self) -> DataTable {
        let words = &self.frame.words;
        let mut pairs: Vec<&Association> = self.pairs.iter().collect();
        pairs.sort_by(|a, b| b.strength.abs().total_cmp(&a.strength.abs()));
        DataTable {
            caption: self.frame.title.clone(),
            headers: vec![
                Header::words(words.comparison.as_ref()),
                Header::words(words.comparison.as_ref()),
                Header::numbers(words.strength.as_ref()),
            ],
            rows: pairs
                .into_iter()
                .map(|pair| {
                    let [one, other] = pair.between.map(|index| self.names[index].clone());
                    vec![one, other, self.number(pair.strength)]
                })
                .collect(),
        }
    }
}
