//! Appending to records: the one way in which they change.

use attune_ids::{ClientId, EntryId};
use attune_vault::Sealed;
use uuid::Uuid;

use crate::audit::{AuditLine, Told, Wrote};
use crate::db::{on_db, statements};
use crate::draft::{self, DraftDone};
use crate::entry::{self, NewEntry};
use crate::error::{StoreError, What};
use crate::outbox::{self, NewMail};
use crate::plain::{from_column, to_column};
use crate::store::{Store, Writing};

statements! {
    WHERE_IS_ENTRY = "SELECT client_id, seq FROM entry WHERE id = $1";
    ADVANCE_CLIENT = "UPDATE client SET seq = seq + $1, headline = $2, change = $3 WHERE id = $4 AND seq = $5";
    SELECT_SEQ = "SELECT seq FROM client WHERE id = $1";
    REPLACE_IDENTITY = "UPDATE client SET identity = $1, identity_version = identity_version + 1
        WHERE id = $2 AND identity_version = $3";
    SELECT_IDENTITY_VERSION = "SELECT identity_version FROM client WHERE id = $1";
}

/// One save: entries with everything that must be true together with them.
#[derive(Debug, Clone)]
pub struct Append {
    /// Whose record.
    pub client: ClientId,
    /// The number of entries the caller has seen.
    pub expected: u64,
    /// To append at `expected + 1` and on. May be empty, to renew a headline or an identity alone.
    pub entries: Vec<NewEntry>,
    /// The headline for `expected + entries.len()` entries.
    pub headline: Sealed,
    /// A new identity: the version the caller has seen, and the identity sealed for the version after it.
    pub identity: Option<(u64, Sealed)>,
    /// Drafts that are now entries, to be removed.
    pub drafts_done: Vec<DraftDone>,
    /// What this save is to be told by, queued with it or not at all.
    pub mails: Vec<NewMail>,
    /// What the audit shall say.
    pub audit: AuditLine,
}

impl Append {
    fn told(&self) -> Told<'_> {
        self.audit.telling([Wrote::Record {
            client: self.client,
            seq: self.expected.saturating_add(self.entries.len() as u64),
            identity: self
                .identity
                .as_ref()
                .map(|(expected, _)| expected.saturating_add(1)),
        }])
    }
}

/// What came of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Appended {
    /// It is kept.
    Written {
        /// The number of entries now.
        seq: u64,
    },
    /// The first entry id is already in this record: most likely the same save, repeated. Nothing was written.
    /// Compare the stored entries with what was to be saved.
    AlreadyThere {
        /// Where each of the entries is, in the order they were given.
        seqs: Vec<u64>,
    },
}

impl Store {
    /// Saves to one record.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) if someone saved meanwhile, [`NotFound`](StoreError::NotFound) for an unknown
    /// client, [`IdTaken`](StoreError::IdTaken) if an entry id is in use in some other way.
    pub async fn append(&self, append: &Append) -> Result<Appended, StoreError> {
        let mut writing = self.write(&[append.told()]).await?;
        let change = writing.last_line();
        let appended = append_one(self, &mut writing, append, change).await?;
        if matches!(appended, Appended::Written { .. }) {
            writing.commit().await?;
        }
        Ok(appended)
    }

    /// Saves to several records: all of it or, on any error, nothing. A save that is already there counts as done, so
    /// that an interrupted import can be repeated.
    pub async fn append_many(&self, appends: &[Append]) -> Result<Vec<Appended>, StoreError> {
        let lines: Vec<Told<'_>> = appends.iter().map(Append::told).collect();
        let mut writing = self.write(&lines).await?;
        let first = writing.last_line().saturating_sub(lines.len() as u64) + 1;
        let mut outcomes = Vec::with_capacity(appends.len());
        for (append, change) in appends.iter().zip(first..) {
            outcomes.push(append_one(self, &mut writing, append, change).await?);
        }
        writing.commit().await?;
        Ok(outcomes)
    }
}

async fn append_one(
    store: &Store,
    writing: &mut Writing,
    append: &Append,
    change: u64,
) -> Result<Appended, StoreError> {
    if let Some(seqs) = already_there(writing, append).await? {
        return Ok(Appended::AlreadyThere { seqs });
    }
    let added = append.entries.len() as u64;
    let advanced = on_db!(writing.connection(), connection => sqlx::query(ADVANCE_CLIENT)
        .bind(to_column(added))
        .bind(append.headline.as_bytes())
        .bind(to_column(change))
        .bind(append.client.0)
        .bind(to_column(append.expected))
        .execute(connection)
        .await
        .map(|done| done.rows_affected()))?;
    if advanced == 0 {
        let actual = counter(writing, SELECT_SEQ, append.client).await?;
        return Err(StoreError::Conflict {
            what: What::Client,
            expected: append.expected,
            actual,
        });
    }
    let entries: Vec<_> = entry::placed(append.client, append.expected, &append.entries).collect();
    entry::insert(writing, &entries).await?;
    if let Some((expected, identity)) = &append.identity {
        replace_identity(writing, append.client, *expected, identity).await?;
    }
    for done in &append.drafts_done {
        draft::finish(writing, append.client, *done).await?;
    }
    outbox::insert(store, writing, &append.mails, append.audit.at).await?;
    Ok(Appended::Written {
        seq: append.expected + added,
    })
}

/// Where the entries of this save are if it was made before, `None` if it is new.
async fn already_there(
    writing: &mut Writing,
    append: &Append,
) -> Result<Option<Vec<u64>>, StoreError> {
    let mut seqs = Vec::with_capacity(append.entries.len());
    for entry in &append.entries {
        match where_is(writing, entry.id).await? {
            Some((client, seq)) if client == append.client => seqs.push(seq),
            None if seqs.is_empty() => return Ok(None),
            // In another client's record, which must not be told, or only in part in this one.
            _ => return Err(StoreError::IdTaken),
        }
    }
    Ok((!seqs.is_empty()).then_some(seqs))
}

async fn where_is(
    writing: &mut Writing,
    id: EntryId,
) -> Result<Option<(ClientId, u64)>, StoreError> {
    let row: Option<(Uuid, i64)> = on_db!(writing.connection(), connection =>
        sqlx::query_as(WHERE_IS_ENTRY).bind(id.0).fetch_optional(connection).await)?;
    row.map(|(client, seq)| Ok((ClientId(client), from_column(What::Entry, seq)?)))
        .transpose()
}

async fn replace_identity(
    writing: &mut Writing,
    client: ClientId,
    expected: u64,
    identity: &Sealed,
) -> Result<(), StoreError> {
    let replaced = on_db!(writing.connection(), connection => sqlx::query(REPLACE_IDENTITY)
        .bind(identity.as_bytes())
        .bind(client.0)
        .bind(to_column(expected))
        .execute(connection)
        .await
        .map(|done| done.rows_affected()))?;
    if replaced == 0 {
        let actual = counter(writing, SELECT_IDENTITY_VERSION, client).await?;
        return Err(StoreError::Conflict {
            what: What::Identity,
            expected,
            actual,
        });
    }
    Ok(())
}

async fn counter(
    writing: &mut Writing,
    statement: &'static str,
    client: ClientId,
) -> Result<u64, StoreError> {
    let number: Option<i64> = on_db!(writing.connection(), connection =>
        sqlx::query_scalar(statement).bind(client.0).fetch_optional(connection).await)?;
    from_column(
        What::Client,
        number.ok_or(StoreError::NotFound(What::Client))?,
    )
}
