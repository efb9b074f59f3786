//! What the practice decides about itself.

use std::collections::BTreeSet;

use askama::Template;
use attune_catalog::CrisisRegion;
use attune_record::{Actor, AuditAction, StoreError, Versioned};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::language::Language;
use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::settings::Settings;
use crate::{App, AppError};

/// The form, as text.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Input {
    /// The version it was typed over.
    version: u64,
    #[serde(default)]
    practice_name: String,
    #[serde(default)]
    crisis_region: String,
    #[serde(default)]
    crisis_words: String,
    #[serde(default)]
    time_zone: String,
    #[serde(default)]
    leave_to: String,
    /// Sent only if it is ticked.
    names_on_paper: Option<String>,
    #[serde(default)]
    language: String,
}

#[derive(Template)]
#[template(path = "practice/settings.html", blocks = ["crisis"])]
struct SettingsPage {
    frame: Frame,
    here: &'static str,
    input: Input,
    regions: Vec<(String, String)>,
    region: Option<CrisisRegion>,
    zones: Vec<String>,
    /// Tag, name and whether it is the one chosen.
    languages: Vec<(&'static str, &'static str, bool)>,
    machine_zone: String,
    problem: Option<String>,
    kept: bool,
}

/// What to say at the top, after a redirect.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Said {
    #[serde(default)]
    kept: String,
}

/// Why the settings were not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum SettingsRefusal {
    #[error("Please write the practice's name.")]
    Name,
    #[error("Please choose a region for crisis help from the list.")]
    Region,
    #[error("Please choose a time zone from the list.")]
    Zone,
    #[error(
        "\u{201c}Leave quickly\u{201d} needs an address that begins with https://, for example https://www.example.org/."
    )]
    LeaveTo,
    #[error(
        "Somebody else changed the settings meanwhile. What you typed is still here; look it over and save again."
    )]
    Meanwhile,
}

pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Query(said): Query<Said>,
) -> Result<Html<String>, AppError> {
    let stored = app.store.settings::<Settings>().await?;
    let settings = app.settings.read().await.clone();
    let input = Input::of(&settings, stored.version);
    let mut page = page(&app, &administrator, input, None).await;
    page.kept = said.kept == "yes";
    html(&page)
}

/// Shows the help lines of the chosen region without saving anything.
pub(super) async fn preview(
    State(app): State<App>,
    administrator: Administrator,
    headers: HeaderMap,
    Form(input): Form<Input>,
) -> Result<Html<String>, AppError> {
    let page = page(&app, &administrator, input, None).await;
    if headers.contains_key("hx-request") {
        return Ok(Html(page.as_crisis().render()?));
    }
    html(&page)
}

pub(super) async fn save(
    State(app): State<App>,
    administrator: Administrator,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    let Versioned { value, .. } = app.store.settings::<Settings>().await?;
    // What this form does not hold stays as it is.
    let stored = match value {
        Some(stored) => stored,
        None => app.settings.read().await.clone(),
    };
    let settings = match input.read(&app, stored) {
        Ok(settings) => settings,
        Err(refusal) => return refused(&app, &administrator, input, refusal).await,
    };
    let line = app.line(
        Actor::Account(administrator.staff.id()),
        AuditAction::SettingsChange,
        None,
    );
    match app
        .store
        .save_settings(&settings, input.version, &line)
        .await
    {
        Ok(_) => {
            *app.settings.write().await = settings;
            Ok(Redirect::to("/practice/settings?kept=yes").into_response())
        }
        Err(StoreError::Conflict { actual, .. }) => {
            let input = Input {
                version: actual,
                ..input
            };
            refused(&app, &administrator, input, SettingsRefusal::Meanwhile).await
        }
        Err(other) => Err(other.into()),
    }
}

impl Input {
    fn of(settings: &Settings, version: u64) -> Self {
        Self {
            version,
            practice_name: settings.practice_name.clone(),
            crisis_region: settings.crisis_region.clone(),
            crisis_words: settings.crisis_words.clone(),
            time_zone: settings.time_zone.clone(),
            leave_to: settings.leave_to.clone(),
            names_on_paper: settings.names_on_paper.then(|| "yes".to_owned()),
            language: settings.language.clone(),
        }
    }

    /// `before` is what this form does not hold.
    fn read(&self, app: &App, before: Settings) -> Result<Settings, SettingsRefusal> {
        let practice_name = self.practice_name.trim().to_owned();
        if practice_name.is_empty() {
            return Err(SettingsRefusal::Name);
        }
        if app.catalog.crisis_region(&self.crisis_region).is_none() {
            return Err(SettingsRefusal::Region);
        }
        if !self.time_zone.is_empty() && TimeZone::get(&self.time_zone).is_err() {
            return Err(SettingsRefusal::Zone);
        }
        let leave_to = self.leave_to.trim().to_owned();
        if !is_https(&leave_to) {
            return Err(SettingsRefusal::LeaveTo);
        }
        Ok(Settings {
            practice_name,
            crisis_region: self.crisis_region.clone(),
            crisis_words: self.crisis_words.trim().to_owned(),
            time_zone: self.time_zone.clone(),
            leave_to,
            names_on_paper: self.names_on_paper.is_some(),
            language: Language::from_tag(&self.language)
                .unwrap_or_default()
                .tag()
                .to_owned(),
            ..before
        })
    }
}

/// A whole address with https: nobody between shall see where somebody went in a hurry.
fn is_https(address: &str) -> bool {
    address.parse::<Uri>().is_ok_and(|uri| {
        uri.scheme_str() == Some("https") && uri.host().is_some_and(|host| host.contains('.'))
    })
}

async fn refused(
    app: &App,
    administrator: &Administrator,
    input: Input,
    refusal: SettingsRefusal,
) -> Result<Response, AppError> {
    let page = page(app, administrator, input, Some(refusal.to_string())).await;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

async fn page(
    app: &App,
    administrator: &Administrator,
    input: Input,
    problem: Option<String>,
) -> SettingsPage {
    let mut regions: Vec<(String, String)> = app
        .catalog
        .crisis_regions
        .iter()
        .map(|region| (region.id.clone(), region.name.clone()))
        .collect();
    regions.sort_by(|one, other| one.1.cmp(&other.1));
    SettingsPage {
        frame: Frame::staff(app, "Settings", &administrator.staff).await,
        here: "settings",
        regions,
        region: app.catalog.crisis_region(&input.crisis_region).cloned(),
        zones: zones(&input.time_zone),
        languages: Language::choices(&input.language),
        machine_zone: TimeZone::system()
            .iana_name()
            .unwrap_or("unknown")
            .to_owned(),
        input,
        problem,
        kept: false,
    }
}

/// Every zone named after a place, and the one in use whatever its name.
fn zones(in_use: &str) -> Vec<String> {
    let places = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];
    let mut zones: BTreeSet<String> = jiff::tz::db()
        .available()
        .map(|name| name.to_string())
        .filter(|name| places.iter().any(|place| name.starts_with(place)))
        .collect();
    zones.insert("UTC".to_owned());
    if !in_use.is_empty() {
        zones.insert(in_use.to_owned());
    }
    zones.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaving_leads_to_a_whole_https_address() {
        assert!(is_https("https://www.example.org/"));
        assert!(is_https("https://example.org/weather?today"));
        for address in [
            "",
            "http://example.org/",
            "https://",
            "https://localhost",
            "//example.org",
            "javascript:alert(1)",
            "https://example.org/ a",
            "example.org",
        ] {
            assert!(!is_https(address), "{address}");
        }
    }

    #[test]
    fn the_list_holds_places_and_the_zone_in_use() {
        let zones = zones("Etc/GMT+1");
        for zone in ["Europe/Berlin", "Asia/Kolkata", "UTC", "Etc/GMT+1"] {
            assert!(zones.iter().any(|known| known == zone), "{zone}");
        }
        assert!(!zones.iter().any(|known| known == "Etc/GMT+2"));
    }
}
