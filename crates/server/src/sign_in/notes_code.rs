//! The code for process notes: making one, and opening what an earlier password sealed with it. The password is asked for
//! once more, and throttled like a sign-in: a code outlasts the open browser it was made in.

use askama::Template;
use attune_record::{Account, Actor, AuditAction, Versioned};
use attune_vault::PersonalCode;
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::account::{password_fits, refused};
use crate::gate::Own;
use crate::page::{Frame, html};
use crate::policy::Staff;
use crate::sign_in::throttle;
use crate::{App, AppError};

const NOT_MADE: &str = "No code was made";
const NOT_OPENED: &str = "The notes stay locked";
const OTHER_PASSWORD: &str = "The password does not fit.";

/// Shown once.
#[derive(Template)]
#[template(path = "sign_in/notes_code.html")]
struct CodePage {
    frame: Frame,
    name: String,
    code: PersonalCode,
}

#[derive(Deserialize)]
pub(super) struct Make {
    password: String,
}

#[derive(Deserialize)]
pub(super) struct Open {
    code: String,
    password: String,
}

/// Makes a code and shows it, this once.
pub(super) async fn make(
    State(app): State<App>,
    staff: Staff,
    own: Own,
    Form(given): Form<Make>,
) -> Result<Response, AppError> {
    let Some(found) = admitted(&app, &staff, &given.password).await? else {
        return refused(&app, &staff, &own, (NOT_MADE, OTHER_PASSWORD)).await;
    };
    let version = found.version;
    let made = app.make_own_code(found.value, &given.password).await?;
    let Some((code, account)) = made else {
        let problem = "It is for those who write process notes.";
        return refused(&app, &staff, &own, (NOT_MADE, problem)).await;
    };
    keep(&app, &account, version).await?;
    throttle::succeeded(&app, &account.email).await?;
    let page = html(&CodePage {
        frame: Frame::staff(&app, "The code for your process notes", &staff).await,
        name: account.name,
        code,
    })?;
    Ok(page.into_response())
}

/// Opens what an earlier password sealed.
pub(super) async fn open(
    State(app): State<App>,
    staff: Staff,
    own: Own,
    Form(given): Form<Open>,
) -> Result<Response, AppError> {
    let Some(code) = PersonalCode::parse(&given.code) else {
        let problem = "A code has six groups of four letters and digits. Please look at it again.";
        return refused(&app, &staff, &own, (NOT_OPENED, problem)).await;
    };
    let Some(found) = admitted(&app, &staff, &given.password).await? else {
        return refused(&app, &staff, &own, (NOT_OPENED, OTHER_PASSWORD)).await;
    };
    let version = found.version;
    let opened = app
        .open_with_own_code(found.value, &given.password, code)
        .await?;
    let Some(account) = opened else {
        let problem = "This code opens none of them. A code is good until a newer one is made.";
        return refused(&app, &staff, &own, (NOT_OPENED, problem)).await;
    };
    keep(&app, &account, version).await?;
    throttle::succeeded(&app, &account.email).await?;
    Ok(Redirect::to("/account?notes=opened#notes").into_response())
}

/// The account as it is now, if this is its password. Guesses are counted until everything was right.
async fn admitted(
    app: &App,
    staff: &Staff,
    password: &str,
) -> Result<Option<Versioned<Account>>, AppError> {
    throttle::admit(app, &staff.account.email).await?;
    let found = app.store.account(staff.id()).await?;
    let fits = password_fits(app, &found.value, password.to_owned()).await?;
    Ok(fits.then_some(found))
}

async fn keep(app: &App, account: &Account, version: u64) -> Result<(), AppError> {
    let line = app.line(Actor::Account(account.id), AuditAction::AccountChange, None);
    app.store.update_account(account, version, &line).await?;
    Ok(())
}
