//! The one cipher, XChaCha20-Poly1305, and the bytes it binds a value to.
//!
//! A 192-bit random nonce is safe to draw for every value without a counter, which several processes
//! could not share.

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Key, Tag, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::secret::Secret;

/// Bytes in a nonce.
pub(crate) const NONCE: usize = 24;
/// Bytes in an authentication tag.
pub(crate) const TAG: usize = 16;

/// The value was changed, or belongs to another key or place.
pub(crate) struct Unauthentic;

fn cipher(key: &Secret) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(<&Key>::from(key.bytes()))
}

/// A fresh random nonce.
pub(crate) fn nonce() -> Result<[u8; NONCE], VaultError> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce)?;
    Ok(nonce)
}

/// Encrypts `text` where it lies and returns the tag.
pub(crate) fn encrypt(
    key: &Secret,
    nonce: [u8; NONCE],
    associated: &[u8],
    text: &mut [u8],
) -> Result<[u8; TAG], VaultError> {
    let length = text.len();
    cipher(key)
        .encrypt_inout_detached(&XNonce::from(nonce), associated, text.into())
        .map(Into::into)
        .map_err(|_| VaultError::TooLong { length })
}

/// Decrypts `text` where it lies, if tag and associated data fit.
pub(crate) fn decrypt(
    key: &Secret,
    nonce: [u8; NONCE],
    associated: &[u8],
    text: &mut [u8],
    tag: [u8; TAG],
) -> Result<(), Unauthentic> {
    cipher(key)
        .decrypt_inout_detached(
            &XNonce::from(nonce),
            associated,
            text.into(),
            &Tag::from(tag),
        )
        .map_err(|_| Unauthentic)
}

/// Encrypts a key under another: nonce, ciphertext, tag.
pub(crate) fn wrap(key: &Secret, associated: &[u8], inner: &Secret) -> Result<Vec<u8>, VaultError> {
    let nonce = nonce()?;
    let mut text = Zeroizing::new(inner.bytes().to_vec());
    let tag = encrypt(key, nonce, associated, &mut text)?;
    Ok([&nonce[..], &text, &tag].concat())
}

/// Undoes [`wrap`]. `None` when it does not open.
pub(crate) fn unwrap(key: &Secret, associated: &[u8], wrapped: &[u8]) -> Option<Secret> {
    let (nonce, rest) = wrapped.split_first_chunk::<NONCE>()?;
    let (text, tag) = rest.split_last_chunk::<TAG>()?;
    let mut secret = Secret::copy_from(text)?;
    decrypt(key, *nonce, associated, secret.bytes_mut(), *tag).ok()?;
    Some(secret)
}

/// Joins parts into associated data. Every part carries its length, so that no two lists of parts
/// give the same bytes.
pub(crate) fn associated_data(purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len() + 8).sum::<usize>();
    let mut joined = Vec::with_capacity(purpose.len() + 8 + length);
    for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
        joined.extend_from_slice(&(part.len() as u64).to_le_bytes());
        joined.extend_from_slice(part);
    }
    joined
}
