//! One question a screen.

use askama::Template;
use attune_care::assess::{Filling, alerts_while_filling};
use attune_catalog::{Answer, Item, Measure};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::frame::{Frame, Trouble};
use super::front::Front;
use super::help::Help;
use super::sheet::Sheet;
use super::visit::{Asked, keep as keep_answer, language_asked, open, response_entry, sheet};
use super::welcome::asker;
use crate::assess::{Question, read_answer};
use crate::language::key;
use crate::page::{form_id, html};
use crate::policy::LinkHolder;
use crate::{App, AppError};

/// What stands on one screen.
pub(crate) enum Screen<'a> {
    /// A question with answers to choose from.
    Item(&'a Item),
    /// An open one, by its id.
    Words(&'a str),
}

/// The screen with this number, counted from 1: items, then open questions.
pub(crate) fn screen(measure: &Measure, number: usize) -> Option<Screen<'_>> {
    let position = number.checked_sub(1)?;
    match measure.items.get(position) {
        Some(item) => Some(Screen::Item(item)),
        None => measure
            .open_questions
            .get(position - measure.items.len())
            .map(|question| Screen::Words(question)),
    }
}

#[derive(Template)]
#[template(path = "portal/item.html")]
struct ItemPage {
    frame: Frame,
    number: usize,
    of: usize,
    /// The screen before this one.
    before: Option<usize>,
    question: Option<Question>,
    words: Option<OpenQuestion>,
    /// "review" when the person came to change one answer.
    then: String,
    /// Key of what is wrong.
    problem: Option<&'static str>,
}

struct OpenQuestion {
    /// Tag of the language it is asked in.
    language: String,
    asked: String,
    said: String,
}

#[derive(Deserialize, Default)]
pub(crate) struct Given {
    #[serde(default)]
    answer: String,
    #[serde(default)]
    skip: String,
    /// What was written to an open question.
    #[serde(default)]
    pub(crate) words: String,
    /// Where to go on.
    #[serde(default)]
    pub(crate) then: String,
}

impl Given {
    /// The answer that was chosen; none if none was.
    pub(crate) fn chosen(&self) -> Option<Answer> {
        if self.skip.is_empty() {
            read_answer(&self.answer)
        } else {
            Some(Answer::Skipped)
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Came {
    /// "review" when the person came to change one answer.
    #[serde(default)]
    pub(crate) then: String,
}

/// Goes on where the person stopped.
pub(super) async fn resume(
    State(app): State<App>,
    holder: LinkHolder,
) -> Result<Response, Trouble> {
    let asked = open(&app, &holder).await?;
    Ok(where_it_stopped(asked.measure(&app)?, &asked.filling))
}

/// To the first question that was not met yet, or to the review.
pub(crate) fn where_it_stopped(measure: &Measure, filling: &Filling) -> Response {
    let onward = match filling.next(measure) {
        Some(position) => format!("/portal/item/{}", position + 1),
        None => "/portal/review".to_owned(),
    };
    Redirect::to(&onward).into_response()
}

pub(super) async fn show(
    State(app): State<App>,
    holder: LinkHolder,
    Path(number): Path<usize>,
    Query(came): Query<Came>,
) -> Result<Response, Trouble> {
    let asked = open(&app, &holder).await?;
    let front = Front::of(&app).await;
    Ok(show_page(
        &sheet(&app, &front, &asked, "")?,
        number,
        came.then,
    )?)
}

/// The screen with this number, or where to go instead.
pub(crate) fn show_page(
    sheet: &Sheet<'_>,
    number: usize,
    then: String,
) -> Result<Response, AppError> {
    let (measure, filling) = (sheet.measure, sheet.filling);
    if number > 0 && number <= measure.items.len() && !filling.asks(measure, number - 1) {
        // Ruled out by another answer: the next one that is asked.
        return Ok(onward(measure, filling, number, &then));
    }
    match page(sheet, number, then, None) {
        Some(page) => Ok(html(&page)?.into_response()),
        None => Ok(Redirect::to("/portal/item").into_response()),
    }
}

/// The same screen once more, because nothing was chosen on it.
pub(crate) fn pick_page(
    sheet: &Sheet<'_>,
    number: usize,
    then: String,
) -> Result<Response, AppError> {
    let problem = Some(key("pick-an-answer"));
    Ok(match page(sheet, number, then, problem) {
        Some(page) => (StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response(),
        None => Redirect::to("/portal/item").into_response(),
    })
}

/// Keeps the answer and leads on. An answer that asks for help leads to help
/// first, before anything else.
pub(super) async fn keep(
    State(app): State<App>,
    holder: LinkHolder,
    Path(number): Path<usize>,
    Form(given): Form<Given>,
) -> Result<Response, Trouble> {
    let asked = open(&app, &holder).await?;
    let measure = asked.measure(&app)?;
    let item = match screen(measure, number) {
        Some(Screen::Item(item)) => item,
        Some(Screen::Words(question)) => {
            let filling = keep_answer(&app, &holder, |filling| {
                filling.say(measure, question, &given.words)
            })
            .await?;
            return Ok(onward(measure, &filling, number, &given.then));
        }
        None => return Ok(Redirect::to("/portal/item").into_response()),
    };
    let Some(answer) = given.chosen() else {
        let front = Front::of(&app).await;
        return Ok(pick_page(
            &sheet(&app, &front, &asked, "")?,
            number,
            given.then,
        )?);
    };
    warn(&app, &holder, &asked, item, answer).await?;
    let filling = keep_answer(&app, &holder, |filling| {
        filling.answer(measure, &item.id, answer)
    })
    .await?;
    if filling.raises_risk(measure, &item.id) {
        return Ok(Redirect::to("/portal/pause").into_response());
    }
    Ok(onward(measure, &filling, number, &given.then))
}

/// Raises the alert of a risk answer. Before the answer is kept: if the second
/// step fails the alert stands and the answer is asked again, never the other way.
async fn warn(
    app: &App,
    holder: &LinkHolder,
    asked: &Asked,
    item: &Item,
    answer: Answer,
) -> Result<(), AppError> {
    let measure = asked.measure(app)?;
    let mut filling = asked.filling.clone();
    filling.answer(measure, &item.id, answer)?;
    if !filling.raises_risk(measure, &item.id) {
        return Ok(());
    }
    let response = response_entry(holder);
    app.change_for_link(
        holder,
        AuditAction::RecordWrite,
        form_id(),
        &[],
        |record, today, ids| {
            let assignment = holder.assignment;
            alerts_while_filling(record, measure, assignment, &filling, response, today, ids)
        },
    )
    .await?;
    Ok(())
}

/// Keeps the words of an open question while they are typed.
pub(super) async fn keep_words(
    State(app): State<App>,
    holder: LinkHolder,
    Path(number): Path<usize>,
    Form(given): Form<Given>,
) -> Result<Response, Trouble> {
    let asked = open(&app, &holder).await?;
    let measure = asked.measure(&app)?;
    let Some(Screen::Words(question)) = screen(measure, number) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    keep_answer(&app, &holder, |filling| {
        filling.say(measure, question, &given.words)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// To the next screen that is asked. Back to the review where somebody came from there, unless the changed answer
/// leads to a question that was not asked before.
pub(crate) fn onward(measure: &Measure, filling: &Filling, number: usize, then: &str) -> Response {
    let screens = measure.items.len() + measure.open_questions.len();
    let asked =
        |position: &usize| *position >= measure.items.len() || filling.asks(measure, *position);
    let new = |position: &usize| {
        measure.items.get(*position).is_some_and(|item| {
            !item.asked_if.is_empty() && asked(position) && filling.answered(&item.id).is_none()
        })
    };
    let next = if then == "review" {
        (0..screens).find(new)
    } else {
        (number..screens).find(asked)
    };
    match next {
        Some(position) => Redirect::to(&format!("/portal/item/{}", position + 1)).into_response(),
        None => Redirect::to("/portal/review").into_response(),
    }
}

/// The number of the screen before this one that is asked; none before the first.
fn before(measure: &Measure, filling: &Filling, number: usize) -> Option<usize> {
    let asked = |screen: &usize| *screen > measure.items.len() || filling.asks(measure, screen - 1);
    (1..number).rev().find(asked)
}

fn page(
    sheet: &Sheet<'_>,
    number: usize,
    then: String,
    problem: Option<&'static str>,
) -> Option<ItemPage> {
    let (measure, filling) = (sheet.measure, sheet.filling);
    let language = language_asked(measure);
    let (question, words) = match screen(measure, number)? {
        Screen::Item(item) => {
            let given = filling.answered(&item.id);
            let question = Question::of(measure, language, item, "answer", given);
            (Some(question.about(sheet.own_words)), None)
        }
        Screen::Words(question) => {
            let text = measure.text(language).and_then(|text| text.open(question));
            let words = OpenQuestion {
                language: language.to_owned(),
                asked: text.unwrap_or(question).to_owned(),
                said: filling.said(question).unwrap_or_default().to_owned(),
            };
            (None, Some(words))
        }
    };
    Some(ItemPage {
        frame: Frame::with(sheet.front),
        number,
        of: measure.items.len() + measure.open_questions.len(),
        before: before(measure, filling, number),
        question,
        words,
        then,
        problem,
    })
}

#[derive(Template)]
#[template(path = "portal/pause.html")]
struct PausePage {
    frame: Frame,
    help: Help,
    asker: String,
}

/// Help, before the next question.
pub(super) async fn pause(
    State(app): State<App>,
    holder: LinkHolder,
) -> Result<Html<String>, Trouble> {
    let asked = open(&app, &holder).await?;
    let (front, who) = (Front::of(&app).await, asker(&app, &asked).await?);
    Ok(pause_page(&sheet(&app, &front, &asked, &who)?)?)
}

/// The page.
pub(crate) fn pause_page(sheet: &Sheet<'_>) -> Result<Html<String>, AppError> {
    html(&PausePage {
        frame: Frame::with(sheet.front),
        help: Help::with(sheet.front, sheet.catalog),
        asker: sheet.asker.to_owned(),
    })
}
