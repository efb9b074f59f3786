//! Questionnaires that wait for the client, and opening one.

use std::collections::BTreeMap;

use askama::Template;
use attune_care::assess::{Way, waiting};
use attune_care::space::Topic;
use attune_care::{Body, Entry, Record};
use attune_catalog::Catalog;
use attune_ids::AssignmentId;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use jiff::civil::Date;
use serde::Deserialize;

use super::course::topic_words;
use super::{Nav, Place};
use crate::gate::Opened;
use crate::language::Here;
use crate::page::html;
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble, begin_visit};
use crate::{App, AppError};

/// Seconds one question takes, on average; only for "about two minutes".
const SECONDS_A_QUESTION: usize = 12;

/// A questionnaire that waits.
pub(super) struct Waiting {
    pub(super) assignment: AssignmentId,
    pub(super) asker: String,
    pub(super) questions: usize,
    pub(super) minutes: usize,
    pub(super) since: String,
}

/// What waits for answers, the oldest request first. What is asked in the room is not
/// among them, nor what is not in the catalogue any more.
pub(super) async fn waiting_for(app: &App, opened: &Opened) -> Result<Vec<Waiting>, AppError> {
    let today = app.today().await;
    let language = Here::now().language;
    let mut list = Vec::new();
    for state in &opened.record.assignments {
        let asked = &state.assignment;
        let measure = app
            .catalog
            .measure_version(&asked.measure.id, &asked.measure.version);
        let Some(measure) = measure.filter(|_| state.is_open() && asked.way == Way::Link) else {
            continue;
        };
        let of = measure.items.len() + measure.open_questions.len();
        list.push(Waiting {
            assignment: asked.id,
            asker: asker(app, &opened.entries, asked.id).await?,
            questions: of,
            minutes: (of * SECONDS_A_QUESTION).div_ceil(60),
            since: language.day(asked.on, today),
        });
    }
    Ok(list)
}

/// Who asked, by name; the practice if that was not a person.
async fn asker(app: &App, entries: &[Entry], assignment: AssignmentId) -> Result<String, AppError> {
    let author = entries.iter().find_map(|entry| match &entry.body {
        Body::MeasureAssigned(asked) if asked.id == assignment => Some(entry.by),
        _ => None,
    });
    match author {
        Some(author @ attune_care::Author::Staff(_)) => app.author_name(author).await,
        _ => Ok(app.settings.read().await.practice_name.clone()),
    }
}

#[derive(Template)]
#[template(path = "space/questions.html")]
struct QuestionsPage {
    frame: Frame,
    nav: Nav,
    waiting: Vec<Waiting>,
    answered: Vec<Answered>,
}

/// What was sent on one day: the day, and what it was about in everyday terms.
struct Answered {
    on: String,
    about: String,
}

/// What waits, and what was sent.
pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
) -> Result<Html<String>, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    Ok(html(&QuestionsPage {
        frame: Frame::of(&app).await,
        nav: Nav::at(Place::Questions),
        waiting: waiting_for(&app, &opened).await?,
        answered: answered(&app.catalog, &opened.record, app.today().await),
    })?)
}

/// Day by day, the latest first. Names of questionnaires are jargon, and what several are about cannot be said in a word.
fn answered(catalog: &Catalog, record: &Record, today: Date) -> Vec<Answered> {
    let mut days: BTreeMap<Date, Vec<Topic>> = BTreeMap::new();
    for given in record.responses.iter().map(|given| &given.item) {
        let topics = days.entry(given.on).or_default();
        let measure = catalog.measure_version(&given.measure.id, &given.measure.version);
        topics.extend(
            measure
                .and_then(Topic::single)
                .filter(|topic| !topics.contains(topic)),
        );
    }
    let language = Here::now().language;
    let said = |topic| language.say(topic_words(topic)).to_string();
    days.into_iter()
        .rev()
        .map(|(on, topics)| Answered {
            on: language.day(on, today),
            about: topics.into_iter().map(said).collect::<Vec<_>>().join(", "),
        })
        .collect()
}

/// The questionnaire a path names.
#[derive(Deserialize)]
pub(super) struct One {
    assignment: AssignmentId,
}

/// Opens one, if it waits for this client: it is answered one question a screen, as
/// through a link, and leads back here.
pub(super) async fn open(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(One { assignment }): Path<One>,
) -> Result<Response, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    if waiting(&opened.record, assignment, Way::Link).is_err() {
        return Err(AppError::NotFound.into());
    }
    Ok(begin_visit(&app, &holder, assignment).await?)
}
