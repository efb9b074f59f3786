use crate::FigureError;

/// Two finite numbers, the first smaller: the range of a measure or an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    low: f64,
    high: f64,
}

impl Range {
    /// Refuses an empty, reversed or infinite range.
    pub fn new(low: f64, high: f64) -> Result<Self, FigureError> {
        if low.is_finite() && high.is_finite() && low < high {
            Ok(Self { low, high })
        } else {
            Err(FigureError::EmptyRange)
        }
    }

    /// The smallest range that holds all finite values given; with a single
    /// one, a little to both sides of it.
    pub(crate) fn around(values: impl IntoIterator<Item = f64>) -> Self {
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        let (low, high) = values
            .into_iter()
            .filter(|v| v.is_finite())
            .fold(start, |(low, high), v| (low.min(v), high.max(v)));
        if low < high {
            Self { low, high }
        } else if low.is_finite() {
            // One value. A thousandth, so that half a unit is not lost in a large one.
            let half = (low.abs() * 1e-3).max(0.5);
            Self {
                low: (low - half).max(f64::MIN),
                high: (low + half).min(f64::MAX),
            }
        } else {
            Self {
                low: 0.0,
                high: 1.0,
            }
        }
    }

    /// The lower end.
    pub const fn low(self) -> f64 {
        self.low
    }

    /// The upper end.
    pub const fn high(self) -> f64 {
        self.high
    }
}

/// A straight mapping from values to the drawing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Linear {
    range: Range,
    from: f64,
    to: f64,
}

impl Linear {
    pub(crate) const fn new(range: Range, from: f64, to: f64) -> Self {
        Self { range, from, to }
    }

    pub(crate) const fn range(&self) -> Range {
        self.range
    }

    /// Where a value lies; outside of the range it lies at the nearer end.
    pub(crate) fn at(&self, value: f64) -> f64 {
        let Range { low, high } = self.range;
        // Halved first, so that the largest finite numbers do not overflow.
        let span = high / 2.0 - low / 2.0;
        let share = if span > 0.0 {
            (value.clamp(low, high) / 2.0 - low / 2.0) / span
        } else {
            0.5
        };
        self.from + (self.to - self.from) * share
    }
}

/// Round numbers inside a range, at most about `wanted` of them.
///
/// Steps are 1, 2 or 5 times a power of ten (Heckbert 1990, "Nice numbers for
/// graph labels", in Graphics Gems).
pub(crate) fn round_ticks(range: Range, wanted: usize) -> Vec<f64> {
    let span = range.high - range.low;
    if !span.is_finite() || span <= 0.0 {
        return vec![range.low, range.high];
    }
    let raw = span / wanted.max(1) as f64;
    let unit = 10_f64.powf(raw.log10().floor());
    let factor = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|factor| factor * unit >= raw * (1.0 - 1e-9))
        .unwrap_or(10.0);
    let step = factor * unit;
    let first = (range.low / step - 1e-9).ceil();
    (0..=wanted + 1)
        .map(|index| (first + index as f64) * step)
        .take_while(|tick| *tick <= range.high + step * 1e-9)
        .filter(|tick| tick.is_finite())
        .collect()
}

/// The fewest decimals that write all the values truly, at most three.
pub(crate) fn decimals_needed(values: &[f64]) -> usize {
    let is_whole = |value: f64| (value - value.round()).abs() < 1e-6;
    [1.0, 10.0, 100.0]
        .iter()
        .position(|factor| values.iter().all(|value| is_whole(value * factor)))
        .unwrap_or(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_hold_nothing_are_refused() {
        assert_eq!(Range::new(3.0, 3.0), Err(FigureError::EmptyRange));
        assert_eq!(Range::new(0.0, f64::NAN), Err(FigureError::EmptyRange));
    }

    #[test]
    fn ticks_are_round() {
        let range = Range {
            low: -1.3,
            high: 0.4,
        };
        let ticks = round_ticks(range, 5);
        assert_eq!(decimals_needed(&ticks), 1);
        assert_eq!(ticks.len(), 3);
        assert!((ticks[0] + 1.0).abs() < 1e-9);
        assert_eq!(
            round_ticks(
                Range {
                    low: 0.0,
                    high: 27.0
                },
                6
            )
            .len(),
            6
        );
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        let scale = Linear::new(
            Range {
                low: f64::MIN,
                high: f64::MAX,
            },
            0.0,
            100.0,
        );
        assert!((scale.at(0.0) - 50.0).abs() < 1e-9);
        assert!(scale.at(f64::MAX).is_finite());
    }
}
