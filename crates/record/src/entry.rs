//! The entries of a record: written once, read in order.

use std::sync::LazyLock;

use attune_ids::{ClientId, EntryId};
use attune_vault::Sealed;
use jiff::civil::Date;
use uuid::Uuid;

use crate::bulk;
use crate::db::{on_db, statements};
use crate::error::{StoreError, What, on_violation};
use crate::plain::{day_number, from_column, to_column};
use crate::store::{Store, Writing};

statements! {
    INSERT_ENTRY = "INSERT INTO entry (client_id, seq, id, day, sealed) VALUES ($1, $2, $3, $4, $5)";
    ENTRIES_AFTER = "SELECT seq, id, sealed FROM entry WHERE client_id = $1 AND seq > $2 ORDER BY seq";
}

/// An entry to append.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Made where the entry was written (often the browser), so that a repeated save is recognised.
    pub id: EntryId,
    /// The day it was written, for retention rules.
    pub day: Date,
    /// Sealed for [`place::entry`](crate::place::entry) at the position it will have.
    pub sealed: Sealed,
}

/// An entry of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// Its position, from 1 without gaps.
    pub seq: u64,
    /// Its id.
    pub id: EntryId,
    /// Opens with [`place::entry`](crate::place::entry).
    pub sealed: Sealed,
}

impl Store {
    /// All entries of a client in their order; none for an unknown client.
    pub async fn entries(&self, client: ClientId) -> Result<Vec<StoredEntry>, StoreError> {
        self.entries_after(client, 0).await
    }

    /// The entries after position `seq`, in their order.
    pub async fn entries_after(
        &self,
        client: ClientId,
        seq: u64,
    ) -> Result<Vec<StoredEntry>, StoreError> {
        let rows: Vec<(i64, Uuid, Vec<u8>)> = on_db!(self.read(), pool => sqlx::query_as(ENTRIES_AFTER)
            .bind(client.0).bind(to_column(seq)).fetch_all(pool).await)?;
        rows.into_iter()
            .map(|(seq, id, sealed)| {
                Ok(StoredEntry {
                    seq: from_column(What::Entry, seq)?,
                    id: EntryId(id),
                    sealed: Sealed::from_stored(sealed),
                })
            })
            .collect()
    }
}

/// An entry and where it goes.
pub(crate) struct Placed<'a> {
    pub(crate) client: ClientId,
    pub(crate) seq: u64,
    pub(crate) entry: &'a NewEntry,
}

/// The entries of one client at the positions that follow `after`.
pub(crate) fn placed(
    client: ClientId,
    after: u64,
    entries: &[NewEntry],
) -> impl Iterator<Item = Placed<'_>> {
    entries
        .iter()
        .zip(after + 1..)
        .map(move |(entry, seq)| Placed { client, seq, entry })
}

/// Inserts entries, of one client or of many.
pub(crate) async fn insert(
    writing: &mut Writing,
    entries: &[Placed<'_>],
) -> Result<(), StoreError> {
    static INSERT_MANY: LazyLock<String> = LazyLock::new(|| bulk::of_many(INSERT_ENTRY));

    for (statement, rows) in bulk::split(entries, INSERT_ENTRY, &INSERT_MANY) {
        on_db!(writing.connection(), connection => {
            let mut query = sqlx::query(statement);
            for row in rows {
                query = query
                    .bind(row.client.0)
                    .bind(to_column(row.seq))
                    .bind(row.entry.id.0)
                    .bind(day_number(row.entry.day))
                    .bind(row.entry.sealed.as_bytes());
            }
            query.execute(connection).await.map(drop)
        })
        .map_err(|error| {
            on_violation(
                error,
                StoreError::IdTaken,
                StoreError::NotFound(What::Client),
            )
        })?;
    }
    Ok(())
}
