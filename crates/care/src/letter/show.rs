//! A finished letter in the client's own space: shown there by an act of its own, and taken out by another.

use attune_ids::{EntryId, LetterId};
use serde::{Deserialize, Serialize};

use super::Letter;
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// This version of a letter is shown to the client from now on, or is not any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterShown {
    /// Which letter.
    pub letter: LetterId,
    /// Which version of it: what is finished later is not shown by itself.
    pub number: u32,
    /// Whether it is shown.
    pub shown: bool,
}

/// Shows a version to the client, or takes it out of their space again.
///
/// # Errors
/// There is no such version, or it is so already.
pub fn show_letter(
    record: &Record,
    what: LetterShown,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let LetterShown { letter, number, .. } = what;
    let mut versions = record.letters.iter().map(|version| &version.item);
    if !versions.any(|version| version.letter == letter && version.number == number) {
        return Err(Refusal::NotThere { what: "letter" });
    }
    if record.shows_letter(letter, number).is_some() == what.shown {
        return Err(Refusal::AlreadyDone {
            what: "It is so already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::LetterShown(what),
    }])
}

impl Record {
    /// Since when this version is shown to the client; none if it is not.
    pub fn shows_letter(&self, letter: LetterId, number: u32) -> Option<&Dated<LetterShown>> {
        let mut said = self.letters_shown.iter().rev();
        said.find(|said| said.item.letter == letter && said.item.number == number)
            .filter(|said| said.item.shown)
    }

    /// What the client can read of letters, the latest first.
    pub fn letters_for_client(&self) -> impl Iterator<Item = &Dated<Letter>> {
        let letters = self.letters.iter().rev();
        letters.filter(|version| {
            self.shows_letter(version.item.letter, version.item.number)
                .is_some()
        })
    }
}
