//! A form that was filled in on paper: typed in twice, compared, settled.

use askama::Template;
use attune_care::assess::{
    Assignment, PaperPass, PaperSettlement, Way, accept_single_pass, discard_pass, enter_paper,
    paper_differences, paper_passes, settle_paper, waiting,
};
use attune_care::{Dated, Refusal};
use attune_catalog::{Answer, Measure};
use attune_ids::{AssignmentId, EntryId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;

use super::ask::{Bare, OneAssignment};
use super::question::{Question, read_answer};
use super::room::{Fields, ITEM, OPEN, OpenQuestion, answered, measure, read, value};
use super::wording::{Wording, missing};
use crate::format::{capital, day, moment};
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Writer;
use crate::{App, AppError, form};

/// What a form sends where the paper holds no answer.
const NO_ANSWER: &str = "none";

#[derive(Template)]
#[template(path = "assess/paper.html")]
struct PassPage {
    frame: Frame,
    banner: Banner,
    assignment: AssignmentId,
    entry: EntryId,
    title: String,
    stem: String,
    own: bool,
    /// The first pass, when this is the second.
    first: Option<Pass>,
    on: String,
    today: Date,
    questions: Vec<Question>,
    words: Vec<OpenQuestion>,
    credit: String,
    problem: String,
}

/// Who typed a pass in, and when; never what.
struct Pass {
    entry: EntryId,
    by: String,
    at: String,
    once_entry: EntryId,
    discard_entry: EntryId,
}

#[derive(Template)]
#[template(path = "assess/paper_settle.html")]
struct SettlePage {
    frame: Frame,
    banner: Banner,
    assignment: AssignmentId,
    entry: EntryId,
    title: String,
    passes: Vec<Pass>,
    items: Vec<Difference>,
    words: Option<(String, String)>,
    days: Option<[(String, String); 2]>,
    problem: String,
}

/// One question that was read in two ways.
struct Difference {
    said: [String; 2],
    question: Question,
}

pub(super) async fn show(
    State(app): State<App>,
    writer: Writer,
    Path(OneAssignment { assignment }): Path<OneAssignment>,
) -> Result<Response, AppError> {
    page(&app, &writer, assignment, &Vec::new(), String::new()).await
}

/// Takes a pass in.
pub(super) async fn enter(
    State(app): State<App>,
    writer: Writer,
    Path(OneAssignment { assignment }): Path<OneAssignment>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    let entry: EntryId = value(&fields, "entry")
        .parse()
        .map_err(|_| AppError::NotFound)?;
    let opened = app.open(&writer.reader).await?;
    if let Some(elsewhere) = answered(&opened, assignment) {
        return Ok(elsewhere);
    }
    let asked = waiting(&opened.record, assignment, Way::Paper)?;
    let measure = measure(&app, asked)?;
    let on = match form::date(value(&fields, "on"), "The day of answering") {
        Ok(on) => on,
        Err(AppError::Refused(problem)) => {
            return page(&app, &writer, assignment, &fields, problem).await;
        }
        Err(other) => return Err(other),
    };
    let read = read(measure, &fields)?.finish(measure, assignment, &asked.measure.language);
    let pass = PaperPass {
        assignment,
        answers: read.answers,
        words: read.words,
        on,
    };
    let outcome = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, today, ids| enter_paper(record, &app.catalog, pass.clone(), today, entry, ids),
        )
        .await?;
    match outcome {
        Ok(changed) => Ok(onward(&changed.opened, assignment)),
        Err(refusal) => page(&app, &writer, assignment, &fields, refusal.to_string()).await,
    }
}

/// Makes the response of a form that was typed in once.
pub(super) async fn once(
    State(app): State<App>,
    writer: Writer,
    Path(OneAssignment { assignment }): Path<OneAssignment>,
    Form(Bare { .. }): Form<Bare>,
) -> Result<Response, AppError> {
    let changed = app
        .change(
            &writer,
            AuditAction::RecordWrite,
            // The response's own id: however often this is sent, there is one.
            EntryId(assignment.0),
            &[],
            |record, _, ids| accept_single_pass(record, &app.catalog, assignment, ids),
        )
        .await?;
    Ok(onward(&changed.opened, assignment))
}

/// Makes the response out of two passes and what the paper says where they differ.
pub(super) async fn settle(
    State(app): State<App>,
    writer: Writer,
    Path(OneAssignment { assignment }): Path<OneAssignment>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    let answers = fields.iter().filter_map(|(name, value)| {
        let item = name.strip_prefix(ITEM)?;
        let answer = match value.as_str() {
            NO_ANSWER => Answer::Skipped,
            chosen => read_answer(chosen)?,
        };
        Some((item.to_owned(), answer))
    });
    let words = value(&fields, "words").trim().to_owned();
    let settlement = PaperSettlement {
        answers: answers.collect(),
        words: (!words.is_empty()).then_some(words),
        on: form::date(value(&fields, "on"), "The day of answering").ok(),
    };
    let outcome = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            EntryId(assignment.0),
            &[],
            |record, today, ids| {
                settle_paper(record, &app.catalog, assignment, &settlement, today, ids)
            },
        )
        .await?;
    match outcome {
        Ok(changed) => Ok(onward(&changed.opened, assignment)),
        Err(refusal) => page(&app, &writer, assignment, &fields, refusal.to_string()).await,
    }
}

/// Throws a pass away.
pub(super) async fn discard(
    State(app): State<App>,
    writer: Writer,
    Path(OneAssignment { assignment }): Path<OneAssignment>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    let id = |name| {
        let found = value(&fields, name).parse::<EntryId>().ok();
        found.ok_or(Refusal::NotThere { what: "pass" })
    };
    let (entry, pass) = (id("entry")?, id("pass")?);
    let changed = app
        .change(
            &writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, _, _| discard_pass(record, assignment, pass, entry),
        )
        .await?;
    Ok(onward(&changed.opened, assignment))
}

/// To the answers when the form is complete, else to the next thing to do with it.
fn onward(opened: &Opened, assignment: AssignmentId) -> Response {
    let next = || {
        let address = format!("/clients/{}/assess/paper/{assignment}", opened.client);
        Redirect::to(&address).into_response()
    };
    answered(opened, assignment).unwrap_or_else(next)
}

/// The first pass, the second, or where the two differ: whatever is next.
async fn page(
    app: &App,
    writer: &Writer,
    assignment: AssignmentId,
    typed: &Fields,
    problem: String,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    if let Some(elsewhere) = answered(&opened, assignment) {
        return Ok(elsewhere);
    }
    let asked = waiting(&opened.record, assignment, Way::Paper)?;
    let status = if problem.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let passes = paper_passes(&opened.record, assignment);
    let page = match passes.as_slice() {
        [first, second, ..] => {
            let both = [*first, *second];
            let page = settle_page(app, writer, &opened, asked, both, problem).await?;
            html(&page)?
        }
        seen => {
            let first = seen.first().copied();
            let page = pass_page(app, writer, &opened, asked, first, typed, problem).await?;
            html(&page)?
        }
    };
    Ok((status, page).into_response())
}

async fn pass_page(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    asked: &Assignment,
    first: Option<&Dated<PaperPass>>,
    typed: &Fields,
    problem: String,
) -> Result<PassPage, AppError> {
    let measure = measure(app, asked)?;
    let language = &asked.measure.language;
    let wording = Wording::of(measure, language);
    let today = app.today().await;
    let typed_form = read(measure, typed)?;
    let chosen = |id: &str| typed_form.answered(id).filter(|_| !typed.is_empty());
    Ok(PassPage {
        frame: Frame::staff(app, "Answers on paper", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, opened, Step::Assess).await,
        assignment: asked.id,
        entry: form_id(),
        title: measure.title.clone(),
        stem: wording.stem().to_owned(),
        own: super::measures::is_own(measure),
        first: match first {
            Some(pass) => Some(told(app, pass, today).await?),
            None => None,
        },
        on: value(typed, "on").to_owned(),
        today,
        questions: measure
            .items
            .iter()
            .map(|item| {
                let field = format!("{ITEM}{}", item.id);
                Question::of(measure, language, item, &field, chosen(&item.id))
            })
            .collect(),
        words: measure
            .open_questions
            .iter()
            .map(|question| OpenQuestion {
                field: format!("{OPEN}{question}"),
                asked: wording.open(question).to_owned(),
                said: value(typed, &format!("{OPEN}{question}")).to_owned(),
            })
            .collect(),
        credit: measure.licence.credit_line.clone(),
        problem,
    })
}

async fn told(app: &App, pass: &Dated<PaperPass>, today: Date) -> Result<Pass, AppError> {
    Ok(Pass {
        entry: pass.entry,
        by: app.author_name(pass.by).await?,
        at: moment(pass.at, &app.zone().await, today),
        once_entry: form_id(),
        discard_entry: form_id(),
    })
}

async fn settle_page(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    asked: &Assignment,
    [first, second]: [&Dated<PaperPass>; 2],
    problem: String,
) -> Result<SettlePage, AppError> {
    let measure = measure(app, asked)?;
    let today = app.today().await;
    let differ = paper_differences(&first.item, &second.item);
    let text = |pass: &Dated<PaperPass>| pass.item.words.clone().unwrap_or_default();
    let on = |pass: &Dated<PaperPass>| (pass.item.on.to_string(), day(pass.item.on, today));
    Ok(SettlePage {
        frame: Frame::staff(app, "Answers on paper", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, opened, Step::Assess).await,
        assignment: asked.id,
        entry: form_id(),
        title: measure.title.clone(),
        passes: vec![
            told(app, first, today).await?,
            told(app, second, today).await?,
        ],
        items: differ
            .items
            .iter()
            .filter_map(|place| difference(measure, asked, *place, [first, second]))
            .collect(),
        words: differ.words.then(|| (text(first), text(second))),
        days: differ.day.then(|| [on(first), on(second)]),
        problem,
    })
}

fn difference(
    measure: &Measure,
    asked: &Assignment,
    place: usize,
    passes: [&Dated<PaperPass>; 2],
) -> Option<Difference> {
    let item = measure.items.get(place)?;
    let language = &asked.measure.language;
    let wording = Wording::of(measure, language);
    let said = passes.map(|pass| {
        let answer = pass.item.answers.get(place).copied();
        let answer = answer.unwrap_or(Answer::NotAsked);
        let given = wording.given(item, answer);
        given.unwrap_or_else(|| missing(answer).to_owned())
    });
    let field = format!("{ITEM}{}", item.id);
    Some(Difference {
        said,
        question: Question::of(measure, language, item, &field, None),
    })
}

/// How a response on paper came in, with the people and times of its passes.
pub(super) async fn origin_words(
    app: &App,
    opened: &Opened,
    origin: &attune_care::assess::PaperOrigin,
) -> Result<String, AppError> {
    let (today, zone) = (app.today().await, app.zone().await);
    let mut people = Vec::new();
    for entry in opened
        .entries
        .iter()
        .filter(|entry| origin.passes.contains(&entry.id))
    {
        let name = app.author_name(entry.by).await?;
        people.push(format!("{name}, {}", moment(entry.at, &zone, today)));
    }
    Ok(format!(
        "{} ({})",
        capital(&origin.words()),
        people.join("; ")
    ))
}
