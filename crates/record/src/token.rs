use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::{StoreError, What};

/// The SHA-256 of a random token. The store never sees the token itself, so nobody who reads the database can use
/// one. A plain hash is enough for 256 random bits; a password needs more.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TokenHash(pub [u8; 32]);

impl TokenHash {
    /// The hash of a token as it came in a cookie or a link.
    pub fn of(token: &[u8]) -> Self {
        Self(Sha256::digest(token).into())
    }
}

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenHash(..)")
    }
}

/// What is sealed of a session or link: the value together with its token's hash. The plain column finds the row; it
/// must say the same, or else someone who can write to the database could put their own token on another's session.
#[derive(Serialize, Deserialize)]
pub(crate) struct WithToken<T> {
    pub(crate) token: TokenHash,
    pub(crate) value: T,
}

impl<T> WithToken<T> {
    /// The value, if the plain column says the same.
    pub(crate) fn checked(self, what: What, column: &[u8]) -> Result<T, StoreError> {
        if column == self.token.0 {
            Ok(self.value)
        } else {
            Err(StoreError::damaged(what, "its token was exchanged"))
        }
    }
}
