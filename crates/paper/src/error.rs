//! What can go wrong.

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// Some letters are in none of the typefaces. The text is kept; write these in another way.
    #[error("there is no typeface for: {}; write these in another way", named(.letters))]
    Unwritable {
        /// Each once.
        letters: Vec<char>,
    },
    /// A picture is not SVG that can be drawn. Leave it out.
    #[error("picture {number} cannot be drawn: {because}")]
    Picture {
        /// Counted from 1.
        number: usize,
        /// What the reader of SVG says.
        because: String,
    },
    /// A table has a row that is not as long as its head.
    #[error("row {row} of a table is not as long as its head")]
    Table {
        /// Counted from 1.
        row: usize,
    },
    /// The typefaces inside of the program cannot be read: the program is damaged.
    #[error("the typefaces for paper cannot be read")]
    Typefaces,
    /// What was written would not be an accessible file that can be archived, so nothing was.
    #[error("the file would not be PDF/UA-1 and PDF/A-2a: {because}")]
    NotAccessible {
        /// What the checks of the library say; no text of the document.
        because: String,
    },
}

fn named(letters: &[char]) -> String {
    let one = |letter: &char| format!("{letter} (U+{:04X})", u32::from(*letter));
    letters.iter().map(one).collect::<Vec<_>>().join(", ")
}
