//! Copying every row of every table that belongs into a backup.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use futures_util::TryStreamExt;
use sqlx::{ColumnIndex, Database, Decode, Row, Type};
use uuid::Uuid;

use crate::bulk;
use crate::db::{Tx, on_db, statements};
use crate::error::{StoreError, on_violation};

statements! {
    SELECT_PRACTICE = "SELECT one, install, settings, version FROM practice";
    INSERT_PRACTICE = "INSERT INTO practice (one, install, settings, version) VALUES ($1, $2, $3, $4)";
    SELECT_CONTENT = "SELECT seq, sealed FROM content ORDER BY seq";
    INSERT_CONTENT = "INSERT INTO content (seq, sealed) VALUES ($1, $2)";
    SELECT_ACCOUNT = "SELECT id, login_mac, sealed, version FROM account ORDER BY id";
    INSERT_ACCOUNT = "INSERT INTO account (id, login_mac, sealed, version) VALUES ($1, $2, $3, $4)";
    SELECT_CLIENT = "SELECT id, opened_day, seq, identity, identity_version, headline, change FROM client ORDER BY id";
    INSERT_CLIENT = "INSERT INTO client (id, opened_day, seq, identity, identity_version, headline, change)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SELECT_ENTRY = "SELECT client_id, seq, id, day, sealed FROM entry ORDER BY client_id, seq";
    INSERT_ENTRY = "INSERT INTO entry (client_id, seq, id, day, sealed) VALUES ($1, $2, $3, $4, $5)";
    SELECT_DRAFT = "SELECT id, client_id, version, sealed FROM draft ORDER BY id";
    INSERT_DRAFT = "INSERT INTO draft (id, client_id, version, sealed) VALUES ($1, $2, $3, $4)";
    SELECT_ACCESS = "SELECT client_id, account_id, relation FROM access ORDER BY client_id, account_id, relation";
    INSERT_ACCESS = "INSERT INTO access (client_id, account_id, relation) VALUES ($1, $2, $3)";
    SELECT_LINK = "SELECT id, token_hash, client_id, sealed, version FROM link ORDER BY id";
    INSERT_LINK = "INSERT INTO link (id, token_hash, client_id, sealed, version) VALUES ($1, $2, $3, $4, $5)";
    SELECT_OUTBOX = "SELECT id, state, sealed, version FROM outbox ORDER BY id";
    INSERT_OUTBOX = "INSERT INTO outbox (id, state, sealed, version) VALUES ($1, $2, $3, $4)";
    SELECT_WAY_IN = "SELECT client_id, login_mac, handle, sealed, version FROM way_in ORDER BY client_id";
    INSERT_WAY_IN = "INSERT INTO way_in (client_id, login_mac, handle, sealed, version) VALUES ($1, $2, $3, $4, $5)";
    SELECT_AUDIT = "SELECT seq, day, account_id, client_id, sealed, mac FROM audit ORDER BY seq";
    INSERT_AUDIT = "INSERT INTO audit (seq, day, account_id, client_id, sealed, mac) VALUES ($1, $2, $3, $4, $5, $6)";
    SELECT_HEAD = "SELECT one, seq, mac FROM audit_head";
    INSERT_HEAD = "INSERT INTO audit_head (one, seq, mac) VALUES ($1, $2, $3)";
    DELETE_HEAD = "DELETE FROM audit_head";
}

/// What a column holds, which the two databases store differently.
#[derive(Clone, Copy)]
enum Kind {
    Id,
    Number,
    Bytes,
}
use Kind::{Bytes, Id, Number};

struct Table {
    name: &'static str,
    columns: &'static [Kind],
    select: &'static str,
    insert: &'static str,
}

/// In an order in which every row comes after those it refers to.
static TABLES: [Table; 12] = [
    Table {
        name: "practice",
        columns: &[Number, Id, Bytes, Number],
        select: SELECT_PRACTICE,
        insert: INSERT_PRACTICE,
    },
    Table {
        name: "content",
        columns: &[Number, Bytes],
        select: SELECT_CONTENT,
        insert: INSERT_CONTENT,
    },
    Table {
        name: "account",
        columns: &[Id, Bytes, Bytes, Number],
        select: SELECT_ACCOUNT,
        insert: INSERT_ACCOUNT,
    },
    Table {
        name: "client",
        columns: &[Id, Number, Number, Bytes, Number, Bytes, Number],
        select: SELECT_CLIENT,
        insert: INSERT_CLIENT,
    },
    Table {
        name: "entry",
        columns: &[Id, Number, Id, Number, Bytes],
        select: SELECT_ENTRY,
        insert: INSERT_ENTRY,
    },
    Table {
        name: "draft",
        columns: &[Id, Id, Number, Bytes],
        select: SELECT_DRAFT,
        insert: INSERT_DRAFT,
    },
    Table {
        name: "access",
        columns: &[Id, Id, Number],
        select: SELECT_ACCESS,
        insert: INSERT_ACCESS,
    },
    Table {
        name: "link",
        columns: &[Id, Bytes, Id, Bytes, Number],
        select: SELECT_LINK,
        insert: INSERT_LINK,
    },
    Table {
        name: "outbox",
        columns: &[Id, Number, Bytes, Number],
        select: SELECT_OUTBOX,
        insert: INSERT_OUTBOX,
    },
    Table {
        name: "way_in",
        columns: &[Id, Bytes, Id, Bytes, Number],
        select: SELECT_WAY_IN,
        insert: INSERT_WAY_IN,
    },
    Table {
        name: "audit",
        columns: &[Number, Number, Id, Id, Bytes, Bytes],
        select: SELECT_AUDIT,
        insert: INSERT_AUDIT,
    },
    Table {
        name: "audit_head",
        columns: &[Number, Number, Bytes],
        select: SELECT_HEAD,
        insert: INSERT_HEAD,
    },
];

static INSERT_MANY: LazyLock<[String; 12]> =
    LazyLock::new(|| TABLES.each_ref().map(|table| bulk::of_many(table.insert)));

/// Copies everything into a database that has the tables and no rows of ours. Returns the number of rows per table.
pub(super) async fn everything(
    source: &mut Tx,
    target: &mut Tx,
) -> Result<BTreeMap<String, u64>, StoreError> {
    // The tables come with a head of their own.
    on_db!(target.connection(), connection => sqlx::query(DELETE_HEAD).execute(connection).await.map(drop))?;
    let mut counts = BTreeMap::new();
    for (table, insert_many) in TABLES.iter().zip(INSERT_MANY.iter()) {
        let count = copy(table, insert_many, source, target).await?;
        counts.insert(table.name.to_owned(), count);
    }
    Ok(counts)
}

async fn copy(
    table: &Table,
    insert_many: &'static str,
    source: &mut Tx,
    target: &mut Tx,
) -> Result<u64, StoreError> {
    let mut count = 0;
    let mut waiting: Vec<Cell> = Vec::new();
    on_db!(source.connection(), connection => {
        let mut rows = sqlx::query(table.select).fetch(connection);
        while let Some(row) = rows.try_next().await? {
            waiting.extend(cells(&row, table.columns)?);
            count += 1;
            if waiting.len() == bulk::ROWS * table.columns.len() {
                insert(target, table, insert_many, waiting.drain(..)).await?;
            }
        }
    });
    while !waiting.is_empty() {
        insert(
            target,
            table,
            table.insert,
            waiting.drain(..table.columns.len()),
        )
        .await?;
    }
    Ok(count)
}

/// The value of one column.
enum Cell {
    Id(Option<Uuid>),
    Number(i64),
    Bytes(Option<Vec<u8>>),
}

fn cells<R>(row: &R, columns: &[Kind]) -> Result<Vec<Cell>, sqlx::Error>
where
    R: Row,
    usize: ColumnIndex<R>,
    for<'r> Option<Uuid>: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> i64: Decode<'r, R::Database> + Type<R::Database>,
    for<'r> Option<Vec<u8>>: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database,
{
    columns
        .iter()
        .enumerate()
        .map(|(index, kind)| {
            Ok(match kind {
                Id => Cell::Id(row.try_get(index)?),
                Number => Cell::Number(row.try_get(index)?),
                Bytes => Cell::Bytes(row.try_get(index)?),
            })
        })
        .collect()
}

async fn insert(
    target: &mut Tx,
    table: &Table,
    statement: &'static str,
    cells: impl Iterator<Item = Cell>,
) -> Result<(), StoreError> {
    on_db!(target.connection(), connection => {
        let mut query = sqlx::query(statement);
        for cell in cells {
            query = match cell {
                Cell::Id(id) => query.bind(id),
                Cell::Number(number) => query.bind(number),
                Cell::Bytes(bytes) => query.bind(bytes),
            };
        }
        query.execute(connection).await.map(drop)
    })
    .map_err(|error| {
        let broken =
            || StoreError::BadBackup(format!("its table {} is not consistent", table.name));
        on_violation(error, broken(), broken())
    })
}
