//! Accessible PDF: a plain [`Document`] in, the bytes of a tagged file out.
//!
//! The file is PDF/UA-1 (a screen reader finds language, title, headings, lists, the heads of tables, the words of pictures
//! and the order of reading) and PDF/A-2a at once (everything it needs is inside, so that it can be opened in thirty years).
//! The identifiers of whom it is about stand on every page, outside the order of reading, with "page 2 of 5".
//!
//! ```
//! use attune_paper::{Block, Day, Document};
//!
//! let letter = Document {
//!     language: "en".to_owned(),
//!     title: "A letter".to_owned(),
//!     author: "Dr. Ingrid Holm".to_owned(),
//!     made: Day { year: 2026, month: 5, day: 14 },
//!     sender: vec!["Practice at the Quiet River".to_owned()],
//!     identifiers: "Mira Lind, born 3 March 1990".to_owned(),
//!     page_words: "page {page} of {pages}".to_owned(),
//!     blocks: vec![
//!         Block::Heading { level: 2, text: "How it went".to_owned() },
//!         Block::Paragraph("Sleep came back in April.".to_owned()),
//!     ],
//! };
//! assert!(attune_paper::write(&letter)?.starts_with(b"%PDF-1.7"));
//! # Ok::<(), attune_paper::PaperError>(())
//! ```
//!
//! What it does not know: whose record it is, where it is kept, who may read it. Nothing is read from the system, so the
//! same document gives the same file everywhere.

mod document;
mod draw;
mod error;
mod fonts;
mod layout;
mod line;
mod picture;
mod place;
mod shape;

pub use document::{Block, Day, Document, Row, Table};
pub use error::PaperError;

/// Writes the document as PDF/UA-1 and PDF/A-2a.
///
/// # Errors
/// See [`PaperError`]; a letter that no typeface here can write is refused rather than left out.
pub fn write(document: &Document) -> Result<Vec<u8>, PaperError> {
    let fonts = fonts::fonts()?;
    let missing = missing(document, fonts);
    if !missing.is_empty() {
        return Err(PaperError::Unwritable { letters: missing });
    }
    let laid = layout::lay_out(document, fonts)?;
    draw::draw(document, &laid, fonts)
}

/// The letters that no typeface here has, each once in the order in which they come; none means that [`write()`] can
/// write all of it. For saying so before a letter is finished.
///
/// # Errors
/// [`PaperError::Typefaces`].
pub fn unwritable(document: &Document) -> Result<Vec<char>, PaperError> {
    Ok(missing(document, fonts::fonts()?))
}

fn missing(document: &Document, fonts: &fonts::Fonts) -> Vec<char> {
    let mut missing = Vec::new();
    for text in document.texts() {
        for letter in shape::printable(text).chars() {
            if !fonts.can_write(letter) && !missing.contains(&letter) {
                missing.push(letter);
            }
        }
    }
    missing
}
