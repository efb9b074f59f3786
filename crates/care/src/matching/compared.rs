//! Which comparison of trials fits this client's problem. An area of problems is studied as several: what was found for
//! panic says little about somebody who worries.

use attune_catalog::{Catalog, Comparator, Contrast, Measured, ProblemArea, StudiedOutcome};
use attune_ids::{EntryId, ProblemId};
use serde::{Deserialize, Serialize};

use super::evidence::{Comparison, comparator_words, comparisons, weight_of};
use crate::{Body, NewEntry, Record, Refusal};

/// What names a comparison, whatever rows it holds today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonKey {
    /// Catalogue id of the problem that was studied.
    pub studied: String,
    /// The control.
    pub against: Comparator,
    /// What got better.
    pub outcome: StudiedOutcome,
}

impl ComparisonKey {
    fn of(block: &Comparison) -> Self {
        Self {
            studied: block.problem.clone(),
            against: block.against.clone(),
            outcome: block.outcome,
        }
    }

    /// The stable code used in form fields: `panic.care_as_usual.symptoms`.
    pub fn code(&self) -> String {
        let against = match &self.against {
            Comparator::Waitlist => "waitlist",
            Comparator::CareAsUsual => "care_as_usual",
            Comparator::Placebo => "placebo",
            Comparator::ControlGroups => "control_groups",
            Comparator::OtherTherapies => "other_therapies",
            Comparator::Modality(id) => id,
            Comparator::Nothing => "nothing",
        };
        let outcome = match self.outcome {
            StudiedOutcome::Symptoms => "symptoms",
            StudiedOutcome::SelfHarm => "self_harm",
            StudiedOutcome::Suicidality => "suicidality",
            StudiedOutcome::Functioning => "functioning",
            StudiedOutcome::RelationshipSatisfaction => "relationship_satisfaction",
        };
        format!("{}.{against}.{outcome}", self.studied)
    }
}

/// Which comparison fits a problem was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonChosen {
    /// The client's problem.
    pub problem: ProblemId,
    /// The comparison; none if none of them fits.
    pub comparison: Option<ComparisonKey>,
}

/// Which comparison a problem is held against.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Compared {
    /// Nobody said: the only problem that is studied in its area; nothing if there are several.
    #[default]
    NotSaid,
    /// This one.
    Named(ComparisonKey),
    /// Somebody said that none fits.
    NoneFits,
}

impl Compared {
    /// What was said last about this problem. A comparison that the table does not hold any more was not said.
    pub fn of(record: &Record, problem: ProblemId, area: ProblemArea, catalog: &Catalog) -> Self {
        let chosen = record
            .comparisons_chosen
            .iter()
            .rfind(|chosen| chosen.item.problem == problem);
        match chosen.map(|chosen| &chosen.item.comparison) {
            None => Self::NotSaid,
            Some(None) => Self::NoneFits,
            Some(Some(key)) => {
                let there = named(area, catalog)
                    .iter()
                    .any(|block| ComparisonKey::of(block) == *key);
                if there {
                    Self::Named(key.clone())
                } else {
                    Self::NotSaid
                }
            }
        }
    }

    /// The problem as trials define it, if somebody said which.
    pub fn studied(&self) -> Option<&str> {
        match self {
            Self::Named(key) => Some(&key.studied),
            Self::NotSaid | Self::NoneFits => None,
        }
    }
}

/// A comparison that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparisonOffer {
    /// Its name in the record.
    pub key: ComparisonKey,
    /// "Panic, with or without agoraphobia".
    pub studied: String,
    /// "care as usual".
    pub against: String,
    /// How many therapies it holds side by side.
    pub therapies: usize,
}

/// The comparisons of an area by name: between groups, at the end of therapy, problem by problem, those with most
/// therapies first.
pub fn comparison_offers(area: ProblemArea, catalog: &Catalog) -> Vec<ComparisonOffer> {
    let mut offers: Vec<ComparisonOffer> = named(area, catalog)
        .iter()
        .map(|block| ComparisonOffer {
            key: ComparisonKey::of(block),
            studied: catalog
                .problem(&block.problem)
                .map_or_else(|| block.problem.clone(), |problem| problem.label.clone()),
            against: comparator_words(&block.against, catalog),
            therapies: width(block, |_| true),
        })
        .collect();
    offers.sort_by(|one, two| {
        (one.studied.cmp(&two.studied)).then_with(|| two.therapies.cmp(&one.therapies))
    });
    offers
}

/// Says which comparison fits, or that none does; the later word counts.
///
/// # Errors
/// - [`Refusal::NotThere`]: no such problem, or it is closed.
/// - [`Refusal::Invalid`]: a comparison that is not one of the area of the problem.
pub fn choose_comparison(
    record: &Record,
    catalog: &Catalog,
    problem: ProblemId,
    code: Option<&str>,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .problem(problem)
        .filter(|state| state.closed_because.is_none())
        .ok_or(Refusal::NotThere { what: "problem" })?;
    let comparison = code
        .map(|code| {
            comparison_offers(state.problem.area, catalog)
                .into_iter()
                .map(|offer| offer.key)
                .find(|key| key.code() == code)
                .ok_or(Refusal::Invalid {
                    field: "The comparison",
                    expected: "one of the list",
                })
        })
        .transpose()?;
    Ok(vec![NewEntry {
        id: entry,
        body: Body::ComparisonChosen(ComparisonChosen {
            problem,
            comparison,
        }),
    }])
}

/// Comparisons that may be chosen.
fn named(area: ProblemArea, catalog: &Catalog) -> Vec<Comparison> {
    comparisons(area, catalog)
        .into_iter()
        .filter(|block| {
            block.contrast == Contrast::BetweenGroups && block.measured == Measured::AtTheEnd
        })
        .collect()
}

/// Why no comparison is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// The area is studied as several problems, and nobody said which.
    Several,
    /// Somebody said that none fits.
    NoneFits,
    /// There is none.
    NoneThere,
}

/// The comparison for a problem: the one that was named; else, where its area is studied as one problem, the one that speaks
/// about most of these therapies, and of equal ones the least flattering control. Never that of another problem.
pub(super) fn comparison_for(
    compared: &Compared,
    area: ProblemArea,
    catalog: &Catalog,
    concerns: impl Fn(&str) -> bool,
) -> Result<Comparison, Unfit> {
    let blocks = named(area, catalog);
    match compared {
        Compared::NoneFits => Err(Unfit::NoneFits),
        Compared::Named(key) => blocks
            .into_iter()
            .find(|block| ComparisonKey::of(block) == *key)
            .ok_or(Unfit::NoneThere),
        Compared::NotSaid => {
            let mut studied: Vec<&str> =
                blocks.iter().map(|block| block.problem.as_str()).collect();
            studied.dedup();
            if studied.len() > 1 {
                return Err(Unfit::Several);
            }
            blocks
                .into_iter()
                .max_by_key(|block| {
                    (
                        width(block, &concerns),
                        std::cmp::Reverse(weight_of(&block.against)),
                    )
                })
                .ok_or(Unfit::NoneThere)
        }
    }
}

/// How many of these therapies it speaks about.
fn width(block: &Comparison, concerns: impl Fn(&str) -> bool) -> usize {
    let mut therapies: Vec<&str> = block
        .rows
        .iter()
        .map(|row| row.modality.as_str())
        .filter(|modality| concerns(modality))
        .collect();
    therapies.sort_unstable();
    therapies.dedup();
    therapies.len()
}
