//! Score rules: from tables to checked values.

use toml::Spanned;

use super::items::item_positions;
use super::raw::{OperationName, ScoreTable};
use super::{Band, Item, Operation, ScoreRule};
use crate::error::CatalogError;
use crate::files::Source;

pub(super) fn score_rule(
    source: Source<'_>,
    table: &ScoreTable,
    items: &[Item],
) -> Result<ScoreRule, CatalogError> {
    let mut positions = Vec::new();
    for name in &table.of {
        positions.extend(item_positions(source, name, items)?);
    }
    let refuse = |message: &str| {
        Err(CatalogError::Rule {
            at: source.at(&table.id.span()),
            message: message.to_owned(),
        })
    };
    let entered = matches!(table.op, OperationName::Entered);
    if entered != positions.is_empty() {
        return refuse("name the items of the score; only an entered one has none");
    }
    if positions
        .iter()
        .any(|position| items.get(*position).is_some_and(|item| item.optional))
    {
        return refuse(
            "an optional item cannot be scored: leaving it off would leave the score off",
        );
    }
    let operation = match table.op {
        OperationName::Sum => Operation::Sum(positions),
        OperationName::Mean => Operation::Mean(positions),
        OperationName::Each => Operation::Each(positions),
        OperationName::Entered => Operation::Entered,
    };
    check_range(source, table, &operation, items)?;
    check_bands(source, table, &operation)?;
    Ok(ScoreRule {
        id: table.id.get_ref().clone(),
        operation,
        range: *table.range.get_ref(),
        bands: table
            .bands
            .iter()
            .map(|band| band.get_ref().clone())
            .collect(),
        bands_source: table.bands_source.clone(),
    })
}

fn check_range(
    source: Source<'_>,
    table: &ScoreTable,
    operation: &Operation,
    items: &[Item],
) -> Result<(), CatalogError> {
    let extents: Vec<(i32, i32)> = operation
        .items()
        .iter()
        .filter_map(|position| items.get(*position))
        .map(|item| item.options.extent())
        .collect();
    let total =
        |end: fn(&(i32, i32)) -> i32| extents.iter().map(|e| f64::from(end(e))).sum::<f64>();
    let count = extents.len() as f64;
    let (low, high) = *table.range.get_ref();
    let (least, most) = match operation {
        Operation::Sum(_) => (total(|e| e.0), total(|e| e.1)),
        Operation::Mean(_) => (total(|e| e.0) / count, total(|e| e.1) / count),
        Operation::Each(_) => (
            f64::from(extents.iter().map(|e| e.0).min().unwrap_or(low)),
            f64::from(extents.iter().map(|e| e.1).max().unwrap_or(high)),
        ),
        Operation::Entered => (f64::from(low), f64::from(high)),
    };
    if low < high && f64::from(low) <= least && most <= f64::from(high) {
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
    operation: &Operation,
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
    if !operation.whole() {
        return refuse(
            first,
            "a mean falls between whole points: it cannot have bands".to_owned(),
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
