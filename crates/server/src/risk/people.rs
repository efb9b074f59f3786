//! Who stands in for whom, who leads, and who is told by mail.

use std::collections::BTreeMap;

use askama::Template;
use attune_ids::AccountId;
use attune_record::{Account, Actor, AuditAction, StoreError};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::RiskSettings;
use crate::page::{Frame, html};
use crate::policy::{Administrator, Clinical};
use crate::settings::Settings;
use crate::{App, AppError};

/// A week: later than that nobody is brought in "in time".
const LONGEST_HOURS: u32 = 168;

/// The form: two times, the lead, and for each clinician (`deputy-<account>`) who stands in.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Input {
    /// The version it was typed over; as text, since so is everything beside fields that are not known by name.
    #[serde(default)]
    version: String,
    #[serde(default)]
    deputy_after: String,
    #[serde(default)]
    lead_after: String,
    #[serde(default)]
    lead: String,
    #[serde(flatten)]
    deputies: BTreeMap<String, String>,
}

#[derive(Template)]
#[template(path = "risk/people.html")]
struct PeoplePage {
    frame: Frame,
    here: &'static str,
    input: Input,
    clinicians: Vec<Row>,
    problem: Option<&'static str>,
    kept: bool,
    nobody_leads: bool,
    has_mail: bool,
}

struct Row {
    id: AccountId,
    name: String,
    /// Code of the account that stands in; empty if nobody does.
    deputy: String,
}

/// What to say at the top, after a redirect.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    kept: String,
}

pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Query(said): Query<Said>,
) -> Result<Html<String>, AppError> {
    let stored = app.store.settings::<Settings>().await?;
    let risk = match stored.value {
        Some(settings) => settings.risk,
        None => app.settings.read().await.risk.clone(),
    };
    let input = Input {
        version: stored.version.to_string(),
        deputy_after: hours(risk.deputy_after_minutes),
        lead_after: hours(risk.lead_after_minutes),
        lead: risk.lead.map(|lead| lead.to_string()).unwrap_or_default(),
        deputies: risk
            .deputies
            .iter()
            .map(|(of, deputy)| (format!("deputy-{of}"), deputy.to_string()))
            .collect(),
    };
    let mut page = page(&app, &administrator, input, None).await?;
    page.kept = said.kept == "yes";
    html(&page)
}

pub(super) async fn save(
    State(app): State<App>,
    administrator: Administrator,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    let clinicians = clinicians(&app).await?;
    let stored = app.store.settings::<Settings>().await?;
    let settings = match stored.value {
        Some(settings) => settings,
        None => app.settings.read().await.clone(),
    };
    let risk = match input.read(&clinicians, &settings.risk) {
        Ok(risk) => risk,
        Err(problem) => return refused(&app, &administrator, input, problem).await,
    };
    let settings = Settings { risk, ..settings };
    let actor = Actor::Account(administrator.staff.id());
    let line = app.line(actor, AuditAction::SettingsChange, None);
    match app
        .store
        .save_settings(&settings, input.version.parse().unwrap_or(0), &line)
        .await
    {
        Ok(_) => {
            *app.settings.write().await = settings;
            Ok(Redirect::to("/practice/risk?kept=yes").into_response())
        }
        Err(StoreError::Conflict { actual, .. }) => {
            let input = Input {
                version: actual.to_string(),
                ..input
            };
            let problem = "Somebody else changed the settings meanwhile. What you chose is still here; look it over \
                           and save again.";
            refused(&app, &administrator, input, problem).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Whether I am told by mail when a client of mine gives a risk answer.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    wanted: String,
}

pub(super) async fn mails(
    State(app): State<App>,
    clinical: Clinical,
    Form(wanted): Form<Wanted>,
) -> Result<Redirect, AppError> {
    const TRIES: usize = 5;
    let me = clinical.staff.id();
    for _ in 0..TRIES {
        let stored = app.store.settings::<Settings>().await?;
        let mut settings = match stored.value {
            Some(settings) => settings,
            None => app.settings.read().await.clone(),
        };
        if wanted.wanted == "no" {
            settings.risk.no_mail.insert(me);
        } else {
            settings.risk.no_mail.remove(&me);
        }
        let line = app.line(Actor::Account(me), AuditAction::SettingsChange, None);
        match app
            .store
            .save_settings(&settings, stored.version, &line)
            .await
        {
            Err(StoreError::Conflict { .. }) => {}
            saved => {
                saved?;
                *app.settings.write().await = settings;
                return Ok(Redirect::to("/attention#mail-title"));
            }
        }
    }
    Err(AppError::Busy)
}

impl Input {
    fn read(
        &self,
        clinicians: &[Account],
        before: &RiskSettings,
    ) -> Result<RiskSettings, &'static str> {
        let deputy_after_minutes = minutes(&self.deputy_after)?;
        let lead_after_minutes = minutes(&self.lead_after)?;
        if lead_after_minutes < deputy_after_minutes {
            return Err(
                "The lead is brought in after the deputy: please choose a later time for the lead.",
            );
        }
        let known = |code: &str| -> Result<Option<AccountId>, &'static str> {
            let found = clinicians
                .iter()
                .find(|account| account.id.to_string() == code);
            match found {
                Some(account) => Ok(Some(account.id)),
                None if code.is_empty() => Ok(None),
                None => Err(
                    "Please choose people from the lists: somebody's account was closed meanwhile.",
                ),
            }
        };
        let mut deputies = BTreeMap::new();
        for clinician in clinicians {
            let code = self.deputies.get(&format!("deputy-{}", clinician.id));
            if let Some(deputy) = known(code.map_or("", String::as_str))? {
                if deputy == clinician.id {
                    return Err("Nobody stands in for themselves: please choose somebody else.");
                }
                deputies.insert(clinician.id, deputy);
            }
        }
        Ok(RiskSettings {
            deputy_after_minutes,
            lead_after_minutes,
            deputies,
            lead: known(&self.lead)?,
            ..before.clone()
        })
    }
}

fn minutes(hours: &str) -> Result<u32, &'static str> {
    let hours: u32 = hours.trim().parse().unwrap_or(0);
    if (1..=LONGEST_HOURS).contains(&hours) {
        Ok(hours * 60)
    } else {
        Err("Please give both times as whole hours, between 1 and 168.")
    }
}

fn hours(minutes: u32) -> String {
    minutes.div_ceil(60).to_string()
}

/// Everybody who can act, by name.
async fn clinicians(app: &App) -> Result<Vec<Account>, AppError> {
    let accounts = app.store.accounts().await?.into_iter();
    let mut found: Vec<Account> = accounts
        .map(|account| account.value)
        .filter(|account| account.enabled && account.roles.clinician)
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

async fn refused(
    app: &App,
    administrator: &Administrator,
    input: Input,
    problem: &'static str,
) -> Result<Response, AppError> {
    let page = page(app, administrator, input, Some(problem)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

async fn page(
    app: &App,
    administrator: &Administrator,
    input: Input,
    problem: Option<&'static str>,
) -> Result<PeoplePage, AppError> {
    let rows = clinicians(app).await?.into_iter().map(|account| Row {
        deputy: input
            .deputies
            .get(&format!("deputy-{}", account.id))
            .cloned()
            .unwrap_or_default(),
        id: account.id,
        name: account.name,
    });
    let clinicians: Vec<Row> = rows.collect();
    let nobody_leads = !clinicians
        .iter()
        .any(|row| row.id.to_string() == input.lead);
    Ok(PeoplePage {
        frame: Frame::staff(app, "When nobody acts", &administrator.staff).await,
        here: "risk",
        clinicians,
        problem,
        kept: false,
        nobody_leads,
        has_mail: app.has_mail(),
        input,
    })
}
