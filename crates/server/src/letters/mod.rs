//! Letters and reports: drafted from what the clinician ticks, edited, finished, and taken along as PDF.

mod draft;
mod edit;
mod finished;
mod list;
mod new;
mod own;
mod paper;
mod shown;
mod templates;
mod words;

pub(crate) use templates::OwnTemplate;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/clients/{client}/letters", Policy::ReadRecord, list::show)
        .get(
            "/clients/{client}/letters/new/{purpose}",
            Policy::WriteRecord,
            new::show,
        )
        .post(
            "/clients/{client}/letters/new/{purpose}",
            Policy::WriteRecord,
            new::begin,
        )
        .get(
            "/clients/{client}/letters/{letter}",
            Policy::WriteRecord,
            edit::show,
        )
        .post(
            "/clients/{client}/letters/{letter}/autosave",
            Policy::WriteRecord,
            edit::autosave,
        )
        .post(
            "/clients/{client}/letters/{letter}/keep",
            Policy::WriteRecord,
            edit::keep,
        )
        .post(
            "/clients/{client}/letters/{letter}/finish",
            Policy::WriteRecord,
            edit::finish,
        )
        .post(
            "/clients/{client}/letters/{letter}/discard",
            Policy::WriteRecord,
            edit::discard,
        )
        .get(
            "/clients/{client}/letters/{letter}/versions/{number}",
            Policy::ReadRecord,
            finished::show,
        )
        .post(
            "/clients/{client}/letters/{letter}/versions/{number}/again",
            Policy::WriteRecord,
            finished::again,
        )
        .post(
            "/clients/{client}/letters/{letter}/versions/{number}/pdf",
            Policy::WriteRecord,
            finished::pdf,
        )
        .post(
            "/clients/{client}/letters/{letter}/versions/{number}/shown",
            Policy::WriteRecord,
            finished::set_shown,
        )
        .get("/portal/letters", Policy::ClientSpace, own::list)
        .get(
            "/portal/letters/{letter}/{number}",
            Policy::ClientSpace,
            own::show,
        )
        .post(
            "/portal/letters/{letter}/{number}/pdf",
            Policy::ClientSpace,
            own::pdf,
        )
        .get("/practice/letters", Policy::Administrator, templates::show)
        .post("/practice/letters", Policy::Administrator, templates::save)
}
