//! The private phrase: choosing it, opening the private pages with it, and what to do when it is forgotten.

use askama::Template;
use attune_vault::{PersonalCode, PersonalKey};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::list::Locked;
use crate::gate::Private;
use crate::language::{Said, key};
use crate::page::html;
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::sign_in::throttle;
use crate::space::{Nav, Place};
use crate::{App, AppError, cookie};

/// Fewest characters of a phrase. It is all that stands between what is kept and somebody who has the database and the
/// practice's keys, so it is longer than a password for signing in.
const SHORTEST: usize = 12;

#[derive(Template)]
#[template(path = "journal/private.html")]
struct LocksPage {
    frame: Frame,
    nav: Nav,
    locked: Locked,
    problem: Option<Said>,
    shortest: usize,
}

/// Shown once: the code for paper.
#[derive(Template)]
#[template(path = "journal/code.html")]
struct CodePage {
    frame: Frame,
    nav: Nav,
    code: PersonalCode,
}

#[derive(Deserialize)]
pub(super) struct Begin {
    phrase: String,
    again: String,
    /// Ticked: what an earlier phrase opened is thrown away.
    #[serde(default)]
    anew: String,
}

#[derive(Deserialize)]
pub(super) struct Open {
    phrase: String,
}

#[derive(Deserialize)]
pub(super) struct Forgotten {
    code: String,
    phrase: String,
    again: String,
}

/// Counts an attempt, or says how long to wait: somebody who holds the phone cannot guess as long as they like.
pub(super) async fn admit(app: &App, holder: &SpaceHolder) -> Result<(), AppError> {
    throttle::admit(app, &subject(holder)).await
}

/// Forgets the guesses of somebody who knew the phrase.
pub(super) async fn admitted(app: &App, holder: &SpaceHolder) -> Result<(), AppError> {
    throttle::succeeded(app, &subject(holder)).await
}

fn subject(holder: &SpaceHolder) -> String {
    format!("private pages of {}", holder.client)
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
) -> Result<Response, Trouble> {
    page(&app, &holder, &private, None).await
}

async fn page(
    app: &App,
    holder: &SpaceHolder,
    private: &Private,
    problem: Option<&'static str>,
) -> Result<Response, Trouble> {
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let frame = Frame::of(app).await;
    let page = html(&LocksPage {
        nav: Nav::at(Place::Journal),
        locked: Locked::of(app, holder, private).await?,
        problem: problem.map(|problem| frame.say(problem)),
        shortest: SHORTEST,
        frame,
    })?;
    Ok((status, page).into_response())
}

/// What is the matter with a new phrase, if anything, as the key of a text.
fn refused(phrase: &str, again: &str) -> Option<&'static str> {
    if phrase.chars().count() < SHORTEST {
        return Some(key("phrase-too-short"));
    }
    (phrase != again).then_some(key("phrase-not-same"))
}

/// Chooses a phrase. Beginning anew throws away what the earlier one opened, and is asked for in so many words.
pub(super) async fn begin(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
    Form(form): Form<Begin>,
) -> Result<Response, Trouble> {
    if let Some(problem) = refused(&form.phrase, &form.again) {
        return page(&app, &holder, &private, Some(problem)).await;
    }
    if app.has_private(&holder).await? && form.anew != "yes" {
        let problem = key("phrase-already");
        return page(&app, &holder, &private, Some(problem)).await;
    }
    let (key, code) = app.begin_private(&holder, &form.phrase).await?;
    let response = show_code(&app, code).await?;
    Ok(handed_out(&app, &holder, &key, response)?)
}

/// Opens the private pages for this visit.
pub(super) async fn open(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
    Form(form): Form<Open>,
) -> Result<Response, Trouble> {
    admit(&app, &holder).await?;
    let Ok(opened) = app.open_private(&holder, &form.phrase).await? else {
        return page(&app, &holder, &private, Some(key("phrase-wrong"))).await;
    };
    admitted(&app, &holder).await?;
    let back = Redirect::to("/portal/journal#pages").into_response();
    Ok(handed_out(&app, &holder, &opened, back)?)
}

/// Opens them with the code, and takes a new phrase.
pub(super) async fn forgotten(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
    Form(form): Form<Forgotten>,
) -> Result<Response, Trouble> {
    if let Some(problem) = refused(&form.phrase, &form.again) {
        return page(&app, &holder, &private, Some(problem)).await;
    }
    let Some(code) = PersonalCode::parse(&form.code) else {
        let problem = key("code-mistyped");
        return page(&app, &holder, &private, Some(problem)).await;
    };
    admit(&app, &holder).await?;
    let opened = app
        .open_private_with_code(&holder, &code, &form.phrase)
        .await?;
    let Ok(opened) = opened else {
        return page(&app, &holder, &private, Some(key("code-wrong"))).await;
    };
    admitted(&app, &holder).await?;
    let back = Redirect::to("/portal/journal#pages").into_response();
    Ok(handed_out(&app, &holder, &opened, back)?)
}

/// Makes a new code while the pages are open, for a lost paper.
pub(super) async fn renew_code(
    State(app): State<App>,
    holder: SpaceHolder,
    private: Private,
) -> Result<Response, Trouble> {
    let Some(key) = private.shared() else {
        return Ok(Redirect::to("/portal/journal/private").into_response());
    };
    let code = app.renew_private_code(&holder, key).await?;
    show_code(&app, code).await
}

/// Closes them on this device.
pub(super) async fn close(_holder: SpaceHolder) -> Response {
    let mut response = Redirect::to("/portal/journal").into_response();
    if let Some(value) = cookie::clear(cookie::PRIVATE) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

async fn show_code(app: &App, code: PersonalCode) -> Result<Response, Trouble> {
    Ok(html(&CodePage {
        frame: Frame::of(app).await,
        nav: Nav::at(Place::Journal),
        code,
    })?
    .into_response())
}

fn handed_out(
    app: &App,
    holder: &SpaceHolder,
    key: &PersonalKey,
    mut response: Response,
) -> Result<Response, AppError> {
    let value = app.hand_out_private(holder, key)?;
    if let Some(value) = cookie::set(cookie::PRIVATE, &value) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    Ok(response)
}
