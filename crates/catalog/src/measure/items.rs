//! Items, the answers they offer, and flags: from tables to checked values.

use std::collections::BTreeMap;

use toml::Spanned;

use super::raw::{ItemTable, MeasureFile, OptionTable};
use super::{Item, OptionKind, OptionSet};
use crate::error::CatalogError;
use crate::files::Source;
use crate::flag::{Condition, FlagRule, ItemTest};

pub(super) fn items(source: Source<'_>, file: &MeasureFile) -> Result<Vec<Item>, CatalogError> {
    let sets = file
        .options
        .iter()
        .map(|(id, table)| Ok((id.as_str(), option_set(source, id, table)?)))
        .collect::<Result<BTreeMap<_, _>, CatalogError>>()?;
    let mut items: Vec<Item> = Vec::new();
    for table in &file.items {
        let ItemTable { id, options, .. } = table;
        if items.iter().any(|item| &item.id == id.get_ref()) {
            return Err(CatalogError::Identity {
                at: source.at(&id.span()),
                message: format!("item \"{}\" stands here twice", id.get_ref()),
            });
        }
        let set = sets.get(options.get_ref().as_str()).cloned();
        source.known(options, "option set", set.is_some())?;
        items.extend(set.map(|options| Item {
            id: id.get_ref().clone(),
            options,
            optional: table.optional,
            may_not_apply: table.may_not_apply,
            domain: table.domain,
            loinc: table.loinc.clone(),
            reverse: table.reverse,
            beside: table.beside,
            asked_if: Vec::new(),
        }));
    }
    // An item may depend on any other, but not on one that depends itself: nobody could follow the chain by eye.
    let free = items.clone();
    for (item, table) in items.iter_mut().zip(&file.items) {
        item.asked_if = item_tests(source, &table.asked_if, &free)?;
        for test in &item.asked_if {
            let other = file.items.get(test.item);
            if other.is_none_or(|other| !other.asked_if.is_empty()) {
                return Err(CatalogError::Rule {
                    at: source.at(&table.id.span()),
                    message: "it depends on an item that depends on another".to_owned(),
                });
            }
        }
    }
    Ok(items)
}

fn option_set(
    source: Source<'_>,
    id: &str,
    table: &OptionTable,
) -> Result<OptionSet, CatalogError> {
    let refuse = |at, message: &str| {
        Err(CatalogError::Rule {
            at,
            message: format!("option set \"{id}\": {message}"),
        })
    };
    let kind = match (&table.choices, &table.scale) {
        (Some(choices), None) if !choices.is_empty() => {
            let repeated = choices.iter().enumerate().any(|(position, choice)| {
                choices
                    .iter()
                    .take(position)
                    .any(|other| other.id == choice.id || other.value == choice.value)
            });
            if repeated {
                return refuse(source.whole(), "two choices share an id or a value");
            }
            OptionKind::Choices(choices.clone())
        }
        (None, Some(scale)) => {
            let (from, to) = *scale.get_ref();
            if from >= to {
                return refuse(source.at(&scale.span()), "a scale runs upwards");
            }
            OptionKind::Scale { from, to }
        }
        _ => return refuse(source.whole(), "give either choices or a scale"),
    };
    Ok(OptionSet {
        id: id.to_owned(),
        kind,
    })
}

/// An item id, or `q1..q9` for all items from the first to the last named.
pub(super) fn item_positions(
    source: Source<'_>,
    name: &Spanned<String>,
    items: &[Item],
) -> Result<std::ops::RangeInclusive<usize>, CatalogError> {
    let (first, last) = name
        .get_ref()
        .split_once("..")
        .unwrap_or((name.get_ref(), name.get_ref()));
    let position = |id: &str| items.iter().position(|item| item.id == id);
    match (position(first), position(last)) {
        (Some(first), Some(last)) if first <= last => Ok(first..=last),
        _ => Err(CatalogError::Unknown {
            at: source.at(&name.span()),
            kind: "item",
            name: name.get_ref().clone(),
        }),
    }
}

/// Conditions on single items as written: `q9>=1`, or `q1..q8>=2` for the same condition on each of them.
pub(super) fn item_tests(
    source: Source<'_>,
    written: &[Spanned<String>],
    items: &[Item],
) -> Result<Vec<ItemTest>, CatalogError> {
    let mut tests = Vec::new();
    for text in written {
        let condition = condition(source, text)?;
        let name = Spanned::new(text.span(), condition.item);
        tests.extend(item_positions(source, &name, items)?.map(|item| ItemTest {
            item,
            comparison: condition.comparison,
            threshold: condition.threshold,
        }));
    }
    Ok(tests)
}

pub(super) fn condition(
    source: Source<'_>,
    text: &Spanned<String>,
) -> Result<Condition, CatalogError> {
    text.get_ref()
        .parse()
        .map_err(|message| CatalogError::Rule {
            at: source.at(&text.span()),
            message,
        })
}

pub(super) fn flags(
    source: Source<'_>,
    file: &MeasureFile,
    items: &[Item],
) -> Result<Vec<FlagRule>, CatalogError> {
    file.flags
        .iter()
        .enumerate()
        .map(|(position, table)| {
            if file
                .flags
                .iter()
                .take(position)
                .any(|other| other.id == table.id)
            {
                return Err(CatalogError::Identity {
                    at: source.at(&table.when.span()),
                    message: format!("there is a flag \"{}\" already", table.id),
                });
            }
            let at = || source.at(&table.when.span());
            let condition = condition(source, &table.when)?;
            let position = items
                .iter()
                .position(|item| item.id == condition.item)
                .ok_or_else(|| CatalogError::Unknown {
                    at: at(),
                    kind: "item",
                    name: condition.item.clone(),
                })?;
            Ok(FlagRule {
                id: table.id.clone(),
                level: table.level,
                item: position,
                comparison: condition.comparison,
                threshold: condition.threshold,
            })
        })
        .collect()
}
