//! The form of a worksheet on the client's phone: a new sheet, or one to go on with. What was typed and not saved yet
//! stands there again.

use askama::Template;
use attune_care::worksheets::{CellProblem, Sheet, typed};
use attune_catalog::worksheet::Worksheet;
use attune_ids::{EntryId, RandomIds};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::given::{Place, find, rows};
use super::{OneGiving, OneSheet};
use crate::gate::Opened;
use crate::language::Here;
use crate::page::{form_id, html};
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::space::{self, Nav};
use crate::worksheets::form::{self, Fields, SheetDraft};
use crate::worksheets::parts::{Around, CellKind, CellView, PartView, parts};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "own_sheets/fill.html")]
pub(super) struct FillPage {
    frame: Frame,
    nav: Nav,
    worksheet: Worksheet,
    /// What for, in the words agreed.
    words: String,
    address: String,
    beside: String,
    /// The version the draft has; 0 before anything is kept.
    version: u64,
    entry: EntryId,
    seen: String,
    on: String,
    today: String,
    parts: Vec<PartView>,
    around: Around,
    /// The element to go to, and what is wrong there.
    problems: Vec<(String, String)>,
    /// Why nothing was saved, beyond single fields.
    trouble: Option<NotSaved>,
}

/// Why nothing was saved.
pub(super) enum NotSaved {
    /// In words.
    Because(String),
    /// The sheet was saved from another place since this form was opened.
    Changed,
    /// Another window holds this form with other words.
    TwoWindows,
}

/// A form with whatever is to be said about it.
pub(super) struct Shown {
    pub(super) fields: Fields,
    pub(super) version: u64,
    pub(super) problems: Vec<CellProblem>,
    pub(super) trouble: Option<NotSaved>,
}

impl Shown {
    /// A form nothing is wrong with.
    pub(super) fn new(fields: Fields, version: u64) -> Self {
        Self {
            fields,
            version,
            problems: Vec::new(),
            trouble: None,
        }
    }
}

/// A new sheet, or the one that was begun together and given to go on with.
pub(super) async fn begin(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(OneGiving { giving }): Path<OneGiving>,
) -> Result<Response, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let place = Place::New(giving);
    let found = find(&app.catalog, &opened.record, place, Here::now().language)?;
    let begun = found.giving.and_then(|state| state.given.item.sheet);
    if let Some(sheet) = begun.filter(|id| opened.record.sheet(*id).is_some()) {
        return Ok(Redirect::to(&Place::Begun(sheet).address()).into_response());
    }
    show(&app, &holder, &opened, place).await
}

/// A sheet that was saved before.
pub(super) async fn go_on(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(OneSheet { sheet }): Path<OneSheet>,
) -> Result<Response, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    show(&app, &holder, &opened, Place::Begun(sheet)).await
}

async fn show(
    app: &App,
    holder: &SpaceHolder,
    opened: &Opened,
    place: Place,
) -> Result<Response, Trouble> {
    let language = Here::now().language;
    let sheet = find(&app.catalog, &opened.record, place, language)?.sheet;
    let draft = app
        .draft_for_client::<SheetDraft>(holder, place.draft(app, holder))
        .await?;
    let shown = match draft {
        Some(draft) => Shown::new(draft.value.fields().clone(), draft.version),
        None => Shown::new(
            sheet.map_or_else(Vec::new, |kept| as_saved(&kept.item, kept.set.last())),
            0,
        ),
    };
    Ok(html(&page(app, opened, place, shown).await?)?.into_response())
}

/// A sheet as its form, with the change it was last saved by.
fn as_saved(sheet: &Sheet, last: Option<&EntryId>) -> Fields {
    let mut fields = form::fields_of(&typed(sheet));
    fields.push(("on".to_owned(), sheet.on.to_string()));
    fields.extend(last.map(|entry| ("seen".to_owned(), entry.to_string())));
    fields
}

/// The form as it is shown, with room to write in.
pub(super) async fn page(
    app: &App,
    opened: &Opened,
    place: Place,
    shown: Shown,
) -> Result<FillPage, AppError> {
    let language = Here::now().language;
    let record = &opened.record;
    let found = find(&app.catalog, record, place, language)?;
    let today = app.today().await;
    let mut written = form::typed(&shown.fields);
    form::with_room(&found.worksheet, &mut written, &mut RandomIds);
    let pickable = |from: &_| rows(record, found.sheet, from);
    let parts = parts(
        &found.worksheet,
        &written,
        &shown.problems,
        &pickable,
        language,
    );
    let on = form::value(&shown.fields, "on");
    Ok(FillPage {
        frame: Frame::of(app).await,
        nav: Nav::at(space::Place::Today),
        words: found
            .giving
            .map_or_else(String::new, |state| state.given.item.words.clone()),
        address: place.address(),
        beside: place.beside(),
        version: shown.version,
        entry: form_id(),
        seen: form::value(&shown.fields, "seen").to_owned(),
        on: if on.is_empty() {
            today.to_string()
        } else {
            on.to_owned()
        },
        today: today.to_string(),
        problems: summary(&parts),
        parts,
        around: Around::in_language(language),
        trouble: shown.trouble,
        worksheet: found.worksheet,
    })
}

/// What is wrong, by the element it is about.
fn summary(parts: &[PartView]) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for part in parts {
        if let Some(problem) = &part.problem {
            lines.push((
                format!("part-{}", part.id),
                format!("{}: {problem}", part.title),
            ));
        }
        for row in &part.rows {
            for cell in &row.cells {
                if let Some(problem) = &cell.problem {
                    let number = if part.several {
                        format!(" ({})", row.number)
                    } else {
                        String::new()
                    };
                    lines.push((
                        cell.name.clone(),
                        format!("{}{number}: {problem}", cell.label),
                    ));
                }
            }
        }
    }
    lines
}
