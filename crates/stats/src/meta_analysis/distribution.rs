//! Student's t and chi-squared as tests and intervals need them. Degrees of freedom
//! are counts and at least 1; the callers have made sure.

use statrs::distribution::{ChiSquared, ContinuousCDF, StudentsT};

use crate::{Proportion, StatsError, normal};

/// The upper end of a central 95 % range, as a share.
pub(crate) const UPPER: f64 = 0.975;

fn student(df: usize) -> Result<StudentsT, StatsError> {
    StudentsT::new(0.0, 1.0, df as f64).map_err(|_| no_degrees())
}

fn chi_squared(df: usize) -> Result<ChiSquared, StatsError> {
    ChiSquared::new(df as f64).map_err(|_| no_degrees())
}

fn no_degrees() -> StatsError {
    StatsError::TooFew {
        what: "degrees of freedom",
        needed: 1,
        given: 0,
    }
}

/// The t quantile that bounds the central 95 %.
pub(crate) fn student_bound(df: usize) -> Result<f64, StatsError> {
    Ok(student(df)?.inverse_cdf(UPPER))
}

/// The normal quantile that bounds the central 95 %.
pub(crate) fn normal_bound() -> Result<f64, StatsError> {
    Ok(normal::quantile(Proportion::new(UPPER)?))
}

/// Two-sided p of a t statistic.
pub(crate) fn student_two_sided(statistic: f64, df: usize) -> Result<f64, StatsError> {
    Ok(2.0 * student(df)?.sf(statistic.abs()))
}

/// Two-sided p of a standard normal statistic.
pub(crate) fn normal_two_sided(statistic: f64) -> f64 {
    2.0 * normal::cumulative(-statistic.abs())
}

/// `P(X >= statistic)` for a statistic of 0 or more; with no degrees of freedom there
/// is nothing to test.
pub(crate) fn chi_squared_upper(statistic: f64, df: usize) -> Option<f64> {
    let distribution = chi_squared(df).ok()?;
    // Half of the smallest numbers is 0, for which the library's gamma function panics.
    let certain = statistic <= 1e-300;
    Some(if certain {
        1.0
    } else {
        distribution.sf(statistic)
    })
}

/// The value below which a share of the chi-squared distribution lies.
pub(crate) fn chi_squared_quantile(share: f64, df: usize) -> Result<f64, StatsError> {
    Ok(chi_squared(df)?.inverse_cdf(share))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// Values of R's qt, pt, qchisq, pchisq.
    #[test]
    fn tables() {
        let near =
            |one: f64, two: f64| assert!((one - two).abs() <= 1e-9 * two.abs(), "{one} {two}");
        near(student_bound(1).unwrap(), 12.706_204_736_174_7);
        near(student_bound(4).unwrap(), 2.776_445_105_197_79);
        near(student_bound(899).unwrap(), 1.962_606_269_293);
        near(student_two_sided(-2.5, 7).unwrap(), 0.040_992_218_585_752_9);
        near(
            chi_squared_quantile(0.975, 12).unwrap(),
            23.336_664_158_645_3,
        );
        near(
            chi_squared_quantile(0.025, 1).unwrap(),
            0.000_982_069_117_175_256,
        );
        near(
            chi_squared_upper(30.0, 12).unwrap(),
            0.002_792_429_332_700_92,
        );
        near(normal_bound().unwrap(), 1.959_963_984_540_05);
        near(normal_two_sided(-1.0), 0.317_310_507_862_914);
        near(chi_squared_upper(5e-324, 3).unwrap(), 1.0);
        near(chi_squared_upper(f64::MAX, 3).unwrap(), 0.0);
        near(student_two_sided(f64::MAX, 1).unwrap(), 0.0);
        assert_eq!(chi_squared_upper(0.0, 0), None);
        assert!(student_bound(0).is_err());
    }
}
