//! What can stand on paper, as plain data.

/// A whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Language of the text as BCP 47, for example `de`.
    pub language: String,
    /// Its first heading, and what a reader's window is named after.
    pub title: String,
    /// Who answers for it.
    pub author: String,
    /// The day it was made.
    pub made: Day,
    /// Lines at the head of the first page: from whom it comes.
    pub sender: Vec<String>,
    /// Whom it is about, at the foot of every page.
    pub identifiers: String,
    /// For example `page {page} of {pages}`, beside the identifiers.
    pub page_words: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A day of the calendar, for the data about the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Common era.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// One piece of a document, in the order of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 2 to 4; the title is level 1. A level that skips one is raised, since PDF/UA-1 (7.4.2) allows no
    /// gaps.
    Heading {
        /// See above.
        level: u16,
        /// Its words.
        text: String,
    },
    /// Running text. Breaks of line in it are kept.
    Paragraph(String),
    /// Somebody's own words.
    Quote(String),
    /// Points in no order.
    List(Vec<String>),
    /// Rows and columns.
    Table(Table),
    /// A drawing.
    Picture {
        /// One `<svg>` element that refers to nothing outside.
        svg: String,
        /// The same in words, for who does not see it.
        alternative: String,
        /// Set under it; may be empty.
        caption: String,
    },
    /// A line to sign on, with what stands under it.
    Signature(String),
}

/// A table with a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it shows; may be empty.
    pub caption: String,
    /// A word for each column.
    pub head: Vec<String>,
    /// The first cell of each names it.
    pub rows: Vec<Row>,
}

/// The cells of one row.
pub type Row = Vec<String>;

impl Document {
    /// Every text that is set in type.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let around = [&self.title, &self.identifiers, &self.page_words];
        let around = around.into_iter().chain(&self.sender).map(String::as_str);
        around.chain(self.blocks.iter().flat_map(Block::texts))
    }
}

impl Block {
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Heading { text, .. }
            | Self::Paragraph(text)
            | Self::Quote(text)
            | Self::Signature(text) => vec![text],
            Self::List(points) => points.iter().map(String::as_str).collect(),
            Self::Table(table) => std::iter::once(&table.caption)
                .chain(&table.head)
                .chain(table.rows.iter().flatten())
                .map(String::as_str)
                .collect(),
            // The words inside of a drawing are drawn as shapes; its alternative is never set in type.
            Self::Picture { caption, .. } => vec![caption],
        }
    }
}
