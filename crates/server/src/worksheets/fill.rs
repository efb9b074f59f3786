//! Filling in: the form is kept as it is typed, rows come and go without a script, and what does not fit is said where
//! it stands.

use askama::Template;
use attune_care::worksheets::{CellProblem, Filling, Typed, fill_sheet, pickable, read, typed};
use attune_care::{Author, Refusal};
use attune_catalog::worksheet::{Guide, Worksheet};
use attune_ids::{ClientId, EntryId, RandomIds, SheetId};
use attune_record::{AuditAction, DraftDone};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::form::{self, Doing, Fields, SheetDraft};
use super::parts::{Around, CellKind, CellView, PartView, expected, parts};
use super::{OneSheet, OneWorksheet};
use crate::format::day;
use crate::gate::{Draft, Kept, Opened};
use crate::language::Language;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Writer;
use crate::session::kept;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "worksheets/fill.html")]
struct FillPage {
    frame: Frame,
    banner: Banner,
    worksheet: Worksheet,
    sheet: SheetId,
    /// Where the form is sent.
    action: String,
    /// Where the form is.
    address: String,
    /// The version the draft has; 0 before anything is kept.
    version: u64,
    entry: EntryId,
    seen: String,
    on: String,
    today: String,
    parts: Vec<PartView>,
    around: Around,
    links: Vec<LinkChoice>,
    /// The element to go to, and what is wrong there.
    problems: Vec<(String, String)>,
    trouble: Option<Trouble>,
    giving: String,
}

/// Why nothing was saved, beyond single fields.
enum Trouble {
    /// In words.
    Refused(String),
    /// The sheet was saved from another place since this form was opened.
    Changed,
    /// Another window holds this form with other words.
    TwoWindows,
}

/// A kind of thing a sheet can belong to.
struct LinkChoice {
    legend: &'static str,
    name: &'static str,
    /// Whether one can be chosen, or any number.
    one: bool,
    options: Vec<(String, String, bool)>,
}

#[derive(Template)]
#[template(path = "worksheets/two_windows.html")]
struct TwoWindows {
    address: String,
}

/// Where a new sheet comes from.
#[derive(Debug, Default, Deserialize)]
pub(super) struct From {
    /// Made when it was begun; none at first.
    #[serde(default)]
    sheet: String,
    #[serde(default)]
    session: String,
    #[serde(default)]
    moment: String,
}

/// The sheet that is filled in.
struct At {
    worksheet: String,
    sheet: SheetId,
    /// Whether it was saved before. One that was not has no address of its own.
    begun: bool,
}

impl At {
    fn new(worksheet: String, sheet: &str) -> Self {
        Self {
            worksheet,
            sheet: sheet
                .parse()
                .unwrap_or_else(|_| SheetId::new(&mut RandomIds)),
            begun: false,
        }
    }

    /// A sheet of this record.
    fn begun(opened: &Opened, sheet: SheetId) -> Result<Self, AppError> {
        let kept = opened.record.sheet(sheet).ok_or(AppError::NotFound)?;
        Ok(Self {
            worksheet: kept.item.asked.worksheet.clone(),
            sheet,
            begun: true,
        })
    }

    /// Where its form is sent.
    fn action(&self, client: ClientId) -> String {
        if self.begun {
            format!("/clients/{client}/sheets/{}/fill", self.sheet)
        } else {
            format!("/clients/{client}/worksheets/{}/new", self.worksheet)
        }
    }

    /// Where its form is.
    fn address(&self, client: ClientId) -> String {
        let action = self.action(client);
        if self.begun {
            action
        } else {
            format!("{action}?sheet={}", self.sheet)
        }
    }
}

/// A new sheet. It has an id before the first letter is typed, so that what is typed can be kept.
pub(super) async fn begin(
    State(app): State<App>,
    writer: Writer,
    Path(one): Path<OneWorksheet>,
    Query(from): Query<From>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&writer.reader).await?;
    let at = At::new(one.worksheet, &from.sheet);
    form_of(&app, &writer, &opened, &at, &from).await
}

/// Going on with a sheet.
pub(super) async fn show(
    State(app): State<App>,
    writer: Writer,
    Path(OneSheet { sheet }): Path<OneSheet>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&writer.reader).await?;
    let at = At::begun(&opened, sheet)?;
    form_of(&app, &writer, &opened, &at, &From::default()).await
}

async fn form_of(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    at: &At,
    from: &From,
) -> Result<Html<String>, AppError> {
    let id = app.sheet_draft(writer.reader.client, at.sheet);
    let draft = app.draft::<SheetDraft>(&writer.reader, id).await?;
    let (version, fields) = match draft {
        Some(draft) => (draft.version, draft.value.fields().clone()),
        None => (0, as_it_stands(opened, at.sheet, from)),
    };
    html(&page(app, writer, opened, at, Shown::new(fields, version)).await?)
}

/// The sheet as it was saved last, or a new one for what it comes from.
fn as_it_stands(opened: &Opened, sheet: SheetId, from: &From) -> Fields {
    let Some(kept) = opened.record.sheet(sheet) else {
        return vec![
            ("session".to_owned(), from.session.clone()),
            ("moment".to_owned(), from.moment.clone()),
        ];
    };
    let mut fields = form::fields_of(&typed(&kept.item));
    fields.extend(form::link_fields(&kept.item.links));
    fields.push(("on".to_owned(), kept.item.on.to_string()));
    let last = kept
        .set
        .last()
        .map_or_else(String::new, ToString::to_string);
    fields.push(("seen".to_owned(), last));
    fields
}

/// A form with whatever is to be said about it.
struct Shown {
    fields: Fields,
    version: u64,
    problems: Vec<CellProblem>,
    trouble: Option<Trouble>,
}

impl Shown {
    fn new(fields: Fields, version: u64) -> Self {
        Self {
            fields,
            version,
            problems: Vec::new(),
            trouble: None,
        }
    }
}

async fn page(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    at: &At,
    shown: Shown,
) -> Result<FillPage, AppError> {
    let worksheet = worksheet(app, &at.worksheet)?;
    let other = opened.record.sheet(at.sheet);
    if other.is_some_and(|kept| kept.item.asked.worksheet != worksheet.id) {
        return Err(AppError::NotFound);
    }
    let today = app.today().await;
    let fields = &shown.fields;
    let mut written = form::typed(fields);
    form::with_room(worksheet, &mut written, &mut RandomIds);
    let rows = |from: &_| pickable(&opened.record.sheets, from);
    let language = Language::English;
    let on = form::value(fields, "on");
    Ok(FillPage {
        frame: Frame::staff(app, "A worksheet", &writer.reader.staff).await,
        banner: Banner::of(app, &writer.reader, opened, Step::Session).await,
        parts: parts(worksheet, &written, &shown.problems, &rows, language),
        problems: summary(worksheet, &written, &shown.problems, language),
        worksheet: worksheet.clone(),
        sheet: at.sheet,
        action: at.action(opened.client),
        address: at.address(opened.client),
        version: shown.version,
        entry: form_id(),
        seen: form::value(fields, "seen").to_owned(),
        on: if on.is_empty() {
            today.to_string()
        } else {
            on.to_owned()
        },
        today: today.to_string(),
        around: Around::in_language(language),
        links: links(opened, fields, today),
        trouble: shown.trouble,
        giving: form::value(fields, "giving").to_owned(),
    })
}

/// What is wrong, by the element it is about.
fn summary(
    worksheet: &Worksheet,
    written: &Typed,
    problems: &[CellProblem],
    language: Language,
) -> Vec<(String, String)> {
    let line = |problem: &CellProblem| {
        let part = worksheet.part(&problem.part);
        let field = part.and_then(|part| part.field(&problem.field));
        let several = written
            .parts
            .get(&problem.part)
            .is_some_and(|rows| rows.len() > 1);
        let asked = field.map_or_else(|| part.map_or("", |part| &part.title), |field| &field.label);
        let row = match (problem.row, several) {
            (Some(_), true) => format!(" (row {})", problem.number),
            _ => String::new(),
        };
        let place = match problem.row {
            Some(row) => format!("{}.{row}.{}", problem.part, problem.field),
            None => format!("part-{}", problem.part),
        };
        (
            place,
            format!("{asked}{row}: {}", expected(problem.expected, language)),
        )
    };
    problems.iter().map(line).collect()
}

fn links(opened: &Opened, fields: &Fields, today: jiff::civil::Date) -> Vec<LinkChoice> {
    let record = &opened.record;
    let ticked = form::links(fields);
    let factors = record.formulation.factors.iter().map(|it| {
        let here = ticked.factors.contains(&it.id);
        (it.id.to_string(), it.text.clone(), here)
    });
    let problems = record.open_problems().map(|it| {
        let here = ticked.problems.contains(&it.problem.id);
        (it.problem.id.to_string(), it.problem.words.clone(), here)
    });
    let strands = record.plan().into_iter().flat_map(|plan| &plan.strands);
    let strands = strands.map(|it| {
        let here = ticked.strands.contains(&it.id);
        (it.id.to_string(), it.technique.clone(), here)
    });
    let sessions = record.sessions.iter().rev().map(|it| {
        let here = ticked.session == Some(it.meeting.id);
        (it.meeting.id.to_string(), day(it.meeting.on, today), here)
    });
    let moments = record.moments.iter().rev().map(|it| {
        let here = ticked.moment == Some(it.item.id);
        let words = format!("{}, {}", it.item.words, day(it.item.on, today));
        (it.item.id.to_string(), words, here)
    });
    let choice = |legend, name, one, options: Vec<(String, String, bool)>| LinkChoice {
        legend,
        name,
        one,
        options,
    };
    let all = vec![
        choice("The moment it looks at", "moment", true, moments.collect()),
        choice("The session", "session", true, sessions.collect()),
        choice("Factors it is about", "factor", false, factors.collect()),
        choice("Problems it is about", "problem", false, problems.collect()),
        choice(
            "Strands of the plan it serves",
            "strand",
            false,
            strands.collect(),
        ),
    ];
    all.into_iter()
        .filter(|choice| !choice.options.is_empty())
        .collect()
}

/// Keeps the form of a new sheet for the script.
pub(super) async fn autosave_new(
    State(app): State<App>,
    writer: Writer,
    Path(one): Path<OneWorksheet>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    worksheet(&app, &one.worksheet)?;
    let at = At::new(one.worksheet, form::value(&fields, "sheet"));
    kept_for_script(&app, &writer, &at, &fields).await
}

/// Keeps the form of a sheet that is gone on with.
pub(super) async fn autosave(
    State(app): State<App>,
    writer: Writer,
    Path(OneSheet { sheet }): Path<OneSheet>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    let at = At::begun(&app.open(&writer.reader).await?, sheet)?;
    kept_for_script(&app, &writer, &at, &fields).await
}

async fn kept_for_script(
    app: &App,
    writer: &Writer,
    at: &At,
    fields: &Fields,
) -> Result<Response, AppError> {
    match keep(app, writer, at.sheet, fields, version(fields)).await? {
        Kept::Saved(version) => Ok(kept(version)),
        Kept::Conflict(_) => {
            let fragment = TwoWindows {
                address: at.address(writer.reader.client),
            };
            Ok((StatusCode::CONFLICT, Html(fragment.render()?)).into_response())
        }
    }
}

/// What a button of a new sheet asked for.
pub(super) async fn receive_new(
    State(app): State<App>,
    writer: Writer,
    Path(one): Path<OneWorksheet>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    let at = At::new(one.worksheet, form::value(&fields, "sheet"));
    received(&app, &writer, &at, fields).await
}

/// What a button of a sheet that is gone on with asked for.
pub(super) async fn receive(
    State(app): State<App>,
    writer: Writer,
    Path(OneSheet { sheet }): Path<OneSheet>,
    Form(fields): Form<Fields>,
) -> Result<Response, AppError> {
    let at = At::begun(&app.open(&writer.reader).await?, sheet)?;
    received(&app, &writer, &at, fields).await
}

async fn received(
    app: &App,
    writer: &Writer,
    at: &At,
    mut fields: Fields,
) -> Result<Response, AppError> {
    let doing = form::doing(&fields);
    if let Doing::Keep | Doing::Mine = doing {
        return save(app, writer, at, fields, doing == Doing::Mine).await;
    }
    let mut typed = form::typed(&fields);
    let goal = form::change_rows(&mut typed, &doing, &mut RandomIds);
    let cells = |name: &str| name.starts_with("row.") || name.matches('.').count() >= 2;
    fields.retain(|(name, _)| !cells(name));
    fields.extend(form::fields_of(&typed));
    match keep(app, writer, at.sheet, &fields, version(&fields)).await? {
        Kept::Saved(_) => {
            let anchor = goal.map_or_else(String::new, |(part, row)| format!("#{part}.{row}"));
            let to = at.address(writer.reader.client);
            Ok(Redirect::to(&format!("{to}{anchor}")).into_response())
        }
        Kept::Conflict(there) => two_windows(app, writer, at, fields, &there).await,
    }
}

async fn save(
    app: &App,
    writer: &Writer,
    at: &At,
    fields: Fields,
    mine: bool,
) -> Result<Response, AppError> {
    let worksheet = worksheet(app, &at.worksheet)?;
    let draft = app
        .draft::<SheetDraft>(
            &writer.reader,
            app.sheet_draft(writer.reader.client, at.sheet),
        )
        .await?;
    let there = draft.as_ref().map_or(0, |draft| draft.version);
    if let Some(draft) = &draft
        && !mine
        && draft.version != version(&fields)
        && draft.value != SheetDraft::of(&fields)
    {
        return two_windows(app, writer, at, fields, draft).await;
    }
    let opened = app.open(&writer.reader).await?;
    let typed = form::typed(&fields);
    let rows = |from: &_| pickable(&opened.record.sheets, from);
    let parts = match read(worksheet, &typed, &rows) {
        Ok(parts) => parts,
        Err(problems) => {
            let shown = Shown {
                problems,
                ..Shown::new(fields, there)
            };
            return again(app, writer, &opened, at, shown).await;
        }
    };
    let Ok(on) = form::value(&fields, "on").parse() else {
        let refused = "The day: a date such as 2026-05-14.".to_owned();
        let shown = Shown {
            trouble: Some(Trouble::Refused(refused)),
            ..Shown::new(fields, there)
        };
        return again(app, writer, &opened, at, shown).await;
    };
    let Ok(entry) = form::value(&fields, "entry").parse::<EntryId>() else {
        return Err(AppError::Refused(
            "This form lost its number. Reload the page; what you typed is kept.".to_owned(),
        ));
    };
    let done = DraftDone {
        id: app.sheet_draft(writer.reader.client, at.sheet),
        seen: Some(there),
    };
    let by = Author::Staff(writer.reader.staff.id());
    let saved = app
        .change_or_refusal(
            writer,
            AuditAction::RecordWrite,
            entry,
            &[done],
            |record, today, _| {
                let before = record.sheet(at.sheet).and_then(|kept| kept.set.last());
                let seen = if mine {
                    before.copied()
                } else {
                    form::seen(&fields)
                };
                let filling = Filling {
                    sheet: at.sheet,
                    seen,
                    on,
                    parts: parts.clone(),
                    links: form::links(&fields),
                };
                fill_sheet(record, worksheet, &filling, by, today, entry)
            },
        )
        .await?;
    let trouble = match saved {
        Ok(_) => {
            let to = format!("/clients/{}/sheets/{}", writer.reader.client, at.sheet);
            return Ok(Redirect::to(&to).into_response());
        }
        Err(Refusal::AlreadyDone { .. }) => Trouble::Changed,
        Err(refusal) => Trouble::Refused(refusal.to_string()),
    };
    let shown = Shown {
        trouble: Some(trouble),
        ..Shown::new(fields, there)
    };
    again(app, writer, &opened, at, shown).await
}

/// The form with what was typed, and why it was not saved.
async fn again(
    app: &App,
    writer: &Writer,
    opened: &Opened,
    at: &At,
    shown: Shown,
) -> Result<Response, AppError> {
    let page = page(app, writer, opened, at, shown).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

/// This window's words, and the way to the other's. Going on with these writes over the draft, never over a saved sheet.
async fn two_windows(
    app: &App,
    writer: &Writer,
    at: &At,
    fields: Fields,
    there: &Draft<SheetDraft>,
) -> Result<Response, AppError> {
    let opened = app.open(&writer.reader).await?;
    let shown = Shown {
        trouble: Some(Trouble::TwoWindows),
        ..Shown::new(fields, there.version)
    };
    let page = page(app, writer, &opened, at, shown).await?;
    Ok((StatusCode::CONFLICT, html(&page)?).into_response())
}

/// Throws away what was typed of a new sheet and not saved.
pub(super) async fn discard_new(
    State(app): State<App>,
    writer: Writer,
    Path(one): Path<OneWorksheet>,
    Form(fields): Form<Fields>,
) -> Result<Redirect, AppError> {
    let client = writer.reader.client;
    let at = At::new(one.worksheet, form::value(&fields, "sheet"));
    app.discard_draft(&writer, app.sheet_draft(client, at.sheet))
        .await?;
    Ok(Redirect::to(&format!(
        "/clients/{client}/worksheets/{}",
        at.worksheet
    )))
}

/// Throws away what was typed since the sheet was saved.
pub(super) async fn discard(
    State(app): State<App>,
    writer: Writer,
    Path(OneSheet { sheet }): Path<OneSheet>,
) -> Result<Redirect, AppError> {
    let client = writer.reader.client;
    At::begun(&app.open(&writer.reader).await?, sheet)?;
    app.discard_draft(&writer, app.sheet_draft(client, sheet))
        .await?;
    Ok(Redirect::to(&format!("/clients/{client}/sheets/{sheet}")))
}

async fn keep(
    app: &App,
    writer: &Writer,
    sheet: SheetId,
    fields: &Fields,
    version: u64,
) -> Result<Kept<SheetDraft>, AppError> {
    app.keep_draft(
        writer,
        app.sheet_draft(writer.reader.client, sheet),
        version,
        &SheetDraft::of(fields),
    )
    .await
}

fn version(fields: &Fields) -> u64 {
    form::value(fields, "version").parse().unwrap_or(0)
}

fn worksheet<'a>(app: &'a App, id: &str) -> Result<&'a Worksheet, AppError> {
    app.catalog.worksheet(id).ok_or(AppError::NotFound)
}

impl FillPage {
    fn guides(&self) -> &[Guide] {
        &self.worksheet.guides
    }
}
