//! Step 4: what we agreed, in versions that are never changed, only followed.

mod conflict;
mod edit;
mod form;
mod show;

use crate::policy::Policy;
use crate::routes::Routes;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/clients/{client}/plan", Policy::ReadRecord, show::show)
        .get(
            "/clients/{client}/plan/versions/{number}",
            Policy::ReadRecord,
            show::version,
        )
        .get(
            "/clients/{client}/plan/edit",
            Policy::WriteRecord,
            edit::show,
        )
        .post(
            "/clients/{client}/plan/edit",
            Policy::WriteRecord,
            edit::submit,
        )
        .post(
            "/clients/{client}/plan/autosave",
            Policy::WriteRecord,
            edit::autosave,
        )
        .post(
            "/clients/{client}/plan/discard",
            Policy::WriteRecord,
            edit::discard,
        )
}
