//! What happened since the last review, and what of the plan was worked on.

use attune_ids::StrandId;
use jiff::civil::Date;

use crate::Record;
use crate::session::TaskDone;

/// How often one strand of the plan was worked on.
#[derive(Debug, Clone, PartialEq)]
pub struct StrandWork {
    /// The strand of the plan as it stands.
    pub strand: StrandId,
    /// Catalogue id of its technique.
    pub technique: String,
    /// How many times.
    pub times: usize,
    /// The day of the last time.
    pub last: Option<Date>,
}

/// How tasks went that were agreed in the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaskCount {
    /// Done.
    pub done: usize,
    /// Tried, in part.
    pub partly: usize,
    /// Not done.
    pub not_done: usize,
    /// Not looked at together yet.
    pub open: usize,
}

/// Everything since the last review, or since the beginning.
#[derive(Debug, Clone, PartialEq)]
pub struct Since {
    /// The day of the last review; none before the first one.
    pub review: Option<Date>,
    /// Number of sessions after that day.
    pub sessions: usize,
    /// One line per strand of the plan as it stands, in the plan's order.
    pub strands: Vec<StrandWork>,
    /// Techniques done outside of the plan as it stands, with how often.
    pub elsewhere: Vec<(String, usize)>,
    /// Tasks agreed in those sessions.
    pub tasks: TaskCount,
}

/// Collects what happened since the last review. Sessions of the day of a review
/// count as before it: a review is held in or after a session.
pub fn since_last_review(record: &Record) -> Since {
    let review = record.reviews.iter().map(|held| held.item.on).max();
    let counts = |on: Date| review.is_none_or(|day| on > day);
    let mut strands: Vec<StrandWork> = record.plan().map_or_else(Vec::new, |plan| {
        plan.strands
            .iter()
            .map(|strand| StrandWork {
                strand: strand.id,
                technique: strand.technique.clone(),
                times: 0,
                last: None,
            })
            .collect()
    });
    let mut elsewhere: Vec<(String, usize)> = Vec::new();
    let mut tasks = TaskCount::default();
    let mut sessions = 0;
    for session in record
        .sessions
        .iter()
        .filter(|session| counts(session.meeting.on))
    {
        sessions += 1;
        for work in &session.work {
            let planned = strands
                .iter_mut()
                .find(|line| Some(line.strand) == work.item.strand);
            match planned {
                Some(line) => {
                    line.times += 1;
                    line.last = line.last.max(Some(session.meeting.on));
                }
                None => count(&mut elsewhere, &work.item.technique),
            }
        }
        for state in record
            .tasks
            .iter()
            .filter(|state| state.task.session == session.meeting.id)
        {
            match state.outcome.as_ref().map(|outcome| outcome.done) {
                Some(TaskDone::Done) => tasks.done += 1,
                Some(TaskDone::Partly) => tasks.partly += 1,
                Some(TaskDone::NotDone) => tasks.not_done += 1,
                None => tasks.open += 1,
            }
        }
    }
    Since {
        review,
        sessions,
        strands,
        elsewhere,
        tasks,
    }
}

fn count(counted: &mut Vec<(String, usize)>, technique: &str) {
    match counted.iter_mut().find(|(known, _)| known == technique) {
        Some((_, times)) => *times += 1,
        None => counted.push((technique.to_owned(), 1)),
    }
}
