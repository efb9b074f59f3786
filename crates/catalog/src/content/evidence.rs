//! What trials found, one comparison a row, with interval and origin.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::vocabulary::Problem;
use super::{Modality, refers};
use crate::error::CatalogError;
use crate::files::{Files, Source};

/// One comparison. Its sign or ratio favours the therapy when it lies above [`Scale::no_difference`], whatever the sign
/// in the source. A field the source does not state is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRow {
    /// Stable id, unique over all files.
    pub id: String,
    /// Id of the exact problem studied.
    pub problem: String,
    /// Id of the therapy.
    pub modality: String,
    /// What it was compared with.
    pub against: Comparator,
    /// What kind of difference the effect is.
    #[serde(default)]
    pub contrast: Contrast,
    /// How the effect is counted.
    #[serde(default)]
    pub scale: Scale,
    /// What got better.
    #[serde(default)]
    pub outcome: StudiedOutcome,
    /// When it was measured.
    #[serde(default)]
    pub measured: Measured,
    /// What the comparison shows.
    pub finding: Finding,
    /// The effect, on its scale.
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
    /// How many of a hundred people in the comparison group responded, with a 95 % interval. Beside a ratio of
    /// responses, so that it can be said in people.
    pub responded_without: Option<[f64; 3]>,
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
    /// The command that computes them again, on the open data that the source names. Given exactly when they were
    /// computed.
    pub command: Option<String>,
    /// The publication or data set.
    pub source: String,
    /// Its DOI.
    pub doi: Option<String>,
    /// Its `PubMed` Central id.
    pub pmcid: Option<String>,
    /// What else a reader must know.
    pub note: Option<String>,
}

impl EvidenceRow {
    /// Whether the two answer the same question in the same way: only such rows may be held side by side.
    pub fn may_stand_beside(&self, other: &Self) -> bool {
        self.problem == other.problem
            && self.against == other.against
            && self.contrast == other.contrast
            && self.scale == other.scale
            && self.outcome == other.outcome
            && self.measured == other.measured
    }
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
    /// Control groups of several kinds together: waiting, usual care, placebo.
    ControlGroups,
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

/// How an effect is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// In standard deviations; 0 is no difference.
    #[default]
    StandardisedMeanDifference,
    /// How many times as many people responded; 1 is no difference.
    ResponseRatio,
    /// The ratio of the odds of responding; 1 is no difference. Larger than the ratio of people where many respond.
    ResponseOddsRatio,
}

impl Scale {
    /// The effect of a therapy that does as much as what it is compared with.
    pub const fn no_difference(self) -> f64 {
        match self {
            Self::StandardisedMeanDifference => 0.0,
            Self::ResponseRatio | Self::ResponseOddsRatio => 1.0,
        }
    }
}

/// What got better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StudiedOutcome {
    /// The complaints that name the problem.
    #[default]
    Symptoms,
    /// Hurting oneself.
    SelfHarm,
    /// Thoughts of suicide and attempts.
    Suicidality,
    /// Getting on in daily life.
    Functioning,
    /// How content a couple is.
    RelationshipSatisfaction,
}

/// When an outcome was measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// When the therapy ended.
    #[default]
    AtTheEnd,
    /// Months later.
    MonthsLater,
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

impl Finding {
    /// What a 95 % interval bears out.
    pub fn of([low, high]: [f64; 2], scale: Scale) -> Self {
        if low > scale.no_difference() {
            Self::FavoursTherapy
        } else if high < scale.no_difference() {
            Self::FavoursComparator
        } else {
            Self::CannotBeToldApart
        }
    }
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
    let computed = row.origin == Origin::Computed;
    if computed != row.method.is_some() || computed != row.command.is_some() {
        return Err("a computed row says how and by which command, a read row does not");
    }
    if row.scale != Scale::StandardisedMeanDifference
        && row.effect.is_some_and(|ratio| ratio <= 0.0)
    {
        return Err("a ratio is above 0");
    }
    if row.responded_without.is_some() && row.scale != Scale::ResponseRatio {
        return Err("a rate in the comparison group belongs to a ratio of responses");
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
    let rate = row.responded_without;
    if !ordered(row.interval, row.effect)
        || !ordered(row.prediction_interval, row.effect)
        || !ordered(
            rate.map(|[_, low, high]| [low, high]),
            rate.map(|[rate, ..]| rate),
        )
    {
        return Err("an interval runs from low to high and holds its effect");
    }
    let shown = row
        .interval
        .map(|interval| Finding::of(interval, row.scale));
    if shown.is_some_and(|shown| shown != row.finding) {
        return Err("the interval does not bear out the finding");
    }
    Ok(())
}
