//! Asking: here in the room, or through a link.

use askama::Template;
use attune_care::Body;
use attune_care::assess::{Asking, Way, ask_differently, assign, waiting, withdraw};
use attune_ids::{AssignmentId, DraftId, EntryId, SessionId};
use attune_record::{AuditAction, DraftDone};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::format::day;
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, html};
use crate::pictures::qr;
use crate::policy::Writer;
use crate::portal::{make_link, take_back_links};
use crate::{App, AppError};

#[derive(Deserialize)]
pub(super) struct AskInput {
    entry: EntryId,
    measure: String,
    way: Way,
    /// The session the answers are about, for session feedback.
    #[serde(default)]
    session: Option<SessionId>,
}

/// A form that holds nothing but its own id.
#[derive(Deserialize)]
pub(super) struct Bare {
    pub(super) entry: EntryId,
}

/// The assignment a path names.
#[derive(Deserialize)]
pub(super) struct OneAssignment {
    pub(super) assignment: AssignmentId,
}

/// The page that shows a link's address, once.
#[derive(Template)]
#[template(path = "assess/link.html")]
struct LinkPage {
    frame: Frame,
    banner: Banner,
    address: String,
    until: String,
    days: i64,
    picture: String,
    /// To send along, in the client's language.
    message: String,
    language: &'static str,
}

/// Asks a measure, and leads to the form or to the link.
pub(super) async fn ask(
    State(app): State<App>,
    writer: Writer,
    Form(input): Form<AskInput>,
) -> Result<Response, AppError> {
    let asking = Asking {
        measure: input.measure,
        way: input.way,
        session: input.session,
    };
    let changed = app
        .change(
            &writer,
            AuditAction::RecordWrite,
            input.entry,
            &[],
            |record, today, ids| {
                Ok(assign(record, &app.catalog, &asking, today, input.entry, ids)?.1)
            },
        )
        .await?;
    let assignment = assigned_in(&changed.opened, input.entry).ok_or(AppError::NotFound)?;
    lead_on(&app, &writer, &changed.opened, assignment, input.way).await
}

/// To where this questionnaire is answered.
async fn lead_on(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    assignment: AssignmentId,
    way: Way,
) -> Result<Response, AppError> {
    let place = match way {
        Way::InRoom => "ask",
        Way::Paper => "paper",
        Way::Link => return link_page(app, writer, opened, assignment).await,
    };
    let address = format!("/clients/{}/assess/{place}/{assignment}", opened.client);
    Ok(Redirect::to(&address).into_response())
}

#[derive(Deserialize)]
pub(super) struct OtherwiseInput {
    entry: EntryId,
    way: Way,
}

/// Asks what waits in another way, as asked today. Links to the earlier request stop working.
pub(super) async fn otherwise(
    State(app): State<App>,
    writer: Writer,
    Path(OneAssignment { assignment }): Path<OneAssignment>,
    Form(input): Form<OtherwiseInput>,
) -> Result<Response, AppError> {
    let changed = app
        .change(
            &writer,
            AuditAction::RecordWrite,
            input.entry,
            &[DraftDone {
                id: DraftId(assignment.0),
                seen: None,
            }],
            |record, today, ids| {
                ask_differently(record, assignment, input.way, today, input.entry, ids)
            },
        )
        .await?;
    take_back_links(&app, &writer, assignment).await?;
    let anew = assigned_in(&changed.opened, input.entry).ok_or(AppError::NotFound)?;
    lead_on(&app, &writer, &changed.opened, anew, input.way).await
}

/// The request that a form made. Looked up by the form's id: sent twice, it is the one of the first time.
fn assigned_in(opened: &Opened, form: EntryId) -> Option<AssignmentId> {
    opened.entries.iter().find_map(|entry| match &entry.body {
        Body::MeasureAssigned(assignment) if entry.id == form => Some(assignment.id),
        _ => None,
    })
}

/// A fresh link to a questionnaire that waits; earlier ones stop working.
pub(super) async fn new_link(
    State(app): State<App>,
    writer: Writer,
    Path(OneAssignment { assignment }): Path<OneAssignment>,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    link_page(&app, &writer, &opened, assignment).await
}

/// Takes a request back, with its links and with answers that were never sent.
pub(super) async fn take_back(
    State(app): State<App>,
    writer: Writer,
    Path(OneAssignment { assignment }): Path<OneAssignment>,
    Form(input): Form<Bare>,
) -> Result<Redirect, AppError> {
    app.change(
        &writer,
        AuditAction::RecordWrite,
        input.entry,
        &[DraftDone {
            id: DraftId(assignment.0),
            seen: None,
        }],
        |record, _, _| withdraw(record, assignment, input.entry),
    )
    .await?;
    take_back_links(&app, &writer, assignment).await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/assess#waiting",
        writer.reader.client
    )))
}

/// Makes a link and shows its address. It is part of no redirect, so that it
/// stands in no history and no log.
pub(super) async fn link_page(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    assignment: AssignmentId,
) -> Result<Response, AppError> {
    waiting(&opened.record, assignment, Way::Link)?;
    let made = make_link(app, writer, opened, assignment).await?;
    let (today, zone) = (app.today().await, app.zone().await);
    let expires = made.expires.to_zoned(zone).date();
    let language = app.language_with(&opened.person).await;
    let message = language
        .say("message-link")
        .with("address", &made.address)
        .with("until", language.day(expires, today));
    let page = LinkPage {
        frame: Frame::staff(app, "A link for the client", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, opened, Step::Assess).await,
        picture: qr(&made.address)?,
        until: day(expires, today),
        message: message.to_string(),
        language: language.tag(),
        days: app.config.link_days,
        address: made.address,
    };
    Ok(html(&page)?.into_response())
}
