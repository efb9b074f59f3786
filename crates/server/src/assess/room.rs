//! Answering together in the room: the whole questionnaire on one page.

use askama::Template;
use attune_care::Refusal;
use attune_care::assess::{Assignment, Filling, Way, give_response, waiting};
use attune_catalog::{Answer, Measure};
use attune_ids::{AssignmentId, DraftId, EntryId};
use attune_record::{AuditAction, DraftDone};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use serde::Deserialize;

use super::ask::OneAssignment;
use super::question::{Question, read_answer};
use super::wording::Wording;
use crate::format::count;
use crate::gate::{Kept, Opened};
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Writer;
use crate::{App, AppError};

/// What a form field of an item, and of an open question, begins with.
pub(super) const ITEM: &str = "item-";
pub(super) const OPEN: &str = "open-";
/// Names an item on the page that is asked only because of other answers.
const SHOWN: &str = "shown";

/// How often keeping the answers is tried when another window was quicker.
const TRIES: usize = 5;

#[derive(Template)]
#[template(path = "assess/room.html")]
struct RoomPage {
    frame: Frame,
    banner: Banner,
    assignment: AssignmentId,
    entry: EntryId,
    version: u64,
    title: String,
    stem: String,
    own: bool,
    questions: Vec<Question>,
    /// Items on this page that are asked only because of other answers.
    conditional: Vec<String>,
    /// An answer that was just sent leads to a further question.
    more: bool,
    words: Vec<OpenQuestion>,
    credit: String,
}

#[derive(Deserialize, Default)]
pub(super) struct Came {
    #[serde(default)]
    more: String,
}

pub(super) struct OpenQuestion {
    pub(super) field: String,
    pub(super) asked: String,
    pub(super) said: String,
}

/// The plain question before a form with gaps is saved.
#[derive(Template)]
#[template(path = "assess/gaps.html")]
struct GapsPage {
    frame: Frame,
    banner: Banner,
    assignment: AssignmentId,
    entry: EntryId,
    name: String,
    gaps: String,
    has_total: bool,
    missing: Vec<String>,
    sent: Vec<(String, String)>,
}

/// The fields of the form, as they come.
pub(super) type Fields = Vec<(String, String)>;

pub(super) async fn show(
    State(app): State<App>,
    writer: Writer,
    Path(OneAssignment { assignment }): Path<OneAssignment>,
    Query(came): Query<Came>,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    if let Some(elsewhere) = answered(&opened, assignment) {
        return Ok(elsewhere);
    }
    let asked = waiting(&opened.record, assignment, Way::InRoom)?;
    let measure = measure(&app, asked)?;
    let draft = app
        .draft::<Filling>(&writer.reader, DraftId(assignment.0))
        .await?;
    let (version, filling) =
        draft.map_or_else(Default::default, |draft| (draft.version, draft.value));
    let language = language_of(measure, &opened);
    let wording = Wording::of(measure, language);
    let page = RoomPage {
        frame: Frame::staff(&app, "Questionnaire", &writer.reader.staff).await,
        banner: Banner::of(&app, &writer.reader, &opened, Step::Assess).await,
        assignment,
        entry: form_id(),
        version,
        title: measure.title.clone(),
        stem: wording.stem().to_owned(),
        own: super::measures::is_own(measure),
        questions: measure
            .items
            .iter()
            .enumerate()
            .filter(|(position, _)| filling.asks(measure, *position))
            .map(|(_, item)| {
                let field = format!("{ITEM}{}", item.id);
                Question::of(measure, language, item, &field, filling.answered(&item.id))
                    .about(opened.record.personal_words(&asked.measure.id))
            })
            .collect(),
        conditional: conditional(measure, &filling),
        more: came.more == "yes",
        words: measure
            .open_questions
            .iter()
            .map(|question| OpenQuestion {
                field: format!("{OPEN}{question}"),
                asked: wording.open(question).to_owned(),
                said: filling.said(question).unwrap_or_default().to_owned(),
            })
            .collect(),
        credit: measure.licence.credit_line.clone(),
    };
    Ok(html(&page)?.into_response())
}

/// Keeps the answers as they are given.
pub(super) async fn autosave(
    State(app): State<App>,
    writer: Writer,
    Path(OneAssignment { assignment }): Path<OneAssignment>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    let asked = waiting(&opened.record, assignment, Way::InRoom)?;
    let filling = read(measure(&app, asked)?, &fields)?;
    let version = keep(&app, &writer, assignment, &filling).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(
        HeaderName::from_static("attune-version"),
        HeaderValue::from(version),
    );
    Ok(response)
}

/// Saves the form; one with gaps only after they were named and confirmed.
pub(super) async fn save(
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
    let asked = waiting(&opened.record, assignment, Way::InRoom)?;
    let measure = measure(&app, asked)?;
    let filling = read(measure, &fields)?;
    // An answer may lead to a question that was not on the page: it is asked before anything is saved.
    let unseen = conditional(measure, &filling).into_iter().any(|item| {
        !fields
            .iter()
            .any(|(name, value)| name == SHOWN && *value == item)
    });
    if unseen {
        keep(&app, &writer, assignment, &filling).await?;
        let address = format!(
            "/clients/{}/assess/ask/{assignment}?more=yes",
            writer.reader.client
        );
        return Ok(Redirect::to(&address).into_response());
    }
    let gaps = filling.unanswered(measure);
    if !gaps.is_empty() && value(&fields, "confirmed") != "yes" {
        keep(&app, &writer, assignment, &filling).await?;
        let wording = Wording::of(measure, language_of(measure, &opened));
        let page = GapsPage {
            frame: Frame::staff(&app, "Questionnaire", &writer.reader.staff).await,
            banner: Banner::of(&app, &writer.reader, &opened, Step::Assess).await,
            assignment,
            entry,
            name: measure.name.clone(),
            gaps: count(
                gaps.len(),
                "question has no answer",
                "questions have no answer",
            ),
            has_total: measure.total.is_some(),
            missing: gaps
                .iter()
                .map(|item| wording.item(item).to_owned())
                .collect(),
            sent: fields
                .iter()
                .filter(|(name, _)| name.starts_with(ITEM) || name.starts_with(OPEN))
                .cloned()
                .collect(),
        };
        return Ok(html(&page)?.into_response());
    }
    app.change(
        &writer,
        AuditAction::RecordWrite,
        entry,
        &[DraftDone {
            id: DraftId(assignment.0),
            seen: None,
        }],
        |record, today, ids| {
            let answered = filling.finish(measure, assignment, language_of(measure, &opened));
            give_response(record, &app.catalog, answered, today, entry, ids)
        },
    )
    .await?;
    Ok(to_response(&opened, entry))
}

/// The language the client reads it in: theirs, if one was chosen and there is such a text.
fn language_of<'a>(measure: &'a Measure, opened: &Opened) -> &'a str {
    let wanted = opened.person.spoken().unwrap_or_default();
    let text = measure.text(wanted.tag());
    text.map_or("en", |text| &text.language)
}

/// A questionnaire that was answered meanwhile leads to its answers.
pub(super) fn answered(opened: &Opened, assignment: AssignmentId) -> Option<Response> {
    let entry = opened.record.assignment(assignment)?.answered_by?;
    Some(to_response(opened, entry))
}

fn to_response(opened: &Opened, entry: EntryId) -> Response {
    Redirect::to(&format!(
        "/clients/{}/assess/responses/{entry}",
        opened.client
    ))
    .into_response()
}

pub(super) fn measure<'a>(app: &'a App, asked: &Assignment) -> Result<&'a Measure, AppError> {
    let found = app
        .catalog
        .measure_version(&asked.measure.id, &asked.measure.version);
    found.ok_or_else(|| {
        let id = asked.measure.id.clone();
        AppError::from(Refusal::UnknownMeasure { id })
    })
}

pub(super) fn value<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields
        .iter()
        .find(|(known, _)| known == name)
        .map_or("", |(_, value)| value.as_str())
}

/// Items that are asked because of the answers so far.
fn conditional(measure: &Measure, filling: &Filling) -> Vec<String> {
    measure
        .items
        .iter()
        .enumerate()
        .filter(|(position, item)| !item.asked_if.is_empty() && filling.asks(measure, *position))
        .map(|(_, item)| item.id.clone())
        .collect()
}

/// The form as it was sent. An item without a chosen answer was left out: the
/// whole page was in front of both.
pub(super) fn read(measure: &Measure, fields: &Fields) -> Result<Filling, Refusal> {
    let mut filling = Filling::default();
    for item in &measure.items {
        let sent = value(fields, &format!("{ITEM}{}", item.id));
        let on_page = item.asked_if.is_empty()
            || fields
                .iter()
                .any(|(name, value)| name == SHOWN && *value == item.id);
        if !on_page {
            continue;
        }
        filling.answer(
            measure,
            &item.id,
            read_answer(sent).unwrap_or(Answer::Skipped),
        )?;
    }
    for question in &measure.open_questions {
        filling.say(
            measure,
            question,
            value(fields, &format!("{OPEN}{question}")),
        )?;
    }
    Ok(filling)
}

/// Keeps the whole form. Two windows with the same questionnaire are two views
/// of one conversation: the last answer given is the one that counts.
async fn keep(
    app: &App,
    writer: &Writer,
    assignment: AssignmentId,
    filling: &Filling,
) -> Result<u64, AppError> {
    let id = DraftId(assignment.0);
    let draft = app.draft::<Filling>(&writer.reader, id).await?;
    let mut version = draft.map_or(0, |draft| draft.version);
    for _ in 0..TRIES {
        match app.keep_draft(writer, id, version, filling).await? {
            Kept::Saved(version) => return Ok(version),
            Kept::Conflict(there) => version = there.version,
        }
    }
    Err(AppError::Busy)
}
