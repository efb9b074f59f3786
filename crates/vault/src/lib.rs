//! Keys and sealing.
//!
//! A [`Vault`] is an unlocked keyring. It seals texts so that a database, a dump or a backup holds
//! nothing readable, binds every sealed value to its place, and can destroy one client's keys so that
//! the client's data is gone from every copy of the data at once. The key picture, the file format and
//! what this does not protect against are in the crate's `README.md`.
//!
//! ```
//! use attune_ids::{ClientId, RandomIds};
//! use attune_vault::{Argon2Cost, Key, Place, Unlock, Vault};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let keyring = folder.path().join("keyring");
//! # let cost = Argon2Cost::lowered_for_tests();
//! let (vault, recovery_code) = Vault::create(&keyring, "four plain words here", cost)?;
//! let client = ClientId::new(&mut RandomIds);
//! vault.add_clients(&[client])?;
//!
//! let place = Place { table: "entry", column: "body", client: Some(client), row: client.0, version: 1 };
//! let sealed = vault.seal(Key::Record(client), &place, b"a note")?;
//! drop(vault);
//!
//! let vault = Vault::unlock(&keyring, Unlock::RecoveryCode(recovery_code.as_str()))?;
//! assert_eq!(*vault.open(Key::Record(client), &place, &sealed)?, b"a note");
//! vault.erase_client(client)?;
//! assert!(vault.open(Key::Record(client), &place, &sealed).is_err());
//! # Ok(()) }
//! ```

mod cipher;
mod error;
mod hex;
mod key_file;
mod keyring;
mod link_secret;
mod personal;
mod personal_code;
mod recovery_code;
mod root;
mod sealed;
mod secret;
mod slot;
mod state;
mod submission;
mod vault;

pub use error::{Damage, VaultError};
pub use hex::{decode as from_hexadecimal, encode as hexadecimal};
pub use link_secret::LinkSecret;
pub use personal::{KeptPersonalKey, LockedPersonalKey, PersonalKey, SealedForOne};
pub use personal_code::PersonalCode;
pub use recovery_code::RecoveryCode;
pub use root::MacLabel;
pub use sealed::{Key, PADDING_STEP, Place, Sealed};
pub use slot::{Argon2Cost, MINIMUM_PASSPHRASE};
pub use submission::SubmissionKey;
pub use vault::{ErasureCertificate, Unlock, Vault};
