//! Clients' rows: what lists show without opening a record.

use std::sync::LazyLock;

use attune_ids::{AccountId, ClientId};
use attune_vault::Sealed;
use jiff::civil::Date;
use uuid::Uuid;

use crate::access::{self, Access, Relation};
use crate::audit::{AuditLine, Wrote};
use crate::bulk;
use crate::db::{on_db, statements};
use crate::entry::{self, NewEntry};
use crate::error::{StoreError, What, on_violation};
use crate::plain::{day_number, from_column, to_column};
use crate::store::{Store, Writing};

statements! {
    INSERT_CLIENT = "INSERT INTO client (id, opened_day, seq, identity, identity_version, headline, change)
        VALUES ($1, $2, $3, $4, 1, $5, $6)";
    SELECT_CLIENT = "SELECT id, seq, identity, identity_version, headline, change FROM client WHERE id = $1";
    CHANGED_SINCE = "SELECT id, seq, identity, identity_version, headline, change FROM client
        WHERE change > $1 ORDER BY change";
}

/// A record to begin.
#[derive(Debug, Clone)]
pub struct NewClient {
    /// Its id, whose keys the vault already has.
    pub id: ClientId,
    /// The day the record is begun, for retention rules.
    pub opened_day: Date,
    /// Name and contact, sealed for [`place::identity`](crate::place::identity), version 1.
    pub identity: Sealed,
    /// The first entries, from position 1.
    pub entries: Vec<NewEntry>,
    /// Sealed for [`place::headline`](crate::place::headline) with the number of entries.
    pub headline: Sealed,
    /// Who may open it from the start.
    pub access: Vec<(AccountId, Relation)>,
}

impl NewClient {
    fn access(&self) -> impl Iterator<Item = Access> {
        self.access.iter().map(|(account, relation)| Access {
            client: self.id,
            account: *account,
            relation: *relation,
        })
    }

    fn told(&self) -> impl Iterator<Item = Wrote> {
        let record = Wrote::Record {
            client: self.id,
            seq: self.entries.len() as u64,
            identity: Some(1),
        };
        let access = self.access().map(|access| access.told(true));
        std::iter::once(record).chain(access)
    }
}

/// A client's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRow {
    /// Whose.
    pub id: ClientId,
    /// The number of entries, which is also the version to expect when appending.
    pub seq: u64,
    /// Opens with [`place::identity`](crate::place::identity).
    pub identity: Sealed,
    /// The version of the identity, from 1.
    pub identity_version: u64,
    /// Opens with [`place::headline`](crate::place::headline) for `seq` entries.
    pub headline: Sealed,
    /// The number of the audit line of the last change: larger than that of any change committed before.
    pub change: u64,
}

/// What changed in the list of clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedClients {
    /// In the order of their last change.
    pub clients: Vec<ClientRow>,
    /// To ask with next time.
    pub cursor: u64,
}

pub(crate) type Columns = (Uuid, i64, Vec<u8>, i64, Vec<u8>, i64);

impl Store {
    /// Begins records: all of them or, on any error, none. For an import, hand over some hundreds at a time.
    ///
    /// # Errors
    /// [`AlreadyThere`](StoreError::AlreadyThere) if one of the clients is, [`IdTaken`](StoreError::IdTaken) for an
    /// entry id in use, [`NotFound`](StoreError::NotFound) for an unknown account in `access`.
    pub async fn create_clients(
        &self,
        clients: &[NewClient],
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        let told: Vec<Wrote> = clients.iter().flat_map(NewClient::told).collect();
        let mut writing = self.write(&[audit.telling(told)]).await?;
        insert(&mut writing, clients).await?;
        let entries: Vec<_> = clients
            .iter()
            .flat_map(|client| entry::placed(client.id, 0, &client.entries))
            .collect();
        entry::insert(&mut writing, &entries).await?;
        let access: Vec<_> = clients.iter().flat_map(NewClient::access).collect();
        access::insert(&mut writing, &access).await?;
        writing.commit().await
    }

    /// A client's row.
    ///
    /// # Errors
    /// [`NotFound`](StoreError::NotFound) for an unknown client.
    pub async fn client_row(&self, client: ClientId) -> Result<ClientRow, StoreError> {
        let row: Option<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(SELECT_CLIENT).bind(client.0).fetch_optional(pool).await)?;
        row.ok_or(StoreError::NotFound(What::Client))
            .and_then(client_row)
    }

    /// The rows of every client changed after `cursor` (0 for all) and the cursor for next time. No change is ever
    /// missed: changes are numbered in the order of their commits.
    pub async fn headlines_since(&self, cursor: u64) -> Result<ChangedClients, StoreError> {
        let rows: Vec<Columns> = on_db!(self.read(), pool =>
            sqlx::query_as(CHANGED_SINCE).bind(to_column(cursor)).fetch_all(pool).await)?;
        let clients: Vec<ClientRow> = rows.into_iter().map(client_row).collect::<Result<_, _>>()?;
        let cursor = clients.last().map_or(cursor, |client| client.change);
        Ok(ChangedClients { clients, cursor })
    }
}

async fn insert(writing: &mut Writing, clients: &[NewClient]) -> Result<(), StoreError> {
    static INSERT_MANY: LazyLock<String> = LazyLock::new(|| bulk::of_many(INSERT_CLIENT));

    let change = to_column(writing.last_line());
    for (statement, rows) in bulk::split(clients, INSERT_CLIENT, &INSERT_MANY) {
        on_db!(writing.connection(), connection => {
            let mut query = sqlx::query(statement);
            for row in rows {
                query = query
                    .bind(row.id.0)
                    .bind(day_number(row.opened_day))
                    .bind(to_column(row.entries.len() as u64))
                    .bind(row.identity.as_bytes())
                    .bind(row.headline.as_bytes())
                    .bind(change);
            }
            query.execute(connection).await.map(drop)
        })
        .map_err(|error| {
            on_violation(
                error,
                StoreError::AlreadyThere(What::Client),
                StoreError::NotFound(What::Client),
            )
        })?;
    }
    Ok(())
}

fn client_row(
    (id, seq, identity, identity_version, headline, change): Columns,
) -> Result<ClientRow, StoreError> {
    Ok(ClientRow {
        id: ClientId(id),
        seq: from_column(What::Client, seq)?,
        identity: Sealed::from_stored(identity),
        identity_version: from_column(What::Identity, identity_version)?,
        headline: Sealed::from_stored(headline),
        change: from_column(What::Client, change)?,
    })
}
