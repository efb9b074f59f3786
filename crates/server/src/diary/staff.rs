//! The diary on the clinician's side: what was agreed, how it goes, and the table for a network over time.

use askama::Template;
use attune_care::diary::{Agreement, DiaryState, Highest, MOST_VARIABLES, NetworkNeeds};
use attune_ids::{DiaryId, EntryId};
use attune_record::{Actor, AuditAction};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::course::{Course, courses};
use crate::format::{count, day, moment};
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::{App, AppError};

/// Days a new diary is offered for.
const USUAL_DAYS: i32 = 27;

/// What was typed into the form, to show it again.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) words: Vec<String>,
    pub(super) low: Vec<String>,
    pub(super) high: Vec<String>,
    pub(super) factor: Vec<String>,
    pub(super) days: Vec<String>,
    pub(super) times: String,
    pub(super) highest: String,
    pub(super) from: String,
    pub(super) until: String,
    pub(super) problem: Option<String>,
}

/// One row of the form.
struct Row {
    number: usize,
    words: String,
    low: String,
    high: String,
    factor: String,
}

/// One diary.
struct Shown {
    id: DiaryId,
    agreed: String,
    /// "Mon, Tue; 09:00, 14:00; from Mon 2 Mar until Tue 10 Mar"
    schedule: String,
    running: bool,
    answered: usize,
    asked: usize,
    needs: String,
    enough: bool,
    courses: Vec<Course>,
    said: Vec<(String, String)>,
    /// The columns of the table, in words.
    columns: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "diary/staff.html")]
struct StaffPage {
    frame: Frame,
    banner: Banner,
    entry: EntryId,
    problem: Option<String>,
    rows: Vec<Row>,
    /// Factors that a line can be taken from: id and words.
    factors: Vec<(String, String)>,
    weekdays: Vec<(i8, &'static str, bool)>,
    times: String,
    hundred: bool,
    from: String,
    until: String,
    diaries: Vec<Shown>,
    /// A diary runs: a new one ends it.
    runs: bool,
}

#[derive(Deserialize)]
pub(super) struct One {
    diary: DiaryId,
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Response, AppError> {
    page(&app, &reader, None).await
}

/// The page; with a form that could not be kept.
pub(super) async fn page(
    app: &App,
    reader: &Reader,
    typed: Option<Typed>,
) -> Result<Response, AppError> {
    let opened = app.open(reader).await?;
    let (zone, today) = (app.zone().await, app.today().await);
    let status = if typed.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let typed = typed.unwrap_or_else(|| fresh(today));
    let diaries = opened.record.diaries.iter().rev();
    let diaries: Result<Vec<Shown>, AppError> = diaries
        .map(|state| shown(app, state, &zone, today))
        .collect();
    let diaries = diaries?;
    let factors = opened.record.formulation.factors.iter();
    let page = html(&StaffPage {
        frame: Frame::staff(app, "Diary", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Session).await,
        entry: form_id(),
        rows: rows(&typed),
        factors: factors
            .map(|factor| (factor.id.to_string(), factor.text.clone()))
            .collect(),
        weekdays: (1_i8..)
            .zip(WEEKDAYS)
            .map(|(number, word)| (number, word, typed.days.contains(&number.to_string())))
            .collect(),
        times: typed.times,
        hundred: typed.highest == Highest::Hundred.value().to_string(),
        from: typed.from,
        until: typed.until,
        problem: typed.problem,
        runs: diaries.iter().any(|diary| diary.running),
        diaries,
    })?;
    Ok((status, page).into_response())
}

/// A form that begins with mood.
fn fresh(today: Date) -> Typed {
    Typed {
        words: vec!["my mood".to_owned()],
        low: vec!["very low".to_owned()],
        high: vec!["very good".to_owned()],
        days: (1..=7).map(|day| day.to_string()).collect(),
        times: "9:00, 13:00, 17:00, 21:00".to_owned(),
        highest: Highest::Ten.value().to_string(),
        from: today.to_string(),
        until: today.saturating_add(USUAL_DAYS.days()).to_string(),
        ..Typed::default()
    }
}

fn rows(typed: &Typed) -> Vec<Row> {
    let at = |list: &[String], row: usize| list.get(row).cloned().unwrap_or_default();
    (0..MOST_VARIABLES)
        .map(|row| Row {
            number: row + 1,
            words: at(&typed.words, row),
            low: at(&typed.low, row),
            high: at(&typed.high, row),
            factor: at(&typed.factor, row),
        })
        .collect()
}

fn shown(app: &App, state: &DiaryState, zone: &TimeZone, today: Date) -> Result<Shown, AppError> {
    let agreement = &state.agreement.item;
    let now = state.counted_until(app.now(), zone);
    let tally = state.tally(now);
    let needs = state.network_needs();
    Ok(Shown {
        id: agreement.id,
        agreed: moment(state.agreement.at, zone, today),
        schedule: schedule(agreement, today),
        running: state.ended.is_none() && today <= agreement.until,
        answered: tally.answered,
        asked: tally.asked,
        needs: needs_words(needs),
        enough: needs.pairs >= needs.least,
        courses: courses(state, now)?,
        said: state
            .answers
            .iter()
            .rev()
            .filter(|given| !given.item.words.is_empty())
            .map(|given| (given.item.words.clone(), moment(given.at, zone, today)))
            .collect(),
        columns: agreement
            .variables
            .iter()
            .zip(1..)
            .map(|(variable, number)| (format!("v{number}"), variable.words.clone()))
            .collect(),
    })
}

fn schedule(agreement: &Agreement, today: Date) -> String {
    let days = agreement.days.iter().filter_map(|number| {
        let at = usize::try_from(number - 1).ok()?;
        WEEKDAYS.get(at).copied()
    });
    let days: Vec<&str> = days.collect();
    let times = agreement
        .times
        .iter()
        .map(|time| time.strftime("%H:%M").to_string());
    let times: Vec<String> = times.collect();
    format!(
        "{}; {}; from {} until {}",
        if days.len() == WEEKDAYS.len() {
            "every day".to_owned()
        } else {
            days.join(", ")
        },
        times.join(", "),
        day(agreement.from, today),
        day(agreement.until, today),
    )
}

fn needs_words(needs: NetworkNeeds) -> String {
    format!(
        "{} of neighbouring beeps with every line answered. A network over time needs {} at the very least to be computed \
         at all, and more than {} to find most of what is there.",
        count(needs.pairs, "pair", "pairs"),
        needs.least,
        needs.arrows_and_edges,
    )
}

/// The table that `attune stats var` reads.
pub(super) async fn csv(
    State(app): State<App>,
    reader: Reader,
    Path(One { diary }): Path<One>,
) -> Result<Response, AppError> {
    let opened = app.open(&reader).await?;
    let state = opened.record.diary(diary).ok_or(AppError::NotFound)?;
    let actor = Actor::Account(reader.staff.id());
    let line = app.line(actor, AuditAction::Export, Some(reader.client));
    app.store.audit(&line).await?;
    let table = state.csv(state.counted_until(app.now(), &app.zone().await));
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"diary.csv\""),
    ];
    Ok((headers, table).into_response())
}
