use std::fmt::Write as _;

use super::element::coordinate;
use crate::Point;

/// The `d` attribute of a path, absolute and rounded.
#[derive(Debug, Clone, Default)]
pub(crate) struct PathData(String);

impl PathData {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Straight lines from point to point.
    pub(crate) fn polyline(points: &[Point]) -> Self {
        let mut data = Self::new();
        for (index, &point) in points.iter().enumerate() {
            data = if index == 0 {
                data.move_to(point)
            } else {
                data.line_to(point)
            };
        }
        data
    }

    pub(crate) fn move_to(self, to: Point) -> Self {
        self.step('M', &[to])
    }

    pub(crate) fn line_to(self, to: Point) -> Self {
        self.step('L', &[to])
    }

    /// A quadratic Bézier curve.
    pub(crate) fn quad_to(self, bend: Point, to: Point) -> Self {
        self.step('Q', &[bend, to])
    }

    /// A circular arc of less than half a turn; clockwise on the screen or not.
    pub(crate) fn arc_to(mut self, radius: f64, clockwise: bool, to: Point) -> Self {
        // Writing into a String cannot fail; the same holds below.
        let _ = write!(
            self.0,
            "A{r} {r} 0 0 {sweep} {x} {y}",
            r = coordinate(radius),
            sweep = u8::from(clockwise),
            x = coordinate(to.x),
            y = coordinate(to.y)
        );
        self
    }

    pub(crate) fn close(mut self) -> Self {
        self.0.push('Z');
        self
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    fn step(mut self, letter: char, points: &[Point]) -> Self {
        self.0.push(letter);
        for (index, point) in points.iter().enumerate() {
            let gap = if index == 0 { "" } else { " " };
            let _ = write!(
                self.0,
                "{gap}{} {}",
                coordinate(point.x),
                coordinate(point.y)
            );
        }
        self
    }
}
