//! Rust's types to the database's plain columns and back.

use jiff::civil::Date;

use crate::error::{StoreError, What};

/// A counter as both databases store it. Beyond `i64::MAX`, which no counter reaches, it matches no row.
pub(crate) fn to_column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A counter read back; only a changed database holds a negative one.
pub(crate) fn from_column(what: What, number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| StoreError::damaged(what, "a counter is negative"))
}

/// A 32-byte hash or keyed checksum read back.
pub(crate) fn hash_from_column(what: What, bytes: &[u8]) -> Result<[u8; 32], StoreError> {
    bytes
        .try_into()
        .map_err(|_| StoreError::damaged(what, "a checksum is not 32 bytes long"))
}

/// Days since 1970-01-01, the only grain in which a plain column tells time.
pub(crate) fn day_number(date: Date) -> i64 {
    const EPOCH: Date = Date::constant(1970, 1, 1);
    date.duration_since(EPOCH).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_count_from_1970_in_both_directions() {
        assert_eq!(day_number(date(1970, 1, 1)), 0);
        assert_eq!(day_number(date(1969, 12, 31)), -1);
        assert_eq!(day_number(date(2026, 11, 22)), 20_779);
    }
}
