//! One filled sheet: read it, see how it came to be, take it out, put it back.

use askama::Template;
use attune_care::Body;
use attune_care::worksheets::Sheet;
use attune_ids::{EntryId, SheetId};
use axum::extract::{Path, State};
use axum::response::Html;

use super::OneSheet;
use super::told::{Told, ToldBody, changed, told};
use crate::beside::Beside;
use crate::format::{day, moment};
use crate::gate::Opened;
use crate::language::Language;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "worksheets/sheet.html")]
struct SheetPage {
    frame: Frame,
    banner: Banner,
    sheet: SheetId,
    worksheet: String,
    name: String,
    on: String,
    by: String,
    /// Whether the worksheet is still known, so that one can go on.
    known: bool,
    parts: Vec<Told>,
    /// What it belongs to: kind, words, address.
    links: Vec<(&'static str, String, Option<String>)>,
    history: Vec<Version>,
    beside: Option<Beside>,
    entry: EntryId,
}

/// One saving of the sheet.
struct Version {
    at: String,
    by: String,
    /// What was asked, before, after; empty for the first.
    changes: Vec<(String, String, String)>,
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(OneSheet { sheet }): Path<OneSheet>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let kept = opened.record.sheet(sheet).ok_or(AppError::NotFound)?;
    let (today, zone) = (app.today().await, app.zone().await);
    let authors = app.authors().await?;
    let worksheet = app.catalog.worksheet(&kept.item.asked.worksheet);
    let language = Language::English;
    let mut history: Vec<Version> = Vec::new();
    let mut before: Option<&Sheet> = None;
    for entry in opened.entries.iter() {
        let Body::SheetFilled(version) = &entry.body else {
            continue;
        };
        if version.id != sheet || !kept.set.contains(&entry.id) {
            continue;
        }
        history.push(Version {
            at: moment(entry.at, &zone, today),
            by: authors.name(entry.by),
            changes: before
                .map_or_else(Vec::new, |before| changed(before, version, language, today)),
        });
        before = Some(version);
    }
    history.reverse();
    html(&SheetPage {
        frame: Frame::staff(&app, "A filled worksheet", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Session).await,
        sheet,
        worksheet: kept.item.asked.worksheet.clone(),
        name: kept.item.asked.name.clone(),
        on: day(kept.item.on, today),
        by: authors.name(kept.by),
        known: worksheet.is_some(),
        parts: told(&kept.item, worksheet, language, today),
        links: links(&app, &opened, &kept.item, today),
        history,
        beside: Beside::of(&app, &reader, &opened.record, kept).await?,
        entry: form_id(),
    })
}

fn links(
    app: &App,
    opened: &Opened,
    sheet: &Sheet,
    today: jiff::civil::Date,
) -> Vec<(&'static str, String, Option<String>)> {
    let (record, links) = (&opened.record, &sheet.links);
    let client = opened.client;
    let mut said = Vec::new();
    if let Some(id) = links.moment
        && let Some(kept) = record.moments.iter().find(|kept| kept.item.id == id)
    {
        let words = format!("{}, {}", kept.item.words, day(kept.item.on, today));
        said.push((
            "Moment",
            words,
            Some(format!("/clients/{client}/moments/{id}")),
        ));
    }
    if let Some(session) = links.session.and_then(|id| record.session(id)) {
        let to = format!("/clients/{client}/session/{}", session.meeting.id);
        said.push(("Session", day(session.meeting.on, today), Some(to)));
    }
    for factor in links
        .factors
        .iter()
        .filter_map(|id| record.formulation.factor(*id))
    {
        let to = format!("/clients/{client}/formulate/factors/{}", factor.id);
        said.push(("Factor", factor.text.clone(), Some(to)));
    }
    for problem in links.problems.iter().filter_map(|id| record.problem(*id)) {
        said.push(("Problem", problem.problem.words.clone(), None));
    }
    let strands = record.plan().map_or(&[][..], |plan| &plan.strands);
    for strand in strands
        .iter()
        .filter(|strand| links.strands.contains(&strand.id))
    {
        let technique = app.catalog.technique(&strand.technique);
        let name = technique.map_or(&strand.technique, |technique| &technique.name);
        said.push((
            "Strand of the plan",
            name.clone(),
            Some(format!("/clients/{client}/plan")),
        ));
    }
    said
}
