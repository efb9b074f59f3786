//! A keyring in a temporary folder, with the cheapest passphrase.

use std::path::{Path, PathBuf};

use attune_ids::ClientId;
use attune_vault::{Argon2Cost, Place, RecoveryCode, Unlock, Vault};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const PASSPHRASE: &str = "four plain words here";

pub(crate) struct Keyring {
    pub(crate) folder: TempDir,
    pub(crate) path: PathBuf,
    pub(crate) vault: Vault,
    pub(crate) code: RecoveryCode,
}

pub(crate) fn keyring() -> Keyring {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keyring");
    let (vault, code) = Vault::create(&path, PASSPHRASE, cost()).unwrap();
    Keyring {
        folder,
        path,
        vault,
        code,
    }
}

pub(crate) fn cost() -> Argon2Cost {
    Argon2Cost::lowered_for_tests()
}

impl Keyring {
    /// A second, independent handle on the same file, as another process would have.
    pub(crate) fn again(&self) -> Vault {
        Vault::unlock(&self.path, Unlock::Passphrase(PASSPHRASE)).unwrap()
    }
}

pub(crate) fn client(number: u128) -> ClientId {
    client_with_id(0xC11E_0000 + number)
}

pub(crate) fn client_with_id(id: u128) -> ClientId {
    ClientId(Uuid::from_u128(id))
}

pub(crate) fn clients(count: u128) -> Vec<ClientId> {
    (0..count).map(client).collect()
}

pub(crate) fn place(client: Option<ClientId>) -> Place<'static> {
    Place {
        table: "entry",
        column: "body",
        client,
        row: Uuid::from_u128(7),
        version: 3,
    }
}

pub(crate) fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}
