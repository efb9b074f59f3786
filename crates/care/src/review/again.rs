//! What opened a review, and the second look that follows it by itself.
//!
//! A signal is worth something only if somebody looks whether what was done about
//! it helped. So a review that an alarm opened asks for another look after two or
//! three sessions, and the program makes that look by itself: it holds what was the
//! reason then against what the record says now.

use attune_catalog::Catalog;
use attune_stats::signal::Signal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::decision::Review;
use super::progress::{Change, Progress, change_between, courses};
use crate::session::{Alliance, alliance};
use crate::{Dated, Record, Refusal};

/// After how many sessions a decision can be looked at again. Fewer say nothing yet,
/// more would be a review of its own.
pub const AGAIN_AFTER: [u32; 2] = [2, 3];

/// Where an alarm opened the review and nobody chose.
const USUAL: u32 = 3;

/// An alarm that was standing when a review was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A course was not on track.
    NotOnTrack,
    /// Session feedback fell against the client's own usual.
    AllianceDip,
}

/// Which alarms stand now.
pub fn causes(courses: &[Progress], alliance: &Alliance) -> Vec<Cause> {
    let off_track = courses.iter().any(|progress| {
        progress
            .judgement
            .as_ref()
            .is_some_and(|judged| judged.signal == Signal::NotOnTrack)
    });
    let mut causes = Vec::new();
    if off_track {
        causes.push(Cause::NotOnTrack);
    }
    if alliance.dip_on().is_some() {
        causes.push(Cause::AllianceDip);
    }
    causes
}

/// The number of sessions after which to look again: the chosen one, or the usual one
/// where an alarm opened the review. Without an alarm nobody has to look again before
/// the day the plan names.
///
/// # Errors
/// [`Refusal::Invalid`] for a number that is not among [`AGAIN_AFTER`].
pub(crate) fn again_after(chosen: Option<u32>, causes: &[Cause]) -> Result<Option<u32>, Refusal> {
    match chosen {
        Some(sessions) if !AGAIN_AFTER.contains(&sessions) => Err(Refusal::Invalid {
            field: "When to look again",
            expected: "after two or three sessions",
        }),
        None if !causes.is_empty() => Ok(Some(USUAL)),
        chosen => Ok(chosen),
    }
}

/// How things stand since a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecondLook {
    /// Not enough sessions yet.
    Waiting,
    /// None of the alarms stands any more.
    Settled,
    /// An alarm stands still, or stands again, on what came since the review.
    Persists,
    /// Nothing was answered since, so nobody can know.
    NothingNew,
}

/// One course since the review.
#[derive(Debug, Clone, PartialEq)]
pub struct CourseSince {
    /// Catalogue id of the measure.
    pub measure: String,
    /// The last score known at the review.
    pub then: (Date, f64),
    /// The newest one since.
    pub now: (Date, f64),
    /// From the one to the other, by the measure's own rule.
    pub change: Change,
    /// The signal now; none without a rule for change.
    pub signal: Option<Signal>,
}

/// The second look at a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Again {
    /// The review it belongs to: the last one that was held.
    pub review: Dated<Review>,
    /// Sessions asked for.
    pub after: u32,
    /// Sessions held since; those of the day of the review count as before it.
    pub held: u32,
    /// What came of it.
    pub outcome: SecondLook,
    /// Courses with a score since.
    pub courses: Vec<CourseSince>,
    /// The last feedback since the review and whether something in it stands out.
    pub feedback: Option<(Date, bool)>,
}

/// The second look at the last review, if it asked for one. A later review takes its
/// place, so pressing "no change, because ..." once more ends it.
pub fn again(record: &Record, catalog: &Catalog) -> Option<Again> {
    let review = record.reviews.last()?;
    let after = review.item.again_after?;
    let on = review.item.on;
    let held = record
        .sessions
        .iter()
        .filter(|session| session.meeting.on > on)
        .count();
    let held = u32::try_from(held).unwrap_or(u32::MAX);
    let found = courses(record, catalog);
    let alliance = alliance(record, catalog);
    let since: Vec<CourseSince> = found
        .iter()
        .filter_map(|progress| course_since(progress, catalog, on))
        .collect();
    let feedback = alliance
        .feedback
        .last()
        .filter(|latest| latest.on > on)
        .map(|latest| (latest.on, !latest.outstanding.is_empty()));
    Some(Again {
        outcome: outcome(&review.item.causes, &since, feedback, held >= after),
        review: review.clone(),
        after,
        held,
        courses: since,
        feedback,
    })
}

fn course_since(progress: &Progress, catalog: &Catalog, on: Date) -> Option<CourseSince> {
    let measure = catalog.measure(&progress.measure)?;
    let points = &progress.series.points;
    let then = points.iter().rfind(|point| point.on <= on)?;
    let now = points.last().filter(|point| point.on > on)?;
    Some(CourseSince {
        measure: progress.measure.clone(),
        then: (then.on, then.value),
        now: (now.on, now.value),
        change: change_between(measure, then.value, now.value),
        signal: progress.judgement.as_ref().map(|judged| judged.signal),
    })
}

/// An alarm that was a reason has to be answered by something new of its own kind: a
/// good score says nothing about the alliance, and the other way round. Whatever
/// alarm stands on new answers counts, also one that was no reason then.
fn outcome(
    causes: &[Cause],
    courses: &[CourseSince],
    feedback: Option<(Date, bool)>,
    due: bool,
) -> SecondLook {
    if !due {
        return SecondLook::Waiting;
    }
    let off_track = courses
        .iter()
        .any(|course| course.signal == Some(Signal::NotOnTrack));
    let dip = feedback.is_some_and(|(_, stands_out)| stands_out);
    if off_track || dip {
        return SecondLook::Persists;
    }
    let unanswered = causes.iter().any(|cause| match cause {
        Cause::NotOnTrack => courses.is_empty(),
        Cause::AllianceDip => feedback.is_none(),
    });
    if unanswered || (courses.is_empty() && feedback.is_none()) {
        SecondLook::NothingNew
    } else {
        SecondLook::Settled
    }
}
