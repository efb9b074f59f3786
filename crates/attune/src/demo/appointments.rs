//! The next times somebody and their clinician have agreed on.

use attune_care::appointments::{Ends, NewBooking, Repeat, make};
use attune_care::session::MeetingKind;
use attune_ids::AccountId;

use super::calendar;
use super::life::Telling;
use super::texts::Stage;

/// Times that are agreed on ahead.
const AHEAD: u16 = 4;
const MINUTES: u16 = 50;
/// Who comes today, whatever weekday that is, so that the first page shows what it is for.
const TODAY: &str = "Tomáš Novák";

impl Telling<'_> {
    /// At the hour of all their sessions, in their rhythm; nothing for those who have ended or only just came.
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
        if self.person.name == TODAY {
            next = self.today;
        }
        let new = NewBooking {
            with,
            how: MeetingKind::InPerson,
            first: next.at(self.hour, 0, 0, 0),
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
}
