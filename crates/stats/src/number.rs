//! Numbers that carry their range in their type, so that a formula need not
//! check again and a stored value cannot come back broken.

use crate::StatsError;

/// Declares a validated `f64`: constructor, getter and checked serde.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $what:literal, $range:literal, $test:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "f64", into = "f64")]
        pub struct $name(f64);

        impl $name {
            /// Takes the number if it lies in the range of the type.
            pub fn new(value: f64) -> Result<Self, StatsError> {
                let allowed: fn(f64) -> bool = $test;
                if !value.is_finite() {
                    Err(StatsError::NotFinite { what: $what })
                } else if !allowed(value) {
                    Err(StatsError::OutOfRange { what: $what, range: $range, value })
                } else {
                    Ok(Self(value))
                }
            }

            /// The plain number.
            pub fn get(self) -> f64 {
                self.0
            }
        }

        impl TryFrom<f64> for $name {
            type Error = StatsError;
            fn try_from(value: f64) -> Result<Self, StatsError> {
                Self::new(value)
            }
        }

        impl From<$name> for f64 {
            fn from(number: $name) -> f64 {
                number.0
            }
        }
    };
}

number!(
    /// Any number that is not NaN or infinite.
    Finite, "a number", "finite", |_| true
);
number!(
    /// A number above zero, such as a standard deviation.
    Positive, "a positive number", "above 0", |value| value > 0.0
);
number!(
    /// Zero or more, such as a time since the start.
    NonNegative, "a time or size", "0 or more", |value| value >= 0.0
);
number!(
    /// A share from 0 to 1, both included.
    Proportion, "a proportion", "from 0 to 1", |value| (0.0..=1.0).contains(&value)
);
number!(
    /// Reliability of a measure, strictly between 0 and 1: at 1 every change
    /// would be reliable, at 0 none could be.
    Reliability, "reliability", "strictly between 0 and 1", |value| value > 0.0 && value < 1.0
);
number!(
    /// A correlation from -1 to 1.
    Correlation, "a correlation", "from -1 to 1", |value| (-1.0..=1.0).contains(&value)
);

number!(
    /// Weight of an influence, from -1 to 1 and not 0: an influence of no strength
    /// is no influence, and is left out.
    Weight, "a weight", "from -1 to 1 and not 0",
    |value| (-1.0..=1.0).contains(&value) && value != 0.0
);

impl Proportion {
    /// All of it.
    pub const ONE: Self = Self(1.0);
}

/// Checks a score or other plain argument.
pub(crate) fn finite(what: &'static str, value: f64) -> Result<f64, StatsError> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(StatsError::NotFinite { what })
    }
}

/// Arithmetic mean; the caller has made sure that there is a value.
pub(crate) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Sample standard deviation with `n - 1`; the caller has made sure of two values.
/// Exactly zero when all values are alike, whatever the mean rounds to.
#[expect(
    clippy::float_cmp,
    reason = "alike means identical here: a tolerance would be a hidden rule"
)]
pub(crate) fn sample_sd(values: &[f64]) -> f64 {
    if values.windows(2).all(|pair| pair[0] == pair[1]) {
        return 0.0;
    }
    let centre = mean(values);
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn stored_numbers_are_checked_again() {
        assert!(serde_json::from_str::<Reliability>("1.0").is_err());
        assert!(serde_json::from_str::<Positive>("0").is_err());
        assert!(serde_json::from_str::<Proportion>("-0.1").is_err());
        assert!(serde_json::from_str::<NonNegative>("-1").is_err());
        assert!(serde_json::from_str::<Correlation>("1.01").is_err());
        let kept: Reliability = serde_json::from_str("0.85").unwrap();
        assert_eq!(serde_json::to_string(&kept).unwrap(), "0.85");
    }

    #[test]
    fn not_a_number_is_refused() {
        assert_eq!(
            Finite::new(f64::NAN),
            Err(StatsError::NotFinite { what: "a number" })
        );
        assert!(Positive::new(f64::INFINITY).is_err());
    }
}
