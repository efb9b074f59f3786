//! How large cards are, and where they lie in each size of drawing.

use super::layout::{self, Problem};
use super::{Factor, Network};
use crate::geometry::Area;
use crate::svg::{Wrapped, wrap};
use crate::{Point, Size};

/// How far from the origin a card may be put.
const LIMIT: f64 = 4000.0;

/// The one shape of all cards of a drawing: their size never means anything.
#[derive(Debug, Clone, Copy)]
pub(super) struct CardShape {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) text_size: f64,
    /// Room kept free between cards, for the ends of curves to be seen in.
    pub(super) gap: f64,
    most_lines: usize,
}

impl CardShape {
    pub(super) const INDENT: f64 = 14.0;
    pub(super) const PADDING: f64 = 9.0;

    pub(super) fn new(factors: &[Factor], size: Size) -> Self {
        let (width, gap, most_lines) = match size {
            Size::Wide => (164.0, 36.0, 4),
            Size::Narrow => (132.0, 30.0, 5),
        };
        let mut shape = Self {
            width,
            height: 0.0,
            text_size: size.text(),
            gap,
            most_lines,
        };
        let lines = factors.iter().map(|f| shape.wrap(&f.label).lines.len());
        let lines = lines.max().unwrap_or(1).max(1) as f64;
        let domain_line = if factors.iter().any(|f| f.domain.is_some()) {
            1.0
        } else {
            0.0
        };
        shape.height = Self::PADDING * 2.0 + (lines + domain_line) * shape.line_height();
        shape
    }

    pub(super) fn wrap(&self, label: &str) -> Wrapped {
        let room = self.width - Self::INDENT - Self::PADDING;
        wrap(label, self.text_size, room, self.most_lines)
    }

    pub(super) fn line_height(&self) -> f64 {
        self.text_size * 1.25
    }

    pub(super) fn at(&self, centre: Point) -> Area {
        Area::around(centre, self.width, self.height)
    }
}

/// The centres of all cards in a drawing of the given size.
pub(super) fn positions(network: &Network, size: Size) -> Vec<Point> {
    let fixed: Vec<Option<Point>> = network
        .factors
        .iter()
        .map(|factor| factor.position.filter(|p| p.is_finite()).map(within_limit))
        .collect();
    let links: Vec<(usize, usize)> = network.influences.iter().map(|i| (i.from, i.to)).collect();
    let shape = CardShape::new(&network.factors, Size::Wide);
    let wide = layout::solve(&Problem {
        fixed: &fixed,
        links: &links,
        shape,
        width: Size::Wide.width(),
        seed: network.seed,
    });
    match size {
        Size::Wide => wide,
        Size::Narrow => squeezed(&wide, shape, CardShape::new(&network.factors, Size::Narrow)),
    }
}

fn within_limit(point: Point) -> Point {
    Point::new(point.x.clamp(-LIMIT, LIMIT), point.y.clamp(-LIMIT, LIMIT))
}

/// The same arrangement on a phone: two columns with a channel between them
/// for the curves. Left of the middle goes left, and above stays above.
fn squeezed(wide: &[Point], from: CardShape, to: CardShape) -> Vec<Point> {
    let width = Size::Narrow.width();
    let (left, right) = (to.width / 2.0 + 2.0, width - to.width / 2.0 - 2.0);
    let mut across: Vec<f64> = wide.iter().map(|p| p.x).collect();
    across.sort_by(f64::total_cmp);
    let Some(&middle) = across.get(across.len() / 2) else {
        return Vec::new();
    };
    let stretch = (to.height + to.gap) / (from.height + from.gap);
    let start = wide.iter().map(|p| {
        let x = if p.x < middle { left } else { right };
        Point::new(x, p.y * stretch)
    });
    let free = vec![false; wide.len()];
    layout::apart(start.collect(), &free, to, width)
}
