//! Worksheets in the client's own space: what they were given, filled in on their phone, gone on with, read again.
//!
//! The form, its encoding and its parts are those of the clinician's pages ([`crate::worksheets`]). What a client reaches
//! is decided twice: here, by showing nothing else, and in the rule that writes (`attune_care::worksheets::fill_sheet`).

mod fill;
mod given;
mod list;
mod save;
mod sheet;

pub(crate) use given::with_them;

use attune_ids::{EntryId, SheetId};
use serde::Deserialize;

use crate::policy::Policy::ClientSpace;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/portal/worksheets", ClientSpace, list::show)
        .get("/portal/worksheets/{giving}", ClientSpace, fill::begin)
        .post("/portal/worksheets/{giving}", ClientSpace, save::begun)
        .post(
            "/portal/worksheets/{giving}/autosave",
            ClientSpace,
            save::keep_begun,
        )
        .post(
            "/portal/worksheets/{giving}/discard",
            ClientSpace,
            save::discard_begun,
        )
        .get("/portal/sheets/{sheet}", ClientSpace, sheet::show)
        .get("/portal/sheets/{sheet}/thanks", ClientSpace, sheet::thanks)
        .get("/portal/sheets/{sheet}/fill", ClientSpace, fill::go_on)
        .post("/portal/sheets/{sheet}/fill", ClientSpace, save::gone_on)
        .post(
            "/portal/sheets/{sheet}/autosave",
            ClientSpace,
            save::keep_gone_on,
        )
        .post(
            "/portal/sheets/{sheet}/discard",
            ClientSpace,
            save::discard_gone_on,
        )
}

/// The giving a path names.
#[derive(Deserialize)]
struct OneGiving {
    giving: EntryId,
}

/// The sheet a path names.
#[derive(Deserialize)]
struct OneSheet {
    sheet: SheetId,
}
