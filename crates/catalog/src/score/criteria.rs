//! What is read off answers and scores.

use super::apply::outcome;
use super::{Answer, CriterionResult, CriterionState, Outcome, Score};
use crate::measure::{Combination, CriterionKind, Measure, OptionKind, Subject, Test};

/// Every criterion of the measure, in order.
pub(super) fn read(measure: &Measure, answers: &[Answer], made: &[Score]) -> Vec<CriterionResult> {
    let mut read: Vec<CriterionResult> = Vec::new();
    for criterion in &measure.criteria {
        let at_hand = AtHand {
            measure,
            answers,
            made,
            read: &read,
        };
        let state = at_hand.state(&criterion.kind);
        read.push(CriterionResult {
            id: criterion.id.clone(),
            state,
        });
    }
    read
}

/// What a criterion may look at.
struct AtHand<'a> {
    measure: &'a Measure,
    answers: &'a [Answer],
    made: &'a [Score],
    read: &'a [CriterionResult],
}

impl AtHand<'_> {
    fn state(&self, kind: &CriterionKind) -> CriterionState {
        match kind {
            CriterionKind::Condition(combination) => match self.strictly(combination) {
                Some(true) => CriterionState::Met,
                Some(false) => CriterionState::NotMet,
                None => CriterionState::Unknown,
            },
            CriterionKind::Cases {
                cases,
                otherwise,
                undecided_does_not_hold,
            } => {
                let undecided = cases.iter().any(|case| self.strictly(&case.when).is_none());
                if undecided && !undecided_does_not_hold {
                    return CriterionState::Unknown;
                }
                let applies = cases.iter().find(|case| self.as_far_as_known(&case.when));
                let code = applies.map_or(otherwise, |case| &case.code);
                CriterionState::Code(code.clone())
            }
            CriterionKind::ChoiceOf(position) => self
                .choice(*position)
                .map_or(CriterionState::Unknown, CriterionState::Code),
            CriterionKind::ItemsWhere(tests) => {
                let holding = tests.iter().filter(|test| {
                    let asked = self.measure.asks(test.item, self.answers) == Some(true);
                    asked && test.holds(self.answers.get(test.item).copied()) == Some(true)
                });
                let names = holding.filter_map(|test| self.measure.items.get(test.item));
                CriterionState::Items(names.map(|item| item.id.clone()).collect())
            }
        }
    }

    /// Nothing is said while any of the conditions is open: on a form with gaps, "not met" would claim too much.
    fn strictly(&self, combination: &Combination) -> Option<bool> {
        let states: Option<Vec<bool>> = combination
            .tests()
            .iter()
            .map(|test| self.holds(test))
            .collect();
        states.map(|states| match combination {
            Combination::All(_) => states.iter().all(|holds| *holds),
            Combination::Any(_) => states.iter().any(|holds| *holds),
        })
    }

    fn as_far_as_known(&self, combination: &Combination) -> bool {
        let holds = |test: &Test| self.holds(test) == Some(true);
        match combination {
            Combination::All(tests) => tests.iter().all(holds),
            Combination::Any(tests) => tests.iter().any(holds),
        }
    }

    fn holds(&self, test: &Test) -> Option<bool> {
        let value = match &test.subject {
            Subject::Item(position) => {
                if !self.measure.asks(*position, self.answers)? {
                    return Some(false);
                }
                match self.answers.get(*position)? {
                    Answer::Value(value) => f64::from(*value),
                    Answer::NotApplicable => return Some(false),
                    Answer::Skipped | Answer::NotAsked => return None,
                }
            }
            Subject::Score(id) => outcome(self.made, id).and_then(Outcome::value)?,
            Subject::Criterion(id) => {
                match &self.read.iter().find(|known| known.id == *id)?.state {
                    CriterionState::Met => 1.0,
                    CriterionState::NotMet => 0.0,
                    _ => return None,
                }
            }
        };
        Some(test.comparison.holds(value, test.threshold.into()))
    }

    fn choice(&self, position: usize) -> Option<String> {
        let item = self.measure.items.get(position)?;
        match (&item.options.kind, self.answers.get(position)?) {
            (OptionKind::Choices(choices), Answer::Value(value)) => choices
                .iter()
                .find(|choice| choice.value == *value)
                .map(|choice| choice.id.clone()),
            _ => None,
        }
    }
}
