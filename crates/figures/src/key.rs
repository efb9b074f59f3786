//! The quiet line under a picture that says what each kind of mark is.

use crate::svg::{Anchor, Element, label, paint, text_width};
use crate::{Point, Size};

/// Width of the sample before each word.
pub(crate) const SWATCH: f64 = 18.0;

/// Draws a sample of a mark around a point.
pub(crate) type Swatch = fn(Point) -> Vec<Element>;

/// Samples and words in as many lines as they need, below `top`. Returns the
/// lower end of what was drawn as well.
pub(crate) fn draw(entries: &[(Swatch, &str)], size: Size, top: f64) -> (Vec<Element>, f64) {
    let line_height = size.text() * 1.6;
    let mut body = Vec::new();
    if entries.is_empty() {
        return (body, top);
    }
    let (mut x, mut baseline) = (0.0, top + line_height);
    for (swatch, text) in entries {
        let width = SWATCH + 6.0 + text_width(text, size.text());
        if x > 0.0 && x + width > size.width() {
            x = 0.0;
            baseline += line_height;
        }
        let centre = Point::new(x + SWATCH / 2.0, baseline - size.text() * 0.35);
        body.extend(swatch(centre));
        let at = Point::new(x + SWATCH + 6.0, baseline);
        body.push(label(paint::QUIET, at, Anchor::Start, text));
        x += width + 16.0;
    }
    (body, baseline + 6.0)
}
