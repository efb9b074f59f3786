//! What a practice writes for itself: a numbered list of sealed values, to which is only ever added.
//!
//! The number of the last one is the counter by which several servers notice that there is something new: reading
//! it costs nothing, and the content itself is read only when it has grown.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::audit::{AuditLine, Wrote};
use crate::db::{on_db, statements};
use crate::error::{StoreError, What, on_violation};
use crate::place;
use crate::plain::{from_column, to_column};
use crate::sealing;
use crate::store::Store;
use crate::versioned::Versioned;

statements! {
    CONTENT_COUNTER = "SELECT COALESCE(MAX(seq), 0) FROM content";
    CONTENT_SINCE = "SELECT seq, sealed FROM content WHERE seq > $1 ORDER BY seq";
    INSERT_CONTENT = "INSERT INTO content (seq, sealed) VALUES ($1, $2)";
}

impl Store {
    /// The number of the last value; 0 if there is none.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn content_counter(&self) -> Result<u64, StoreError> {
        let counter: i64 = on_db!(self.read(), pool =>
            sqlx::query_scalar(CONTENT_COUNTER).fetch_one(pool).await)?;
        from_column(What::Content, counter)
    }

    /// Every value with a higher number than this, oldest first; its version is its number.
    ///
    /// # Errors
    /// One of them does not open, or the database does not answer.
    pub async fn content_since<T: DeserializeOwned>(
        &self,
        seq: u64,
    ) -> Result<Vec<Versioned<T>>, StoreError> {
        let rows: Vec<(i64, Vec<u8>)> = on_db!(self.read(), pool =>
            sqlx::query_as(CONTENT_SINCE).bind(to_column(seq)).fetch_all(pool).await)?;
        rows.into_iter()
            .map(|(seq, sealed)| {
                let version = from_column(What::Content, seq)?;
                let place = place::content(version);
                let value = sealing::open(self.vault(), What::Content, place, sealed)?;
                Ok(Versioned { version, value })
            })
            .collect()
    }

    /// Adds a value after the one with the number `expected`, and returns the new number.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) if somebody added one meanwhile.
    pub async fn add_content<T: Serialize + Sync>(
        &self,
        value: &T,
        expected: u64,
        audit: &AuditLine,
    ) -> Result<u64, StoreError> {
        let seq = expected.saturating_add(1);
        let sealed = sealing::seal(self.vault(), What::Content, place::content(seq), value)?;
        let mut writing = self
            .write(&[audit.telling([Wrote::Content { seq }])])
            .await?;
        let actual: i64 = on_db!(writing.connection(), connection =>
            sqlx::query_scalar(CONTENT_COUNTER).fetch_one(connection).await)?;
        let actual = from_column(What::Content, actual)?;
        let conflict = || StoreError::Conflict {
            what: What::Content,
            expected,
            actual,
        };
        if actual != expected {
            return Err(conflict());
        }
        on_db!(writing.connection(), connection => sqlx::query(INSERT_CONTENT)
            .bind(to_column(seq))
            .bind(sealed.as_bytes())
            .execute(connection)
            .await
            .map(drop))
        .map_err(|error| on_violation(error, conflict(), conflict()))?;
        writing.commit().await?;
        Ok(seq)
    }
}
