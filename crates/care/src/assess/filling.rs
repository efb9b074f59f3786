use std::collections::BTreeMap;

use attune_catalog::{Answer, FlagState, Item, Level, Measure};
use attune_ids::AssignmentId;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::assess::Answered;

/// A form being filled in. Kept after every answer, so that nothing is lost
/// with a connection, and sent when the person says so.
///
/// An item that is missing here has not been met yet; one that was left on
/// purpose is here as [`Answer::Skipped`]. Neither is ever a zero.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Filling {
    /// Answers by item.
    answers: BTreeMap<String, Answer>,
    /// Words by open question; empty where the person had nothing to say.
    words: BTreeMap<String, String>,
}

impl Filling {
    /// Keeps the answer to one item, or a change of it.
    pub fn answer(&mut self, measure: &Measure, item: &str, answer: Answer) -> Result<(), Refusal> {
        let offered = measure.item(item).is_some_and(|item| match answer {
            Answer::Value(value) => item.options.offers(value),
            Answer::NotApplicable => item.may_not_apply,
            Answer::Skipped => true,
            Answer::NotAsked => false,
        });
        if !offered {
            return Err(Refusal::Invalid {
                field: "This answer",
                expected: "one of the answers on the page",
            });
        }
        self.answers.insert(item.to_owned(), answer);
        Ok(())
    }

    /// Keeps the words given to an open question.
    pub fn say(&mut self, measure: &Measure, question: &str, text: &str) -> Result<(), Refusal> {
        if !measure.open_questions.iter().any(|known| known == question) {
            return Err(Refusal::NotThere { what: "question" });
        }
        self.words
            .insert(question.to_owned(), text.trim().to_owned());
        Ok(())
    }

    /// What was answered to this item so far.
    pub fn answered(&self, item: &str) -> Option<Answer> {
        self.answers.get(item).copied()
    }

    /// What was said to this open question so far.
    pub fn said(&self, question: &str) -> Option<&str> {
        self.words.get(question).map(String::as_str)
    }

    /// Nothing was met yet.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.words.is_empty()
    }

    /// How many items and open questions were met.
    pub fn met(&self) -> usize {
        self.answers.len() + self.words.len()
    }

    /// The first screen that was not met yet, counted from 0: items in their
    /// order, then open questions. None when all were. Items that are not asked
    /// are passed over.
    pub fn next(&self, measure: &Measure) -> Option<usize> {
        let items = measure.items.iter().enumerate().map(|(position, item)| {
            self.answers.contains_key(&item.id) || !self.asks(measure, position)
        });
        let questions = measure
            .open_questions
            .iter()
            .map(|question| self.words.contains_key(question));
        items.chain(questions).position(|met| !met)
    }

    /// Whether the item at this position is to be asked, given the answers so far.
    /// Where a condition hangs on a question that was left without an answer,
    /// nobody can say that it does not hold: then it is asked.
    pub fn asks(&self, measure: &Measure, position: usize) -> bool {
        let so_far = self.so_far(measure);
        measure.asks(position, &so_far).unwrap_or_else(|| {
            let conditions = measure.items.get(position).map(|item| &item.asked_if);
            conditions.into_iter().flatten().all(|test| {
                let on = measure.items.get(test.item);
                on.is_some_and(|on| self.answers.contains_key(&on.id))
            })
        })
    }

    /// The answers in item order; what was not met yet has none.
    fn so_far(&self, measure: &Measure) -> Vec<Answer> {
        let answer = |item: &Item| self.answered(&item.id).unwrap_or(Answer::NotAsked);
        measure.items.iter().map(answer).collect()
    }

    /// Items that are asked, count, and have no answer. With one of them open there is no total.
    pub fn unanswered<'a>(&self, measure: &'a Measure) -> Vec<&'a Item> {
        measure
            .items
            .iter()
            .enumerate()
            .filter(|(position, _)| self.asks(measure, *position))
            .map(|(_, item)| item)
            .filter(|item| !item.optional)
            .filter(|item| {
                !matches!(
                    self.answered(&item.id),
                    Some(Answer::Value(_) | Answer::NotApplicable)
                )
            })
            .collect()
    }

    /// Whether the answer to this item raises a risk flag: crisis help is to be
    /// shown before anything else.
    pub fn raises_risk(&self, measure: &Measure, item: &str) -> bool {
        measure
            .flags
            .iter()
            .filter(|flag| flag.level == Level::Risk)
            .filter(|flag| {
                measure
                    .items
                    .get(flag.item)
                    .is_some_and(|asked| asked.id == item)
            })
            .any(|flag| flag.state(self.answered(item)) == FlagState::Raised)
    }

    /// The form as it is to be recorded: one answer per item, in item order. What
    /// its condition rules out was not asked, whatever had been answered before
    /// the condition changed. `language` is the tag of the text that was read.
    pub fn finish(&self, measure: &Measure, assignment: AssignmentId, language: &str) -> Answered {
        let answers = measure
            .items
            .iter()
            .enumerate()
            .map(|(position, item)| match self.answered(&item.id) {
                _ if !self.asks(measure, position) => Answer::NotAsked,
                Some(answer) => answer,
                // Shown on one page with the others, and left out. One that hangs
                // on another may not have been on it.
                None if item.asked_if.is_empty() => Answer::Skipped,
                None => Answer::NotAsked,
            })
            .collect();
        Answered {
            assignment,
            answers,
            words: self.together(measure, language),
            language: language.to_owned(),
        }
    }

    /// All words given. Where a form asks more than one open question, each
    /// answer stands under its question.
    fn together(&self, measure: &Measure, language: &str) -> Option<String> {
        let text = measure.text(language);
        let said: Vec<String> = measure
            .open_questions
            .iter()
            .filter_map(|question| {
                let words = self.said(question).filter(|words| !words.is_empty())?;
                if measure.open_questions.len() == 1 {
                    return Some(words.to_owned());
                }
                let asked = text
                    .and_then(|text| text.open(question))
                    .unwrap_or(question);
                Some(format!("{asked}\n{words}"))
            })
            .collect();
        (!said.is_empty()).then(|| said.join("\n\n"))
    }
}
