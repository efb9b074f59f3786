//! Writing SVG: elements, paints, paths and the width of words.

mod element;
pub(crate) mod paint;
mod path;
mod shape;
mod words_fit;

pub(crate) use element::{Element, escape};
pub(crate) use paint::Paint;
pub(crate) use path::PathData;
pub(crate) use shape::{Anchor, circle, label, line, lines, path, pressed, rect};
pub(crate) use words_fit::{Wrapped, text_width, wrap};
