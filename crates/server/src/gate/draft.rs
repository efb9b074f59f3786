//! Unfinished text and forms, kept as they are typed.

use attune_ids::{ClientId, DraftId, SessionId};
use attune_record::{Actor, AuditAction, DraftSaved, SaveDraft, StoreError, StoredDraft, place};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::policy::{LinkHolder, Reader, Writer};
use crate::{App, AppError};

/// A draft as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft<T> {
    /// The version to name when saving; 0 before the first time.
    pub version: u64,
    /// What was typed.
    pub value: T,
}

/// What came of keeping a draft.
#[derive(Debug, Clone, PartialEq)]
pub enum Kept<T> {
    /// It is kept under this version.
    Saved(u64),
    /// Another window kept something else meanwhile. Both are whole.
    Conflict(Draft<T>),
}

impl App {
    /// The draft with this id in this record, if there is one. The page that
    /// shows it has opened the record and so written the audit line.
    pub async fn draft<T: DeserializeOwned>(
        &self,
        reader: &Reader,
        id: DraftId,
    ) -> Result<Option<Draft<T>>, AppError> {
        self.draft_in(reader.client, id).await
    }

    /// The same, for the questionnaire of a link.
    pub async fn draft_for_link<T: DeserializeOwned>(
        &self,
        holder: &LinkHolder,
    ) -> Result<Option<Draft<T>>, AppError> {
        self.draft_in(holder.client, DraftId(holder.assignment.0))
            .await
    }

    /// Keeps a draft. `expected` is the version it was typed over, 0 for a new one.
    pub async fn keep_draft<T: Serialize + DeserializeOwned + PartialEq>(
        &self,
        writer: &Writer,
        id: DraftId,
        expected: u64,
        value: &T,
    ) -> Result<Kept<T>, AppError> {
        let actor = Actor::Account(writer.reader.staff.id());
        self.keep_draft_as(actor, writer.reader.client, id, expected, value)
            .await
    }

    /// The same, for the answers given so far through a link.
    pub async fn keep_draft_for_link<T: Serialize + DeserializeOwned + PartialEq>(
        &self,
        holder: &LinkHolder,
        expected: u64,
        value: &T,
    ) -> Result<Kept<T>, AppError> {
        let actor = Actor::ClientLink(holder.client);
        self.keep_draft_as(
            actor,
            holder.client,
            DraftId(holder.assignment.0),
            expected,
            value,
        )
        .await
    }

    /// Throws a draft away.
    pub async fn discard_draft(&self, writer: &Writer, id: DraftId) -> Result<(), AppError> {
        let actor = Actor::Account(writer.reader.staff.id());
        let client = writer.reader.client;
        let line = self.line(actor, AuditAction::DraftDiscard, Some(client));
        match self.store.discard_draft(client, id, &line).await {
            Ok(()) | Err(StoreError::NotFound(_)) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }

    /// Every draft in this record, sealed as it is: one query, and only what is wanted is opened.
    pub(crate) async fn drafts_of(&self, reader: &Reader) -> Result<Vec<StoredDraft>, AppError> {
        Ok(self.store.drafts_of(reader.client).await?)
    }

    pub(super) async fn draft_in<T: DeserializeOwned>(
        &self,
        client: ClientId,
        id: DraftId,
    ) -> Result<Option<Draft<T>>, AppError> {
        match self.store.draft(id).await {
            Ok(stored) if stored.client == client => Ok(Some(self.open_draft(&stored)?)),
            Ok(_) | Err(StoreError::NotFound(_)) => Ok(None),
            Err(other) => Err(other.into()),
        }
    }

    pub(super) async fn keep_draft_as<T: Serialize + DeserializeOwned + PartialEq>(
        &self,
        actor: Actor,
        client: ClientId,
        id: DraftId,
        expected: u64,
        value: &T,
    ) -> Result<Kept<T>, AppError> {
        let (key, place) = place::draft(client, id, expected + 1);
        let save = SaveDraft {
            id,
            client,
            expected,
            sealed: self.vault.seal(key, &place, &serde_json::to_vec(value)?)?,
            audit: Some(self.line(actor, AuditAction::DraftWrite, Some(client))),
        };
        match self.store.save_draft(&save).await? {
            DraftSaved::Saved { version } => Ok(Kept::Saved(version)),
            DraftSaved::Conflict(stored) => {
                let there: Draft<T> = self.open_draft(&stored)?;
                // The same text again: the answer to the first attempt was lost on its way.
                if there.value == *value {
                    return Ok(Kept::Saved(there.version));
                }
                Ok(Kept::Conflict(there))
            }
        }
    }

    pub(crate) fn open_draft<T: DeserializeOwned>(
        &self,
        stored: &StoredDraft,
    ) -> Result<Draft<T>, AppError> {
        let (key, place) = place::draft(stored.client, stored.id, stored.version);
        let plain = self.vault.open(key, &place, &stored.sealed)?;
        Ok(Draft {
            version: stored.version,
            value: serde_json::from_slice(&plain)?,
        })
    }
}

/// The draft of a session's note.
pub(crate) fn note_draft(session: SessionId) -> DraftId {
    DraftId(session.0)
}

/// The draft of a client's next plan version; there is one.
pub(crate) fn plan_draft(client: ClientId) -> DraftId {
    DraftId(client.0)
}
