//! One database of trials, pooled for each therapy against each control.

use std::collections::{BTreeMap, BTreeSet};

use attune_catalog::{
    Comparator, Contrast, EvidenceRow, Finding, IntervalKind, Measured, Origin, Scale,
    StudiedOutcome,
};
use attune_stats::meta_analysis::{EffectEstimate, Interval, Model, pool};

use super::Codes;
use crate::stats::{Refusal, Rows};

/// Fewer rows than this say too little to stand in a table.
const LEAST_ROWS: usize = 3;

/// The names of the columns.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    pub(crate) effect: String,
    pub(crate) se: String,
    pub(crate) therapy: String,
    pub(crate) control: String,
    pub(crate) study: String,
}

/// What is said of a database as a whole.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    /// Short name; begins the ids of its rows.
    pub(crate) name: String,
    /// Id of the problem in the catalogue.
    pub(crate) problem: String,
    /// The publication or data set.
    pub(crate) source: String,
    pub(crate) doi: Option<String>,
    /// Below 0 favours the therapy in it.
    pub(crate) negate: bool,
    /// The command that computes it again.
    pub(crate) command: String,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Pooled {
    pub(crate) rows: Vec<EvidenceRow>,
    /// Codes nobody knows, with the number of rows that were left out for them.
    pub(crate) unknown: BTreeMap<String, usize>,
    /// Pairs with too few rows.
    pub(crate) few: usize,
    /// Rows without an effect, an error or an arm.
    pub(crate) empty: usize,
}

/// Trials of one therapy against one control.
#[derive(Default)]
struct Group {
    estimates: Vec<EffectEstimate>,
    studies: BTreeSet<String>,
}

/// Pools every therapy against every control, by restricted maximum likelihood with Hartung-Knapp intervals.
pub(crate) fn pool_database(
    rows: &Rows,
    columns: &Columns,
    codes: &Codes,
    database: &Database,
) -> Result<Pooled, Refusal> {
    let effects = rows.numbers(&columns.effect)?;
    let errors = rows.numbers_that(&columns.se, "a standard error above 0", |se| se > 0.0)?;
    let therapies = rows.words(&columns.therapy)?;
    let controls = rows.words(&columns.control)?;
    let studies = rows.words(&columns.study)?;
    let sign = if database.negate { -1.0 } else { 1.0 };
    let mut groups: BTreeMap<(String, String), (Comparator, Group)> = BTreeMap::new();
    let mut pooled = Pooled {
        rows: Vec::new(),
        unknown: BTreeMap::new(),
        few: 0,
        empty: 0,
    };
    for row in 0..effects.len() {
        let (Some(effect), Some(se), Some(therapy), Some(control)) =
            (effects[row], errors[row], therapies[row], controls[row])
        else {
            pooled.empty += 1;
            continue;
        };
        let (Some(modality), Some(against)) = (codes.therapy(therapy), codes.control(control))
        else {
            for (code, known) in [
                (therapy, codes.therapy(therapy).is_some()),
                (control, codes.control(control).is_some()),
            ] {
                if !known {
                    *pooled.unknown.entry(code.to_owned()).or_default() += 1;
                }
            }
            continue;
        };
        let key = (modality.to_owned(), format!("{against:?}"));
        let (_, group) = groups
            .entry(key)
            .or_insert_with(|| (against.clone(), Group::default()));
        group
            .estimates
            .push(EffectEstimate::new(sign * effect, se)?);
        if let Some(study) = studies[row] {
            group.studies.insert(study.to_owned());
        }
    }
    for ((modality, _), (against, group)) in groups {
        if group.estimates.len() < LEAST_ROWS {
            pooled.few += 1;
            continue;
        }
        pooled
            .rows
            .push(row_of(&modality, against, &group, database)?);
    }
    Ok(pooled)
}

fn row_of(
    modality: &str,
    against: Comparator,
    group: &Group,
    database: &Database,
) -> Result<EvidenceRow, Refusal> {
    let found = pool(&group.estimates, Model::RestrictedLikelihood)?;
    let interval = ends(found.confidence_interval);
    let effect = thousandths(found.estimate);
    Ok(EvidenceRow {
        id: format!("{}-{modality}-{}", database.name, word(&against)),
        problem: database.problem.clone(),
        modality: modality.to_owned(),
        against,
        contrast: Contrast::BetweenGroups,
        scale: Scale::StandardisedMeanDifference,
        outcome: StudiedOutcome::Symptoms,
        measured: Measured::AtTheEnd,
        finding: Finding::of(interval, Scale::StandardisedMeanDifference),
        effect: Some(effect),
        interval: Some(interval),
        interval_kind: IntervalKind::Confidence,
        interval_missing: None,
        prediction_interval: found.prediction_interval.map(ends),
        responded_without: None,
        trials: u32::try_from(group.studies.len()).ok(),
        comparisons: u32::try_from(group.estimates.len()).ok(),
        people: None,
        quality: "Not judged: the practice brought this database in itself.".to_owned(),
        origin: Origin::Computed,
        method: Some(
            "Restricted maximum likelihood with Hartung-Knapp interval; rows taken as independent although trials may give several.".to_owned(),
        ),
        command: Some(database.command.clone()),
        source: database.source.clone(),
        doi: database.doi.clone(),
        pmcid: None,
        note: Some("Brought in by this practice.".to_owned()),
    })
}

fn ends(interval: Interval) -> [f64; 2] {
    [interval.lower, interval.upper].map(thousandths)
}

/// As many decimals as the table shows; the rest is noise.
fn thousandths(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

fn word(control: &Comparator) -> &'static str {
    match control {
        Comparator::Waitlist => "waitlist",
        Comparator::CareAsUsual => "care-as-usual",
        Comparator::Placebo => "placebo",
        Comparator::ControlGroups => "other-controls",
        Comparator::OtherTherapies | Comparator::Modality(_) | Comparator::Nothing => "other",
    }
}
