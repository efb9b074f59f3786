//! Before a session: one page with what is new since the last one and what is still open. Made for two minutes
//! between two people, so it fits a screen and a sheet of paper.

use askama::Template;
use attune_care::Record;
use attune_care::appointments::next_on;
use attune_care::assess::schedule::Moment;
use attune_care::review::{Change, StrandWork, explain_feedback, signal_words};
use attune_care::session::{Brief, BriefScore, BriefTask, Feedback, brief};
use attune_care::worksheets::filled_by_client;
use attune_catalog::{Catalog, Measure};
use attune_ids::{EntryId, JournalId, SessionId};
use attune_stats::signal::Signal;
use axum::extract::State;
use axum::response::Html;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use super::technique_name;
use crate::assess::{InWordsView, WaitingRow, in_words_view, waiting_rows};
use crate::format::{count, day, number};
use crate::journal::{ForSession, for_session_view};
use crate::page::{Banner, Frame, Step, html, reason_words};
use crate::policy::Reader;
use crate::review::again::{self, AgainView};
use crate::sheet_lines::{SheetLine, lines};
use crate::{App, AppError};

/// Own words on the page; the rest is one press away.
const MOST_WORDS: usize = 3;
/// Tasks on the page.
const MOST_TASKS: usize = 6;
/// Worksheets on the page.
const MOST_SHEETS: usize = 4;
/// Measures on the page.
const MOST_SCORES: usize = 5;

#[derive(Template)]
#[template(path = "session/brief.html")]
struct BriefPage {
    frame: Frame,
    banner: Banner,
    today: String,
    lede: String,
    last: Option<SessionId>,
    reasons: Vec<String>,
    wish: Option<(String, String)>,
    /// What the client told, where the therapy is followed in words.
    in_words: Option<InWordsView>,
    scores: Vec<Score>,
    scores_left: usize,
    tasks: Vec<Task>,
    tasks_left: usize,
    journal: Vec<ForSession>,
    /// Worksheets the client filled in since last time.
    sheets: Vec<SheetLine>,
    sheets_left: usize,
    diary: Option<Diary>,
    feedback: Option<Told>,
    words: Vec<Said>,
    words_left: usize,
    plan: Option<Plan>,
    waiting: Vec<WaitingRow>,
    again: Option<AgainView>,
}

struct Score {
    name: String,
    phrase: String,
    origin: String,
    signal: &'static str,
    shape: &'static str,
    since_start: Option<String>,
    incomplete: Option<String>,
    /// The form behind it; a total from another system has none.
    form: Option<EntryId>,
}

struct Task {
    words: String,
    agreed_on: String,
    outcome: Option<&'static str>,
    learned: String,
    /// What the client says of it, before anybody looked at it together.
    told: Option<(&'static str, String)>,
}

/// The diary since last time: what was watched, and how often it was answered.
struct Diary {
    answered: String,
    lines: Vec<(String, String)>,
}

struct Told {
    entry: EntryId,
    on: String,
    answers: String,
    outstanding: Vec<String>,
}

struct Said {
    code: &'static str,
    domain: &'static str,
    text: String,
}

struct Plan {
    number: u32,
    review_on: String,
    overdue: bool,
    strands: Vec<(String, String)>,
    goals: Vec<String>,
}

pub(crate) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let mut opened = app.open(&reader).await?;
    if reader.may_write {
        opened = app.with_due(opened, Moment::Session).await?;
    }
    let today = app.today().await;
    let catalog = &app.catalog;
    let found = brief(&opened.record, catalog, today);
    let journal = for_session_view(&opened.record, reader.staff.id(), &app.zone().await, today);
    let shown: Vec<JournalId> = journal.iter().map(|page| page.id).collect();
    app.leave_receipts(&reader, &shown).await?;
    let sheets = filled_by_client(&opened.record, found.last.map(|(_, on)| on));
    let now = app.now();
    html(&BriefPage {
        journal,
        sheets_left: sheets.len().saturating_sub(MOST_SHEETS),
        sheets: lines(sheets.into_iter().take(MOST_SHEETS), today),
        diary: diary(&opened.record, found.last, now, &app.zone().await),
        frame: Frame::staff(&app, "Before the session", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Session).await,
        today: day(today, today),
        lede: lede(&found, &opened.record, today),
        last: found.last.map(|(id, _)| id),
        reasons: found
            .reasons
            .iter()
            .map(|reason| reason_words(reason, today))
            .collect(),
        wish: found
            .wish
            .as_ref()
            .map(|wish| (wish.words.clone(), day(wish.on, today))),
        scores: found
            .scores
            .iter()
            .take(MOST_SCORES)
            .filter_map(|score| score_view(&opened.record, catalog, score, today))
            .collect(),
        in_words: in_words_view(&opened.record, catalog, today),
        scores_left: found.scores.len().saturating_sub(MOST_SCORES),
        // The latest are the ones that will be asked about.
        tasks: found
            .tasks
            .iter()
            .rev()
            .take(MOST_TASKS)
            .map(|task| task_view(&opened.record, task, today))
            .collect(),
        tasks_left: found.tasks.len().saturating_sub(MOST_TASKS),
        feedback: found
            .feedback
            .as_ref()
            .and_then(|feedback| told(&opened.record, catalog, feedback, today)),
        words: found
            .heard
            .iter()
            .take(MOST_WORDS)
            .map(|words| Said {
                code: words.item.domain.code(),
                domain: words.item.domain.label(),
                text: words.item.text.clone(),
            })
            .collect(),
        words_left: found.heard.len().saturating_sub(MOST_WORDS),
        waiting: waiting_rows(&app, &opened, reader.may_write, today),
        again: found
            .again
            .as_ref()
            .map(|look| again::view(look, catalog, today)),
        plan: opened.record.plan().map(|plan| Plan {
            number: plan.number,
            review_on: day(plan.review_on, today),
            overdue: plan.review_on <= today,
            strands: strands(catalog, &found, today),
            goals: plan.goals.iter().map(|goal| goal.words.clone()).collect(),
        }),
    })
}

/// The diary that is kept now, or the last one if it was kept since last time. The day of the session itself belongs
/// to that session.
fn diary(
    record: &Record,
    last: Option<(SessionId, Date)>,
    now: Timestamp,
    zone: &TimeZone,
) -> Option<Diary> {
    let state = record.diaries.last()?;
    let after = last.map(|(_, on)| on);
    let until = state.counted_until(now, zone);
    let tally = state.tally_after(after, until);
    if tally.asked == 0 {
        return None;
    }
    let agreed = &state.agreement.item;
    let lines = agreed
        .variables
        .iter()
        .enumerate()
        .map(|(place, variable)| {
            let found = state.stretch(place, after, until);
            let words = match (found.mean, found.range) {
                (Some(mean), Some((lowest, highest))) => format!(
                    "{} on average, from {lowest} to {highest}, {}",
                    number((mean * 10.0).round() / 10.0),
                    count(found.answers, "answer", "answers")
                ),
                _ => "not answered".to_owned(),
            };
            (variable.words.clone(), words)
        });
    Some(Diary {
        answered: format!(
            "{} of {} answered. 0 to {}, as the two agreed; no validated scale.",
            tally.answered,
            count(tally.asked, "time", "times"),
            agreed.highest.value()
        ),
        lines: lines.collect(),
    })
}

fn lede(brief: &Brief, record: &Record, today: Date) -> String {
    let since = match brief.last {
        Some((_, on)) => format!(
            "Since last time, {}. {} so far.",
            day(on, today),
            count(record.sessions.len(), "session", "sessions")
        ),
        None => "The first session: everything known so far.".to_owned(),
    };
    // From the morning on: the page is read after the agreed minute too.
    match next_on(record, today.to_datetime(Time::midnight())) {
        Some(next) => format!(
            "{since} You meet {} at {}.",
            day(next.at.date(), today),
            next.at.strftime("%H:%M")
        ),
        None => since,
    }
}

fn score_view(
    record: &Record,
    catalog: &Catalog,
    score: &BriefScore,
    today: Date,
) -> Option<Score> {
    let measure = catalog.measure(&score.progress.measure)?;
    let mut phrase = String::new();
    if let Some(band) = &score.latest.band {
        phrase = format!(", {}", band.label.to_lowercase());
    }
    if let Some(change) = &score.since_last_time {
        phrase = format!("{phrase}; {}", change.words_since("last time"));
    }
    let on = day(score.latest.on, today);
    let signal = score
        .progress
        .judgement
        .as_ref()
        .map(|judged| judged.signal);
    Some(Score {
        name: format!("{} {}", measure.name, number(score.latest.value)),
        phrase,
        origin: if score.new {
            format!("answered {on}")
        } else {
            format!("not asked since last time; the latest is from {on}")
        },
        signal: signal.map_or("no signal", signal_words),
        shape: match signal {
            Some(Signal::NotOnTrack | Signal::Watch) => "signal-look",
            Some(Signal::OnTrack) => "signal-steady",
            Some(Signal::TooEarly { .. } | Signal::NoReference) | None => "signal-unknown",
        },
        since_start: score.progress.change.as_ref().map(Change::words),
        incomplete: match score.progress.series.incomplete {
            0 => None,
            forms => Some(format!(
                "{} without a total, because answers are missing",
                count(forms, "form", "forms")
            )),
        },
        form: record.response(score.latest.entry).map(|given| given.entry),
    })
}

fn task_view(record: &Record, task: &BriefTask, today: Date) -> Task {
    let told = record
        .task(task.task.id)
        .and_then(|state| state.told.as_ref());
    Task {
        told: told
            .filter(|_| task.outcome.is_none())
            .map(|told| (told.item.done.label(), told.item.words.clone())),
        words: task.task.words.clone(),
        agreed_on: day(task.agreed_on, today),
        outcome: task.outcome.as_ref().map(|outcome| outcome.done.label()),
        learned: task
            .outcome
            .as_ref()
            .map_or_else(String::new, |outcome| outcome.words.clone()),
    }
}

fn told(record: &Record, catalog: &Catalog, feedback: &Feedback, today: Date) -> Option<Told> {
    let response = record.response(feedback.entry)?;
    let named = &response.item.measure;
    let measure = catalog.measure_version(&named.id, &named.version)?;
    let given: Vec<String> = feedback
        .answers
        .iter()
        .map(|(_, answer)| answer.map_or_else(|| "no answer".to_owned(), number))
        .collect();
    Some(Told {
        entry: feedback.entry,
        on: day(feedback.on, today),
        answers: given.join(", "),
        outstanding: feedback
            .outstanding
            .iter()
            .map(|item| {
                let why: Vec<String> = item
                    .reasons
                    .iter()
                    .map(|why| explain_feedback(*why))
                    .collect();
                format!("{}: {}", question(measure, &item.item), why.join("; "))
            })
            .collect(),
    })
}

fn question(measure: &Measure, item: &str) -> String {
    let text = measure.text("en").and_then(|text| text.item(item));
    let wording = text.unwrap_or(item).trim_end_matches('.');
    format!("\u{201c}{wording}\u{201d}")
}

fn strands(catalog: &Catalog, brief: &Brief, today: Date) -> Vec<(String, String)> {
    let line = |work: &StrandWork| {
        let worked = match work.last {
            Some(last) => format!(
                "{}, last {}",
                count(work.times, "time", "times"),
                day(last, today)
            ),
            None => "not yet".to_owned(),
        };
        (technique_name(catalog, &work.technique), worked)
    };
    brief.strands.iter().map(line).collect()
}
