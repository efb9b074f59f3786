//! From one questionnaire of a flow to the next.

use attune_care::Record;
use attune_care::assess::{Following, following, following_of};
use attune_ids::AssignmentId;
use attune_record::{ClientLink, LinkPurpose, PortalSession};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use uuid::Uuid;

use super::entrance::change;
use super::frame::Trouble;
use crate::gate::HandedOver;
use crate::policy::{LinkHolder, Writer};
use crate::{App, AppError, token};

/// What comes after the questionnaire of this visit: on a handed-over device what was chosen for it, else what was
/// asked on the same occasion.
pub(super) fn next(
    record: &Record,
    holder: &LinkHolder,
    handed: Option<&HandedOver>,
) -> Option<Following> {
    match handed {
        Some(handed) => following_of(record, &handed.chosen, holder.assignment),
        None => following(record, holder.assignment),
    }
}

/// Goes on with the next questionnaire. The link moves with the person: opened again, it leads to where they are.
pub(super) async fn go_on(
    State(app): State<App>,
    holder: LinkHolder,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let opened = app.open_for_link(&holder).await?;
    let handed = app.handed_over(&headers);
    let sent = opened
        .record
        .assignment(holder.assignment)
        .is_some_and(|state| !state.is_open());
    if !sent {
        return Ok(Redirect::to("/portal").into_response());
    }
    if let Some(following) = next(&opened.record, &holder, handed.as_ref()) {
        change(&app, holder.link, |link| ClientLink {
            purpose: LinkPurpose::Answer(following.next),
            completed: None,
            ..link
        })
        .await?;
        return Ok(Redirect::to("/portal").into_response());
    }
    Ok(Redirect::to("/portal/thanks").into_response())
}

/// A visit that begins in this very browser, without an address that anybody could keep.
pub(crate) struct VisitHere {
    /// The link behind it.
    pub(crate) link: Uuid,
    /// What the browser keeps.
    pub(crate) cookie: String,
}

/// Opens a visit to one questionnaire in the browser that asks, until a moment.
pub(crate) async fn visit_here(
    app: &App,
    writer: &Writer,
    assignment: AssignmentId,
    until: Timestamp,
) -> Result<VisitHere, AppError> {
    let now = app.now();
    let client = writer.reader.client;
    // Its own secret is thrown away: nobody will open it by an address.
    let (_, hash) = token::fresh()?;
    let (session_token, token_hash) = token::fresh()?;
    let link = ClientLink {
        id: Uuid::new_v4(),
        client,
        purpose: LinkPurpose::Answer(assignment),
        created: now,
        expires: until,
        session: Some(PortalSession {
            token_hash,
            opened: now,
            last_seen: now,
            expires: until,
        }),
        completed: None,
        revoked: None,
    };
    let actor = attune_record::Actor::Account(writer.reader.staff.id());
    let told = app.line(actor, attune_record::AuditAction::LinkCreate, Some(client));
    app.store.create_link(&link, hash, &told).await?;
    Ok(VisitHere {
        link: link.id,
        cookie: format!("{}-{session_token}", link.id.simple()),
    })
}
