use attune_ids::{AccountId, ClientId};
use uuid::Uuid;

use super::{Finding, PAGE, Verification, advance, page};
use crate::access::Relation;
use crate::account::{self, ALL_ACCOUNTS};
use crate::db::{on_db, statements};
use crate::error::{StoreError, What};
use crate::link;
use crate::outbox;
use crate::place;
use crate::plain::{from_column, hash_from_column};
use crate::session::{self, ALL_SESSIONS};
use crate::settings::SELECT_SETTINGS;
use crate::way_in::{self, ALL_WAYS_IN};

statements! {
    CONTENT_PAGE = "SELECT seq, sealed FROM content WHERE seq > $1 ORDER BY seq LIMIT $2";
    LINK_PAGE = "SELECT id, token_hash, client_id, sealed, version FROM link WHERE id > $1 ORDER BY id LIMIT $2";
    ACCESS_PAGE = "SELECT client_id, account_id, relation FROM access
        WHERE (client_id, account_id, relation) > ($1, $2, $3) ORDER BY client_id, account_id, relation LIMIT $4";
    ALL_MAILS = "SELECT id, state, sealed, version FROM outbox ORDER BY id";
    ALL_COUNTERS = "SELECT subject_mac, sealed, version FROM throttle";
}

impl Verification<'_> {
    /// Everything that is not a record.
    pub(super) async fn practice(&mut self) -> Result<(), StoreError> {
        self.settings().await?;
        self.content().await?;
        self.accounts().await?;
        self.sessions().await?;
        self.links().await?;
        self.ways_in().await?;
        self.counters().await?;
        self.mails().await?;
        self.access().await
    }

    async fn settings(&mut self) -> Result<(), StoreError> {
        let (sealed, version): (Option<Vec<u8>>, i64) = on_db!(self.tx.connection(), connection =>
            sqlx::query_as(SELECT_SETTINGS).fetch_one(connection).await)?;
        let version = from_column(What::Practice, version)?;
        let install = self.store.vault().install();
        self.compare(What::Practice, install, Some(self.told.settings), version);
        if let Some(sealed) = sealed
            && self.opens(place::settings(install, version), sealed)? == Some(false)
        {
            self.unreadable(What::Practice, None, install);
        }
        Ok(())
    }

    /// Numbered without a gap, as many as the audit told of, and every one opens.
    async fn content(&mut self) -> Result<(), StoreError> {
        let (mut last, mut read) = (0_i64, 0_u64);
        loop {
            let rows: Vec<(i64, Vec<u8>)> = page!(self.tx, CONTENT_PAGE, last);
            if rows.is_empty() {
                break;
            }
            for (seq, sealed) in rows {
                advance(&mut last, seq)?;
                read += 1;
                let (key, place) = place::content(from_column(What::Content, seq)?);
                let row = place.row;
                if self.opens((key, place), sealed)? == Some(false) {
                    self.unreadable(What::Content, None, row);
                }
            }
        }
        let install = self.store.vault().install();
        self.compare(What::Content, install, Some(self.told.content), read);
        Ok(())
    }

    async fn accounts(&mut self) -> Result<(), StoreError> {
        let rows: Vec<account::Columns> = on_db!(self.tx.connection(), connection =>
            sqlx::query_as(ALL_ACCOUNTS).fetch_all(connection).await)?;
        self.report.counted.accounts = rows.len() as u64;
        let mut told = std::mem::take(&mut self.told.accounts);
        for row in rows {
            let (id, version) = (AccountId(row.0), from_column(What::Account, row.3)?);
            self.compare(What::Account, id.0, told.remove(&id), version);
            if self.store.opened_account(row).is_err() {
                self.unreadable(What::Account, None, id.0);
            }
        }
        for id in told.into_keys() {
            self.found(Finding::Missing {
                what: What::Account,
                id: id.0,
            });
        }
        Ok(())
    }

    async fn sessions(&mut self) -> Result<(), StoreError> {
        let rows: Vec<session::Columns> = on_db!(self.tx.connection(), connection =>
            sqlx::query_as(ALL_SESSIONS).fetch_all(connection).await)?;
        for row in rows {
            let id = row.0;
            if self.store.opened_session(row).is_err() {
                self.unreadable(What::Session, None, id);
            }
        }
        Ok(())
    }

    async fn links(&mut self) -> Result<(), StoreError> {
        let mut told = std::mem::take(&mut self.told.links);
        let mut last = Uuid::nil();
        loop {
            let rows: Vec<link::Columns> = page!(self.tx, LINK_PAGE, last);
            if rows.is_empty() {
                break;
            }
            for row in rows {
                advance(&mut last, row.0)?;
                let client = ClientId(row.2);
                let version = from_column(What::Link, row.4)?;
                // A link in use is touched without a line, so only an older one is suspicious.
                let told = told.remove(&last).map(|told| told.max(version));
                self.compare(What::Link, last, told, version);
                if self.store.opened_link(row).is_err() {
                    self.unreadable(What::Link, Some(client), last);
                }
            }
        }
        for id in told.into_keys() {
            self.found(Finding::Missing {
                what: What::Link,
                id,
            });
        }
        Ok(())
    }

    async fn ways_in(&mut self) -> Result<(), StoreError> {
        let rows: Vec<way_in::Columns> = on_db!(self.tx.connection(), connection =>
            sqlx::query_as(ALL_WAYS_IN).fetch_all(connection).await)?;
        let mut told = std::mem::take(&mut self.told.ways_in);
        for row in rows {
            let (client, version) = (ClientId(row.0), from_column(What::WayIn, row.4)?);
            self.compare(What::WayIn, client.0, told.remove(&client), version);
            // An erasure sets the address free before the keys are destroyed.
            let freed = row.1.is_none() && self.told.erased.contains(&client);
            if !freed && self.store.opened_way_in(row).is_err() {
                self.unreadable(What::WayIn, Some(client), client.0);
            }
        }
        for client in told.into_keys() {
            self.found(Finding::Missing {
                what: What::WayIn,
                id: client.0,
            });
        }
        Ok(())
    }

    async fn counters(&mut self) -> Result<(), StoreError> {
        let rows: Vec<(Vec<u8>, Vec<u8>, i64)> = on_db!(self.tx.connection(), connection =>
            sqlx::query_as(ALL_COUNTERS).fetch_all(connection).await)?;
        for (subject, sealed, version) in rows {
            let subject = hash_from_column(What::Throttle, &subject)?;
            let version = from_column(What::Throttle, version)?;
            let (key, place) = place::throttle(&subject, version);
            let row = place.row;
            if self.opens((key, place), sealed)? == Some(false) {
                self.unreadable(What::Throttle, None, row);
            }
        }
        Ok(())
    }

    /// What a mail has come to is not told by the audit line by line, so only its own seal is looked at.
    async fn mails(&mut self) -> Result<(), StoreError> {
        let rows: Vec<outbox::Columns> = on_db!(self.tx.connection(), connection =>
            sqlx::query_as(ALL_MAILS).fetch_all(connection).await)?;
        for row in rows {
            let id = row.0;
            if self.store.opened_mail(row).is_err() {
                self.unreadable(What::Mail, None, id);
            }
        }
        Ok(())
    }

    async fn access(&mut self) -> Result<(), StoreError> {
        let mut told = std::mem::take(&mut self.told.access);
        let mut last = (Uuid::nil(), Uuid::nil(), 0_i64);
        loop {
            let rows: Vec<(Uuid, Uuid, i64)> = page!(self.tx, ACCESS_PAGE, last.0, last.1, last.2);
            if rows.is_empty() {
                break;
            }
            for row in rows {
                advance(&mut last, row)?;
                let relation = Relation::from_code(row.2)?;
                let (client, account) = (ClientId(row.0), AccountId(row.1));
                if !told.remove(&(client, account, relation)) {
                    self.found(Finding::AccessForged {
                        client,
                        account,
                        relation,
                    });
                }
            }
        }
        for (client, account, relation) in told {
            self.found(Finding::AccessMissing {
                client,
                account,
                relation,
            });
        }
        Ok(())
    }

    pub(super) fn unreadable(&mut self, what: What, client: Option<ClientId>, row: Uuid) {
        self.found(Finding::Unreadable {
            what,
            client,
            row: row.simple().to_string(),
        });
    }
}
