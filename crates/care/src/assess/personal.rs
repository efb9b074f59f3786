//! Measures made from a client's own words: "I cannot get up", asked about again and again, from 0 to 10.
//!
//! The words live in the record and nowhere else. How the question is put and counted is a measure of the catalogue
//! ([`attune_catalog::PERSONAL`], for goals [`attune_catalog::GOAL`]), which stands behind the id of every personal measure.

use attune_catalog::{GOAL, PERSONAL};
use attune_ids::{EntryId, FactorId, GoalId, ProblemId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::refusal::required;
use crate::{Body, NewEntry, Record, Refusal};

/// Longer words are no question any more.
const LONGEST: usize = 200;

/// Something of this client's own that is asked about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonalMeasure {
    /// The words asked about, as they stood when it was made. Other words would be another measure.
    pub words: String,
    /// Where they come from.
    pub from: PersonalSource,
}

/// Where the words of a personal measure come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalSource {
    /// Something the client said, by its entry.
    Words(EntryId),
    /// A problem the client named.
    Problem(ProblemId),
    /// A factor of the formulation.
    Factor(FactorId),
    /// A goal of the plan: rated by how far the client has come.
    Goal(GoalId),
    /// Written for this.
    Written,
}

/// A personal measure is not asked any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonalEnding {
    /// The entry that made it.
    pub measure: EntryId,
}

/// A personal measure as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonalState {
    /// The entry that made it.
    pub entry: EntryId,
    /// When it was made.
    pub at: Timestamp,
    /// The measure.
    pub measure: PersonalMeasure,
    /// It is not asked any more.
    pub ended: bool,
}

impl PersonalState {
    /// The id by which it is asked and answered, like any other measure.
    pub fn measure_id(&self) -> String {
        personal_measure_id(self.measure.from, self.entry)
    }
}

/// The id of the personal measure made by this entry. A goal is asked about in another way than a trouble.
pub fn personal_measure_id(from: PersonalSource, entry: EntryId) -> String {
    let form = match from {
        PersonalSource::Goal(_) => GOAL,
        _ => PERSONAL,
    };
    format!("{form}-{}", entry.0.simple())
}

/// Words of the client that could be asked about and are not yet.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonalCandidate {
    /// Where they stand.
    pub from: PersonalSource,
    /// The words.
    pub words: String,
}

impl Record {
    /// The personal measure with this id, in use or not.
    pub fn personal_measure(&self, id: &str) -> Option<&PersonalState> {
        self.personal.iter().find(|state| state.measure_id() == id)
    }

    /// The client's words that a measure asks about, if it is a personal one.
    pub fn personal_words(&self, measure: &str) -> Option<&str> {
        self.personal_measure(measure)
            .map(|state| state.measure.words.as_str())
    }

    /// Personal measures that are asked.
    pub fn open_personal(&self) -> impl Iterator<Item = &PersonalState> {
        self.personal.iter().filter(|state| !state.ended)
    }

    /// Problems, goals, factors and words that could be asked about: those that are not, and are short enough.
    pub fn personal_candidates(&self) -> Vec<PersonalCandidate> {
        let problems = self.open_problems().map(|state| PersonalCandidate {
            from: PersonalSource::Problem(state.problem.id),
            words: state.problem.words.clone(),
        });
        let factors = self
            .formulation
            .factors
            .iter()
            .map(|factor| PersonalCandidate {
                from: PersonalSource::Factor(factor.id),
                words: factor.text.clone(),
            });
        let words = self.words.iter().rev().map(|said| PersonalCandidate {
            from: PersonalSource::Words(said.entry),
            words: said.item.text.clone(),
        });
        let goals = self.plan().into_iter().flat_map(|plan| &plan.goals);
        let goals = goals.map(|goal| PersonalCandidate {
            from: PersonalSource::Goal(goal.id),
            words: goal.words.clone(),
        });
        let mut candidates: Vec<PersonalCandidate> = Vec::new();
        for candidate in problems.chain(goals).chain(factors).chain(words) {
            let known = candidates
                .iter()
                .any(|other| other.words == candidate.words)
                || self.asks_about(&candidate.words);
            if !known && fits(&candidate.words) {
                candidates.push(candidate);
            }
        }
        candidates
    }

    fn asks_about(&self, words: &str) -> bool {
        self.open_personal()
            .any(|state| state.measure.words == words)
    }

    /// The words at this place of the record.
    fn words_of(&self, from: PersonalSource) -> Option<String> {
        match from {
            PersonalSource::Words(entry) => self
                .words
                .iter()
                .find(|said| said.entry == entry)
                .map(|said| said.item.text.clone()),
            PersonalSource::Problem(problem) => self
                .problem(problem)
                .map(|state| state.problem.words.clone()),
            PersonalSource::Factor(factor) => self
                .formulation
                .factor(factor)
                .map(|factor| factor.text.clone()),
            PersonalSource::Goal(id) => self
                .plan()
                .and_then(|plan| plan.goals.iter().find(|goal| goal.id == id))
                .map(|goal| goal.words.clone()),
            PersonalSource::Written => None,
        }
    }
}

fn fits(words: &str) -> bool {
    words.chars().count() <= LONGEST
}

/// Makes a measure of words that stand in the record, or of `written` ones.
pub fn make_personal(
    record: &Record,
    from: PersonalSource,
    written: &str,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let words = match from {
        PersonalSource::Written => required(written, "the words to ask about")?,
        _ => record
            .words_of(from)
            .ok_or(Refusal::NotThere { what: "text" })?,
    };
    if !fits(&words) {
        return Err(Refusal::Invalid {
            field: "The words to ask about",
            expected: "at most 200 letters; take the part that matters most",
        });
    }
    if record.asks_about(&words) {
        return Err(Refusal::AlreadyDone {
            what: "This is asked about already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::PersonalMeasureMade(PersonalMeasure { words, from }),
    }])
}

/// Stops asking about it. What was answered stays.
pub fn end_personal(
    record: &Record,
    measure: EntryId,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .personal
        .iter()
        .find(|state| state.entry == measure)
        .ok_or(Refusal::NotThere { what: "question" })?;
    if state.ended {
        return Err(Refusal::AlreadyDone {
            what: "This is not asked about any more already.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::PersonalMeasureEnded(PersonalEnding { measure }),
    }])
}
