//! How therapies ended in the practice as a whole. Administrators open no record, and here
//! nobody can be found: groups that are too small are left out of the page and of its sums
//! (`attune_care::outcomes`).

mod csv;
mod picture;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use attune_care::Headline;
use attune_care::outcomes::{Group, Outcomes, QUIET_DAYS, Smallest, is_settled, outcomes};
use attune_catalog::{Measure, Purpose};
use attune_ids::{AccountId, ClientId};
use attune_record::{Actor, AuditAction, AuditLine, Relation, StoreError, Versioned};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;

use crate::page::{Frame, html};
use crate::policy::{Administrator, Policy};
use crate::routes::Routes;
use crate::settings::Settings;
use crate::{App, AppError};

/// So many past years can be chosen.
const YEARS: i16 = 5;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/practice/outcomes", Policy::Administrator, show)
        .get("/practice/outcomes/table", Policy::Administrator, download)
        .post("/practice/outcomes", Policy::Administrator, save)
}

/// What is asked for; anything unknown is the first choice.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    measure: String,
    #[serde(default)]
    year: i16,
}

#[derive(Debug, Deserialize)]
struct Input {
    version: u64,
    smallest: usize,
}

#[derive(Template)]
#[template(path = "practice/outcomes.html")]
struct OutcomesPage {
    frame: Frame,
    here: &'static str,
    /// Id, name and whether it is chosen.
    measures: Vec<(String, String, bool)>,
    years: Vec<(i16, bool)>,
    /// Where the same is a file.
    table: String,
    what: String,
    quiet_days: i64,
    smallest: usize,
    choices: Vec<(usize, bool)>,
    version: u64,
    words: words::Sentences,
    picture: Option<String>,
    unreadable: usize,
}

/// What was counted, with what it was counted for.
struct Counted {
    measure: Measure,
    year: i16,
    years: Vec<i16>,
    measures: Vec<(String, String)>,
    found: Outcomes<AccountId>,
    names: HashMap<AccountId, String>,
    unreadable: usize,
}

impl Counted {
    fn name(&self, group: Group<AccountId>) -> String {
        match group {
            Group::Of(account) => self.names.get(&account).cloned().unwrap_or_default(),
            Group::Several => "Several clinicians together".to_owned(),
        }
    }
}

async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let counted = count(&app, &administrator, &asked, AuditAction::ListRead).await?;
    let stored = app.store.settings::<Settings>().await?;
    let smallest = counted.found.smallest.get();
    html(&OutcomesPage {
        frame: Frame::staff(&app, "Outcomes", &administrator.staff).await,
        here: "outcomes",
        measures: counted
            .measures
            .iter()
            .map(|(id, name)| (id.clone(), name.clone(), *id == counted.measure.id))
            .collect(),
        years: counted
            .years
            .iter()
            .map(|year| (*year, *year == counted.year))
            .collect(),
        table: format!(
            "/practice/outcomes/table?measure={}&year={}",
            counted.measure.id, counted.year
        ),
        what: format!("{}, {}", counted.measure.name, counted.year),
        quiet_days: QUIET_DAYS,
        smallest,
        choices: Smallest::CHOICES
            .map(|choice| (choice, choice == smallest))
            .to_vec(),
        version: stored.version,
        words: words::sentences(&counted)?,
        picture: picture::funnel(&counted)?,
        unreadable: counted.unreadable,
    })
}

/// What the page shows, as a file: the same groups and no other.
async fn download(
    State(app): State<App>,
    administrator: Administrator,
    Query(asked): Query<Asked>,
) -> Result<Response, AppError> {
    let counted = count(&app, &administrator, &asked, AuditAction::Export).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"outcomes.csv\""),
    ];
    Ok((headers, csv::table(&counted)?).into_response())
}

/// Keeps the least size of a group.
async fn save(
    State(app): State<App>,
    administrator: Administrator,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    let Versioned { value, .. } = app.store.settings::<Settings>().await?;
    let stored = match value {
        Some(stored) => stored,
        None => app.settings.read().await.clone(),
    };
    let settings = Settings {
        smallest_group: input.smallest.into(),
        ..stored
    };
    let actor = Actor::Account(administrator.staff.id());
    let line = app.line(actor, AuditAction::SettingsChange, None);
    match app
        .store
        .save_settings(&settings, input.version, &line)
        .await
    {
        Ok(_) => *app.settings.write().await = settings,
        // The page shows what stands now, with the choice beside it.
        Err(StoreError::Conflict { .. }) => app.reload_settings().await?,
        Err(other) => return Err(other.into()),
    }
    Ok(Redirect::to("/practice/outcomes#smallest").into_response())
}

/// Counts from the headlines in memory: no record is opened. One statement for the accounts
/// and one for each clinician; the rest is one pass over all clients.
async fn count(
    app: &App,
    administrator: &Administrator,
    asked: &Asked,
    action: AuditAction,
) -> Result<Counted, AppError> {
    app.refresh_index().await?;
    let actor = Actor::Account(administrator.staff.id());
    let line = AuditLine {
        detail: "outcomes of the practice".to_owned(),
        ..app.line(actor, action, None)
    };
    app.store.audit(&line).await?;

    let today = app.today().await;
    let years = years(today);
    let measures = measures(app);
    let measure = measures
        .iter()
        .find(|measure| measure.id == asked.measure)
        .or(measures.first())
        .ok_or_else(|| AppError::Broken("no measure has a rule for change".to_owned()))?;
    let year = years.iter().copied().find(|year| *year == asked.year);
    let year = year
        .or(years.first().copied())
        .unwrap_or_else(|| today.year());
    let (names, whose) = whose(app).await?;
    let (everybody, unreadable) = app.all_headlines().await;
    let grouped = everybody
        .iter()
        .filter_map(|(client, headline): &(ClientId, Arc<Headline>)| {
            Some((*whose.get(client)?, headline.as_ref()))
        });
    let smallest = app.settings.read().await.smallest_group;
    let found = outcomes(grouped, measure, year, smallest, today)
        .map_err(|error| AppError::Broken(error.to_string()))?;
    Ok(Counted {
        measure: (*measure).clone(),
        year,
        measures: measures
            .iter()
            .map(|measure| (measure.id.clone(), measure.name.clone()))
            .collect(),
        years,
        found,
        names,
        unreadable,
    })
}

/// Years of which all therapies are settled, the latest first.
fn years(today: Date) -> Vec<i16> {
    (0..=YEARS)
        .filter_map(|back| today.year().checked_sub(back))
        .filter(|year| is_settled(*year, today))
        .take(usize::from(YEARS.unsigned_abs()))
        .collect()
}

/// Measures of symptoms with a rule that says which change is more than measurement error.
pub(super) fn measures(app: &App) -> Vec<&Measure> {
    let mut found: Vec<&Measure> = app
        .catalog
        .measures
        .iter()
        .filter(|measure| measure.purpose == Purpose::Symptoms)
        .filter(|measure| {
            let total = measure.total.as_deref();
            total.is_some_and(|total| measure.default_norm(total).is_some())
        })
        .collect();
    // Versions of a measure stand side by side.
    found.dedup_by(|one, other| one.id == other.id);
    found
}

type Whose = HashMap<ClientId, Group<AccountId>>;

/// Names of all clinicians, and whose client everybody is at present.
async fn whose(app: &App) -> Result<(HashMap<AccountId, String>, Whose), AppError> {
    let (mut names, mut whose) = (HashMap::new(), Whose::new());
    for account in app.store.accounts().await? {
        let account = account.value;
        for (client, relation) in app.store.relations_of(account.id).await? {
            if relation == Relation::Clinician {
                whose
                    .entry(client)
                    .and_modify(|group| *group = Group::Several)
                    .or_insert(Group::Of(account.id));
            }
        }
        names.insert(account.id, account.name);
    }
    Ok((names, whose))
}
