//! The practice's settings: one sealed value of whatever type the program uses.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::audit::{AuditLine, Wrote};
use crate::db::{on_db, statements};
use crate::error::{StoreError, What};
use crate::place;
use crate::plain::{from_column, to_column};
use crate::sealing;
use crate::store::Store;
use crate::versioned::Versioned;

statements! {
    SELECT_SETTINGS = "SELECT settings, version FROM practice WHERE one = 1";
    UPDATE_SETTINGS = "UPDATE practice SET settings = $1, version = version + 1 WHERE one = 1 AND version = $2";
    SETTINGS_VERSION = "SELECT version FROM practice WHERE one = 1";
}

impl Store {
    /// The settings; `None` at version 0 if none were ever saved.
    pub async fn settings<T: DeserializeOwned>(&self) -> Result<Versioned<Option<T>>, StoreError> {
        let (sealed, version): (Option<Vec<u8>>, i64) =
            on_db!(self.read(), pool => sqlx::query_as(SELECT_SETTINGS).fetch_one(pool).await)?;
        let version = from_column(What::Practice, version)?;
        let place = place::settings(self.vault().install(), version);
        let value = sealed
            .map(|sealed| sealing::open(self.vault(), What::Practice, place, sealed))
            .transpose()?;
        Ok(Versioned { version, value })
    }

    /// Replaces the settings and returns their new version.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) if they changed since `expected`.
    pub async fn save_settings<T: Serialize + Sync>(
        &self,
        settings: &T,
        expected: u64,
        audit: &AuditLine,
    ) -> Result<u64, StoreError> {
        let version = expected.saturating_add(1);
        let place = place::settings(self.vault().install(), version);
        let sealed = sealing::seal(self.vault(), What::Practice, place, settings)?;
        let mut writing = self
            .write(&[audit.telling([Wrote::Settings { version }])])
            .await?;
        let updated = on_db!(writing.connection(), connection => sqlx::query(UPDATE_SETTINGS)
            .bind(sealed.as_bytes())
            .bind(to_column(expected))
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        if updated == 0 {
            let actual: i64 = on_db!(writing.connection(), connection =>
                sqlx::query_scalar(SETTINGS_VERSION).fetch_one(connection).await)?;
            return Err(StoreError::Conflict {
                what: What::Practice,
                expected,
                actual: from_column(What::Practice, actual)?,
            });
        }
        writing.commit().await?;
        Ok(version)
    }
}
