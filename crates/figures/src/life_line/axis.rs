//! Two scales on one axis.

use jiff::civil::Date;

use crate::Format;
use crate::date_axis::{DateAxis, DateTick};

/// Half of the gap in which the scale changes.
const HALF_GAP: f64 = 7.0;

/// Years up to a day, weeks from there; or one scale for all.
#[derive(Debug, Clone, Copy)]
pub(super) struct BrokenAxis {
    early: DateAxis,
    recent: Option<(Date, DateAxis)>,
    /// Where the scale changes.
    pub(super) break_at: Option<f64>,
}

impl BrokenAxis {
    /// An axis from `from` to `to` between two places of the drawing. None only if no day were given.
    pub(super) fn new(
        from: Date,
        recent_from: Option<Date>,
        to: Date,
        left: f64,
        right: f64,
    ) -> Option<Self> {
        let Some(recent) = recent_from.filter(|recent| from < *recent && *recent <= to) else {
            return Some(Self {
                early: DateAxis::new([from, to], left, right)?,
                recent: None,
                break_at: None,
            });
        };
        let middle = left + (right - left) * 0.52;
        Some(Self {
            early: DateAxis::new([from, recent], left, middle - HALF_GAP)?,
            recent: Some((
                recent,
                DateAxis::new([recent, to], middle + HALF_GAP, right)?,
            )),
            break_at: Some(middle),
        })
    }

    /// Where a day lies. What lies outside of the axis stands at its nearer end.
    pub(super) fn at(&self, day: Date) -> f64 {
        match &self.recent {
            Some((from, recent)) if day >= *from => recent.at(day),
            _ => self.early.at(day),
        }
    }

    /// Named days of both scales.
    pub(super) fn ticks(&self, format: &Format, text_size: f64) -> Vec<DateTick> {
        let mut ticks = self.early.ticks(format, text_size);
        if let Some((_, recent)) = &self.recent {
            ticks.extend(recent.ticks(format, text_size));
        }
        ticks
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops on any error")]

    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_recent_weeks_get_half_of_a_long_life() {
        let (from, recent, to) = (date(1980, 1, 1), date(2026, 5, 1), date(2026, 11, 1));
        let axis = BrokenAxis::new(from, Some(recent), to, 0.0, 800.0).unwrap();
        let at = axis.break_at.unwrap();
        assert!(axis.at(date(2025, 1, 1)) < at);
        assert!(axis.at(recent) > at && axis.at(recent) < at + 40.0);
        assert!(axis.at(to) > 750.0);
        let plain = BrokenAxis::new(from, None, to, 0.0, 800.0).unwrap();
        assert_eq!(plain.break_at, None);
        assert!(plain.at(recent) > 700.0);
    }

    #[test]
    fn order_is_kept_across_the_break() {
        let (from, recent, to) = (date(1980, 1, 1), date(2026, 5, 1), date(2026, 11, 1));
        let axis = BrokenAxis::new(from, Some(recent), to, 0.0, 358.0).unwrap();
        let days = [
            from,
            date(1999, 9, 9),
            recent.yesterday().unwrap(),
            recent,
            to,
        ];
        let places: Vec<f64> = days.iter().map(|day| axis.at(*day)).collect();
        assert!(places.is_sorted());
    }
}
