use std::collections::HashMap;

use askama::Template;
use attune_ids::{AccountId, ClientId};
use attune_record::{Account, AuditAction, AuditFilter, Relation};
use axum::extract::{Query, State};
use axum::response::Html;
use jiff::Timestamp;
use serde::Deserialize;

use super::rule::{can_be_given, may_end};
use crate::format::day;
use crate::identity::Identity;
use crate::page::{Banner, Frame, Step, html};
use crate::policy::Reader;
use crate::trail::{Trail, trail};
use crate::{App, AppError};

/// Audit lines looked through at a time for the beginning of an access.
const LOOK_BACK: u32 = 500;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Number of the audit line before which the page begins.
    before: Option<u64>,
}

#[derive(Template)]
#[template(path = "access/page.html")]
pub(super) struct AccessPage {
    frame: Frame,
    banner: Banner,
    problem: Option<String>,
    people: Vec<Person>,
    supervisors: Vec<Choice>,
    clinicians: Vec<Choice>,
    person: Identity,
    born: Option<String>,
    trail: Trail,
    first_page: bool,
    may_erase: bool,
}

/// Somebody who can open the record.
struct Person {
    account: AccountId,
    name: String,
    part: &'static str,
    code: &'static str,
    since: Option<String>,
    note: &'static str,
    me: bool,
    may_end: bool,
}

struct Choice {
    id: AccountId,
    name: String,
}

/// Who can open this record, and what was done with it.
pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    html(&page(&app, &reader, asked.before, None).await?)
}

pub(super) async fn page(
    app: &App,
    reader: &Reader,
    before: Option<u64>,
    problem: Option<String>,
) -> Result<AccessPage, AppError> {
    let opened = app.open(reader).await?;
    let today = app.today().await;
    let zone = app.zone().await;
    let relations = app.store.relations_to(reader.client).await?;
    let accounts: Vec<Account> = app
        .store
        .accounts()
        .await?
        .into_iter()
        .map(|found| found.value)
        .collect();
    let since = given_at(app, reader.client, &relations).await?;
    let people = relations
        .iter()
        .filter_map(|(id, relation)| {
            let account = accounts.iter().find(|account| account.id == *id)?;
            Some(Person {
                account: *id,
                name: account.name.clone(),
                part: part(*relation),
                code: code(*relation),
                since: since
                    .get(id)
                    .map(|at| day(at.to_zoned(zone.clone()).date(), today)),
                note: if account.enabled {
                    ""
                } else {
                    "this account is closed: it opens nothing"
                },
                me: *id == reader.staff.id(),
                may_end: may_end(accounts.iter(), &relations, *id, *relation).is_ok(),
            })
        })
        .collect();
    let choices = |relation| {
        can_be_given(accounts.iter(), &relations, relation)
            .into_iter()
            .map(|account| Choice {
                id: account.id,
                name: account.name.clone(),
            })
            .collect()
    };
    Ok(AccessPage {
        frame: Frame::staff(app, "Access", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Access).await,
        problem,
        people,
        supervisors: choices(Relation::Supervisor),
        clinicians: choices(Relation::Clinician),
        born: opened
            .person
            .born
            .map(|born| born.strftime("%-d %b %Y").to_string()),
        person: opened.person,
        trail: trail(app, AuditFilter::Client(reader.client), before).await?,
        first_page: before.is_none(),
        may_erase: reader.may_erase(),
    })
}

/// When each access was given: by its own audit line, else with the record. The
/// audit is walked from its end until every beginning is found.
async fn given_at(
    app: &App,
    client: ClientId,
    relations: &[(AccountId, Relation)],
) -> Result<HashMap<AccountId, Timestamp>, AppError> {
    let mut given = HashMap::new();
    let mut before = None;
    while given.len() < relations.len() {
        let lines = app
            .store
            .audit_lines(AuditFilter::Client(client), before, LOOK_BACK)
            .await?;
        let Some(last) = lines.last() else { break };
        before = Some(last.seq);
        for stored in &lines {
            let line = &stored.line;
            for (account, _) in relations {
                let begins = match line.action {
                    AuditAction::AccessGrant => line
                        .detail
                        .split(' ')
                        .any(|word| word.parse() == Ok(*account)),
                    AuditAction::ClientCreate => line.actor.account() == Some(*account),
                    _ => false,
                };
                if begins {
                    given.entry(*account).or_insert(line.at);
                }
            }
        }
    }
    Ok(given)
}

fn part(relation: Relation) -> &'static str {
    match relation {
        Relation::Clinician => "works with this client, reads and writes",
        Relation::Supervisor => "supervises, reads",
    }
}

/// As forms send it.
fn code(relation: Relation) -> &'static str {
    match relation {
        Relation::Clinician => "clinician",
        Relation::Supervisor => "supervisor",
    }
}
