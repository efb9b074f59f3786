//! Clients' links: what a client opens instead of signing in, and the portal session that comes of it.

use attune_ids::{AssignmentId, ClientId};
use attune_vault::Sealed;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::{AuditLine, Told, Wrote};
use crate::db::{on_db, statements};
use crate::error::{StoreError, What, on_violation};
use crate::place;
use crate::plain::{from_column, hash_from_column, to_column};
use crate::sealing;
use crate::store::{Store, Writing};
use crate::token::{TokenHash, WithToken};
use crate::versioned::Versioned;

statements! {
    INSERT_LINK = "INSERT INTO link (id, token_hash, client_id, sealed, version) VALUES ($1, $2, $3, $4, 1)";
    SELECT_LINK = "SELECT id, token_hash, client_id, sealed, version FROM link WHERE id = $1";
    SELECT_BY_TOKEN = "SELECT id, token_hash, client_id, sealed, version FROM link WHERE token_hash = $1";
    LINKS_OF = "SELECT id, token_hash, client_id, sealed, version FROM link WHERE client_id = $1 ORDER BY id";
    ALL_LINKS = "SELECT id, token_hash, client_id, sealed, version FROM link ORDER BY id";
    UPDATE_LINK = "UPDATE link SET sealed = $1, version = version + 1 WHERE id = $2 AND version = $3";
}

/// A link for one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientLink {
    /// Its id, which is no secret. A portal cookie carries it beside the session's token, to find the link again.
    pub id: Uuid,
    /// Whose.
    pub client: ClientId,
    /// What it opens.
    pub purpose: LinkPurpose,
    /// When it was made.
    pub created: Timestamp,
    /// Until when it can be opened.
    pub expires: Timestamp,
    /// The session of the browser that opened it, if one did.
    pub session: Option<PortalSession>,
    /// When what it was for was done; it opens nothing more then.
    pub completed: Option<Timestamp>,
    /// When it was withdrawn.
    pub revoked: Option<Timestamp>,
}

/// What a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// Answering one measure.
    Answer(AssignmentId),
    /// The client's own pages.
    Portal,
}

/// The browser that opened a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalSession {
    /// The hash of the token in its cookie.
    pub token_hash: TokenHash,
    /// Since when.
    pub opened: Timestamp,
    /// When it was last used; an idle limit counts from here.
    pub last_seen: Timestamp,
    /// When it ends at the latest.
    pub expires: Timestamp,
}

/// What a portal that runs alone is to hold for a link. It stays with the link, because the secret that sealed it is
/// kept nowhere: lost there, it is brought again from here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalPacket {
    /// Under which name it lies there.
    pub lookup: String,
    /// Sealed for whoever holds the link, in hexadecimal.
    pub sealed: String,
}

/// A link as its row holds it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    #[serde(flatten)]
    link: ClientLink,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    packet: Option<PortalPacket>,
}

impl Store {
    /// Makes a link, at version 1. Whoever holds the token has it.
    ///
    /// # Errors
    /// [`NotFound`](StoreError::NotFound) for an unknown client, [`IdTaken`](StoreError::IdTaken) for a used id or
    /// token.
    pub async fn create_link(
        &self,
        link: &ClientLink,
        token: TokenHash,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        self.create_link_for_portal(link, token, None, audit).await
    }

    /// The same, with what a portal that runs alone is to hold for it.
    ///
    /// # Errors
    /// As [`create_link`](Self::create_link).
    pub async fn create_link_for_portal(
        &self,
        link: &ClientLink,
        token: TokenHash,
        packet: Option<PortalPacket>,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        let sealed = self.sealed_link(link, packet, token, 1)?;
        let told = Wrote::Link {
            id: link.id,
            version: 1,
        };
        let mut writing = self.write(&[audit.telling([told])]).await?;
        on_db!(writing.connection(), connection => sqlx::query(INSERT_LINK)
            .bind(link.id)
            .bind(&token.0[..])
            .bind(link.client.0)
            .bind(sealed.as_bytes())
            .execute(connection)
            .await
            .map(drop))
        .map_err(|error| {
            on_violation(
                error,
                StoreError::IdTaken,
                StoreError::NotFound(What::Client),
            )
        })?;
        writing.commit().await
    }

    /// The link with this token. Whether it is still good is the caller's to decide.
    pub async fn link_by_token(
        &self,
        token: TokenHash,
    ) -> Result<Option<Versioned<ClientLink>>, StoreError> {
        let row: Option<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SELECT_BY_TOKEN).bind(&token.0[..]).fetch_optional(pool).await)?;
        row.map(|row| self.opened_link(row)).transpose()
    }

    /// The link with this id.
    pub async fn link(&self, id: Uuid) -> Result<Option<Versioned<ClientLink>>, StoreError> {
        let row: Option<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SELECT_LINK).bind(id).fetch_optional(pool).await)?;
        row.map(|row| self.opened_link(row)).transpose()
    }

    /// A client's links, in the order they were made.
    pub async fn links_of(
        &self,
        client: ClientId,
    ) -> Result<Vec<Versioned<ClientLink>>, StoreError> {
        let rows: Vec<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(LINKS_OF).bind(client.0).fetch_all(pool).await)?;
        rows.into_iter().map(|row| self.opened_link(row)).collect()
    }

    /// Every link that a portal is to hold something for, with that; also those that open nothing any more.
    pub async fn links_at_portal(&self) -> Result<Vec<(ClientLink, PortalPacket)>, StoreError> {
        let rows: Vec<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(ALL_LINKS).fetch_all(pool).await)?;
        let mut found = Vec::new();
        for row in rows {
            let kept = self.kept_link(row)?.value;
            found.extend(kept.packet.map(|packet| (kept.link, packet)));
        }
        Ok(found)
    }

    /// Replaces what is known of a link and returns its new version. Opening a link this way makes sure that it is
    /// opened once: of two browsers, one gets a conflict. Its token and client stay as they are.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) if it changed since `expected`, [`NotFound`](StoreError::NotFound) for an
    /// unknown one.
    pub async fn update_link(
        &self,
        link: &ClientLink,
        expected: u64,
        audit: Option<&AuditLine>,
    ) -> Result<u64, StoreError> {
        let told = Wrote::Link {
            id: link.id,
            version: expected.saturating_add(1),
        };
        let lines: Vec<Told<'_>> = audit.iter().map(|audit| audit.telling([told])).collect();
        let mut writing = self.write(&lines).await?;
        self.replace_link(&mut writing, link, expected).await?;
        writing.commit().await?;
        Ok(expected + 1)
    }

    /// Withdraws a client's link: it opens nothing from the next request on.
    ///
    /// # Errors
    /// [`NotFound`](StoreError::NotFound) if this client has no such link.
    pub async fn revoke_link(
        &self,
        client: ClientId,
        id: Uuid,
        now: Timestamp,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        loop {
            let found = self
                .link(id)
                .await?
                .filter(|link| link.value.client == client)
                .ok_or(StoreError::NotFound(What::Link))?;
            let revoked = ClientLink {
                revoked: Some(found.value.revoked.unwrap_or(now)),
                ..found.value
            };
            match self.update_link(&revoked, found.version, Some(audit)).await {
                // The client's browser was quicker; its request must not keep the link alive.
                Err(StoreError::Conflict { .. }) => {}
                outcome => return outcome.map(drop),
            }
        }
    }

    async fn replace_link(
        &self,
        writing: &mut Writing,
        link: &ClientLink,
        expected: u64,
    ) -> Result<(), StoreError> {
        let row: Option<Columns> = on_db!(writing.connection(), connection =>
            sqlx::query_as(SELECT_LINK).bind(link.id).fetch_optional(connection).await)?;
        let row = row.ok_or(StoreError::NotFound(What::Link))?;
        let token = TokenHash(hash_from_column(What::Link, &row.1)?);
        let found = self.kept_link(row)?;
        if found.value.link.client != link.client {
            return Err(StoreError::NotFound(What::Link));
        }
        if found.version != expected {
            return Err(StoreError::Conflict {
                what: What::Link,
                expected,
                actual: found.version,
            });
        }
        let sealed = self.sealed_link(link, found.value.packet, token, expected + 1)?;
        on_db!(writing.connection(), connection => sqlx::query(UPDATE_LINK)
            .bind(sealed.as_bytes())
            .bind(link.id)
            .bind(to_column(expected))
            .execute(connection)
            .await
            .map(drop))?;
        Ok(())
    }

    /// Withdraws a link within a running write, and lets go of its session and of what a portal was to hold.
    pub(crate) async fn withdraw_emptied(
        &self,
        writing: &mut Writing,
        client: ClientId,
        id: Uuid,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let row: Option<Columns> = on_db!(writing.connection(), connection =>
            sqlx::query_as(SELECT_LINK).bind(id).fetch_optional(connection).await)?;
        let row = row.ok_or(StoreError::NotFound(What::Link))?;
        let token = TokenHash(hash_from_column(What::Link, &row.1)?);
        let found = self.opened_link(row)?;
        let withdrawn = ClientLink {
            session: None,
            revoked: Some(found.value.revoked.unwrap_or(now)),
            ..found.value
        };
        if found.value.client != client {
            return Err(StoreError::damaged(What::Link, "it was exchanged"));
        }
        let sealed = self.sealed_link(&withdrawn, None, token, found.version.saturating_add(1))?;
        on_db!(writing.connection(), connection => sqlx::query(UPDATE_LINK)
            .bind(sealed.as_bytes())
            .bind(id)
            .bind(to_column(found.version))
            .execute(connection)
            .await
            .map(drop))?;
        Ok(())
    }

    fn sealed_link(
        &self,
        link: &ClientLink,
        packet: Option<PortalPacket>,
        token: TokenHash,
        version: u64,
    ) -> Result<Sealed, StoreError> {
        let place = place::link(link.id, link.client, version);
        let kept = Kept {
            link: *link,
            packet,
        };
        let value = WithToken { token, value: kept };
        sealing::seal(self.vault(), What::Link, place, &value)
    }

    pub(crate) fn opened_link(&self, row: Columns) -> Result<Versioned<ClientLink>, StoreError> {
        let kept = self.kept_link(row)?;
        Ok(Versioned {
            version: kept.version,
            value: kept.value.link,
        })
    }

    fn kept_link(
        &self,
        (id, token, client, sealed, version): Columns,
    ) -> Result<Versioned<Kept>, StoreError> {
        let version = from_column(What::Link, version)?;
        let place = place::link(id, ClientId(client), version);
        let opened: WithToken<Kept> = sealing::open(self.vault(), What::Link, place, sealed)?;
        Ok(Versioned {
            version,
            value: opened.checked(What::Link, &token)?,
        })
    }
}

pub(crate) type Columns = (Uuid, Vec<u8>, Uuid, Vec<u8>, i64);
