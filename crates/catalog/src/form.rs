//! A form as somebody writes it down: raw values in item order, and what stands beside them.

use crate::error::ScoreError;
use crate::measure::{Item, Measure, OptionKind};
use crate::score::Answer;

/// A filled-in form, ready for [`crate::score_by`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// One answer per item, in item order.
    pub answers: Vec<Answer>,
    /// How missing answers are to be treated, where that was asked for.
    pub policy: Option<String>,
}

impl Form {
    /// Reads a form as written.
    ///
    /// `listed` holds one word per item in their order: a value, the id of a choice, nothing (not answered), `na`
    /// (does not apply) or `not_asked`. Items that stand beside the scored ones may be left out of the list and
    /// come in `context` by their id. There, `<item>_applicable` = `false` says that an item does not apply, and
    /// `policy` names how missing answers are treated.
    ///
    /// # Errors
    ///
    /// [`ScoreError::WrongCount`], [`ScoreError::NotAnOption`], [`ScoreError::UnknownContext`],
    /// [`ScoreError::GivenTwice`].
    pub fn read(
        measure: &Measure,
        listed: &[&str],
        context: &[(&str, &str)],
    ) -> Result<Self, ScoreError> {
        let mut form = Self {
            answers: list(measure, listed)?,
            policy: None,
        };
        let all_listed = listed.len() == measure.items.len();
        for (key, value) in context {
            form.take(measure, key, value, all_listed)?;
        }
        Ok(form)
    }

    fn take(
        &mut self,
        measure: &Measure,
        key: &str,
        value: &str,
        all_listed: bool,
    ) -> Result<(), ScoreError> {
        if key == "policy" {
            self.policy = (!value.is_empty() && value != "strict").then(|| value.to_owned());
            return Ok(());
        }
        let position = |id: &str, may: fn(&Item) -> bool| {
            measure
                .items
                .iter()
                .position(|item| item.id == id && may(item))
        };
        if let Some(position) = position(key, |item| item.beside) {
            let (Some(item), Some(answer)) =
                (measure.items.get(position), self.answers.get_mut(position))
            else {
                return Ok(());
            };
            if all_listed {
                return Err(ScoreError::GivenTwice {
                    measure: measure.id.clone(),
                    item: key.to_owned(),
                });
            }
            *answer = read_answer(measure, item, value)?;
            return Ok(());
        }
        let applicable = key.strip_suffix("_applicable");
        let position = applicable.and_then(|id| position(id, |item| item.may_not_apply));
        match (position, value) {
            (Some(position), "false") => {
                if let Some(answer) = self.answers.get_mut(position) {
                    *answer = Answer::NotApplicable;
                }
                Ok(())
            }
            (Some(_), "true") => Ok(()),
            _ => Err(ScoreError::UnknownContext {
                measure: measure.id.clone(),
                key: key.to_owned(),
                known: context_keys(measure).join(", "),
            }),
        }
    }
}

/// The keys a form of this measure may carry beside its answers.
pub fn context_keys(measure: &Measure) -> Vec<String> {
    let beside = measure.items.iter().filter(|item| item.beside);
    let applicable = measure.items.iter().filter(|item| item.may_not_apply);
    let policies = measure.scores.iter().any(|rule| !rule.policies.is_empty());
    beside
        .map(|item| item.id.clone())
        .chain(applicable.map(|item| format!("{}_applicable", item.id)))
        .chain(policies.then(|| "policy".to_owned()))
        .collect()
}

/// The answers listed, each at the place of its item; those beside, and optional ones left off, were not asked.
fn list(measure: &Measure, listed: &[&str]) -> Result<Vec<Answer>, ScoreError> {
    if measure.items.is_empty() {
        return Err(ScoreError::TotalOnly {
            measure: measure.id.clone(),
        });
    }
    let all: Vec<usize> = (0..measure.items.len()).collect();
    let within = |wanted: fn(&Item) -> bool| -> Vec<usize> {
        let fits = |position: &usize| measure.items.get(*position).is_some_and(wanted);
        all.iter().copied().filter(fits).collect()
    };
    let shapes = [
        within(|item| !item.beside && !item.optional),
        within(|item| !item.beside),
        all.clone(),
    ];
    let shape = shapes
        .iter()
        .find(|positions| positions.len() == listed.len())
        .ok_or_else(|| ScoreError::WrongCount {
            measure: measure.id.clone(),
            expected: shapes[0].len(),
            got: listed.len(),
        })?;
    measure
        .items
        .iter()
        .enumerate()
        .map(|(position, item)| {
            let place = shape.iter().position(|listed| *listed == position);
            match place.and_then(|place| listed.get(place)) {
                Some(word) => read_answer(measure, item, word),
                None if item.beside => Ok(Answer::Skipped),
                None => Ok(Answer::NotAsked),
            }
        })
        .collect()
}

fn read_answer(measure: &Measure, item: &Item, word: &str) -> Result<Answer, ScoreError> {
    let word = word.trim();
    if let OptionKind::Choices(choices) = &item.options.kind
        && let Some(choice) = choices.iter().find(|choice| choice.id == word)
    {
        return Ok(Answer::Value(choice.value));
    }
    match word {
        "" | "null" => Ok(Answer::Skipped),
        "na" => Ok(Answer::NotApplicable),
        "not_asked" => Ok(Answer::NotAsked),
        _ => word
            .parse()
            .map(Answer::Value)
            .map_err(|_| ScoreError::NotAnOption {
                measure: measure.id.clone(),
                item: item.id.clone(),
            }),
    }
}
