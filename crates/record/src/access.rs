//! Who may open which record.

use std::sync::LazyLock;

use attune_ids::{AccountId, ClientId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::audit::{AuditLine, Wrote};
use crate::bulk;
use crate::db::{on_db, statements};
use crate::error::{StoreError, What, on_violation};
use crate::store::{Store, Writing};

statements! {
    INSERT_ACCESS = "INSERT INTO access (client_id, account_id, relation) VALUES ($1, $2, $3)
        ON CONFLICT (client_id, account_id, relation) DO NOTHING";
    DELETE_ACCESS = "DELETE FROM access WHERE client_id = $1 AND account_id = $2 AND relation = $3";
    RELATIONS_OF = "SELECT client_id, relation FROM access WHERE account_id = $1 ORDER BY client_id, relation";
    RELATIONS_TO = "SELECT account_id, relation FROM access WHERE client_id = $1 ORDER BY account_id, relation";
}

/// What someone is to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Works with the client.
    Clinician,
    /// Supervises someone who does.
    Supervisor,
}

impl Relation {
    fn code(self) -> i64 {
        match self {
            Self::Clinician => 1,
            Self::Supervisor => 2,
        }
    }

    pub(crate) fn from_code(code: i64) -> Result<Self, StoreError> {
        match code {
            1 => Ok(Self::Clinician),
            2 => Ok(Self::Supervisor),
            _ => Err(StoreError::damaged(
                What::Database,
                "an unknown kind of access",
            )),
        }
    }
}

impl Store {
    /// The clients this account may open, and as what.
    pub async fn relations_of(
        &self,
        account: AccountId,
    ) -> Result<Vec<(ClientId, Relation)>, StoreError> {
        let rows: Vec<(Uuid, i64)> = on_db!(self.read(), pool =>
            sqlx::query_as(RELATIONS_OF).bind(account.0).fetch_all(pool).await)?;
        rows.into_iter()
            .map(|(client, code)| Ok((ClientId(client), Relation::from_code(code)?)))
            .collect()
    }

    /// Who may open this client's record, and as what.
    pub async fn relations_to(
        &self,
        client: ClientId,
    ) -> Result<Vec<(AccountId, Relation)>, StoreError> {
        let rows: Vec<(Uuid, i64)> = on_db!(self.read(), pool =>
            sqlx::query_as(RELATIONS_TO).bind(client.0).fetch_all(pool).await)?;
        rows.into_iter()
            .map(|(account, code)| Ok((AccountId(account), Relation::from_code(code)?)))
            .collect()
    }

    /// Allows an account to open a record. Doing it twice changes nothing.
    ///
    /// # Errors
    /// [`NotFound`](StoreError::NotFound) for an unknown client or account.
    pub async fn grant(
        &self,
        client: ClientId,
        account: AccountId,
        relation: Relation,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        let access = Access {
            client,
            account,
            relation,
        };
        let mut writing = self.write(&[audit.telling([access.told(true)])]).await?;
        insert(&mut writing, &[access]).await?;
        writing.commit().await
    }

    /// Takes the permission back.
    ///
    /// # Errors
    /// [`NotFound`](StoreError::NotFound) if there was none.
    pub async fn revoke(
        &self,
        client: ClientId,
        account: AccountId,
        relation: Relation,
        audit: &AuditLine,
    ) -> Result<(), StoreError> {
        let access = Access {
            client,
            account,
            relation,
        };
        let mut writing = self.write(&[audit.telling([access.told(false)])]).await?;
        let removed = on_db!(writing.connection(), connection => sqlx::query(DELETE_ACCESS)
            .bind(client.0)
            .bind(account.0)
            .bind(relation.code())
            .execute(connection)
            .await
            .map(|done| done.rows_affected()))?;
        if removed == 0 {
            return Err(StoreError::NotFound(What::Access));
        }
        writing.commit().await
    }
}

/// A row of this table.
#[derive(Clone, Copy)]
pub(crate) struct Access {
    pub(crate) client: ClientId,
    pub(crate) account: AccountId,
    pub(crate) relation: Relation,
}

impl Access {
    /// What the audit tells when it is given, or taken back.
    pub(crate) fn told(self, given: bool) -> Wrote {
        Wrote::Access {
            client: self.client,
            account: self.account,
            relation: self.relation,
            given,
        }
    }
}

pub(crate) async fn insert(writing: &mut Writing, rows: &[Access]) -> Result<(), StoreError> {
    static INSERT_MANY: LazyLock<String> = LazyLock::new(|| bulk::of_many(INSERT_ACCESS));

    for (statement, rows) in bulk::split(rows, INSERT_ACCESS, &INSERT_MANY) {
        on_db!(writing.connection(), connection => {
            let mut query = sqlx::query(statement);
            for row in rows {
                query = query
                    .bind(row.client.0)
                    .bind(row.account.0)
                    .bind(row.relation.code());
            }
            query.execute(connection).await.map(drop)
        })
        .map_err(|error| {
            on_violation(
                error,
                StoreError::AlreadyThere(What::Access),
                StoreError::NotFound(What::Account),
            )
        })?;
    }
    Ok(())
}
