//! A visit: one device that is in a space, from opening to signing out.
//!
//! It is kept as a [`ClientLink`] of purpose [`LinkPurpose::Portal`]. The link's own
//! limit says until when it can be opened, once; the visit it became has limits of its own.

use attune_ids::ClientId;
use attune_record::{
    Actor, AuditAction, ClientLink, LinkPurpose, PortalSession, StoreError, TokenHash,
};
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{App, AppError, cookie, token};

/// A visit ends after so many minutes in which nothing was opened.
pub(super) const IDLE: SignedDuration = SignedDuration::from_mins(60);

/// How often a change is tried when another request was quicker.
pub(super) const TRIES: usize = 5;

/// The time of the last request is written at most this often.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// A fresh visit of now, with the secret that stands for it.
pub(super) fn fresh(app: &App) -> Result<(String, PortalSession), AppError> {
    let now = app.now();
    let (token, token_hash) = token::fresh()?;
    let expires = now
        .saturating_add(SignedDuration::from_hours(app.config.absolute_hours))
        .map_err(|error| AppError::Broken(error.to_string()))?;
    let visit = PortalSession {
        token_hash,
        opened: now,
        last_seen: now,
        expires,
    };
    Ok((token, visit))
}

/// Opens the space on this device for somebody who has proved who they are.
pub(super) async fn begin(
    app: &App,
    client: ClientId,
    response: &mut Response,
) -> Result<(), AppError> {
    let (token, visit) = fresh(app)?;
    // The link of this visit has a secret that nobody gets to see.
    let (_, unseen) = token::fresh()?;
    let link = ClientLink {
        id: Uuid::new_v4(),
        client,
        purpose: LinkPurpose::Portal,
        created: visit.opened,
        expires: visit.expires,
        session: Some(visit),
        completed: Some(visit.opened),
        revoked: None,
    };
    let actor = Actor::ClientLink(client);
    let told = app.line(actor, AuditAction::SignIn, Some(client));
    app.store.create_link(&link, unseen, &told).await?;
    remember(response, link.id, &token);
    Ok(())
}

/// Puts the visit into the browser.
pub(super) fn remember(response: &mut Response, visit: Uuid, token: &str) {
    let value = format!("{}-{token}", visit.simple());
    if let Some(value) = cookie::set(cookie::SPACE, &value) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// The visit of this link, if it is going on.
pub(super) fn going_on(link: &ClientLink, now: Timestamp) -> Option<PortalSession> {
    let visit = link.session?;
    let alive = link.purpose == LinkPurpose::Portal
        && link.revoked.is_none()
        && now < visit.expires
        && now.duration_since(visit.last_seen) <= IDLE;
    alive.then_some(visit)
}

/// Whose space a cookie opens, and in which visit. Asked on every request: a space
/// that was closed is closed at once.
pub(crate) async fn resume(app: &App, cookie: &str) -> Result<Option<(ClientId, Uuid)>, AppError> {
    let Some((id, token)) = cookie.split_once('-') else {
        return Ok(None);
    };
    let Ok(id) = Uuid::parse_str(id) else {
        return Ok(None);
    };
    let Some(found) = app.store.link(id).await? else {
        return Ok(None);
    };
    let (link, now) = (found.value, app.now());
    let Some(visit) = going_on(&link, now) else {
        return Ok(None);
    };
    if visit.token_hash != TokenHash::of(token.as_bytes()) {
        return Ok(None);
    }
    if now.duration_since(visit.last_seen) > TOUCH_EVERY {
        let seen = ClientLink {
            session: Some(PortalSession {
                last_seen: now,
                ..visit
            }),
            ..link
        };
        // Two requests at once: the other one has written the same thing.
        app.store.update_link(&seen, found.version, None).await.ok();
    }
    Ok(Some((link.client, link.id)))
}

/// Ends the visit behind these cookies, if there is one.
pub(crate) async fn end_visit(app: &App, headers: &HeaderMap) -> Result<(), AppError> {
    if let Some(cookie) = cookie::read(headers, cookie::SPACE)
        && let Some((client, visit)) = resume(app, &cookie).await?
    {
        end(app, client, visit).await?;
    }
    Ok(())
}

/// Ends one visit of this client; what is not this client's is not there.
pub(super) async fn end(app: &App, client: ClientId, visit: Uuid) -> Result<(), AppError> {
    let told = app.line(
        Actor::ClientLink(client),
        AuditAction::SignOut,
        Some(client),
    );
    for _ in 0..TRIES {
        let found = app.store.link(visit).await?;
        let found = found
            .filter(|found| found.value.client == client)
            .filter(|found| found.value.purpose == LinkPurpose::Portal)
            .ok_or(AppError::NotFound)?;
        let ended = ClientLink {
            session: None,
            ..found.value
        };
        match app
            .store
            .update_link(&ended, found.version, Some(&told))
            .await
        {
            Err(StoreError::Conflict { .. }) => {}
            outcome => return outcome.map(drop).map_err(AppError::from),
        }
    }
    Err(AppError::Busy)
}
