use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::AppError;

/// Fewest characters of a password.
pub(crate) const SHORTEST: usize = 12;

/// 19 MiB, 2 passes, 1 lane: the OWASP recommendation for Argon2id where a
/// server checks many passwords (Password Storage Cheat Sheet, 2024).
fn argon2() -> Result<Argon2<'static>, AppError> {
    let params =
        Params::new(19 * 1024, 2, 1, None).map_err(|error| AppError::Broken(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// What is stored of a password.
pub fn hash_password(password: &str) -> Result<String, AppError> {
    let hash = argon2()?
        .hash_password(password.as_bytes())
        .map_err(|error| AppError::Broken(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether the password fits. Works on a thread of its own: it takes tens of
/// milliseconds on purpose.
pub(crate) async fn fits(password: String, stored: String) -> Result<bool, AppError> {
    let work = tokio::task::spawn_blocking(move || -> Result<bool, AppError> {
        let stored = PasswordHash::new(&stored)
            .map_err(|_| AppError::Broken("a stored password cannot be read".to_owned()))?;
        Ok(argon2()?
            .verify_password(password.as_bytes(), &stored)
            .is_ok())
    });
    work.await
        .map_err(|error| AppError::Broken(error.to_string()))?
}

/// Says what is missing, or nothing.
pub(crate) fn objection(password: &str, email: &str) -> Option<&'static str> {
    let lower = password.to_lowercase();
    let person = email.split('@').next().unwrap_or_default().to_lowercase();
    if password.chars().count() < SHORTEST {
        return Some(
            "Please use at least 12 characters. Three or four words in a row are easy to remember.",
        );
    }
    if person.len() >= 4 && lower.contains(&person) {
        return Some("Please leave your own address out of the password.");
    }
    let distinct = lower
        .chars()
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    if distinct < 5 {
        return Some("Please use more different characters.");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_itself_and_nothing_else() -> Result<(), AppError> {
        let stored = hash_password("four words in a row")?;
        assert!(fits("four words in a row".to_owned(), stored.clone()).await?);
        assert!(!fits("four words in a roe".to_owned(), stored).await?);
        Ok(())
    }

    #[test]
    fn weak_passwords_are_named() {
        assert!(objection("short", "a@b.org").is_some());
        assert!(objection("maria.berg-2026", "maria.berg@example.org").is_some());
        assert!(objection("aaaaaaaaaaaaaaa", "x@example.org").is_some());
        assert!(objection("quiet river at dawn", "x@example.org").is_none());
    }
}
