//! Secrets that stand for a session or a link.

use attune_record::TokenHash;
use attune_vault::hexadecimal;

use crate::AppError;

/// A new 256-bit secret as hexadecimal text, with the hash that is stored.
pub(crate) fn fresh() -> Result<(String, TokenHash), AppError> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| AppError::Broken("no randomness from the operating system".to_owned()))?;
    let text = hexadecimal(&bytes);
    let hash = TokenHash::of(text.as_bytes());
    Ok((text, hash))
}
