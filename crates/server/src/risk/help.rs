//! Local help in a crisis: the practice's own list, begun from a region's, each line checked by somebody.

use std::collections::BTreeMap;

use askama::Template;
use attune_catalog::CrisisRegion;
use attune_record::{Actor, AuditAction, StoreError};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::format::day;
use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::settings::Settings;
use crate::{App, AppError};

/// Empty lines at the end of the form.
const MORE: usize = 2;
/// More than anybody in a crisis reads.
const MOST: usize = 12;
/// After so many days a number is worth another look.
const CHECKED_FOR_DAYS: i64 = 365;

/// One place to turn to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HelpLine {
    /// Who answers.
    pub name: String,
    /// The number as people know it.
    pub phone: String,
    /// When, in words; empty if always.
    #[serde(default)]
    pub hours: String,
    /// Where the number was looked up.
    #[serde(default)]
    pub source: String,
    /// When somebody of the practice called or looked it up. Nobody has, if there is no date.
    #[serde(default)]
    pub checked_on: Option<Date>,
}

impl HelpLine {
    /// Whether somebody checked it, not too long ago.
    pub fn is_checked(&self, today: Date) -> bool {
        self.checked_on.is_some_and(|on| {
            let days = on.duration_until(today).as_hours() / 24;
            (0..=CHECKED_FOR_DAYS).contains(&days)
        })
    }
}

/// The lines of a region, none of them checked: what is in the catalogue says so itself.
fn preset(region: &CrisisRegion) -> Vec<HelpLine> {
    let line = |name: &str, phone: &str, hours: &str| HelpLine {
        name: name.to_owned(),
        phone: phone.to_owned(),
        hours: hours.to_owned(),
        source: String::new(),
        checked_on: None,
    };
    let emergency = region
        .emergency
        .iter()
        .map(|number| line("Emergency: if you are in danger or hurt", number, ""));
    let lines = region
        .lines
        .iter()
        .map(|found| line(&found.name, &found.number, found.text("en")));
    emergency.chain(lines).collect()
}

/// The form: `name-0`, `phone-0`, ... Numbers come as text, since the fields are not known by name.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Input {
    #[serde(default)]
    version: String,
    #[serde(default)]
    region: String,
    #[serde(flatten)]
    fields: BTreeMap<String, String>,
}

#[derive(Template)]
#[template(path = "risk/help.html")]
struct HelpPage {
    frame: Frame,
    here: &'static str,
    version: u64,
    regions: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    unchecked: usize,
    own: bool,
    problem: Option<&'static str>,
    kept: bool,
    today: Date,
}

struct Row {
    line: HelpLine,
    checked: String,
    state: String,
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
    let (settings, version) = stored(&app).await?;
    let region = settings.crisis_region.clone();
    let own = !settings.crisis_help.is_empty();
    let lines = if own {
        settings.crisis_help
    } else {
        app.catalog
            .crisis_region(&region)
            .map_or_else(Vec::new, preset)
    };
    let mut page = page(&app, &administrator, version, &region, lines, None).await;
    page.own = own;
    page.kept = said.kept == "yes";
    html(&page)
}

/// Fills the form with the lines of a region. Nothing is saved.
pub(super) async fn from_region(
    State(app): State<App>,
    administrator: Administrator,
    Form(input): Form<Input>,
) -> Result<Html<String>, AppError> {
    let lines = app
        .catalog
        .crisis_region(&input.region)
        .map_or_else(Vec::new, preset);
    let version = input.version.parse().unwrap_or(0);
    html(&page(&app, &administrator, version, &input.region, lines, None).await)
}

pub(super) async fn save(
    State(app): State<App>,
    administrator: Administrator,
    Form(input): Form<Input>,
) -> Result<Response, AppError> {
    let today = app.today().await;
    let (settings, _) = stored(&app).await?;
    let version = input.version.parse().unwrap_or(0);
    let typed = input.lines();
    let region = match app.catalog.crisis_region(&input.region) {
        Some(region) => region.id.clone(),
        None => settings.crisis_region.clone(),
    };
    let refused = async |problem, version| {
        let page = page(
            &app,
            &administrator,
            version,
            &region,
            typed.clone(),
            Some(problem),
        )
        .await;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
    };
    if let Some(problem) = problem(&typed, today) {
        return refused(problem, version).await;
    }
    let settings = Settings {
        crisis_help: typed.clone(),
        crisis_region: region.clone(),
        ..settings
    };
    let actor = Actor::Account(administrator.staff.id());
    let line = app.line(actor, AuditAction::SettingsChange, None);
    match app.store.save_settings(&settings, version, &line).await {
        Ok(_) => {
            *app.settings.write().await = settings;
            Ok(Redirect::to("/practice/help?kept=yes").into_response())
        }
        Err(StoreError::Conflict { actual, .. }) => {
            let meanwhile = "Somebody else changed the settings meanwhile. What you typed is still here; look it over \
                             and save again.";
            refused(meanwhile, actual).await
        }
        Err(other) => Err(other.into()),
    }
}

impl Input {
    /// The lines in which something was typed.
    fn lines(&self) -> Vec<HelpLine> {
        let field = |name: &str, at: usize| {
            let value = self.fields.get(&format!("{name}-{at}"));
            value.map_or_else(String::new, |value| value.trim().to_owned())
        };
        (0..MOST)
            .map(|at| HelpLine {
                name: field("name", at),
                phone: field("phone", at),
                hours: field("hours", at),
                source: field("source", at),
                checked_on: field("checked", at).parse().ok(),
            })
            .filter(|line| !(line.name.is_empty() && line.phone.is_empty()))
            .collect()
    }
}

/// What has to be mended before clients see it.
fn problem(lines: &[HelpLine], today: Date) -> Option<&'static str> {
    if lines
        .iter()
        .any(|line| line.name.is_empty() || line.phone.is_empty())
    {
        return Some("Each line needs both: who answers, and the number.");
    }
    if lines
        .iter()
        .any(|line| !line.phone.chars().any(|letter| letter.is_ascii_digit()))
    {
        return Some("A number to call has digits in it.");
    }
    if lines
        .iter()
        .any(|line| line.checked_on.is_some_and(|on| on > today))
    {
        return Some("A number cannot have been checked in the future.");
    }
    None
}

async fn stored(app: &App) -> Result<(Settings, u64), AppError> {
    let stored = app.store.settings::<Settings>().await?;
    let settings = match stored.value {
        Some(settings) => settings,
        None => app.settings.read().await.clone(),
    };
    Ok((settings, stored.version))
}

async fn page(
    app: &App,
    administrator: &Administrator,
    version: u64,
    region: &str,
    lines: Vec<HelpLine>,
    problem: Option<&'static str>,
) -> HelpPage {
    let today = app.today().await;
    let mut regions: Vec<(String, String, bool)> = app
        .catalog
        .crisis_regions
        .iter()
        .map(|known| (known.id.clone(), known.name.clone(), known.id == region))
        .collect();
    regions.sort_by(|one, other| one.1.cmp(&other.1));
    let unchecked = lines.iter().filter(|line| !line.is_checked(today)).count();
    let room = (lines.len() + MORE).min(MOST).max(lines.len());
    let empty = std::iter::repeat_with(HelpLine::default);
    let rows = lines.into_iter().chain(empty).take(room);
    HelpPage {
        frame: Frame::staff(app, "Help in a crisis", &administrator.staff).await,
        here: "help",
        version,
        regions,
        rows: rows.map(|line| row(line, today)).collect(),
        unchecked,
        own: true,
        problem,
        kept: false,
        today,
    }
}

fn row(line: HelpLine, today: Date) -> Row {
    let state = match line.checked_on {
        _ if line.name.is_empty() => String::new(),
        None => "not checked by anybody here".to_owned(),
        Some(on) if line.is_checked(today) => format!("checked on {}", day(on, today)),
        Some(on) => format!("checked on {}, more than a year ago", day(on, today)),
    };
    Row {
        checked: line.checked_on.map(|on| on.to_string()).unwrap_or_default(),
        state,
        line,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn line(name: &str, phone: &str, checked_on: Option<Date>) -> HelpLine {
        HelpLine {
            name: name.to_owned(),
            phone: phone.to_owned(),
            checked_on,
            ..HelpLine::default()
        }
    }

    #[test]
    fn a_line_is_checked_for_a_year_and_never_in_advance() {
        let today = date(2026, 5, 14);
        for (on, checked) in [
            (None, false),
            (Some(today), true),
            (Some(date(2025, 5, 14)), true),
            (Some(date(2025, 5, 13)), false),
            (Some(date(2026, 5, 15)), false),
        ] {
            assert_eq!(
                line("Crisis team", "112", on).is_checked(today),
                checked,
                "{on:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_called_is_refused() {
        let today = date(2026, 5, 14);
        assert_eq!(problem(&[line("Crisis team", "112", None)], today), None);
        for wrong in [
            line("", "112", None),
            line("Crisis team", "", None),
            line("Crisis team", "ask", None),
            line("Crisis team", "112", Some(date(2026, 5, 15))),
        ] {
            assert!(problem(&[wrong], today).is_some());
        }
    }
}
