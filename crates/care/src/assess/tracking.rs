//! Following a therapy in words. Some people do not want to be counted, and some work is spoiled by it: then the
//! client tells now and then how it is, nobody judges a curve, and the practice looks out for long silence instead.

use attune_catalog::Catalog;
use attune_ids::{EntryId, IdSource, ScheduleId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::SaidBy;
use super::schedule::end_schedule;
use crate::caseload::days;
use crate::worksheets::{Giving, Sheet, give_worksheet};
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// The worksheet on which clients tell, without any number, how it has been.
pub const TELLING: &str = "growth-in-my-words";

/// Every so many weeks, at the least and at the most.
pub const WEEKS: std::ops::RangeInclusive<u8> = 2..=12;

/// How a therapy is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tracking {
    /// By scores, their changes and signals.
    #[default]
    WithScores,
    /// By what the client tells.
    InWords {
        /// About every so many weeks.
        every_weeks: u8,
    },
}

/// It was chosen how this therapy is followed. The latest counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackingChosen {
    /// How.
    pub tracking: Tracking,
    /// Who wanted it so.
    pub wanted_by: SaidBy,
    /// Why; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
    /// From which day on.
    pub on: Date,
}

/// What is to be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackingInput {
    /// See [`TrackingChosen::tracking`].
    pub tracking: Tracking,
    /// See [`TrackingChosen::wanted_by`].
    pub wanted_by: SaidBy,
    /// See [`TrackingChosen::because`].
    pub because: String,
    /// Schedules that go on all the same, such as one that asks about danger.
    pub keep: Vec<ScheduleId>,
}

/// Something the client told, for those who are followed in words.
#[derive(Debug, Clone, PartialEq)]
pub enum Told<'a> {
    /// On the worksheet for it.
    Sheet(&'a Sheet),
    /// Heard and written down.
    Heard(&'a super::Words),
}

/// Since when a therapy has been followed in words, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InWords {
    /// About every so many weeks.
    pub every_weeks: u8,
    /// The day it was chosen.
    pub since: Date,
    /// The last day on which something was told.
    pub told: Option<Date>,
}

impl InWords {
    /// The day by which something is to be heard again.
    pub fn due(&self) -> Date {
        let from = self.told.map_or(self.since, |told| told.max(self.since));
        let span = jiff::Span::new().weeks(i64::from(self.every_weeks));
        from.checked_add(span).unwrap_or(Date::MAX)
    }

    /// Whether nothing was heard for longer than was agreed.
    pub fn is_quiet(&self, today: Date) -> bool {
        days(self.due(), today) > 0
    }
}

/// How this record is followed; none where nobody ever chose, which is by scores.
pub fn tracking(record: &Record) -> Option<&Dated<TrackingChosen>> {
    record.tracking.last()
}

/// Whether and how this record is followed in words.
pub fn in_words(record: &Record) -> Option<InWords> {
    let chosen = &tracking(record)?.item;
    let Tracking::InWords { every_weeks } = chosen.tracking else {
        return None;
    };
    Some(InWords {
        every_weeks,
        since: chosen.on,
        told: told(record).last().map(|(on, _)| *on),
    })
}

/// What the client told in words, oldest first: their sheets, and what was heard and written down.
pub fn told(record: &Record) -> Vec<(Date, Told<'_>)> {
    let sheets = record
        .sheets
        .iter()
        .map(|kept| &kept.item)
        .filter(|sheet| sheet.asked.worksheet == TELLING)
        .map(|sheet| (sheet.on, Told::Sheet(sheet)));
    let heard = record.words.iter().map(|words| {
        let on = record.day(words.at);
        (on, Told::Heard(&words.item))
    });
    let mut all: Vec<(Date, Told<'_>)> = sheets.chain(heard).collect();
    // Stable: what was told on one day stays in this order.
    all.sort_by_key(|(on, _)| *on);
    all
}

/// Chooses how to follow. Going over to words ends the schedules that are not kept, takes back what of them still
/// waits, and gives the client the worksheet to tell on; all of it can be seen and undone where it belongs.
///
/// # Errors
/// [`Refusal::Invalid`] if the weeks are out of range; [`Refusal::AlreadyDone`] if it is followed just so.
pub fn choose_tracking(
    record: &Record,
    catalog: &Catalog,
    input: &TrackingInput,
    today: Date,
    entry: EntryId,
    ids: &mut dyn IdSource,
) -> Result<Vec<NewEntry>, Refusal> {
    let present = tracking(record).map_or(Tracking::default(), |chosen| chosen.item.tracking);
    if present == input.tracking {
        return Err(Refusal::AlreadyDone {
            what: "It is followed like this already.",
        });
    }
    let mut entries = vec![NewEntry {
        id: entry,
        body: Body::TrackingChosen(TrackingChosen {
            tracking: input.tracking,
            wanted_by: input.wanted_by,
            because: input.because.trim().to_owned(),
            on: today,
        }),
    }];
    let Tracking::InWords { every_weeks } = input.tracking else {
        return Ok(entries);
    };
    if !WEEKS.contains(&every_weeks) {
        return Err(Refusal::Invalid {
            field: "Every so many weeks",
            expected: "a whole number from 2 to 12",
        });
    }
    let running = record
        .schedules
        .iter()
        .filter(|state| state.ended.is_none());
    for state in running.filter(|state| !input.keep.contains(&state.schedule.id)) {
        let ending = EntryId::new(ids);
        let because = "followed in words from now on";
        entries.extend(end_schedule(
            record,
            state.schedule.id,
            because,
            true,
            ending,
            ids,
        )?);
    }
    // It may be with the client already, or have been taken out of use by the practice.
    if let Some(worksheet) = catalog
        .worksheet(TELLING)
        .filter(|it| catalog.gives_out(&it.id))
    {
        let giving = Giving {
            worksheet: worksheet.id.clone(),
            sheet: None,
            words: String::new(),
            session: None,
        };
        entries.extend(
            give_worksheet(record, worksheet, giving, EntryId::new(ids)).unwrap_or_default(),
        );
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn silence_is_counted_from_the_last_word() {
        let since = date(2026, 3, 2);
        let nothing = InWords {
            every_weeks: 4,
            since,
            told: None,
        };
        assert_eq!(nothing.due(), date(2026, 3, 30));
        assert!(!nothing.is_quiet(date(2026, 3, 30)) && nothing.is_quiet(date(2026, 3, 31)));
        // What was told before it was chosen asks for nothing sooner.
        let before = InWords {
            told: Some(date(2026, 1, 5)),
            ..nothing
        };
        assert_eq!(before.due(), nothing.due());
        let after = InWords {
            told: Some(date(2026, 3, 20)),
            ..nothing
        };
        assert_eq!(after.due(), date(2026, 4, 17));
    }
}
