//! The page of the drawing.

use std::collections::BTreeMap;

use askama::Template;
use attune_care::Record;
use attune_care::assess;
use attune_care::formulate::{self, Factor, Template as Start, Verdict, strength_words};
use attune_care::record::Formulation;
use attune_care::worksheets::Sheet;
use attune_catalog::Catalog;
use attune_ids::{EntryId, FactorId};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::begin::TemplateForm;
use super::factor::{FactorChoices, FactorForm};
use super::findings::{self, FindingsView};
use super::influence::{InfluenceChoices, InfluenceForm};
use super::judge::Judgements;
use super::undo::StepsView;
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::pictures::{self, NetworkPicture};
use crate::policy::{Reader, Writer};
use crate::{App, AppError};

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// Which template to begin with.
    #[serde(default)]
    template: String,
    /// Through which template to look at the factors.
    #[serde(default)]
    lens: String,
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
    starts: [Start; 4],
    template: Option<TemplateForm>,
    picture: Option<NetworkPicture>,
    found: FindingsView,
    steps: StepsView,
    verdicts: [Verdict; 3],
    /// Of the record, for what is moved on this page.
    version: u64,
    arrange_entry: EntryId,
    lens: Option<Start>,
    lenses: [Start; 3],
    count: usize,
    /// The factors under the headings of the lens, or all under none.
    groups: Vec<(&'static str, Vec<FactorRow>)>,
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

pub(super) struct FactorRow {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) domain: &'static str,
    pub(super) code: &'static str,
    pub(super) role: &'static str,
    pub(super) mechanism: String,
    /// "after “the firm closed” (spring 2019)", as told.
    pub(super) since: Vec<String>,
    /// Filled worksheets that speak of it: where they are, below the client's address, and what they are called.
    pub(super) sheets: Vec<(String, String)>,
    pub(super) remove_entry: EntryId,
}

pub(super) struct InfluenceRow {
    pub(super) id: String,
    pub(super) from: String,
    pub(super) sign: &'static str,
    pub(super) to: String,
    pub(super) strength: String,
    pub(super) voice: &'static str,
    pub(super) confidence: &'static str,
    pub(super) remove_entry: EntryId,
}

/// The parts of the page that a moved card changes.
#[derive(Template)]
#[template(path = "formulate/board.html")]
struct Board<'a> {
    banner: Banner,
    steps: StepsView,
    picture: &'a NetworkPicture,
}

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let template = Start::from_code(&asked.template)
        .filter(|_| reader.may_write)
        .map(TemplateForm::new);
    let lens = Start::from_code(&asked.lens).filter(|lens| *lens != Start::Blank);
    let page = page(&app, &reader, lens, template.map(Typed::Template), None).await?;
    html(&page)
}

/// The page again, with what was typed and what to mend.
pub(crate) async fn refused(
    app: &App,
    writer: &Writer,
    typed: Typed,
    problem: String,
) -> Result<Response, AppError> {
    let page = page(app, &writer.reader, None, Some(typed), Some(problem)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

async fn page(
    app: &App,
    reader: &Reader,
    lens: Option<Start>,
    typed: Option<Typed>,
    problem: Option<String>,
) -> Result<FormulatePage, AppError> {
    let opened = app.open(reader).await?;
    let formulation = &opened.record.formulation;
    let found = findings::find(&opened.record).await?;
    let (lit, _) = findings::split(&found);
    let (authors, zone) = (app.authors().await?, app.zone().await);
    let said = Judgements {
        record: &opened.record,
        authors: &authors,
        zone: &zone,
        today: app.today().await,
    };
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
        found: findings::view(&found, &said),
        steps: StepsView::of(
            &formulate::steps(&opened.entries),
            said.authors,
            said.zone,
            said.today,
        ),
        verdicts: Verdict::ALL,
        version: opened.record.version,
        arrange_entry: form_id(),
        lens,
        lenses: [Start::FiveAreas, Start::Longitudinal, Start::FivePs],
        count: formulation.factors.len(),
        groups: grouped(&opened.record, lens, &app.catalog),
        influences: influence_rows(formulation),
        form,
        factor_choices: FactorChoices::of(&app.catalog),
        arrow,
        influence_choices: InfluenceChoices::of(formulation),
        problem: problem.map(|words| Problem { words, place }),
    })
}

/// The undo bar and the drawing, for a page whose cards were moved.
pub(super) async fn board(app: &App, reader: &Reader, opened: &Opened) -> Result<String, AppError> {
    let found = findings::find(&opened.record).await?;
    let (lit, _) = findings::split(&found);
    let formulation = &opened.record.formulation;
    let picture = pictures::network(opened.client, formulation, &lit, reader.may_write)?;
    let board = Board {
        banner: Banner::of(app, reader, opened, Step::Formulate).await,
        steps: StepsView::of(
            &formulate::steps(&opened.entries),
            &app.authors().await?,
            &app.zone().await,
            app.today().await,
        ),
        picture: &picture,
    };
    Ok(board.render()?)
}

fn grouped(
    record: &Record,
    lens: Option<Start>,
    catalog: &Catalog,
) -> Vec<(&'static str, Vec<FactorRow>)> {
    let row = |factor: &&Factor| factor_row(factor, record, catalog);
    match lens {
        None => vec![("", factor_rows(record, catalog))],
        Some(lens) => lens
            .lens(&record.formulation.factors)
            .into_iter()
            .map(|(heading, factors)| (heading, factors.iter().map(row).collect()))
            .collect(),
    }
}

pub(super) fn factor_rows(record: &Record, catalog: &Catalog) -> Vec<FactorRow> {
    let factors = record.formulation.factors.iter();
    factors
        .map(|factor| factor_row(factor, record, catalog))
        .collect()
}

fn factor_row(factor: &Factor, record: &Record, catalog: &Catalog) -> FactorRow {
    let before = assess::began_after(record, factor.id).into_iter();
    FactorRow {
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
        since: before
            .map(|event| format!("“{}”, {}", event.what, event.when_words()))
            .collect(),
        sheets: sheets_about(factor.id, record, catalog),
        remove_entry: form_id(),
    }
}

/// One line for each worksheet, however often it was filled in.
fn sheets_about(factor: FactorId, record: &Record, catalog: &Catalog) -> Vec<(String, String)> {
    let mut by_worksheet: BTreeMap<&str, Vec<&Sheet>> = BTreeMap::new();
    for sheet in record.sheets.iter().map(|kept| &kept.item) {
        if sheet.links.factors.contains(&factor) {
            let of_it = by_worksheet.entry(&sheet.asked.worksheet).or_default();
            of_it.push(sheet);
        }
    }
    let line = |(worksheet, sheets): (&str, Vec<&Sheet>)| {
        let latest = sheets.last()?;
        let name = &latest.asked.name;
        let there = format!("sheets/{}", latest.id);
        Some(match sheets.len() {
            1 => (there, name.clone()),
            // The page of the worksheet has them all, unless the worksheet itself is gone.
            several => (
                catalog
                    .worksheet(worksheet)
                    .map_or(there, |known| format!("worksheets/{}", known.id)),
                format!("{name} ({several} sheets)"),
            ),
        })
    };
    by_worksheet.into_iter().filter_map(line).collect()
}

pub(super) fn influence_rows(formulation: &Formulation) -> Vec<InfluenceRow> {
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
