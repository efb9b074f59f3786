//! What trials found, held side by side only where that is allowed.

mod about;
mod comparison;
mod people;
mod standing;
mod words;

pub use about::AboutProblem;
pub use comparison::{Comparison, comparable, comparisons};
pub use people::in_people;
pub use standing::Standing;
pub use words::{comparator_words, counts_words, outcome_words, problem_words, row_words};

pub(in crate::matching) use comparison::weight_of;
pub(super) use standing::{Scope, said_equal};

use attune_catalog::{Catalog, Comparator, Contrast, EvidenceRow, Finding, Scale};

use comparison::sorted;
use standing::standing;

/// What the table holds on one therapy in one problem area.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// How the therapy stands in this area.
    pub standing: Standing,
    /// Its rows for this area; by problem, comparator and id.
    pub rows: Vec<EvidenceRow>,
}

impl Evidence {
    pub(super) fn of(modality: &str, scope: Scope<'_>, catalog: &Catalog) -> Self {
        Self {
            standing: standing(modality, scope, catalog),
            rows: sorted(
                catalog
                    .evidence_for(scope.area)
                    .filter(|row| row.modality == modality)
                    .collect(),
            )
            .into_iter()
            .cloned()
            .collect(),
        }
    }

    /// What speaks for the therapy, one sentence for each problem that was studied.
    pub fn reasons_for(&self, catalog: &Catalog) -> Vec<String> {
        let mut problems: Vec<&str> = self.rows.iter().map(|row| row.problem.as_str()).collect();
        problems.dedup();
        problems
            .into_iter()
            .filter_map(|problem| {
                self.rows
                    .iter()
                    .filter(|row| {
                        row.problem == problem
                            && row.scale == Scale::StandardisedMeanDifference
                            && row.contrast == Contrast::BetweenGroups
                            && (row.finding == Finding::FavoursTherapy
                                || matches!(
                                    row.against,
                                    Comparator::Modality(_) | Comparator::OtherTherapies
                                ))
                            && row.finding != Finding::FavoursComparator
                    })
                    .min_by_key(|row| (row.interval.is_none(), weight_of(&row.against)))
            })
            .map(|row| match &row.note {
                // "In groups", "of the whole network": without it the numbers mislead.
                Some(note) => format!("{} {note}", row_words(row, catalog)),
                None => row_words(row, catalog),
            })
            .collect()
    }

    /// What speaks against it, or for caution in reading the numbers.
    pub fn reasons_against(&self, catalog: &Catalog) -> Vec<String> {
        let mut reasons = Vec::new();
        if self.rows.is_empty() {
            reasons.push(
                "No trial of this therapy found in our table for this area. That is no evidence against it."
                    .to_owned(),
            );
            return reasons;
        }
        let between: Vec<&EvidenceRow> = self
            .rows
            .iter()
            .filter(|row| row.contrast == Contrast::BetweenGroups)
            .collect();
        for row in &between {
            let lost = row.finding == Finding::FavoursComparator;
            let no_better = row.finding == Finding::CannotBeToldApart
                && matches!(
                    row.against,
                    Comparator::Waitlist
                        | Comparator::CareAsUsual
                        | Comparator::Placebo
                        | Comparator::ControlGroups
                );
            if lost || no_better {
                reasons.push(row_words(row, catalog));
            }
        }
        let helped: Vec<&&EvidenceRow> = between
            .iter()
            .filter(|row| row.finding == Finding::FavoursTherapy)
            .collect();
        if !helped.is_empty() && helped.iter().all(|row| row.against == Comparator::Waitlist) {
            reasons
                .push("Compared with waiting lists only, which flatter every therapy.".to_owned());
        }
        if !helped.is_empty() && helped.iter().all(|row| row.interval.is_none()) {
            reasons.push(
                "The source gives no interval: how sure the effect is cannot be said.".to_owned(),
            );
        }
        if self
            .rows
            .iter()
            .any(|row| row.contrast == Contrast::BeforeAfter)
            && helped.is_empty()
        {
            reasons.push(
                "Measured only before against after, which counts getting better anyway."
                    .to_owned(),
            );
        }
        reasons
    }
}
