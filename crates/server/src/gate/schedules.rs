//! What schedules, which a person set up, ask for today: written by the program, without anybody's hand.

use attune_care::assess::schedule::{Moment, due_today};
use attune_ids::{ClientId, EntryId, RandomIds};
use attune_record::AuditAction;

use super::Opened;
use crate::{App, AppError};

impl App {
    /// Asks what the schedules of an opened record ask now. If that is nothing, nothing is written.
    pub(crate) async fn with_due(
        &self,
        opened: Opened,
        moment: Moment,
    ) -> Result<Opened, AppError> {
        let today = self.today().await;
        let due = due_today(&opened.record, &self.catalog, today, moment, &mut RandomIds);
        if due.is_empty() {
            return Ok(opened);
        }
        self.ask_what_is_due(opened.client, moment).await
    }

    /// The same for a record that is not open. It is worked out again from the record as it is when it is written:
    /// two servers that do so at once ask once.
    pub(crate) async fn ask_what_is_due(
        &self,
        client: ClientId,
        moment: Moment,
    ) -> Result<Opened, AppError> {
        let changed = self
            .change_by_program(
                client,
                AuditAction::RecordWrite,
                EntryId::new(&mut RandomIds),
                |record, today, ids| Ok(due_today(record, &self.catalog, today, moment, ids)),
            )
            .await??;
        Ok(changed.opened)
    }
}
