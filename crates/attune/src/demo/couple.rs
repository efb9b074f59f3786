//! Two who meet as a couple, with a sheet of each that both let be laid beside the other's.

use anyhow::Context;
use attune_care::appointments::{Ends, NewBooking, Repeat};
use attune_care::session::MeetingKind;
use attune_care::together::{Company, Consent, agree};
use attune_care::worksheets::{BesideInput, Links, say_beside};
use attune_ids::{AccountId, SeededIds, TogetherId};
use serde::Deserialize;

use super::calendar;
use super::diary::Hand;
use super::life::Telling;
use super::sheets::{By, RowText};

/// When they meet: an hour at which nobody is seen alone.
const HOUR: i8 = 18;
const MINUTES: u16 = 80;
const DAYS_AHEAD: i64 = 3;
const TIMES: u16 = 3;
/// Nothing but what makes the id the same in both records and every time.
const SEED: u64 = 0xC0_0B1E;

/// The couple as it is written in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CoupleText {
    pub(super) people: [String; 2],
    pub(super) worksheet: String,
    /// What each filled in, in the order of the people.
    pub(super) sheets: [Vec<RowText>; 2],
}

impl Telling<'_> {
    /// If this is one of the couple: they agree to meet, and fill in the sheet alone.
    pub(super) fn as_a_couple(&mut self, with: AccountId) -> anyhow::Result<()> {
        let couple = &self.texts.filled.couple;
        let mut people = couple.people.iter();
        let Some(place) = people.position(|name| *name == self.person.name) else {
            return Ok(());
        };
        let together = TogetherId::new(&mut SeededIds::new(SEED));
        let new = NewBooking {
            with,
            how: MeetingKind::InPerson,
            first: calendar::after(self.today, DAYS_AHEAD)?.at(HOUR, 0, 0, 0),
            minutes: MINUTES,
            repeat: Some(Repeat {
                every_weeks: 2,
                ends: Ends::After(TIMES),
            }),
            together: None,
        };
        let on = calendar::before(self.today, 2)?;
        let hand = self.clinician();
        self.diary.apply(hand, on, |_, _, entry, ids| {
            agree(&new, together, Company::Couple, Consent::Given, entry, ids)
        })?;
        let (sheet, seen) = self.fill_in_sheet(
            &couple.worksheet,
            &couple.sheets[place],
            Links::default(),
            By::Client,
            on,
        )?;
        let worksheet = self.catalog.worksheet(&couple.worksheet);
        let worksheet = worksheet.context("there is no such worksheet")?;
        let said = BesideInput {
            sheet,
            agreed: true,
            seen,
            on,
        };
        let author = self.diary.author(Hand::Client);
        self.diary.apply(Hand::Client, on, |record, _, entry, _| {
            say_beside(record, Some(worksheet), said, author, on, entry)
        })
    }
}
