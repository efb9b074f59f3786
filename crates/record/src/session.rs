//! Browsers in which staff is signed in.

use attune_ids::AccountId;
use attune_vault::Sealed;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::AuditLine;
use crate::db::{on_db, statements};
use crate::error::{StoreError, What, on_violation};
use crate::place;
use crate::plain::{from_column, to_column};
use crate::sealing;
use crate::store::Store;
use crate::token::{TokenHash, WithToken};

statements! {
    INSERT_SESSION = "INSERT INTO session (id, token_hash, account_id, sealed, version) VALUES ($1, $2, $3, $4, 1)";
    SELECT_BY_TOKEN = "SELECT id, token_hash, account_id, sealed, version FROM session WHERE token_hash = $1";
    SESSIONS_OF = "SELECT id, token_hash, account_id, sealed, version FROM session WHERE account_id = $1 ORDER BY id";
    ALL_SESSIONS = "SELECT id, token_hash, account_id, sealed, version FROM session ORDER BY id";
    UPDATE_SESSION = "UPDATE session SET sealed = $1, version = version + 1 WHERE id = $2 AND version = $3";
    DELETE_SESSION = "DELETE FROM session WHERE id = $1";
    DELETE_SESSIONS_OF = "DELETE FROM session WHERE account_id = $1";
}

/// A browser in which someone is signed in. A new token, at sign-in or when rights change, is a new session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffSession {
    /// Its id, which is no secret.
    pub id: Uuid,
    /// Who is signed in.
    pub account: AccountId,
    /// Since when.
    pub created: Timestamp,
    /// When it was last used; an idle limit counts from here.
    pub last_seen: Timestamp,
    /// When it ends at the latest.
    pub expires: Timestamp,
    /// When the second factor was last given; `None` between password and second factor.
    pub confirmed: Option<Timestamp>,
}

impl Store {
    /// Opens a session. Whoever holds the token has it.
    ///
    /// # Errors
    /// [`NotFound`](StoreError::NotFound) for an unknown account, [`IdTaken`](StoreError::IdTaken) for a used id or
    /// token.
    pub async fn open_session(
        &self,
        session: &StaffSession,
        token: TokenHash,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        let sealed = self.sealed_session(session, token, 1)?;
        let mut writing = self.write(&[audit.alone()]).await?;
        on_db!(writing.connection(), connection => sqlx::query(INSERT_SESSION)
            .bind(session.id)
            .bind(&token.0[..])
            .bind(session.account.0)
            .bind(sealed.as_bytes())
            .execute(connection)
            .await
            .map(drop))
        .map_err(|error| {
            on_violation(
                error,
                StoreError::IdTaken,
                StoreError::NotFound(What::Account),
            )
        })?;
        writing.commit().await
    }

    /// The session with this token. Whether it is still good is the caller's to decide: limits may have changed.
    pub async fn session(&self, token: TokenHash) -> Result<Option<StaffSession>, StoreError> {
        let row: Option<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SELECT_BY_TOKEN).bind(&token.0[..]).fetch_optional(pool).await)?;
        Ok(row
            .map(|row| self.opened_session(row))
            .transpose()?
            .map(|(session, _)| session))
    }

    /// An account's sessions.
    pub async fn sessions_of(&self, account: AccountId) -> Result<Vec<StaffSession>, StoreError> {
        let rows: Vec<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SESSIONS_OF).bind(account.0).fetch_all(pool).await)?;
        rows.into_iter()
            .map(|row| self.opened_session(row).map(|(session, _)| session))
            .collect()
    }

    /// Notes that a session was used at `now`. If two requests do so at once, one of the two times stays; if the
    /// session is gone, nothing happens.
    pub async fn touch_session(&self, token: TokenHash, now: Timestamp) -> Result<(), StoreError> {
        let mut writing = self.write_unaudited().await?;
        let row: Option<Columns> = on_db!(writing.connection(), connection =>
            sqlx::query_as(SELECT_BY_TOKEN).bind(&token.0[..]).fetch_optional(connection).await)?;
        let Some(row) = row else { return Ok(()) };
        let (session, version) = self.opened_session(row)?;
        let touched = StaffSession {
            last_seen: now,
            ..session
        };
        let sealed = self.sealed_session(&touched, token, version + 1)?;
        on_db!(writing.connection(), connection => sqlx::query(UPDATE_SESSION)
            .bind(sealed.as_bytes())
            .bind(session.id)
            .bind(to_column(version))
            .execute(connection)
            .await
            .map(drop))?;
        writing.commit().await
    }

    /// Ends a session, for instance at sign-out. Ending one that is gone is no error.
    pub async fn close_session(&self, id: Uuid, audit: &AuditLine) -> Result<(), StoreError> {
        let mut writing = self.write(&[audit.alone()]).await?;
        on_db!(writing.connection(), connection =>
            sqlx::query(DELETE_SESSION).bind(id).execute(connection).await.map(drop))?;
        writing.commit().await
    }

    /// Ends every session of an account: it is signed out everywhere from the next request on.
    pub async fn close_all_of(
        &self,
        account: AccountId,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        let mut writing = self.write(&[audit.alone()]).await?;
        on_db!(writing.connection(), connection =>
            sqlx::query(DELETE_SESSIONS_OF).bind(account.0).execute(connection).await.map(drop))?;
        writing.commit().await
    }

    /// Removes the sessions that ended before `now` and tells how many.
    pub async fn sweep_sessions(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut writing = self.write_unaudited().await?;
        let rows: Vec<Columns> = on_db!(writing.connection(), connection =>
            sqlx::query_as(ALL_SESSIONS).fetch_all(connection).await)?;
        let mut swept = 0;
        for row in rows {
            let (session, _) = self.opened_session(row)?;
            if session.expires <= now {
                on_db!(writing.connection(), connection =>
                    sqlx::query(DELETE_SESSION).bind(session.id).execute(connection).await.map(drop))?;
                swept += 1;
            }
        }
        writing.commit().await?;
        Ok(swept)
    }

    fn sealed_session(
        &self,
        session: &StaffSession,
        token: TokenHash,
        version: u64,
    ) -> Result<Sealed, StoreError> {
        let place = place::session(session.id, version);
        let value = WithToken {
            token,
            value: session,
        };
        sealing::seal(self.vault(), What::Session, place, &value)
    }

    pub(crate) fn opened_session(
        &self,
        (id, token, account, sealed, version): Columns,
    ) -> Result<(StaffSession, u64), StoreError> {
        let version = from_column(What::Session, version)?;
        let place = place::session(id, version);
        let opened: WithToken<StaffSession> =
            sealing::open(self.vault(), What::Session, place, sealed)?;
        let session = opened.checked(What::Session, &token)?;
        if session.account.0 != account {
            return Err(StoreError::damaged(
                What::Session,
                "it was moved to another account",
            ));
        }
        Ok((session, version))
    }
}

pub(crate) type Columns = (Uuid, Vec<u8>, Uuid, Vec<u8>, i64);
