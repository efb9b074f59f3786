//! What there is to work with: what fits the plan first, then therapy by therapy.

use askama::Template;
use attune_care::assess::taken_out;
use attune_care::worksheets::Sheet;
use attune_catalog::worksheet::{UsedBy, Worksheet};
use attune_ids::{EntryId, SheetId};
use axum::extract::{Query, State};
use axum::response::Html;
use serde::Deserialize;

use crate::format::{count, day};
use crate::gate::Opened;
use crate::page::{Banner, Frame, Step, form_id, html};
use crate::policy::Reader;
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "worksheets/list.html")]
struct ListPage {
    frame: Frame,
    banner: Banner,
    looked_for: String,
    latest: Vec<Latest>,
    fitting: Vec<Row>,
    spaces: Vec<Space>,
    out: Vec<Out>,
}

/// A sheet filled in lately.
struct Latest {
    id: SheetId,
    name: String,
    on: String,
    by_client: bool,
}

/// A workspace with its worksheets.
struct Space {
    id: String,
    name: String,
    what: String,
    /// How many sheets of it there are.
    sheets: String,
    open: bool,
    stages: Vec<(String, String, Vec<Row>)>,
    rows: Vec<Row>,
    prompts: Vec<Row>,
    /// Pages that are tools of this work too: part of the address, name, what for.
    elsewhere: Vec<(&'static str, String, String)>,
}

/// A worksheet in a list.
struct Row {
    id: String,
    name: String,
    what: String,
    /// How long, who fills it in, how many there are.
    about: String,
    with_client: bool,
}

/// A sheet that was taken out.
struct Out {
    id: SheetId,
    name: String,
    on: String,
    because: String,
    entry: EntryId,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    /// Catalogue words, never a client's.
    #[serde(default)]
    find: String,
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, AppError> {
    let opened = app.open(&reader).await?;
    let today = app.today().await;
    let find = wanted.find.trim().to_lowercase();
    let found = |it: &&Worksheet| {
        let words = [&it.name, &it.what];
        find.is_empty()
            || words
                .iter()
                .any(|words| words.to_lowercase().contains(&find))
    };
    let row = |it: &Worksheet| row(it, &opened);
    let mut spaces = Vec::new();
    for workspace in &app.catalog.workspaces {
        let given_out = app.catalog.worksheets_of(&workspace.id);
        let given_out = given_out
            .filter(|it| app.catalog.gives_out(&it.id))
            .filter(found);
        let (prompts, sheets): (Vec<_>, Vec<_>) = given_out.partition(|it| is_prompts(it));
        let staged = |stage: &str| {
            let of_stage = sheets
                .iter()
                .filter(|it| it.stage.as_deref() == Some(stage));
            of_stage.map(|it| row(it)).collect()
        };
        if prompts.is_empty() && sheets.is_empty() {
            continue;
        }
        let filled = opened.record.sheets.iter().filter(|kept| {
            let worksheet = app.catalog.worksheet(&kept.item.asked.worksheet);
            worksheet.is_some_and(|it| it.workspace == workspace.id)
        });
        let filled = filled.count();
        spaces.push(Space {
            id: workspace.id.clone(),
            name: workspace.name.clone(),
            what: workspace.what.clone(),
            sheets: if filled == 0 {
                String::new()
            } else {
                count(filled, "sheet", "sheets")
            },
            open: !find.is_empty(),
            stages: workspace
                .stages
                .iter()
                .map(|stage| (stage.name.clone(), stage.what.clone(), staged(&stage.id)))
                .collect(),
            rows: sheets
                .iter()
                .filter(|it| it.stage.is_none())
                .map(|it| row(it))
                .collect(),
            prompts: prompts.into_iter().map(row).collect(),
            elsewhere: workspace
                .elsewhere
                .iter()
                .map(|it| (it.page.code(), it.name.clone(), it.what.clone()))
                .collect(),
        });
    }
    let latest = opened
        .record
        .sheets
        .iter()
        .rev()
        .take(5)
        .map(|kept| Latest {
            id: kept.item.id,
            name: kept.item.asked.name.clone(),
            on: day(kept.item.on, today),
            by_client: kept.by == attune_care::Author::Client,
        });
    let out = taken_out::<Sheet>(&opened.entries);
    html(&ListPage {
        frame: Frame::staff(&app, "Worksheets", &reader.staff).await,
        banner: Banner::of(&app, &reader, &opened, Step::Session).await,
        latest: latest.collect(),
        fitting: fitting(&app, &opened).into_iter().map(row).collect(),
        looked_for: wanted.find,
        spaces,
        out: out
            .into_iter()
            .map(|taken| Out {
                id: taken.item.id,
                name: taken.item.asked.name,
                on: day(taken.item.on, today),
                because: taken.because,
                entry: form_id(),
            })
            .collect(),
    })
}

/// The worksheets of the techniques in the plan. A worksheet of its own takes the place of the technique's short list of
/// questions, which often has the same name; the list stays with its therapy.
fn fitting<'a>(app: &'a App, opened: &Opened) -> Vec<&'a Worksheet> {
    let strands = opened.record.plan().map_or(&[][..], |plan| &plan.strands);
    let planned = |it: &&Worksheet| {
        let mut techniques = it.techniques.iter();
        techniques.any(|id| strands.iter().any(|strand| &strand.technique == id))
    };
    let all = app.catalog.worksheets.iter();
    let fitting: Vec<&Worksheet> = all
        .filter(|it| app.catalog.gives_out(&it.id))
        .filter(planned)
        .collect();
    let has_its_own = |prompts: &Worksheet| {
        let mut others = fitting.iter().filter(|it| !is_prompts(it));
        others.any(|other| {
            other
                .techniques
                .iter()
                .any(|id| prompts.techniques.contains(id))
        })
    };
    let is_needed = |it: &&&Worksheet| !is_prompts(it) || !has_its_own(it);
    fitting.iter().filter(is_needed).copied().collect()
}

/// A list of prompts of a technique, as against a worksheet of its own.
fn is_prompts(worksheet: &Worksheet) -> bool {
    worksheet.id.starts_with("prompts-")
}

fn row(worksheet: &Worksheet, opened: &Opened) -> Row {
    let mine = opened.record.sheets.iter();
    let mine = mine.filter(|kept| kept.item.asked.worksheet == worksheet.id);
    let mut about = Vec::new();
    about.extend(
        worksheet
            .minutes
            .map(|minutes| format!("about {minutes} minutes")),
    );
    if worksheet.used_by == UsedBy::Clinician {
        about.push("for you alone".to_owned());
    }
    let sheets = mine.count();
    if sheets > 0 {
        about.push(count(sheets, "sheet so far", "sheets so far"));
    }
    let given = opened.record.given_worksheets.iter();
    Row {
        id: worksheet.id.clone(),
        name: worksheet.name.clone(),
        what: worksheet.what.clone(),
        about: about.join("; "),
        with_client: given
            .filter(|state| state.ended.is_none())
            .any(|state| state.given.item.worksheet == worksheet.id),
    }
}
