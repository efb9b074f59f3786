//! Sealing for somebody who is not here: what a portal takes in while the practice is locked.
//!
//! The portal holds a [`SubmissionKey`], which is public: with it one can seal and not open. The private half follows
//! from the practice key, so every keyring has one, every backup of it too, and nothing was added to its format.
//!
//! The construction is that of RFC 9180 (HPKE) in its base mode, with the parts the vault has already: an ephemeral
//! X25519 key per value (RFC 7748), the shared secret and both public keys through HKDF-SHA256 (RFC 5869), and the one
//! cipher under the key that comes out. Byte by byte: 32 ephemeral public key, 24 nonce, ciphertext, 16 tag.

use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

use crate::cipher::{self, NONCE, TAG};
use crate::error::VaultError;
use crate::hex;
use crate::secret::{KEY, Secret};
use crate::vault::Vault;

const LABEL: &str = "attune submission 1";

/// Sizes say less in steps: a short form and a long one look alike.
const STEP: usize = 1024;
/// The true length stands before the padding.
const LENGTH: usize = 4;

/// The public half of a practice's key for submissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubmissionKey([u8; KEY]);

impl SubmissionKey {
    /// Reads what [`to_text`](Self::to_text) wrote; nothing if that is not what it is.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut bytes = [0; KEY];
        hex::decode_into(text.trim(), &mut bytes)?;
        Some(Self(bytes))
    }

    /// 64 hexadecimal digits.
    pub fn to_text(self) -> String {
        hex::encode(&self.0)
    }

    /// Seals a text so that only the practice opens it, and only under this name.
    ///
    /// # Errors
    /// There is no randomness, the text is too long, or the key is none that anybody has the other half of.
    pub fn seal(self, name: &str, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let ephemeral = Secret::random()?;
        let ephemeral = StaticSecret::from(*ephemeral.bytes());
        let public = PublicKey::from(&ephemeral).to_bytes();
        let key = shared(&ephemeral, &PublicKey::from(self.0), &public, &self.0)?;
        let sealed = seal_padded(&key, &[LABEL.as_bytes(), name.as_bytes()], plain)?;
        Ok([&public[..], &sealed].concat())
    }
}

impl Vault {
    /// The public half of this practice's key for submissions. It stays the same for as long as the keyring lives.
    ///
    /// # Errors
    /// The key could not be derived.
    pub fn submission_key(&self) -> Result<SubmissionKey, VaultError> {
        let private = StaticSecret::from(*self.submission_secret()?.bytes());
        Ok(SubmissionKey(PublicKey::from(&private).to_bytes()))
    }

    /// Opens what was sealed for this practice under this name. The text is wiped when dropped.
    ///
    /// # Errors
    /// It was sealed for another practice or under another name, or was changed.
    pub fn open_submission(
        &self,
        name: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (public, rest) = sealed
            .split_first_chunk::<KEY>()
            .ok_or(VaultError::NotAuthentic)?;
        let private = StaticSecret::from(*self.submission_secret()?.bytes());
        let own = PublicKey::from(&private).to_bytes();
        let key = shared(&private, &PublicKey::from(*public), public, &own)?;
        open_padded(&key, &[LABEL.as_bytes(), name.as_bytes()], rest)
    }
}

fn shared(
    mine: &StaticSecret,
    theirs: &PublicKey,
    ephemeral: &[u8; KEY],
    recipient: &[u8; KEY],
) -> Result<Secret, VaultError> {
    let agreed = mine.diffie_hellman(theirs);
    // RFC 7748, section 6.1: a point of small order makes a secret that everybody knows.
    if !agreed.was_contributory() {
        return Err(VaultError::NotAuthentic);
    }
    let agreed = Secret::copy_from(agreed.as_bytes()).ok_or(VaultError::Derivation)?;
    agreed.derive(&[&ephemeral[..], recipient].concat(), LABEL)
}

/// Pads and seals: nonce, ciphertext, tag.
pub(crate) fn seal_padded(
    key: &Secret,
    parts: &[&[u8]],
    plain: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let length = u32::try_from(plain.len()).map_err(|_| VaultError::TooLong {
        length: plain.len(),
    })?;
    let mut text = Zeroizing::new(vec![0; (LENGTH + plain.len()).next_multiple_of(STEP)]);
    text[..LENGTH].copy_from_slice(&length.to_le_bytes());
    text[LENGTH..LENGTH + plain.len()].copy_from_slice(plain);
    let nonce = cipher::nonce()?;
    let associated = cipher::associated_data(LABEL, parts);
    let tag = cipher::encrypt(key, nonce, &associated, &mut text)?;
    Ok([&nonce[..], &text, &tag].concat())
}

/// Undoes [`seal_padded`].
pub(crate) fn open_padded(
    key: &Secret,
    parts: &[&[u8]],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, VaultError> {
    let open = || {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>()?;
        let (text, tag) = rest.split_last_chunk::<TAG>()?;
        let mut text = Zeroizing::new(text.to_vec());
        let associated = cipher::associated_data(LABEL, parts);
        cipher::decrypt(key, *nonce, &associated, &mut text, *tag).ok()?;
        let (length, rest) = text.split_first_chunk::<LENGTH>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        Some(Zeroizing::new(rest.get(..length)?.to_vec()))
    };
    open().ok_or(VaultError::NotAuthentic)
}
