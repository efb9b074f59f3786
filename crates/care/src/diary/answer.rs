//! Answering a beep.

use attune_ids::{DiaryId, EntryId};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Agreement, Beep};
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// Who began to answer before the next beep may finish.
pub const GRACE: SignedDuration = SignedDuration::from_mins(30);

/// What was answered at one beep. When it was answered is when the entry was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiaryAnswer {
    /// Which diary.
    pub diary: DiaryId,
    /// Which beep it belongs to.
    pub beep: Beep,
    /// One for each thing watched, in that order; `null` was left out, which is no zero.
    pub values: Vec<Option<u8>>,
    /// What else there is to say, if anything.
    #[serde(default)]
    pub words: String,
}

/// A diary as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct DiaryState {
    /// What was agreed.
    pub agreement: Dated<Agreement>,
    /// When it was ended before its last day, by somebody or by the next diary.
    pub ended: Option<Timestamp>,
    /// Everything that was answered, oldest first; the last for a beep counts.
    pub answers: Vec<Dated<DiaryAnswer>>,
}

/// What a form answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answering<'a> {
    /// Which diary.
    pub diary: DiaryId,
    /// Which beep the form was made for.
    pub beep: Beep,
    /// One for each thing watched.
    pub values: &'a [Option<u8>],
    /// Anything else.
    pub words: &'a str,
    /// The present moment where the practice is.
    pub now: DateTime,
}

/// Answers a beep, or answers it differently.
///
/// # Errors
/// The diary does not ask (any more), another beep is due, or nothing was answered.
pub fn answer_diary(
    record: &Record,
    given: &Answering<'_>,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .diary(given.diary)
        .filter(|state| state.ended.is_none())
        .ok_or(Refusal::NotThere { what: "diary" })?;
    let agreement = &state.agreement.item;
    let due = agreement
        .beeps()
        .into_iter()
        .find(|due| due.beep == given.beep);
    let in_time = |due: &super::Due| {
        let until = due.until.saturating_add(GRACE);
        due.at <= given.now && given.now < until
    };
    due.filter(in_time).ok_or(Refusal::Invalid {
        field: "This time of the diary",
        expected: "one that has begun and whose next one has not; look for the one that is open now",
    })?;
    let fits = |value: &Option<u8>| value.is_none_or(|value| value <= agreement.highest.value());
    if given.values.len() != agreement.variables.len() || !given.values.iter().all(fits) {
        return Err(Refusal::Invalid {
            field: "The answers",
            expected: "one for each line, on its scale",
        });
    }
    let words = given.words.trim();
    if given.values.iter().all(Option::is_none) && words.is_empty() {
        return Err(Refusal::Missing {
            field: "at least one answer",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::DiaryAnswered(DiaryAnswer {
            diary: given.diary,
            beep: given.beep,
            values: given.values.to_vec(),
            words: words.to_owned(),
        }),
    }])
}

impl DiaryState {
    /// A diary that was just agreed.
    pub(crate) fn new(agreement: Dated<Agreement>) -> Self {
        Self {
            agreement,
            ended: None,
            answers: Vec::new(),
        }
    }

    /// What counts for a beep: the last answer.
    pub fn answer(&self, beep: Beep) -> Option<&Dated<DiaryAnswer>> {
        self.answers
            .iter()
            .rev()
            .find(|given| given.item.beep == beep)
    }
}

impl Record {
    /// The diary with this id, running or not.
    pub fn diary(&self, id: DiaryId) -> Option<&DiaryState> {
        self.diaries
            .iter()
            .find(|state| state.agreement.item.id == id)
    }

    pub(crate) fn diary_mut(&mut self, id: DiaryId) -> Option<&mut DiaryState> {
        self.diaries
            .iter_mut()
            .find(|state| state.agreement.item.id == id)
    }

    /// The diary agreed last, if it was not ended. Its last day may have passed.
    pub fn present_diary(&self) -> Option<&DiaryState> {
        self.diaries.last().filter(|state| state.ended.is_none())
    }
}
