//! What the practice decides about all spaces.

use askama::Template;
use attune_record::{Actor, AuditAction};
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, Redirect};
use serde::{Deserialize, Serialize};

use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::settings::Settings;
use crate::{App, AppError};

/// Decided once for all clients of a practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SpaceSettings {
    /// The file a client takes along holds the notes of sessions. What a clinician keeps for
    /// themselves is never in it.
    pub notes_in_file: bool,
    /// "Who looked at my record" names people, not only their part.
    pub names_in_trail: bool,
}

impl Default for SpaceSettings {
    fn default() -> Self {
        Self {
            notes_in_file: false,
            names_in_trail: true,
        }
    }
}

#[derive(Template)]
#[template(path = "space/settings.html")]
struct SettingsPage {
    frame: Frame,
    here: &'static str,
    space: SpaceSettings,
    version: u64,
    kept: bool,
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
    html(&SettingsPage {
        frame: Frame::staff(&app, "Clients' spaces", &administrator.staff).await,
        here: "space",
        space: app.settings.read().await.space,
        version: app.store.settings::<Settings>().await?.version,
        kept: said.kept == "yes",
    })
}

#[derive(Deserialize)]
pub(super) struct Input {
    version: u64,
    #[serde(default)]
    notes_in_file: String,
    #[serde(default)]
    names_in_trail: String,
}

pub(super) async fn save(
    State(app): State<App>,
    administrator: Administrator,
    Form(input): Form<Input>,
) -> Result<Redirect, AppError> {
    let stored = app.store.settings::<Settings>().await?.value;
    let stored = match stored {
        Some(stored) => stored,
        None => app.settings.read().await.clone(),
    };
    let settings = Settings {
        space: SpaceSettings {
            notes_in_file: input.notes_in_file == "yes",
            names_in_trail: input.names_in_trail == "yes",
        },
        ..stored
    };
    let actor = Actor::Account(administrator.staff.id());
    let line = app.line(actor, AuditAction::SettingsChange, None);
    app.store
        .save_settings(&settings, input.version, &line)
        .await?;
    *app.settings.write().await = settings;
    Ok(Redirect::to("/practice/space?kept=yes"))
}
