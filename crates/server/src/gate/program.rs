//! What the program writes into records by itself, following a stated rule.

use attune_care::{Author, NewEntry, Record, Refusal};
use attune_ids::{ClientId, EntryId, IdSource};
use attune_record::{Actor, AuditAction};
use jiff::civil::Date;

use super::{Changed, Hand, Opened};
use crate::{App, AppError};

impl App {
    /// Opens a record for a rule that nobody asked for at a screen, for the rounds alone; there is no route to it.
    pub(crate) async fn open_for_rule(&self, client: ClientId) -> Result<Opened, AppError> {
        let opened = self.open_sealed(client).await?;
        self.store
            .audit(&self.line(Actor::Program, AuditAction::RecordRead, Some(client)))
            .await?;
        Ok(opened)
    }

    /// Changes a record by a rule that nobody asked for at a screen, for the rounds alone; there is no route to it.
    /// `first` follows from what causes the change, so that of several servers one makes it.
    pub(crate) async fn change_by_program<Rule>(
        &self,
        client: ClientId,
        action: AuditAction,
        first: EntryId,
        rule: Rule,
    ) -> Result<Result<Changed, Refusal>, AppError>
    where
        Rule: Fn(&Record, Date, &mut dyn IdSource) -> Result<Vec<NewEntry>, Refusal>,
    {
        let hand = Hand {
            author: Author::Program,
            actor: Actor::Program,
        };
        self.change_as(hand, client, action, first, &[], rule).await
    }
}
