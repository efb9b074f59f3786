//! What this crate seals itself: staff, sessions, links, counters, settings and audit texts.

use attune_vault::{Key, Place, Sealed, Vault};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use crate::error::{StoreError, What};

pub(crate) fn seal<T: Serialize>(
    vault: &Vault,
    what: What,
    (key, place): (Key, Place<'_>),
    value: &T,
) -> Result<Sealed, StoreError> {
    let bytes = serde_json::to_vec(value)
        .map(Zeroizing::new)
        .map_err(|source| StoreError::Unwritable { what, source })?;
    Ok(vault.seal(key, &place, &bytes)?)
}

pub(crate) fn open<T: DeserializeOwned>(
    vault: &Vault,
    what: What,
    (key, place): (Key, Place<'_>),
    stored: Vec<u8>,
) -> Result<T, StoreError> {
    let bytes = vault
        .open(key, &place, &Sealed::from_stored(stored))
        .map_err(|error| StoreError::damaged(what, error.to_string()))?;
    // The parser's own message may repeat what it read.
    serde_json::from_slice(&bytes)
        .map_err(|_| StoreError::damaged(what, "it opens, but is not what this program writes"))
}
