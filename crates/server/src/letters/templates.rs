//! The practice's own templates. What it does not write itself is ours.

use askama::Template;
use attune_care::letter::{INLINE, LetterKind, Part, check_template, usual_template};
use attune_record::{Actor, AuditAction, StoreError};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::page::{Frame, html};
use crate::policy::{Administrator, Staff};
use crate::settings::Settings;
use crate::{App, AppError};

/// Characters of a template.
const LONGEST: usize = 12_000;

/// One template that the practice wrote, kept with its settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnTemplate {
    /// For which letters.
    pub purpose: LetterKind,
    /// Tag of its language.
    pub language: String,
    /// Title in the first line, places in braces.
    pub text: String,
}

#[derive(Template)]
#[template(path = "letters/templates.html")]
struct TemplatesPage {
    frame: Frame,
    here: &'static str,
    version: u64,
    /// Code, name, chosen or not.
    kinds: Vec<(&'static str, &'static str, bool)>,
    languages: Vec<(&'static str, &'static str, bool)>,
    purpose: &'static str,
    language: &'static str,
    text: String,
    own: bool,
    /// Places and what fills them.
    places: Vec<(&'static str, &'static str)>,
    kept: bool,
    problem: Option<String>,
}

/// Which template is looked at.
#[derive(Default, Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    kept: String,
}

/// A template as it was sent; empty brings ours back.
#[derive(Deserialize)]
pub(super) struct Sent {
    version: u64,
    purpose: String,
    language: String,
    #[serde(default)]
    text: String,
}

/// The template of a kind: the practice's own, or ours.
pub(super) async fn template(app: &App, purpose: LetterKind, language: Language) -> String {
    let settings = app.settings.read().await;
    own(&settings, purpose, language).map_or_else(
        || usual_template(purpose, language.tag()).to_owned(),
        |own| own.text.clone(),
    )
}

fn own(settings: &Settings, purpose: LetterKind, language: Language) -> Option<&OwnTemplate> {
    let fits = |own: &&OwnTemplate| own.purpose == purpose && own.language == language.tag();
    settings.letters.iter().find(fits)
}

pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Query(which): Query<Which>,
) -> Result<Html<String>, AppError> {
    let purpose = LetterKind::from_code(&which.purpose).unwrap_or(LetterKind::Physician);
    let language = match Language::from_tag(&which.language) {
        Some(language) => language,
        None => app.settings.read().await.language(),
    };
    let version = app.store.settings::<Settings>().await?.version;
    let mut page = page(&app, &administrator.staff, version, purpose, language).await;
    page.kept = which.kept == "yes";
    html(&page)
}

pub(super) async fn save(
    State(app): State<App>,
    administrator: Administrator,
    Form(sent): Form<Sent>,
) -> Result<Response, AppError> {
    let purpose = LetterKind::from_code(&sent.purpose).ok_or(AppError::NotFound)?;
    let language = Language::from_tag(&sent.language).ok_or(AppError::NotFound)?;
    let text = sent.text.replace("\r\n", "\n").trim().to_owned();
    let stored = app.store.settings::<Settings>().await?;
    let mut settings = match stored.value {
        Some(settings) => settings,
        None => app.settings.read().await.clone(),
    };
    let problem = match check_template(&text) {
        Err(unknown) => Some(format!(
            "In this template {unknown}. The names that are known stand beside it."
        )),
        Ok(()) if text.chars().count() > LONGEST => {
            Some("Please keep a template under 12,000 letters.".to_owned())
        }
        Ok(()) => None,
    };
    let (problem, version) = if let Some(problem) = problem {
        (problem, sent.version)
    } else {
        settings
            .letters
            .retain(|own| own.purpose != purpose || own.language != language.tag());
        if !text.is_empty() {
            settings.letters.push(OwnTemplate {
                purpose,
                language: language.tag().to_owned(),
                text: text.clone(),
            });
        }
        let actor = Actor::Account(administrator.staff.id());
        let line = app.line(actor, AuditAction::SettingsChange, None);
        match app.store.save_settings(&settings, sent.version, &line).await {
            Ok(_) => {
                *app.settings.write().await = settings;
                let (purpose, language) = (purpose.code(), language.tag());
                let to = format!("/practice/letters?purpose={purpose}&language={language}&kept=yes");
                return Ok(Redirect::to(&to).into_response());
            }
            Err(StoreError::Conflict { actual, .. }) => (
                "Somebody else changed the settings meanwhile. What you typed is still here; look it over and keep it again.".to_owned(),
                actual,
            ),
            Err(other) => return Err(other.into()),
        }
    };
    let mut page = page(&app, &administrator.staff, version, purpose, language).await;
    page.text = text;
    page.problem = Some(problem);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

async fn page(
    app: &App,
    staff: &Staff,
    version: u64,
    purpose: LetterKind,
    language: Language,
) -> TemplatesPage {
    let inline = INLINE.into_iter().map(|name| (name, inline_words(name)));
    let parts = Part::ALL
        .into_iter()
        .map(|part| (part.code(), part.label()));
    let frame = Frame::staff(app, "Letters", staff).await;
    let text = template(app, purpose, language).await;
    TemplatesPage {
        frame,
        here: "letters",
        version,
        kinds: LetterKind::ALL
            .into_iter()
            .map(|kind| (kind.code(), kind.label(), kind == purpose))
            .collect(),
        languages: Language::choices(language.tag()),
        purpose: purpose.code(),
        language: language.tag(),
        own: own(&*app.settings.read().await, purpose, language).is_some(),
        text,
        places: inline.chain(parts).collect(),
        kept: false,
        problem: None,
    }
}

fn inline_words(name: &str) -> &'static str {
    match name {
        "client" => "The client\u{2019}s name",
        "born" => "The day of birth",
        "recipient" => "The first line of the address",
        "today" => "The day it is drafted",
        "author" => "Who writes it",
        _ => "The practice\u{2019}s name",
    }
}
