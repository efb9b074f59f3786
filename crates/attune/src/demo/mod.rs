//! The fictional practice: people who do not exist, with records that the rules of care made.
//!
//! Everything comes from the texts beside this file, a fixed seed and the day it is made on. Nothing is written past
//! a rule where there is a rule; only the times lie in the past.

mod appointments;
mod calendar;
mod couple;
mod course;
mod diary;
mod dice;
mod file_clock;
mod forms;
mod life;
mod life_line;
mod people;
mod planning;
mod rupture;
mod sessions;
mod sheets;
mod texts;
mod words;

use anyhow::Context;
use attune_care::Entry;
use attune_catalog::Catalog;
use attune_ids::{AccountId, ClientId, SessionId};
use attune_server::identity::Identity;
use jiff::Zoned;

pub(crate) use file_clock::FileClock;
pub(crate) use texts::{Colleague, Texts};

/// The record of one invented person.
#[derive(Debug, Clone)]
pub(crate) struct Life {
    pub(crate) client: ClientId,
    pub(crate) identity: Identity,
    /// Position of their clinician among the colleagues.
    pub(crate) clinician: usize,
    /// Whether the supervisor may read the record.
    pub(crate) shared: bool,
    pub(crate) entries: Vec<Entry>,
    /// The note of the last session, if it is still being written.
    pub(crate) draft: Option<(SessionId, String)>,
}

/// Everybody's records as of `now`. `colleagues` are the accounts, in the order of the texts.
pub(crate) fn lives(
    texts: &Texts,
    catalog: &Catalog,
    colleagues: &[AccountId],
    now: &Zoned,
) -> anyhow::Result<Vec<Life>> {
    let people = texts.people.iter().enumerate();
    people
        .map(|(number, person)| {
            life::of(texts, catalog, person, number, colleagues, now)
                .with_context(|| format!("the story of {}", person.name))
        })
        .collect()
}

#[cfg(test)]
mod tests;
