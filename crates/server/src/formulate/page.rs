//! The page of the drawing.

use askama::Template;
use attune_care::formulate::{self, Template as Start, strength_words};
use attune_care::record::Formulation;
use attune_catalog::Catalog;
use attune_ids::EntryId;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::begin::TemplateForm;
use super::factor::{FactorChoices, FactorForm};
use super::findings::{self, FindingsView};
use super::influence::{InfluenceChoices, InfluenceForm};
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::pictures::{self, NetworkPicture};
use crate::policy::{Reader, Writer};
use crate::{App, AppError};

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// Which template to begin with.
    #[serde(default)]
    template: String,
}

/// A form that came back because something is missing.
pub(crate) enum Typed {
    Factor(FactorForm),
    Influence(InfluenceForm),
    Template(TemplateForm),
}

#[derive(Template)]
#[template(path = "formulate/page.html")]
struct FormulatePage {
    frame: Frame,
    banner: Banner,
    empty: bool,
    starts: [Start; 3],
    template: Option<TemplateForm>,
    picture: Option<NetworkPicture>,
    /// Sentences of the loops in the picture.
    loops: Vec<String>,
    found: FindingsView,
    undo: Option<Undo>,
    factors: Vec<FactorRow>,
    influences: Vec<InfluenceRow>,
    form: FactorForm,
    factor_choices: FactorChoices,
    arrow: InfluenceForm,
    influence_choices: InfluenceChoices,
    problem: Option<Problem>,
}

/// What is wrong and where.
struct Problem {
    words: String,
    place: &'static str,
}

struct Undo {
    what: String,
    change: EntryId,
    entry: EntryId,
}

struct FactorRow {
    id: String,
    text: String,
    domain: &'static str,
    code: &'static str,
    role: &'static str,
    mechanism: String,
    remove_entry: EntryId,
}

struct InfluenceRow {
    id: String,
    from: String,
    sign: &'static str,
    to: String,
    strength: String,
    voice: &'static str,
    confidence: &'static str,
    remove_entry: EntryId,
}

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let template = Start::from_code(&asked.template)
        .filter(|_| reader.may_write)
        .map(TemplateForm::new);
    let page = page(&app, &reader, template.map(Typed::Template), None).await?;
    html(&page)
}

/// The page again, with what was typed and what to mend.
pub(crate) async fn refused(
    app: &App,
    writer: &Writer,
    typed: Typed,
    problem: String,
) -> Result<Response, AppError> {
    let page = page(app, &writer.reader, Some(typed), Some(problem)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

async fn page(
    app: &App,
    reader: &Reader,
    typed: Option<Typed>,
    problem: Option<String>,
) -> Result<FormulatePage, AppError> {
    let opened = app.open(reader).await?;
    let formulation = &opened.record.formulation;
    let found = findings::find(&opened.record).await?;
    let (lit, _) = findings::split(&found);
    let picture = (!formulation.factors.is_empty())
        .then(|| pictures::network(opened.client, formulation, &lit, reader.may_write))
        .transpose()?;
    let place = match &typed {
        Some(Typed::Factor(_)) => "new-factor",
        Some(Typed::Influence(_)) => "new-influence",
        Some(Typed::Template(_)) | None => "begin",
    };
    let (mut form, mut arrow, mut template) = (FactorForm::new(), InfluenceForm::new(), None);
    match typed {
        Some(Typed::Factor(typed)) => form = typed,
        Some(Typed::Influence(typed)) => arrow = typed,
        Some(Typed::Template(typed)) => template = Some(typed),
        None => {}
    }
    Ok(FormulatePage {
        frame: Frame::staff(app, "Formulate", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Formulate).await,
        empty: formulation.factors.is_empty(),
        starts: Start::ALL,
        template,
        picture,
        loops: lit.iter().map(|closed| closed.sentence.clone()).collect(),
        found: findings::view(&found, formulation),
        undo: formulate::last_change(&opened.entries)
            .filter(|_| reader.may_write)
            .map(|change| Undo {
                what: change.what,
                change: change.id,
                entry: form_id(),
            }),
        factors: factor_rows(formulation, &app.catalog),
        influences: influence_rows(formulation),
        form,
        factor_choices: FactorChoices::of(&app.catalog),
        arrow,
        influence_choices: InfluenceChoices::of(formulation),
        problem: problem.map(|words| Problem { words, place }),
    })
}

fn factor_rows(formulation: &Formulation, catalog: &Catalog) -> Vec<FactorRow> {
    formulation
        .factors
        .iter()
        .map(|factor| FactorRow {
            id: factor.id.to_string(),
            text: factor.text.clone(),
            domain: factor.domain.label(),
            code: factor.domain.code(),
            role: factor.role.map_or("", formulate::Role::label),
            mechanism: factor
                .mechanism
                .as_deref()
                .and_then(|id| catalog.mechanism(id))
                .map_or_else(String::new, |mechanism| mechanism.label.clone()),
            remove_entry: form_id(),
        })
        .collect()
}

fn influence_rows(formulation: &Formulation) -> Vec<InfluenceRow> {
    let text = |id| {
        formulation
            .factor(id)
            .map_or_else(String::new, |factor| factor.text.clone())
    };
    formulation
        .influences
        .iter()
        .map(|arrow| InfluenceRow {
            id: arrow.id.to_string(),
            from: text(arrow.from),
            sign: arrow.sign.label(),
            to: text(arrow.to),
            strength: format!(
                "{} of 10, {}",
                arrow.strength,
                strength_words(arrow.strength)
            ),
            voice: arrow.voice.label(),
            confidence: arrow.confidence.label(),
            remove_entry: form_id(),
        })
        .collect()
}
