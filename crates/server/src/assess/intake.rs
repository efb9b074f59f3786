//! The beginning on one page: brief for everybody, deeper where there is a reason.

use askama::Template;
use attune_care::Body;
use attune_care::assess::{
    Intake, IntakeLine, IntakeReason, IntakeState, Way, ask_together, askable, intake,
};
use attune_ids::{AssignmentId, EntryId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::ask::link_page;
use super::name_here;
use super::room::{Fields, value};
use crate::format::{count, number};
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::{Reader, Writer};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "assess/intake.html")]
struct IntakePage {
    frame: Frame,
    banner: Banner,
    done: usize,
    of: usize,
    brief: Vec<Row>,
    deeper: Vec<Row>,
    /// Less pressing proposals; folded.
    more: Vec<Row>,
    /// What waits to be answered in the room, for handing the device over.
    in_room: Vec<(AssignmentId, String)>,
    entries: [EntryId; 2],
    problem: String,
}

/// One measure of the intake.
struct Row {
    id: String,
    name: String,
    title: String,
    items: String,
    why: String,
    open: bool,
    waiting: Option<AssignmentId>,
    answered: Option<EntryId>,
    in_person: bool,
    first_choice: bool,
    entry: EntryId,
}

pub(super) async fn show(State(app): State<App>, reader: Reader) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    page(&app, &reader, &opened, String::new()).await
}

/// Asks what was ticked, as one flow.
pub(super) async fn ask(
    State(app): State<App>,
    writer: Writer,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    let entry: EntryId = value(&fields, "entry")
        .parse()
        .map_err(|_| AppError::NotFound)?;
    let chosen: Vec<String> = fields
        .iter()
        .filter(|(name, _)| name == "measure")
        .map(|(_, id)| id.clone())
        .collect();
    let way = if value(&fields, "way") == Way::InRoom.code() {
        Way::InRoom
    } else {
        Way::Link
    };
    let outcome = app
        .change_or_refusal(
            &writer,
            AuditAction::RecordWrite,
            entry,
            &[],
            |record, today, ids| {
                ask_together(record, &app.catalog, &chosen, way, today, entry, ids)
            },
        )
        .await?;
    let changed = match outcome {
        Ok(changed) => changed,
        Err(refusal) => {
            let opened = app.open(&writer.reader).await?;
            let page = page(&app, &writer.reader, &opened, refusal.to_string()).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    if way == Way::InRoom {
        let address = format!("/clients/{}/assess/intake#room", writer.reader.client);
        return Ok(Redirect::to(&address).into_response());
    }
    let first = changed
        .opened
        .entries
        .iter()
        .find_map(|written| match &written.body {
            Body::MeasureAssigned(assignment) if written.id == entry => Some(assignment.id),
            _ => None,
        });
    let first = first.ok_or(AppError::NotFound)?;
    link_page(&app, &writer, &changed.opened, first).await
}

async fn page(
    app: &App,
    reader: &Reader,
    opened: &Opened,
    problem: String,
) -> Result<Html<String>, AppError> {
    let found = intake(&opened.record, &app.catalog);
    let (done, of) = found.progress();
    let Intake { brief, deeper } = found;
    let (deeper, more): (Vec<IntakeLine>, Vec<IntakeLine>) = deeper
        .into_iter()
        .partition(|line| line.first_choice || line.state != IntakeState::Open);
    let rows = |lines: Vec<IntakeLine>| lines.iter().filter_map(|line| row(app, line)).collect();
    html(&IntakePage {
        frame: Frame::staff(app, "Intake", &reader.staff).await,
        banner: Banner::of(app, reader, opened, Step::Assess).await,
        done,
        of,
        brief: rows(brief),
        deeper: rows(deeper),
        more: rows(more),
        in_room: in_room(app, opened),
        entries: [form_id(), form_id()],
        problem,
    })
}

/// What waits for an answer in the room and can be left to the client.
pub(super) fn in_room(app: &App, opened: &Opened) -> Vec<(AssignmentId, String)> {
    opened
        .record
        .assignments
        .iter()
        .filter(|state| state.is_open() && state.assignment.way == Way::InRoom)
        .map(|state| &state.assignment)
        .filter(|asked| askable(&app.catalog).any(|measure| measure.id == asked.measure.id))
        .map(|asked| (asked.id, name_here(app, &opened.record, &asked.measure.id)))
        .collect()
}

fn row(app: &App, line: &IntakeLine) -> Option<Row> {
    let measure = app.catalog.measure(&line.measure)?;
    Some(Row {
        id: measure.id.clone(),
        name: measure.name.clone(),
        title: measure.title.clone(),
        items: count(
            measure.items.len() + measure.open_questions.len(),
            "question",
            "questions",
        ),
        why: why(&line.reasons),
        open: line.state == IntakeState::Open,
        waiting: match line.state {
            IntakeState::Waiting(assignment) => Some(assignment),
            _ => None,
        },
        answered: match line.state {
            IntakeState::Answered(entry) => Some(entry),
            _ => None,
        },
        in_person: line.in_person,
        first_choice: line.first_choice,
        entry: form_id(),
    })
}

/// "because anxiety was named; emotions (3 of 10) and thoughts (2 of 10) were low".
fn why(reasons: &[IntakeReason]) -> String {
    let mut parts = Vec::new();
    let (mut named, mut low) = (Vec::new(), Vec::new());
    for reason in reasons {
        match reason {
            IntakeReason::WholePerson => parts.push("everybody: the six sides of life".to_owned()),
            IntakeReason::Wishes => {
                parts.push("everybody: how they would like to work".to_owned());
            }
            IntakeReason::Safety => parts.push("everybody: is life safe?".to_owned()),
            IntakeReason::Named(area) => named.push(area.label().to_lowercase()),
            IntakeReason::Low(domain, now) => {
                low.push(format!(
                    "{} ({} of 10)",
                    domain.label().to_lowercase(),
                    number(*now)
                ));
            }
        }
    }
    let was = |many: usize| if many == 1 { "was" } else { "were" };
    if !named.is_empty() {
        parts.push(format!(
            "because {} {} named",
            named.join(" and "),
            was(named.len())
        ));
    }
    if !low.is_empty() {
        parts.push(format!(
            "because {} {} low",
            low.join(" and "),
            was(low.len())
        ));
    }
    parts.join("; ")
}
