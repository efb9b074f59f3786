use attune_catalog::{Catalog, Comparator, Contrast, EvidenceRow, Finding, ProblemArea};

use super::comparison::{comparable, overlap};

/// Whose rows decide where a therapy stands: those of one problem as trials define it, if somebody said which, else those of
/// the whole area.
#[derive(Debug, Clone, Copy)]
pub(in crate::matching) struct Scope<'a> {
    /// The area.
    pub(in crate::matching) area: ProblemArea,
    /// Catalogue id of the problem.
    pub(in crate::matching) studied: Option<&'a str>,
}

impl<'a> Scope<'a> {
    fn rows(self, catalog: &'a Catalog) -> impl Iterator<Item = &'a EvidenceRow> {
        catalog
            .evidence_for(self.area)
            .filter(move |row| self.studied.is_none_or(|studied| row.problem == studied))
    }
}

/// What our table of trials says about a therapy in a problem area, coarsely. The
/// order of the variants is the order in which candidates are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Better than a control, and its intervals overlap those of the best.
    AmongBest,
    /// Better than a control, and told apart from the best.
    Helps,
    /// Only weaker comparisons: before against after, no interval, or an interval
    /// that holds zero.
    Weak,
    /// No row in our table. Says nothing about whether it helps.
    NoTrial,
    /// A comparison favoured the other side.
    Against,
}

/// Where a therapy stands in an area.
pub(super) fn standing(modality: &str, scope: Scope<'_>, catalog: &Catalog) -> Standing {
    let own: Vec<&EvidenceRow> = scope
        .rows(catalog)
        .filter(|row| row.modality == modality)
        .collect();
    if own.is_empty() {
        return Standing::NoTrial;
    }
    let between = |row: &&&EvidenceRow| row.contrast == Contrast::BetweenGroups;
    let helps = own.iter().filter(between).any(|row| {
        row.finding == Finding::FavoursTherapy
            && row.interval.is_some()
            && !matches!(row.against, Comparator::Modality(_))
    });
    if !helps {
        let lost = own
            .iter()
            .filter(between)
            .any(|row| row.finding == Finding::FavoursComparator);
        return if lost {
            Standing::Against
        } else {
            Standing::Weak
        };
    }
    if told_apart(modality, scope, catalog) {
        Standing::Helps
    } else {
        Standing::AmongBest
    }
}

/// A therapy is told apart from the best if its interval lies wholly below the
/// best's in some comparison, or if it lost against another therapy directly.
/// Overlap of intervals is a coarse rule: it errs towards "we do not know".
fn told_apart(modality: &str, scope: Scope<'_>, catalog: &Catalog) -> bool {
    let below = comparable(scope.rows(catalog))
        .iter()
        .filter(|block| block.contrast == Contrast::BetweenGroups)
        .any(|block| {
            // A therapy with several rows counts by its largest.
            let own = block.rows.iter().find(|row| row.modality == modality);
            let best = block.rows.first();
            own.zip(best).is_some_and(|(own, best)| !overlap(own, best))
        });
    let lost = scope.rows(catalog).any(|row| {
        let Comparator::Modality(other) = &row.against else {
            return false;
        };
        // Without an interval nothing is told apart, whatever the source concludes.
        row.interval.is_some()
            && match row.finding {
                Finding::FavoursTherapy => other == modality,
                Finding::FavoursComparator => row.modality == modality,
                Finding::CannotBeToldApart => false,
            }
    });
    below || lost
}

/// Whether the table says in so many words, or by overlapping intervals before
/// against after, that two therapies with weak evidence cannot be told apart.
pub(in crate::matching) fn said_equal(
    one: &str,
    two: &str,
    scope: Scope<'_>,
    catalog: &Catalog,
) -> bool {
    if one == two {
        return true;
    }
    let direct = scope.rows(catalog).any(|row| {
        let Comparator::Modality(other) = &row.against else {
            return false;
        };
        row.finding == Finding::CannotBeToldApart
            && ((row.modality == one && other == two) || (row.modality == two && other == one))
    });
    let by_change = comparable(scope.rows(catalog))
        .iter()
        .filter(|block| block.contrast == Contrast::BeforeAfter)
        .any(|block| {
            let of = |modality: &str| block.rows.iter().find(|row| row.modality == modality);
            of(one)
                .zip(of(two))
                .is_some_and(|(one, two)| overlap(one, two))
        });
    direct || by_change
}
