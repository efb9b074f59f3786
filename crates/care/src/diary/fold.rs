//! What entries of the diary do to the record.

use super::DiaryState;
use crate::{Body, Dated, Entry, Record};

impl Record {
    /// The diary.
    pub(crate) fn apply_diary(&mut self, entry: &Entry) {
        match &entry.body {
            Body::DiaryAgreed(agreement) => {
                for state in &mut self.diaries {
                    state.ended.get_or_insert(entry.at);
                }
                self.diaries
                    .push(DiaryState::new(Dated::of(entry, agreement)));
            }
            Body::DiaryEnded(ending) => {
                if let Some(state) = self.diary_mut(ending.diary) {
                    state.ended.get_or_insert(entry.at);
                }
            }
            Body::DiaryAnswered(answer) => {
                if let Some(state) = self.diary_mut(answer.diary) {
                    state.answers.push(Dated::of(entry, answer));
                }
            }
            _ => {}
        }
    }
}
