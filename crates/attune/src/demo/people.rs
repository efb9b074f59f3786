//! Who is in a life, and what is between them.

use attune_care::assess::When;
use attune_care::people::{PersonInput, Sort, TieInput, set_person, set_tie};
use attune_ids::PersonId;
use jiff::civil::Date;

use super::life::Telling;
use super::words::fill;

impl Telling<'_> {
    /// Puts everybody of the story on the map, then what is between two of them.
    pub(super) fn people(&mut self, on: Date) -> anyhow::Result<()> {
        let story = self.story;
        let mut known: Vec<(&str, PersonId)> = Vec::new();
        for text in &story.people {
            let name = fill(&text.name, self.person);
            let factors = text
                .factors
                .iter()
                .filter_map(|key| self.factor(key))
                .collect();
            let of = |what: &str| text.events.iter().any(|begin| what.starts_with(begin));
            let events = self.diary.record().life_events.iter();
            let events = events
                .filter(|kept| of(&kept.item.what))
                .map(|kept| kept.item.id)
                .collect();
            let died_when = When::remembered(text.died, None, None)?;
            let hand = self.clinician();
            self.diary.apply(hand, on, |record, _, entry, ids| {
                let input = PersonInput {
                    name: &name,
                    sort: if text.group { Sort::Group } else { Sort::One },
                    part: Some(text.part),
                    bond: text.bond,
                    since: None,
                    died: text.died.is_some(),
                    died_when,
                    words: "",
                    factors,
                    events,
                };
                set_person(record, None, input, entry, ids)
            })?;
            let written = self.diary.record().people.last().map(|kept| kept.item.id);
            known.extend(written.map(|id| (text.key.as_str(), id)));
        }
        for tie in &story.ties {
            let end = |key: &str| {
                known
                    .iter()
                    .find(|(name, _)| *name == key)
                    .map(|(_, id)| *id)
            };
            let [one, other] = &tie.between;
            let input = TieInput {
                one: end(one),
                other: end(other),
                bond: tie.bond,
            };
            let hand = self.clinician();
            self.diary.apply(hand, on, |record, _, entry, ids| {
                set_tie(record, None, input, entry, ids)
            })?;
        }
        Ok(())
    }
}
