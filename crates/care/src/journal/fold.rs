//! What entries of the journal do to the record.

use super::{JournalState, Receipt, Shown};
use crate::{Author, Body, Entry, Record};

impl Record {
    /// The client's journal, as far as it is shared.
    pub(crate) fn apply_journal(&mut self, entry: &Entry) {
        match &entry.body {
            Body::JournalShared(page) if self.journal_page(page.id).is_none() => {
                let sessions = self.sessions.len();
                self.journal
                    .push(JournalState::new(page, entry.at, sessions));
            }
            Body::JournalSharingSet(sharing) => {
                if let Some(state) = self.journal_page_mut(sharing.journal) {
                    state.shown = Shown::To(sharing.with);
                }
            }
            Body::JournalTakenBack(taken) => {
                if let Some(state) = self.journal_page_mut(taken.journal) {
                    state.shown = Shown::Nobody {
                        since: entry.at,
                        kept_privately: taken.kept_privately,
                    };
                }
            }
            Body::JournalRead(reading) => {
                if let (Author::Staff(by), Some(state)) =
                    (entry.by, self.journal_page_mut(reading.journal))
                    && state.receipts.iter().all(|receipt| receipt.by != by)
                {
                    state.receipts.push(Receipt { by, at: entry.at });
                }
            }
            _ => {}
        }
    }
}
