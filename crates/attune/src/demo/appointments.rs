//! The next times somebody and their clinician have agreed on.

use attune_care::appointments::{Ends, NewBooking, Repeat, make};
use attune_care::session::MeetingKind;
use attune_ids::AccountId;

use super::calendar;
use super::life::{HOURS, Telling};
use super::texts::Stage;

/// Times that are agreed on ahead.
const AHEAD: u16 = 4;
const MINUTES: u16 = 50;
const WORKING_DAYS: usize = 5;
/// Who comes today, whatever weekday that is, so that the first page shows what it is for.
const TODAY: &str = "Tomáš Novák";

impl Telling<'_> {
    /// In their rhythm, at an hour that nobody else of this clinician has; nothing for those who have ended or only
    /// just came.
    pub(super) fn agree_on_times(&mut self, with: AccountId) -> anyhow::Result<()> {
        let Some(last) = self.calendar.sessions.last().copied() else {
            return Ok(());
        };
        if self.person.stage == Stage::Ended {
            return Ok(());
        }
        let every = i64::from(self.person.every);
        let mut next = calendar::after(last, every)?;
        while next <= self.today {
            next = calendar::after(next, every)?;
        }
        let (weekday, hour) = self.place_in_the_week();
        let since_monday = i64::from(next.weekday().to_monday_zero_offset());
        next = calendar::after(next, weekday - since_monday)?;
        if next <= self.today {
            next = calendar::after(next, 7)?;
        }
        if self.person.name == TODAY {
            next = self.today;
        }
        let new = NewBooking {
            with,
            how: MeetingKind::InPerson,
            first: next.at(hour, 0, 0, 0),
            minutes: MINUTES,
            repeat: Some(Repeat {
                every_weeks: (self.person.every / 7).max(1).into(),
                ends: Ends::After(AHEAD),
            }),
            together: None,
        };
        let hand = self.clinician();
        self.diary
            .apply(hand, last, |_, _, entry, ids| make(&new, entry, ids))?;
        Ok(())
    }

    /// A weekday, counted from Monday, and an hour that no other of this clinician's people has.
    fn place_in_the_week(&self) -> (i64, i8) {
        let (last, hours) = HOURS.split_last().unwrap_or((&HOURS[0], &HOURS));
        if self.person.name == TODAY {
            return (
                i64::from(self.today.weekday().to_monday_zero_offset()),
                *last,
            );
        }
        let before = self
            .texts
            .people
            .iter()
            .take_while(|other| other.name != self.person.name)
            .filter(|other| other.clinician == self.person.clinician)
            .count();
        let weekday = i64::try_from(before % WORKING_DAYS).unwrap_or_default();
        (weekday, hours[before / WORKING_DAYS % hours.len()])
    }
}
