//! The outbox: mails that wait to be sent, and what became of those that did.
//!
//! A mail is queued in the same transaction as what causes it, so neither is there without the other. Its row is
//! named by a keyed checksum of its key, and a second one with the same key is not written: one cause is one mail,
//! whoever repeats a save. What a mail says is the caller's; this keeps it sealed.

use attune_ids::ClientId;
use attune_vault::MacLabel;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::AuditLine;
use crate::db::{on_db, statements};
use crate::error::{StoreError, What};
use crate::place;
use crate::plain::{from_column, to_column};
use crate::sealing;
use crate::store::{Store, Writing};
use crate::versioned::Versioned;

statements! {
    INSERT_MAIL = "INSERT INTO outbox (id, state, sealed, version) VALUES ($1, 1, $2, 1) ON CONFLICT (id) DO NOTHING";
    SELECT_MAIL = "SELECT id, state, sealed, version FROM outbox WHERE id = $1";
    IN_STATE = "SELECT id, state, sealed, version FROM outbox WHERE state = $1";
    HOW_MANY = "SELECT COUNT(*) FROM outbox WHERE state = $1";
    UPDATE_MAIL = "UPDATE outbox SET state = $1, sealed = $2, version = version + 1 WHERE id = $3 AND version = $4";
}

/// A mail to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// Names the cause and who is told of it, for example `urgent/<alert>/<account>`. A mail with a key that was
    /// queued before is not queued again, whatever became of the first.
    pub key: String,
    /// The client it is about, if any; for the audit alone.
    pub client: Option<ClientId>,
    /// Not to be sent earlier.
    pub due: Timestamp,
    /// What is to be sent to whom, as the caller writes it down.
    pub content: String,
}

/// A mail as it stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Follows from the key.
    pub id: Uuid,
    /// See [`NewMail::client`].
    pub client: Option<ClientId>,
    /// When it was queued.
    pub queued: Timestamp,
    /// When it is to be tried (again).
    pub due: Timestamp,
    /// How often somebody began to send it.
    pub attempts: u32,
    /// What became of it.
    pub state: MailState,
    /// Why the last attempt failed, in the sender's words; never an address.
    pub trouble: Option<String>,
    /// See [`NewMail::content`].
    pub content: String,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// To be sent.
    Waiting,
    /// A mail server took it.
    Sent,
    /// It failed too often, or there is nobody to send it to.
    GivenUp,
}

impl MailState {
    fn code(self) -> i64 {
        match self {
            Self::Waiting => 1,
            Self::Sent => 2,
            Self::GivenUp => 3,
        }
    }
}

impl Store {
    /// Queues mails that nothing else is saved with. Returns how many were new.
    pub async fn queue_mails(
        &self,
        mails: &[NewMail],
        audit: &AuditLine,
    ) -> Result<u64, StoreError> {
        let mut writing = self.write(&[audit.alone()]).await?;
        let new = insert(self, &mut writing, mails, audit.at).await?;
        if new > 0 {
            writing.commit().await?;
        }
        Ok(new)
    }

    /// Every mail in this state, the one that is due first at the front.
    pub async fn mails(&self, state: MailState) -> Result<Vec<Versioned<Mail>>, StoreError> {
        let rows: Vec<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(IN_STATE).bind(state.code()).fetch_all(pool).await)?;
        let mut mails = rows
            .into_iter()
            .map(|row| self.opened_mail(row))
            .collect::<Result<Vec<_>, _>>()?;
        mails.sort_by_key(|mail| (mail.value.due, mail.value.id));
        Ok(mails)
    }

    /// How many mails are in this state.
    pub async fn mails_in(&self, state: MailState) -> Result<u64, StoreError> {
        let count: i64 = on_db!(self.read(), pool =>
            sqlx::query_scalar(HOW_MANY).bind(state.code()).fetch_one(pool).await)?;
        from_column(What::Mail, count)
    }

    /// The mail that was queued with this key, if one was.
    pub async fn mail(&self, key: &str) -> Result<Option<Versioned<Mail>>, StoreError> {
        let row: Option<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SELECT_MAIL).bind(self.mail_id(key)).fetch_optional(pool).await)?;
        row.map(|row| self.opened_mail(row)).transpose()
    }

    /// Replaces what is known of a mail and returns its new version. Of two programs that begin to send the same
    /// mail, one gets a conflict.
    ///
    /// # Errors
    /// [`Conflict`](StoreError::Conflict) if it changed since `expected` or is not there.
    pub async fn update_mail(
        &self,
        mail: &Mail,
        expected: u64,
        audit: Option<&AuditLine>,
    ) -> Result<u64, StoreError> {
        let version = expected.saturating_add(1);
        let place = place::outbox(mail.id, version);
        let sealed = sealing::seal(self.vault(), What::Mail, place, mail)?;
        let lines: Vec<_> = audit.iter().map(|line| line.alone()).collect();
        let mut writing = self.write(&lines).await?;
        let updated = on_db!(writing.connection(), connection => sqlx::query(UPDATE_MAIL)
            .bind(mail.state.code())
            .bind(sealed.as_bytes())
            .bind(mail.id)
            .bind(to_column(expected))
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        if updated == 0 {
            return Err(StoreError::Conflict {
                what: What::Mail,
                expected,
                actual: version,
            });
        }
        writing.commit().await?;
        Ok(version)
    }

    pub(crate) fn opened_mail(
        &self,
        (id, state, sealed, version): Columns,
    ) -> Result<Versioned<Mail>, StoreError> {
        let version = from_column(What::Mail, version)?;
        let place = place::outbox(id, version);
        let value: Mail = sealing::open(self.vault(), What::Mail, place, sealed)?;
        if value.state.code() != state {
            return Err(StoreError::damaged(What::Mail, "its state was changed"));
        }
        Ok(Versioned { version, value })
    }

    /// The first half of a keyed checksum, which is as good as unique and tells nobody what it is made of.
    fn mail_id(&self, key: &str) -> Uuid {
        let [first @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
            self.vault().mac(MacLabel::MailKey, key.as_bytes());
        Uuid::from_bytes(first)
    }
}

/// Puts mails into the outbox with a running write; those whose key is there already are left as they are.
pub(crate) async fn insert(
    store: &Store,
    writing: &mut Writing,
    mails: &[NewMail],
    now: Timestamp,
) -> Result<u64, StoreError> {
    let mut new = 0;
    for mail in mails {
        let id = store.mail_id(&mail.key);
        let queued = Mail {
            id,
            client: mail.client,
            queued: now,
            due: mail.due,
            attempts: 0,
            state: MailState::Waiting,
            trouble: None,
            content: mail.content.clone(),
        };
        let sealed = sealing::seal(store.vault(), What::Mail, place::outbox(id, 1), &queued)?;
        new += on_db!(writing.connection(), connection => sqlx::query(INSERT_MAIL)
            .bind(id)
            .bind(sealed.as_bytes())
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
    }
    Ok(new)
}

pub(crate) type Columns = (Uuid, i64, Vec<u8>, i64);
