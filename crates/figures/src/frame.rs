use std::fmt::Write as _;

use crate::svg::{Element, escape};
use crate::{DataTable, FigureError, Words};

/// The prefix of every `id` a picture writes; unique on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureId(String);

impl FigureId {
    /// Accepts `[a-z][a-z0-9-]*`, so that the id never needs escaping.
    pub fn new(id: impl Into<String>) -> Result<Self, FigureError> {
        let id = id.into();
        let starts_well = id.starts_with(|c: char| c.is_ascii_lowercase());
        let stays_well = id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if starts_well && stays_well {
            Ok(Self(id))
        } else {
            Err(FigureError::UnsafeId)
        }
    }

    /// The prefix as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What every picture carries besides its data.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Prefix of the ids in the picture.
    pub id: FigureId,
    /// A few words that name the picture; becomes `<title>`.
    pub title: String,
    /// The sentence that the picture shows; becomes `<desc>` and the caption.
    pub summary: String,
    /// The words the picture writes itself.
    pub words: Words,
}

impl Frame {
    /// A frame with English words.
    pub fn new(id: FigureId, title: impl Into<String>, summary: impl Into<String>) -> Self {
        Self {
            id,
            title: title.into(),
            summary: summary.into(),
            words: Words::default(),
        }
    }
}

/// For which width of page a picture is drawn.
///
/// Text is drawn at its final size: 13 px in a wide picture shown 800 px wide,
/// 12 px in a narrow one shown 358 px wide (a 390 px screen less its margins).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Size {
    /// For a page of 1280 px: 800 units across.
    Wide,
    /// For a phone of 390 px: 358 units across.
    Narrow,
}

impl Size {
    /// Width of the drawing in its own units, which are CSS pixels at its width.
    pub const fn width(self) -> f64 {
        match self {
            Self::Wide => 800.0,
            Self::Narrow => 358.0,
        }
    }

    /// Size of running text in the same units.
    pub const fn text(self) -> f64 {
        match self {
            Self::Wide => 13.0,
            Self::Narrow => 12.0,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }
}

/// A picture: drawn for two widths, and told as a table.
pub trait Figure {
    /// Title, summary, ids and words.
    fn frame(&self) -> &Frame;

    /// The picture as one `<svg>` element.
    fn svg(&self, size: Size) -> String;

    /// Everything the picture shows, as a table.
    fn table(&self) -> DataTable;

    /// The table as HTML; a picture whose parts can be pressed links its rows as well.
    fn table_html(&self) -> String {
        self.table().to_html()
    }

    /// Anything that belongs to the picture and is read beside it, as HTML.
    fn notes_html(&self) -> String {
        String::new()
    }

    /// Sentence, both drawings (the style sheet shows the one that fits) and
    /// the table, ready for a page.
    fn html(&self) -> String {
        let frame = self.frame();
        let mut html = String::from("<figure class=\"fig-figure\">");
        // Writing into a String cannot fail.
        let _ = write!(
            html,
            "<figcaption class=\"fig-summary\">{}</figcaption>",
            escape(&frame.summary)
        );
        html.push_str(&self.svg(Size::Wide));
        html.push_str(&self.svg(Size::Narrow));
        html.push_str(&self.notes_html());
        let _ = write!(
            html,
            "<details class=\"fig-data\"><summary>{}</summary><div class=\"fig-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">{}</div></details></figure>",
            escape(&frame.words.same_as_table),
            escape(&frame.title),
            self.table_html()
        );
        html
    }
}

/// The outermost element of a picture, named and described for a screen reader.
///
/// `role` is `img`, or `group` when the picture holds links: interactive
/// children inside an image are lost to assistive technology.
pub(crate) fn root(
    frame: &Frame,
    kind: &str,
    size: Size,
    role: &str,
    view: [f64; 4],
    body: Vec<Element>,
) -> String {
    let (title, desc) = (
        format!("{}-{}-title", frame.id.as_str(), size.name()),
        format!("{}-{}-desc", frame.id.as_str(), size.name()),
    );
    let mut svg = Element::new("svg")
        .class("fig")
        .class(kind)
        .class(match size {
            Size::Wide => "fig-wide",
            Size::Narrow => "fig-narrow",
        })
        .attribute("xmlns", "http://www.w3.org/2000/svg")
        .numbers("viewBox", &view)
        .attribute("role", role)
        .attribute("aria-labelledby", &format!("{title} {desc}"))
        .attribute("font-family", "sans-serif")
        .number("font-size", size.text())
        .child(
            Element::new("title")
                .attribute("id", &title)
                .text(&frame.title),
        )
        .child(
            Element::new("desc")
                .attribute("id", &desc)
                .text(&frame.summary),
        );
    for element in body {
        svg = svg.child(element);
    }
    svg.to_string()
}
