//! The small derived summary of a record that lists are made of. It is sealed
//! and written in the same transaction as the entries, and can be rebuilt from
//! them at any time.

use attune_catalog::{Catalog, ProblemArea};
use attune_ids::{AccountId, AlertId, AssignmentId, EntryId};
use attune_stats::signal::Signal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Record;
use crate::appointments::{self, AppointmentLine};
use crate::assess::schedule::next_due;
use crate::assess::{InWords, Way, in_words};
use crate::review::{self, Change, Course, SecondLook};
use crate::risk::EscalationStep;
use crate::session::alliance;
use crate::together::{self, TogetherLine};

/// A risk answer nobody has acted on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenAlert {
    /// Which alert.
    pub id: AlertId,
    /// Catalogue id of the measure.
    pub measure: String,
    /// The day of the answer.
    pub on: Date,
    /// The moment it was raised; older programs wrote the day alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Timestamp>,
    /// A later answer was worse.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub worse: bool,
    /// Who was brought in already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<EscalationStep>,
}

/// The latest score of the measure that leads, never without its context.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LatestScore {
    /// Catalogue id.
    pub measure: String,
    /// The score.
    pub value: f64,
    /// Its band in words, where the measure has bands.
    pub band: Option<String>,
    /// When it was measured.
    pub on: Date,
    /// Change since the first score, with what it means; none with one score.
    pub change: Option<Change>,
    /// All scores, oldest first, for a small picture.
    pub course: Course,
}

/// A questionnaire that was asked and is not answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaitingRequest {
    /// Which request.
    pub assignment: AssignmentId,
    /// Catalogue id of the measure.
    pub measure: String,
    /// How it was asked.
    pub way: Way,
    /// Asked on.
    pub on: Date,
    /// Days on which the client was reminded of it.
    #[serde(default)]
    pub reminded: Vec<Date>,
}

/// What a list shows of one record. Everything that depends on today's date is
/// worked out when the list is shown, see [`crate::caseload`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Headline {
    /// The record version this was made from.
    pub version: u64,
    /// Day of the first contact.
    pub opened_on: Option<Date>,
    /// Areas of the open problems, each once.
    pub areas: Vec<ProblemArea>,
    /// Risk answers nobody has acted on.
    pub open_alerts: Vec<OpenAlert>,
    /// The leading measure's latest score.
    pub latest: Option<LatestScore>,
    /// How the course compares with what was expected.
    pub signal: Option<Signal>,
    /// Session feedback that is worth asking about, by date.
    pub alliance_dip: Option<Date>,
    /// Number of sessions.
    pub sessions: usize,
    /// The last one.
    pub last_session: Option<Date>,
    /// Sessions whose note is not locked yet.
    pub open_notes: usize,
    /// Present plan version and when it is to be reviewed.
    pub plan: Option<(u32, Date)>,
    /// Days on which questionnaires were sent that are still unanswered.
    pub waiting_since: Vec<Date>,
    /// The same, one by one. Empty in a headline of an older release until the record is next written.
    #[serde(default)]
    pub waiting: Vec<WaitingRequest>,
    /// The earliest day on which a schedule may have something to ask.
    #[serde(default)]
    pub next_due: Option<Date>,
    /// The second look at the last review, if it asked for one.
    #[serde(default)]
    pub again: Option<AgainLine>,
    /// Cases that were taken to supervision and not ended; the last day may be over.
    #[serde(default)]
    pub cases: Vec<CaseLine>,
    /// Times to meet, earliest first; of those long settled only the latest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appointments: Vec<AppointmentLine>,
    /// With whom together this person meets or met, without saying who that is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<TogetherLine>,
    /// Catalogue ids of the therapies in the first version of the plan, each once: what was begun with, whatever was
    /// done later because of how it went.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begun_with: Vec<String>,
    /// Set where the therapy is followed in words: no curve is judged then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_words: Option<InWords>,
}

/// A case that was taken to supervision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// The entry in which it was shared.
    pub case: EntryId,
    /// With whom.
    pub with: AccountId,
    /// The last day on which it can be seen.
    pub until: Date,
}

/// Where the second look at a review stands; see [`review::Again`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgainLine {
    /// The day of the review.
    pub on: Date,
    /// Sessions still to come before it.
    pub to_go: u32,
    /// What came of it.
    pub look: SecondLook,
}

impl Headline {
    /// Works the headline out from the record.
    pub fn of(record: &Record, catalog: &Catalog) -> Self {
        let progress = review::leading_measure(record, catalog)
            .and_then(|measure| review::progress(record, catalog, &measure));
        let latest = progress.as_ref().and_then(|progress| {
            let last = progress.series.points.last()?;
            Some(LatestScore {
                measure: progress.measure.clone(),
                value: last.value,
                band: last.band.as_ref().map(|band| band.label.clone()),
                on: last.on,
                change: progress.change,
                course: progress.series.dated(),
            })
        });
        let mut areas: Vec<ProblemArea> = record
            .open_problems()
            .map(|state| state.problem.area)
            .collect();
        areas.sort();
        areas.dedup();
        Self {
            version: record.version,
            opened_on: record.opening.as_ref().map(|opening| opening.on),
            areas,
            open_alerts: record
                .open_alerts()
                .map(|state| OpenAlert {
                    id: state.alert.id,
                    measure: state.alert.measure.id.clone(),
                    on: state.alert.on,
                    since: Some(state.raised),
                    worse: state.worsened(),
                    steps: state.steps().collect(),
                })
                .collect(),
            latest,
            signal: progress
                .and_then(|progress| progress.judgement)
                .map(|judged| judged.signal),
            alliance_dip: alliance(record, catalog).dip_on(),
            sessions: record.sessions.len(),
            last_session: record
                .sessions
                .iter()
                .map(|session| session.meeting.on)
                .max(),
            open_notes: record
                .sessions
                .iter()
                .filter(|session| session.note.is_none())
                .count(),
            plan: record.plan().map(|plan| (plan.number, plan.review_on)),
            waiting_since: record
                .assignments
                .iter()
                .filter(|state| state.is_open())
                .map(|state| state.assignment.on)
                .collect(),
            waiting: record
                .assignments
                .iter()
                .filter(|state| state.is_open())
                .map(|state| WaitingRequest {
                    assignment: state.assignment.id,
                    measure: state.assignment.measure.id.clone(),
                    way: state.assignment.way,
                    on: state.assignment.on,
                    reminded: state.reminded.clone(),
                })
                .collect(),
            next_due: next_due(record, catalog),
            appointments: appointments::lines(record),
            together: together::lines(record),
            begun_with: begun_with(record, catalog),
            in_words: in_words(record),
            cases: record
                .cases
                .iter()
                .filter(|state| !state.ended)
                .map(|state| CaseLine {
                    case: state.shared.entry,
                    with: state.shared.item.with,
                    until: state.shared.item.until,
                })
                .collect(),
            again: review::again(record, catalog).map(|again| AgainLine {
                on: again.review.item.on,
                to_go: again.after.saturating_sub(again.held),
                look: again.outcome,
            }),
        }
    }

    /// The same, with the signal by what the practice goes by now, if it ever chose.
    #[must_use]
    pub fn judged_anew(mut self, catalog: &Catalog) -> Self {
        if let Some(latest) = &self.latest
            && catalog.goes_by(&latest.measure).is_some()
            && self.in_words.is_none()
        {
            self.signal = review::signal_of(catalog, &latest.measure, &latest.course);
        }
        self
    }
}

fn begun_with(record: &Record, catalog: &Catalog) -> Vec<String> {
    let first = record.plans.first();
    let strands = first.into_iter().flat_map(|plan| &plan.item.strands);
    let mut therapies: Vec<String> = strands
        .filter_map(|strand| catalog.technique(&strand.technique))
        .map(|technique| technique.modality.clone())
        .collect();
    therapies.sort();
    therapies.dedup();
    therapies
}
