//! How a client comes back into their own space: by a mail to their address, and by passkeys.

use attune_ids::ClientId;
use attune_vault::{MacLabel, Sealed, VaultError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::{AuditLine, Wrote};
use crate::db::{on_db, statements};
use crate::error::{StoreError, What, on_violation};
use crate::place;
use crate::plain::{from_column, to_column};
use crate::sealing;
use crate::store::Store;
use crate::versioned::Versioned;

statements! {
    INSERT_WAY_IN = "INSERT INTO way_in (client_id, login_mac, handle, sealed, version) VALUES ($1, $2, $3, $4, 1)";
    UPDATE_WAY_IN = "UPDATE way_in SET login_mac = $1, sealed = $2, version = version + 1
        WHERE client_id = $3 AND version = $4";
    SELECT_WAY_IN = "SELECT client_id, login_mac, handle, sealed, version FROM way_in WHERE client_id = $1";
    SELECT_BY_LOGIN = "SELECT client_id, login_mac, handle, sealed, version FROM way_in WHERE login_mac = $1";
    SELECT_BY_HANDLE = "SELECT client_id, login_mac, handle, sealed, version FROM way_in WHERE handle = $1";
    ALL_WAYS_IN = "SELECT client_id, login_mac, handle, sealed, version FROM way_in ORDER BY client_id";
}

/// A client's ways in. Sealed under the client's own identity key, so that erasing the client erases it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WayIn {
    /// Whose.
    pub client: ClientId,
    /// What an authenticator is told instead of the client's id. Random, and it stays the same.
    pub handle: Uuid,
    /// The address that a sign-in mail may be asked for with; none if it may not.
    pub email: Option<String>,
    /// Passkeys, in the order they were added.
    pub passkeys: Vec<KeptPasskey>,
}

/// A passkey of a client.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPasskey {
    /// For taking it away again.
    pub id: Uuid,
    /// When it was added.
    pub added: Timestamp,
    /// The public key with its counter, as the library for passkeys writes it.
    pub key: String,
}

impl std::fmt::Debug for WayIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WayIn")
            .field("client", &self.client)
            .field("passkeys", &self.passkeys.len())
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Keeps the ways in of a client: at version 1 if `expected` is 0. Returns the new version.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) if it changed since `expected`, [`AlreadyThere`](StoreError::AlreadyThere)
    /// if the address is another client's, or if somebody else kept the first version meanwhile.
    pub async fn keep_way_in(
        &self,
        way_in: &WayIn,
        expected: u64,
        audit: &AuditLine,
    ) -> Result<u64, StoreError> {
        let version = expected.saturating_add(1);
        let place = place::way_in(way_in.client, version);
        let sealed = sealing::seal(self.vault(), What::WayIn, place, way_in)?;
        let mac = way_in.email.as_deref().map(|email| self.way_in_mac(email));
        let mac = mac.as_ref().map(|mac| &mac[..]);
        let told = Wrote::WayIn {
            client: way_in.client,
            version,
        };
        let mut writing = self.write(&[audit.telling([told])]).await?;
        let kept = if expected == 0 {
            on_db!(writing.connection(), connection => sqlx::query(INSERT_WAY_IN)
                .bind(way_in.client.0)
                .bind(mac)
                .bind(way_in.handle)
                .bind(sealed.as_bytes())
                .execute(connection)
                .await
                .map(|done| done.rows_affected()))
        } else {
            on_db!(writing.connection(), connection => sqlx::query(UPDATE_WAY_IN)
                .bind(mac)
                .bind(sealed.as_bytes())
                .bind(way_in.client.0)
                .bind(to_column(expected))
                .execute(connection)
                .await
                .map(|done| done.rows_affected()))
        };
        let kept = kept.map_err(|error| {
            on_violation(
                error,
                StoreError::AlreadyThere(What::WayIn),
                StoreError::NotFound(What::Client),
            )
        })?;
        if kept == 0 {
            return Err(StoreError::Conflict {
                what: What::WayIn,
                expected,
                actual: version,
            });
        }
        writing.commit().await?;
        Ok(version)
    }

    /// The ways in of a client, if there are any and the client was not erased.
    pub async fn way_in(&self, client: ClientId) -> Result<Option<Versioned<WayIn>>, StoreError> {
        let row: Option<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SELECT_WAY_IN).bind(client.0).fetch_optional(pool).await)?;
        row.map_or(Ok(None), |row| self.opened_way_in(row))
    }

    /// Whose address this is, in any spelling of case and with spaces around it.
    pub async fn way_in_by_email(
        &self,
        email: &str,
    ) -> Result<Option<Versioned<WayIn>>, StoreError> {
        let mac = self.way_in_mac(email);
        let row: Option<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SELECT_BY_LOGIN).bind(&mac[..]).fetch_optional(pool).await)?;
        row.map_or(Ok(None), |row| self.opened_way_in(row))
    }

    /// Whom an authenticator means by a handle.
    pub async fn way_in_by_handle(
        &self,
        handle: Uuid,
    ) -> Result<Option<Versioned<WayIn>>, StoreError> {
        let row: Option<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SELECT_BY_HANDLE).bind(handle).fetch_optional(pool).await)?;
        row.map_or(Ok(None), |row| self.opened_way_in(row))
    }

    /// Apart from the addresses of staff: the same person may be both.
    fn way_in_mac(&self, email: &str) -> [u8; 32] {
        let subject = format!("space\0{}", email.trim().to_lowercase());
        self.vault().mac(MacLabel::LoginLookup, subject.as_bytes())
    }

    /// None for a client whose keys were destroyed.
    pub(crate) fn opened_way_in(
        &self,
        (client, mac, handle, sealed, version): Columns,
    ) -> Result<Option<Versioned<WayIn>>, StoreError> {
        let client = ClientId(client);
        let version = from_column(What::WayIn, version)?;
        let (key, place) = place::way_in(client, version);
        let bytes = match self.vault().open(key, &place, &Sealed::from_stored(sealed)) {
            Err(VaultError::UnknownClient(_)) => return Ok(None),
            Err(error) => return Err(StoreError::damaged(What::WayIn, error.to_string())),
            Ok(bytes) => bytes,
        };
        let value: WayIn = serde_json::from_slice(&bytes).map_err(|_| {
            StoreError::damaged(What::WayIn, "it opens, but is not what this program writes")
        })?;
        // Someone who can write to the database could point one address or passkey at another's space.
        let own = value
            .email
            .as_deref()
            .map(|email| self.way_in_mac(email).to_vec());
        if own != mac || value.handle != handle {
            return Err(StoreError::damaged(What::WayIn, "it was exchanged"));
        }
        Ok(Some(Versioned { version, value }))
    }
}

pub(crate) type Columns = (Uuid, Option<Vec<u8>>, Uuid, Vec<u8>, i64);
