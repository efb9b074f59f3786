use askama::Template;
use attune_record::{Actor, AuditAction, StoreError};
use axum::Form;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::gate::HandedOver;
use crate::page::{Frame, html};
use crate::sign_in::{begin_until, password_fits, throttle};
use crate::{App, AppError, cookie};

#[derive(Template)]
#[template(path = "handover/back.html")]
struct BackPage {
    frame: Frame,
    name: String,
    problem: Option<&'static str>,
}

/// What the clinician types to take the device back.
#[derive(Deserialize)]
pub(crate) struct Password {
    #[serde(default)]
    password: String,
}

/// The page on which the device is handed back, in the place of any other.
pub(crate) async fn page(app: &App, handed: &HandedOver) -> Response {
    match render(app, handed, None, StatusCode::FORBIDDEN).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

/// The same at its own address.
pub(crate) async fn show(State(app): State<App>, headers: HeaderMap) -> Result<Response, AppError> {
    match app.handed_over(&headers) {
        Some(handed) => render(&app, &handed, None, StatusCode::OK).await,
        None => Ok(Redirect::to("/").into_response()),
    }
}

/// Gives the clinician their sign-in back, and ends the client's visit.
pub(crate) async fn take_back(
    State(app): State<App>,
    headers: HeaderMap,
    Form(given): Form<Password>,
) -> Result<Response, AppError> {
    let Some(handed) = app.handed_over(&headers) else {
        return Ok(Redirect::to("/").into_response());
    };
    if app.now() >= handed.until {
        // The sign-in it was handed over from would have ended by now: everything is asked for again.
        end_visit(&app, &handed).await?;
        return Ok(leaving(Redirect::to("/sign-in").into_response()));
    }
    // Counted apart from signing in: whoever plays with a handed-over device locks nobody out elsewhere.
    let subject = format!("device handed over by {}", handed.account);
    throttle::admit(&app, &subject).await?;
    let account = match app.store.account(handed.account).await {
        Ok(found) => Some(found.value),
        Err(StoreError::NotFound(_)) => None,
        Err(other) => return Err(other.into()),
    };
    let stored = account
        .as_ref()
        .and_then(|account| account.password_hash.clone())
        .unwrap_or_else(|| app.password_of_nobody.clone());
    let fits = password_fits(given.password.clone(), stored).await?;
    let Some(account) = account.filter(|account| fits && account.enabled) else {
        app.store
            .audit(&app.line(Actor::Program, AuditAction::SignInRefused, None))
            .await?;
        let problem = Some("The password does not fit.");
        return render(&app, &handed, problem, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    throttle::succeeded(&app, &subject).await?;
    end_visit(&app, &handed).await?;
    let own = if account.personal_keys.is_empty() {
        None
    } else {
        app.unlock_own(&account, &given.password).await?.0
    };
    let to = format!("/clients/{}/assess", handed.client);
    let mut response = leaving(Redirect::to(&to).into_response());
    begin_until(&app, account.id, own.as_ref(), handed.until, &mut response).await?;
    Ok(response)
}

/// The visit opens nothing any more. What was answered so far is kept.
async fn end_visit(app: &App, handed: &HandedOver) -> Result<(), AppError> {
    let actor = Actor::Account(handed.account);
    let told = app.line(actor, AuditAction::LinkChange, Some(handed.client));
    let ended = app
        .store
        .revoke_link(handed.client, handed.link, app.now(), &told)
        .await;
    match ended {
        // Sent twice: it has ended already.
        Ok(()) | Err(StoreError::NotFound(_)) => Ok(()),
        Err(other) => Err(other.into()),
    }
}

fn leaving(mut response: Response) -> Response {
    for name in [cookie::HANDED_OVER, cookie::LINK] {
        if let Some(value) = cookie::clear(name) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    response
}

async fn render(
    app: &App,
    handed: &HandedOver,
    problem: Option<&'static str>,
    status: StatusCode,
) -> Result<Response, AppError> {
    let name = match app.store.account(handed.account).await {
        Ok(found) => found.value.name,
        Err(StoreError::NotFound(_)) => String::new(),
        Err(other) => return Err(other.into()),
    };
    let page = BackPage {
        frame: Frame::nobody(app, "Hand the device back").await,
        name,
        problem,
    };
    Ok((status, html(&page)?).into_response())
}
