use super::{Element, Paint, PathData, Wrapped};
use crate::geometry::Area;
use crate::{PagePath, Point};

/// Where a text stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    const fn value(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// What can be pressed: `reach` is where a finger finds it, `name` what a screen
/// reader says. Without a link the thing itself.
pub(crate) fn pressed(
    link: Option<&PagePath>,
    name: &str,
    reach: Element,
    thing: Element,
) -> Element {
    match link {
        Some(link) => Element::new("a")
            .class("fig-point-link")
            .attribute("href", link.as_str())
            .attribute("aria-label", name)
            .child(reach)
            .child(thing),
        None => thing,
    }
}

pub(crate) fn line(paint: Paint, from: Point, to: Point) -> Element {
    Element::painted("line", paint)
        .number("x1", from.x)
        .number("y1", from.y)
        .number("x2", to.x)
        .number("y2", to.y)
}

pub(crate) fn circle(paint: Paint, centre: Point, radius: f64) -> Element {
    Element::painted("circle", paint)
        .number("cx", centre.x)
        .number("cy", centre.y)
        .number("r", radius)
}

pub(crate) fn rect(paint: Paint, area: Area) -> Element {
    Element::painted("rect", paint)
        .number("x", area.left)
        .number("y", area.top)
        .number("width", area.width())
        .number("height", area.height())
}

pub(crate) fn path(paint: Paint, data: &PathData) -> Element {
    Element::painted("path", paint).attribute("d", data.as_str())
}

/// One line of text on its baseline.
pub(crate) fn label(paint: Paint, at: Point, anchor: Anchor, text: &str) -> Element {
    Element::painted("text", paint)
        .number("x", at.x)
        .number("y", at.y)
        .attribute("text-anchor", anchor.value())
        .text(text)
}

/// Several lines of text; `at` is the baseline of the first. What had to be
/// shortened is whole in the tooltip.
pub(crate) fn lines(
    paint: Paint,
    at: Point,
    anchor: Anchor,
    line_height: f64,
    wrapped: &Wrapped,
) -> Element {
    let mut text = Element::painted("text", paint)
        .number("x", at.x)
        .number("y", at.y)
        .attribute("text-anchor", anchor.value());
    if let Some(whole) = &wrapped.shortened_from {
        text = text.tooltip(whole);
    }
    for (index, line) in wrapped.lines.iter().enumerate() {
        text = text.child(
            Element::new("tspan")
                .number("x", at.x)
                .number("dy", if index == 0 { 0.0 } else { line_height })
                .text(line),
        );
    }
    text
}
