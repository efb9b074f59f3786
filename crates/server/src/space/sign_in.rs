//! Coming in again: by a mail to a known address, or with a passkey.

use askama::Template;
use attune_record::{
    Actor, Attempt, AuditAction, ClientLink, LinkPurpose, ThrottlePolicy, Versioned, WayIn,
};
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use axum::{Form, Json};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableKey, PublicKeyCredential};

use super::account::{keys, spoken};
use super::ceremony::{Ceremony, possible, practice};
use super::visit;
use crate::mail::{Letter, Post, To};
use crate::page::html;
use crate::portal::{Frame, Trouble};
use crate::{App, AppError, token};

/// The link in the mail opens for so long.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(15);

/// Three mails an address, then one every ten minutes and fewer: nobody fills somebody's
/// mailbox from here. Addresses that are not known are counted in the same way.
const POLICY: ThrottlePolicy = ThrottlePolicy {
    // The one after the free ones is let through and begins the waiting.
    free: 2,
    first_wait: SignedDuration::from_mins(10),
    longest_wait: SignedDuration::from_hours(1),
    forget_after: SignedDuration::from_hours(3),
};

#[derive(Template)]
#[template(path = "space/sign_in.html")]
struct SignInPage {
    frame: Frame,
    passkeys_work: bool,
    mails: bool,
    /// A mail was asked for. It says the same for every address.
    asked: bool,
}

pub(super) async fn show(State(app): State<App>) -> Result<Html<String>, Trouble> {
    page(&app, false).await
}

async fn page(app: &App, asked: bool) -> Result<Html<String>, Trouble> {
    Ok(html(&SignInPage {
        frame: Frame::of(app).await,
        passkeys_work: possible(app),
        mails: app.has_mail(),
        asked,
    })?)
}

#[derive(Deserialize)]
pub(super) struct ByMail {
    email: String,
}

/// Sends a link, if the address is one that may be used. What comes back, and when, is the
/// same for every address: the rest is done after the answer.
pub(super) async fn by_mail(
    State(app): State<App>,
    Form(input): Form<ByMail>,
) -> Result<Html<String>, Trouble> {
    let email = input.email.trim().to_lowercase();
    let subject = format!("a way in for {email}");
    let attempt = app.store.count_attempt(&subject, app.now(), &POLICY);
    if matches!(attempt.await?, Attempt::Allowed(_)) && app.has_mail() {
        let later = app.clone();
        tokio::spawn(async move {
            if let Err(error) = send(&later, &email).await {
                tracing::error!(?error, "a way in could not be sent");
            }
        });
    }
    page(&app, true).await
}

async fn send(app: &App, email: &str) -> Result<(), AppError> {
    let Some(found) = app.store.way_in_by_email(email).await? else {
        return Ok(());
    };
    let client = found.value.client;
    // The practice has written down another address since: the client decides about that one anew.
    let address = app.address_of(client).await?.unwrap_or_default();
    if address.trim().to_lowercase() != email {
        return Ok(());
    }
    let now = app.now();
    let (secret, hash) = token::fresh()?;
    let link = ClientLink {
        id: Uuid::new_v4(),
        client,
        purpose: LinkPurpose::Portal,
        created: now,
        expires: now
            .saturating_add(GOOD_FOR)
            .map_err(|error| AppError::Broken(error.to_string()))?,
        session: None,
        completed: None,
        revoked: None,
    };
    let actor = Actor::ClientLink(client);
    let told = app.line(actor, AuditAction::LinkCreate, Some(client));
    app.store.create_link(&link, hash, &told).await?;
    let post = Post {
        key: format!("way-in/{}", link.id.simple()),
        to: To::Client(client),
        letter: Letter::WayIn { secret },
        client: Some(client),
        due: now,
    };
    app.queue(actor, vec![post]).await.map(drop)
}

/// First half of coming in with a passkey. It asks for no name, so it can tell nobody's.
pub(super) async fn begin(State(app): State<App>) -> Result<Json<Value>, AppError> {
    let name = app.settings.read().await.practice_name.clone();
    let (options, state) = practice(&app, &name)?
        .start_discoverable_authentication()
        .map_err(|error| AppError::Broken(error.to_string()))?;
    let coming = Ceremony::ComingIn(Box::new(state));
    let ceremony = app.ceremonies.begin(coming, app.now());
    let mut options = serde_json::to_value(options)?;
    // A button is pressed for it; nothing is offered while an address is typed.
    if let Some(options) = options.as_object_mut() {
        options.remove("mediation");
    }
    Ok(Json(json!({ "ceremony": ceremony, "options": options })))
}

#[derive(Deserialize)]
pub(super) struct Came {
    ceremony: Uuid,
    credential: PublicKeyCredential,
}

/// Second half: who holds the key comes in. A key that is not known, an answer that does not
/// fit and one that came too late look the same.
pub(super) async fn finish(State(app): State<App>, body: String) -> Result<Response, AppError> {
    let came: Came = spoken(&body)?;
    let Some(Ceremony::ComingIn(state)) = app.ceremonies.end(came.ceremony, app.now()) else {
        return Err(AppError::NotFound);
    };
    let name = app.settings.read().await.practice_name.clone();
    let practice = practice(&app, &name)?;
    let (handle, credential) = practice
        .identify_discoverable_authentication(&came.credential)
        .map_err(|_| AppError::NotFound)?;
    let found = app
        .store
        .way_in_by_handle(handle)
        .await?
        .ok_or(AppError::NotFound)?;
    let (id, mut key) = keys(&found.value)
        .find(|(_, key)| key.cred_id().as_slice() == credential)
        .ok_or(AppError::NotFound)?;
    let proved = practice
        .finish_discoverable_authentication_v2(
            &came.credential,
            *state,
            DiscoverableKey::from(&key),
        )
        .map_err(|_| AppError::NotFound)?;
    let client = found.value.client;
    if key.update_credential(&proved) == Some(true) {
        keep_counter(&app, found, id, serde_json::to_string(&key)?).await?;
    }
    let mut response = Json(json!({ "to": "/portal/today" })).into_response();
    visit::begin(&app, client, &mut response).await?;
    Ok(response)
}

/// A key counts its uses, so that a copy of it is noticed.
async fn keep_counter(
    app: &App,
    found: Versioned<WayIn>,
    id: Uuid,
    key: String,
) -> Result<(), AppError> {
    let mut changed = found.value;
    for kept in &mut changed.passkeys {
        if kept.id == id {
            kept.key.clone_from(&key);
        }
    }
    let actor = Actor::ClientLink(changed.client);
    let told = app.line(actor, AuditAction::LinkChange, Some(changed.client));
    app.store
        .keep_way_in(&changed, found.version, &told)
        .await?;
    Ok(())
}
