//! Worksheets of a client: what there is to work with, filling it in, giving it to the client, reading it again.
//!
//! One engine for all of them: a worksheet is data, a form is made from it ([`parts`]), what the form sends is read by
//! one encoding ([`form`]), for the clinician here and for the client in their space.

mod change;
mod fill;
pub(crate) mod form;
mod list;
mod one;
mod paper;
pub(crate) mod parts;
mod sheet;
pub(crate) mod told;

use attune_ids::SheetId;
use serde::Deserialize;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    use Policy::{ReadRecord, WriteRecord};
    routes
        .get("/clients/{client}/worksheets", ReadRecord, list::show)
        .get(
            "/clients/{client}/worksheets/{worksheet}",
            ReadRecord,
            one::show,
        )
        .get(
            "/clients/{client}/worksheets/{worksheet}/new",
            WriteRecord,
            fill::begin,
        )
        .post(
            "/clients/{client}/worksheets/{worksheet}/new",
            WriteRecord,
            fill::receive_new,
        )
        .post(
            "/clients/{client}/worksheets/{worksheet}/new/autosave",
            WriteRecord,
            fill::autosave_new,
        )
        .post(
            "/clients/{client}/worksheets/{worksheet}/new/discard",
            WriteRecord,
            fill::discard_new,
        )
        .post(
            "/clients/{client}/worksheets/{worksheet}/give",
            WriteRecord,
            change::give,
        )
        .post(
            "/clients/{client}/worksheets/{worksheet}/end",
            WriteRecord,
            change::end,
        )
        .get(
            "/clients/{client}/worksheets/{worksheet}/paper",
            ReadRecord,
            paper::empty,
        )
        .get(
            "/clients/{client}/worksheets/{worksheet}/pdf",
            WriteRecord,
            paper::empty_pdf,
        )
        .get(
            "/clients/{client}/sheets/{sheet}/fill",
            WriteRecord,
            fill::show,
        )
        .post(
            "/clients/{client}/sheets/{sheet}/fill",
            WriteRecord,
            fill::receive,
        )
        .post(
            "/clients/{client}/sheets/{sheet}/fill/autosave",
            WriteRecord,
            fill::autosave,
        )
        .post(
            "/clients/{client}/sheets/{sheet}/fill/discard",
            WriteRecord,
            fill::discard,
        )
        .get("/clients/{client}/sheets/{sheet}", ReadRecord, sheet::show)
        .get(
            "/clients/{client}/sheets/{sheet}/pdf",
            WriteRecord,
            paper::filled_pdf,
        )
        .post(
            "/clients/{client}/sheets/{sheet}/void",
            WriteRecord,
            change::take_out,
        )
        .post(
            "/clients/{client}/sheets/{sheet}/restore",
            WriteRecord,
            change::put_back,
        )
}

/// The worksheet a path names.
#[derive(Deserialize)]
struct OneWorksheet {
    worksheet: String,
}

/// The sheet a path names.
#[derive(Deserialize)]
struct OneSheet {
    sheet: SheetId,
}
