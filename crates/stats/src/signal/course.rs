use serde::{Deserialize, Serialize};

use crate::change::{ChangeClass, IndividualChange, ReliableChangeRule};
use crate::growth::{Observation, ReferenceCourse};
use crate::{Proportion, StatsError};

/// Below this many scores nothing is said about the course.
pub const LEAST_POINTS: usize = 3;

/// Whether a therapy goes as it should.
///
/// The change-so-far comes first because on open PHQ-9 courses it found those who
/// would not improve as well as a mixed model did (area under the curve .64-.82),
/// while a breach of the classic 80% band missed nearly all of them; so the alarm
/// is set by a stated rate, not by a band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signal {
    /// Fewer than [`LEAST_POINTS`] scores.
    TooEarly {
        /// How many there are.
        points: usize,
    },
    /// No reason to look closer.
    OnTrack,
    /// One measurement gives a reason; the next one decides.
    Watch,
    /// Time for a review with the client.
    NotOnTrack,
    /// Not reliably worse, and no reference applies to say more.
    NoReference,
}

/// Which of the last two measurements a reason is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measurement {
    /// The latest.
    Last,
    /// The one before.
    Previous,
}

/// Why a signal is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Reason {
    /// There are too few scores to judge a course.
    FewPoints {
        /// How many there are.
        points: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Worse than at the start by more than measurement error.
    ReliableWorsening {
        /// By how many points, above zero.
        points: f64,
        /// How many the rule asks for.
        threshold: f64,
    },
    /// The expected improvement is among the worst of the reference.
    RankInAlarm {
        /// At which measurement.
        at: Measurement,
        /// Share of the reference expected to improve less.
        rank: Proportion,
        /// The share that the service chose to look at.
        alarm_rate: Proportion,
    },
    /// The expected improvement is not among the worst of the reference.
    RankAboveAlarm {
        /// At which measurement.
        at: Measurement,
        /// Share of the reference expected to improve less.
        rank: Proportion,
        /// The share that the service chose to look at.
        alarm_rate: Proportion,
    },
    /// No reference course applies to this measure and setting.
    NoReference,
}

/// The rank of the expected improvement ([`crate::growth::ImprovementRank`]), if known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Ranks {
    /// No reference course applies.
    NoReference,
    /// A reference applies, but there are fewer than two scores to rank.
    NotYet,
    /// With a reference.
    Known {
        /// With all scores.
        last: Proportion,
        /// With all scores but the last, if there was a score before it.
        previous: Option<Proportion>,
    },
}

/// What the signal is made from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CourseEvidence {
    /// How many scores there are.
    pub points: usize,
    /// Change from the first to the last score; `None` with fewer than two.
    pub change: Option<IndividualChange>,
    /// Ranks at the last two measurements.
    pub ranks: Ranks,
}

/// A signal with its reasons and the evidence it was made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CourseJudgement {
    /// The signal.
    pub signal: Signal,
    /// Every reason that holds, the deciding one first.
    pub reasons: Vec<Reason>,
    /// What it was made from.
    pub evidence: CourseEvidence,
}

/// Makes the signal from the evidence.
///
/// - fewer than [`LEAST_POINTS`] scores: too early (a reliable worsening is still
///   among the reasons);
/// - reliably worse than at the start: not on track;
/// - rank within the worst `alarm_rate` at the last two measurements in a row: not
///   on track; at the last only: watch;
/// - otherwise on track, or no reference.
///
/// ```
/// use attune_stats::Proportion;
/// use attune_stats::signal::{CourseEvidence, Ranks, Signal, course_signal};
/// let share = Proportion::new;
/// let evidence = CourseEvidence {
///     points: 4,
///     change: None,
///     ranks: Ranks::Known { last: share(0.31)?, previous: Some(share(0.55)?) },
/// };
/// assert_eq!(course_signal(evidence, share(0.40)?).signal, Signal::Watch);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
pub fn course_signal(evidence: CourseEvidence, alarm_rate: Proportion) -> CourseJudgement {
    let worsening = evidence
        .change
        .filter(|change| change.class == ChangeClass::Deteriorated);
    let mut reasons = Vec::new();
    if evidence.points < LEAST_POINTS {
        reasons.push(Reason::FewPoints {
            points: evidence.points,
            needed: LEAST_POINTS,
        });
    }
    if let Some(change) = worsening {
        reasons.push(Reason::ReliableWorsening {
            points: -change.improvement,
            threshold: change.threshold,
        });
    }
    let too_early = Signal::TooEarly {
        points: evidence.points,
    };
    let by_rank = match evidence.ranks {
        Ranks::Known { last, previous } => signal_by_rank(last, previous, alarm_rate, &mut reasons),
        Ranks::NotYet => too_early,
        Ranks::NoReference => {
            reasons.push(Reason::NoReference);
            Signal::NoReference
        }
    };
    let signal = if evidence.points < LEAST_POINTS {
        too_early
    } else if worsening.is_some() {
        Signal::NotOnTrack
    } else {
        by_rank
    };
    CourseJudgement {
        signal,
        reasons,
        evidence,
    }
}

fn signal_by_rank(
    last: Proportion,
    previous: Option<Proportion>,
    alarm_rate: Proportion,
    reasons: &mut Vec<Reason>,
) -> Signal {
    let mut alarm = |at, rank: Proportion| {
        let inside = rank <= alarm_rate;
        reasons.push(if inside {
            Reason::RankInAlarm {
                at,
                rank,
                alarm_rate,
            }
        } else {
            Reason::RankAboveAlarm {
                at,
                rank,
                alarm_rate,
            }
        });
        inside
    };
    let last_alarms = alarm(Measurement::Last, last);
    let previous_alarms = previous.is_some_and(|rank| alarm(Measurement::Previous, rank));
    match (last_alarms, previous_alarms) {
        (true, true) => Signal::NotOnTrack,
        (true, false) => Signal::Watch,
        (false, _) => Signal::OnTrack,
    }
}

/// Gathers the evidence from a person's scores and makes the signal.
///
/// `reference` is a course that applies to this measure and setting together with
/// the planned end of therapy in its unit of time. A rank needs two scores: a
/// rank from one is regression to the mean and nothing else.
///
/// ```
/// use attune_stats::Proportion;
/// use attune_stats::change::{Direction, ReliableChangeRule};
/// use attune_stats::growth::Observation;
/// use attune_stats::signal::{Signal, judge_course};
/// let rule = ReliableChangeRule::published(6.0, Direction::LowerIsBetter)?;
/// let scores = [(0.0, 12.0), (1.0, 15.0), (2.0, 18.0)].map(|(time, score)| Observation::new(time, score));
/// let scores = scores.into_iter().collect::<Result<Vec<_>, _>>()?;
/// let judged = judge_course(&scores, &rule, None, Proportion::new(0.40)?)?;
/// assert_eq!(judged.signal, Signal::NotOnTrack);
/// # Ok::<(), attune_stats::StatsError>(())
/// ```
///
/// Errors: times that go back; a planned end before the last score (a therapy past
/// its planned end needs a new plan, so give its new end).
pub fn judge_course(
    observations: &[Observation],
    rule: &ReliableChangeRule,
    reference: Option<(&ReferenceCourse, f64)>,
    alarm_rate: Proportion,
) -> Result<CourseJudgement, StatsError> {
    if observations
        .windows(2)
        .any(|pair| pair[1].time < pair[0].time)
    {
        return Err(StatsError::TimesOutOfOrder);
    }
    let change = match observations {
        [first, .., last] => Some(rule.judge(first.score.get(), last.score.get())?),
        _ => None,
    };
    let rank_with = |count: usize, reference: &ReferenceCourse, planned_end| {
        reference
            .given(&observations[..count])?
            .improvement_rank(planned_end, rule.direction())
            .map(|rank| rank.rank)
    };
    let points = observations.len();
    let ranks = match reference {
        Some((reference, planned_end)) if points >= 2 => Ranks::Known {
            last: rank_with(points, reference, planned_end)?,
            previous: if points > 2 {
                Some(rank_with(points - 1, reference, planned_end)?)
            } else {
                None
            },
        },
        Some(_) => Ranks::NotYet,
        None => Ranks::NoReference,
    };
    Ok(course_signal(
        CourseEvidence {
            points,
            change,
            ranks,
        },
        alarm_rate,
    ))
}
