//! A letter that is being written: kept as it is typed, like every other unfinished text (decision 0010).

use attune_care::letter::{LetterInput, LetterKind};
use attune_ids::{DraftId, LetterId};
use serde::{Deserialize, Serialize};

use crate::gate::Draft;
use crate::policy::Reader;
use crate::{App, AppError};

/// What is kept of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct LetterDraft {
    pub(super) letter: LetterId,
    pub(super) purpose: LetterKind,
    pub(super) language: String,
    /// The finished version it began with; 0 for a new letter.
    pub(super) based_on: u32,
    pub(super) to: String,
    pub(super) title: String,
    pub(super) text: String,
}

impl LetterDraft {
    pub(super) fn input(&self) -> LetterInput {
        LetterInput {
            letter: self.letter,
            based_on: self.based_on,
            purpose: self.purpose,
            language: self.language.clone(),
            to: self.to.clone(),
            title: self.title.clone(),
            text: self.text.clone(),
        }
    }
}

/// The draft of a letter has the letter's id, so there is one and any window finds it.
pub(super) fn letter_draft(letter: LetterId) -> DraftId {
    DraftId(letter.0)
}

impl App {
    /// The letters of a client that are being written.
    pub(super) async fn letter_drafts(
        &self,
        reader: &Reader,
    ) -> Result<Vec<Draft<LetterDraft>>, AppError> {
        let stored = self.drafts_of(reader).await?;
        // Other drafts are of other shapes and do not read as one of these.
        let drafts = stored
            .iter()
            .filter_map(|draft| self.open_draft(draft).ok());
        Ok(drafts.collect())
    }
}
