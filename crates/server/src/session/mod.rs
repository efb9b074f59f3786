//! Step 5: the meeting. Before it what to keep in mind, during it a quiet note,
//! after it what was done, what was agreed, and how it was for the client.

mod held;
mod list;
mod note;
mod work;

use attune_ids::SessionId;
use serde::Deserialize;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/clients/{client}/session", Policy::ReadRecord, list::show)
        .post("/clients/{client}/session", Policy::WriteRecord, list::hold)
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
