//! A record while it is being made: entries signed in the past, and their fold for the next rule.

use anyhow::Context;
use attune_care::{Author, Body, Entry, NewEntry, Record, Refusal};
use attune_catalog::Catalog;
use attune_ids::{AccountId, EntryId, IdSource, SeededIds};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// See the module.
pub(super) struct Diary<'a> {
    pub(super) catalog: &'a Catalog,
    ids: SeededIds,
    zone: TimeZone,
    clinician: AccountId,
    entries: Vec<Entry>,
    record: Record,
    last: Timestamp,
}

/// Who writes, and so at what time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    /// The clinician, at this hour.
    Clinician(i8),
    /// The client through a link, in the evening.
    Client,
}

impl<'a> Diary<'a> {
    pub(super) fn new(
        catalog: &'a Catalog,
        ids: SeededIds,
        clinician: AccountId,
        zone: TimeZone,
    ) -> Self {
        Self {
            catalog,
            ids,
            zone,
            clinician,
            entries: Vec::new(),
            record: Record::default(),
            last: Timestamp::UNIX_EPOCH,
        }
    }

    /// Whose hand it is.
    pub(super) fn author(&self, hand: Hand) -> Author {
        match hand {
            Hand::Clinician(_) => Author::Staff(self.clinician),
            Hand::Client => Author::Client,
        }
    }

    /// Where ids come from.
    pub(super) fn ids(&mut self) -> &mut SeededIds {
        &mut self.ids
    }

    /// The record as it stands.
    pub(super) fn record(&mut self) -> &Record {
        if self.record.version != self.entries.len() as u64 {
            self.record = Record::from_entries(&self.entries);
        }
        &self.record
    }

    /// Asks a rule, and writes down what it answers.
    pub(super) fn apply<Rule>(&mut self, hand: Hand, on: Date, rule: Rule) -> anyhow::Result<()>
    where
        Rule:
            FnOnce(&Record, &Catalog, EntryId, &mut dyn IdSource) -> Result<Vec<NewEntry>, Refusal>,
    {
        self.record();
        let entry = EntryId::new(&mut self.ids);
        let new = rule(&self.record, self.catalog, entry, &mut self.ids)?;
        self.write(hand, on, new)
    }

    /// Writes down what a rule answered, on a day, a little after the entry before.
    fn write(&mut self, hand: Hand, on: Date, new: Vec<NewEntry>) -> anyhow::Result<()> {
        let hour = match hand {
            Hand::Clinician(hour) => hour,
            Hand::Client => 20,
        };
        let begun = on
            .at(hour, 5, 0, 0)
            .to_zoned(self.zone.clone())
            .context("no such time")?
            .timestamp();
        for entry in new {
            let next = self.last.checked_add(SignedDuration::from_secs(95))?;
            self.last = begun.max(next);
            let author = match &entry.body {
                Body::AlertRaised(_) => Author::Program,
                _ => self.author(hand),
            };
            self.entries.push(entry.sign(author, self.last));
        }
        Ok(())
    }

    /// The finished entries.
    pub(super) fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}
