//! One measure item by item: what was answered each time, as a grid.

use attune_catalog::{Answer, Catalog, Direction, Item, Measure, OptionKind};
use attune_ids::EntryId;
use jiff::civil::Date;

use super::Response;
use crate::{Dated, Record};

/// Shades of a cell, from none to the darkest.
pub const DARKEST: u8 = 4;

/// Answers of one measure: a row for each item, a column for each form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemMap {
    /// The forms, oldest first.
    pub columns: Vec<Column>,
    /// Ids of the items in the order of the newest version, then items that only
    /// earlier versions had; each with one cell per column.
    pub rows: Vec<(String, Vec<Cell>)>,
}

/// One form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// When it was answered.
    pub on: Date,
    /// The form.
    pub entry: EntryId,
    /// The version that was answered.
    pub version: String,
}

/// What stands for one item in one form. Every way of having no answer is its own:
/// none of them is a zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// An answer.
    Value {
        /// As chosen, on the item's own scale.
        value: i32,
        /// From 0 to [`DARKEST`]: how far towards more trouble on this scale, turned
        /// round for items that are counted backwards. None where no side is trouble.
        shade: Option<u8>,
    },
    /// Asked, and left out.
    Skipped,
    /// Said not to apply.
    NotApplicable,
    /// Not asked, because of other answers.
    NotAsked,
    /// The version that was answered does not have this item.
    NotInVersion,
}

impl ItemMap {
    /// The answers of the measure with this id, all versions.
    pub fn of(record: &Record, catalog: &Catalog, measure: &str) -> Self {
        let mut forms: Vec<&Dated<Response>> = record
            .responses
            .iter()
            .filter(|given| given.item.measure.id == measure)
            .collect();
        // Stable: two forms of one day stay in the order they were given.
        forms.sort_by_key(|given| given.item.on);
        let version =
            |form: &Dated<Response>| catalog.measure_version(measure, &form.item.measure.version);
        let mut items: Vec<&str> = Vec::new();
        let newest = catalog.measure(measure);
        for found in newest
            .into_iter()
            .chain(forms.iter().filter_map(|form| version(form)))
        {
            for item in &found.items {
                if !items.contains(&item.id.as_str()) {
                    items.push(&item.id);
                }
            }
        }
        let rows = items.into_iter().map(|id| {
            let cells = forms.iter().map(|form| cell(version(form), form, id));
            (id.to_owned(), cells.collect())
        });
        Self {
            rows: rows.collect(),
            columns: forms
                .iter()
                .map(|form| Column {
                    on: form.item.on,
                    entry: form.entry,
                    version: form.item.measure.version.clone(),
                })
                .collect(),
        }
    }
}

fn cell(measure: Option<&Measure>, form: &Dated<Response>, id: &str) -> Cell {
    let place = measure.and_then(|measure| {
        let position = measure.items.iter().position(|item| item.id == id)?;
        Some((measure, measure.items.get(position)?, position))
    });
    let Some((measure, item, position)) = place else {
        return Cell::NotInVersion;
    };
    // Optional items at the end can be left off when a form comes from elsewhere.
    match form.item.answers.get(position) {
        Some(Answer::Value(value)) => Cell::Value {
            value: *value,
            shade: shade(measure, item, *value),
        },
        Some(Answer::Skipped) => Cell::Skipped,
        Some(Answer::NotApplicable) => Cell::NotApplicable,
        Some(Answer::NotAsked) | None => Cell::NotAsked,
    }
}

/// How far towards trouble, in whole steps. Optional and side questions are no part of
/// the score, and a scale with a middle has no bad end.
fn shade(measure: &Measure, item: &Item, value: i32) -> Option<u8> {
    if item.optional || item.beside {
        return None;
    }
    let (low, high) = match &item.options.kind {
        OptionKind::Scale { from, .. } if *from < 0 => return None,
        OptionKind::Scale { from, to } => (*from, *to),
        OptionKind::Choices(choices) => {
            let values = || choices.iter().map(|choice| choice.value);
            (values().min()?, values().max()?)
        }
    };
    let (span, above) = (high.checked_sub(low)?, value.checked_sub(low)?);
    if span <= 0 || !(0..=span).contains(&above) {
        return None;
    }
    let share = f64::from(above) / f64::from(span);
    let backwards = item.reverse != (measure.direction == Direction::HigherIsBetter);
    let trouble = if backwards { 1.0 - share } else { share };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share from 0 to 1 of a few steps"
    )]
    let step = (trouble * f64::from(DARKEST)).round() as u8;
    Some(step)
}
