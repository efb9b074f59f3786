use std::collections::BTreeMap;

use attune_catalog::{Catalog, Comparator, EvidenceRow};
use attune_ids::FactorId;
use attune_stats::NonNegative;
use attune_stats::choice::{Family, Spread};
use attune_stats::meta_analysis::EffectEstimate;

use super::{MINIMAL_DIFFERENCE, NotDrawn};
use crate::matching::compared::comparison_for;
use crate::matching::{Candidate, Comparison, Matching, Meets, Standing};

/// The width of a 95 % interval in standard errors.
const WIDTH: f64 = 2.0 * 1.959_963_984_540_054;

/// How a therapy meets the wishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wishing {
    /// It goes along with at least one and against none.
    Matched,
    /// It goes against one, or along with none.
    NotMatched,
    /// The client was not asked, or wishes nothing either way.
    Unknown,
}

/// A therapy that may be begun.
#[derive(Debug, Clone)]
pub(super) struct TherapyOption {
    pub(super) modality: String,
    pub(super) name: String,
    pub(super) found: Option<EffectEstimate>,
    /// Where its true effect lies.
    pub(super) effect: Spread,
    pub(super) wishing: Wishing,
    /// Drawn factors it acts on, and how much each counts.
    pub(super) aims: BTreeMap<FactorId, f64>,
}

/// What is drawn from.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub(super) problem: String,
    pub(super) against: Comparator,
    /// In an order that does not depend on their names.
    pub(super) options: Vec<TherapyOption>,
    pub(super) family: Family,
    /// Effects that differ by less are about the same.
    pub(super) minimal: NonNegative,
    /// Standard deviation of one therapy's effect between places and people; none if no trial table says.
    pub(super) setting: Option<f64>,
    /// The ranks each drawn factor may have under doubt; none if it lies in no loop.
    pub(super) ranks: BTreeMap<FactorId, Option<[f64; 2]>>,
}

/// The therapies that may be begun, with what is known about each.
pub(super) fn ground(matching: &Matching, catalog: &Catalog) -> Result<Ground, NotDrawn> {
    let mut therapies: BTreeMap<String, Vec<&Candidate>> = BTreeMap::new();
    for candidate in matching.groups.iter().flat_map(|group| &group.candidates) {
        let Some(technique) = catalog.technique(&candidate.technique) else {
            continue;
        };
        if !candidate.is_forbidden() && candidate.evidence.standing != Standing::Against {
            let of_therapy = therapies.entry(technique.modality.clone()).or_default();
            of_therapy.push(candidate);
        }
    }
    if therapies.len() < 2 {
        return Err(NotDrawn::NoChoice);
    }
    let block = comparison_for(&matching.compared, matching.area, catalog, |modality| {
        therapies.contains_key(modality)
    })?;
    let found = |modality: &str| row_of(&block, modality).and_then(estimate);
    if therapies.keys().filter(|id| found(id).is_some()).count() < 2 {
        return Err(NotDrawn::NoComparison);
    }
    // The family is that of the trials: what may not be begun with this client was studied all the same.
    let mut studied: Vec<&str> = block.rows.iter().map(|row| row.modality.as_str()).collect();
    studied.sort_unstable();
    studied.dedup();
    let known: Vec<EffectEstimate> = studied.into_iter().filter_map(found).collect();
    let family = Family::of(&known)?;
    let mut options = Vec::new();
    for (modality, candidates) in &therapies {
        let found = found(modality);
        options.push(TherapyOption {
            modality: modality.clone(),
            name: candidates
                .first()
                .map_or_else(|| modality.clone(), |one| one.modality.clone()),
            found,
            effect: family.effect(found)?,
            wishing: wishing(candidates),
            aims: aims(candidates),
        });
    }
    options.sort_by(|one, two| content(one).total_cmp(&content(two)));
    let targets = || matching.groups.iter().flat_map(|group| &group.candidates);
    Ok(Ground {
        setting: setting(&block.rows),
        problem: block.problem,
        against: block.against,
        options,
        family,
        minimal: NonNegative::new(MINIMAL_DIFFERENCE)?,
        ranks: targets()
            .flat_map(|candidate| &candidate.targets)
            .map(|target| (target.factor, target.ranks))
            .collect(),
    })
}

/// A therapy with several rows speaks by the one with most trials.
fn row_of<'a>(block: &'a Comparison, modality: &str) -> Option<&'a EvidenceRow> {
    block
        .rows
        .iter()
        .filter(|row| row.modality == modality)
        .max_by_key(|row| row.trials)
}

fn estimate(row: &EvidenceRow) -> Option<EffectEstimate> {
    let [low, high] = row.interval?;
    EffectEstimate::new(row.effect?, (high - low) / WIDTH).ok()
}

/// The median over the rows of what their prediction intervals are wider than their own errors explain.
fn setting(rows: &[EvidenceRow]) -> Option<f64> {
    let mut spreads: Vec<f64> = rows
        .iter()
        .filter_map(|row| {
            let ([low, high], [lowest, highest]) = (row.interval?, row.prediction_interval?);
            let [own, next] = [(high - low) / WIDTH, (highest - lowest) / WIDTH];
            Some((next.powi(2) - own.powi(2)).max(0.0).sqrt())
        })
        .collect();
    spreads.sort_by(f64::total_cmp);
    spreads.get(spreads.len() / 2).copied()
}

fn wishing(candidates: &[&Candidate]) -> Wishing {
    let fit = candidates.first().and_then(|one| one.preferences.as_ref());
    match fit {
        None => Wishing::Unknown,
        Some(fit) if fit.clashes.is_empty() && !fit.agreements.is_empty() => Wishing::Matched,
        Some(fit) if fit.clashes.is_empty() => Wishing::Unknown,
        Some(_) => Wishing::NotMatched,
    }
}

/// A factor that any of its techniques acts on; one that is only near, by the side of life, counts half.
fn aims(candidates: &[&Candidate]) -> BTreeMap<FactorId, f64> {
    let mut aims: BTreeMap<FactorId, f64> = BTreeMap::new();
    for target in candidates.iter().flat_map(|one| &one.targets) {
        let counts: f64 = match target.meets {
            Meets::Mechanism => 1.0,
            Meets::SideOfLife => 0.5,
        };
        let known = aims.entry(target.factor).or_default();
        *known = known.max(counts);
    }
    aims
}

/// Sorting by this keeps the draws of a therapy the same whatever it is called. Therapies about which the same is known may swap
/// their draws; nothing tells them apart.
fn content(option: &TherapyOption) -> f64 {
    let aims: f64 = option.aims.values().sum();
    let wishing = f64::from(option.wishing as u8);
    option.effect.mean.get()
        + 1e3 * option.effect.standard_deviation.get()
        + 1e6 * wishing
        + 1e7 * aims
}
