//! Links for clients: made by a clinician, opened by whoever holds them, good
//! for one questionnaire and some days.

use attune_ids::AssignmentId;
use attune_record::{Actor, AuditAction, ClientLink, LinkPurpose, PortalSession, TokenHash};
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::policy::{LinkHolder, Writer};
use crate::{App, AppError, cookie, token};

/// A visit ends after so many minutes without an answer; the link opens a new one.
const IDLE: SignedDuration = SignedDuration::from_mins(60);

/// Makes a link to one questionnaire and returns its address. The secret in it
/// is shown once and stored nowhere.
pub(crate) async fn make_link(
    app: &App,
    writer: &Writer,
    assignment: AssignmentId,
) -> Result<String, AppError> {
    let now = app.now();
    let client = writer.reader.client;
    let (secret, hash) = token::fresh()?;
    let link = ClientLink {
        id: Uuid::now_v7(),
        client,
        purpose: LinkPurpose::Answer(assignment),
        created: now,
        expires: now
            .saturating_add(SignedDuration::from_hours(24 * app.config.link_days))
            .map_err(|error| AppError::Broken(error.to_string()))?,
        session: None,
        completed: None,
        revoked: None,
    };
    let actor = Actor::Account(writer.reader.staff.id());
    app.store
        .create_link(
            &link,
            hash,
            &app.line(actor, AuditAction::LinkCreate, Some(client)),
        )
        .await?;
    Ok(format!(
        "{}/q/{secret}",
        app.config.public_url.trim_end_matches('/')
    ))
}

/// Opens a link: the secret in the address becomes a short session in a cookie,
/// so that it does not stay in the address bar.
pub(crate) async fn enter(
    State(app): State<App>,
    Path(secret): Path<String>,
) -> Result<Response, AppError> {
    let found = app
        .store
        .link_by_token(TokenHash::of(secret.as_bytes()))
        .await?
        .ok_or(AppError::NotFound)?;
    let now = app.now();
    let link = found.value;
    if now >= link.expires || link.revoked.is_some() {
        return Err(AppError::NotFound);
    }
    let (token, token_hash) = token::fresh()?;
    let session = PortalSession {
        token_hash,
        opened: now,
        last_seen: now,
        expires: link.expires,
    };
    let opened = ClientLink {
        session: Some(session),
        ..link
    };
    let line = app.line(
        Actor::ClientLink(link.client),
        AuditAction::LinkOpen,
        Some(link.client),
    );
    app.store
        .update_link(&opened, found.version, Some(&line))
        .await?;
    let mut response = Redirect::to("/portal").into_response();
    if let Some(value) = cookie::set(cookie::LINK, &format!("{}-{token}", link.id.simple())) {
        response.headers_mut().insert(SET_COOKIE, value);
    }
    Ok(response)
}

/// Whose questionnaire a cookie opens, if its visit is still good. Asked on
/// every request: a link that was taken back stops at once.
pub(crate) async fn resume(app: &App, cookie: &str) -> Result<Option<LinkHolder>, AppError> {
    let Some((id, token)) = cookie.split_once('-') else {
        return Ok(None);
    };
    let Ok(id) = Uuid::parse_str(id) else {
        return Ok(None);
    };
    let Some(found) = app.store.link(id).await? else {
        return Ok(None);
    };
    let link = found.value;
    let now = app.now();
    let Some(session) = link.session else {
        return Ok(None);
    };
    let alive = session.token_hash == TokenHash::of(token.as_bytes())
        && now < session.expires
        && now < link.expires
        && link.revoked.is_none()
        && now.duration_since(session.last_seen) <= IDLE;
    let LinkPurpose::Answer(assignment) = link.purpose else {
        return Ok(None);
    };
    if !alive {
        return Ok(None);
    }
    if now.duration_since(session.last_seen) > SignedDuration::from_mins(1) {
        let seen = ClientLink {
            session: Some(PortalSession {
                last_seen: now,
                ..session
            }),
            ..link
        };
        // Two requests at once: the other one has written the same thing.
        app.store.update_link(&seen, found.version, None).await.ok();
    }
    Ok(Some(LinkHolder {
        client: link.client,
        assignment,
        link: link.id,
    }))
}
