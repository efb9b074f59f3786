//! Step 2: what keeps the trouble going, drawn together. The picture, the loops
//! in sentences, and a table editor that does everything without scripts.

mod begin;
mod diary;
mod factor;
mod findings;
mod influence;
mod judge;
mod page;
mod place;
mod sheet;
mod undo;

pub(crate) use findings::KNOWN;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get(
            "/clients/{client}/formulate",
            Policy::ReadRecord,
            page::show,
        )
        .post(
            "/clients/{client}/formulate/begin",
            Policy::WriteRecord,
            begin::submit,
        )
        .post(
            "/clients/{client}/formulate/factors",
            Policy::WriteRecord,
            factor::add,
        )
        .get(
            "/clients/{client}/formulate/factors/{factor}",
            Policy::WriteRecord,
            factor::edit,
        )
        .post(
            "/clients/{client}/formulate/factors/{factor}",
            Policy::WriteRecord,
            factor::change,
        )
        .post(
            "/clients/{client}/formulate/factors/{factor}/remove",
            Policy::WriteRecord,
            factor::remove,
        )
        .post(
            "/clients/{client}/formulate/influences",
            Policy::WriteRecord,
            influence::add,
        )
        .get(
            "/clients/{client}/formulate/influences/{influence}",
            Policy::WriteRecord,
            influence::edit,
        )
        .post(
            "/clients/{client}/formulate/influences/{influence}",
            Policy::WriteRecord,
            influence::change,
        )
        .post(
            "/clients/{client}/formulate/influences/{influence}/remove",
            Policy::WriteRecord,
            influence::remove,
        )
        .post(
            "/clients/{client}/formulate/undo",
            Policy::WriteRecord,
            undo::undo,
        )
        .post(
            "/clients/{client}/formulate/redo",
            Policy::WriteRecord,
            undo::redo,
        )
        .post(
            "/clients/{client}/formulate/factors/{factor}/move",
            Policy::WriteRecord,
            place::nudge,
        )
        .post(
            "/clients/{client}/formulate/places",
            Policy::WriteRecord,
            place::submit,
        )
        .post(
            "/clients/{client}/formulate/places/autosave",
            Policy::WriteRecord,
            place::autosave,
        )
        .post(
            "/clients/{client}/formulate/arrange",
            Policy::WriteRecord,
            place::arrange,
        )
        .post(
            "/clients/{client}/formulate/findings",
            Policy::WriteRecord,
            judge::submit,
        )
        .get(
            "/clients/{client}/formulate/diary",
            Policy::ReadRecord,
            diary::show,
        )
        .get(
            "/clients/{client}/formulate/sheet",
            Policy::ReadRecord,
            sheet::show,
        )
        .get(
            "/clients/{client}/formulate/drawing.svg",
            Policy::ReadRecord,
            sheet::svg,
        )
}
