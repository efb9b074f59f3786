//! The pages of answering, with the answers kept on the shelf. What they look like and say is the portal's
//! ([`crate::portal`]); here is only where the answers go.

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::Outpost;
use super::packet::Submission;
use super::shelf::{Kind, Name};
use super::urgent;
use super::visitor::{Draft, Visitor};
use crate::language::Here;
use crate::portal::{
    Arrived, Came, Given, Screen, Sent, Trouble, closed_page, help_page, language_asked,
    next_screen, pause_page, pick_page, review_page, screen, show_page, thanks_page, welcome_page,
    where_it_stopped,
};
use crate::{AppError, cookie};

/// For so long after sending, whoever looks is taken for the one who sent.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(10);

/// Opens a link: its secret goes into a cookie, so that it does not stay in the address bar.
pub(super) async fn enter(
    State(outpost): State<Outpost>,
    Path(secret): Path<String>,
) -> Result<Response, Trouble> {
    let known = outpost.strangers.may_try(outpost.clock.now()) && {
        let found = Visitor::of(&outpost, &secret)?.is_some();
        if !found {
            outpost.strangers.count(outpost.clock.now());
        }
        found
    };
    if !known {
        return Ok(closed_page(&outpost.front()?, &outpost.catalog));
    }
    let mut response = Redirect::to("/portal").into_response();
    if let Some(value) = cookie::set(cookie::LINK, &secret) {
        response.headers_mut().insert(SET_COOKIE, value);
    }
    Ok(response)
}

pub(super) async fn leave() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(value) = cookie::clear(cookie::LINK) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

pub(super) async fn help(
    State(outpost): State<Outpost>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let page = help_page(&outpost.front()?, &outpost.catalog, &headers)?;
    Ok(page.into_response())
}

pub(super) async fn welcome(
    State(outpost): State<Outpost>,
    visitor: Visitor,
) -> Result<Response, Trouble> {
    let draft = open(&outpost, &visitor)?;
    let today = outpost.clock.now().to_zoned(TimeZone::UTC).date();
    let until = Here::now().language.day(visitor.packet.until, today);
    let front = outpost.front()?;
    let page = welcome_page(&visitor.sheet(&outpost, &front, &draft), Some(until))?;
    Ok(page.into_response())
}

pub(super) async fn resume(
    State(outpost): State<Outpost>,
    visitor: Visitor,
) -> Result<Response, Trouble> {
    let draft = open(&outpost, &visitor)?;
    Ok(where_it_stopped(visitor.measure(), &draft.filling))
}

pub(super) async fn show(
    State(outpost): State<Outpost>,
    visitor: Visitor,
    Path(number): Path<usize>,
    Query(came): Query<Came>,
) -> Result<Response, Trouble> {
    let draft = open(&outpost, &visitor)?;
    let front = outpost.front()?;
    let sheet = visitor.sheet(&outpost, &front, &draft);
    Ok(show_page(&sheet, number, came.then)?)
}

/// Keeps one answer. One that asks for help is on its way to the practice, and somebody is told, before it is kept
/// here: if the second step fails the answer is asked again, never the other way.
pub(super) async fn keep(
    State(outpost): State<Outpost>,
    visitor: Visitor,
    Path(number): Path<usize>,
    Form(given): Form<Given>,
) -> Result<Response, Trouble> {
    let _alone = outpost.writing.lock().await;
    let mut draft = open(&outpost, &visitor)?;
    let measure = visitor.measure();
    let item = match screen(measure, number) {
        Some(Screen::Item(item)) => item,
        Some(Screen::Words(question)) => {
            draft.filling.say(measure, question, &given.words)?;
            visitor.keep(&outpost, &draft)?;
            return Ok(next_screen(measure, &draft.filling, number, &given.then));
        }
        None => return Ok(Redirect::to("/portal/item").into_response()),
    };
    let Some(answer) = given.chosen() else {
        let front = outpost.front()?;
        let sheet = visitor.sheet(&outpost, &front, &draft);
        return Ok(pick_page(&sheet, number, given.then)?);
    };
    draft.filling.answer(measure, &item.id, answer)?;
    let raises = draft.filling.raises_risk(measure, &item.id);
    if raises {
        let what = format!("notice {} {answer:?}", item.id);
        urgent::mark(&outpost, &Name::of(visitor.lookup(), &what))?;
        submit(&outpost, &visitor, &draft, &what, false)?;
    }
    visitor.keep(&outpost, &draft)?;
    if raises {
        return Ok(Redirect::to("/portal/pause").into_response());
    }
    Ok(next_screen(measure, &draft.filling, number, &given.then))
}

/// Keeps the words of an open question while they are typed.
pub(super) async fn keep_words(
    State(outpost): State<Outpost>,
    visitor: Visitor,
    Path(number): Path<usize>,
    Form(given): Form<Given>,
) -> Result<Response, Trouble> {
    let _alone = outpost.writing.lock().await;
    let mut draft = open(&outpost, &visitor)?;
    let measure = visitor.measure();
    let Some(Screen::Words(question)) = screen(measure, number) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    draft.filling.say(measure, question, &given.words)?;
    visitor.keep(&outpost, &draft)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn pause(
    State(outpost): State<Outpost>,
    visitor: Visitor,
) -> Result<Response, Trouble> {
    let draft = open(&outpost, &visitor)?;
    let front = outpost.front()?;
    Ok(pause_page(&visitor.sheet(&outpost, &front, &draft))?.into_response())
}

pub(super) async fn review(
    State(outpost): State<Outpost>,
    visitor: Visitor,
) -> Result<Response, Trouble> {
    let draft = begun(&outpost, &visitor)?;
    let front = outpost.front()?;
    Ok(review_page(&visitor.sheet(&outpost, &front, &draft))?.into_response())
}

/// Sends the answers. However often this arrives, one thing waits for the practice: its name follows from the link.
pub(super) async fn send(
    State(outpost): State<Outpost>,
    visitor: Visitor,
) -> Result<Response, Trouble> {
    let _alone = outpost.writing.lock().await;
    let draft = begun(&outpost, &visitor)?;
    let measure = visitor.measure();
    let mut items = measure.items.iter();
    let raised = items.any(|item| draft.filling.raises_risk(measure, &item.id));
    submit(&outpost, &visitor, &draft, "answers", true)?;
    // The practice's copy is safe: the answers need not lie here any longer.
    let done = Draft {
        sent: Some(outpost.clock.now()),
        raised,
        ..Draft::default()
    };
    visitor.keep(&outpost, &done)?;
    Ok(Redirect::to("/portal/thanks").into_response())
}

pub(super) async fn thanks(
    State(outpost): State<Outpost>,
    visitor: Visitor,
) -> Result<Response, Trouble> {
    let draft = visitor.draft(&outpost)?;
    let Some(at) = draft.sent else {
        return Ok(Redirect::to("/portal").into_response());
    };
    let sent = Sent {
        arrived: Arrived::of(
            outpost.clock.now().duration_since(at) < JUST_NOW,
            draft.raised,
        ),
        in_space: false,
        next: None,
        handed_over: false,
    };
    let page = thanks_page(&outpost.front()?, &outpost.catalog, &sent)?;
    Ok(page.into_response())
}

/// What was answered so far; whoever has sent it is led on.
fn open(outpost: &Outpost, visitor: &Visitor) -> Result<Draft, Trouble> {
    let draft = visitor.draft(outpost)?;
    match draft.sent {
        None => Ok(draft),
        Some(_) => Err(Trouble::instead(Redirect::to("/portal/thanks"))),
    }
}

/// The same where there must be an answer already; whoever has given none is led back to the beginning.
fn begun(outpost: &Outpost, visitor: &Visitor) -> Result<Draft, Trouble> {
    let draft = open(outpost, visitor)?;
    if draft.filling.is_empty() {
        return Err(Trouble::instead(Redirect::to("/portal")));
    }
    Ok(draft)
}

fn submit(
    outpost: &Outpost,
    visitor: &Visitor,
    draft: &Draft,
    what: &str,
    sent: bool,
) -> Result<(), AppError> {
    let name = Name::of(visitor.lookup(), what);
    let submission = Submission {
        link: visitor.packet.link,
        assignment: visitor.packet.assignment,
        filling: draft.filling.clone(),
        language: language_asked(visitor.measure()).to_owned(),
        sent,
    };
    let sealed = submission.seal(outpost.key, name.as_str())?;
    Ok(outpost.shelf.put(Kind::Waiting, &name, &sealed)?)
}
