//! Things put on pages, and the order in which they are read.

use crate::line::Line;

/// Width of a sheet of A4 in points.
pub(crate) const WIDTH: f32 = 595.28;
/// Its height.
pub(crate) const HEIGHT: f32 = 841.89;
/// Free space at the left and the right.
pub(crate) const MARGIN: f32 = 68.0;
/// Where text begins on a page.
pub(crate) const TOP: f32 = 64.0;
/// Where it ends; the foot stands under it.
pub(crate) const BOTTOM: f32 = HEIGHT - 84.0;
/// How wide a line may be.
pub(crate) const MEASURE: f32 = WIDTH - 2.0 * MARGIN;

/// Something on a page. Its number in the list is its leaf in the tree.
pub(crate) struct Placed {
    pub(crate) page: usize,
    /// From the left edge.
    pub(crate) x: f32,
    /// From the upper edge; of a line of text its base line.
    pub(crate) y: f32,
    pub(crate) what: What,
    /// Whether it is read; a rule or the repeated head of a table is only seen.
    pub(crate) read: bool,
}

pub(crate) enum What {
    Text {
        line: Line,
        quiet: bool,
    },
    Picture {
        tree: Box<usvg::Tree>,
        width: f32,
        height: f32,
    },
    Rule {
        length: f32,
    },
}

/// What a group of the tree means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Meaning {
    Heading {
        level: u16,
        text: String,
    },
    Paragraph,
    Quote,
    List,
    Point,
    Bullet,
    PointBody,
    Table,
    Caption,
    TableHead,
    TableBody,
    Row,
    ColumnHead,
    RowHead,
    Cell,
    Figure {
        alternative: String,
        bounds: [f32; 4],
        page: usize,
    },
}

/// The order of reading.
pub(crate) enum Branch {
    Group(Meaning, Vec<Branch>),
    Leaf(usize),
}

/// A heading for the list of bookmarks.
pub(crate) struct Bookmark {
    pub(crate) level: u16,
    pub(crate) text: String,
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// A document on its pages.
pub(crate) struct Laid {
    pub(crate) pages: usize,
    pub(crate) placed: Vec<Placed>,
    pub(crate) tree: Vec<Branch>,
    pub(crate) bookmarks: Vec<Bookmark>,
}
