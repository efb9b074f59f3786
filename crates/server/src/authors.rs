//! Names of the people behind entries.

use attune_care::Author;
use attune_record::StoreError;

use crate::{App, AppError};

impl App {
    /// Who wrote an entry, as a page says it.
    pub(crate) async fn author_name(&self, author: Author) -> Result<String, AppError> {
        match author {
            Author::Staff(account) => match self.store.account(account).await {
                Ok(found) => Ok(found.value.name),
                Err(StoreError::NotFound(_)) => Ok("somebody who has left".to_owned()),
                Err(other) => Err(other.into()),
            },
            Author::Client => Ok("the client".to_owned()),
            Author::Import => Ok("an import".to_owned()),
            Author::Program => Ok("the program, by its rules".to_owned()),
        }
    }
}
