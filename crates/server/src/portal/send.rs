//! Looking over the answers, sending them once, and thanks.

use askama::Template;
use attune_care::assess::give_response;
use attune_catalog::{Catalog, FlagState};
use attune_ids::DraftId;
use attune_record::{AuditAction, DraftDone};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::entrance::{complete, sent_in_this_visit};
use super::frame::{Frame, Trouble, closed};
use super::front::Front;
use super::help::Help;
use super::onward::next;
use super::sheet::Sheet;
use super::visit::{Asked, TRIES, Visit, language_asked, open, response_entry, sheet, visit};
use super::welcome::asker;
use crate::assess::Wording;
use crate::page::html;
use crate::policy::LinkHolder;
use crate::{App, AppError, cookie};

#[derive(Template)]
#[template(path = "portal/review.html")]
struct ReviewPage {
    frame: Frame,
    asker: String,
    answers: Vec<Line>,
    /// How many items have no answer.
    open: usize,
    /// Tag of the language the questions are asked in.
    language: String,
    credit: String,
}

struct Line {
    number: usize,
    question: String,
    answer: Option<String>,
    /// Free words are the person's own and look like it.
    words: bool,
}

/// Everything that was answered, and what was not, before it is sent.
pub(super) async fn review(
    State(app): State<App>,
    holder: LinkHolder,
) -> Result<Response, Trouble> {
    let asked = open(&app, &holder).await?;
    if asked.filling.is_empty() {
        return Ok(Redirect::to("/portal").into_response());
    }
    let (front, who) = (Front::of(&app).await, asker(&app, &asked).await?);
    let page = review_page(&sheet(&app, &front, &asked, &who)?)?;
    Ok(page.into_response())
}

/// The page.
pub(crate) fn review_page(sheet: &Sheet<'_>) -> Result<Html<String>, AppError> {
    let (measure, filling) = (sheet.measure, sheet.filling);
    let wording = Wording::of(measure, language_asked(measure));
    let put = |item| match sheet.own_words {
        Some(words) => format!("\u{201c}{words}\u{201d}: {}", wording.item(item)),
        None => wording.item(item).to_owned(),
    };
    let items = measure.items.iter().zip(1..).map(|(item, number)| Line {
        number,
        question: put(item),
        answer: filling
            .answered(&item.id)
            .and_then(|answer| wording.given(item, answer)),
        words: false,
    });
    let items = items.filter(|line| filling.asks(measure, line.number - 1));
    let first = measure.items.len() + 1;
    let questions = measure
        .open_questions
        .iter()
        .zip(first..)
        .map(|(question, number)| Line {
            number,
            question: wording.open(question).to_owned(),
            answer: filling
                .said(question)
                .filter(|words| !words.is_empty())
                .map(str::to_owned),
            words: true,
        });
    let answers = items.chain(questions).collect();
    html(&ReviewPage {
        frame: Frame::with(sheet.front),
        asker: sheet.asker.to_owned(),
        answers,
        open: filling.unanswered(measure).len(),
        language: language_asked(measure).to_owned(),
        credit: measure.licence.credit_line.clone(),
    })
}

/// Sends the answers. However often this arrives, there is one response; and an
/// answer that another window keeps at the same moment is part of it.
pub(super) async fn send(State(app): State<App>, holder: LinkHolder) -> Result<Response, Trouble> {
    for _ in 0..TRIES {
        let asked = match visit(&app, &holder).await? {
            Visit::Open(asked) => asked,
            Visit::Sent(..) => {
                complete(&app, &holder).await?;
                return Ok(thanked());
            }
            Visit::Closed => return Ok(closed(&app).await),
        };
        if asked.filling.is_empty() {
            return Ok(Redirect::to("/portal").into_response());
        }
        match record(&app, &holder, &asked).await {
            // An answer was changed since it was read here: read it again.
            Err(AppError::Busy) => {}
            Err(other) => return Err(other.into()),
            Ok(()) => {
                complete(&app, &holder).await?;
                return Ok(thanked());
            }
        }
    }
    Err(AppError::Busy.into())
}

async fn record(app: &App, holder: &LinkHolder, asked: &Asked) -> Result<(), AppError> {
    let measure = asked.measure(app)?;
    let language = language_asked(measure);
    let entry = response_entry(holder);
    let draft = DraftDone {
        id: DraftId(holder.assignment.0),
        seen: Some(asked.version),
    };
    app.change_for_link(
        holder,
        AuditAction::RecordWrite,
        entry,
        &[draft],
        |record, today, ids| {
            let answered = asked.filling.finish(measure, asked.assignment.id, language);
            give_response(record, &app.catalog, answered, today, entry, ids)
        },
    )
    .await
    .map(drop)
}

fn thanked() -> Response {
    Redirect::to("/portal/thanks").into_response()
}

#[derive(Template)]
#[template(path = "portal/thanks.html")]
struct ThanksPage {
    frame: Frame,
    just_sent: bool,
    /// Help once more, for whoever sent a risk answer just now. Not on a later
    /// visit: somebody else may hold the phone then.
    help: Option<Help>,
    /// There is a space of their own to go back to.
    in_space: bool,
    /// The next questionnaire of the flow: its place, and how many there are.
    next: Option<(usize, usize)>,
    /// On a device that somebody wants back.
    handed_over: bool,
}

pub(super) async fn thanks(
    State(app): State<App>,
    holder: LinkHolder,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let (opened, entry) = match visit(&app, &holder).await? {
        Visit::Open(_) => return Ok(Redirect::to("/portal").into_response()),
        Visit::Sent(opened, entry) => (opened, entry),
        Visit::Closed => return Ok(closed(&app).await),
    };
    let just_sent = sent_in_this_visit(&app, &holder).await?;
    let raised = opened.record.response(entry).is_some_and(|given| {
        given
            .item
            .scored
            .flags
            .iter()
            .any(|flag| flag.state == FlagState::Raised)
    });
    let handed = app.handed_over(&headers);
    let next = next(&opened.record, &holder, handed.as_ref());
    let sent = Sent {
        arrived: Arrived::of(just_sent, raised),
        in_space: cookie::read(&headers, cookie::SPACE).is_some(),
        next: next.map(|next| (next.number, next.of)),
        handed_over: handed.is_some(),
    };
    let page = thanks_page(&Front::of(&app).await, &app.catalog, &sent)?;
    Ok(page.into_response())
}

/// When a form was sent, as far as it matters to whoever looks now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrived {
    /// In a visit before this one.
    Before,
    /// In this very visit.
    JustNow,
    /// In this very visit, and an answer asked for help.
    CallingForHelp,
}

impl Arrived {
    pub(crate) fn of(just_now: bool, raised: bool) -> Self {
        match (just_now, raised) {
            (false, _) => Self::Before,
            (true, false) => Self::JustNow,
            (true, true) => Self::CallingForHelp,
        }
    }
}

/// What the thanks depend on.
pub(crate) struct Sent {
    /// When, and with what.
    pub(crate) arrived: Arrived,
    /// There is a space of their own to go back to.
    pub(crate) in_space: bool,
    /// The next questionnaire of the flow: its place, and how many there are.
    pub(crate) next: Option<(usize, usize)>,
    /// On a device that somebody wants back.
    pub(crate) handed_over: bool,
}

/// The page.
pub(crate) fn thanks_page(
    front: &Front,
    catalog: &Catalog,
    sent: &Sent,
) -> Result<Html<String>, AppError> {
    html(&ThanksPage {
        frame: Frame::with(front),
        just_sent: sent.arrived != Arrived::Before,
        help: (sent.arrived == Arrived::CallingForHelp).then(|| Help::with(front, catalog)),
        in_space: sent.in_space,
        next: sent.next,
        handed_over: sent.handed_over,
    })
}
