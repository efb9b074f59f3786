//! What the answers offered can make of a score at the least and at the most.

use super::{Item, Lookup, NotApplicable, Operation, ScoreRule};

/// Lowest and highest value before anything is multiplied; `None` for an entered total, which has no answers.
pub(super) fn attainable(
    operation: &Operation,
    not_applicable: NotApplicable,
    items: &[Item],
    earlier: &[ScoreRule],
) -> Option<(f64, f64)> {
    let extents = |positions: &[usize]| -> Vec<(f64, f64)> {
        let known = positions.iter().filter_map(|position| items.get(*position));
        known
            .map(|item| {
                let (low, high) = item.options.extent();
                let worth_nothing = !item.asked_if.is_empty()
                    || (item.may_not_apply && not_applicable == NotApplicable::Zero);
                let (low, high) = (f64::from(low), f64::from(high));
                if worth_nothing {
                    (low.min(0.0), high.max(0.0))
                } else {
                    (low, high)
                }
            })
            .collect()
    };
    let range_of = |id: &str| {
        let rule = earlier.iter().find(|rule| rule.id == id)?;
        Some((f64::from(rule.range.0), f64::from(rule.range.1)))
    };
    match operation {
        Operation::Sum(positions) => Some(added(&extents(positions))),
        Operation::Mean(positions) => {
            let extents = extents(positions);
            let (low, high) = added(&extents);
            let count = extents.len() as f64;
            Some((low / count, high / count))
        }
        Operation::Percent(_) => Some((0.0, 100.0)),
        Operation::Each(positions) => extents(positions)
            .into_iter()
            .reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))),
        Operation::Count(tests) => Some((0.0, tests.len() as f64)),
        Operation::Answered(positions) | Operation::Unanswered(positions) => {
            Some((0.0, positions.len() as f64))
        }
        Operation::Difference { from, take } => {
            let (from, take) = (range_of(from)?, range_of(take)?);
            Some((from.0 - take.1, from.1 - take.0))
        }
        Operation::Lookup(Lookup { tables, .. }) => {
            let entries = || tables.values().flatten().copied().map(f64::from);
            entries().reduce(f64::min).zip(entries().reduce(f64::max))
        }
        Operation::Entered => None,
    }
}

fn added(extents: &[(f64, f64)]) -> (f64, f64) {
    extents.iter().fold((0.0, 0.0), |sum, extent| {
        (sum.0 + extent.0, sum.1 + extent.1)
    })
}
