//! What trials found, one comparison a row, with interval and origin.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::vocabulary::Problem;
use super::{Modality, refers};
use crate::error::CatalogError;
use crate::files::{Files, Source};
use crate::words::ProblemArea;

/// One comparison. Effects are standardised mean differences; positive favours the therapy, whatever the sign in
/// the source. A field the source does not state is absent.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRow {
    /// Stable id, unique over all files.
    pub id: String,
    /// The problem area; must be that of the problem.
    pub problem_area: ProblemArea,
    /// Id of the exact problem studied.
    pub problem: String,
    /// Id of the therapy.
    pub modality: String,
    /// What it was compared with.
    pub against: Comparator,
    /// What kind of difference the effect is.
    #[serde(default)]
    pub contrast: Contrast,
    /// What the comparison shows.
    pub finding: Finding,
    /// The effect, in standard deviations.
    pub effect: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<[f64; 2]>,
    /// What kind of interval that is.
    #[serde(default)]
    pub interval_kind: IntervalKind,
    /// Why there is no interval. Given exactly when there is none.
    pub interval_missing: Option<String>,
    /// Where the effect of a new trial is expected, 95 %.
    pub prediction_interval: Option<[f64; 2]>,
    /// Number of trials behind the row.
    pub trials: Option<u32>,
    /// Number of comparisons, where trials give several.
    pub comparisons: Option<u32>,
    /// Number of people.
    pub people: Option<u32>,
    /// How far the trials can be trusted, in words.
    pub quality: String,
    /// Whether the numbers were read or computed.
    pub origin: Origin,
    /// How they were computed. Given exactly when they were.
    pub method: Option<String>,
    /// The publication or data set.
    pub source: String,
    /// Its DOI.
    pub doi: Option<String>,
    /// Its `PubMed` Central id.
    pub pmcid: Option<String>,
    /// What else a reader must know.
    pub note: Option<String>,
}

/// What a therapy was compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparator {
    /// Waiting for treatment. Flatters the therapy most.
    Waitlist,
    /// What people would have got anyway.
    CareAsUsual,
    /// A pill or attention without active ingredient.
    Placebo,
    /// Several other therapies together.
    OtherTherapies,
    /// One other therapy, by id.
    Modality(String),
    /// Nothing: the same people before and after.
    Nothing,
}

/// What kind of difference an effect is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    /// Between people who had the therapy and people who did not.
    #[default]
    BetweenGroups,
    /// Before against after in the same people: includes getting better anyway, so never compare it with the other kind.
    BeforeAfter,
}

/// What a comparison shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The interval lies on the therapy's side.
    FavoursTherapy,
    /// The interval lies on the other side.
    FavoursComparator,
    /// The interval holds zero, or the source found no difference.
    CannotBeToldApart,
}

/// What kind of interval is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalKind {
    /// Confidence interval.
    #[default]
    Confidence,
    /// Bayesian credible interval.
    Credible,
}

/// Where a number comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Read in the publication.
    Read,
    /// Computed by us from an open database.
    Computed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceFile {
    row: Vec<Spanned<EvidenceRow>>,
}

pub(super) fn load(
    files: &Files,
    modalities: &[Modality],
    problems: &[Problem],
) -> Result<Vec<EvidenceRow>, CatalogError> {
    let mut rows: Vec<EvidenceRow> = Vec::new();
    for source in files.folder("evidence") {
        let file: EvidenceFile = source.toml()?;
        for spanned in file.row {
            let at = source.at(&spanned.span());
            let row = spanned.into_inner();
            let refuse = |message: String| CatalogError::Rule {
                at: at.clone(),
                message: format!("row \"{}\": {message}", row.id),
            };
            if rows.iter().any(|other| other.id == row.id) {
                return Err(refuse("the id is taken".to_owned()));
            }
            check_references(source, &row, modalities, problems)?;
            let problem = problems.iter().find(|problem| problem.id == row.problem);
            if problem.is_some_and(|problem| problem.problem_area != row.problem_area) {
                return Err(refuse(
                    "the problem belongs to another problem area".to_owned(),
                ));
            }
            check_numbers(&row).map_err(|message| refuse(message.to_owned()))?;
            rows.push(row);
        }
    }
    Ok(rows)
}

fn check_references(
    source: Source<'_>,
    row: &EvidenceRow,
    modalities: &[Modality],
    problems: &[Problem],
) -> Result<(), CatalogError> {
    let known = |name: &str| modalities.iter().any(|modality| modality.id == name);
    refers(source, "modality", &row.modality, known(&row.modality))?;
    if let Comparator::Modality(other) = &row.against {
        refers(source, "modality", other, known(other))?;
    }
    let problem = problems.iter().any(|problem| problem.id == row.problem);
    refers(source, "problem", &row.problem, problem)
}

/// No number without interval and origin, and no finding that the interval does not bear out.
fn check_numbers(row: &EvidenceRow) -> Result<(), &'static str> {
    if row.source.trim().is_empty() {
        return Err("a source is needed");
    }
    if (row.origin == Origin::Computed) != row.method.is_some() {
        return Err("a computed row says how, a read row does not");
    }
    if row.interval.is_some() == row.interval_missing.is_some() {
        return Err("give either an interval or the reason why there is none");
    }
    if row.effect.is_none() && row.interval.is_some() {
        return Err("an interval belongs to an effect");
    }
    if (row.contrast == Contrast::BeforeAfter) != (row.against == Comparator::Nothing) {
        return Err("before against after is a comparison with nothing, and the other way round");
    }
    let ordered = |interval: Option<[f64; 2]>, middle: Option<f64>| {
        interval
            .is_none_or(|[low, high]| middle.is_some_and(|middle| low <= middle && middle <= high))
    };
    if !ordered(row.interval, row.effect) || !ordered(row.prediction_interval, row.effect) {
        return Err("an interval runs from low to high and holds its effect");
    }
    let shown = row.interval.map(|[low, high]| {
        if low > 0.0 {
            Finding::FavoursTherapy
        } else if high < 0.0 {
            Finding::FavoursComparator
        } else {
            Finding::CannotBeToldApart
        }
    });
    if shown.is_some_and(|shown| shown != row.finding) {
        return Err("the interval does not bear out the finding");
    }
    Ok(())
}
