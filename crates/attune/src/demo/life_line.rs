//! What a person needs and has, and what happened in their life.

use anyhow::Context;
use attune_care::assess::{
    AspectInput, AspectSort, KnownTo, LifeEventInput, Met, PartOfYear, SaidBy, When, WordsKind,
    set_aspect, set_life_event,
};
use attune_ids::FactorId;
use jiff::ToSpan;
use jiff::civil::Date;

use super::life::Telling;
use super::texts::EventText;
use super::words::fill;

/// The session in which the first need is met in part.
const MET_AT: usize = 6;

impl Telling<'_> {
    /// Makes needs and strengths of the words that were about such.
    pub(super) fn take_up_words(&mut self, on: Date) -> anyhow::Result<()> {
        let words: Vec<_> = self
            .diary
            .record()
            .words
            .iter()
            .map(|heard| heard.item.clone())
            .collect();
        for words in words {
            let sort = match words.about {
                WordsKind::Said => continue,
                WordsKind::Need => AspectSort::Need(Met::NotYet),
                WordsKind::Strength => AspectSort::Strength,
            };
            let hand = self.clinician();
            self.diary.apply(hand, on, |record, _, entry, ids| {
                let input = AspectInput {
                    domain: Some(words.domain),
                    sort: Some(sort),
                    words: &words.text,
                    said_by: Some(SaidBy::Client),
                };
                set_aspect(record, None, input, entry, ids)
            })?;
        }
        Ok(())
    }

    /// What happened before the first contact, as roughly as people remember it.
    pub(super) fn life_before(&mut self, on: Date) -> anyhow::Result<()> {
        let story = self.story;
        for event in &story.events {
            if let Some(age) = event.age {
                self.tell(event, When::at_age(self.person.born, age), on)?;
                continue;
            }
            let Some(months) = event.months_before else {
                continue;
            };
            let day = self.calendar.contact.checked_sub(months.months())?;
            let part = match months {
                ..=24 => Some(PartOfYear::Month(day.month())),
                25..=150 => None,
                _ => Some(PartOfYear::About),
            };
            let when = When::remembered(Some(day.year()), part, None)?;
            self.tell(event, when.context("no such time")?, on)?;
        }
        Ok(())
    }

    /// What has happened since the session before this one, and what was met of the needs.
    pub(super) fn life_since(&mut self, number: usize, on: Date) -> anyhow::Result<()> {
        let before = number
            .checked_sub(1)
            .and_then(|before| self.calendar.sessions.get(before))
            .copied();
        let story = self.story;
        for event in &story.events {
            let Some(weeks) = event.weeks_after else {
                continue;
            };
            let day = self.calendar.contact.checked_add(weeks.weeks())?;
            if before.is_none_or(|before| day > before) && day <= on {
                let when = When {
                    from: day,
                    known_to: KnownTo::Day,
                };
                self.tell(event, when, on)?;
            }
        }
        if number == MET_AT {
            self.meet_in_part(on)?;
        }
        Ok(())
    }

    fn tell(&mut self, event: &EventText, when: When, on: Date) -> anyhow::Result<()> {
        let what = fill(&event.text, self.person);
        let began_after: Vec<FactorId> = event
            .began_after
            .iter()
            .filter_map(|key| self.factor(key))
            .collect();
        let until = match event.lasted_years {
            Some(years) => When::remembered(Some(when.from.year() + years), None, None)?,
            None => None,
        };
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, _, entry, ids| {
            let input = LifeEventInput {
                what: &what,
                when: Some(when),
                until,
                age: event.age,
                sort: Some(event.sort),
                domain: Some(event.domain),
                felt: Some(event.felt),
                words: "",
                began_after,
            };
            set_life_event(record, None, input, entry, ids)
        })
    }

    fn meet_in_part(&mut self, on: Date) -> anyhow::Result<()> {
        let aspects = &self.diary.record().aspects;
        let need = aspects
            .iter()
            .map(|kept| kept.item.clone())
            .find(|aspect| aspect.sort != AspectSort::Strength);
        let Some(need) = need else {
            return Ok(());
        };
        let hand = self.clinician();
        self.diary.apply(hand, on, |record, _, entry, ids| {
            let input = AspectInput {
                domain: Some(need.domain),
                sort: Some(AspectSort::Need(Met::Partly)),
                words: &need.words,
                said_by: Some(SaidBy::Both),
            };
            set_aspect(record, Some(need.id), input, entry, ids)
        })
    }
}
