//! The record: the fold of a client's entries.

use std::collections::BTreeSet;

use attune_ids::{
    AlertId, AssignmentId, EntryId, FactorId, InfluenceId, LetterId, ProblemId, ScheduleId,
    SessionId, SheetId, TaskId,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::appointments::AppointmentState;
use crate::assess::schedule::{Schedule, ScheduleState};
use crate::assess::{
    AlertState, Aspect, AssignmentState, ImportedTotal, Kept, LifeEvent, Opening, PaperPass,
    PersonalState, ProblemState, Response, TrackingChosen, Words, keep,
};
use crate::diary::DiaryState;
use crate::formulate::{Factor, FindingKey, Influence, Judgement, MapsState, Placed};
use crate::journal::JournalState;
use crate::letter::{Letter, LetterShown};
use crate::matching::{CandidateDecision, ComparisonChosen, PreferencesBrought};
use crate::people::{Person, Tie};
use crate::plan::{Cosigning, GoalsRated, PlanVersion};
use crate::relationship::{RuptureState, SessionRated};
use crate::review::{RelapsePlan, Review};
use crate::risk::SafetyPlan;
use crate::session::{SessionState, TaskState};
use crate::space::{Kind, SpaceState};
use crate::supervise::CaseState;
use crate::together::TogetherSaid;
use crate::worksheets::{BesideSaid, GivingState, Moment, Sheet};
use crate::{Author, Body, Entry};

/// Something from an entry, with where it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Dated<T> {
    /// The entry it is in.
    pub entry: EntryId,
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it.
    pub by: Author,
    /// The thing itself.
    pub item: T,
}

/// The network as it stands. Influences always join factors that are there.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Formulation {
    /// In the order they were first named.
    pub factors: Vec<Factor>,
    /// In the order they were first drawn.
    pub influences: Vec<Influence>,
    /// Where cards were put; only those of factors that are there.
    pub places: Vec<Placed>,
}

impl Formulation {
    /// The factor with this id.
    pub fn factor(&self, id: FactorId) -> Option<&Factor> {
        self.factors.iter().find(|factor| factor.id == id)
    }

    /// The influence with this id.
    pub fn influence(&self, id: InfluenceId) -> Option<&Influence> {
        self.influences.iter().find(|influence| influence.id == id)
    }

    /// Where the card of this factor was put, if anybody put it anywhere.
    pub fn placed(&self, id: FactorId) -> Option<&Placed> {
        self.places.iter().find(|placed| placed.place.factor == id)
    }
}

/// Everything about one client, as it stands after the last entry.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// Number of entries folded; the version a save is based on.
    pub version: u64,
    /// By which clock a moment is a day; none stands for UTC. Entries carry moments, people speak of days.
    pub zone: Option<TimeZone>,
    /// How it began.
    pub opening: Option<Opening>,
    /// In the order named.
    pub problems: Vec<ProblemState>,
    /// Oldest first.
    pub assignments: Vec<AssignmentState>,
    /// By the day they were filled in, the oldest first: a form that was on paper may be written down after later ones.
    pub responses: Vec<Dated<Response>>,
    /// Oldest first.
    pub totals: Vec<Dated<ImportedTotal>>,
    /// Oldest first.
    pub alerts: Vec<AlertState>,
    /// Oldest first.
    pub words: Vec<Dated<Words>>,
    /// Measures in the client's own words, oldest first.
    pub personal: Vec<PersonalState>,
    /// Needs and strengths, in the order first named.
    pub aspects: Vec<Kept<Aspect>>,
    /// In the order first written down.
    pub life_events: Vec<Kept<LifeEvent>>,
    /// People and groups of this life, in the order first named.
    pub people: Vec<Kept<Person>>,
    /// What is between two of them; may name somebody who was taken out.
    pub ties: Vec<Kept<Tie>>,
    /// In the order they were set up.
    pub schedules: Vec<ScheduleState>,
    /// Passes over forms on paper, oldest first.
    pub papers: Vec<Dated<PaperPass>>,
    /// How the therapy is followed, oldest first; the last one counts.
    pub tracking: Vec<Dated<TrackingChosen>>,
    /// The network as it stands.
    pub formulation: Formulation,
    /// What people think of what follows from it. Oldest first; the last one for a
    /// finding counts.
    pub judgements: Vec<Dated<Judgement>>,
    /// The client's map, and what the two make of both.
    pub maps: MapsState,
    /// Oldest first; the last one for a problem and technique counts.
    pub candidate_decisions: Vec<Dated<CandidateDecision>>,
    /// Scores of preference inventories from elsewhere, in the order written.
    pub preferences_brought: Vec<Dated<PreferencesBrought>>,
    /// Oldest first; the last one for a problem counts.
    pub comparisons_chosen: Vec<Dated<ComparisonChosen>>,
    /// Version 1 first.
    pub plans: Vec<Dated<PlanVersion>>,
    /// The client's yes to versions of the plan, oldest first.
    pub cosigned: Vec<Dated<Cosigning>>,
    /// Oldest first.
    pub goal_ratings: Vec<Dated<GoalsRated>>,
    /// In the order written.
    pub sessions: Vec<SessionState>,
    /// Oldest first.
    pub tasks: Vec<TaskState>,
    /// Oldest first.
    pub reviews: Vec<Dated<Review>>,
    /// Version 1 first.
    pub relapse_plans: Vec<Dated<RelapsePlan>>,
    /// Cases taken to supervision, oldest first.
    pub cases: Vec<CaseState>,
    /// What is shown in the client's own space.
    pub space: SpaceState,
    /// Pages of the client's journal that are or were shared, in that order.
    pub journal: Vec<JournalState>,
    /// Oldest first.
    pub diaries: Vec<DiaryState>,
    /// Version 1 first.
    pub safety_plans: Vec<Dated<SafetyPlan>>,
    /// What may have come between client and therapist, in the order noted.
    pub ruptures: Vec<RuptureState>,
    /// How sessions were for the clinician, oldest first; the last one for a session counts.
    pub session_ratings: Vec<Dated<SessionRated>>,
    /// Finished versions of letters, oldest first.
    pub letters: Vec<Dated<Letter>>,
    /// What was said about showing them to the client, oldest first; the last one for a version counts.
    pub letters_shown: Vec<Dated<LetterShown>>,
    /// Times to meet, in the order they were agreed.
    pub appointments: Vec<AppointmentState>,
    /// Filled worksheets, in the order they were begun.
    pub sheets: Vec<Kept<Sheet>>,
    /// Worksheets given to the client, oldest first.
    pub given_worksheets: Vec<GivingState>,
    /// What happened and is looked at more than once, in the order named.
    pub moments: Vec<Kept<Moment>>,
    /// What was said about laying sheets beside the partner's, oldest first; the last one for a sheet counts.
    pub beside: Vec<Dated<BesideSaid>>,
    /// What was said about meeting others, oldest first; the last one for a company counts.
    pub together: Vec<Dated<TogetherSaid>>,
}

impl Record {
    /// Folds entries, oldest first. Folding a prefix gives the record as it
    /// stood then.
    pub fn from_entries(entries: &[Entry]) -> Self {
        // From the end, since a voiding that was voided later has no say.
        let mut voided: BTreeSet<EntryId> = BTreeSet::new();
        for entry in entries.iter().rev() {
            if let Body::Voided(voiding) = &entry.body
                && !voided.contains(&entry.id)
            {
                voided.insert(voiding.entry);
            }
        }
        let mut record = Self::default();
        for entry in entries {
            record.version += 1;
            if !voided.contains(&entry.id) {
                record.apply(entry);
            }
        }
        record
    }

    /// The same record by the clock of the practice.
    #[must_use]
    pub fn in_zone(self, zone: TimeZone) -> Self {
        Self {
            zone: Some(zone),
            ..self
        }
    }

    /// The record as it stood after these entries of it, by the same clock.
    #[must_use]
    pub fn after(&self, entries: &[Entry]) -> Self {
        Self {
            zone: self.zone.clone(),
            ..Self::from_entries(entries)
        }
    }

    /// The day of a moment, by the clock of the practice.
    pub fn day(&self, at: Timestamp) -> Date {
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        at.to_zoned(zone).date()
    }

    /// Applies one entry. An entry that refers to something unknown changes
    /// nothing: a record must open whatever an older program wrote.
    fn apply(&mut self, entry: &Entry) {
        match &entry.body {
            Body::RecordOpened(opening) => self.opening = Some(opening.clone()),
            Body::ProblemSet(problem) => {
                match self
                    .problems
                    .iter_mut()
                    .find(|state| state.problem.id == problem.id)
                {
                    Some(state) => state.problem = problem.clone(),
                    None => self.problems.push(ProblemState {
                        problem: problem.clone(),
                        closed_because: None,
                    }),
                }
            }
            Body::ProblemClosed(closing) => {
                if let Some(state) = self
                    .problems
                    .iter_mut()
                    .find(|state| state.problem.id == closing.problem)
                {
                    state.closed_because = Some(closing.because.clone());
                }
            }
            Body::MeasureAssigned(assignment) => self.assignments.push(AssignmentState {
                assignment: assignment.clone(),
                answered_by: None,
                withdrawn: false,
                reminded: Vec::new(),
            }),
            Body::AssignmentWithdrawn(withdrawal) => {
                if let Some(state) = self.assignment_mut(withdrawal.assignment) {
                    state.withdrawn = true;
                }
            }
            Body::ResponseGiven(response) => {
                if let Some(state) = self.assignment_mut(response.assignment) {
                    state.answered_by = Some(entry.id);
                }
                let days = &self.responses;
                let place = days.partition_point(|before| before.item.on <= response.on);
                self.responses.insert(place, dated(entry, response));
            }
            Body::TotalImported(total) => self.totals.push(dated(entry, total)),
            Body::AlertRaised(alert) => {
                self.alerts.push(AlertState {
                    alert: alert.clone(),
                    raised: entry.at,
                    repeats: Vec::new(),
                    escalations: Vec::new(),
                    acknowledged: None,
                });
            }
            Body::AlertAcknowledged(done) => {
                if let Some(state) = self
                    .alerts
                    .iter_mut()
                    .find(|state| state.alert.id == done.alert)
                {
                    state.acknowledged = Some(done.clone());
                }
            }
            Body::AlertRepeated(repeat) => {
                if let Some(state) = self.alert_mut(repeat.alert) {
                    state.repeats.push(dated(entry, repeat));
                }
            }
            Body::AlertEscalated(escalation) => {
                if let Some(state) = self.alert_mut(escalation.alert) {
                    state.escalations.push(dated(entry, escalation));
                }
            }
            Body::SafetyPlanAgreed(plan) => self.safety_plans.push(dated(entry, plan)),
            Body::LetterWritten(letter) => self.letters.push(dated(entry, letter)),
            Body::LetterShown(shown) => self.letters_shown.push(dated(entry, shown)),
            Body::WordsHeard(words) => self.words.push(dated(entry, words)),
            Body::PersonalMeasureMade(measure) => self.personal.push(PersonalState {
                entry: entry.id,
                at: entry.at,
                measure: measure.clone(),
                ended: false,
            }),
            Body::PersonalMeasureEnded(ending) => {
                let made = |state: &&mut PersonalState| state.entry == ending.measure;
                if let Some(state) = self.personal.iter_mut().find(made) {
                    state.ended = true;
                }
            }
            Body::AspectSet(aspect) => keep(&mut self.aspects, entry, aspect),
            Body::LifeEventSet(event) => keep(&mut self.life_events, entry, event),
            Body::PersonSet(person) => keep(&mut self.people, entry, person),
            Body::TieSet(tie) => keep(&mut self.ties, entry, tie),
            Body::ScheduleSet(schedule) => self.set_schedule(entry.id, schedule),
            Body::ScheduleEnded(ending) => {
                let ended = |state: &&mut ScheduleState| state.schedule.id == ending.schedule;
                if let Some(state) = self.schedules.iter_mut().find(ended) {
                    state.ended = Some(ending.because.clone());
                    state.changed_by = entry.id;
                }
            }
            Body::ClientReminded(reminder) => {
                if let Some(state) = self.assignment_mut(reminder.assignment) {
                    state.reminded.push(reminder.on);
                }
            }
            Body::PaperEntered(pass) => self.papers.push(dated(entry, pass)),
            Body::TrackingChosen(chosen) => self.tracking.push(dated(entry, chosen)),
            Body::FactorSet(factor) => {
                let factors = &mut self.formulation.factors;
                match factors.iter_mut().find(|known| known.id == factor.id) {
                    Some(known) => *known = factor.clone(),
                    None => factors.push(factor.clone()),
                }
            }
            Body::FactorRemoved(removal) => {
                let gone = removal.factor;
                self.formulation.factors.retain(|factor| factor.id != gone);
                self.formulation
                    .influences
                    .retain(|arrow| arrow.from != gone && arrow.to != gone);
                self.formulation
                    .places
                    .retain(|placed| placed.place.factor != gone);
            }
            Body::InfluenceSet(influence) => self.set_influence(influence),
            Body::InfluenceRemoved(removal) => {
                self.formulation
                    .influences
                    .retain(|arrow| arrow.id != removal.influence);
            }
            Body::FactorsPlaced(placing) => {
                for place in &placing.places {
                    self.put(Placed {
                        place: *place,
                        since: self.version,
                    });
                }
            }
            Body::FindingJudged(judgement) => self.judgements.push(dated(entry, judgement)),
            Body::OwnMapDrawn(_)
            | Body::SameThingSaid(_)
            | Body::JointMapProposed(_)
            | Body::JointMapAnswered(_)
            | Body::JointMapTakenOver(_) => self.apply_maps(entry),
            Body::CandidateDecided(decision) => {
                self.candidate_decisions.push(dated(entry, decision));
            }
            Body::PreferencesBrought(brought) => {
                self.preferences_brought.push(dated(entry, brought));
            }
            Body::ComparisonChosen(chosen) => self.comparisons_chosen.push(dated(entry, chosen)),
            Body::PlanAgreed(version) => self.plans.push(dated(entry, version)),
            Body::PlanCosigned(signed) => {
                let there = |plan: &Dated<PlanVersion>| plan.item.number == signed.number;
                if self.plans.iter().any(there) {
                    self.cosigned.push(dated(entry, signed));
                }
            }
            Body::GoalsRated(rated) => self.goal_ratings.push(dated(entry, rated)),
            Body::SessionHeld(meeting) => self.sessions.push(SessionState {
                entry: entry.id,
                meeting: meeting.clone(),
                work: Vec::new(),
                note: None,
                amendments: Vec::new(),
                together: None,
            }),
            Body::WorkDone(work) => {
                if let Some(session) = self.session_mut(work.session) {
                    session.work.push(dated(entry, work));
                }
            }
            Body::TaskGiven(task) => self.tasks.push(TaskState {
                task: task.clone(),
                told: None,
                outcome: None,
            }),
            Body::TaskReviewed(outcome) => {
                if let Some(state) = self
                    .tasks
                    .iter_mut()
                    .find(|state| state.task.id == outcome.task)
                {
                    state.outcome = Some(outcome.clone());
                }
            }
            Body::NoteLocked(note) => {
                if let Some(session) = self.session_mut(note.session) {
                    session.note = Some(dated(entry, note));
                }
            }
            Body::NoteAmended(amendment) => {
                if let Some(session) = self.session_mut(amendment.session) {
                    session.amendments.push(dated(entry, amendment));
                }
            }
            Body::ReviewHeld(review) => self.reviews.push(dated(entry, review)),
            Body::RelapsePlanAgreed(plan) => self.relapse_plans.push(dated(entry, plan)),
            Body::CaseShared(shared) => self.cases.push(CaseState {
                shared: dated(entry, shared),
                ended: false,
            }),
            Body::CaseShareEnded(ending) => {
                let named = |state: &&mut CaseState| state.shared.entry == ending.case;
                if let Some(state) = self.cases.iter_mut().find(named) {
                    state.ended = true;
                }
            }
            Body::Shared(sharing) => {
                let shared = Some(dated(entry, sharing));
                match sharing.shared.kind() {
                    Kind::Plan => self.space.plan = shared,
                    Kind::Map => self.space.map = shared,
                }
            }
            Body::Unshared(unsharing) => match unsharing.of {
                Kind::Plan => self.space.plan = None,
                Kind::Map => self.space.map = None,
            },
            Body::RemarkMade(remark) => {
                let shared = [&self.space.plan, &self.space.map];
                let about = shared.into_iter().flatten();
                if about.into_iter().any(|known| known.entry == remark.shared) {
                    self.space.remarks.push(dated(entry, remark));
                }
            }
            Body::ScoresShown(said) => self.space.scores = Some(dated(entry, said)),
            Body::TaskTold(report) => {
                if let Some(state) = self.task_mut(report.task) {
                    state.told = Some(dated(entry, report));
                }
            }
            Body::TaskReportTakenBack(taken) => {
                if let Some(state) = self.task_mut(taken.task) {
                    state.told = None;
                }
            }
            Body::JournalShared(_)
            | Body::JournalSharingSet(_)
            | Body::JournalTakenBack(_)
            | Body::JournalRead(_) => self.apply_journal(entry),
            Body::DiaryAgreed(_) | Body::DiaryEnded(_) | Body::DiaryAnswered(_) => {
                self.apply_diary(entry);
            }
            Body::RuptureNoted(_)
            | Body::RuptureJudged(_)
            | Body::RepairTried(_)
            | Body::SessionRated(_) => self.apply_relationship(entry),
            Body::AppointmentsMade(_)
            | Body::AppointmentsMoved(_)
            | Body::AppointmentsCancelled(_)
            | Body::AppointmentMissed(_)
            | Body::AppointmentKept(_) => self.apply_appointments(entry),
            Body::SheetFilled(sheet) => keep(&mut self.sheets, entry, sheet),
            Body::WorksheetGiven(giving) => self.given_worksheets.push(GivingState {
                given: dated(entry, giving),
                ended: None,
            }),
            Body::WorksheetGivingEnded(ending) => {
                let named = |state: &&mut GivingState| state.given.entry == ending.giving;
                if let Some(state) = self.given_worksheets.iter_mut().find(named) {
                    state.ended = Some(dated(entry, ending));
                }
            }
            Body::MomentSet(moment) => keep(&mut self.moments, entry, moment),
            Body::BesideSaid(said) => self.beside.push(dated(entry, said)),
            Body::TogetherSaid(_) | Body::MetTogether(_) => self.apply_together(entry),
            Body::Voided(_) => {}
        }
    }

    fn set_schedule(&mut self, changed_by: EntryId, schedule: &Schedule) {
        let state = ScheduleState {
            schedule: schedule.clone(),
            changed_by,
            ended: None,
        };
        let same = |known: &&mut ScheduleState| known.schedule.id == schedule.id;
        match self.schedules.iter_mut().find(same) {
            Some(known) => *known = state,
            None => self.schedules.push(state),
        }
    }

    fn set_influence(&mut self, influence: &Influence) {
        let ends_known = self.formulation.factor(influence.from).is_some()
            && self.formulation.factor(influence.to).is_some();
        if !ends_known {
            return;
        }
        let influences = &mut self.formulation.influences;
        match influences.iter_mut().find(|known| known.id == influence.id) {
            Some(known) => *known = influence.clone(),
            None => influences.push(influence.clone()),
        }
    }

    fn put(&mut self, card: Placed) {
        let Formulation {
            factors, places, ..
        } = &mut self.formulation;
        if !factors.iter().any(|factor| factor.id == card.place.factor) {
            return;
        }
        let same = |known: &&mut Placed| known.place.factor == card.place.factor;
        match places.iter_mut().find(same) {
            Some(known) => *known = card,
            None => places.push(card),
        }
    }

    fn alert_mut(&mut self, id: AlertId) -> Option<&mut AlertState> {
        self.alerts.iter_mut().find(|state| state.alert.id == id)
    }

    fn assignment_mut(&mut self, id: AssignmentId) -> Option<&mut AssignmentState> {
        self.assignments
            .iter_mut()
            .find(|state| state.assignment.id == id)
    }

    fn task_mut(&mut self, id: TaskId) -> Option<&mut TaskState> {
        self.tasks.iter_mut().find(|state| state.task.id == id)
    }

    fn session_mut(&mut self, id: SessionId) -> Option<&mut SessionState> {
        self.sessions
            .iter_mut()
            .find(|state| state.meeting.id == id)
    }

    /// The problem with this id, open or closed.
    pub fn problem(&self, id: ProblemId) -> Option<&ProblemState> {
        self.problems.iter().find(|state| state.problem.id == id)
    }

    /// Problems being worked on.
    pub fn open_problems(&self) -> impl Iterator<Item = &ProblemState> {
        self.problems
            .iter()
            .filter(|state| state.closed_because.is_none())
    }

    /// The assignment with this id.
    pub fn assignment(&self, id: AssignmentId) -> Option<&AssignmentState> {
        self.assignments
            .iter()
            .find(|state| state.assignment.id == id)
    }

    /// The response in this entry.
    pub fn response(&self, entry: EntryId) -> Option<&Dated<Response>> {
        self.responses.iter().find(|given| given.entry == entry)
    }

    /// The alert with this id.
    pub fn alert(&self, id: AlertId) -> Option<&AlertState> {
        self.alerts.iter().find(|state| state.alert.id == id)
    }

    /// The schedule with this id.
    pub fn schedule(&self, id: ScheduleId) -> Option<&ScheduleState> {
        self.schedules.iter().find(|state| state.schedule.id == id)
    }

    /// Risk answers nobody has acted on yet.
    pub fn open_alerts(&self) -> impl Iterator<Item = &AlertState> {
        self.alerts
            .iter()
            .filter(|state| state.acknowledged.is_none())
    }

    /// The session with this id.
    pub fn session(&self, id: SessionId) -> Option<&SessionState> {
        self.sessions.iter().find(|state| state.meeting.id == id)
    }

    /// The task with this id.
    pub fn task(&self, id: TaskId) -> Option<&TaskState> {
        self.tasks.iter().find(|state| state.task.id == id)
    }

    /// What people think of a finding, if anybody said.
    pub fn judgement(&self, finding: &FindingKey) -> Option<&Dated<Judgement>> {
        let about = |judged: &&Dated<Judgement>| judged.item.finding == *finding;
        self.judgements.iter().rev().find(about)
    }

    /// The safety plan as it stands.
    pub fn safety_plan(&self) -> Option<&SafetyPlan> {
        self.safety_plans.last().map(|plan| &plan.item)
    }

    /// The relapse plan as it stands.
    pub fn relapse_plan(&self) -> Option<&RelapsePlan> {
        self.relapse_plans.last().map(|plan| &plan.item)
    }

    /// The version of this letter that was finished last.
    pub fn letter(&self, id: LetterId) -> Option<&Dated<Letter>> {
        let versions = self.letters.iter();
        versions.rev().find(|version| version.item.letter == id)
    }

    /// The filled worksheet with this id, as it stands.
    pub fn sheet(&self, id: SheetId) -> Option<&Kept<Sheet>> {
        self.sheets.iter().find(|kept| kept.item.id == id)
    }

    /// The plan as it stands.
    pub fn plan(&self) -> Option<&PlanVersion> {
        self.plans.last().map(|plan| &plan.item)
    }
}

impl<T: Clone> Dated<T> {
    /// Something out of this entry.
    pub(crate) fn of(entry: &Entry, item: &T) -> Self {
        Self {
            entry: entry.id,
            at: entry.at,
            by: entry.by,
            item: item.clone(),
        }
    }
}

fn dated<T: Clone>(entry: &Entry, item: &T) -> Dated<T> {
    Dated::of(entry, item)
}
