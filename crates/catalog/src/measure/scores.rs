//! Score rules: from tables to checked values.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::items::{item_positions, item_tests};
use super::range::attainable;
use super::raw::{MissingName, OperationName, ScoreTable};
use super::{Band, Item, Lookup, Missing, Operation, OptionKind, ScoreRule};
use crate::error::CatalogError;
use crate::files::Source;

/// One checked rule. It may refer to the rules before it.
pub(super) fn score_rule(
    source: Source<'_>,
    table: &ScoreTable,
    items: &[Item],
    earlier: &[ScoreRule],
) -> Result<ScoreRule, CatalogError> {
    let rule = ScoreRule {
        id: table.id.get_ref().clone(),
        label: table.label.clone(),
        operation: operation(source, table, items, earlier)?,
        missing: missing(source, table)?,
        not_applicable: table.not_applicable,
        policies: table.policies.clone(),
        times: table.times.unwrap_or(1.0),
        decimals: table.decimals,
        helper: table.helper,
        direction: table.direction,
        range: *table.range.get_ref(),
        bands: table
            .bands
            .iter()
            .map(|band| band.get_ref().clone())
            .collect(),
        bands_source: table.bands_source.clone(),
    };
    check_range(source, table, &rule, items, earlier)?;
    check_bands(source, table, &rule)?;
    Ok(rule)
}

fn refuse<T>(source: Source<'_>, table: &ScoreTable, message: &str) -> Result<T, CatalogError> {
    Err(CatalogError::Rule {
        at: source.at(&table.id.span()),
        message: message.to_owned(),
    })
}

fn operation(
    source: Source<'_>,
    table: &ScoreTable,
    items: &[Item],
    earlier: &[ScoreRule],
) -> Result<Operation, CatalogError> {
    if (table.op == OperationName::Entered) != table.of.is_empty() {
        return refuse(
            source,
            table,
            "say with `of` what the score is made of; only an entered one has nothing",
        );
    }
    if table.op != OperationName::Lookup && !(table.by.is_empty() && table.tables.is_empty()) {
        return refuse(source, table, "only a lookup has `by` and `tables`");
    }
    Ok(match table.op {
        OperationName::Sum => Operation::Sum(scored(source, table, items)?),
        OperationName::Mean => Operation::Mean(scored(source, table, items)?),
        OperationName::Percent => Operation::Percent(scored(source, table, items)?),
        OperationName::Each => Operation::Each(scored(source, table, items)?),
        OperationName::Answered => Operation::Answered(scored(source, table, items)?),
        OperationName::Unanswered => Operation::Unanswered(scored(source, table, items)?),
        OperationName::Count => Operation::Count(item_tests(source, &table.of, items)?),
        OperationName::Difference => match scores_named(source, table, earlier)?.as_slice() {
            [from, take] => Operation::Difference {
                from: (*from).to_owned(),
                take: (*take).to_owned(),
            },
            _ => return refuse(source, table, "a difference has two scores"),
        },
        OperationName::Lookup => Operation::Lookup(lookup(source, table, items, earlier)?),
        OperationName::Entered => Operation::Entered,
    })
}

/// Positions of the items named. Optional ones cannot be among them.
fn scored(
    source: Source<'_>,
    table: &ScoreTable,
    items: &[Item],
) -> Result<Vec<usize>, CatalogError> {
    let mut positions = Vec::new();
    for name in &table.of {
        positions.extend(item_positions(source, name, items)?);
    }
    let optional = |position: &usize| items.get(*position).is_some_and(|item| item.optional);
    if positions.iter().any(optional) {
        return refuse(
            source,
            table,
            "an optional item cannot be scored: leaving it off would leave the score off",
        );
    }
    Ok(positions)
}

fn scores_named<'a>(
    source: Source<'_>,
    table: &'a ScoreTable,
    earlier: &[ScoreRule],
) -> Result<Vec<&'a str>, CatalogError> {
    let mut names = Vec::new();
    for name in &table.of {
        let exists = earlier.iter().any(|rule| &rule.id == name.get_ref());
        source.known(name, "earlier score", exists)?;
        names.push(name.get_ref().as_str());
    }
    Ok(names)
}

/// Every circumstance has its table, and every table an entry for every value of the score looked up.
fn lookup(
    source: Source<'_>,
    table: &ScoreTable,
    items: &[Item],
    earlier: &[ScoreRule],
) -> Result<Lookup, CatalogError> {
    let names = scores_named(source, table, earlier)?;
    let [of] = names.as_slice() else {
        return refuse(source, table, "a lookup has one score");
    };
    let looked_up = earlier.iter().find(|rule| rule.id == *of);
    let Some((from, to)) = looked_up.filter(|rule| rule.whole()).map(|rule| rule.range) else {
        return refuse(
            source,
            table,
            "only a score in whole points can be looked up",
        );
    };
    let (mut by, mut wanted) = (Vec::new(), BTreeSet::from([Vec::new()]));
    for name in &table.by {
        let position = items.iter().position(|item| &item.id == name.get_ref());
        source.known(name, "item", position.is_some())?;
        by.extend(position);
        let item = position.and_then(|position| items.get(position));
        let Some(OptionKind::Choices(choices)) = item.map(|item| &item.options.kind) else {
            return refuse(source, table, "the items in `by` offer choices");
        };
        wanted = wanted
            .iter()
            .flat_map(|key| {
                choices
                    .iter()
                    .map(|choice| [key.as_slice(), std::slice::from_ref(&choice.id)].concat())
            })
            .collect();
    }
    let mut tables = BTreeMap::new();
    for (name, entries) in &table.tables {
        let key: Vec<String> = name.get_ref().split('|').map(str::to_owned).collect();
        source.known(name, "circumstance", wanted.remove(&key))?;
        let length = usize::try_from(i64::from(to) - i64::from(from) + 1).unwrap_or_default();
        if entries.len() != length {
            return Err(CatalogError::Rule {
                at: source.at(&name.span()),
                message: format!(
                    "this table needs {length} entries, it has {}",
                    entries.len()
                ),
            });
        }
        tables.insert(key, entries.clone());
    }
    if let Some(key) = wanted.first() {
        let message = format!("there is no table \"{}\"", key.join("|"));
        return refuse(source, table, &message);
    }
    Ok(Lookup {
        of: (*of).to_owned(),
        by,
        from,
        tables,
    })
}

fn missing(source: Source<'_>, table: &ScoreTable) -> Result<Missing, CatalogError> {
    let name = table.missing.as_ref().map(Spanned::get_ref);
    let counts = matches!(table.op, OperationName::Count);
    let adds = matches!(
        table.op,
        OperationName::Sum | OperationName::Mean | OperationName::Percent
    );
    match (name, table.max_missing) {
        (None | Some(MissingName::Strict), None) => {
            if adds || table.policies.is_empty() {
                Ok(Missing::Strict)
            } else {
                refuse(source, table, "only a sum, mean or percentage has policies")
            }
        }
        (Some(MissingName::Prorate), Some(most)) if adds && most > 0 => Ok(Missing::Prorate(most)),
        (Some(MissingName::LeaveOut), None) if adds || counts => Ok(Missing::LeaveOut),
        _ => refuse(
            source,
            table,
            "missing is `strict`, `leave_out`, or `prorate` with a `max_missing`; the last two only where \
             answers are added up (or, for `leave_out`, counted)",
        ),
    }
}

fn check_range(
    source: Source<'_>,
    table: &ScoreTable,
    rule: &ScoreRule,
    items: &[Item],
    earlier: &[ScoreRule],
) -> Result<(), CatalogError> {
    let (low, high) = rule.range;
    let stated = (f64::from(low), f64::from(high));
    let (least, most) = attainable(&rule.operation, rule.not_applicable, items, earlier)
        .map_or(stated, |(least, most)| {
            (least * rule.times, most * rule.times)
        });
    if low < high && stated.0 <= least && most <= stated.1 {
        Ok(())
    } else {
        Err(CatalogError::Range {
            at: source.at(&table.range.span()),
            low: least,
            high: most,
        })
    }
}

/// Bands must cover the range without gap or overlap, in whole points, and say where they come from.
fn check_bands(
    source: Source<'_>,
    table: &ScoreTable,
    rule: &ScoreRule,
) -> Result<(), CatalogError> {
    let (Some(first), Some(last)) = (table.bands.first(), table.bands.last()) else {
        return Ok(());
    };
    let refuse = |band: &Spanned<Band>, message: String| {
        Err(CatalogError::Bands {
            at: source.at(&band.span()),
            message,
        })
    };
    if !rule.whole() {
        return refuse(
            first,
            "this score falls between whole points even when nothing is missing: it cannot have bands"
                .to_owned(),
        );
    }
    if table.bands_source.is_none() {
        return refuse(first, "bands need a bands_source".to_owned());
    }
    let (low, high) = *table.range.get_ref();
    let mut next = low;
    for band in &table.bands {
        let Band { from, to, code, .. } = band.get_ref();
        if *from > next {
            return refuse(band, format!("no band holds {next} to {}", from - 1));
        }
        if *from < next {
            return refuse(
                band,
                format!("band \"{code}\" starts at {from}, inside the one before"),
            );
        }
        if to < from {
            return refuse(band, format!("band \"{code}\" ends before it starts"));
        }
        next = to.saturating_add(1);
    }
    if last.get_ref().to == high {
        Ok(())
    } else {
        refuse(
            last,
            format!("bands end at {}, the range at {high}", last.get_ref().to),
        )
    }
}
