//! A measure back in the form it was designed with.

use super::typed::{TypedDraft, purpose_code};
use crate::measure::{Measure, Operation, OptionKind};
use crate::words::Direction;

impl TypedDraft {
    /// The form of a measure that was built with it; `None` for one that a form of this kind cannot hold.
    pub fn of(measure: &Measure) -> Option<Self> {
        let text = measure.text("en")?;
        let set = measure.items.first().map(|item| &item.options)?;
        if measure
            .items
            .iter()
            .any(|item| item.options != *set || !item.asked_if.is_empty())
        {
            return None;
        }
        let mut typed = Self {
            title: measure.title.clone(),
            instruction: text.stem.clone(),
            purpose: purpose_code(measure.purpose).to_owned(),
            domain: measure
                .domains
                .first()
                .map_or("", |domain| domain.code())
                .to_owned(),
            holder: measure.licence.holder.clone(),
            better: match measure.direction {
                Direction::HigherIsBetter => "higher",
                Direction::LowerIsBetter => "lower",
            }
            .to_owned(),
            ..Self::default()
        };
        let words: Option<Vec<&str>> = measure
            .items
            .iter()
            .map(|item| text.item(&item.id))
            .collect();
        typed.items = words?.join("\n");
        let reversed = measure
            .items
            .iter()
            .zip(1..)
            .filter(|(item, _)| item.reverse);
        typed.reverse = joined(reversed.map(|(_, number)| number));
        match &set.kind {
            OptionKind::Choices(choices) => {
                let lines: Option<Vec<String>> = choices
                    .iter()
                    .map(|choice| {
                        Some(format!(
                            "{} = {}",
                            choice.value,
                            text.choice(&set.id, &choice.id)?
                        ))
                    })
                    .collect();
                typed.choices = lines?.join("\n");
            }
            OptionKind::Scale { from, to } => {
                let ends = text.ends(&measure.items.first()?.id, &set.id)?;
                (typed.from, typed.to) = (from.to_string(), to.to_string());
                (typed.low, typed.high) = (ends.low.clone(), ends.high.clone());
            }
        }
        typed.take_scores(measure)?;
        Some(typed)
    }

    fn take_scores(&mut self, measure: &Measure) -> Option<()> {
        let (first, parts) = measure.scores.split_first()?;
        match &first.operation {
            Operation::Sum(_) => "sum",
            Operation::Mean(_) => "mean",
            Operation::Each(_) => "each",
            _ => return None,
        }
        .clone_into(&mut self.scoring);
        let bands = first
            .bands
            .iter()
            .map(|band| format!("{}-{} {}", band.from, band.to, band.label));
        self.bands = bands.collect::<Vec<_>>().join("\n");
        self.bands_source = first.bands_source.clone().unwrap_or_default();
        let lines = parts.iter().map(|part| {
            let name = part.label.as_deref().unwrap_or(&part.id);
            format!(
                "{name}: {}",
                joined(part.operation.items().iter().map(|position| position + 1))
            )
        });
        self.subscales = lines.collect::<Vec<_>>().join("\n");
        Some(())
    }
}

fn joined(numbers: impl Iterator<Item = usize>) -> String {
    numbers
        .map(|number| number.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}
