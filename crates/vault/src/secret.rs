//! Bytes that are wiped when no longer needed.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroize;

use crate::error::VaultError;

/// Bytes in a key.
pub(crate) const KEY: usize = 32;

/// A 256-bit key. It lives on the heap so that moving the owner copies a pointer and not the key,
/// and it is wiped on drop.
#[derive(Clone)]
pub(crate) struct Secret(Box<[u8; KEY]>);

impl Secret {
    /// A fresh key from the operating system. Randomness is not an argument here as it is elsewhere:
    /// a caller must have no way to make keys repeat.
    pub(crate) fn random() -> Result<Self, VaultError> {
        let mut secret = Self::blank();
        getrandom::fill(secret.0.as_mut_slice())?;
        Ok(secret)
    }

    /// Copies a key out of a larger buffer, which the caller wipes. `None` unless it is 32 bytes.
    pub(crate) fn copy_from(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != KEY {
            return None;
        }
        let mut secret = Self::blank();
        secret.0.copy_from_slice(bytes);
        Some(secret)
    }

    /// An all-zero key, to be filled in place at once.
    pub(crate) fn blank() -> Self {
        Self(Box::new([0; KEY]))
    }

    /// HKDF-SHA256 (RFC 5869) of this key: one independent key per `salt` and `label`.
    pub(crate) fn derive(&self, salt: &[u8], label: &str) -> Result<Self, VaultError> {
        let mut derived = Self::blank();
        Hkdf::<Sha256>::new(Some(salt), self.bytes())
            .expand(label.as_bytes(), derived.bytes_mut())
            .map_err(|_| VaultError::Derivation)?;
        Ok(derived)
    }

    pub(crate) fn bytes(&self) -> &[u8; KEY] {
        &self.0
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8; KEY] {
        &mut self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}
