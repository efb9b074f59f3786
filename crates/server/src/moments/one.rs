//! One moment: what happened, and lens by lens what it adds.

use askama::Template;
use attune_care::worksheets::Moment;
use attune_ids::{EntryId, MomentId, SheetId};
use axum::extract::{Path, State};
use axum::response::Html;

use super::OneMoment;
use super::change::Typed;
use super::lenses::lenses;
use super::list::Form;
use crate::format::day;
use crate::language::Language;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::worksheets::told::{Told, ToldBody, told};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "moments/one.html")]
pub(super) struct OnePage {
    frame: Frame,
    banner: Banner,
    moment: MomentId,
    words: String,
    on: String,
    by: String,
    domains: Vec<(&'static str, &'static str)>,
    factors: Vec<(String, String)>,
    used: Vec<Used>,
    unused: Vec<Unused>,
    form: Form,
    void_entry: EntryId,
}

/// A lens the moment was looked at through.
struct Used {
    name: String,
    workspace: String,
    adds: String,
    sheet: SheetId,
    on: String,
    parts: Vec<Told>,
}

/// A lens it was not.
struct Unused {
    id: String,
    name: String,
    workspace: String,
    adds: String,
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(OneMoment { moment }): Path<OneMoment>,
) -> Result<Html<String>, AppError> {
    html(&page(&app, &reader, moment, None, String::new()).await?)
}

/// The page; with what was typed where it was not kept.
pub(super) async fn page(
    app: &App,
    reader: &Reader,
    moment: MomentId,
    typed: Option<&Typed>,
    problem: String,
) -> Result<OnePage, AppError> {
    let opened = app.open(reader).await?;
    let record = &opened.record;
    let kept = record.moments.iter().find(|kept| kept.item.id == moment);
    let kept = kept.ok_or(AppError::NotFound)?;
    let today = app.today().await;
    let all = lenses(&app.catalog, record, moment);
    let mut used = Vec::new();
    for lens in &all {
        for sheet in &lens.sheets {
            let Some(filled) = record.sheet(*sheet) else {
                continue;
            };
            used.push(Used {
                name: lens.worksheet.name.clone(),
                workspace: lens.workspace.to_owned(),
                adds: lens.worksheet.lens.clone().unwrap_or_default(),
                sheet: *sheet,
                on: day(filled.item.on, today),
                parts: told(&filled.item, Some(lens.worksheet), Language::English, today),
            });
        }
    }
    let unused = all.iter().filter(|lens| lens.sheets.is_empty());
    let standing = Typed::again(&kept.item);
    let factors = kept
        .item
        .factors
        .iter()
        .filter_map(|id| record.formulation.factor(*id));
    Ok(OnePage {
        moment,
        words: kept.item.words.clone(),
        on: day(kept.item.on, today),
        by: app.authors().await?.name(kept.by),
        domains: kept
            .item
            .domains
            .iter()
            .map(|it| (it.code(), it.label()))
            .collect(),
        factors: factors
            .map(|it| (it.id.to_string(), it.text.clone()))
            .collect(),
        used,
        unused: unused
            .map(|lens| Unused {
                id: lens.worksheet.id.clone(),
                name: lens.worksheet.name.clone(),
                workspace: lens.workspace.to_owned(),
                adds: lens.worksheet.lens.clone().unwrap_or_default(),
            })
            .collect(),
        form: Form::of(record, typed.unwrap_or(&standing), problem, today),
        void_entry: form_id(),
        frame: Frame::staff(app, "One moment, many lenses", &reader.staff).await,
        banner: Banner::of(app, reader, &opened, Step::Session).await,
    })
}

impl Typed {
    /// As somebody would have typed it.
    pub(super) fn again(moment: &Moment) -> Self {
        Self {
            entry: None,
            words: moment.words.clone(),
            on: moment.on.to_string(),
            domains: moment.domains.clone(),
            factors: moment.factors.clone(),
        }
    }
}
