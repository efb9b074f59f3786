//! Giving and ending access. Each takes its audit line along in one transaction.

use attune_ids::AccountId;
use attune_record::{Account, Actor, AuditAction, Relation, StoreError};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::page;
use super::rule::{AccessRefusal, can_be_given, may_end};
use crate::page::html;
use crate::policy::Writer;
use crate::{App, AppError};

/// Two clinicians of one record who end each other's access at the same moment
/// would each be told that the other one remains. One change at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// Whose access, in which part.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Part {
    account: AccountId,
    relation: Relation,
}

/// Lets somebody else open this record.
pub(super) async fn give(
    State(app): State<App>,
    writer: Writer,
    Form(part): Form<Part>,
) -> Result<Response, AppError> {
    let client = writer.reader.client;
    let _alone = ONE_AT_A_TIME.lock().await;
    let relations = app.store.relations_to(client).await?;
    // Sent twice: it is given already.
    if !relations.contains(&(part.account, part.relation)) {
        let accounts = accounts(&app).await?;
        let suitable = can_be_given(accounts.iter(), &relations, part.relation)
            .iter()
            .any(|account| account.id == part.account);
        if !suitable {
            return refused(&app, &writer, AccessRefusal::NotSuitable).await;
        }
        let mut line = app.line(
            Actor::Account(writer.reader.staff.id()),
            AuditAction::AccessGrant,
            Some(client),
        );
        line.detail = detail(part);
        app.store
            .grant(client, part.account, part.relation, &line)
            .await?;
    }
    Ok(Redirect::to(&format!("/clients/{client}/access#who")).into_response())
}

/// Ends an access; one's own as well, if somebody else remains.
pub(super) async fn end(
    State(app): State<App>,
    writer: Writer,
    Form(part): Form<Part>,
) -> Result<Response, AppError> {
    let client = writer.reader.client;
    let me = writer.reader.staff.id();
    let _alone = ONE_AT_A_TIME.lock().await;
    let relations = app.store.relations_to(client).await?;
    let accounts = accounts(&app).await?;
    match may_end(accounts.iter(), &relations, part.account, part.relation) {
        Ok(()) => {}
        // Sent twice: it has ended.
        Err(AccessRefusal::NotThere) => {
            return Ok(Redirect::to(&format!("/clients/{client}/access#who")).into_response());
        }
        Err(refusal) => return refused(&app, &writer, refusal).await,
    }
    let mut line = app.line(Actor::Account(me), AuditAction::AccessRevoke, Some(client));
    line.detail = detail(part);
    match app
        .store
        .revoke(client, part.account, part.relation, &line)
        .await
    {
        Ok(()) | Err(StoreError::NotFound(_)) => {}
        Err(other) => return Err(other.into()),
    }
    let onward = if part.account == me {
        "/caseload".to_owned()
    } else {
        format!("/clients/{client}/access#who")
    };
    Ok(Redirect::to(&onward).into_response())
}

/// For the audit line: the part and the account's id, never a name.
fn detail(part: Part) -> String {
    let relation = match part.relation {
        Relation::Clinician => "clinician",
        Relation::Supervisor => "supervisor",
    };
    format!("{relation} {}", part.account)
}

async fn accounts(app: &App) -> Result<Vec<Account>, AppError> {
    Ok(app
        .store
        .accounts()
        .await?
        .into_iter()
        .map(|found| found.value)
        .collect())
}

async fn refused(app: &App, writer: &Writer, refusal: AccessRefusal) -> Result<Response, AppError> {
    let page = page::page(app, &writer.reader, None, Some(refusal.to_string())).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}
