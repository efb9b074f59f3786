//! Unfinished text, kept as it is typed.

use attune_ids::{ClientId, DraftId};
use attune_vault::Sealed;
use uuid::Uuid;

use crate::audit::{AuditLine, Told};
use crate::db::{Connection, on_db, statements};
use crate::error::{StoreError, What, on_violation};
use crate::plain::{from_column, to_column};
use crate::store::{Store, Writing};

statements! {
    SELECT_DRAFT = "SELECT id, client_id, version, sealed FROM draft WHERE id = $1";
    DRAFTS_OF = "SELECT id, client_id, version, sealed FROM draft WHERE client_id = $1 ORDER BY id";
    INSERT_DRAFT = "INSERT INTO draft (id, client_id, version, sealed) VALUES ($1, $2, 1, $3)";
    UPDATE_DRAFT = "UPDATE draft SET sealed = $1, version = version + 1
        WHERE id = $2 AND client_id = $3 AND version = $4";
    DELETE_DRAFT = "DELETE FROM draft WHERE id = $1 AND client_id = $2";
}

/// A draft as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDraft {
    /// Its id.
    pub id: DraftId,
    /// Whose record it is for.
    pub client: ClientId,
    /// Its version, from 1.
    pub version: u64,
    /// Opens with [`place::draft`](crate::place::draft).
    pub sealed: Sealed,
}

/// A draft to keep.
#[derive(Debug, Clone)]
pub struct SaveDraft {
    /// Its id.
    pub id: DraftId,
    /// Whose record it is for.
    pub client: ClientId,
    /// The version the caller has seen; 0 for a new draft.
    pub expected: u64,
    /// Sealed for the version after it.
    pub sealed: Sealed,
    /// What the audit shall say. `None` while the same person goes on typing: the line of the first save stands for
    /// the following ones, which come every few seconds.
    pub audit: Option<AuditLine>,
}

/// What came of keeping a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftSaved {
    /// It is kept.
    Saved {
        /// Its version now.
        version: u64,
    },
    /// Another window saved meanwhile. Nothing was written: show both.
    Conflict(StoredDraft),
}

impl Store {
    /// One draft.
    ///
    /// # Errors
    /// [`NotFound`](StoreError::NotFound) if it was finished or thrown away.
    pub async fn draft(&self, id: DraftId) -> Result<StoredDraft, StoreError> {
        let row: Option<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SELECT_DRAFT).bind(id.0).fetch_optional(pool).await)?;
        row.ok_or(StoreError::NotFound(What::Draft))
            .and_then(stored)
    }

    /// A client's drafts.
    pub async fn drafts_of(&self, client: ClientId) -> Result<Vec<StoredDraft>, StoreError> {
        let rows: Vec<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(DRAFTS_OF).bind(client.0).fetch_all(pool).await)?;
        rows.into_iter().map(stored).collect()
    }

    /// Keeps a draft.
    ///
    /// # Errors
    /// [`NotFound`](StoreError::NotFound) if it was finished or thrown away meanwhile, or for an unknown client;
    /// [`IdTaken`](StoreError::IdTaken) if the id is in use for another client.
    pub async fn save_draft(&self, draft: &SaveDraft) -> Result<DraftSaved, StoreError> {
        let lines: Vec<Told<'_>> = draft.audit.iter().map(AuditLine::alone).collect();
        let mut writing = self.write(&lines).await?;
        match find(writing.connection(), draft.id).await? {
            Some(there) if there.client != draft.client => return Err(StoreError::IdTaken),
            Some(there) if there.version != draft.expected => {
                return Ok(DraftSaved::Conflict(there));
            }
            Some(_) => update(&mut writing, draft).await?,
            None if draft.expected == 0 => insert(&mut writing, draft).await?,
            None => return Err(StoreError::NotFound(What::Draft)),
        }
        writing.commit().await?;
        Ok(DraftSaved::Saved {
            version: draft.expected + 1,
        })
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// [`NotFound`](StoreError::NotFound) if this client has no such draft.
    pub async fn discard_draft(
        &self,
        client: ClientId,
        id: DraftId,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        let mut writing = self.write(&[audit.alone()]).await?;
        if !remove(&mut writing, client, id).await? {
            return Err(StoreError::NotFound(What::Draft));
        }
        writing.commit().await
    }
}

/// A draft that is finished by a save, which takes its text over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftDone {
    /// Which draft.
    pub id: DraftId,
    /// The version whose text is taken over, 0 if there was none; a newer text is kept, and the save refused. `None`
    /// where the text of the draft does not matter any more.
    pub seen: Option<u64>,
}

/// Removes a draft that a save has taken over.
pub(crate) async fn finish(
    writing: &mut Writing,
    client: ClientId,
    done: DraftDone,
) -> Result<(), StoreError> {
    let there = find(writing.connection(), done.id).await?;
    let actual = there
        .filter(|draft| draft.client == client)
        .map_or(0, |draft| draft.version);
    if let Some(expected) = done.seen.filter(|seen| actual != 0 && *seen != actual) {
        return Err(StoreError::Conflict {
            what: What::Draft,
            expected,
            actual,
        });
    }
    remove(writing, client, done.id).await?;
    Ok(())
}

/// Removes a draft and tells whether it was there.
async fn remove(writing: &mut Writing, client: ClientId, id: DraftId) -> Result<bool, StoreError> {
    let removed = on_db!(writing.connection(), connection => sqlx::query(DELETE_DRAFT)
        .bind(id.0)
        .bind(client.0)
        .execute(connection)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(removed > 0)
}

async fn find(connection: Connection<'_>, id: DraftId) -> Result<Option<StoredDraft>, StoreError> {
    let row: Option<Columns> = on_db!(connection, connection =>
        sqlx::query_as(SELECT_DRAFT).bind(id.0).fetch_optional(connection).await)?;
    row.map(stored).transpose()
}

async fn insert(writing: &mut Writing, draft: &SaveDraft) -> Result<(), StoreError> {
    on_db!(writing.connection(), connection => sqlx::query(INSERT_DRAFT)
        .bind(draft.id.0)
        .bind(draft.client.0)
        .bind(draft.sealed.as_bytes())
        .execute(connection)
        .await
        .map(drop))
    .map_err(|error| {
        on_violation(
            error,
            StoreError::IdTaken,
            StoreError::NotFound(What::Client),
        )
    })
}

async fn update(writing: &mut Writing, draft: &SaveDraft) -> Result<(), StoreError> {
    on_db!(writing.connection(), connection => sqlx::query(UPDATE_DRAFT)
        .bind(draft.sealed.as_bytes())
        .bind(draft.id.0)
        .bind(draft.client.0)
        .bind(to_column(draft.expected))
        .execute(connection)
        .await
        .map(drop))?;
    Ok(())
}

pub(crate) type Columns = (Uuid, Uuid, i64, Vec<u8>);

fn stored((id, client, version, sealed): Columns) -> Result<StoredDraft, StoreError> {
    Ok(StoredDraft {
        id: DraftId(id),
        client: ClientId(client),
        version: from_column(What::Draft, version)?,
        sealed: Sealed::from_stored(sealed),
    })
}
