//! The first visit of somebody new: a password and an authenticator app.

use askama::Template;
use attune_ids::AccountId;
use attune_record::{Account, Actor, AuditAction, Setup, TokenHash, Versioned};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use serde::Deserialize;

use crate::page::{Frame, html};
use crate::pictures::qr;
use crate::sign_in::{password, totp};
use crate::{App, AppError, token};

/// How long the link of a new account can be used.
pub const SETUP_HOURS: i64 = 72;

#[derive(Deserialize)]
pub(crate) struct Chosen {
    password: String,
    code: String,
}

#[derive(Template)]
#[template(path = "sign_in/welcome.html")]
struct WelcomePage {
    frame: Frame,
    token: String,
    name: String,
    picture: String,
    secret: String,
    problem: Option<&'static str>,
}

/// Prepares an account for its first visit: a fresh app secret and a link that
/// works once. Returns the secret part of the link.
pub fn prepare_setup(account: &mut Account, now: jiff::Timestamp) -> Result<String, AppError> {
    let (token, token_hash) = token::fresh()?;
    let expires = now
        .saturating_add(SignedDuration::from_hours(SETUP_HOURS))
        .map_err(|error| AppError::Broken(error.to_string()))?;
    account.totp_secret = Some(totp::new_secret()?);
    account.last_totp_step = None;
    account.password_hash = None;
    account.setup = Some(Setup {
        token_hash,
        expires,
    });
    // The account's id is part of the link, so that it is found by one query.
    Ok(format!("{}-{token}", account.id))
}

async fn invited(app: &App, link: &str) -> Result<Versioned<Account>, AppError> {
    let (id, token) = link.split_once('-').ok_or(AppError::NotFound)?;
    let id: AccountId = id.parse().map_err(|_| AppError::NotFound)?;
    let found = app.store.account(id).await?;
    let setup = found.value.setup.ok_or(AppError::NotFound)?;
    let good = found.value.enabled
        && setup.token_hash == TokenHash::of(token.as_bytes())
        && app.now() < setup.expires;
    if good {
        Ok(found)
    } else {
        Err(AppError::NotFound)
    }
}

pub(crate) async fn show(
    State(app): State<App>,
    Path(link): Path<String>,
) -> Result<Response, AppError> {
    let found = invited(&app, &link).await?;
    Ok(html(&page(&app, &found.value, link, None).await?)?.into_response())
}

pub(crate) async fn submit(
    State(app): State<App>,
    Path(link): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, AppError> {
    let found = invited(&app, &link).await?;
    let secret = found.value.totp_secret.clone().unwrap_or_default();
    let step = totp::step_of(&secret, &chosen.code, app.now())?;
    let problem = password::objection(&chosen.password, &found.value.email).or(step
        .is_none()
        .then_some("The code does not fit. Wait for the next one and try again."));
    if problem.is_some() {
        let page = page(&app, &found.value, link, problem).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
    }
    let account = Account {
        password_hash: Some(password::hash_password(&chosen.password)?),
        last_totp_step: step,
        setup: None,
        ..found.value
    };
    let actor = Actor::Account(account.id);
    app.store
        .update_account(
            &account,
            found.version,
            &app.line(actor, AuditAction::PasswordChange, None),
        )
        .await?;
    Ok(Redirect::to("/sign-in").into_response())
}

async fn page(
    app: &App,
    account: &Account,
    token: String,
    problem: Option<&'static str>,
) -> Result<WelcomePage, AppError> {
    let frame = Frame::nobody(app, "Welcome").await;
    let secret = account.totp_secret.as_deref().unwrap_or_default();
    let address = totp::address(secret, &frame.practice, &account.email);
    Ok(WelcomePage {
        frame,
        token,
        name: account.name.clone(),
        picture: qr(&address)?,
        secret: totp::written(secret),
        problem,
    })
}
