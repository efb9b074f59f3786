//! Taking a client out of the database for good. What is sealed under the client's keys is blanked where it is small
//! and plain to reach, and dies with the keys where it is a numbered list; what is sealed under the practice's keys is
//! taken away here, since destroying the client's keys would not reach it.
//!
//! A row with a blank identity whose audit tells of an erasure, while the keyring still holds the keys, is an erasure
//! that was cut off in the middle. The audit has to tell of it: somebody who can write to the database, and has no
//! keys, must not be able to have keys destroyed.

use attune_ids::{AccountId, ClientId};
use uuid::Uuid;

use crate::access::{Access, Relation};
use crate::audit::{AuditAction, AuditFilter, AuditLine, Wrote};
use crate::db::{Tx, on_db, statements};
use crate::error::{StoreError, What};
use crate::outbox::MailState;
use crate::plain::{from_column, to_column};
use crate::store::Store;

statements! {
    VERSIONS = "SELECT seq, identity_version FROM client WHERE id = $1";
    BLANK_CLIENT = "UPDATE client SET identity = $1, headline = $2, identity_version = identity_version + 1, change = $3
        WHERE id = $4";
    BLANK_CLIENTS = "SELECT id FROM client WHERE length(identity) = 0 ORDER BY id";
    ACCESS_OF = "SELECT account_id, relation FROM access WHERE client_id = $1 ORDER BY account_id, relation";
    LINKS_NOW = "SELECT id, version FROM link WHERE client_id = $1 ORDER BY id";
    DROP_ACCESS = "DELETE FROM access WHERE client_id = $1";
    DROP_DRAFTS = "DELETE FROM draft WHERE client_id = $1";
    DROP_MAIL = "DELETE FROM outbox WHERE id = $1";
    FREE_ADDRESS = "UPDATE way_in SET login_mac = NULL WHERE client_id = $1";
}

/// Audit lines looked through at a time.
const LOOK_BACK: u32 = 500;

/// What an erasure changes, as its audit line has to tell it. Read once before the line is written and once after,
/// when no other write can come in between.
#[derive(PartialEq, Eq)]
struct Standing {
    seq: i64,
    identity_version: i64,
    access: Vec<(Uuid, i64)>,
    links: Vec<(Uuid, i64)>,
}

impl Store {
    /// The first half of an erasure, in one transaction: the line in the audit, nobody's access any more, no name and
    /// no headline, links withdrawn, drafts and mails gone, the address for signing in free again. The second
    /// half is the keyring's. Entries stay, sealed, until their keys are gone: the list is only ever added to.
    ///
    /// # Errors
    /// [`NotFound`](StoreError::NotFound) for an unknown client, [`Conflict`](StoreError::Conflict) if others kept
    /// writing to the same links and accesses; nothing was changed then.
    pub async fn erase(&self, client: ClientId, audit: &AuditLine) -> Result<(), StoreError> {
        const TRIES: usize = 20;
        for _ in 0..TRIES {
            if self.try_erase(client, audit).await? {
                return Ok(());
            }
        }
        Err(StoreError::Conflict {
            what: What::Client,
            expected: 0,
            actual: 0,
        })
    }

    async fn try_erase(&self, client: ClientId, audit: &AuditLine) -> Result<bool, StoreError> {
        let before = standing(&mut self.pools().snapshot().await?, client).await?;
        let mails = self.mails_about(client).await?;
        let mut writing = self.write(&[audit.telling(told(client, &before)?)]).await?;
        if standing(writing.transaction(), client).await? != before {
            return Ok(false);
        }
        let change = to_column(writing.last_line());
        let nothing: &[u8] = &[];
        on_db!(writing.connection(), connection => sqlx::query(BLANK_CLIENT)
            .bind(nothing)
            .bind(nothing)
            .bind(change)
            .bind(client.0)
            .execute(connection)
            .await
            .map(drop))?;
        for statement in [DROP_ACCESS, DROP_DRAFTS, FREE_ADDRESS] {
            on_db!(writing.connection(), connection =>
                sqlx::query(statement).bind(client.0).execute(connection).await.map(drop))?;
        }
        for (id, _) in &before.links {
            self.withdraw_emptied(&mut writing, client, *id, audit.at)
                .await?;
        }
        for id in mails {
            on_db!(writing.connection(), connection =>
                sqlx::query(DROP_MAIL).bind(id).execute(connection).await.map(drop))?;
        }
        writing.commit().await?;
        Ok(true)
    }

    /// Clients whose row is blank and whose audit tells that they were erased. Of those whose keys are still there the
    /// erasure was cut off, and has to be finished.
    pub async fn erased_clients(&self) -> Result<Vec<ClientId>, StoreError> {
        let blank: Vec<Uuid> = on_db!(self.read(), pool =>
            sqlx::query_scalar(BLANK_CLIENTS).fetch_all(pool).await)?;
        let mut erased = Vec::with_capacity(blank.len());
        for client in blank.into_iter().map(ClientId) {
            if self.tells_of_erasure(client).await? {
                erased.push(client);
            }
        }
        Ok(erased)
    }

    /// Whether the audit tells that this client was erased.
    pub async fn tells_of_erasure(&self, client: ClientId) -> Result<bool, StoreError> {
        let mut before = None;
        loop {
            let lines = self
                .audit_lines(AuditFilter::Client(client), before, LOOK_BACK)
                .await?;
            let Some(last) = lines.last() else {
                return Ok(false);
            };
            if lines
                .iter()
                .any(|stored| stored.line.action == AuditAction::Erase)
            {
                return Ok(true);
            }
            before = Some(last.seq);
        }
    }

    async fn mails_about(&self, client: ClientId) -> Result<Vec<Uuid>, StoreError> {
        let mut found = Vec::new();
        for state in [MailState::Waiting, MailState::Sent, MailState::GivenUp] {
            let mails = self.mails(state).await?;
            let about = mails
                .into_iter()
                .filter(|mail| mail.value.client == Some(client));
            found.extend(about.map(|mail| mail.value.id));
        }
        Ok(found)
    }
}

fn told(client: ClientId, before: &Standing) -> Result<Vec<Wrote>, StoreError> {
    let version = from_column(What::Identity, before.identity_version)?;
    let mut told = vec![Wrote::Record {
        client,
        seq: from_column(What::Client, before.seq)?,
        identity: Some(version.saturating_add(1)),
    }];
    for (account, relation) in &before.access {
        let access = Access {
            client,
            account: AccountId(*account),
            relation: Relation::from_code(*relation)?,
        };
        told.push(access.told(false));
    }
    for (id, version) in &before.links {
        told.push(Wrote::Link {
            id: *id,
            version: from_column(What::Link, *version)?.saturating_add(1),
        });
    }
    Ok(told)
}

async fn standing(tx: &mut Tx, client: ClientId) -> Result<Standing, StoreError> {
    let row: Option<(i64, i64)> = on_db!(tx.connection(), connection =>
        sqlx::query_as(VERSIONS).bind(client.0).fetch_optional(connection).await)?;
    let (seq, identity_version) = row.ok_or(StoreError::NotFound(What::Client))?;
    Ok(Standing {
        seq,
        identity_version,
        access: on_db!(tx.connection(), connection =>
            sqlx::query_as(ACCESS_OF).bind(client.0).fetch_all(connection).await)?,
        links: on_db!(tx.connection(), connection =>
            sqlx::query_as(LINKS_NOW).bind(client.0).fetch_all(connection).await)?,
    })
}
