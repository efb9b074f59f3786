//! The diary as the client sees it: what is asked now, and their own curve.

use askama::Template;
use attune_care::diary::{Beep, DiaryState, Due};
use attune_ids::{DiaryId, EntryId};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::course::{Course, courses};
use crate::App;
use crate::language::{Here, Language};
use crate::page::{form_id, html};
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::space::{Nav, Place};

/// One line of the form.
pub(super) struct Line {
    /// Its name in the form.
    name: String,
    words: String,
    low: String,
    high: String,
    /// What was answered before.
    value: Option<u8>,
    /// The numbers to press; none where one is typed.
    steps: Vec<u8>,
    highest: u8,
}

/// What can be answered now.
pub(super) struct Open {
    diary: DiaryId,
    beep: Beep,
    since: String,
    until: String,
    /// It was answered before: it can be answered differently.
    again: bool,
    lines: Vec<Line>,
    said: String,
}

#[derive(Template)]
#[template(path = "diary/own.html")]
struct OwnPage {
    frame: Frame,
    nav: Nav,
    entry: EntryId,
    problem: Option<String>,
    /// There is a diary that runs.
    running: bool,
    open: Option<Open>,
    /// When it asks next.
    next: Option<String>,
    answered: usize,
    asked: usize,
    courses: Vec<Course>,
    /// What the client said beside the numbers, the latest first.
    said: Vec<(String, String)>,
}

pub(super) async fn show(State(app): State<App>, holder: SpaceHolder) -> Result<Response, Trouble> {
    page(&app, &holder, None).await
}

/// The page, with what was the matter with an answer.
pub(super) async fn page(
    app: &App,
    holder: &SpaceHolder,
    problem: Option<String>,
) -> Result<Response, Trouble> {
    let opened = app.open_for_client(holder).await?;
    let (zone, today) = (app.zone().await, app.today().await);
    let now = zone.to_datetime(app.now());
    let present = opened.record.present_diary();
    // The last one stays to look at.
    let shown = present.or_else(|| opened.record.diaries.last());
    let counted = shown.map(|state| (state, state.counted_until(app.now(), &zone)));
    let tally = counted.map(|(state, until)| state.tally(until));
    let language = Here::now().language;
    let say = |at: Timestamp| language.moment(at, &zone, today);
    let running = present.filter(|state| today <= state.agreement.item.until);
    let status = if problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = html(&OwnPage {
        frame: Frame::of(app).await,
        nav: Nav::at(Place::Diary),
        entry: form_id(),
        problem,
        running: running.is_some(),
        open: present.and_then(|state| open(state, now, today, language)),
        next: present
            .and_then(|state| state.agreement.item.next(now))
            .map(|due| clock(due.at, today, language)),
        answered: tally.map_or(0, |tally| tally.answered),
        asked: tally.map_or(0, |tally| tally.asked),
        courses: match counted {
            Some((state, until)) => courses(state, until)?,
            None => Vec::new(),
        },
        said: shown.map_or_else(Vec::new, |state| {
            let with_words = state.answers.iter().rev();
            with_words
                .filter(|given| !given.item.words.is_empty())
                .map(|given| (given.item.words.clone(), say(given.at)))
                .collect()
        }),
    })?;
    Ok((status, page).into_response())
}

fn open(state: &DiaryState, now: DateTime, today: Date, language: Language) -> Option<Open> {
    let agreement = &state.agreement.item;
    let Due { beep, at, until } = agreement.due(now)?;
    let before = state.answer(beep);
    let highest = agreement.highest.value();
    let lines = agreement.variables.iter().enumerate();
    Some(Open {
        diary: agreement.id,
        beep,
        since: clock(at, today, language),
        until: clock(until, today, language),
        again: before.is_some(),
        lines: lines
            .map(|(at, variable)| Line {
                name: format!("v{at}"),
                words: variable.words.clone(),
                low: variable.low.clone(),
                high: variable.high.clone(),
                value: before.and_then(|given| given.item.values.get(at).copied().flatten()),
                steps: if highest == 10 {
                    (0..=10).collect()
                } else {
                    Vec::new()
                },
                highest,
            })
            .collect(),
        said: before.map_or_else(String::new, |given| given.item.words.clone()),
    })
}

/// "14:00", with the day when it is not today.
fn clock(at: DateTime, today: Date, language: Language) -> String {
    let time = at.strftime("%H:%M");
    if at.date() == today {
        time.to_string()
    } else {
        format!("{}, {time}", language.day(at.date(), today))
    }
}
