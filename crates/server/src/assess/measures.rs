//! One measure on the assess page: what its scores say, how they moved, by which
//! rule, and asking it once more.

use attune_care::Record;
use attune_care::assess::{PersonalState, Series, Way, askable_by, language_changes};
use attune_care::review::{Meaning, Progress, leading_measure, progress};
use attune_catalog::{AskedBy, Measure, Norm, Purpose, Standing};
use attune_ids::{ClientId, EntryId, SessionId};
use jiff::civil::Date;

use crate::format::{count, day, number};
use crate::language::name_of;
use crate::page::form_id;
use crate::{App, AppError, pictures};

/// A measure that was answered at least once.
pub(super) struct MeasureView {
    pub(super) name: String,
    pub(super) title: String,
    /// Our own items, which no study has tested.
    pub(super) own: bool,
    pub(super) picture: Option<String>,
    /// What to say where there is no picture.
    pub(super) instead: String,
    pub(super) verdict: Option<Verdict>,
    /// Where its course changes its language.
    pub(super) languages: Vec<String>,
    /// Forms without a total, named as such.
    pub(super) incomplete: String,
    pub(super) ask: Option<AskRow>,
}

/// What the movement amounts to, and the rule behind it.
pub(super) struct Verdict {
    pub(super) shape: &'static str,
    pub(super) words: &'static str,
    pub(super) why: Vec<String>,
}

/// Two buttons: here, or through a link.
pub(super) struct AskRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) items: String,
    pub(super) own: bool,
    /// Can it be sent as a link? A form that a clinician asks cannot.
    pub(super) by_link: bool,
    pub(super) entry: EntryId,
    /// The session feedback is asked about.
    pub(super) session: Option<SessionId>,
    pub(super) about: String,
}

/// Our own scale?
pub(super) fn is_own(measure: &Measure) -> bool {
    measure.standing == Standing::NotValidated
}

/// Measures that were answered, symptom measures first, and those still to be asked.
pub(super) fn measures(
    app: &App,
    client: ClientId,
    record: &Record,
    today: Date,
) -> Result<(Vec<MeasureView>, Vec<AskRow>), AppError> {
    let (mut answered, mut unasked) = (Vec::new(), Vec::new());
    for measure in in_order(app, record) {
        let ask = askable_by(&app.catalog, Way::InRoom)
            .any(|offered| offered.id == measure.id)
            .then(|| ask_row(record, measure, today));
        if was_answered(record, &measure.id) {
            answered.push(view(app, client, record, measure, ask, today)?);
        } else {
            unasked.extend(ask);
        }
    }
    Ok((answered, unasked))
}

/// The newest version of each measure: the leading one, other symptoms, then
/// everything else.
pub(super) fn in_order<'a>(app: &'a App, record: &Record) -> Vec<&'a Measure> {
    let leading = leading_measure(record, &app.catalog);
    let mut newest: Vec<&Measure> = Vec::new();
    for measure in app.catalog.measures.iter().rev() {
        if newest.iter().all(|known| known.id != measure.id) {
            newest.push(measure);
        }
    }
    newest.reverse();
    newest.sort_by_key(|measure| match measure.purpose {
        _ if leading.as_ref() == Some(&measure.id) => 0,
        Purpose::Symptoms => 1,
        Purpose::Functioning => 2,
        Purpose::WellBeing => 3,
        Purpose::Circumstances => 4,
        Purpose::Screening => 5,
        Purpose::CheckIn => 6,
        Purpose::SessionFeedback => 7,
        Purpose::Alliance => 8,
        Purpose::Preferences => 9,
        Purpose::Personal => 10,
    });
    newest
}

fn was_answered(record: &Record, measure: &str) -> bool {
    record
        .responses
        .iter()
        .any(|given| given.item.measure.id == measure)
        || record
            .totals
            .iter()
            .any(|total| total.item.measure.id == measure)
}

fn view(
    app: &App,
    client: ClientId,
    record: &Record,
    measure: &Measure,
    ask: Option<AskRow>,
    today: Date,
) -> Result<MeasureView, AppError> {
    let progress = progress(record, &app.catalog, &measure.id);
    let picture = match &progress {
        Some(progress) => pictures::trajectory(client, record, measure, progress, today)?,
        None => None,
    };
    let last = record
        .responses
        .iter()
        .rev()
        .find(|given| given.item.measure.id == measure.id);
    let instead = last.map_or_else(String::new, |given| {
        format!("Answered {}.", day(given.item.on, today))
    });
    let incomplete = match &measure.total {
        Some(total) => Series::of(record, &measure.id, total).incomplete,
        None => 0,
    };
    Ok(MeasureView {
        name: measure.name.clone(),
        title: measure.title.clone(),
        own: is_own(measure),
        picture,
        instead,
        verdict: progress
            .as_ref()
            .and_then(|progress| verdict(measure, progress)),
        languages: languages(record, measure, today),
        incomplete: match incomplete {
            0 => String::new(),
            some => format!(
                "{}: answers are missing, so there is no total.",
                count(some, "form is incomplete", "forms are incomplete")
            ),
        },
        ask,
    })
}

/// Something in the client's own words that is asked about, with its course.
pub(super) struct PersonalView {
    pub(super) measure: MeasureView,
    /// The entry that made it.
    pub(super) made: EntryId,
    pub(super) end_entry: EntryId,
}

/// What is asked in the client's own words.
pub(super) fn personal(
    app: &App,
    client: ClientId,
    record: &Record,
    today: Date,
) -> Result<Vec<PersonalView>, AppError> {
    let one = |state: &PersonalState| {
        let form = app
            .catalog
            .measure(&state.measure_id())
            .ok_or(AppError::NotFound)?;
        let words = format!("\u{201c}{}\u{201d}", state.measure.words);
        let measure = Measure {
            id: state.measure_id(),
            name: words,
            ..form.clone()
        };
        let ask = Some(ask_row(record, &measure, today));
        Ok(PersonalView {
            measure: view(app, client, record, &measure, ask, today)?,
            made: state.entry,
            end_entry: form_id(),
        })
    };
    record.open_personal().map(one).collect()
}

/// Where the course changes its language; empty where it does not.
fn languages(record: &Record, measure: &Measure, today: Date) -> Vec<String> {
    language_changes(record, &measure.id)
        .into_iter()
        .map(|change| {
            format!(
                "Read in {} since {}, in {} before. Two wordings are two instruments: a step between them may be the wording's.",
                name_of(&change.to),
                day(change.on, today),
                name_of(&change.from)
            )
        })
        .collect()
}

/// None where the measure makes no claim about change.
fn verdict(measure: &Measure, progress: &Progress) -> Option<Verdict> {
    let total = measure.total.as_deref()?;
    let norm = measure.default_norm(total);
    let Some(change) = &progress.change else {
        return norm.map(|_| Verdict {
            shape: "signal-unknown",
            words: "one score so far: nothing to compare it with yet",
            why: Vec::new(),
        });
    };
    let (shape, words) = match change.meaning {
        Meaning::Improved => (
            "signal-better",
            "better than at the start, by more than measurement error",
        ),
        Meaning::Deteriorated => (
            "signal-look",
            "worse than at the start, by more than measurement error",
        ),
        Meaning::Unchanged => (
            "signal-steady",
            "no change beyond measurement error since the start",
        ),
        Meaning::NoRule => return None,
    };
    let why = norm.map_or_else(Vec::new, |norm| reasons(measure, norm, change.threshold));
    Some(Verdict { shape, words, why })
}

fn reasons(measure: &Measure, norm: &Norm, threshold: Option<f64>) -> Vec<String> {
    let mut why = Vec::new();
    if let Some(threshold) = threshold {
        why.push(format!(
            "A change of {} counts as more than measurement error on the {}. Less can be real and simply not be told apart from chance.",
            count_points(threshold),
            measure.name
        ));
    }
    why.push(format!("Where the rule comes from: {}", norm.source));
    why.push(format!("Whom it was measured on: {}", norm.population));
    why.extend(norm.note.clone());
    why
}

fn count_points(points: f64) -> String {
    format!("{} points or more", number(points))
}

fn ask_row(record: &Record, measure: &Measure, today: Date) -> AskRow {
    let session = (measure.purpose == Purpose::SessionFeedback)
        .then(|| {
            record
                .sessions
                .iter()
                .max_by_key(|session| session.meeting.on)
        })
        .flatten();
    AskRow {
        id: measure.id.clone(),
        name: measure.name.clone(),
        title: measure.title.clone(),
        items: count(
            measure.items.len() + measure.open_questions.len(),
            "question",
            "questions",
        ),
        own: is_own(measure),
        by_link: measure.asked_by == AskedBy::Client,
        entry: form_id(),
        session: session.map(|session| session.meeting.id),
        about: session.map_or_else(String::new, |session| {
            format!("about the session of {}", day(session.meeting.on, today))
        }),
    }
}
