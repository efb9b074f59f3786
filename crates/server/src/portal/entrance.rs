//! Coming in through a link, and going out again.

use attune_ids::AssignmentId;
use attune_record::{
    Actor, AuditAction, ClientLink, LinkPurpose, PortalSession, StoreError, TokenHash,
};
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use uuid::Uuid;

use super::frame::{Trouble, closed};
use crate::policy::{LinkHolder, SpaceHolder};
use crate::{App, AppError, cookie, token};

/// A visit ends after so many minutes without an answer; the link opens a new one.
const IDLE: SignedDuration = SignedDuration::from_mins(60);

/// How often a change is tried when another request was quicker.
const TRIES: usize = 5;

/// Opens a link: the secret in the address becomes a short visit in a cookie,
/// so that it does not stay in the address bar. Opening it again, on this phone
/// or another, goes on where the last visit ended.
pub(crate) async fn enter(
    State(app): State<App>,
    Path(secret): Path<String>,
) -> Result<Response, Trouble> {
    let hash = TokenHash::of(secret.as_bytes());
    for _ in 0..TRIES {
        let Some(found) = app.store.link_by_token(hash).await? else {
            break;
        };
        let now = app.now();
        let link = found.value;
        let answers = matches!(link.purpose, LinkPurpose::Answer(_));
        if !answers || now >= link.expires || link.revoked.is_some() {
            break;
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
        let actor = Actor::ClientLink(link.client);
        let told = app.line(actor, AuditAction::LinkOpen, Some(link.client));
        match app
            .store
            .update_link(&opened, found.version, Some(&told))
            .await
        {
            Ok(_) => {
                let mut response = Redirect::to("/portal").into_response();
                let value = format!("{}-{token}", link.id.simple());
                if let Some(value) = cookie::set(cookie::LINK, &value) {
                    response.headers_mut().insert(SET_COOKIE, value);
                }
                return Ok(response);
            }
            // Opened twice at the same moment; the later one counts.
            Err(StoreError::Conflict { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(closed(&app).await)
}

/// Opens a questionnaire for somebody who is in their own space already: a link that nobody gets to see, opened at once,
/// so that every page of answering is the same from here and from a message. It lasts as long as a visit may.
pub(crate) async fn begin_visit(
    app: &App,
    holder: &SpaceHolder,
    assignment: AssignmentId,
) -> Result<Response, AppError> {
    let now = app.now();
    let expires = now
        .saturating_add(SignedDuration::from_hours(app.config.absolute_hours))
        .map_err(|error| AppError::Broken(error.to_string()))?;
    let (token, token_hash) = token::fresh()?;
    let (_, unseen) = token::fresh()?;
    let link = ClientLink {
        id: Uuid::new_v4(),
        client: holder.client,
        purpose: LinkPurpose::Answer(assignment),
        created: now,
        expires,
        session: Some(PortalSession {
            token_hash,
            opened: now,
            last_seen: now,
            expires,
        }),
        completed: None,
        revoked: None,
    };
    let actor = Actor::ClientLink(holder.client);
    let told = app.line(actor, AuditAction::LinkCreate, Some(holder.client));
    app.store.create_link(&link, unseen, &told).await?;
    let mut response = Redirect::to("/portal").into_response();
    let value = format!("{}-{token}", link.id.simple());
    if let Some(value) = cookie::set(cookie::LINK, &value) {
        response.headers_mut().insert(SET_COOKIE, value);
    }
    Ok(response)
}

/// Notes that the questionnaire of this link was sent.
pub(crate) async fn complete(app: &App, holder: &LinkHolder) -> Result<(), AppError> {
    change(app, holder.link, |link| ClientLink {
        completed: Some(link.completed.unwrap_or(app.now())),
        ..link
    })
    .await
}

/// Whether the questionnaire was sent in this very visit, and not in one before.
pub(super) async fn sent_in_this_visit(app: &App, holder: &LinkHolder) -> Result<bool, AppError> {
    let Some(found) = app.store.link(holder.link).await? else {
        return Ok(false);
    };
    let visit = found.value.session.map(|session| session.opened);
    Ok(matches!((visit, found.value.completed), (Some(opened), Some(sent)) if opened <= sent))
}

/// Ends the visit: the cookie opens nothing any more, the link does. What was
/// answered so far is kept.
pub(crate) async fn leave(State(app): State<App>, headers: HeaderMap) -> Result<Response, Trouble> {
    if let Some(cookie) = cookie::read(&headers, cookie::LINK)
        && let Some(holder) = resume(&app, &cookie).await?
    {
        change(&app, holder.link, |link| ClientLink {
            session: None,
            ..link
        })
        .await?;
    }
    crate::space::end_visit(&app, &headers).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    for name in [cookie::LINK, cookie::SPACE, cookie::PRIVATE] {
        if let Some(value) = cookie::clear(name) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    Ok(response)
}

pub(super) async fn change(
    app: &App,
    id: Uuid,
    to: impl Fn(ClientLink) -> ClientLink,
) -> Result<(), AppError> {
    for _ in 0..TRIES {
        let Some(found) = app.store.link(id).await? else {
            return Err(AppError::NotFound);
        };
        let link = to(found.value);
        let actor = Actor::ClientLink(link.client);
        let told = app.line(actor, AuditAction::LinkChange, Some(link.client));
        match app
            .store
            .update_link(&link, found.version, Some(&told))
            .await
        {
            Err(StoreError::Conflict { .. }) => {}
            outcome => return outcome.map(drop).map_err(AppError::from),
        }
    }
    Err(AppError::Busy)
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
