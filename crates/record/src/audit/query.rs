//! Reading the audit.

use attune_ids::{AccountId, ClientId};
use uuid::Uuid;

use super::chain::{self, Head, Row};
use super::line::AuditLine;
use crate::db::{Connection, on_db, statements};
use crate::error::{StoreError, What};
use crate::plain::{from_column, hash_from_column, to_column};
use crate::store::Store;

statements! {
    SELECT_HEAD = "SELECT seq, mac FROM audit_head WHERE one = 1";
    LINES = "SELECT seq, day, account_id, client_id, sealed FROM audit
        WHERE seq < $1 ORDER BY seq DESC LIMIT $2";
    LINES_OF_CLIENT = "SELECT seq, day, account_id, client_id, sealed FROM audit
        WHERE client_id = $3 AND seq < $1 ORDER BY seq DESC LIMIT $2";
    LINES_OF_ACCOUNT = "SELECT seq, day, account_id, client_id, sealed FROM audit
        WHERE account_id = $3 AND seq < $1 ORDER BY seq DESC LIMIT $2";
}

/// Which lines to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditFilter {
    /// All of them.
    All,
    /// What was done with this client's record.
    Client(ClientId),
    /// What this account did.
    Account(AccountId),
}

/// A line and its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAuditLine {
    /// Its number, from 1. Order lines by this and not by time: clocks are set back.
    pub seq: u64,
    /// The line.
    pub line: AuditLine,
}

type Columns = (i64, i64, Option<Uuid>, Option<Uuid>, Vec<u8>);

impl Store {
    /// Adds a line for something that only read, or that was refused. Writes take their line with them.
    pub async fn audit(&self, line: &AuditLine) -> Result<(), StoreError> {
        self.audit_all(std::slice::from_ref(line)).await
    }

    /// Adds several at once, all of them or none.
    pub async fn audit_all(&self, lines: &[AuditLine]) -> Result<(), StoreError> {
        let lines: Vec<_> = lines.iter().map(AuditLine::alone).collect();
        self.write(&lines).await?.commit().await
    }

    /// Up to `limit` lines, the newest first, older than `before` (a line number; `None` for the newest page).
    pub async fn audit_lines(
        &self,
        filter: AuditFilter,
        before: Option<u64>,
        limit: u32,
    ) -> Result<Vec<StoredAuditLine>, StoreError> {
        let before = before.map_or(i64::MAX, to_column);
        let limit = i64::from(limit);
        let rows: Vec<Columns> = on_db!(self.read(), pool => match filter {
            AuditFilter::All => sqlx::query_as(LINES).bind(before).bind(limit).fetch_all(pool).await,
            AuditFilter::Client(client) => {
                sqlx::query_as(LINES_OF_CLIENT).bind(before).bind(limit).bind(client.0).fetch_all(pool).await
            }
            AuditFilter::Account(account) => {
                sqlx::query_as(LINES_OF_ACCOUNT).bind(before).bind(limit).bind(account.0).fetch_all(pool).await
            }
        })?;
        rows.into_iter().map(|row| self.stored_line(row)).collect()
    }

    /// The end of the chain, to be kept elsewhere.
    pub async fn audit_head(&self) -> Result<Head, StoreError> {
        head(self.pools().snapshot().await?.connection()).await
    }

    fn stored_line(
        &self,
        (seq, day, account, client, sealed): Columns,
    ) -> Result<StoredAuditLine, StoreError> {
        let row = Row {
            seq,
            day,
            account,
            client,
            sealed,
        };
        Ok(StoredAuditLine {
            seq: from_column(What::AuditLine, seq)?,
            line: chain::open_row(self.vault(), row)?.0,
        })
    }
}

/// The end of the chain as a transaction sees it.
pub(crate) async fn head(connection: Connection<'_>) -> Result<Head, StoreError> {
    let row: Option<(i64, Vec<u8>)> = on_db!(connection, connection =>
        sqlx::query_as(SELECT_HEAD).fetch_optional(connection).await)?;
    let (seq, mac) = row.ok_or_else(|| StoreError::damaged(What::AuditHead, "it is missing"))?;
    Ok(Head {
        seq: from_column(What::AuditHead, seq)?,
        mac: hash_from_column(What::AuditHead, &mac)?,
    })
}
