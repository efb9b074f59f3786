//! A sheet as the client reads it, and the word of thanks after saving one.

use askama::Template;
use attune_care::assess::Kept;
use attune_care::worksheets::{Sheet, open_to_client};
use attune_ids::SheetId;
use axum::extract::{Path, State};
use axum::response::Html;

use super::OneSheet;
use super::given::for_clients;
use crate::beside::OwnBeside;
use crate::gate::Opened;
use crate::language::Here;
use crate::page::html;
use crate::policy::SpaceHolder;
use crate::portal::{Frame, Trouble};
use crate::space::{self, Nav};
use crate::worksheets::told::{Told, ToldBody, told};
use crate::{App, AppError};

#[derive(Template)]
#[template(path = "own_sheets/sheet.html")]
struct SheetPage {
    frame: Frame,
    nav: Nav,
    id: SheetId,
    name: String,
    on: String,
    told: Vec<Told>,
    /// Whether the worksheet is still there to go on with.
    goes_on: bool,
    beside: Option<OwnBeside>,
}

#[derive(Template)]
#[template(path = "own_sheets/thanks.html")]
struct ThanksPage {
    frame: Frame,
    nav: Nav,
    id: SheetId,
    name: String,
}

pub(super) async fn show(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(OneSheet { sheet }): Path<OneSheet>,
) -> Result<Html<String>, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let kept = open(&opened, sheet)?;
    let language = Here::now().language;
    let today = app.today().await;
    let worksheet = for_clients(&app.catalog, &kept.item.asked.worksheet, language);
    Ok(html(&SheetPage {
        frame: Frame::of(&app).await,
        nav: Nav::at(space::Place::Today),
        id: sheet,
        name: kept.item.asked.name.clone(),
        on: language.day(kept.item.on, today),
        told: told(&kept.item, worksheet.as_ref(), language, today),
        goes_on: worksheet.is_some(),
        beside: OwnBeside::of(&app, &opened.record, kept, language, today),
    })?)
}

pub(super) async fn thanks(
    State(app): State<App>,
    holder: SpaceHolder,
    Path(OneSheet { sheet }): Path<OneSheet>,
) -> Result<Html<String>, Trouble> {
    let opened = app.open_for_client(&holder).await?;
    let kept = open(&opened, sheet)?;
    Ok(html(&ThanksPage {
        frame: Frame::of(&app).await,
        nav: Nav::at(space::Place::Today),
        id: sheet,
        name: kept.item.asked.name.clone(),
    })?)
}

/// A sheet this client may see.
fn open(opened: &Opened, sheet: SheetId) -> Result<&Kept<Sheet>, AppError> {
    let mut open = open_to_client(&opened.record);
    open.find(|kept| kept.item.id == sheet)
        .ok_or(AppError::NotFound)
}
