//! How entries about the relationship change the record.

use super::rupture::RuptureState;
use crate::{Body, Dated, Entry, Record};

impl Record {
    /// Applies one entry about the relationship; what refers to an unknown episode changes nothing.
    pub(crate) fn apply_relationship(&mut self, entry: &Entry) {
        match &entry.body {
            Body::RuptureNoted(noted) => self.ruptures.push(RuptureState {
                noted: Dated::of(entry, noted),
                judged: Vec::new(),
                tried: Vec::new(),
            }),
            Body::RuptureJudged(judged) => {
                if let Some(state) = self.rupture_mut(judged.rupture) {
                    state.judged.push(Dated::of(entry, judged));
                }
            }
            Body::RepairTried(tried) => {
                if let Some(state) = self.rupture_mut(tried.rupture) {
                    state.tried.push(Dated::of(entry, tried));
                }
            }
            Body::SessionRated(rated) if self.session(rated.session).is_some() => {
                self.session_ratings.push(Dated::of(entry, rated));
            }
            _ => {}
        }
    }

    /// The episode that this entry noted.
    pub fn rupture(&self, noted: attune_ids::EntryId) -> Option<&RuptureState> {
        self.ruptures
            .iter()
            .find(|state| state.noted.entry == noted)
    }

    fn rupture_mut(&mut self, noted: attune_ids::EntryId) -> Option<&mut RuptureState> {
        self.ruptures
            .iter_mut()
            .find(|state| state.noted.entry == noted)
    }
}
