//! Names of the people behind entries.

use std::collections::BTreeMap;

use attune_care::Author;
use attune_ids::AccountId;
use attune_record::StoreError;

use crate::{App, AppError};

/// The names of everybody who has an account, asked for once for a page with many entries.
pub(crate) struct Authors(BTreeMap<AccountId, String>);

impl Authors {
    /// Somebody who signs in here.
    pub(crate) fn named(&self, account: AccountId) -> String {
        let known = self.0.get(&account);
        known.cloned().unwrap_or_else(|| LEFT.to_owned())
    }

    /// Who wrote an entry, as a page says it.
    pub(crate) fn name(&self, author: Author) -> String {
        match author {
            Author::Staff(account) => self.named(account),
            other => not_staff(other).to_owned(),
        }
    }
}

const LEFT: &str = "somebody who has left";

fn not_staff(author: Author) -> &'static str {
    match author {
        Author::Staff(_) => LEFT,
        Author::Client => "the client",
        Author::Import => "an import",
        Author::Program => "the program, by its rules",
    }
}

impl App {
    /// For a page with many entries. Asking for each author alone would cost more the longer a record is.
    pub(crate) async fn authors(&self) -> Result<Authors, AppError> {
        let accounts = self.store.accounts().await?.into_iter();
        let names = accounts.map(|found| (found.value.id, found.value.name));
        Ok(Authors(names.collect()))
    }

    /// Who wrote an entry, as a page says it.
    pub(crate) async fn author_name(&self, author: Author) -> Result<String, AppError> {
        match author {
            Author::Staff(account) => match self.store.account(account).await {
                Ok(found) => Ok(found.value.name),
                Err(StoreError::NotFound(_)) => Ok(LEFT.to_owned()),
                Err(other) => Err(other.into()),
            },
            other => Ok(not_staff(other).to_owned()),
        }
    }
}
