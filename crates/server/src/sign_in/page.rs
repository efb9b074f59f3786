use askama::Template;
use attune_record::{Account, Actor, AuditAction, Versioned};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::page::{Frame, html};
use crate::practice::role_words;
use crate::sign_in::{password, session, throttle, totp};
use crate::{App, AppError};

/// What the people of the fictional practice sign in with. It protects nothing.
pub const DEMO_PASSWORD: &str = "quiet river at dawn";

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    email: String,
    password: String,
    code: String,
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "sign_in/page.html")]
struct SignInPage {
    frame: Frame,
    problem: Option<&'static str>,
    email: String,
    next: String,
    demo: Vec<DemoPerson>,
    demo_password: &'static str,
}

struct DemoPerson {
    name: String,
    roles: String,
    email: String,
    code: String,
}

pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query<Next>,
) -> Result<Response, AppError> {
    Ok(html(&page(&app, None, String::new(), asked.next).await?)?.into_response())
}

/// Checks all three things before saying anything, so that the answer and its
/// time do not tell which of them was wrong or whether the account exists.
pub(crate) async fn submit(
    State(app): State<App>,
    Form(given): Form<Credentials>,
) -> Result<Response, AppError> {
    throttle::admit(&app, &given.email).await?;

    let found = app.store.account_by_email(&given.email).await?;
    let stored = found
        .as_ref()
        .and_then(|found| found.value.password_hash.clone())
        .unwrap_or_else(|| app.password_of_nobody.clone());
    let fits = password::fits(given.password.clone(), stored).await?;
    let step = match found
        .as_ref()
        .and_then(|found| found.value.totp_secret.as_deref())
    {
        Some(secret) => totp::step_of(secret, &given.code, app.now())?,
        None => None,
    };
    let admitted = found.filter(|found| fits && may_enter(&found.value, step));

    let Some(found) = admitted else {
        app.store
            .audit(&app.line(Actor::Program, AuditAction::SignInRefused, None))
            .await?;
        let problem = "The e-mail, the password or the code does not fit. A code can be used once; wait for the next one.";
        let page = page(&app, Some(problem), given.email, given.next).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response());
    };
    throttle::succeeded(&app, &given.email).await?;
    enter(&app, found, step, &given).await
}

fn may_enter(account: &Account, step: Option<u64>) -> bool {
    let Some(step) = step else { return false };
    account.enabled
        && account.password_hash.is_some()
        && account.last_totp_step.is_none_or(|last| step > last)
}

async fn enter(
    app: &App,
    found: Versioned<Account>,
    step: Option<u64>,
    given: &Credentials,
) -> Result<Response, AppError> {
    let actor = Actor::Account(found.value.id);
    let (own, personal_keys) = app.unlock_own(&found.value, &given.password).await?;
    let account = Account {
        last_totp_step: step,
        personal_keys,
        ..found.value
    };
    // Two uses of one code at the same time: the second one finds a newer version.
    app.store
        .update_account(
            &account,
            found.version,
            &app.line(actor, AuditAction::SignIn, None),
        )
        .await?;
    let mut response = Redirect::to(inside(&given.next)).into_response();
    session::begin(app, account.id, own.as_ref(), &mut response).await?;
    Ok(response)
}

/// Only a path of our own is followed after signing in.
fn inside(next: &str) -> &str {
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.contains(char::is_control);
    if ours { next } else { "/" }
}

async fn page(
    app: &App,
    problem: Option<&'static str>,
    email: String,
    next: String,
) -> Result<SignInPage, AppError> {
    let frame = Frame::nobody(app, "Sign in").await;
    let demo = if frame.fictional {
        demo_people(app).await?
    } else {
        Vec::new()
    };
    Ok(SignInPage {
        frame,
        problem,
        email,
        next,
        demo,
        demo_password: DEMO_PASSWORD,
    })
}

/// The people of a fictional practice with a code that works now.
async fn demo_people(app: &App) -> Result<Vec<DemoPerson>, AppError> {
    let now = app.now();
    let mut people = Vec::new();
    let mut accounts = app.store.accounts().await?;
    accounts.sort_by(|one, other| first_to_try(&one.value).cmp(&first_to_try(&other.value)));
    for found in accounts {
        let account = found.value;
        let Some(secret) = account.totp_secret.as_deref() else {
            continue;
        };
        // The code of this moment if it is unused, else the next one, which is accepted already.
        let step = u64::try_from(now.as_second()).unwrap_or_default() / 30;
        let used = account.last_totp_step.is_some_and(|last| last >= step);
        let at = if used {
            now.saturating_add(jiff::SignedDuration::from_secs(30))
                .unwrap_or(now)
        } else {
            now
        };
        people.push(DemoPerson {
            name: account.name,
            roles: role_words(account.roles),
            email: account.email,
            code: totp::current_code(secret, at)?,
        });
    }
    Ok(people)
}

/// Who sees most comes first: that is where somebody who looks around begins.
fn first_to_try(account: &Account) -> (bool, bool, &str) {
    let roles = account.roles;
    (!roles.clinician, !roles.administrator, &account.name)
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn only_our_own_paths_are_followed() {
        assert_eq!(inside("/clients/1"), "/clients/1");
        for elsewhere in [
            "https://example.org",
            "//example.org",
            "/\\example.org",
            "",
            "/a\nb",
        ] {
            assert_eq!(inside(elsewhere), "/");
        }
    }
}
