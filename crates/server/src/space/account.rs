//! My way in: coming back without a new link each time, by a mail or a passkey.

use askama::Template;
use attune_ids::ClientId;
use attune_record::{Actor, AuditAction, AuditLine, KeptPasskey, StoreError, Versioned, WayIn};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::{Form, Json};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, RegisterPublicKeyCredential};

use super::ceremony::{Ceremony, findable, possible, practice};
use super::{Nav, Place};
use crate::language::{Here, key};
use crate::page::html;
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::{App, AppError};

/// The most passkeys of one person.
const MOST_PASSKEYS: usize = 10;

/// A passkey on the page.
struct Line {
    id: Uuid,
    added: String,
}

#[derive(Template)]
#[template(path = "space/account.html")]
struct AccountPage {
    frame: Frame,
    nav: Nav,
    problem: Option<&'static str>,
    /// The address the practice has; empty without one.
    address: String,
    /// The practice has a name that passkeys can belong to.
    passkeys_work: bool,
    /// The practice sends mails at all.
    mails: bool,
    /// A mail may be asked for with that address.
    by_mail: bool,
    passkeys: Vec<Line>,
}

/// Whether this client can come back without a new link.
pub(super) async fn has_way_in(app: &App, client: ClientId) -> Result<bool, AppError> {
    let found = app.store.way_in(client).await?;
    Ok(found.is_some_and(|found| found.value.email.is_some() || !found.value.passkeys.is_empty()))
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
) -> Result<Html<String>, Trouble> {
    Ok(html(&page(&app, &holder, None).await?)?)
}

async fn page(
    app: &App,
    holder: &SpaceHolder,
    problem: Option<&'static str>,
) -> Result<AccountPage, AppError> {
    let opened = app.open_for_client(holder).await?;
    let way_in = way_in(app, holder.client).await?.value;
    let (today, zone) = (app.today().await, app.zone().await);
    let language = Here::now().language;
    let passkeys = way_in.passkeys.iter().map(|kept| Line {
        id: kept.id,
        added: language.day(kept.added.to_zoned(zone.clone()).date(), today),
    });
    Ok(AccountPage {
        frame: Frame::of(app).await,
        nav: Nav::at(Place::More),
        problem,
        passkeys_work: possible(app),
        mails: app.has_mail(),
        by_mail: way_in.email.is_some(),
        passkeys: passkeys.collect(),
        address: opened.person.email,
    })
}

/// As it stands, or a first one that is not kept yet (version 0).
async fn way_in(app: &App, client: ClientId) -> Result<Versioned<WayIn>, AppError> {
    let found = app.store.way_in(client).await?;
    Ok(found.unwrap_or_else(|| Versioned {
        version: 0,
        value: WayIn {
            client,
            handle: Uuid::new_v4(),
            email: None,
            passkeys: Vec::new(),
        },
    }))
}

#[derive(Deserialize)]
pub(super) struct ByMail {
    on: bool,
}

/// Lets a mail be asked for with the address that the practice has, or no more. No other
/// address is taken: whoever holds the phone for a minute could give their own.
pub(super) async fn by_mail(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(input): Form<ByMail>,
) -> Result<Response, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let address = opened.person.email.trim().to_owned();
    let found = way_in(&app, holder.client).await?;
    let email = (input.on && !address.is_empty()).then_some(address);
    let changed = WayIn {
        email,
        ..found.value
    };
    match app
        .store
        .keep_way_in(&changed, found.version, &line(&app, &holder))
        .await
    {
        Ok(_) => Ok(Redirect::to("/portal/account").into_response()),
        // Two people of one household may share an address; a mail could not tell them apart.
        Err(StoreError::AlreadyThere(_)) => {
            let problem = key("mail-unusable");
            let page = page(&app, &holder, Some(problem)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn line(app: &App, holder: &SpaceHolder) -> AuditLine {
    let actor = Actor::ClientLink(holder.client);
    app.line(actor, AuditAction::LinkChange, Some(holder.client))
}

/// First half of adding a passkey: what the browser asks the authenticator.
pub(super) async fn begin(
    State(app): State<App>,
    holder: SpaceHolder,
) -> Result<Json<Value>, AppError> {
    let found = way_in(&app, holder.client).await?;
    if found.value.passkeys.len() >= MOST_PASSKEYS {
        return Err(AppError::Refused(
            "There are ten passkeys already.".to_owned(),
        ));
    }
    // The handle must be the same when the key is used, so it is kept before it is told.
    if found.version == 0 {
        app.store
            .keep_way_in(&found.value, 0, &line(&app, &holder))
            .await?;
    }
    let name = app.settings.read().await.practice_name.clone();
    let known = keys(&found.value)
        .map(|(_, key)| key.cred_id().clone())
        .collect();
    // The name is what the phone shows beside the key: the practice's, never the person's.
    let (options, state) = practice(&app, &name)?
        .start_passkey_registration(found.value.handle, &name, &name, Some(known))
        .map_err(|error| AppError::Broken(error.to_string()))?;
    let adding = Ceremony::Adding(holder.client, Box::new(state));
    let ceremony = app.ceremonies.begin(adding, app.now());
    let options = findable(serde_json::to_value(options)?);
    Ok(Json(json!({ "ceremony": ceremony, "options": options })))
}

/// The passkeys that this program can read.
pub(super) fn keys(way_in: &WayIn) -> impl Iterator<Item = (Uuid, Passkey)> {
    way_in
        .passkeys
        .iter()
        .filter_map(|kept| Some((kept.id, serde_json::from_str(&kept.key).ok()?)))
}

/// What the browser says of an authenticator; not a form.
pub(super) fn spoken<T: DeserializeOwned>(body: &str) -> Result<T, AppError> {
    serde_json::from_str(body)
        .map_err(|_| AppError::Refused("This is no answer of a passkey.".to_owned()))
}

#[derive(Deserialize)]
pub(super) struct Added {
    ceremony: Uuid,
    credential: RegisterPublicKeyCredential,
}

/// Second half: the key is kept.
pub(super) async fn finish(
    State(app): State<App>,
    holder: SpaceHolder,
    body: String,
) -> Result<Json<Value>, AppError> {
    let added: Added = spoken(&body)?;
    let Some(Ceremony::Adding(client, state)) = app.ceremonies.end(added.ceremony, app.now())
    else {
        return Err(AppError::NotFound);
    };
    if client != holder.client {
        return Err(AppError::NotFound);
    }
    let name = app.settings.read().await.practice_name.clone();
    let key = practice(&app, &name)?
        .finish_passkey_registration(&added.credential, &state)
        .map_err(|_| AppError::Refused("This passkey could not be used.".to_owned()))?;
    let found = way_in(&app, client).await?;
    let mut changed = found.value;
    changed.passkeys.push(KeptPasskey {
        id: Uuid::new_v4(),
        added: app.now(),
        key: serde_json::to_string(&key)?,
    });
    app.store
        .keep_way_in(&changed, found.version, &line(&app, &holder))
        .await?;
    Ok(Json(json!({ "to": "/portal/account" })))
}

#[derive(Deserialize)]
pub(super) struct Remove {
    passkey: Uuid,
}

/// Takes a passkey away: it opens nothing from now on.
pub(super) async fn remove(
    State(app): State<App>,
    holder: SpaceHolder,
    Form(input): Form<Remove>,
) -> Result<Response, Trouble> {
    let found = way_in(&app, holder.client).await?;
    let mut changed = found.value;
    changed.passkeys.retain(|kept| kept.id != input.passkey);
    if found.version > 0 {
        app.store
            .keep_way_in(&changed, found.version, &line(&app, &holder))
            .await?;
    }
    Ok(Redirect::to("/portal/account").into_response())
}

/// Forgets every way in of a client, when the space is closed.
pub(super) async fn forget(app: &App, client: ClientId, told: &AuditLine) -> Result<(), AppError> {
    const TRIES: usize = 5;
    for _ in 0..TRIES {
        let Some(found) = app.store.way_in(client).await? else {
            return Ok(());
        };
        let nothing = WayIn {
            email: None,
            passkeys: Vec::new(),
            ..found.value
        };
        match app.store.keep_way_in(&nothing, found.version, told).await {
            Err(StoreError::Conflict { .. }) => {}
            outcome => return outcome.map(drop).map_err(AppError::from),
        }
    }
    Err(AppError::Busy)
}
