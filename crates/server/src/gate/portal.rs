//! Opening what a portal took in.

use serde::de::DeserializeOwned;

use crate::{App, AppError};

impl App {
    /// What was sealed for this practice under this name. It says which link it came through, and no more than that
    /// link may do is done with it.
    pub(crate) fn open_submission<T: DeserializeOwned>(
        &self,
        name: &str,
        sealed: &[u8],
    ) -> Result<T, AppError> {
        let plain = self.vault.open_submission(name, sealed)?;
        Ok(serde_json::from_slice(&plain)?)
    }
}
