use attune_care::matching::{Comparison, comparator_words, counts_words, problem_words};
use attune_catalog::{Catalog, Contrast, EvidenceRow};
use attune_figures::{Figure, FigureId, ForestPlot, ForestRow, Frame, TiedGroup};

use super::trajectory::drawing;
use crate::AppError;

/// Estimates in comparable blocks of one kind of contrast, one under the other; a
/// bracket joins rows of one block that cannot be told apart. None without rows.
pub(crate) fn forest(
    id: &str,
    title: &str,
    summary: String,
    blocks: &[&Comparison],
    catalog: &Catalog,
) -> Result<Option<String>, AppError> {
    let Some(kind) = blocks.first().map(|block| block.contrast) else {
        return Ok(None);
    };
    let one_problem = blocks
        .windows(2)
        .all(|pair| pair[0].problem == pair[1].problem);
    let mut rows = Vec::new();
    let mut groups = Vec::new();
    for block in blocks {
        if block.tied > 1 {
            groups.push(TiedGroup {
                first: rows.len(),
                last: rows.len() + block.tied - 1,
                label: "cannot be told apart".to_owned(),
            });
        }
        rows.extend(block.rows.iter().filter_map(|found| {
            let several = block
                .rows
                .iter()
                .filter(|other| other.modality == found.modality)
                .count();
            row(found, one_problem, several > 1, catalog)
        }));
    }
    let picture = ForestPlot {
        frame: Frame::new(FigureId::new(id).map_err(drawing)?, title, summary),
        effect: "standardised mean difference".to_owned(),
        interval_name: "95 % interval".to_owned(),
        no_difference: 0.0,
        favours: match kind {
            Contrast::BetweenGroups => (
                "favours the comparison".to_owned(),
                "favours the therapy".to_owned(),
            ),
            Contrast::BeforeAfter => ("worse after".to_owned(), "better after".to_owned()),
        },
        decimals: 2,
        rows,
        groups,
    };
    Ok(Some(picture.html()))
}

/// Blocks hold only rows with an effect and its interval. The problem stands on the
/// row only where there are several, and then up to its first comma, for room. Where
/// one therapy has several rows, its note tells them apart: "in groups".
fn row(
    row: &EvidenceRow,
    one_problem: bool,
    several: bool,
    catalog: &Catalog,
) -> Option<ForestRow> {
    let (estimate, [low, high]) = row.effect.zip(row.interval)?;
    let therapy = catalog
        .modality(&row.modality)
        .map_or(row.modality.as_str(), |modality| &modality.short);
    let which = first_sentence(row)
        .filter(|first| several && !is_general(first, row, catalog))
        .map_or_else(String::new, |first| format!(" ({})", first.to_lowercase()));
    let compared = match row.contrast {
        Contrast::BetweenGroups => format!(
            "{therapy}{which} against {}",
            comparator_words(&row.against, catalog)
        ),
        Contrast::BeforeAfter => format!("{therapy}{which}, before against after"),
    };
    // The square grows with the precision of the estimate, 1 / se^2; a 95 % interval
    // is 2 * 1.96 standard errors wide.
    let error = ((high - low) / 3.92).max(1e-3);
    Some(ForestRow {
        label: if one_problem {
            compared
        } else {
            let problem = problem_words(row, catalog).to_lowercase();
            let short = problem.split(',').next().unwrap_or_default();
            format!("{compared}, {short}")
        },
        estimate,
        interval: (low, high),
        prediction: row.prediction_interval.map(|[low, high]| (low, high)),
        weight: error.powi(-2),
        counts: counts_words(row),
    })
}

fn first_sentence(row: &EvidenceRow) -> Option<&str> {
    row.note.as_deref()?.split('.').next()
}

/// What rows of other therapies say as well tells no rows of one therapy apart.
fn is_general(first: &str, row: &EvidenceRow, catalog: &Catalog) -> bool {
    catalog
        .evidence
        .iter()
        .any(|other| other.modality != row.modality && first_sentence(other) == Some(first))
}
