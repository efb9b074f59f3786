//! Step 6: what the record says, a short look together, a decision.

pub(crate) mod again;
mod course;
mod decide;
mod draft;
pub(crate) mod ending;
mod feedback;
mod guide;
mod page;
mod place;

pub(crate) use draft::{review_draft, review_input};

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/clients/{client}/review", Policy::ReadRecord, page::show)
        .post(
            "/clients/{client}/review",
            Policy::WriteRecord,
            decide::no_change,
        )
        .get(
            "/clients/{client}/review/guide",
            Policy::WriteRecord,
            guide::resume,
        )
        .get(
            "/clients/{client}/review/guide/{place}",
            Policy::WriteRecord,
            guide::show,
        )
        .post(
            "/clients/{client}/review/guide/{place}",
            Policy::WriteRecord,
            guide::keep,
        )
        .post(
            "/clients/{client}/review/guide/{place}/autosave",
            Policy::WriteRecord,
            guide::autosave,
        )
        .post(
            "/clients/{client}/review/plan",
            Policy::WriteRecord,
            decide::change_plan,
        )
        .post(
            "/clients/{client}/review/draft",
            Policy::WriteRecord,
            decide::keep,
        )
        .post(
            "/clients/{client}/review/draft/autosave",
            Policy::WriteRecord,
            decide::autosave,
        )
}
