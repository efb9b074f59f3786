use askama::Template;
use attune_care::Record;
use attune_care::assess::schedule::{NewSchedule, Rhythm, ScheduleState, next_due, propose};
use attune_care::assess::{Way, askable};
use attune_ids::{EntryId, ScheduleId};
use axum::extract::State;
use axum::response::Html;
use jiff::civil::Date;

use super::change::Sent;
use crate::assess::measure_name;
use crate::format::{capital, day};
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::{App, AppError};

/// What was typed and not accepted.
#[derive(Debug, Clone, Default)]
pub(super) struct Tried {
    /// None: the form for a new one.
    pub(super) schedule: Option<ScheduleId>,
    pub(super) sent: Sent,
    pub(super) problem: String,
}

#[derive(Template)]
#[template(path = "assess/schedule.html")]
struct SchedulePage {
    frame: Frame,
    banner: Banner,
    running: Vec<Line>,
    ended: Vec<Ended>,
    proposals: Vec<Proposed>,
    next: Option<String>,
    new: ScheduleForm,
}

/// A schedule that runs or is paused.
struct Line {
    id: ScheduleId,
    measures: String,
    what: String,
    paused: bool,
    asked: Option<String>,
    seen: EntryId,
    entries: [EntryId; 3],
    form: ScheduleForm,
}

struct Ended {
    id: ScheduleId,
    words: String,
    because: String,
    seen: EntryId,
    entry: EntryId,
}

/// Something that would make sense, as a form of hidden fields with one button.
struct Proposed {
    words: String,
    because: String,
    sent: Sent,
    entry: EntryId,
}

/// The fields of a schedule, empty or filled.
struct ScheduleForm {
    /// Keeps the ids of fields apart when several forms stand on the page.
    key: String,
    action: String,
    entry: EntryId,
    measures: Vec<(String, String, bool)>,
    rhythms: Vec<(&'static str, &'static str, bool)>,
    ways: Vec<(&'static str, String, bool)>,
    each: String,
    from: String,
    until: String,
    ending_on: String,
    problem: String,
    button: &'static str,
}

pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    page(&app, &reader, &Tried::default()).await
}

pub(super) async fn page(
    app: &App,
    reader: &Reader,
    tried: &Tried,
) -> Result<Html<String>, AppError> {
    let opened = app.open(reader).await?;
    let record = &opened.record;
    let today = app.today().await;
    let base = format!("/clients/{}/assess/schedule", opened.client);
    let line = |state: &ScheduleState| line(app, record, state, tried, &base, today);
    let new = if tried.schedule.is_none() && !tried.problem.is_empty() {
        tried.clone()
    } else {
        Tried {
            sent: Sent {
                rhythm: "sessions".to_owned(),
                way: Way::Link.code().to_owned(),
                each: "1".to_owned(),
                from: today.to_string(),
                ..Sent::default()
            },
            ..Tried::default()
        }
    };
    html(&SchedulePage {
        frame: Frame::staff(app, "What is asked when", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Assess).await,
        running: record
            .schedules
            .iter()
            .filter(|state| state.ended.is_none())
            .map(line)
            .collect(),
        ended: record
            .schedules
            .iter()
            .filter_map(|state| {
                Some(Ended {
                    id: state.schedule.id,
                    words: words(app, &state.schedule.measures, state.schedule.rhythm),
                    because: state.ended.clone()?,
                    seen: state.changed_by,
                    entry: form_id(),
                })
            })
            .collect(),
        proposals: propose(record, &app.catalog, today)
            .into_iter()
            .map(|made| Proposed {
                words: format!(
                    "{}, {}",
                    words(app, &made.schedule.measures, made.schedule.rhythm),
                    made.schedule.way.label()
                ),
                because: made.because,
                sent: sent_of(&made.schedule),
                entry: form_id(),
            })
            .collect(),
        next: next_due(record, &app.catalog).map(|on| day(on, today)),
        new: form(app, "new", base.clone(), &new, "Set this up"),
    })
}

fn words(app: &App, measures: &[String], rhythm: Rhythm) -> String {
    format!("{} {}", names(app, measures), rhythm.words())
}

fn names(app: &App, measures: &[String]) -> String {
    let names = measures.iter().map(|id| measure_name(app, id));
    names.collect::<Vec<_>>().join(", ")
}

fn line(
    app: &App,
    record: &Record,
    state: &ScheduleState,
    tried: &Tried,
    base: &str,
    today: Date,
) -> Line {
    let schedule = &state.schedule;
    let mut what = format!(
        "{}, {}, from {}",
        capital(&schedule.rhythm.words()),
        schedule.way.label(),
        day(schedule.from, today)
    );
    if let Some(until) = schedule.until {
        what = format!("{what} to {}", day(until, today));
    }
    if let Rhythm::AtEnding { on: Some(on) } = schedule.rhythm {
        what = format!("{what}; last session planned for {}", day(on, today));
    }
    let asked = record
        .assignments
        .iter()
        .filter(|asked| {
            let battery = asked.assignment.battery;
            battery.is_some_and(|battery| battery.schedule == Some(schedule.id))
        })
        .map(|asked| asked.assignment.on)
        .max();
    let shown = if tried.schedule == Some(schedule.id) {
        tried.clone()
    } else {
        Tried {
            schedule: Some(schedule.id),
            sent: sent_of(&NewSchedule {
                measures: schedule.measures.clone(),
                rhythm: schedule.rhythm,
                way: schedule.way,
                from: schedule.from,
                until: schedule.until,
            }),
            problem: String::new(),
        }
    };
    Line {
        id: schedule.id,
        measures: names(app, &schedule.measures),
        what,
        paused: schedule.paused,
        asked: asked.map(|on| day(on, today)),
        seen: state.changed_by,
        entries: [form_id(), form_id(), form_id()],
        form: form(
            app,
            &schedule.id.to_string(),
            format!("{base}/{}", schedule.id),
            &shown,
            "Keep the change",
        ),
    }
}

/// The fields that would set this schedule up.
fn sent_of(schedule: &NewSchedule) -> Sent {
    let (rhythm, each) = match schedule.rhythm {
        Rhythm::Sessions { each } => ("sessions", each),
        Rhythm::Days { each } if each % 7 == 0 => ("weeks", each / 7),
        Rhythm::Days { each } => ("days", each),
        Rhythm::Months { each } => ("months", each),
        Rhythm::Once => ("once", 1),
        Rhythm::AtReview => ("at_review", 1),
        Rhythm::AtEnding { .. } => ("at_ending", 1),
    };
    let ending_on = match schedule.rhythm {
        Rhythm::AtEnding { on } => on,
        _ => None,
    };
    let text = |on: Option<Date>| on.map_or_else(String::new, |on| on.to_string());
    Sent {
        measures: schedule.measures.clone(),
        rhythm: rhythm.to_owned(),
        each: each.to_string(),
        way: schedule.way.code().to_owned(),
        from: schedule.from.to_string(),
        until: text(schedule.until),
        ending_on: text(ending_on),
    }
}

fn form(app: &App, key: &str, action: String, tried: &Tried, button: &'static str) -> ScheduleForm {
    let sent = &tried.sent;
    ScheduleForm {
        key: key.to_owned(),
        action,
        entry: form_id(),
        measures: askable(&app.catalog)
            .map(|measure| {
                let chosen = sent.measures.contains(&measure.id);
                (measure.id.clone(), measure.name.clone(), chosen)
            })
            .collect(),
        rhythms: [
            ("sessions", "sessions"),
            ("days", "days"),
            ("weeks", "weeks"),
            ("months", "months"),
            ("once", "once, on the first day"),
            ("at_review", "before each review of the plan"),
            ("at_ending", "before therapy ends"),
        ]
        .map(|(code, label)| (code, label, code == sent.rhythm))
        .to_vec(),
        ways: [Way::Link, Way::InRoom, Way::Paper]
            .map(|way| (way.code(), capital(way.label()), way.code() == sent.way))
            .to_vec(),
        each: sent.each.clone(),
        from: sent.from.clone(),
        until: sent.until.clone(),
        ending_on: sent.ending_on.clone(),
        problem: tried.problem.clone(),
        button,
    }
}
