//! Staff sessions: a secret in a cookie, its hash in the store, two limits.

use attune_ids::AccountId;
use attune_record::{Account, Actor, AuditAction, StaffSession, StoreError, TokenHash};
use attune_vault::PersonalKey;
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::policy::Staff;
use crate::{App, AppError, cookie, token};

/// The time of the last request is written at most this often.
const TOUCH_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// Opens a session and puts it into the browser: the secret that stands for it, and the person's own key, where
/// there is one, sealed for this sign-in.
pub(super) async fn begin(
    app: &App,
    account: AccountId,
    own: Option<&PersonalKey>,
    response: &mut Response,
) -> Result<(), AppError> {
    let until = app
        .now()
        .saturating_add(SignedDuration::from_hours(app.config.absolute_hours))
        .map_err(|error| AppError::Broken(error.to_string()))?;
    begin_until(app, account, own, until, response).await
}

/// The same for a sign-in that was interrupted, and ends when the first one would have.
pub(crate) async fn begin_until(
    app: &App,
    account: AccountId,
    own: Option<&PersonalKey>,
    until: Timestamp,
    response: &mut Response,
) -> Result<(), AppError> {
    let (token, session) = open(app, account, until).await?;
    let mut cookies = vec![cookie::set(cookie::STAFF, &token)];
    if let Some(key) = own {
        let handed_out = app.hand_out(key, session)?;
        cookies.push(cookie::set(cookie::OWN, &handed_out));
    }
    for value in cookies.into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, value);
    }
    Ok(())
}

async fn open(
    app: &App,
    account: AccountId,
    expires: Timestamp,
) -> Result<(String, Uuid), AppError> {
    let now = app.now();
    let (token, hash) = token::fresh()?;
    let session = StaffSession {
        id: Uuid::new_v4(),
        account,
        created: now,
        last_seen: now,
        expires,
        confirmed: None,
    };
    app.store
        .open_session(
            &session,
            hash,
            &app.line(Actor::Account(account), AuditAction::SignIn, None),
        )
        .await?;
    Ok((token, session.id))
}

/// Who a cookie belongs to, if its session is alive and the account enabled.
/// Asked on every request, so that a change of either counts at once.
pub(crate) async fn resume(app: &App, token: &str) -> Result<Option<(Account, Uuid)>, AppError> {
    let hash = TokenHash::of(token.as_bytes());
    let Some(session) = app.store.session(hash).await? else {
        return Ok(None);
    };
    let now = app.now();
    if !is_alive(app, &session, now) {
        return Ok(None);
    }
    let account = match app.store.account(session.account).await {
        Ok(found) => found.value,
        Err(StoreError::NotFound(_)) => return Ok(None),
        Err(other) => return Err(other.into()),
    };
    if !account.enabled {
        return Ok(None);
    }
    if now.duration_since(session.last_seen) >= TOUCH_EVERY {
        app.store.touch_session(hash, now).await?;
    }
    Ok(Some((account, session.id)))
}

/// Neither limit has passed: the one without requests, and the one in any case.
pub(super) fn is_alive(app: &App, session: &StaffSession, now: Timestamp) -> bool {
    let idle = now.duration_since(session.last_seen);
    now < session.expires && idle <= SignedDuration::from_mins(app.config.idle_minutes)
}

/// Ends this session at once.
pub(crate) async fn sign_out(State(app): State<App>, staff: Staff) -> Result<Response, AppError> {
    let line = app.line(Actor::Account(staff.id()), AuditAction::SignOut, None);
    app.store.close_session(staff.session, &line).await?;
    let mut response = Redirect::to("/sign-in").into_response();
    for name in [cookie::STAFF, cookie::OWN] {
        if let Some(value) = cookie::clear(name) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    Ok(response)
}
