//! Techniques that are worth a thought at a place of the guided look.

use attune_catalog::{Catalog, LookPlace, Technique};

use super::look::Look;
use crate::Record;
use crate::formulate::{Factor, Role};
use crate::matching::{CautionView, cautions_for};

/// No more than this: a list of ten is no help between two sessions.
const MOST: usize = 3;

/// A technique that fits a place, with why.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitting {
    /// Catalogue id.
    pub technique: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub what: String,
    /// Name of the therapy it comes from.
    pub modality: String,
    /// What it acts on in this drawing, in the words of the factor; none if it is
    /// offered because the catalogue names it for this place.
    pub acts_on: Option<String>,
    /// When to think twice. None of them forbids it: what must not be begun is not offered.
    pub cautions: Vec<CautionView>,
    /// It is in the plan already.
    pub in_plan: bool,
}

/// Techniques that fit a place, at most three. What acts on something that keeps the
/// trouble going and that no strand works on comes first (for the place that asks about
/// it), then what the catalogue names for the place; within that by name, which means
/// nothing. A technique for another problem area is left out, and so is one that
/// must not be begun as long as nobody ruled its situation out.
pub fn fitting(record: &Record, catalog: &Catalog, look: Look) -> Vec<Fitting> {
    let neglected: Vec<&Factor> = if look == Look::Formulation {
        neglected(record)
    } else {
        Vec::new()
    };
    let mut found: Vec<Fitting> = catalog
        .techniques
        .iter()
        .filter(|technique| suits_a_problem(record, technique))
        .filter_map(|technique| {
            let acts_on = neglected
                .iter()
                .find(|factor| {
                    let mechanism = factor.mechanism.as_ref();
                    mechanism.is_some_and(|id| technique.mechanisms.contains(id))
                })
                .map(|factor| factor.text.clone());
            let named = technique.looks.contains(&place(look));
            (named || acts_on.is_some()).then(|| view(record, catalog, technique, acts_on))
        })
        .filter(|fitting| !fitting.cautions.iter().any(CautionView::forbids))
        .collect();
    found.sort_by(|one, two| {
        (one.acts_on.is_none(), one.in_plan, &one.name).cmp(&(
            two.acts_on.is_none(),
            two.in_plan,
            &two.name,
        ))
    });
    found.truncate(MOST);
    found
}

fn place(look: Look) -> LookPlace {
    match look {
        Look::Risk => LookPlace::Risk,
        Look::Alliance => LookPlace::Alliance,
        Look::Goals => LookPlace::Goals,
        Look::Life => LookPlace::Life,
        Look::Formulation => LookPlace::Formulation,
        Look::Dose => LookPlace::Dose,
    }
}

/// Before a problem is named every technique is somebody's.
fn suits_a_problem(record: &Record, technique: &Technique) -> bool {
    let mut open = record.open_problems().peekable();
    open.peek().is_none() || open.any(|state| technique.problem_areas.contains(&state.problem.area))
}

fn neglected(record: &Record) -> Vec<&Factor> {
    let worked_on = |factor: &Factor| {
        record.plan().is_some_and(|plan| {
            plan.strands
                .iter()
                .any(|strand| strand.factors.contains(&factor.id))
        })
    };
    record
        .formulation
        .factors
        .iter()
        .filter(|factor| factor.role == Some(Role::Perpetuating) && !worked_on(factor))
        .collect()
}

fn view(
    record: &Record,
    catalog: &Catalog,
    technique: &Technique,
    acts_on: Option<String>,
) -> Fitting {
    Fitting {
        technique: technique.id.clone(),
        name: technique.name.clone(),
        what: technique.what.clone(),
        modality: catalog
            .modality(&technique.modality)
            .map_or_else(|| technique.modality.clone(), |found| found.name.clone()),
        acts_on,
        cautions: cautions_for(record, catalog, technique),
        in_plan: record.plan().is_some_and(|plan| {
            plan.strands
                .iter()
                .any(|strand| strand.technique == technique.id)
        }),
    }
}
