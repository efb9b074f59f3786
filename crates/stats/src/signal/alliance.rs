use serde::{Deserialize, Serialize};

use crate::number::{finite, mean, sample_sd};
use crate::{Positive, StatsError};

/// When a fall of the alliance is worth raising. Higher scores are better.
///
/// `z = (now - mean of previous) / max(s_within, s_norm)`; suspected at
/// `z <= suspected_z`, strong at `z <= strong_z`, and only if the fall is also
/// larger than measurement error. One and two standard deviations follow Strauss
/// et al. 2006 and Stiles et al. 2004, whose criteria are ad hoc and disagree on
/// counts; the stricter of own and normative spread follows Gumz et al. 2012
/// (doi:10.1186/1471-2288-12-10). No version of this rule has been validated
/// against what clients say about ruptures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AllianceRule {
    /// How much one person's alliance usually varies, from a source, in points;
    /// `None` if no source gives it.
    pub norm_sd: Option<Positive>,
    /// The least fall from the own mean that counts, in points: the reliable
    /// change of the measure (`1.96 sqrt(2) SEM`).
    pub least_drop: Positive,
    /// Suspected at or below this `z`; by default -1.
    pub suspected_z: f64,
    /// Strong at or below this `z`; by default -2.
    pub strong_z: f64,
    /// How many earlier sessions make an own usual; at least 2. Short baselines
    /// raise too many alarms.
    pub least_previous: usize,
}

impl AllianceRule {
    /// The default rule: `z` of -1 and -2, two earlier sessions.
    ///
    /// Errors: `least_drop` or `norm_sd` not above 0.
    pub fn new(least_drop: f64, norm_sd: Option<f64>) -> Result<Self, StatsError> {
        Ok(Self {
            norm_sd: norm_sd.map(Positive::new).transpose()?,
            least_drop: Positive::new(least_drop)?,
            suspected_z: -1.0,
            strong_z: -2.0,
            least_previous: 2,
        })
    }
}

/// What the latest alliance score says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AllianceState {
    /// Within the person's own usual.
    Usual,
    /// Clearly below it: a rupture is possible, ask.
    Suspected,
    /// Far below it.
    Strong,
}

/// The latest alliance score against the person's own usual.
///
/// No alarm is no proof of a good alliance: many people answer at the top of the scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct AllianceReading {
    /// Mean of the earlier sessions, in points.
    pub usual: f64,
    /// Points below that mean; negative if above.
    pub drop: f64,
    /// The spread used: the larger of the person's own and the norm's, in points.
    pub spread: f64,
    /// `-drop / spread`.
    pub z: f64,
    /// What it amounts to.
    pub state: AllianceState,
}

/// Reads the latest alliance score against all earlier ones of the same person.
///
/// ```
/// use attune_stats::signal::{AllianceRule, AllianceState, alliance_reading};
/// let rule = AllianceRule::new(1.116, Some(0.9))?;
/// let reading = alliance_reading(&[5.8, 6.0, 6.0, 6.2], 4.6, &rule)?;
/// assert_eq!(reading.state, AllianceState::Suspected);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
///
/// Errors: fewer earlier sessions than the rule (or two) asks for; earlier scores
/// all alike and no norm; scores or limits not finite.
pub fn alliance_reading(
    previous: &[f64],
    now: f64,
    rule: &AllianceRule,
) -> Result<AllianceReading, StatsError> {
    let needed = rule.least_previous.max(2);
    if previous.len() < needed {
        return Err(StatsError::TooFew {
            what: "earlier sessions",
            needed,
            given: previous.len(),
        });
    }
    check_scores(previous)?;
    finite("the alliance score", now)?;
    let suspected = finite("the limit of z", rule.suspected_z)?;
    let strong = finite("the limit of z", rule.strong_z)?;
    let usual = mean(previous);
    let spread = sample_sd(previous).max(rule.norm_sd.map_or(0.0, Positive::get));
    if spread == 0.0 {
        return Err(StatsError::NoSpread {
            what: "the person's alliance so far",
        });
    }
    let drop = finite("the drop", usual - now)?;
    let z = -drop / spread;
    let state = match drop >= rule.least_drop.get() {
        true if z <= strong => AllianceState::Strong,
        true if z <= suspected => AllianceState::Suspected,
        _ => AllianceState::Usual,
    };
    Ok(AllianceReading {
        usual,
        drop,
        spread,
        z,
        state,
    })
}

/// Lower limit of an individuals chart: `mean - 2.66 MR`, where `MR` is the mean
/// absolute difference between neighbouring sessions (2.66 = 3 / 1.128, three
/// standard errors from a moving range of two; Shewhart's individuals chart).
///
/// A score below it is outside this person's own routine variation. The limit of
/// a short or very even series is too high and over-signals: use a dozen scores.
///
/// Errors: fewer than two scores, scores not finite.
pub fn individuals_lower_limit(scores: &[f64]) -> Result<f64, StatsError> {
    if scores.len() < 2 {
        return Err(StatsError::TooFew {
            what: "scores",
            needed: 2,
            given: scores.len(),
        });
    }
    check_scores(scores)?;
    let ranges: Vec<f64> = scores
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).abs())
        .collect();
    finite("the lower limit", mean(scores) - 2.66 * mean(&ranges))
}

/// Each score as `z` within the person's whole series, for looking back:
/// `(score - mean) / SD` over all sessions, later ones included.
///
/// Errors: fewer than two scores, all alike, not finite.
pub fn series_scores(scores: &[f64]) -> Result<Vec<f64>, StatsError> {
    if scores.len() < 2 {
        return Err(StatsError::TooFew {
            what: "scores",
            needed: 2,
            given: scores.len(),
        });
    }
    check_scores(scores)?;
    let (centre, spread) = (mean(scores), sample_sd(scores));
    if spread == 0.0 {
        return Err(StatsError::NoSpread { what: "the series" });
    }
    scores
        .iter()
        .map(|score| finite("a standardised score", (score - centre) / spread))
        .collect()
}

pub(super) fn check_scores(scores: &[f64]) -> Result<(), StatsError> {
    scores
        .iter()
        .try_for_each(|score| finite("a score", *score).map(|_| ()))
}
