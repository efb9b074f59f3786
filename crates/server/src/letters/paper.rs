//! From a finished letter to a document for paper.

use attune_care::letter::{Letter, Piece, as_written, pieces};
use attune_ids::EntryId;
use attune_paper::{Block, Day, Document, PaperError, Table};
use jiff::civil::Date;

use super::shown::{Shown, shown};
use crate::gate::Opened;
use crate::language::Language;
use crate::{App, AppError};

impl From<PaperError> for AppError {
    fn from(error: PaperError) -> Self {
        match error {
            PaperError::Unwritable { .. } => Self::Refused(error.to_string()),
            other => Self::Broken(other.to_string()),
        }
    }
}

/// Whom a page is about, as it stands at its foot.
pub(super) async fn identifiers(app: &App, opened: &Opened, letter: &Letter) -> String {
    let language = Language::from_tag(&letter.language).unwrap_or_default();
    let name = opened.person.name.as_str();
    let whom = match opened.person.born {
        Some(born) => language
            .say("letter-about")
            .with("client", name)
            .with("born", language.day(born, Date::ZERO))
            .to_string(),
        None => name.to_owned(),
    };
    let reference = opened.person.reference.trim();
    let practice = app.settings.read().await.practice_name.clone();
    let parts = [whom.as_str(), reference, &letter.title, &practice];
    let said = parts.into_iter().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(" · ")
}

/// The finished version in this entry, with its pictures as they were then.
pub(super) async fn document(
    app: &App,
    opened: &Opened,
    entry: EntryId,
    letter: &Letter,
    author: &str,
) -> Result<Document, AppError> {
    let then = as_written(&opened.record, &opened.entries, entry);
    let language = Language::from_tag(&letter.language).unwrap_or_default();
    let mut blocks = Vec::new();
    if !letter.to.is_empty() {
        blocks.push(Block::Paragraph(letter.to.clone()));
    }
    for piece in pieces(&letter.text) {
        let picture = match &piece {
            Piece::Picture(of, words) => {
                shown(of, words, language, &then, &app.catalog, letter.on)?
            }
            _ => None,
        };
        match (piece, picture) {
            (Piece::Picture(_, words), Some(picture)) => blocks.extend(drawn(words, picture)),
            (piece, _) => blocks.push(block(piece, author)),
        }
    }
    Ok(Document {
        language: language.tag().to_owned(),
        title: letter.title.clone(),
        author: author.to_owned(),
        made: Day {
            year: letter.on.year().unsigned_abs(),
            month: letter.on.month().unsigned_abs(),
            day: letter.on.day().unsigned_abs(),
        },
        sender: vec![
            app.settings.read().await.practice_name.clone(),
            author.to_owned(),
        ],
        identifiers: identifiers(app, opened, letter).await,
        page_words: language
            .say("letter-page")
            .with("page", "{page}")
            .with("pages", "{pages}")
            .to_string(),
        blocks,
    })
}

/// The picture with its sentence, and the same as a table.
fn drawn(words: String, picture: Shown) -> Vec<Block> {
    let mut blocks = vec![Block::Picture {
        svg: picture.svg,
        alternative: words.clone(),
        caption: words,
    }];
    blocks.extend(picture.table.map(|table| {
        Block::Table(Table {
            caption: table.caption,
            head: table
                .headers
                .into_iter()
                .map(|header| header.text)
                .collect(),
            rows: table.rows,
        })
    }));
    blocks
}

fn block(piece: Piece, author: &str) -> Block {
    match piece {
        Piece::Heading(level, text) => Block::Heading { level, text },
        Piece::Paragraph(text) => Block::Paragraph(text),
        Piece::Quote(text) => Block::Quote(text),
        Piece::List(points) => Block::List(points),
        // With nothing to draw the sentence says it.
        Piece::Picture(_, words) => Block::Paragraph(words),
        Piece::Signature => Block::Signature(author.to_owned()),
    }
}

/// What to say if a letter holds letters that no typeface has; nothing if all of it can be written.
pub(super) fn cannot_write(texts: &[&str]) -> Result<Option<String>, AppError> {
    let document = Document {
        language: Language::default().tag().to_owned(),
        title: String::new(),
        author: String::new(),
        made: Day {
            year: 2000,
            month: 1,
            day: 1,
        },
        sender: Vec::new(),
        identifiers: String::new(),
        page_words: String::new(),
        blocks: texts
            .iter()
            .map(|text| Block::Paragraph((*text).to_owned()))
            .collect(),
    };
    let letters = attune_paper::unwritable(&document)?;
    Ok((!letters.is_empty()).then(|| PaperError::Unwritable { letters }.to_string()))
}
