//! When it may be enough: what the two agreed for that, and what has been steady.
//!
//! Therapy that goes on by itself is as little a decision as therapy that stops by
//! itself. These prompts end nothing: they put a question on the table, with what
//! stands for it. How many sessions somebody stayed says nothing about how many they
//! need: people leave when it is enough (the good-enough level; Barkham M et al.,
//! Dose-effect relations and responsive regulation of treatment duration: the good
//! enough level, J Consult Clin Psychol 2006; 74:160-167), so no number of sessions is
//! proposed here.

use attune_catalog::{Catalog, Measure};
use jiff::civil::Date;

use super::progress::{Meaning, Progress, courses, meanings};
use crate::Record;
use crate::caseload::days;
use crate::plan::{GoalCourse, goal_course};

/// So many scores in a row have to be good before the question is asked. A convention
/// of ours: one good week is no level.
pub const STEADY_SCORES: usize = 3;
/// And they have to lie at least so many days apart, the first from the last.
pub const STEADY_DAYS: i64 = 28;
/// A goal rated so high counts as near. A convention as well.
pub const NEAR: u8 = 8;

/// A reason to ask whether it is enough.
#[derive(Debug, Clone, PartialEq)]
pub enum EndingPrompt {
    /// The last scores are all better than the first by more than measurement error, and
    /// none of them counts as a case any more.
    GoodEnough {
        /// Catalogue id of the measure.
        measure: String,
        /// The first score, which counted as a case.
        first: (Date, f64),
        /// The first and the last of the steady ones.
        steady: ((Date, f64), (Date, f64)),
        /// How many scores in a row.
        scores: usize,
        /// Source of the rule for change and of the cut.
        source: String,
    },
    /// Every goal of the plan was last rated as near or reached.
    GoalsNear {
        /// How many goals.
        goals: usize,
        /// The day of the oldest of these ratings.
        since: Date,
    },
    /// As many sessions were held as the plan was agreed for.
    SessionsUsed {
        /// How many were agreed.
        planned: u32,
        /// How many were held since that version was agreed.
        held: u32,
    },
}

/// Reasons to ask whether it is enough; none is the usual answer.
pub fn ending_prompts(record: &Record, catalog: &Catalog) -> Vec<EndingPrompt> {
    let mut prompts: Vec<EndingPrompt> = courses(record, catalog)
        .iter()
        .filter_map(|progress| good_enough(progress, catalog.measure(&progress.measure)?))
        .collect();
    prompts.extend(goals_near(record));
    prompts.extend(sessions_used(record));
    prompts
}

fn good_enough(progress: &Progress, measure: &Measure) -> Option<EndingPrompt> {
    let norm = measure.default_norm(measure.total.as_deref()?)?;
    let points = &progress.series.points;
    let first = points.first()?;
    // Without trouble at the start nothing has settled.
    if norm.is_case(first.value, measure.direction) != Some(true) {
        return None;
    }
    let meanings = meanings(measure, &progress.series);
    let steady = points
        .iter()
        .zip(&meanings)
        .rev()
        .take_while(|(point, meaning)| {
            **meaning == Meaning::Improved
                && norm.is_case(point.value, measure.direction) == Some(false)
        })
        .count();
    let begin = points.get(points.len() - steady)?;
    let last = points.last()?;
    if steady < STEADY_SCORES || days(begin.on, last.on) < STEADY_DAYS {
        return None;
    }
    Some(EndingPrompt::GoodEnough {
        measure: progress.measure.clone(),
        first: (first.on, first.value),
        steady: ((begin.on, begin.value), (last.on, last.value)),
        scores: steady,
        source: norm.source.clone(),
    })
}

fn goals_near(record: &Record) -> Option<EndingPrompt> {
    let goals = &record.plan()?.goals;
    let rated: Vec<GoalCourse> = goals
        .iter()
        .map(|goal| goal_course(record, goal.id))
        .collect::<Option<_>>()?;
    let since = rated.iter().map(|course| course.last.0).min()?;
    rated
        .iter()
        .all(|course| course.last.1 >= NEAR)
        .then_some(EndingPrompt::GoalsNear {
            goals: rated.len(),
            since,
        })
}

fn sessions_used(record: &Record) -> Option<EndingPrompt> {
    let plan = record.plans.last()?;
    let planned = plan.item.terms.sessions?;
    // Entries carry a moment and sessions a day; the session in which a plan is agreed
    // counts as before it.
    let agreed = record.day(plan.at);
    let held = record
        .sessions
        .iter()
        .filter(|session| session.meeting.on > agreed)
        .count();
    let held = u32::try_from(held).unwrap_or(u32::MAX);
    (held >= planned).then_some(EndingPrompt::SessionsUsed { planned, held })
}
