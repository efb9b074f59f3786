//! Reading what a form sends.

use jiff::civil::Date;

use crate::AppError;

/// A date as `<input type="date">` sends it.
pub(crate) fn date(text: &str, field: &str) -> Result<Date, AppError> {
    text.trim()
        .parse()
        .map_err(|_| AppError::Refused(format!("{field}: a date such as 2026-05-14.")))
}
