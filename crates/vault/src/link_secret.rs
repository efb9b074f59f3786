//! What follows from the secret in a link's address: where its packet lies, and the key to it.

use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::hex;
use crate::secret::Secret;
use crate::submission::{open_padded, seal_padded};

const LABEL: &str = "attune link 1";

/// The secret of one link, as its two derived values. Neither leads to the other, and neither back to the secret, so
/// a disk that knows the first one opens nothing.
#[derive(Debug)]
pub struct LinkSecret {
    lookup: String,
    key: Secret,
}

impl LinkSecret {
    /// Derives both from a secret of 64 hexadecimal digits, with HKDF-SHA256 (RFC 5869). It is random and long, so no
    /// slow derivation is needed. Nothing if it is no such secret.
    pub fn of(secret: &str) -> Option<Self> {
        let mut bytes = Secret::blank();
        hex::decode_into(secret, bytes.bytes_mut())?;
        let secret = bytes;
        let lookup = secret.derive(LABEL.as_bytes(), "where it lies").ok()?;
        Some(Self {
            lookup: hex::encode(lookup.bytes()),
            key: secret.derive(LABEL.as_bytes(), "what it says").ok()?,
        })
    }

    /// Under which name its packet lies: 64 hexadecimal digits.
    pub fn lookup(&self) -> &str {
        &self.lookup
    }

    /// Seals a text for whoever holds the link. `what` says what it is, so that one cannot be put in another's place.
    ///
    /// # Errors
    /// There is no randomness, or the text is too long.
    pub fn seal(&self, what: &str, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        seal_padded(&self.key, &[what.as_bytes(), self.lookup.as_bytes()], plain)
    }

    /// Opens what was sealed so. The text is wiped when dropped.
    ///
    /// # Errors
    /// It belongs to another link or is something else, or was changed.
    pub fn open(&self, what: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        open_padded(
            &self.key,
            &[what.as_bytes(), self.lookup.as_bytes()],
            sealed,
        )
    }
}
