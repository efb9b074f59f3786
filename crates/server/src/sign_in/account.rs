//! One's own account: where one is signed in, and a new password.

use askama::Template;
use attune_record::{Account, Actor, AuditAction, StaffSession};
use attune_vault::LockedPersonalKey;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::format::moment;
use crate::gate::Own;
use crate::page::{Frame, html};
use crate::policy::Staff;
use crate::sign_in::{password, session, throttle};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "sign_in/account.html")]
struct AccountPage {
    frame: Frame,
    name: String,
    email: String,
    roles: Vec<&'static str>,
    sessions: Vec<Open>,
    others: usize,
    idle_minutes: i64,
    absolute_hours: i64,
    /// What was not done, and why.
    problem: Option<(&'static str, &'static str)>,
    changed: bool,
    /// For who writes process notes.
    notes: Option<Notes>,
}

/// The code that opens one's process notes when the password is forgotten.
struct Notes {
    /// There is one for the key in use.
    coded: bool,
    /// Some are under an earlier password for which there is a code.
    locked: bool,
    opened: bool,
}

/// A browser in which one is signed in.
struct Open {
    id: Uuid,
    since: String,
    last_seen: String,
    this: bool,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct One {
    session: Uuid,
}

#[derive(Deserialize)]
pub(super) struct NewPassword {
    old: String,
    new: String,
}

/// What to say at the top, after a redirect.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    password: String,
    #[serde(default)]
    notes: String,
}

pub(super) async fn show(
    State(app): State<App>,
    staff: Staff,
    own: Own,
    Query(said): Query<Said>,
) -> Result<Html<String>, AppError> {
    let mut page = page(&app, &staff, &own, None).await?;
    page.changed = said.password == "changed";
    if let Some(notes) = &mut page.notes {
        notes.opened = said.notes == "opened";
    }
    html(&page)
}

/// Ends one of one's own sessions; it counts from that browser's next click on.
pub(super) async fn end_one(
    State(app): State<App>,
    staff: Staff,
    Form(one): Form<One>,
) -> Result<Response, AppError> {
    if one.session == staff.session {
        return session::sign_out(State(app), staff).await;
    }
    let mine = app.store.sessions_of(staff.id()).await?;
    // Ended already, or somebody else's: the two must look the same.
    if mine.iter().any(|session| session.id == one.session) {
        let line = app.line(Actor::Account(staff.id()), AuditAction::SignOut, None);
        app.store.close_session(one.session, &line).await?;
    }
    Ok(Redirect::to("/account#sessions").into_response())
}

/// Ends every session but this one.
pub(super) async fn end_others(State(app): State<App>, staff: Staff) -> Result<Redirect, AppError> {
    for session in app.store.sessions_of(staff.id()).await? {
        if session.id != staff.session {
            let line = app.line(Actor::Account(staff.id()), AuditAction::SignOut, None);
            app.store.close_session(session.id, &line).await?;
        }
    }
    Ok(Redirect::to("/account#sessions"))
}

/// Sets a new password. The old one is asked for and throttled like a sign-in:
/// an open browser somebody walked away from must not be enough. Every session
/// ends, and this browser gets a new one.
pub(super) async fn change_password(
    State(app): State<App>,
    staff: Staff,
    own: Own,
    Form(given): Form<NewPassword>,
) -> Result<Response, AppError> {
    let email = staff.account.email.clone();
    throttle::admit(&app, &email).await?;
    // Read again: the proof was made before the password was checked.
    let found = app.store.account(staff.id()).await?;
    let fits = password_fits(&app, &found.value, given.old.clone()).await?;
    let problem = if fits {
        password::objection(&given.new, &email)
            .or((given.new == given.old).then_some("This is the password you have now."))
    } else {
        Some("The present password does not fit.")
    };
    if fits {
        throttle::succeeded(&app, &email).await?;
    }
    if let Some(problem) = problem {
        let problem = ("The password was not changed", problem);
        return refused(&app, &staff, &own, problem).await;
    }
    let actor = Actor::Account(staff.id());
    let (key, personal_keys) = app.relock_own(&found.value, &given.old, &given.new).await?;
    let account = Account {
        password_hash: Some(password::hash_password(&given.new)?),
        personal_keys,
        ..found.value
    };
    app.store
        .update_account(
            &account,
            found.version,
            &app.line(actor, AuditAction::PasswordChange, None),
        )
        .await?;
    app.store
        .close_all_of(staff.id(), &app.line(actor, AuditAction::SignOut, None))
        .await?;
    let mut response = Redirect::to("/account?password=changed").into_response();
    session::begin(&app, staff.id(), key.as_ref(), &mut response).await?;
    Ok(response)
}

/// The page with what was not done, and why.
pub(super) async fn refused(
    app: &App,
    staff: &Staff,
    own: &Own,
    problem: (&'static str, &'static str),
) -> Result<Response, AppError> {
    let page = page(app, staff, own, Some(problem)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

/// Whether this is the password of somebody who is signed in, asked for once more: throttled like a sign-in.
pub(super) async fn password_fits(
    app: &App,
    account: &Account,
    given: String,
) -> Result<bool, AppError> {
    let stored = account.password_hash.clone();
    let stored = stored.unwrap_or_else(|| app.password_of_nobody.clone());
    password::fits(given, stored).await
}

async fn page(
    app: &App,
    staff: &Staff,
    own: &Own,
    problem: Option<(&'static str, &'static str)>,
) -> Result<AccountPage, AppError> {
    let now = app.now();
    let zone = app.zone().await;
    let today = app.today().await;
    let mut alive: Vec<StaffSession> = app
        .store
        .sessions_of(staff.id())
        .await?
        .into_iter()
        .filter(|session| session::is_alive(app, session, now))
        .collect();
    alive.sort_by_key(|session| std::cmp::Reverse(session.last_seen));
    let roles = staff.account.roles;
    Ok(AccountPage {
        frame: Frame::staff(app, "Your account", staff).await,
        name: staff.account.name.clone(),
        email: staff.account.email.clone(),
        roles: [
            (roles.clinician, "clinician: works with clients"),
            (roles.supervisor, "supervisor: reads what is shared"),
            (
                roles.administrator,
                "administrator: accounts, settings and audit, no record",
            ),
        ]
        .into_iter()
        .filter(|(has, _)| *has)
        .map(|(_, words)| words)
        .collect(),
        others: alive
            .iter()
            .filter(|session| session.id != staff.session)
            .count(),
        sessions: alive
            .into_iter()
            .map(|session| Open {
                id: session.id,
                since: moment(session.created, &zone, today),
                last_seen: moment(session.last_seen, &zone, today),
                this: session.id == staff.session,
            })
            .collect(),
        idle_minutes: app.config.idle_minutes,
        absolute_hours: app.config.absolute_hours,
        problem,
        changed: false,
        notes: roles.clinician.then(|| notes(app, &staff.account, own)),
    })
}

fn notes(app: &App, account: &Account, own: &Own) -> Notes {
    let Some(key) = own.key() else {
        return Notes {
            coded: false,
            locked: false,
            opened: false,
        };
    };
    let earlier = app.earlier_keys(account, key);
    let mut codes = account.personal_codes.iter().map(LockedPersonalKey::id);
    Notes {
        coded: codes.clone().any(|id| id == key.id()),
        locked: codes.any(|id| id != key.id() && earlier.iter().all(|known| known.id() != id)),
        opened: false,
    }
}
