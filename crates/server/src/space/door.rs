//! Coming into the space and going out again.

use askama::Template;
use attune_record::{
    Actor, AuditAction, ClientLink, LinkPurpose, StoreError, TokenHash, Versioned,
};
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::visit::{TRIES, end_visit, fresh, remember};
use crate::page::html;
use crate::portal::{Frame, Help, Trouble};
use crate::{App, AppError, cookie};

#[derive(Template)]
#[template(path = "space/closed.html")]
struct ClosedPage {
    frame: Frame,
    help: Help,
}

/// The one page for a space that does not open: no visit, an ended one, a link that is
/// unknown, used or taken back. It does not say which, and always shows help.
pub(crate) async fn closed(app: &App) -> Response {
    let page = ClosedPage {
        frame: Frame::of(app).await.telling_nothing(),
        help: Help::of(app).await,
    };
    match page.render() {
        Ok(html) => (StatusCode::NOT_FOUND, Html(html)).into_response(),
        Err(error) => AppError::from(error).into_response(),
    }
}

#[derive(Template)]
#[template(path = "space/door.html")]
struct DoorPage {
    frame: Frame,
    token: String,
}

/// A link to a space that nobody has opened yet.
async fn unopened(app: &App, secret: &str) -> Result<Option<Versioned<ClientLink>>, AppError> {
    let found = app
        .store
        .link_by_token(TokenHash::of(secret.as_bytes()))
        .await?;
    let now = app.now();
    Ok(found.filter(|found| {
        let link = found.value;
        link.purpose == LinkPurpose::Portal
            && link.completed.is_none()
            && link.revoked.is_none()
            && now < link.expires
    }))
}

/// One button. Programs that look at the addresses in messages press none, so that
/// they do not use up the link.
pub(super) async fn show(
    State(app): State<App>,
    Path(secret): Path<String>,
) -> Result<Response, Trouble> {
    if unopened(&app, &secret).await?.is_none() {
        return Ok(closed(&app).await);
    }
    Ok(html(&DoorPage {
        frame: Frame::of(&app).await,
        token: secret,
    })?
    .into_response())
}

/// Opens the space on this device. The link has done its work then.
pub(super) async fn enter(
    State(app): State<App>,
    Path(secret): Path<String>,
) -> Result<Response, Trouble> {
    for _ in 0..TRIES {
        let Some(found) = unopened(&app, &secret).await? else {
            break;
        };
        let (token, visit) = fresh(&app)?;
        let opened = ClientLink {
            session: Some(visit),
            completed: Some(visit.opened),
            ..found.value
        };
        let actor = Actor::ClientLink(opened.client);
        let told = app.line(actor, AuditAction::LinkOpen, Some(opened.client));
        match app
            .store
            .update_link(&opened, found.version, Some(&told))
            .await
        {
            Ok(_) => {
                let mut response = Redirect::to("/portal/today").into_response();
                remember(&mut response, opened.id, &token);
                return Ok(response);
            }
            // Opened twice at the same moment: the other one has it now.
            Err(StoreError::Conflict { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(closed(&app).await)
}

/// Ends the visit on this device.
pub(super) async fn sign_out(
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    end_visit(&app, &headers).await?;
    let mut response = closed(&app).await;
    *response.status_mut() = StatusCode::OK;
    for name in [cookie::SPACE, cookie::LINK, cookie::PRIVATE] {
        if let Some(value) = cookie::clear(name) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    Ok(response)
}
