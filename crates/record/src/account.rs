//! People who sign in as staff.

use attune_ids::AccountId;
use attune_vault::{KeptPersonalKey, LockedPersonalKey, MacLabel};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::{AuditLine, Wrote};
use crate::db::{on_db, statements};
use crate::error::{StoreError, What, on_violation};
use crate::place;
use crate::plain::{from_column, to_column};
use crate::sealing;
use crate::store::{Store, Writing};
use crate::token::TokenHash;
use crate::versioned::Versioned;

statements! {
    INSERT_ACCOUNT = "INSERT INTO account (id, login_mac, sealed, version) VALUES ($1, $2, $3, 1)";
    UPDATE_ACCOUNT = "UPDATE account SET login_mac = $1, sealed = $2, version = version + 1
        WHERE id = $3 AND version = $4";
    ACCOUNT_VERSION = "SELECT version FROM account WHERE id = $1";
    SELECT_ACCOUNT = "SELECT id, login_mac, sealed, version FROM account WHERE id = $1";
    SELECT_BY_LOGIN = "SELECT id, login_mac, sealed, version FROM account WHERE login_mac = $1";
    ALL_ACCOUNTS = "SELECT id, login_mac, sealed, version FROM account ORDER BY id";
}

/// Someone who signs in as staff.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The name colleagues see.
    pub name: String,
    /// The address to sign in with, as it was typed.
    pub email: String,
    /// The password's Argon2id hash in PHC form; `None` until it is set for the first time.
    pub password_hash: Option<String>,
    /// The secret of the authenticator app; `None` until one is set up.
    pub totp_secret: Option<Vec<u8>>,
    /// The time step of the last code that was accepted, so that none is accepted twice.
    pub last_totp_step: Option<u64>,
    /// What the account may do.
    pub roles: Roles,
    /// Whether it may sign in at all.
    pub enabled: bool,
    /// A link to set a first or new password, if one is out.
    pub setup: Option<Setup>,
    /// Keys that only this person's password opens, the one in use last. Earlier ones were locked with a password
    /// that was replaced by a set-up link; they stay, since what they sealed stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub personal_keys: Vec<LockedPersonalKey>,
    /// The same keys locked with a printed code each, for when the password is forgotten. At most one for each key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub personal_codes: Vec<LockedPersonalKey>,
    /// Earlier keys that were opened with such a code since, kept under the one in use then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_keys: Vec<KeptPersonalKey>,
    /// Pieces of text this person keeps for notes, in the order they were kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_texts: Vec<KeptText>,
    /// The address under which this person's appointments can be read by a calendar, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarFeed>,
}

/// An address for a calendar program, which cannot sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarFeed {
    /// The hash of the secret in the address.
    pub token_hash: TokenHash,
    /// Initials of clients stand there; else not even these.
    pub initials: bool,
}

/// A piece of text somebody keeps for notes. A text of one's own, never about a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptText {
    /// Stays the same when it is changed.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// The text.
    pub text: String,
}

/// What an account may do. An administrator opens no record by being one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    /// Works with clients.
    pub clinician: bool,
    /// Supervises clinicians.
    pub supervisor: bool,
    /// Manages accounts and settings.
    pub administrator: bool,
}

/// A link with which an account sets its password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setup {
    /// The hash of the token in the link.
    pub token_hash: TokenHash,
    /// Until when it is good.
    pub expires: Timestamp,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("roles", &self.roles)
            .field("enabled", &self.enabled)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Makes an account, at version 1.
    ///
    /// # Errors
    /// [`AlreadyThere`](StoreError::AlreadyThere) if the id or the address is in use.
    pub async fn create_account(
        &self,
        account: &Account,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        let sealed = sealing::seal(
            self.vault(),
            What::Account,
            place::account(account.id, 1),
            account,
        )?;
        let told = Wrote::Account {
            id: account.id,
            version: 1,
        };
        let mut writing = self.write(&[audit.telling([told])]).await?;
        on_db!(writing.connection(), connection => sqlx::query(INSERT_ACCOUNT)
            .bind(account.id.0)
            .bind(&self.login_mac(&account.email)[..])
            .bind(sealed.as_bytes())
            .execute(connection)
            .await
            .map(drop))
        .map_err(address_in_use)?;
        writing.commit().await
    }

    /// Replaces an account and returns its new version. Raising `last_totp_step` this way also makes sure that one
    /// code cannot be used twice at the same time: one of the two gets a conflict.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) if it changed since `expected`, [`NotFound`](StoreError::NotFound) for an
    /// unknown one, [`AlreadyThere`](StoreError::AlreadyThere) if a new address is in use.
    pub async fn update_account(
        &self,
        account: &Account,
        expected: u64,
        audit: &AuditLine,
    ) -> Result<u64, StoreError> {
        let version = expected.saturating_add(1);
        let sealed = sealing::seal(
            self.vault(),
            What::Account,
            place::account(account.id, version),
            account,
        )?;
        let told = Wrote::Account {
            id: account.id,
            version,
        };
        let mut writing = self.write(&[audit.telling([told])]).await?;
        let updated = on_db!(writing.connection(), connection => sqlx::query(UPDATE_ACCOUNT)
            .bind(&self.login_mac(&account.email)[..])
            .bind(sealed.as_bytes())
            .bind(account.id.0)
            .bind(to_column(expected))
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))
        .map_err(address_in_use)?;
        if updated == 0 {
            return Err(conflict(&mut writing, account.id, expected).await?);
        }
        writing.commit().await?;
        Ok(version)
    }

    /// One account.
    ///
    /// # Errors
    /// [`NotFound`](StoreError::NotFound) for an unknown one.
    pub async fn account(&self, id: AccountId) -> Result<Versioned<Account>, StoreError> {
        let row: Option<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SELECT_ACCOUNT).bind(id.0).fetch_optional(pool).await)?;
        row.ok_or(StoreError::NotFound(What::Account))
            .and_then(|row| self.opened_account(row))
    }

    /// The account that signs in with this address, in any spelling of case and with spaces around it.
    pub async fn account_by_email(
        &self,
        email: &str,
    ) -> Result<Option<Versioned<Account>>, StoreError> {
        let mac = self.login_mac(email);
        let row: Option<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SELECT_BY_LOGIN).bind(&mac[..]).fetch_optional(pool).await)?;
        row.map(|row| self.opened_account(row)).transpose()
    }

    /// All accounts, in the order they were made.
    pub async fn accounts(&self) -> Result<Vec<Versioned<Account>>, StoreError> {
        let rows: Vec<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(ALL_ACCOUNTS).fetch_all(pool).await)?;
        rows.into_iter()
            .map(|row| self.opened_account(row))
            .collect()
    }

    fn login_mac(&self, email: &str) -> [u8; 32] {
        self.vault().mac(
            MacLabel::LoginLookup,
            email.trim().to_lowercase().as_bytes(),
        )
    }

    pub(crate) fn opened_account(
        &self,
        (id, login_mac, sealed, version): Columns,
    ) -> Result<Versioned<Account>, StoreError> {
        let version = from_column(What::Account, version)?;
        let place = place::account(AccountId(id), version);
        let account: Account = sealing::open(self.vault(), What::Account, place, sealed)?;
        // Someone who can write to the database could point one address at another's account.
        if self.login_mac(&account.email)[..] != login_mac {
            return Err(StoreError::damaged(
                What::Account,
                "its address was exchanged",
            ));
        }
        Ok(Versioned {
            version,
            value: account,
        })
    }
}

pub(crate) type Columns = (Uuid, Vec<u8>, Vec<u8>, i64);

fn address_in_use(error: sqlx::Error) -> StoreError {
    on_violation(
        error,
        StoreError::AlreadyThere(What::Account),
        StoreError::NotFound(What::Account),
    )
}

async fn conflict(
    writing: &mut Writing,
    id: AccountId,
    expected: u64,
) -> Result<StoreError, StoreError> {
    let actual: Option<i64> = on_db!(writing.connection(), connection =>
        sqlx::query_scalar(ACCOUNT_VERSION).bind(id.0).fetch_optional(connection).await)?;
    Ok(match actual {
        None => StoreError::NotFound(What::Account),
        Some(actual) => StoreError::Conflict {
            what: What::Account,
            expected,
            actual: from_column(What::Account, actual)?,
        },
    })
}
