use jiff::Timestamp;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::AppError;

/// A new shared secret of 160 bits (RFC 4226, section 4, R6).
pub fn new_secret() -> Result<Vec<u8>, AppError> {
    let mut secret = vec![0u8; 20];
    getrandom::fill(&mut secret)
        .map_err(|_| AppError::Broken("no randomness from the operating system".to_owned()))?;
    Ok(secret)
}

/// SHA-1, six digits, 30 seconds: what every authenticator app understands.
/// One step of skew either way.
fn totp(secret: &[u8]) -> Result<Totp, AppError> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret.to_vec())
        .build()
        .map_err(|error| AppError::Broken(error.to_string()))
}

/// The time step a code belongs to, if it fits now. The caller refuses a step
/// that was used before: a code seen over a shoulder is worth nothing.
pub(crate) fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Result<Option<u64>, AppError> {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    Ok(totp(secret)?.check(&digits, seconds))
}

/// The code of this moment, for the fictional practice, which shows it.
pub fn current_code(secret: &[u8], now: Timestamp) -> Result<String, AppError> {
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    Ok(totp(secret)?.generate(seconds).to_string())
}

/// The secret as an authenticator app takes it when typed, in groups of four.
pub(crate) fn written(secret: &[u8]) -> String {
    let text = Secret::from(secret.to_vec()).to_base32();
    let letters: Vec<char> = text.chars().filter(|letter| *letter != '=').collect();
    letters
        .chunks(4)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The address an authenticator app reads from a picture.
/// <https://github.com/google/google-authenticator/wiki/Key-Uri-Format>
pub(crate) fn address(secret: &[u8], practice: &str, email: &str) -> String {
    let bare = |text: &str| -> String {
        text.bytes()
            .map(|byte| {
                if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            })
            .collect()
    };
    let secret = written(secret).replace(' ', "");
    format!(
        "otpauth://totp/{0}:{1}?secret={secret}&issuer={0}",
        bare(practice),
        bare(email)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B (SHA-1, cut to six digits).
    #[test]
    fn codes_follow_the_standard() -> Result<(), AppError> {
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (20_000_000_000, "353130"),
        ] {
            let now = Timestamp::from_second(seconds)
                .map_err(|error| AppError::Broken(error.to_string()))?;
            assert_eq!(current_code(secret, now)?, code);
            assert_eq!(
                step_of(secret, code, now)?,
                Some(seconds.unsigned_abs() / 30)
            );
            assert_eq!(step_of(secret, "000000", now)?, None);
        }
        Ok(())
    }
}
