//! The printed recovery code: 256 random bits and a 24-bit checksum in Crockford's base 32,
//! which leaves out letters that look like others.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::secret::{KEY, Secret};

pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECKSUM: usize = 3;
const BYTES: usize = KEY + CHECKSUM;
/// 280 bits are 56 letters with none left over.
const LETTERS: usize = BYTES * 8 / 5;
const GROUP: usize = 4;

/// A recovery code as it is printed: 14 groups of 4. Shown once, kept on paper, wiped from memory
/// on drop. There is no `Display`, so that it does not end up in a log by accident.
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    /// The text to print.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn from_secret(secret: &Secret) -> Self {
        let mut bytes = Zeroizing::new([0; BYTES]);
        bytes[..KEY].copy_from_slice(secret.bytes());
        bytes[KEY..].copy_from_slice(&checksum(secret));
        let mut text = Zeroizing::new(String::with_capacity(LETTERS + LETTERS / GROUP));
        for position in 0..LETTERS {
            if position > 0 && position % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(
                ALPHABET[usize::from(letter_at(&bytes, position))],
            ));
        }
        Self(text)
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

/// Reads a code as people type it: any case, spaces and hyphens anywhere, O for 0, I or L for 1.
pub(crate) fn parse(typed: &str) -> Result<Secret, VaultError> {
    let mistyped = |reason| VaultError::MistypedRecoveryCode { reason };
    let mut bytes = Zeroizing::new([0_u8; BYTES]);
    let mut position = 0;
    for letter in typed.chars().filter(|letter| !is_separator(*letter)) {
        let value =
            value_of(letter).ok_or_else(|| mistyped("it contains a character that no code has"))?;
        if position == LETTERS {
            return Err(mistyped("it is too long; it has 14 groups of 4"));
        }
        put_letter(&mut bytes, position, value);
        position += 1;
    }
    if position < LETTERS {
        return Err(mistyped("it is too short; it has 14 groups of 4"));
    }
    let secret = Secret::copy_from(&bytes[..KEY]).ok_or(VaultError::WrongSecret)?;
    if bytes[KEY..] != checksum(&secret) {
        return Err(mistyped("one or more characters are different"));
    }
    Ok(secret)
}

pub(crate) fn is_separator(letter: char) -> bool {
    // Word processors turn hyphens into other dashes (U+2010 to U+2015, minus sign).
    letter.is_whitespace()
        || matches!(
            letter,
            '-' | '_' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}'
        )
}

pub(crate) fn value_of(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let index = ALPHABET
        .iter()
        .position(|known| char::from(*known) == letter)?;
    u8::try_from(index).ok()
}

/// The five bits at a position, most significant bit first.
fn letter_at(bytes: &[u8; BYTES], position: usize) -> u8 {
    (position * 5..position * 5 + 5).fold(0, |value, bit| {
        (value << 1) | ((bytes[bit / 8] >> (7 - bit % 8)) & 1)
    })
}

fn put_letter(bytes: &mut [u8; BYTES], position: usize, value: u8) {
    for offset in 0..5 {
        let bit = position * 5 + offset;
        bytes[bit / 8] |= ((value >> (4 - offset)) & 1) << (7 - bit % 8);
    }
}

/// Finds typing mistakes before the keyring is tried; 1 in 16 million slips through to be refused there.
fn checksum(secret: &Secret) -> [u8; CHECKSUM] {
    let hash = Sha256::new()
        .chain_update(b"attune recovery code")
        .chain_update(secret.bytes())
        .finalize();
    [hash[0], hash[1], hash[2]]
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_code_reads_back(bytes: [u8; KEY]) {
            let secret = Secret::copy_from(&bytes).unwrap();
            let code = RecoveryCode::from_secret(&secret);
            prop_assert_eq!(code.as_str().len(), LETTERS + LETTERS / GROUP - 1);
            let read = parse(code.as_str()).unwrap();
            prop_assert_eq!(read.bytes(), &bytes);
        }

        #[test]
        fn every_single_wrong_letter_is_found(bytes: [u8; KEY], position in 0..LETTERS, step in 1_u8..32) {
            let secret = Secret::copy_from(&bytes).unwrap();
            let code = RecoveryCode::from_secret(&secret);
            let mut letters: Vec<char> = code.as_str().chars().filter(|c| *c != '-').collect();
            let wrong = (value_of(letters[position]).unwrap() + step) % 32;
            letters[position] = char::from(ALPHABET[usize::from(wrong)]);
            let typed: String = letters.into_iter().collect();
            // A 24-bit checksum misses one in 16 million; such a code is then refused by the keyring.
            prop_assert!(parse(&typed).is_err());
        }

        #[test]
        fn anything_else_is_refused_without_a_panic(typed in "\\PC{0,80}") {
            prop_assert!(parse(&typed).is_err());
        }
    }
}
