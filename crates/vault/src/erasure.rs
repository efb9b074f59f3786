//! What can be said after a client's keys were destroyed.

use attune_ids::ClientId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

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
