//! The gate for a client in the space of their own: the same opening, sealing and
//! telling, with the client as the one who did it.

use attune_care::{Author, NewEntry, Record, Refusal};
use attune_ids::{DraftId, EntryId, IdSource};
use attune_record::{Actor, AuditAction, DraftDone, StoreError};
use jiff::civil::Date;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Changed, Draft, Hand, Kept, Opened};
use crate::policy::SpaceHolder;
use crate::{App, AppError};

impl App {
    /// Opens the client's own record. It holds more than the client is shown: pages of
    /// the space take from it what is the client's own or was shared with them.
    pub async fn open_for_client(&self, holder: &SpaceHolder) -> Result<Opened, AppError> {
        let opened = self.open_sealed(holder.client).await?;
        let actor = Actor::ClientLink(holder.client);
        self.store
            .audit(&self.line(actor, AuditAction::RecordRead, Some(holder.client)))
            .await?;
        Ok(opened)
    }

    /// Changes the client's own record by a rule of `care`, signed by the client. As
    /// [`change_or_refusal`](Self::change_or_refusal), which says what `first` is for.
    pub async fn change_for_client<Rule>(
        &self,
        holder: &SpaceHolder,
        action: AuditAction,
        first: EntryId,
        drafts_done: &[DraftDone],
        rule: Rule,
    ) -> Result<Result<Changed, Refusal>, AppError>
    where
        Rule: Fn(&Record, Date, &mut dyn IdSource) -> Result<Vec<NewEntry>, Refusal>,
    {
        let hand = Hand {
            author: Author::Client,
            actor: Actor::ClientLink(holder.client),
        };
        self.change_as(hand, holder.client, action, first, drafts_done, rule)
            .await
    }

    /// What the client has begun to write under this id, if anything.
    pub async fn draft_for_client<T: DeserializeOwned>(
        &self,
        holder: &SpaceHolder,
        id: DraftId,
    ) -> Result<Option<Draft<T>>, AppError> {
        self.draft_in(holder.client, id).await
    }

    /// Keeps what the client has written so far. `expected` is the version it was
    /// typed over, 0 for a new one.
    pub async fn keep_draft_for_client<T: Serialize + DeserializeOwned + PartialEq>(
        &self,
        holder: &SpaceHolder,
        id: DraftId,
        expected: u64,
        value: &T,
    ) -> Result<Kept<T>, AppError> {
        let actor = Actor::ClientLink(holder.client);
        self.keep_draft_as(actor, holder.client, id, expected, value)
            .await
    }

    /// Throws away what the client had begun to write.
    pub async fn discard_draft_for_client(
        &self,
        holder: &SpaceHolder,
        id: DraftId,
    ) -> Result<(), AppError> {
        let actor = Actor::ClientLink(holder.client);
        let line = self.line(actor, AuditAction::DraftDiscard, Some(holder.client));
        match self.store.discard_draft(holder.client, id, &line).await {
            Ok(()) | Err(StoreError::NotFound(_)) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }
}
