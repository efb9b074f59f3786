//! A code to lock a [`PersonalKey`](crate::PersonalKey) with beside its password, for when that is forgotten: 120 random bits in Crockford's base 32, written
//! as six groups of four. It is shown once, for paper.

use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::recovery_code::{ALPHABET, is_separator, value_of};
use crate::secret::Secret;

const LETTERS: usize = 24;
const GROUP: usize = 4;

/// A code as it is written down. There is no `Display`, so that it does not end up in a log by accident.
pub struct PersonalCode(Zeroizing<String>);

impl PersonalCode {
    /// A fresh code from the operating system.
    ///
    /// # Errors
    /// The system gave no randomness.
    pub fn random() -> Result<Self, VaultError> {
        // One byte for each letter, of which five bits count.
        let secret = Secret::random()?;
        let mut text = Zeroizing::new(String::with_capacity(LETTERS + LETTERS / GROUP));
        for (position, byte) in secret.bytes().iter().take(LETTERS).enumerate() {
            if position > 0 && position % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(byte % 32)]));
        }
        Ok(Self(text))
    }

    /// The text to write down.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A code as people type it: any case, spaces and hyphens anywhere, O for 0, I or L for 1. None if it cannot be
    /// one.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut text = Zeroizing::new(String::with_capacity(LETTERS + LETTERS / GROUP));
        let mut letters = 0;
        for letter in typed.chars().filter(|letter| !is_separator(*letter)) {
            if letters > 0 && letters % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(value_of(letter)?)]));
            letters += 1;
            if letters > LETTERS {
                return None;
            }
        }
        (letters == LETTERS).then_some(Self(text))
    }
}

impl std::fmt::Debug for PersonalCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonalCode(..)")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

    use uuid::Uuid;

    use super::*;
    use crate::{Argon2Cost, PersonalKey};

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = PersonalCode::random().unwrap();
        assert_eq!(code.as_str().len(), LETTERS + LETTERS / GROUP - 1);
        let typed = code
            .as_str()
            .to_lowercase()
            .replace('-', " ")
            .replace('0', "o");
        assert_eq!(PersonalCode::parse(&typed).unwrap().as_str(), code.as_str());
        assert_ne!(PersonalCode::random().unwrap().as_str(), code.as_str());
        for wrong in [
            "",
            "ABCD",
            &format!("{}A", code.as_str()),
            "ABCD-ABCD-ABCD-ABCD-ABCD-ABC!",
        ] {
            assert!(PersonalCode::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn password_and_code_open_the_same_key_and_neither_the_others_lock() {
        let (install, cost) = (Uuid::from_u128(5), Argon2Cost::lowered_for_tests());
        let key = PersonalKey::random().unwrap();
        let code = PersonalCode::random().unwrap();
        let by_phrase = key.lock(install, "four words of mine", cost).unwrap();
        let by_code = key.lock(install, code.as_str(), cost).unwrap();
        let opened = by_code.open(install, code.as_str()).unwrap().unwrap();
        assert_eq!(opened.id(), key.id());
        assert!(by_phrase.open(install, code.as_str()).unwrap().is_none());
        assert!(
            by_code
                .open(install, "four words of mine")
                .unwrap()
                .is_none()
        );
    }
}
