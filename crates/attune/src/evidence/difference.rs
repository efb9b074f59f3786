//! What a newer database would change.

use attune_catalog::EvidenceRow;

/// One row of the new database beside the one that is there.
#[derive(Debug)]
pub(crate) struct Difference<'a> {
    pub(crate) new: &'a EvidenceRow,
    /// Same problem, therapy, control, outcome and scale; the one with most trials if there are several.
    pub(crate) old: Option<&'a EvidenceRow>,
    pub(crate) kind: Kind,
}

/// What kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Another conclusion: helped before and cannot be told apart now, or the other way round.
    Conclusion,
    /// The old estimate lies outside of the new interval.
    Moved,
    /// Nothing of the kind was there.
    New,
    /// The same within what is uncertain.
    Same,
}

/// Every new row with the one it stands beside, what matters most first.
pub(crate) fn differences<'a>(
    new: &'a [EvidenceRow],
    there: &'a [EvidenceRow],
) -> Vec<Difference<'a>> {
    let mut found: Vec<Difference<'a>> = new
        .iter()
        .map(|row| {
            let old = there
                .iter()
                .filter(|other| row.modality == other.modality && row.may_stand_beside(other))
                .max_by_key(|other| other.trials);
            Difference {
                new: row,
                old,
                kind: kind(row, old),
            }
        })
        .collect();
    found.sort_by_key(|difference| difference.kind);
    found
}

fn kind(new: &EvidenceRow, old: Option<&EvidenceRow>) -> Kind {
    let Some(old) = old else {
        return Kind::New;
    };
    if new.finding != old.finding {
        return Kind::Conclusion;
    }
    let outside = new
        .interval
        .zip(old.effect)
        .is_some_and(|([low, high], effect)| effect < low || effect > high);
    if outside { Kind::Moved } else { Kind::Same }
}
