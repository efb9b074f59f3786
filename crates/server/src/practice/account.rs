//! One account: name, address, roles; closing and opening it; a new set-up link.

use std::collections::HashSet;

use askama::Template;
use attune_ids::{AccountId, ClientId};
use attune_record::{Account, Actor, AuditAction, Relation, Roles, StoreError};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::accounts::{RolesInput, link_page, state};
use super::rule::{AccountRefusal, checked, keeps_an_administrator};
use crate::format::day;
use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::sign_in::prepare_setup;
use crate::{App, AppError};

/// Two administrators who close each other's account at the same moment would
/// each be told that the other one remains. One change at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// The account a path names.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct OneAccount {
    account: AccountId,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Input {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(flatten)]
    roles: RolesInput,
}

#[derive(Template)]
#[template(path = "practice/account.html")]
struct AccountPage {
    frame: Frame,
    here: &'static str,
    account: AccountId,
    name: String,
    typed_name: String,
    typed_email: String,
    roles: Roles,
    me: bool,
    enabled: bool,
    shape: &'static str,
    state: String,
    sessions: usize,
    records: usize,
    only_clinician_of: usize,
    problem: Option<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneAccount { account }): Path<OneAccount>,
) -> Result<Html<String>, AppError> {
    let found = app.store.account(account).await?.value;
    html(&page(&app, &administrator, &found, None, None).await?)
}

/// Changes name, address and roles. A role taken away counts from the next click on.
pub(super) async fn save(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneAccount { account }): Path<OneAccount>,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    let roles = input.roles.roles();
    let changed = match checked(&input.name, &input.email, roles) {
        Ok((name, email)) => {
            change(
                &app,
                &administrator,
                account,
                "name, address or roles of",
                |before| Account {
                    name: name.clone(),
                    email: email.clone(),
                    roles,
                    ..before
                },
            )
            .await?
        }
        Err(refusal) => Err(refusal),
    };
    match changed {
        Ok(_) => Ok(Redirect::to("/practice").into_response()),
        Err(refusal) => {
            let found = app.store.account(account).await?.value;
            refused(&app, &administrator, &found, Some(&input), refusal).await
        }
    }
}

/// Closes an account: signed out everywhere at once, and no sign-in any more.
pub(super) async fn close(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneAccount { account }): Path<OneAccount>,
) -> Result<Response, AppError> {
    let closed = change(&app, &administrator, account, "closed:", |before| Account {
        enabled: false,
        setup: None,
        ..before
    })
    .await?;
    match closed {
        Ok(_) => {
            sign_out_everywhere(&app, &administrator, account).await?;
            Ok(back(account))
        }
        Err(refusal) => {
            let found = app.store.account(account).await?.value;
            refused(&app, &administrator, &found, None, refusal).await
        }
    }
}

/// Opens a closed account again; its password and app are as they were.
pub(super) async fn open(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneAccount { account }): Path<OneAccount>,
) -> Result<Response, AppError> {
    let opened = change(&app, &administrator, account, "opened again:", |before| {
        Account {
            enabled: true,
            ..before
        }
    })
    .await?;
    match opened {
        Ok(_) => Ok(back(account)),
        Err(refusal) => {
            let found = app.store.account(account).await?.value;
            refused(&app, &administrator, &found, None, refusal).await
        }
    }
}

/// Makes a new set-up link: password and app are taken away, and every session
/// ends. The link is shown once.
pub(super) async fn new_setup_link(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneAccount { account }): Path<OneAccount>,
) -> Result<Response, AppError> {
    let found = app.store.account(account).await?.value;
    if account == administrator.staff.id() {
        return refused(&app, &administrator, &found, None, AccountRefusal::OwnReset).await;
    }
    if !found.enabled {
        let refusal = AccountRefusal::Field("This account is closed. Open it first.");
        return refused(&app, &administrator, &found, None, refusal).await;
    }
    let mut prepared = found.clone();
    let link = prepare_setup(&mut prepared, app.now())?;
    let changed = change(
        &app,
        &administrator,
        account,
        "new set-up link for",
        |before| Account {
            password_hash: None,
            totp_secret: prepared.totp_secret.clone(),
            last_totp_step: None,
            setup: prepared.setup,
            ..before
        },
    )
    .await?;
    match changed {
        Ok(account) => {
            sign_out_everywhere(&app, &administrator, account.id).await?;
            Ok(html(&link_page(&app, &administrator, &account, &link).await)?.into_response())
        }
        Err(refusal) => refused(&app, &administrator, &found, None, refusal).await,
    }
}

/// Changes an account as it is now, unless that takes the last administrator
/// away. Signing in changes an account too, so a collision is tried again.
async fn change(
    app: &App,
    administrator: &Administrator,
    id: AccountId,
    what: &str,
    changed: impl Fn(Account) -> Account,
) -> Result<Result<Account, AccountRefusal>, AppError> {
    const TRIES: usize = 5;
    let _alone = ONE_AT_A_TIME.lock().await;
    for _ in 0..TRIES {
        let accounts = app.store.accounts().await?;
        let found = accounts
            .iter()
            .find(|found| found.value.id == id)
            .ok_or(AppError::NotFound)?;
        let after = changed(found.value.clone());
        if after == found.value {
            return Ok(Ok(after));
        }
        let everybody = accounts.iter().map(|found| &found.value);
        if let Err(refusal) = keeps_an_administrator(everybody, &after) {
            return Ok(Err(refusal));
        }
        let mut line = app.line(
            Actor::Account(administrator.staff.id()),
            AuditAction::AccountChange,
            None,
        );
        line.detail = format!("{what} {id}");
        match app.store.update_account(&after, found.version, &line).await {
            Ok(_) => return Ok(Ok(after)),
            Err(StoreError::AlreadyThere(_)) => return Ok(Err(AccountRefusal::AddressInUse)),
            Err(StoreError::Conflict { .. }) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Err(AppError::Busy)
}

async fn sign_out_everywhere(
    app: &App,
    administrator: &Administrator,
    account: AccountId,
) -> Result<(), AppError> {
    let mut line = app.line(
        Actor::Account(administrator.staff.id()),
        AuditAction::SignOut,
        None,
    );
    line.detail = format!("everywhere {account}");
    Ok(app.store.close_all_of(account, &line).await?)
}

fn back(account: AccountId) -> Response {
    Redirect::to(&format!("/practice/accounts/{account}")).into_response()
}

async fn refused(
    app: &App,
    administrator: &Administrator,
    found: &Account,
    typed: Option<&Input>,
    refusal: AccountRefusal,
) -> Result<Response, AppError> {
    let page = page(app, administrator, found, typed, Some(refusal.to_string())).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

async fn page(
    app: &App,
    administrator: &Administrator,
    found: &Account,
    typed: Option<&Input>,
    problem: Option<String>,
) -> Result<AccountPage, AppError> {
    let today = app.today().await;
    let zone = app.zone().await;
    let (shape, state) = state(found, app.now(), |at| {
        day(at.to_zoned(zone.clone()).date(), today)
    });
    let (records, only_clinician_of) = records_of(app, found.id).await?;
    Ok(AccountPage {
        frame: Frame::staff(app, "Account", &administrator.staff).await,
        here: "accounts",
        account: found.id,
        name: found.name.clone(),
        typed_name: typed.map_or(&found.name, |typed| &typed.name).clone(),
        typed_email: typed.map_or(&found.email, |typed| &typed.email).clone(),
        roles: typed.map_or(found.roles, |typed| typed.roles.roles()),
        me: found.id == administrator.staff.id(),
        enabled: found.enabled,
        shape,
        state,
        sessions: app.store.sessions_of(found.id).await?.len(),
        records,
        only_clinician_of,
        problem,
    })
}

/// How many records this account can open, and how many of them no other open
/// account works with. Numbers only: no administrator sees whose they are. One
/// query per colleague: a practice has fewer of them than of records.
async fn records_of(app: &App, account: AccountId) -> Result<(usize, usize), AppError> {
    let mine = app.store.relations_of(account).await?;
    let mut with_another = HashSet::new();
    for found in app.store.accounts().await? {
        let other = found.value;
        if other.id != account && other.enabled && other.roles.clinician {
            let theirs = app.store.relations_of(other.id).await?;
            with_another.extend(worked_with(&theirs));
        }
    }
    let alone = worked_with(&mine)
        .filter(|client| !with_another.contains(client))
        .count();
    Ok((mine.len(), alone))
}

fn worked_with(relations: &[(ClientId, Relation)]) -> impl Iterator<Item = ClientId> {
    relations
        .iter()
        .filter(|(_, relation)| *relation == Relation::Clinician)
        .map(|(client, _)| *client)
}
