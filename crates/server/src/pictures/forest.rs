use attune_care::matching::{Comparison, comparator_words, counts_words, problem_words};
use attune_catalog::{Catalog, EvidenceRow};
use attune_figures::{Figure, FigureId, ForestPlot, ForestRow, Frame, TiedGroup};

use super::trajectory::drawing;
use crate::AppError;

/// Estimates in comparable blocks, one under the other; a bracket joins rows of one
/// block that cannot be told apart. None without rows.
pub(crate) fn forest(
    id: &str,
    title: &str,
    summary: String,
    blocks: &[&Comparison],
    catalog: &Catalog,
) -> Result<Option<String>, AppError> {
    if blocks.is_empty() {
        return Ok(None);
    }
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
        rows.extend(block.rows.iter().filter_map(|found| row(found, catalog)));
    }
    let picture = ForestPlot {
        frame: Frame::new(FigureId::new(id).map_err(drawing)?, title, summary),
        effect: "standardised mean difference; above zero favours the therapy".to_owned(),
        interval_name: "95 % interval".to_owned(),
        no_difference: 0.0,
        favours: (
            "favours the comparison".to_owned(),
            "favours the therapy".to_owned(),
        ),
        decimals: 2,
        rows,
        groups,
    };
    Ok(Some(picture.html()))
}

/// Blocks hold only rows with an effect and its interval.
fn row(row: &EvidenceRow, catalog: &Catalog) -> Option<ForestRow> {
    let (estimate, [low, high]) = row.effect.zip(row.interval)?;
    let therapy = catalog
        .modality(&row.modality)
        .map_or(row.modality.as_str(), |modality| &modality.short);
    // The square grows with the precision of the estimate, 1 / se^2; a 95 % interval
    // is 2 * 1.96 standard errors wide.
    let error = ((high - low) / 3.92).max(1e-3);
    Some(ForestRow {
        label: format!(
            "{therapy} against {}: {}",
            comparator_words(&row.against, catalog),
            problem_words(row, catalog).to_lowercase()
        ),
        estimate,
        interval: (low, high),
        prediction: row.prediction_interval.map(|[low, high]| (low, high)),
        weight: error.powi(-2),
        counts: counts_words(row),
    })
}
