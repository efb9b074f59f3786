//! Making clients' keys, and destroying them.

use std::collections::HashSet;

use attune_ids::ClientId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Vault;
use crate::error::VaultError;
use crate::keyring::records::{ClientKeys, Tail};

/// Says what an erasure did. It carries no time: the caller adds when, who and why, and the day by
/// which the last backup of the keyring made before this epoch is gone. Until that day, whoever has
/// such a backup and a way to unlock it can still read the client's data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureCertificate {
    /// The install.
    pub install: Uuid,
    /// Whose keys are gone.
    pub client: ClientId,
    /// The first epoch without them. Keyring copies of earlier epochs are to be destroyed.
    pub epoch: u32,
    /// Clients whose keys were kept.
    pub clients_kept: usize,
    /// Whether the replaced file was overwritten before its space was given back. False when it has
    /// another name on the same disk or could not be written; a copy-on-write or flash disk may keep
    /// old blocks even when true.
    pub old_file_wiped: bool,
}

impl Vault {
    /// Makes an identity key and a record key for each client that has none yet, with one fsync for all.
    /// When this returns, they are on the disk.
    pub fn add_clients(&self, clients: &[ClientId]) -> Result<(), VaultError> {
        let keeper = self.keep();
        let lock = self.file.lock_exclusive()?;
        self.catch_up_and_tidy(&keeper, &lock)?;
        let (tail, bytes, end) = {
            let state = self.state();
            let mut seen = HashSet::with_capacity(clients.len());
            let added = clients
                .iter()
                .filter(|client| !state.clients.contains_key(client) && seen.insert(**client))
                .map(|client| Ok((*client, ClientKeys::random()?)))
                .collect::<Result<Vec<_>, VaultError>>()?;
            if added.is_empty() {
                return Ok(());
            }
            let too_many = |_| VaultError::TooLong {
                length: added.len(),
            };
            let count = u32::try_from(added.len()).map_err(too_many)?;
            let new = added.iter().map(|(client, keys)| (*client, keys));
            let bytes = state.wrapping().encode(state.records, new)?;
            let tail = Tail {
                end: state.records.saturating_add(count),
                clients: added,
                gaps: false,
            };
            (tail, bytes, state.end())
        };
        self.file.append(&lock, end, &bytes)?;
        self.change(&keeper, |state| state.add(tail));
        Ok(())
    }

    /// Destroys a client's keys. A new wrapping key is made, all other keys are wrapped again under it,
    /// and the file is replaced in one step, so nothing in the new file opens the client's data.
    /// Copies of the keyring made earlier must be destroyed too: see [`ErasureCertificate`].
    pub fn erase_client(&self, client: ClientId) -> Result<ErasureCertificate, VaultError> {
        let keeper = self.keep();
        let lock = self.file.lock_exclusive()?;
        self.catch_up_and_tidy(&keeper, &lock)?;
        let bytes = {
            let state = self.state();
            if !state.clients.contains_key(&client) {
                return Err(VaultError::UnknownClient(client));
            }
            state.rewritten_without(&self.root, client)?
        };
        let old_file_wiped = self.file.replace(&lock, &bytes)?;
        self.catch_up(&keeper, &lock)?;
        Ok(ErasureCertificate {
            install: self.install,
            client,
            epoch: self.epoch(),
            clients_kept: self.client_count(),
            old_file_wiped,
        })
    }
}
