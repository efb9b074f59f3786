//! Everybody who signs in, and a new one.

use askama::Template;
use attune_ids::{AccountId, IdSource, RandomIds};
use attune_record::{Account, Actor, AuditAction, Roles, StoreError};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use serde::Deserialize;

use super::rule::{AccountRefusal, checked};
use crate::format::{day, moment};
use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::sign_in::prepare_setup;
use crate::{App, AppError};

/// A new account as it is typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Input {
    /// The new account's id, made with the form: sent twice, it is one account.
    #[serde(default)]
    account: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(flatten)]
    roles: RolesInput,
}

/// Three boxes to tick.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct RolesInput {
    clinician: Option<String>,
    supervisor: Option<String>,
    administrator: Option<String>,
}

impl RolesInput {
    pub(super) fn roles(&self) -> Roles {
        Roles {
            clinician: self.clinician.is_some(),
            supervisor: self.supervisor.is_some(),
            administrator: self.administrator.is_some(),
        }
    }
}

#[derive(Template)]
#[template(path = "practice/accounts.html")]
struct AccountsPage {
    frame: Frame,
    here: &'static str,
    rows: Vec<Row>,
    input: Input,
    roles: Roles,
    problem: Option<String>,
}

struct Row {
    id: AccountId,
    name: String,
    email: String,
    roles: String,
    shape: &'static str,
    state: String,
}

/// A link that is shown once and never again.
#[derive(Template)]
#[template(path = "practice/link.html")]
pub(super) struct LinkPage {
    frame: Frame,
    here: &'static str,
    account: AccountId,
    name: String,
    address: String,
    until: String,
}

pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
) -> Result<Html<String>, AppError> {
    html(&page(&app, &administrator, Input::fresh(), None).await?)
}

/// Makes an account and shows its set-up link, once.
pub(super) async fn add(
    State(app): State<App>,
    administrator: Administrator,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    let id: AccountId = input.account.parse().map_err(|_| AppError::NotFound)?;
    let roles = input.roles.roles();
    let (name, email) = match checked(&input.name, &input.email, roles) {
        Ok(checked) => checked,
        Err(refusal) => return refused(&app, &administrator, input, refusal).await,
    };
    let mut account = Account {
        id,
        name,
        email,
        password_hash: None,
        totp_secret: None,
        last_totp_step: None,
        roles,
        enabled: true,
        setup: None,
        personal_keys: Vec::new(),
        personal_codes: Vec::new(),
        kept_keys: Vec::new(),
        kept_texts: Vec::new(),
        calendar: None,
    };
    let setup = prepare_setup(&mut account, app.now())?;
    let mut line = app.line(
        Actor::Account(administrator.staff.id()),
        AuditAction::AccountCreate,
        None,
    );
    line.detail = format!("{} {id}", role_words(roles));
    match app.store.create_account(&account, &line).await {
        Ok(()) => {
            Ok(html(&link_page(&app, &administrator, &account, &setup).await)?.into_response())
        }
        Err(StoreError::AlreadyThere(_)) => {
            refused(&app, &administrator, input, AccountRefusal::AddressInUse).await
        }
        Err(other) => Err(other.into()),
    }
}

impl Input {
    fn fresh() -> Self {
        Self {
            account: AccountId::new(&mut RandomIds as &mut dyn IdSource).to_string(),
            ..Self::default()
        }
    }
}

async fn refused(
    app: &App,
    administrator: &Administrator,
    input: Input,
    refusal: AccountRefusal,
) -> Result<Response, AppError> {
    let page = page(app, administrator, input, Some(refusal.to_string())).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

async fn page(
    app: &App,
    administrator: &Administrator,
    input: Input,
    problem: Option<String>,
) -> Result<AccountsPage, AppError> {
    let now = app.now();
    let today = app.today().await;
    let zone = app.zone().await;
    let mut accounts: Vec<Account> = app
        .store
        .accounts()
        .await?
        .into_iter()
        .map(|found| found.value)
        .collect();
    accounts.sort_by_cached_key(|account| (!account.enabled, account.name.to_lowercase()));
    let rows = accounts
        .into_iter()
        .map(|account| {
            let (shape, state) = state(&account, now, |at| {
                day(at.to_zoned(zone.clone()).date(), today)
            });
            Row {
                id: account.id,
                roles: role_words(account.roles),
                name: account.name,
                email: account.email,
                shape,
                state,
            }
        })
        .collect();
    Ok(AccountsPage {
        frame: Frame::staff(app, "Practice", &administrator.staff).await,
        here: "accounts",
        rows,
        roles: input.roles.roles(),
        input,
        problem,
    })
}

/// Where an account stands, with the shape that goes before it.
pub(super) fn state(
    account: &Account,
    now: Timestamp,
    day: impl Fn(Timestamp) -> String,
) -> (&'static str, String) {
    match &account.setup {
        _ if !account.enabled => ("signal-done", "closed".to_owned()),
        Some(setup) if setup.expires > now => (
            "signal-unknown",
            format!(
                "waiting for the first visit, link until {}",
                day(setup.expires)
            ),
        ),
        Some(_) => ("signal-look", "the set-up link has run out".to_owned()),
        None if account.password_hash.is_none() => {
            ("signal-look", "needs a set-up link to sign in".to_owned())
        }
        None => ("signal-steady", "open".to_owned()),
    }
}

/// "clinician, administrator".
pub(crate) fn role_words(roles: Roles) -> String {
    [
        (roles.clinician, "clinician"),
        (roles.supervisor, "supervisor"),
        (roles.administrator, "administrator"),
    ]
    .into_iter()
    .filter(|(has, _)| *has)
    .map(|(_, name)| name)
    .collect::<Vec<_>>()
    .join(", ")
}

pub(super) async fn link_page(
    app: &App,
    administrator: &Administrator,
    account: &Account,
    link: &str,
) -> LinkPage {
    let zone = app.zone().await;
    let today = app.today().await;
    LinkPage {
        frame: Frame::staff(app, "Set-up link", &administrator.staff).await,
        here: "accounts",
        account: account.id,
        name: account.name.clone(),
        address: format!("{}/welcome/{link}", app.config.public_url),
        until: account
            .setup
            .as_ref()
            .map_or_else(String::new, |setup| moment(setup.expires, &zone, today)),
    }
}
