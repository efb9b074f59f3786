use attune_catalog::{Catalog, ProblemArea};
use attune_ids::{AccountId, EntryId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::caseload::days;
use crate::refusal::required;
use crate::review::courses;
use crate::{Body, Dated, NewEntry, Record, Refusal};

/// The longest time a case can be shared at once, in days: a term of supervision.
pub const LONGEST_DAYS: i64 = 90;

/// What a text of a case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseAbout {
    /// A problem, in the client's words.
    ProblemWords,
    /// A goal, in the client's words.
    GoalWords,
    /// A factor of the drawing.
    FactorText,
    /// Why a version of the plan came about.
    PlanReason,
    /// What was said in a review.
    ReviewWords,
}

impl CaseAbout {
    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ProblemWords => "problem_words",
            Self::GoalWords => "goal_words",
            Self::FactorText => "factor_text",
            Self::PlanReason => "plan_reason",
            Self::ReviewWords => "review_words",
        }
    }

    /// What it is, in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ProblemWords => "a problem, in the client's words",
            Self::GoalWords => "a goal, in the client's words",
            Self::FactorText => "something in the drawing",
            Self::PlanReason => "why the plan was changed",
            Self::ReviewWords => "what was said in a review",
        }
    }
}

/// One text, as it was when it was shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseText {
    /// What it is about.
    pub case_about: CaseAbout,
    /// The text.
    pub text: String,
}

/// The course of one measure, in days since the first contact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseCourse {
    /// Catalogue id.
    pub measure: String,
    /// Day and score, oldest first.
    pub points: Vec<(i64, f64)>,
}

/// A case was shared with somebody. What stands here is all they see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseSharing {
    /// With whom.
    pub with: AccountId,
    /// What the client is called there.
    pub pseudonym: String,
    /// What the clinician wants to talk about.
    pub question: String,
    /// The last day on which it can be seen.
    pub until: Date,
    /// Areas of the open problems.
    pub areas: Vec<ProblemArea>,
    /// Catalogue ids of the techniques in the plan.
    pub techniques: Vec<String>,
    /// Number of sessions so far.
    pub sessions: u32,
    /// Only those that were chosen one by one.
    pub texts: Vec<CaseText>,
    /// Empty if courses were left out.
    pub courses: Vec<CaseCourse>,
}

/// It is not shared any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseEnding {
    /// The entry in which it was shared.
    pub case: EntryId,
}

/// A shared case.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseState {
    /// What was shared, by whom and when; its entry names the case.
    pub shared: Dated<CaseSharing>,
    /// Somebody ended it before its last day.
    pub ended: bool,
}

impl CaseState {
    /// Whether it can be seen on this day.
    pub fn is_open(&self, today: Date) -> bool {
        !self.ended && today <= self.shared.item.until
    }
}

/// What a form asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseInput {
    /// See [`CaseSharing::with`].
    pub with: AccountId,
    /// See [`CaseSharing::pseudonym`].
    pub pseudonym: String,
    /// See [`CaseSharing::question`].
    pub question: String,
    /// See [`CaseSharing::until`].
    pub until: Option<Date>,
    /// The texts that were looked through and chosen, word for word.
    pub texts: Vec<CaseText>,
    /// Courses go along.
    pub courses: bool,
}

/// Every free text that could go along, for the clinician to look through.
pub fn offered_texts(record: &Record) -> Vec<CaseText> {
    let text = |case_about, text: &String| CaseText {
        case_about,
        text: text.clone(),
    };
    let problems = record
        .open_problems()
        .map(|state| text(CaseAbout::ProblemWords, &state.problem.words));
    let goals = record
        .plan()
        .into_iter()
        .flat_map(|plan| &plan.goals)
        .map(|goal| text(CaseAbout::GoalWords, &goal.words));
    let factors = record
        .formulation
        .factors
        .iter()
        .map(|factor| text(CaseAbout::FactorText, &factor.text));
    let reasons = record
        .plans
        .iter()
        .map(|plan| text(CaseAbout::PlanReason, &plan.item.reason));
    let reviews = record
        .reviews
        .iter()
        .map(|held| text(CaseAbout::ReviewWords, &held.item.words));
    problems
        .chain(goals)
        .chain(factors)
        .chain(reasons)
        .chain(reviews)
        .filter(|offered| !offered.text.trim().is_empty())
        .collect()
}

/// The courses that could go along, without a date of the calendar.
pub fn offered_courses(record: &Record, catalog: &Catalog) -> Vec<CaseCourse> {
    let found = courses(record, catalog);
    let scores = found.iter().flat_map(|progress| &progress.series.points);
    let opened = record.opening.as_ref().map(|opening| opening.on);
    let Some(first) = scores.map(|point| point.on).chain(opened).min() else {
        return Vec::new();
    };
    found
        .iter()
        .filter(|progress| !progress.series.points.is_empty())
        .map(|progress| CaseCourse {
            measure: progress.measure.clone(),
            points: progress
                .series
                .points
                .iter()
                .map(|point| (days(first, point.on), point.value))
                .collect(),
        })
        .collect()
}

/// Shares a case. `telling` are words that would tell who it is: the parts of the name,
/// the address of mail, the practice's reference.
///
/// # Errors
/// [`Refusal::Missing`] without a pseudonym, question or last day; [`Refusal::Invalid`] if
/// one of the telling words stands in anything that would be shared, or the last day is
/// not within the next 90; [`Refusal::NotThere`] if a chosen text is not in the record.
pub fn share_case(
    record: &Record,
    catalog: &Catalog,
    input: &CaseInput,
    telling: &[&str],
    today: Date,
    entry: EntryId,
) -> Result<Vec<NewEntry>, Refusal> {
    let pseudonym = required(&input.pseudonym, "a name for the case")?;
    let question = required(&input.question, "what you want to talk about")?;
    let until = input.until.ok_or(Refusal::Missing {
        field: "the last day",
    })?;
    if until <= today || days(today, until) > LONGEST_DAYS {
        return Err(Refusal::Invalid {
            field: "The last day",
            expected: "within the next 90 days",
        });
    }
    let offered = offered_texts(record);
    if input.texts.iter().any(|text| !offered.contains(text)) {
        return Err(Refusal::NotThere { what: "text" });
    }
    let texts = input.texts.iter().map(|text| &text.text);
    if texts
        .chain([&pseudonym, &question])
        .any(|text| tells(text, telling))
    {
        return Err(Refusal::Invalid {
            field: "What you share",
            expected: "must not hold the client's name, address or reference: leave that text out, or word it differently",
        });
    }
    let mut areas: Vec<ProblemArea> = record
        .open_problems()
        .map(|state| state.problem.area)
        .collect();
    areas.sort();
    areas.dedup();
    let strands = record.plan().into_iter().flat_map(|plan| &plan.strands);
    let sharing = CaseSharing {
        with: input.with,
        pseudonym,
        question,
        until,
        areas,
        techniques: strands.map(|strand| strand.technique.clone()).collect(),
        sessions: u32::try_from(record.sessions.len()).unwrap_or(u32::MAX),
        texts: input.texts.clone(),
        courses: if input.courses {
            offered_courses(record, catalog)
        } else {
            Vec::new()
        },
    };
    Ok(vec![NewEntry {
        id: entry,
        body: Body::CaseShared(sharing),
    }])
}

/// Ends it before its last day.
///
/// # Errors
/// [`Refusal::NotThere`] if there is no such case; [`Refusal::AlreadyDone`] if it ended.
pub fn end_case(record: &Record, case: EntryId, entry: EntryId) -> Result<Vec<NewEntry>, Refusal> {
    let state = record
        .cases
        .iter()
        .find(|state| state.shared.entry == case)
        .ok_or(Refusal::NotThere { what: "case" })?;
    if state.ended {
        return Err(Refusal::AlreadyDone {
            what: "This is not shared any more.",
        });
    }
    Ok(vec![NewEntry {
        id: entry,
        body: Body::CaseShareEnded(CaseEnding { case }),
    }])
}

/// Whether a telling word stands in a text, as a word of its own, whatever its letters'
/// size. Words of one or two letters tell nobody and would stop everything.
fn tells(text: &str, telling: &[&str]) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| word.chars().count() > 2)
            .map(str::to_lowercase)
            .collect()
    };
    let told: Vec<String> = telling.iter().flat_map(|word| words(word)).collect();
    words(text).iter().any(|word| told.contains(word))
}
