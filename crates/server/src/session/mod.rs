//! Step 5: the meeting. Before it what to keep in mind, during it a quiet note,
//! after it what was done, what was agreed, and how it was for the client.

mod brief;
mod held;
mod list;
mod note;
mod process;
mod texts;
mod work;

use attune_catalog::Catalog;
use attune_ids::SessionId;
pub(crate) use note::{ConflictPage, NoteDraft, kept};
use serde::Deserialize;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/clients/{client}/session", Policy::ReadRecord, list::show)
        .post("/clients/{client}/session", Policy::WriteRecord, list::hold)
        .get(
            "/clients/{client}/session/brief",
            Policy::ReadRecord,
            brief::show,
        )
        .get(
            "/clients/{client}/session/{session}",
            Policy::ReadRecord,
            held::show,
        )
        .post(
            "/clients/{client}/session/{session}/note/autosave",
            Policy::WriteRecord,
            note::autosave,
        )
        .post(
            "/clients/{client}/session/{session}/note",
            Policy::WriteRecord,
            note::keep,
        )
        .post(
            "/clients/{client}/session/{session}/note/insert",
            Policy::WriteRecord,
            note::insert,
        )
        .get(
            "/clients/{client}/session/{session}/process",
            Policy::WriteRecord,
            process::show,
        )
        .post(
            "/clients/{client}/session/{session}/process",
            Policy::WriteRecord,
            process::keep,
        )
        .post(
            "/clients/{client}/session/{session}/process/autosave",
            Policy::WriteRecord,
            process::autosave,
        )
        .post(
            "/clients/{client}/session/{session}/process/discard",
            Policy::WriteRecord,
            process::discard,
        )
        .get("/account/texts", Policy::Clinical, texts::show)
        .post("/account/texts", Policy::Clinical, texts::keep)
        .post("/account/texts/remove", Policy::Clinical, texts::remove)
        .post(
            "/clients/{client}/session/{session}/lock",
            Policy::WriteRecord,
            note::lock,
        )
        .post(
            "/clients/{client}/session/{session}/amend",
            Policy::WriteRecord,
            note::amend,
        )
        .post(
            "/clients/{client}/session/{session}/work",
            Policy::WriteRecord,
            work::add,
        )
        .post(
            "/clients/{client}/session/{session}/tasks",
            Policy::WriteRecord,
            work::give,
        )
        .post(
            "/clients/{client}/tasks/{task}",
            Policy::WriteRecord,
            work::look_at,
        )
}

/// The session a path names.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct OneSession {
    session: SessionId,
}

/// A technique's name; its id where the catalogue does not have it any more.
fn technique_name(catalog: &Catalog, id: &str) -> String {
    catalog
        .technique(id)
        .map_or_else(|| id.to_owned(), |technique| technique.name.clone())
}
