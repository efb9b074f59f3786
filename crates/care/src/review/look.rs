//! The short guided look when a course is not on track or a session felt worse:
//! six places to look, in the order of the clinical support tools that gave
//! feedback its effect (Barkham et al. 2023 find g .36-.53 with them against .15
//! without), each with what the record already says. The questions are our own.

use attune_catalog::{Catalog, Domain, FlagState};
use jiff::civil::Date;

use super::again::causes;
use super::progress::Progress;
use super::since::{Since, TaskCount, since_last_review};
use crate::Record;
use crate::assess::{AlertAction, WordsKind, whole_person};
use crate::caseload::days;
use crate::formulate::Role;
use crate::session::{Alliance, alliance};

/// A place to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Is the person safe?
    Risk,
    /// The two of us.
    Alliance,
    /// What the person wants, and wants enough.
    Goals,
    /// People around, and what happened lately.
    Life,
    /// Do we work on the right thing?
    Formulation,
    /// How much, how often, what else.
    Dose,
}

impl Look {
    /// Every place, in the order to look: safety first.
    pub const ALL: [Self; 6] = [
        Self::Risk,
        Self::Alliance,
        Self::Goals,
        Self::Life,
        Self::Formulation,
        Self::Dose,
    ];

    /// The stable code used in form fields.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::Alliance => "alliance",
            Self::Goals => "goals",
            Self::Life => "life",
            Self::Formulation => "formulation",
            Self::Dose => "dose",
        }
    }

    /// The place with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.code() == code)
    }

    /// The place after this one; none after the last.
    pub fn next(self) -> Option<Self> {
        let mut rest = Self::ALL.into_iter().skip_while(|look| *look != self);
        rest.nth(1)
    }

    /// The place before this one; none before the first.
    pub fn previous(self) -> Option<Self> {
        Self::ALL
            .into_iter()
            .take_while(|look| *look != self)
            .last()
    }

    /// The heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Risk => "Risk",
            Self::Alliance => "The two of you",
            Self::Goals => "Motivation and goals",
            Self::Life => "People around and events",
            Self::Formulation => "The picture and the plan",
            Self::Dose => "How much, and what else",
        }
    }

    /// What to ask oneself, or each other.
    pub const fn question(self) -> &'static str {
        match self {
            Self::Risk => "Is there danger now, to the client or to anybody else?",
            Self::Alliance => "Is there something between you that has not been said?",
            Self::Goals => "Does the client still want this, and believe it can be reached?",
            Self::Life => "Who stands by the client, and what has happened lately?",
            Self::Formulation => "Does the plan work on what keeps the trouble going?",
            Self::Dose => {
                "Is it often enough, long enough, and is something else needed: a physician, medication, another place?"
            }
        }
    }
}

/// Something the record already says.
#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// A risk answer nobody has acted on.
    RiskOpen {
        /// Catalogue id of the measure.
        measure: String,
        /// The day of the answer.
        on: Date,
    },
    /// The latest risk answer that somebody acted on.
    RiskActedOn {
        /// Catalogue id of the measure.
        measure: String,
        /// The day of the answer.
        on: Date,
        /// What was done.
        action: AlertAction,
    },
    /// The latest form that asks about risk, where it was not raised.
    RiskAsked {
        /// Catalogue id of the measure.
        measure: String,
        /// The day it was answered.
        on: Date,
        /// False if the question was left without an answer, which is not "no".
        answered: bool,
    },
    /// No form that asks about risk was answered yet.
    RiskNeverAsked,
    /// The latest session feedback.
    Feedback {
        /// The day it was given.
        on: Date,
        /// How many of its answers stand out.
        outstanding: usize,
    },
    /// No session feedback was given yet.
    NoFeedback,
    /// What should be different next time, in the client's words.
    NextTime(String),
    /// A goal of the plan, in the client's words.
    Goal(String),
    /// The plan has no goals, or there is no plan.
    NoGoal,
    /// Tasks since the last review; at least one.
    Tasks(TaskCount),
    /// A side of life in the check-ins, 0 very hard to 10 very well.
    Side {
        /// Which.
        domain: Domain,
        /// Now.
        now: f64,
        /// At the first check-in, if there is a later one.
        then: Option<f64>,
    },
    /// The latest words the client said about a side of life.
    Said {
        /// Which.
        domain: Domain,
        /// What the words are about.
        about: WordsKind,
        /// As said.
        text: String,
    },
    /// Nothing is known about people around and events.
    LifeUnknown,
    /// Something that keeps the trouble going and that no strand works on.
    NotWorkedOn(String),
    /// A strand of the plan that was not worked on since the last review.
    IdleStrand {
        /// Catalogue id of its technique.
        technique: String,
    },
    /// The picture has no influences yet.
    NoFormulation,
    /// No plan has been agreed.
    NoPlan,
    /// Every strand was worked on, and every factor that keeps it going has one.
    PlanCovers,
    /// Sessions so far.
    Sessions {
        /// All.
        total: usize,
        /// Since the last review.
        since_review: usize,
    },
    /// Days between sessions: the middle value.
    Spacing {
        /// In days.
        days: i64,
    },
    /// The last session.
    LastSession {
        /// The day.
        on: Date,
        /// Days since then.
        ago: i64,
    },
    /// No session yet.
    NoSession,
}

/// One place with what is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// Where.
    pub look: Look,
    /// What the record says; never empty.
    pub known: Vec<Known>,
}

/// Does the guided look suggest itself: a course is not on track, or the latest
/// session feedback stands out.
pub fn look_is_due(courses: &[Progress], alliance: &Alliance) -> bool {
    !causes(courses, alliance).is_empty()
}

/// What the record says in each of the six places.
pub fn guided_look(record: &Record, catalog: &Catalog, today: Date) -> Vec<Looked> {
    let since = since_last_review(record);
    Look::ALL
        .into_iter()
        .map(|look| Looked {
            look,
            known: match look {
                Look::Risk => risk(record),
                Look::Alliance => alliance_known(&alliance(record, catalog)),
                Look::Goals => goals(record, &since),
                Look::Life => life(record, catalog),
                Look::Formulation => formulation(record, &since),
                Look::Dose => dose(record, &since, today),
            },
        })
        .collect()
}

/// One text out of what was typed in the places and below them, empty ones left out.
pub fn review_words(looked: &[(Look, &str)], words: &str) -> String {
    looked
        .iter()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(look, text)| format!("{}: {}", look.label(), text.trim()))
        .chain(Some(words.trim().to_owned()).filter(|text| !text.is_empty()))
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn risk(record: &Record) -> Vec<Known> {
    let mut known: Vec<Known> = record
        .open_alerts()
        .map(|state| Known::RiskOpen {
            measure: state.alert.measure.id.clone(),
            on: state.alert.on,
        })
        .collect();
    let acted = record
        .alerts
        .iter()
        .filter_map(|state| Some((&state.alert, state.acknowledged.as_ref()?)))
        .max_by_key(|(alert, _)| alert.on);
    if let Some((alert, done)) = acted {
        known.push(Known::RiskActedOn {
            measure: alert.measure.id.clone(),
            on: alert.on,
            action: done.action,
        });
    }
    let asked = record
        .responses
        .iter()
        .rfind(|given| !given.item.scored.flags.is_empty());
    if let Some(given) = asked {
        let flags = &given.item.scored.flags;
        if flags.iter().all(|flag| flag.state != FlagState::Raised) {
            known.push(Known::RiskAsked {
                measure: given.item.measure.id.clone(),
                on: given.item.on,
                answered: flags.iter().all(|flag| flag.state != FlagState::Unknown),
            });
        }
    }
    if known.is_empty() {
        known.push(Known::RiskNeverAsked);
    }
    known
}

fn alliance_known(alliance: &Alliance) -> Vec<Known> {
    let Some(latest) = alliance.feedback.last() else {
        return vec![Known::NoFeedback];
    };
    let mut known = vec![Known::Feedback {
        on: latest.on,
        outstanding: latest.outstanding.len(),
    }];
    known.extend(
        alliance
            .next_time()
            .map(|wish| Known::NextTime(wish.to_owned())),
    );
    known
}

fn goals(record: &Record, since: &Since) -> Vec<Known> {
    let mut known: Vec<Known> = record
        .plan()
        .into_iter()
        .flat_map(|plan| &plan.goals)
        .map(|goal| Known::Goal(goal.words.clone()))
        .collect();
    if known.is_empty() {
        known.push(Known::NoGoal);
    }
    if since.tasks != TaskCount::default() {
        known.push(Known::Tasks(since.tasks));
    }
    known
}

fn life(record: &Record, catalog: &Catalog) -> Vec<Known> {
    const SIDES: [Domain; 3] = [Domain::Relationships, Domain::Environment, Domain::Economic];
    let person = whole_person(record, catalog);
    let mut known = Vec::new();
    for side in SIDES {
        let Some(view) = person.domains.iter().find(|view| view.domain == side) else {
            continue;
        };
        if let Some(now) = view.now {
            known.push(Known::Side {
                domain: side,
                now,
                then: view.then,
            });
        }
        if let Some(words) = view.words.first() {
            known.push(Known::Said {
                domain: side,
                about: words.item.about,
                text: words.item.text.clone(),
            });
        }
    }
    if known.is_empty() {
        known.push(Known::LifeUnknown);
    }
    known
}

fn formulation(record: &Record, since: &Since) -> Vec<Known> {
    let mut known = Vec::new();
    if record.formulation.influences.is_empty() {
        known.push(Known::NoFormulation);
    }
    let Some(plan) = record.plan() else {
        known.push(Known::NoPlan);
        return known;
    };
    known.extend(
        record
            .formulation
            .factors
            .iter()
            .filter(|factor| factor.role == Some(Role::Perpetuating))
            .filter(|factor| {
                plan.strands
                    .iter()
                    .all(|strand| !strand.factors.contains(&factor.id))
            })
            .map(|factor| Known::NotWorkedOn(factor.text.clone())),
    );
    known.extend(
        since
            .strands
            .iter()
            .filter(|line| line.times == 0)
            .map(|line| Known::IdleStrand {
                technique: line.technique.clone(),
            }),
    );
    if known.is_empty() {
        known.push(Known::PlanCovers);
    }
    known
}

fn dose(record: &Record, since: &Since, today: Date) -> Vec<Known> {
    let mut held: Vec<Date> = record
        .sessions
        .iter()
        .map(|session| session.meeting.on)
        .collect();
    held.sort();
    let Some(last) = held.last().copied() else {
        return vec![Known::NoSession];
    };
    let mut known = vec![
        Known::Sessions {
            total: held.len(),
            since_review: since.sessions,
        },
        Known::LastSession {
            on: last,
            ago: days(last, today),
        },
    ];
    let mut gaps: Vec<i64> = held.windows(2).map(|pair| days(pair[0], pair[1])).collect();
    gaps.sort_unstable();
    known.extend(
        gaps.get(gaps.len() / 2)
            .map(|days| Known::Spacing { days: *days }),
    );
    known
}
