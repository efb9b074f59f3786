//! When a diary asks.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::Agreement;

/// One time a diary asks: the day, and which time of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Beep {
    /// The day.
    pub on: Date,
    /// Which of the agreed times of that day, from 1.
    pub number: u8,
}

/// A beep with its moments, where the practice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Which one.
    pub beep: Beep,
    /// When it asks.
    pub at: DateTime,
    /// Until when it can be answered: the next beep, a day later at the most.
    pub until: DateTime,
}

impl Agreement {
    /// Every beep, the first first. At most 92 days of 8.
    pub fn beeps(&self) -> Vec<Due> {
        let mut moments: Vec<(Beep, DateTime)> = Vec::new();
        let days = self.from.series(1.day()).take_while(|on| *on <= self.until);
        for on in days.filter(|on| self.days.contains(&on.weekday().to_monday_one_offset())) {
            let beeps = self.times.iter().zip(1_u8..);
            moments
                .extend(beeps.map(|(time, number)| (Beep { on, number }, on.to_datetime(*time))));
        }
        let next = moments.iter().skip(1).map(|(_, at)| Some(*at));
        let next: Vec<Option<DateTime>> = next.chain([None]).collect();
        moments
            .into_iter()
            .zip(next)
            .map(|((beep, at), next)| {
                let a_day = at.saturating_add(1.day());
                let until = next.map_or(a_day, |next| next.min(a_day));
                Due { beep, at, until }
            })
            .collect()
    }

    /// The beep that can be answered now.
    pub fn due(&self, now: DateTime) -> Option<Due> {
        self.beeps()
            .into_iter()
            .find(|due| due.at <= now && now < due.until)
    }

    /// The next one after now.
    pub fn next(&self, now: DateTime) -> Option<Due> {
        self.beeps().into_iter().find(|due| due.at > now)
    }
}

#[cfg(test)]
mod tests {
    use attune_ids::DiaryId;
    use jiff::civil::{date, datetime, time};
    use uuid::Uuid;

    use super::*;
    use crate::diary::Highest;

    fn weekdays() -> Agreement {
        Agreement {
            id: DiaryId(Uuid::nil()),
            variables: Vec::new(),
            highest: Highest::Ten,
            times: vec![time(9, 0, 0, 0), time(14, 0, 0, 0), time(20, 30, 0, 0)],
            days: vec![1, 2, 3, 4, 5],
            from: date(2026, 3, 6),
            until: date(2026, 3, 9),
        }
    }

    #[test]
    fn a_beep_can_be_answered_until_the_next_and_a_day_at_the_most() {
        let diary = weekdays();
        let beep = |now| diary.due(now).map(|due| (due.beep.on, due.beep.number));
        let friday = date(2026, 3, 6);
        assert_eq!(beep(datetime(2026, 3, 6, 8, 59, 59, 0)), None);
        assert_eq!(beep(datetime(2026, 3, 6, 9, 0, 0, 0)), Some((friday, 1)));
        assert_eq!(beep(datetime(2026, 3, 6, 13, 59, 0, 0)), Some((friday, 1)));
        assert_eq!(beep(datetime(2026, 3, 6, 14, 0, 0, 0)), Some((friday, 2)));
        // The next one would be on Monday: Saturday night is too late for Friday night.
        assert_eq!(beep(datetime(2026, 3, 7, 20, 29, 0, 0)), Some((friday, 3)));
        assert_eq!(beep(datetime(2026, 3, 7, 20, 30, 0, 0)), None);
        // The last one of all as well.
        let last = Some((date(2026, 3, 9), 3));
        assert_eq!(beep(datetime(2026, 3, 10, 20, 0, 0, 0)), last);
        assert_eq!(beep(datetime(2026, 3, 10, 20, 30, 0, 0)), None);
    }

    #[test]
    fn only_the_days_agreed_ask() {
        let beeps = weekdays().beeps();
        assert_eq!(beeps.len(), 6);
        let next = weekdays()
            .next(datetime(2026, 3, 7, 12, 0, 0, 0))
            .map(|due| due.at);
        assert_eq!(next, Some(datetime(2026, 3, 9, 9, 0, 0, 0)));
    }
}
