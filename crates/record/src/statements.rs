//! Every SQL statement of this crate, to be checked against a live database.

use sqlx::{Executor, SqlSafeStr};

use crate::db::on_db;
use crate::error::StoreError;
use crate::store::Store;
use crate::{
    access, account, append, audit, backup, client, content, draft, entry, erase, link, outbox,
    session, settings, store, throttle, verify, way_in,
};

const ALL: &[&[&str]] = &[
    access::STATEMENTS,
    account::STATEMENTS,
    append::STATEMENTS,
    audit::chain::STATEMENTS,
    audit::query::STATEMENTS,
    client::STATEMENTS,
    content::STATEMENTS,
    draft::STATEMENTS,
    entry::STATEMENTS,
    erase::STATEMENTS,
    link::STATEMENTS,
    outbox::STATEMENTS,
    session::STATEMENTS,
    settings::STATEMENTS,
    store::STATEMENTS,
    throttle::STATEMENTS,
    way_in::STATEMENTS,
];

impl Store {
    /// Has the database parse every statement this program will ever send it, without running one. Takes the place
    /// of checking SQL when the program is built, which could be done for one kind of database only.
    ///
    /// # Errors
    /// [`ForeignSchema`](StoreError::ForeignSchema) with the first statement it does not understand.
    pub async fn check_statements(&self) -> Result<usize, StoreError> {
        let mut checked = 0;
        let mut tx = self.pools().snapshot().await?;
        for statement in ALL
            .iter()
            .chain(verify::STATEMENTS)
            .chain(backup::STATEMENTS)
            .copied()
            .flatten()
            .copied()
        {
            on_db!(tx.connection(), connection =>
                connection.prepare(statement.into_sql_str()).await.map(drop))
            .map_err(|error| StoreError::ForeignSchema(format!("{statement}: {error}")))?;
            checked += 1;
        }
        Ok(checked)
    }
}
