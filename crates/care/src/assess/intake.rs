//! The beginning, in two steps: a brief look at everything with everybody, then deeper where there is a reason.

use attune_catalog::{AskedBy, Catalog, Domain, Level, Measure, ProblemArea, Purpose, Standing};
use attune_ids::{AssignmentId, EntryId};

use super::assignment::newest;
use crate::Record;
use crate::assess::{askable, whole_person};

/// A side of life that was answered with this or less, of ten, is looked at more closely. Our own line, since the
/// check-in has no norms; it decides what is proposed and nothing else.
pub const LOW: f64 = 4.0;

/// How many deeper measures are proposed as a first choice. The others stand below them.
const FIRST_CHOICE: usize = 3;

/// Where the beginning stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Intake {
    /// For everybody.
    pub brief: Vec<IntakeLine>,
    /// Where there is a reason, the most reasons first.
    pub deeper: Vec<IntakeLine>,
}

/// One measure of the intake.
#[derive(Debug, Clone, PartialEq)]
pub struct IntakeLine {
    /// Catalogue id.
    pub measure: String,
    /// Why it is proposed.
    pub reasons: Vec<IntakeReason>,
    /// How far it is.
    pub state: IntakeState,
    /// Only a clinician asks it, in person.
    pub in_person: bool,
    /// Proposed as a first choice.
    pub first_choice: bool,
}

/// Why a measure is proposed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum IntakeReason {
    /// Everybody is asked: for the six sides of life.
    WholePerson,
    /// Everybody is asked: how they would like to work.
    Wishes,
    /// Everybody is asked: whether life is safe.
    Safety,
    /// This side of life was answered low, of ten.
    Low(Domain, f64),
    /// A problem of this kind was named.
    Named(ProblemArea),
}

/// How far one measure of the intake is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntakeState {
    /// Not asked yet.
    Open,
    /// Asked and not answered.
    Waiting(AssignmentId),
    /// Answered, in this entry.
    Answered(EntryId),
}

impl Intake {
    /// Answered and all of the brief step.
    pub fn progress(&self) -> (usize, usize) {
        let done = |line: &&IntakeLine| matches!(line.state, IntakeState::Answered(_));
        (self.brief.iter().filter(done).count(), self.brief.len())
    }
}

/// What to ask at the beginning, why, and how far it is.
pub fn intake(record: &Record, catalog: &Catalog) -> Intake {
    let brief = brief(record, catalog);
    let low: Vec<(Domain, f64)> = whole_person(record, catalog)
        .domains
        .iter()
        .filter_map(|view| Some((view.domain, view.now?)))
        .filter(|(_, now)| *now <= LOW)
        .collect();
    let mut areas: Vec<ProblemArea> = record
        .open_problems()
        .map(|state| state.problem.area)
        .collect();
    areas.sort();
    areas.dedup();
    let mut deeper: Vec<(&Measure, IntakeLine)> = askable(catalog)
        .filter(|measure| {
            !brief.iter().any(|line| line.measure == measure.id)
                && measure.standing == Standing::Published
        })
        .filter_map(|measure| {
            let reasons = reasons(measure, &areas, &low);
            let line = line(record, measure, reasons);
            (!line.reasons.is_empty()).then_some((measure, line))
        })
        .collect();
    // Named problems weigh more than a side of life, short forms come before long ones.
    deeper.sort_by_key(|(measure, line)| {
        let named = |reason: &&IntakeReason| matches!(reason, IntakeReason::Named(_));
        let named = line.reasons.iter().filter(named).count();
        (
            usize::MAX - named,
            usize::MAX - line.reasons.len(),
            measure.problem_areas.len().max(1),
            measure.items.len(),
        )
    });
    let mut chosen = 0;
    let deeper = deeper
        .into_iter()
        .map(|(_, line)| {
            let first_choice = chosen < FIRST_CHOICE && line.state == IntakeState::Open;
            chosen += usize::from(line.state != IntakeState::Open || first_choice);
            IntakeLine {
                first_choice,
                ..line
            }
        })
        .collect();
    Intake { brief, deeper }
}

fn brief(record: &Record, catalog: &Catalog) -> Vec<IntakeLine> {
    let of = |purpose: Purpose, reason: IntakeReason| {
        askable(catalog)
            .find(|measure| measure.purpose == purpose)
            .map(|measure| line(record, measure, vec![reason]))
    };
    let safety = newest(catalog)
        .filter(|measure| measure.purpose == Purpose::Screening && !measure.texts.is_empty())
        .find(|measure| measure.flags.iter().any(|flag| flag.level == Level::Risk))
        .map(|measure| line(record, measure, vec![IntakeReason::Safety]));
    [
        of(Purpose::CheckIn, IntakeReason::WholePerson),
        of(Purpose::Preferences, IntakeReason::Wishes),
        safety,
    ]
    .into_iter()
    .flatten()
    .map(|line| IntakeLine {
        first_choice: line.state == IntakeState::Open,
        ..line
    })
    .collect()
}

fn reasons(measure: &Measure, areas: &[ProblemArea], low: &[(Domain, f64)]) -> Vec<IntakeReason> {
    if matches!(
        measure.purpose,
        Purpose::SessionFeedback | Purpose::Alliance
    ) {
        // There is no working together to ask about yet.
        return Vec::new();
    }
    let named = areas
        .iter()
        .filter(|area| measure.problem_areas.contains(area))
        .map(|area| IntakeReason::Named(*area));
    let low = low
        .iter()
        .filter(|(domain, _)| measure.domains.contains(domain))
        .map(|(domain, now)| IntakeReason::Low(*domain, *now));
    named.chain(low).collect()
}

fn line(record: &Record, measure: &Measure, reasons: Vec<IntakeReason>) -> IntakeLine {
    let answered = record
        .responses
        .iter()
        .rev()
        .find(|given| given.item.measure.id == measure.id)
        .map(|given| IntakeState::Answered(given.entry));
    let waiting = || {
        record
            .assignments
            .iter()
            .find(|state| state.is_open() && state.assignment.measure.id == measure.id)
            .map(|state| IntakeState::Waiting(state.assignment.id))
    };
    IntakeLine {
        measure: measure.id.clone(),
        reasons,
        state: answered.or_else(waiting).unwrap_or(IntakeState::Open),
        in_person: measure.asked_by == AskedBy::Clinician,
        first_choice: false,
    }
}
