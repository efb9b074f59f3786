//! Finishing a letter.

use attune_ids::{EntryId, LetterId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{LetterKind, Piece, pieces};
use crate::refusal::required;
use crate::{Body, Entry, NewEntry, Record, Refusal};

/// Characters of a letter: some thirty pages.
pub const LONGEST: usize = 80_000;
/// Characters of its title and of whom it is for.
const LONGEST_LINE: usize = 300;

/// One finished version of a letter. It is never changed; a change is the next version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The same for all versions.
    pub letter: LetterId,
    /// 1, 2, 3 ...
    pub number: u32,
    /// What it is for.
    pub purpose: LetterKind,
    /// Tag of the language it is written in.
    pub language: String,
    /// Name and address of whom it is for; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// Its heading.
    pub title: String,
    /// With the marks of [`pieces`].
    pub text: String,
    /// The day it was finished.
    pub on: Date,
}

/// A letter as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterInput {
    /// See [`Letter::letter`].
    pub letter: LetterId,
    /// The version it was built on; 0 for the first.
    pub based_on: u32,
    /// See [`Letter::purpose`].
    pub purpose: LetterKind,
    /// See [`Letter::language`].
    pub language: String,
    /// See [`Letter::to`].
    pub to: String,
    /// See [`Letter::title`].
    pub title: String,
    /// See [`Letter::text`].
    pub text: String,
}

/// Finishes a version.
///
/// # Errors
/// [`Refusal::Missing`] without a title, a text, or the sentence of a picture; [`Refusal::Invalid`] if one is too long;
/// [`Refusal::Outdated`] if the next version was finished meanwhile; [`Refusal::AlreadyDone`] if nothing changed.
pub fn write_letter(
    record: &Record,
    input: &LetterInput,
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let last = record.letter(input.letter).map(|letter| &letter.item);
    let found = last.map_or(0, |letter| letter.number);
    if found != input.based_on {
        return Err(Refusal::Outdated {
            expected: input.based_on,
            found,
        });
    }
    let title = required(&input.title, "the title")?;
    let text = required(&input.text.replace("\r\n", "\n"), "the letter")?;
    let to = input.to.trim().replace("\r\n", "\n");
    if title.chars().count() > LONGEST_LINE || to.chars().count() > LONGEST_LINE {
        return Err(Refusal::Invalid {
            field: "title and address",
            expected: "at most 300 letters each",
        });
    }
    if text.chars().count() > LONGEST {
        return Err(Refusal::Invalid {
            field: "the letter",
            expected: "at most 80,000 letters; make two of it",
        });
    }
    let speechless = |piece: &Piece| matches!(piece, Piece::Picture(_, words) if words.is_empty());
    if pieces(&text).iter().any(speechless) {
        return Err(Refusal::Missing {
            field: "the sentence behind each picture, which is read to those who do not see it",
        });
    }
    let letter = Letter {
        letter: input.letter,
        number: found + 1,
        purpose: input.purpose,
        language: input.language.clone(),
        to,
        title,
        text,
        on: today,
    };
    let same = |last: &Letter| {
        (&last.to, &last.title, &last.text) == (&letter.to, &letter.title, &letter.text)
    };
    if last.is_some_and(same) {
        return Err(Refusal::AlreadyDone {
            what: "The letter says this already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::LetterWritten(letter),
    }])
}

/// The record as it stood when the letter in this entry was finished: what its pictures show, whatever came later.
pub fn as_written(record: &Record, entries: &[Entry], letter: EntryId) -> Record {
    let finished = entries.iter().position(|entry| entry.id == letter);
    record.after(&entries[..finished.unwrap_or(entries.len())])
}
