//! What to know before a session: only what is new since the last one, and what is still open.

use attune_catalog::Catalog;
use attune_ids::SessionId;
use jiff::civil::Date;

use crate::assess::{Point, Words};
use crate::caseload::{Reason, reasons};
use crate::review::{
    Again, Change, Progress, StrandWork, again, change_between, courses, since_last_review,
};
use crate::session::{Feedback, Task, TaskOutcome, alliance};
use crate::{Dated, Headline, Record};

/// Everything on the one page before a session.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// The last session before today; none before the first one. "Since last time" counts from here.
    pub last: Option<(SessionId, Date)>,
    /// Why this person is worth a look today, most pressing first.
    pub reasons: Vec<Reason>,
    /// What the client wants different next time, in their words.
    pub wish: Option<BriefWish>,
    /// One line per measure with a complete score, the leading one first.
    pub scores: Vec<BriefScore>,
    /// Tasks that nobody has looked at yet, and those agreed last time, oldest first.
    pub tasks: Vec<BriefTask>,
    /// The latest feedback on a session, with what stands out in it.
    pub feedback: Option<Feedback>,
    /// What the client said since last time, latest first.
    pub heard: Vec<Dated<Words>>,
    /// Strands of the plan as it stands, with how often they were worked on since the last review.
    pub strands: Vec<StrandWork>,
    /// The second look at the last review, if it asked for one.
    pub again: Option<Again>,
}

/// The client's wish, with the day it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BriefWish {
    /// In their words.
    pub words: String,
    /// The day of the feedback it is from.
    pub on: Date,
}

/// Where one measure stands.
#[derive(Debug, Clone, PartialEq)]
pub struct BriefScore {
    /// The whole course, with its change since the start and its signal.
    pub progress: Progress,
    /// The latest complete score.
    pub latest: Point,
    /// Whether it is from after the last session. What is older was on the table then.
    pub new: bool,
    /// Change from the latest score known at the last session to the newest one; none if nothing was known then or
    /// nothing came since.
    pub since_last_time: Option<Change>,
}

/// A task with what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct BriefTask {
    /// What was agreed.
    pub task: Task,
    /// The day of the session it was agreed in.
    pub agreed_on: Date,
    /// What came of it; none while nobody has looked at it.
    pub outcome: Option<TaskOutcome>,
}

/// Collects what is new since the last session before today. A session that was begun today is the one this brief
/// is for.
pub fn brief(record: &Record, catalog: &Catalog, today: Date) -> Brief {
    let last = record
        .sessions
        .iter()
        .map(|state| (state.meeting.id, state.meeting.on))
        .filter(|(_, on)| *on < today)
        .max_by_key(|(_, on)| *on);
    let since = last.map(|(_, on)| on);
    let feedback = alliance(record, catalog).feedback.pop();
    Brief {
        last,
        reasons: reasons(&Headline::of(record, catalog), today),
        wish: feedback.as_ref().and_then(wish),
        scores: courses(record, catalog)
            .into_iter()
            .filter_map(|progress| score(catalog, progress, since))
            .collect(),
        tasks: tasks(record, last.map(|(id, _)| id)),
        feedback,
        heard: heard(record, since),
        strands: since_last_review(record).strands,
        again: again(record, catalog),
    }
}

fn wish(feedback: &Feedback) -> Option<BriefWish> {
    feedback.next_time.as_ref().map(|words| BriefWish {
        words: words.clone(),
        on: feedback.on,
    })
}

fn score(catalog: &Catalog, progress: Progress, since: Option<Date>) -> Option<BriefScore> {
    let latest = progress.series.points.last()?.clone();
    let new = since.is_none_or(|day| latest.on > day);
    // A score of the day of a session was given before it began, as a rule: it was known then.
    let known = since.and_then(|day| {
        let points = progress.series.points.iter();
        points.rev().find(|point| point.on <= day)
    });
    let measure = catalog.measure(&progress.measure)?;
    let since_last_time = known
        .filter(|_| new)
        .map(|known| change_between(measure, known.value, latest.value));
    Some(BriefScore {
        progress,
        latest,
        new,
        since_last_time,
    })
}

fn tasks(record: &Record, last: Option<SessionId>) -> Vec<BriefTask> {
    let open_or_recent = record
        .tasks
        .iter()
        .filter(|state| state.outcome.is_none() || Some(state.task.session) == last);
    open_or_recent
        .filter_map(|state| {
            let agreed_on = record.session(state.task.session)?.meeting.on;
            Some(BriefTask {
                task: state.task.clone(),
                agreed_on,
                outcome: state.outcome.clone(),
            })
        })
        .collect()
}

/// Entries carry a moment and sessions a day; what was written on the day of the session may have been said in it,
/// and is no news.
fn heard(record: &Record, since: Option<Date>) -> Vec<Dated<Words>> {
    record
        .words
        .iter()
        .rev()
        .filter(|words| {
            let on = record.day(words.at);
            since.is_none_or(|day| on > day)
        })
        .cloned()
        .collect()
}
