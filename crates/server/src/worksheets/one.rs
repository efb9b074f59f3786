//! One worksheet with this client: begin, give, and what was filled in so far.

use askama::Template;
use attune_catalog::Severity;
use attune_catalog::worksheet::{UsedBy, Worksheet};
use attune_ids::{ClientId, EntryId, SessionId, SheetId};
use axum::extract::{Path, Query, State};
use axum::response::Html;
use serde::Deserialize;

use super::OneWorksheet;
use super::told::{Told, ToldBody, told};
use crate::format::{count, day};
use crate::language::Language;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::pictures::{SheetPicture, sheet_pictures};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "worksheets/one.html")]
struct OnePage {
    frame: Frame,
    banner: Banner,
    worksheet: Worksheet,
    workspace: String,
    stage: Option<(String, String)>,
    for_clients: bool,
    given_out: bool,
    given: Vec<Given>,
    sheets: Vec<Row>,
    pictures: Vec<SheetPicture>,
    /// Partners whose sheets may lie beside this client's.
    partners: Vec<ClientId>,
    /// The session it is given in, and its day, where the way led over one.
    session: Option<(SessionId, String)>,
    entry: EntryId,
}

/// Where one comes from.
#[derive(Debug, Default, Deserialize)]
pub(super) struct From {
    #[serde(default)]
    session: String,
}

/// A giving that is open.
struct Given {
    giving: EntryId,
    words: String,
    on: String,
    answered: String,
    entry: EntryId,
}

/// A filled sheet in a list.
struct Row {
    id: SheetId,
    on: String,
    by: String,
    /// How it begins.
    begins: String,
    changed: usize,
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(at): Path<OneWorksheet>,
    Query(from): Query<From>,
) -> Result<Html<String>, AppError> {
    let worksheet = app
        .catalog
        .worksheet(&at.worksheet)
        .ok_or(AppError::NotFound)?;
    let opened = app.open(&reader).await?;
    let (today, zone) = (app.today().await, app.zone().await);
    let authors = app.authors().await?;
    let mine = opened.record.sheets.iter().rev();
    let mine = mine.filter(|kept| kept.item.asked.worksheet == worksheet.id);
    let sheets = mine.map(|kept| Row {
        id: kept.item.id,
        on: day(kept.item.on, today),
        by: authors.name(kept.by),
        begins: begins(&told(&kept.item, Some(worksheet), Language::English, today)),
        changed: kept.set.len() - 1,
    });
    let open = opened.record.given_worksheets.iter();
    let open =
        open.filter(|state| state.ended.is_none() && state.given.item.worksheet == worksheet.id);
    let given = open.map(|state| {
        let answers = opened.record.sheets.iter();
        let answers = answers.filter(|kept| kept.item.links.giving == Some(state.given.entry));
        Given {
            giving: state.given.entry,
            words: state.given.item.words.clone(),
            on: day(state.given.at.to_zoned(zone.clone()).date(), today),
            answered: count(answers.count(), "sheet", "sheets"),
            entry: form_id(),
        }
    });
    // What is no session of this client's is as if nothing had been said.
    let session = from.session.parse().ok();
    let session = session.and_then(|id| opened.record.session(id));
    let session = session.map(|it| (it.meeting.id, day(it.meeting.on, today)));
    let workspace = app.catalog.workspace(&worksheet.workspace);
    let stage = workspace.and_then(|workspace| {
        let mut stages = workspace.stages.iter();
        let stage = stages.find(|stage| Some(&stage.id) == worksheet.stage.as_ref())?;
        Some((stage.name.clone(), stage.what.clone()))
    });
    html(&OnePage {
        frame: Frame::staff(&app, "A worksheet", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Session).await,
        workspace: workspace.map_or_else(String::new, |it| it.name.clone()),
        stage,
        for_clients: worksheet.used_by == UsedBy::Both,
        given_out: app.catalog.gives_out(&worksheet.id),
        given: given.collect(),
        sheets: sheets.collect(),
        pictures: sheet_pictures(worksheet, &opened.record)?,
        partners: crate::beside::others(&app, &reader, &opened.record).await?,
        session,
        entry: form_id(),
        worksheet: worksheet.clone(),
    })
}

/// The first words of a sheet, to tell one from another.
fn begins(parts: &[Told]) -> String {
    const LONGEST: usize = 120;
    let first = parts.first().and_then(|part| match &part.body {
        ToldBody::Lines(lines) => lines.first().map(|(_, words)| words.clone()),
        ToldBody::Rows(_, rows) => rows.first().map(|row| row.join(", ")),
    });
    let words = first.unwrap_or_default();
    if words.chars().count() <= LONGEST {
        return words;
    }
    let cut: String = words.chars().take(LONGEST).collect();
    format!("{}\u{2026}", cut.trim_end())
}
