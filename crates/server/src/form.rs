//! Reading what a form sends.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use crate::AppError;

/// An optional field: browsers send an empty text for "nothing".
pub fn optional<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    let text = String::deserialize(deserializer)?;
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

/// A date as `<input type="date">` sends it.
pub fn date(text: &str, field: &str) -> Result<Date, AppError> {
    text.trim()
        .parse()
        .map_err(|_| AppError::Refused(format!("{field}: a date such as 2026-05-14.")))
}
