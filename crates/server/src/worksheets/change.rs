//! Giving a worksheet to the client, ending that, taking a sheet out and putting it back.

use attune_care::worksheets::{Giving, Sheet, end_giving, give_worksheet, take_sheet_out};
use attune_ids::{EntryId, SessionId, SheetId};
use attune_record::AuditAction;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use serde::Deserialize;

use super::{OneSheet, OneWorksheet};
use crate::lasting::{Only, Reason, back_again};
use crate::policy::Writer;
use crate::{App, AppError};

#[derive(Deserialize)]
pub(super) struct Give {
    entry: EntryId,
    #[serde(default)]
    words: String,
    /// The session it is given in, if any.
    #[serde(default)]
    session: String,
    /// A sheet that was begun together, if any.
    #[serde(default)]
    sheet: String,
}

#[derive(Deserialize)]
pub(super) struct End {
    entry: EntryId,
    giving: EntryId,
}

pub(super) async fn give(
    State(app): State<App>,
    writer: Writer,
    Path(OneWorksheet { worksheet }): Path<OneWorksheet>,
    Form(form): Form<Give>,
) -> Result<Redirect, AppError> {
    if !app.catalog.gives_out(&worksheet) {
        return Err(AppError::NotFound);
    }
    let asked = app
        .catalog
        .worksheet(&worksheet)
        .ok_or(AppError::NotFound)?;
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, form.entry, &[], |record, _, _| {
        let giving = Giving {
            worksheet: worksheet.clone(),
            sheet: form.sheet.parse::<SheetId>().ok(),
            words: form.words.clone(),
            session: form.session.parse::<SessionId>().ok(),
        };
        give_worksheet(record, asked, giving, form.entry)
    })
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/worksheets/{worksheet}#given",
        writer.reader.client
    )))
}

pub(super) async fn end(
    State(app): State<App>,
    writer: Writer,
    Path(OneWorksheet { worksheet }): Path<OneWorksheet>,
    Form(form): Form<End>,
) -> Result<Redirect, AppError> {
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, form.entry, &[], |record, _, _| {
        end_giving(record, form.giving, form.entry)
    })
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/worksheets/{worksheet}#given",
        writer.reader.client
    )))
}

pub(super) async fn take_out(
    State(app): State<App>,
    writer: Writer,
    Path(OneSheet { sheet }): Path<OneSheet>,
    Form(form): Form<Reason>,
) -> Result<Redirect, AppError> {
    let action = AuditAction::RecordWrite;
    app.change(&writer, action, form.entry, &[], |record, _, ids| {
        take_sheet_out(record, sheet, &form.because, form.entry, ids)
    })
    .await?;
    Ok(Redirect::to(&format!(
        "/clients/{}/worksheets#taken-out",
        writer.reader.client
    )))
}

pub(super) async fn put_back(
    State(app): State<App>,
    writer: Writer,
    Path(OneSheet { sheet }): Path<OneSheet>,
    Form(form): Form<Only>,
) -> Result<Redirect, AppError> {
    back_again::<Sheet>(&app, &writer, sheet, form.entry).await?;
    let there = format!("/clients/{}/sheets/{sheet}", writer.reader.client);
    Ok(Redirect::to(&there))
}
