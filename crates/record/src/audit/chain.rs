//! The chain: `mac = HMAC-SHA256(key, previous mac | canonical line)`.

use attune_ids::ClientId;
use attune_vault::{MacLabel, Vault};
use uuid::Uuid;

use super::line::{AuditLine, SealedLine};
use super::told::{Told, Wrote};
use crate::db::{Tx, on_db, statements};
use crate::error::{StoreError, What};
use crate::place;
use crate::plain::{day_number, from_column, hash_from_column, to_column};
use crate::sealing;

statements! {
    /// The first statement of every write. On PostgreSQL the row lock it takes is held until the commit, so numbers
    /// are given in the order of the commits; SQLite has one writer at a time anyway.
    RAISE_HEAD = "UPDATE audit_head SET seq = seq + $1 WHERE one = 1 RETURNING seq, mac";
    SET_HEAD_MAC = "UPDATE audit_head SET mac = $1 WHERE one = 1";
    INSERT_LINE = "INSERT INTO audit (seq, day, account_id, client_id, sealed, mac) VALUES ($1, $2, $3, $4, $5, $6)";
}

/// The end of the chain at some moment. Kept elsewhere, it proves later that nothing before it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of lines.
    pub seq: u64,
    /// The checksum of the last of them; zeros if there is none.
    pub mac: [u8; 32],
}

impl Head {
    /// Of an audit without lines.
    pub const EMPTY: Self = Self {
        seq: 0,
        mac: [0; 32],
    };
}

/// A line as it is stored.
pub(crate) struct Row {
    pub(crate) seq: i64,
    pub(crate) day: i64,
    pub(crate) account: Option<Uuid>,
    pub(crate) client: Option<Uuid>,
    pub(crate) sealed: Vec<u8>,
}

/// The checksum of a line that follows `previous`. Every part has a fixed length or its length before it, so that
/// no two different lines give the same bytes.
pub(crate) fn mac(vault: &Vault, previous: &[u8; 32], row: &Row) -> [u8; 32] {
    let mut bytes = Vec::with_capacity(96 + row.sealed.len());
    bytes.extend_from_slice(previous);
    bytes.extend_from_slice(&row.seq.to_be_bytes());
    bytes.extend_from_slice(&row.day.to_be_bytes());
    for id in [row.account, row.client] {
        bytes.push(u8::from(id.is_some()));
        bytes.extend_from_slice(id.unwrap_or_default().as_bytes());
    }
    bytes.extend_from_slice(&row.sealed);
    vault.mac(MacLabel::AuditChain, &bytes)
}

/// Appends lines to the chain and returns the number of the last line there is.
pub(crate) async fn append(
    tx: &mut Tx,
    vault: &Vault,
    lines: &[Told<'_>],
) -> Result<u64, StoreError> {
    let added = to_column(lines.len() as u64);
    let (head_seq, head_mac): (i64, Vec<u8>) = on_db!(tx.connection(), connection =>
        sqlx::query_as(RAISE_HEAD).bind(added).fetch_optional(connection).await)?
    .ok_or_else(|| StoreError::damaged(What::AuditHead, "it is missing"))?;
    let last = from_column(What::AuditHead, head_seq)?;
    let mut previous = hash_from_column(What::AuditHead, &head_mac)?;

    for (told, seq) in lines.iter().zip(head_seq - added + 1..) {
        let row = sealed_row(vault, told, seq)?;
        previous = mac(vault, &previous, &row);
        on_db!(tx.connection(), connection => sqlx::query(INSERT_LINE)
            .bind(row.seq).bind(row.day).bind(row.account).bind(row.client).bind(row.sealed).bind(&previous[..])
            .execute(connection).await.map(drop))?;
    }
    if !lines.is_empty() {
        on_db!(tx.connection(), connection =>
            sqlx::query(SET_HEAD_MAC).bind(&previous[..]).execute(connection).await.map(drop))?;
    }
    Ok(last)
}

fn sealed_row(vault: &Vault, told: &Told<'_>, seq: i64) -> Result<Row, StoreError> {
    let line = told.line;
    let text = SealedLine {
        at: line.at,
        actor: line.actor,
        action: line.action,
        detail: line.detail.clone(),
        wrote: told.wrote.clone(),
    };
    let place = place::audit_line(from_column(What::AuditLine, seq)?, line.client);
    Ok(Row {
        seq,
        // In UTC: the practice's own day would tell its time zone and gain nothing.
        day: day_number(line.at.to_zoned(jiff::tz::TimeZone::UTC).date()),
        account: line.actor.account().map(|account| account.0),
        client: line.client.map(|client| client.0),
        sealed: sealing::seal(vault, What::AuditLine, place, &text)?.into_bytes(),
    })
}

/// Reads a stored line back, with what its write left behind.
pub(crate) fn open_row(vault: &Vault, row: Row) -> Result<(AuditLine, Vec<Wrote>), StoreError> {
    let client = row.client.map(ClientId);
    let place = place::audit_line(from_column(What::AuditLine, row.seq)?, client);
    let text: SealedLine = sealing::open(vault, What::AuditLine, place, row.sealed)?;
    let line = AuditLine {
        at: text.at,
        actor: text.actor,
        action: text.action,
        client,
        detail: text.detail,
    };
    Ok((line, text.wrote))
}
