//! The receipt a client gets when somebody of the practice is shown a page of their journal.

use attune_care::Author;
use attune_care::journal::receipts;
use attune_ids::{EntryId, JournalId, RandomIds};
use attune_record::{Actor, AuditAction};

use super::Hand;
use crate::policy::Reader;
use crate::{App, AppError};

impl App {
    /// Notes in the record that this person is shown these pages now, each once. Whoever may read may leave a
    /// receipt: it is the one thing a supervisor writes.
    pub(crate) async fn leave_receipts(
        &self,
        reader: &Reader,
        shown: &[JournalId],
    ) -> Result<(), AppError> {
        if shown.is_empty() {
            return Ok(());
        }
        let account = reader.staff.id();
        let hand = Hand {
            author: Author::Staff(account),
            actor: Actor::Account(account),
        };
        let first = EntryId::new(&mut RandomIds);
        let written = self
            .change_as(
                hand,
                reader.client,
                AuditAction::RecordWrite,
                first,
                &[],
                |record, _, ids| Ok(receipts(record, account, shown, ids)),
            )
            .await?;
        written?;
        Ok(())
    }
}
