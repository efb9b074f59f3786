//! A questionnaire as the client sees it, before anybody does.

use askama::Template;
use attune_catalog::{AskedBy, Measure, Standing};
use axum::extract::{Path, State};
use axum::response::Html;
use serde::Deserialize;

use super::designed;
use crate::assess::{Question, Wording};
use crate::format::count;
use crate::page::{Frame, html};
use crate::policy::Administrator;
use crate::{App, AppError};

/// The wording and the answers, one after the other.
pub(super) struct Preview {
    pub(super) stem: String,
    pub(super) questions: Vec<Question>,
    pub(super) open: Vec<String>,
    pub(super) credit: String,
    pub(super) own: bool,
    /// How scores come about, in words.
    pub(super) scores: Vec<String>,
}

/// The measure a path names.
#[derive(Deserialize)]
pub(super) struct OneMeasure {
    pub(super) measure: String,
}

#[derive(Template)]
#[template(path = "practice/questionnaires/show.html")]
struct ShowPage {
    frame: Frame,
    here: &'static str,
    id: String,
    title: String,
    version: String,
    verified: String,
    clinician: bool,
    licence: Vec<String>,
    designed: bool,
    /// There is nothing to hand on.
    unworded: bool,
    preview: Preview,
}

impl Preview {
    /// How this measure looks, in English.
    pub(super) fn of(measure: &Measure) -> Self {
        let wording = Wording::of(measure, "en");
        Self {
            stem: wording.stem().to_owned(),
            questions: measure
                .items
                .iter()
                .map(|item| {
                    let field = format!("shown-{}", item.id);
                    Question::of(measure, "en", item, &field, None)
                })
                .collect(),
            open: measure
                .open_questions
                .iter()
                .map(|question| wording.open(question).to_owned())
                .collect(),
            credit: measure.licence.credit_line.clone(),
            own: measure.standing == Standing::NotValidated,
            scores: scores(measure),
        }
    }
}

/// What comes out, with range and bands.
fn scores(measure: &Measure) -> Vec<String> {
    let shown = measure.scores.iter().filter(|rule| !rule.helper);
    shown
        .map(|rule| {
            let name = match &rule.label {
                Some(label) => label.clone(),
                None if Some(&rule.id) == measure.total.as_ref() => "Total".to_owned(),
                None => rule.id.replace('_', " "),
            };
            let bands: Vec<String> = rule
                .bands
                .iter()
                .map(|band| format!("{} to {} {}", band.from, band.to, band.label))
                .collect();
            let bands = if bands.is_empty() {
                String::new()
            } else {
                format!(": {}", bands.join(", "))
            };
            format!("{name}, {} to {}{bands}", rule.range.0, rule.range.1)
        })
        .collect()
}

pub(super) async fn show(
    State(app): State<App>,
    administrator: Administrator,
    Path(OneMeasure { measure }): Path<OneMeasure>,
) -> Result<Html<String>, AppError> {
    let measure = app.catalog.measure(&measure).ok_or(AppError::NotFound)?;
    let licence = &measure.licence;
    let mut lines = vec![
        format!("Held by {}.", licence.holder),
        licence.statement.clone(),
    ];
    lines.extend(licence.grant.as_ref().map(attune_catalog::Grant::line));
    let verified = match measure.texts.as_slice() {
        [] => "There is no wording here. Complete it with your own licensed text.".to_owned(),
        texts => texts
            .iter()
            .map(|text| format!("{}: {}", text.language, text.verification().label()))
            .collect::<Vec<_>>()
            .join("; "),
    };
    html(&ShowPage {
        frame: Frame::staff(&app, "Questionnaire", &administrator.staff).await,
        here: "questionnaires",
        id: measure.id.clone(),
        title: measure.title.clone(),
        version: format!(
            "version {}, {}",
            measure.version,
            count(measure.items.len(), "question", "questions")
        ),
        verified,
        clinician: measure.asked_by == AskedBy::Clinician,
        licence: lines,
        designed: designed(measure),
        unworded: measure.texts.is_empty(),
        preview: Preview::of(measure),
    })
}
