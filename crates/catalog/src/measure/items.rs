//! Items, the answers they offer, and flags: from tables to checked values.

use std::collections::BTreeMap;

use toml::Spanned;

use super::raw::{ItemTable, MeasureFile, OptionTable};
use super::{Item, OptionKind, OptionSet};
use crate::error::CatalogError;
use crate::files::Source;
use crate::flag::{Condition, FlagRule};

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
        }));
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
            let condition: Condition = table
                .when
                .get_ref()
                .parse()
                .map_err(|message| CatalogError::Rule { at: at(), message })?;
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
